"""How long published files take to read, against the bare pandas or calamine read, and memory.

Run from the repository: ``python benchmarks/reading.py`` makes its own files of about 5 MB and
one of 100 MB; ``python benchmarks/reading.py FILE ...`` measures files you have. Each read runs
in a process of its own, so that peak memory is that read's alone.
"""

from __future__ import annotations

import csv
import itertools
import json
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
HEAD = [
    "time_period",
    "time_identifier",
    "geographic_level",
    "country_code",
    "country_name",
    "region_code",
    "region_name",
    "old_la_code",
    "la_name",
    "new_la_code",
    "group",
    "breakdown",
    "number",
    "percent",
    "rate",
]
REPEATS = 3


def education(path: Path, megabytes: float) -> None:
    """Write a file in the layout of Explore Education Statistics, with markers."""
    chance = random.Random(5)
    groups = [f"Group of children number {n}" for n in range(12)]
    parts = [f"Breakdown {n} of them" for n in range(20)] + ["Total"]
    with path.open("w", newline="", encoding="utf-8-sig") as stream:
        writer = csv.writer(stream)
        writer.writerow(HEAD)
        for year in itertools.count(2025, -1):
            for council, group, part in itertools.product(range(150), groups, parts):
                number = "c" if chance.random() < 0.05 else chance.randrange(0, 90_000, 10)
                writer.writerow(
                    [1900 + year % 200, "Reporting year", "Local authority", "E92000001"]
                    + ["England", "E12000001", "North East", 300 + council, f"Place {council}"]
                    + [f"E{6_000_000 + council:08d}", group, part, number]
                    + [round(chance.random() * 100, 1), round(chance.random() * 300)]
                )
            if path.stat().st_size > megabytes * 1e6:
                return


def payments(path: Path, megabytes: float) -> None:
    """Write a council's payments: many different suppliers and amounts."""
    chance = random.Random(6)
    with path.open("w", newline="", encoding="cp1252") as stream:
        writer = csv.writer(stream)
        writer.writerow(
            ["Body Name", "Date Paid", "Supplier Name", "Net Amount", "Service", "Trans No"]
        )
        for number in itertools.count():
            writer.writerow(
                ["Nowhere Council", f"{chance.randrange(1, 29):02d}/0{chance.randrange(1, 9)}/2026"]
                + [f"Supplier {chance.randrange(20_000)} Limited"]
                + [f"£{chance.random() * 9_000:,.2f}", f"Service {chance.randrange(60)}", number]
            )
            if number % 5_000 == 0 and path.stat().st_size > megabytes * 1e6:
                return


def workbook(path: Path) -> None:
    """Write a workbook of about 5 MB with openpyxl."""
    import openpyxl

    chance = random.Random(7)
    book = openpyxl.Workbook(write_only=True)
    for name in ("Adults", "Children", "Older people"):
        sheet = book.create_sheet(name)
        sheet.append([f"{name}: an invented table"])
        sheet.append(["Area code", "Area name", *(f"Measure {n}" for n in range(60))])
        for council in range(4_500):
            row = [
                "[c]" if chance.random() < 0.02 else chance.randrange(100_000) for _ in range(60)
            ]
            sheet.append([f"E{6_000_000 + council:08d}", f"Place {council}", *row])
    book.save(path)


_BARE_CSV = """
import pandas as pd
table = pd.read_csv({path!r}, encoding={encoding!r}, low_memory=False)
"""
_BARE_BOOK = """
import pandas as pd
tables = pd.read_excel({path!r}, sheet_name=None, engine="calamine", header=None)
"""
_OURS = """
from course_support.sources.published import read_published
found = read_published({path!r})
"""
_WRITTEN = """
from course_support.sources.published.reading import survey_published
from pathlib import Path
found = survey_published({path!r}, Path({to!r}))
"""
_TIMED = """
import json, resource, sys, time
sys.path.insert(0, {root!r})
import pandas as pd, python_calamine
{warm}
start = time.process_time()
{body}
took = time.process_time() - start
print(json.dumps([took, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024]))
"""


def measure(body: str, warm: str = "") -> tuple[float, float]:
    """Return the best time in seconds, and the peak memory in MB, of some runs."""
    code = _TIMED.format(root=str(ROOT), body=body, warm=warm)
    runs = []
    for _ in range(REPEATS):
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)
        runs.append(json.loads(done.stdout.splitlines()[-1]))
    return min(r[0] for r in runs), max(r[1] for r in runs)


def compare(path: Path) -> None:
    """Print one file's processor time against the bare read, and its memory."""
    if path.suffix.lower() in {".csv", ".txt"}:
        encoding = "cp1252" if b"\xa3" in path.read_bytes()[:100_000] else "utf-8-sig"
        bare = _BARE_CSV.format(path=str(path), encoding=encoding)
    else:
        bare = _BARE_BOOK.format(path=str(path))
    warm = "from course_support.sources.published import all_kinds; all_kinds()"
    try:
        plain, plain_memory = measure(bare)
        comparison = f"bare {plain:6.2f} s, {plain_memory:5.0f} MB"
    except subprocess.CalledProcessError:
        plain, comparison = 0.0, "the bare read fails"
    ours, memory = measure(_OURS.format(path=str(path)), warm)
    ratio = f"{ours / plain:4.1f} times" if plain else ""
    print(
        f"{path.name[:44]:44} {path.stat().st_size / 1e6:6.1f} MB   {comparison}   "
        f"ours {ours:6.2f} s, {memory:5.0f} MB   {ratio}",
        flush=True,
    )


def written(path: Path) -> None:
    """Print time and memory of writing a long file's values, which are never held at once."""
    for suffix in (".csv", ".parquet"):
        to = path.with_name(f"values{suffix}")
        took, memory = measure(_WRITTEN.format(path=str(path), to=str(to)))
        print(
            f"{path.name[:44]:44} written as {suffix}: {took:6.2f} s, {memory:5.0f} MB", flush=True
        )
        to.unlink()


def main(files: list[str]) -> None:
    """Measure the files given, or files made for the purpose."""
    if files:
        for name in files:
            compare(Path(name))
        return
    with tempfile.TemporaryDirectory() as folder:
        made = Path(folder)
        education(made / "education_5MB.csv", 5)
        payments(made / "payments_5MB.csv", 5)
        workbook(made / "workbook_5MB.xlsx")
        education(made / "education_100MB.csv", 100)
        payments(made / "payments_100MB.csv", 100)
        print(time.strftime("Measured on %d %B %Y"))
        made_files = sorted(made.iterdir())
        for path in made_files:
            compare(path)
        for path in made_files:
            if path.stem.endswith("100MB"):
                written(path)


if __name__ == "__main__":
    main(sys.argv[1:])
