"""The course map: a picture of pages and topics, where to go on, and the same as a list."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from course_support.charts import course_map
from course_support.charts.course_map import Stop
from course_support.course import Page, pages
from course_support.errors import WorkbookError
from course_support.exercises.base import Progress
from course_support.sources.cycle import topics

if TYPE_CHECKING:
    from course_support.workbook import Workbook


class CourseMap:
    """Every page of the course for one workbook, with how far it has come."""

    def __init__(self, workbook: Workbook) -> None:
        self.workbook = workbook

    def _repr_html_(self) -> str:
        found = [(page, self._progress(page)) for page in pages()]
        stops = [_stop(page, progress) for page, progress in found]
        held = {topic.page for topic in topics()} - {stop.number for stop in stops}
        missing = [f"{topic.number}. {topic.topic}" for topic in topics() if topic.page in held]
        elsewhere = f"<p>Not in this copy: {escape('; '.join(missing))}.</p>" if missing else ""
        both = zip(found, stops, strict=True)
        lines = "".join(self._line(page, stop) for (page, _), stop in both)
        words = course_map.in_words(stops, topics())
        return (
            f'<div class="wb-map"><p>{self._go_on(found)}</p>'
            f'<div role="img" aria-label="{escape(words)}">'
            f"{course_map.course_map(stops, topics())}</div>"
            f"<ul>{lines}</ul>{elsewhere}</div>"
        )

    def _progress(self, page: Page) -> dict[str, Progress]:
        """Return the progress of a page; an answer that cannot be read is told elsewhere."""
        found = {}
        for name in self.workbook.library.of_notebook(page.folder):
            try:
                found[name] = self.workbook.sheet(name).progress
            except WorkbookError:
                found[name] = Progress(0, 1)
        return found

    def _go_on(self, found: list[tuple[Page, dict[str, Progress]]]) -> str:
        """Return a link to the first thing begun and not done, else to the first not begun."""
        states = [(page, name, each.state) for page, many in found for name, each in many.items()]
        for wanted in ("started", "not started"):
            for page, name, state in states:
                if state == wanted:
                    begun = any(each != "not started" for *_, each in states)
                    title = escape(self.workbook.exercise(name).title)
                    word = "Continue" if begun else "Begin"
                    return f"<strong>{word}:</strong> {_link(page)}, “{title}”."
        return "Everything here is done."

    def _line(self, page: Page, stop: Stop) -> str:
        here = [topic for topic in topics() if topic.page == stop.number]
        held = "".join(
            f"<li>Topic {topic.number}: {escape(topic.topic)}. {escape(topic.where)}.</li>"
            for topic in here
        )
        inside = f"<ul>{held}</ul>" if held else ""
        return (
            f"<li>{stop.number} {_link(page)}: {page.minutes} minutes, {stop.state}.{inside}</li>"
        )


def _stop(page: Page, progress: dict[str, Progress]) -> Stop:
    done = sum(each.state == "done" for each in progress.values())
    return Stop(page.file[:2], page.title, done, len(progress))


def _link(page: Page) -> str:
    return f'<a href="{escape(page.file)}">{escape(page.title)}</a>'
