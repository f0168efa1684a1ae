"""The one kind of error that is written for a commissioner to read."""


class WorkbookError(ValueError):
    """Something a person can put right, said in sentences they can act on.

    The message says what was found, where (file, sheet, row, column), what was
    expected, and what to do next. Notebooks and the command line show the message
    alone, never a traceback.
    """

    def _render_traceback_(self) -> list[str]:
        """Tell IPython to show the message and nothing else."""
        return [str(self)]
