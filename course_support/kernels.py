"""How the Python behind a page is started, wherever that happens."""

import sys
from pathlib import Path


def skip_slow_grammar() -> None:
    """Let Jupyter's libraries load without a grammar that nothing here uses.

    jsonschema builds a parser for international web addresses when it is first imported,
    which takes as long as all of JupyterLab's server. It is optional to it: without it
    the format "iri" is not checked, and no notebook, setting or event here has one.
    """
    sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]


def quiet_kernels(folder: Path) -> Path:
    """Prepare a folder for ``IPYTHONDIR`` and return it.

    Kernels that use it print no warnings meant for programmers into a person's window,
    and several at once do not queue for one history file.
    """
    profile = folder / "profile_default"
    profile.mkdir(parents=True, exist_ok=True)
    settings = "c.IPKernelApp.log_level = 50\nc.HistoryManager.enabled = False\n"
    for name in ("ipython_kernel_config.py", "ipython_config.py"):
        (profile / name).write_text(settings)
    return folder
