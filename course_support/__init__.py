"""The commissioning workbook: exercises, answers, methods and the views over them.

Notebooks need one name from here, :class:`Workbook`; everything else is reached
through it or imported by its own module name.
"""

__version__ = "0.1.0"
