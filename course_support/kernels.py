"""How the Python behind a page is started, wherever that happens."""

from pathlib import Path


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
