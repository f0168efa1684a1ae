"""Files as government publishes them, read into values with their status."""

from course_support.sources.published.reading import all_kinds, read_published
from course_support.sources.published.result import Disagreement, Published, join

__all__ = ["Disagreement", "Published", "all_kinds", "join", "read_published"]
