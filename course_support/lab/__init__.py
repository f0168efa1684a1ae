"""JupyterLab: our extension, safe settings, and opening the workbook."""
