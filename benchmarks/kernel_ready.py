"""How soon a page's Python is ready: bare, with a widget, with an exercise, with pandas.

    python benchmarks/kernel_ready.py [ROUNDS]

Each round starts a fresh kernel of each sort, so that all meet the same machine. Prints
medians from starting the kernel to the end of its first cell, and how each compares with
a bare kernel and with one that shows a plain widget.
"""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
import time
from pathlib import Path

from jupyter_client.manager import start_new_kernel

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
from course_support.kernels import quiet_kernels  # noqa: E402

SORTS = {
    "bare kernel": "pass",
    "ipywidgets, one button": "import ipywidgets; display(ipywidgets.Button())",
    "course_support, one exercise": (
        "from course_support import Workbook\n"
        "import sys\n"
        "display(Workbook.open('children_in_care').show('rank-award-criteria'))\n"
        "heavy = {'numpy', 'pandas', 'matplotlib'} & set(sys.modules)\n"
        "assert not heavy, heavy"
    ),
    "pandas": "import pandas",
    "pandas and pyplot": "import pandas, matplotlib.pyplot",
}


def seconds(source: str) -> float:
    """Return the time from starting a kernel to the end of its first cell."""
    begun = time.perf_counter()
    manager, client = start_new_kernel(cwd=str(ROOT / "notebooks"))
    try:
        reply = client.execute_interactive(source, output_hook=lambda message: None, timeout=120)
        took = time.perf_counter() - begun
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)
    content = reply["content"]
    if content["status"] != "ok":
        sys.exit(f"{content['ename']}: {content['evalue']}")
    return took


def main(rounds: int) -> None:
    """Measure every sort in turn, as often as asked, and print a table."""
    with tempfile.TemporaryDirectory() as folder:
        own = {"WORKBOOK_ANSWERS": folder, "IPYTHONDIR": str(quiet_kernels(Path(folder)))}
        os.environ.update(own, PYTHONPATH=str(ROOT), MPLBACKEND="Agg")
        for source in SORTS.values():
            seconds(source)  # once unmeasured: files into memory, bytecode compiled
        taken: dict[str, list[float]] = {name: [] for name in SORTS}
        for _ in range(rounds):
            for name, source in SORTS.items():
                taken[name].append(seconds(source))
    medians = {name: statistics.median(times) for name, times in taken.items()}
    bare, widget = medians["bare kernel"], medians["ipywidgets, one button"]
    print(f"{rounds} rounds, medians{'':<21} seconds  × bare  over a plain widget")
    for name, median in medians.items():
        low, high = min(taken[name]), max(taken[name])
        print(
            f"{name:<38} {median:>7.2f} {median / bare:>7.2f} {median - widget:>+14.2f} s"
            f"   ({low:.2f}–{high:.2f})"
        )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 5)
