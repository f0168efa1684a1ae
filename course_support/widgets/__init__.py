"""One view a kind of exercise, the same names as in ``course_support.exercises``."""
