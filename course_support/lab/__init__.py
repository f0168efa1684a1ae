"""JupyterLab as the workbook uses it: our extension, safe settings, and how it is started."""

from pathlib import Path

EXTENSION_NAME = "workbook-lab"

EXTENSIONS = Path(__file__).parent / "extension"
"""Folder of the JupyterLab extension, in the layout that JupyterLab looks for."""

SETTINGS = Path(__file__).parent / "settings"
"""Folder of the settings that replace JupyterLab's own defaults.

``commsOverSubshells`` is among them: JupyterLab would hand a page's messages to a second thread
of the kernel some time after the page has opened, and a change could then overtake the one before.
"""
