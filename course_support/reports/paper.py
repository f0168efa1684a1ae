"""A paper: headed sections of text, tables and charts, to read on screen, print or keep."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from html import escape

from course_support.charts.show import Shown, table_html
from course_support.exercises.base import Table
from course_support.methods.words import long_date
from course_support.sources.rule import today

Part = str | Table | Shown


@dataclass(frozen=True, init=False)
class Section:
    """A heading and what stands under it.

    Parameters
    ----------
    heading
        Text of the heading.
    *parts
        Text (an empty line begins a new paragraph), tables and charts, in order. Texts that
        are empty and tables without rows are left out.
    missing
        Said where nothing is left: what to do so that something stands here.
    """

    heading: str
    parts: tuple[Part, ...]
    missing: str

    def __init__(self, heading: str, *parts: Part, missing: str = "Nothing yet.") -> None:
        object.__setattr__(self, "heading", heading)
        object.__setattr__(self, "parts", parts)
        object.__setattr__(self, "missing", missing)

    def html(self, level: int) -> str:
        """Return the section as safe HTML, its heading of the given level."""
        inside = "".join(_html(part) for part in self.parts if not _is_empty(part))
        inside = inside or f'<p class="wb-missing"><em>{escape(self.missing)}</em></p>'
        return f"<section><h{level}>{escape(self.heading)}</h{level}>{inside}</section>"


@dataclass(frozen=True)
class Paper:
    """A paper that a participant has made.

    Attributes
    ----------
    title, lead
        What it is, and one or two sentences that say the main thing.
    sections
        In the order they are read.
    foot
        Sources and warnings, in small print.
    """

    title: str
    lead: str
    sections: tuple[Section, ...] = field(default_factory=tuple)
    foot: str = ""

    def _repr_html_(self) -> str:
        name = escape(self.title)
        return f'<article class="wb-paper" aria-label="{name}">{self._inside(3)}</article>'

    def document(self) -> str:
        """Return the paper as a page of its own, which asks nothing of the outside."""
        made = f"Made on {long_date(today())} with the commissioning workbook."
        return (
            '<!doctype html><html lang="en-GB"><head><meta charset="utf-8">'
            '<meta http-equiv="Content-Security-Policy" '
            "content=\"default-src 'none'; style-src 'unsafe-inline'\">"
            '<meta name="viewport" content="width=device-width, initial-scale=1">'
            f"<title>{escape(self.title)}</title><style>{_STYLE}</style></head>"
            f"<body><main>{self._inside(1)}<p><small>{made}</small></p></main></body></html>"
        )

    def _inside(self, level: int) -> str:
        title = f"<h{level}>{escape(self.title)}</h{level}>"
        lead = _html(self.lead) if self.lead.strip() else ""
        foot = f"<p><small>{escape(self.foot)}</small></p>" if self.foot else ""
        return f"{title}{lead}{''.join(s.html(level + 1) for s in self.sections)}{foot}"


def _is_empty(part: Part) -> bool:
    if isinstance(part, str):
        return not part.strip()
    return isinstance(part, Table) and not part.rows


def _html(part: Part) -> str:
    if isinstance(part, str):
        return "".join(f"<p>{_lines(text)}</p>" for text in _paragraphs(part))
    if isinstance(part, Table):
        return table_html(part.columns, part.rows, part.title)
    return part._repr_html_()


def _paragraphs(text: str) -> Iterator[str]:
    for block in text.replace("\r\n", "\n").split("\n\n"):
        if block.strip():
            yield block.strip("\n")


def _lines(text: str) -> str:
    return "<br>".join(escape(line) for line in text.split("\n"))


_STYLE = """
body{font:11.5pt/1.5 system-ui,"Segoe UI",Roboto,Arial,sans-serif;color:#1b1f24;background:#fff}
body{margin:0}main{max-width:46rem;margin:0 auto;padding:1.5rem}
h1{font-size:1.6rem;line-height:1.25}h2{font-size:1.2rem;margin:1.5rem 0 .25rem}
h1,h2{break-after:avoid}figure,tr{break-inside:avoid}figure{margin:1rem 0}
svg{max-width:100%;height:auto}p{overflow-wrap:anywhere}
table{border-collapse:collapse;margin:.75rem 0;max-width:100%}
caption{text-align:left;font-weight:600;padding:.25rem 0}
th,td{border:1px solid #6b7680;padding:.25rem .5rem;text-align:left;vertical-align:top}
th,td{overflow-wrap:anywhere;hyphens:auto;min-width:5rem}tbody th{min-width:7rem}
@media print{main{padding:0;max-width:none}details{display:none}}
@page{size:A4;margin:18mm}
"""
