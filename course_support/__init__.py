"""The commissioning workbook: exercises, answers, methods and the views over them.

Notebooks need one name from here, :class:`Workbook`; everything else is reached
through it or imported by its own module name.
"""

__version__ = "0.1.0"


def __getattr__(name: str) -> object:
    """Load the workbook when it is first asked for: ``import course_support`` costs nothing."""
    if name == "Workbook":
        from course_support.workbook import Workbook

        return Workbook
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
