"""The participant's workbook: save, history, undo, export, import, delete."""
