"""Markdown of authors becomes HTML that can do no harm."""

from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from course_support.exercises.text import render

ALLOWED = {"p", "strong", "em", "a", "ul", "ol", "li", "code", "pre", "blockquote", "br", "hr", "s"}
ALLOWED |= {"h1", "h2", "h3", "h4", "h5", "h6", "table", "thead", "tbody", "tr", "th", "td"}
ATTRIBUTES = {"href", "title", "start", "class", "style", "target", "rel"}
HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "text <b onclick=alert(1)>bold</b>",
    "<!-- hidden -->",
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](&#106;avascript:alert(1))",
    "[x](\x01javascript:alert(1))",
    "[x]( javascript:alert(1))",
    "<javascript:alert(1)>",
    "[x][y]\n\n[y]: javascript:alert(1)",
    "[x](vbscript:msgbox)",
    "[x](file:///etc/passwd)",
    "[x](data:text/html;base64,PHNjcmlwdD4=)",
    "[x](data:image/png;base64,iVBORw0KGgo=)",
    "![x](https://example.org/pixel.png)",
    "![x][y]\n\n[y]: https://example.org/pixel.png",
    '[x](https://example.org "\\" onmouseover=alert(1)")',
    "```html\n<script>alert(1)</script>\n```",
    '```"><script>\nx\n```',
    "| a |\n|:-:|\n| <img src=x> |",
]


class Seen(HTMLParser):
    """Collects what a browser would make of some HTML."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.problems: list[str] = []
        self.text = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in ALLOWED:
            self.problems.append(tag)
        for name, value in attrs:
            scheme = (value or "").strip().lower().partition(":")[0]
            if name not in ATTRIBUTES:
                self.problems.append(f"{tag} {name}")
            if name == "href" and scheme in {"javascript", "vbscript", "data", "file"}:
                self.problems.append(f"link {value}")
            if name == "style" and not (value or "").startswith("text-align:"):
                self.problems.append(f"style {value}")

    def handle_data(self, data: str) -> None:
        self.text += data

    def handle_comment(self, data: str) -> None:
        self.problems.append(f"comment {data}")


@pytest.mark.parametrize("markdown", HOSTILE)
def test_hostile_markdown_stays_text(markdown: str) -> None:
    assert Seen(render(markdown)).problems == []


@settings(max_examples=40)
@given(
    st.lists(st.sampled_from([*HOSTILE, "\n", "> ", "* ", "`", "[", "](", "<", "&"]), max_size=6)
)
def test_hostile_markdown_stays_text_however_it_is_joined(parts: list[str]) -> None:
    assert Seen(render("".join(parts))).problems == []


def test_html_is_shown_as_typed() -> None:
    assert "<b>bold</b>" in Seen(render("Some <b>bold</b> text")).text


def test_what_authors_need_works() -> None:
    html = render("Choose **three** of\n\n- one\n- two\n\n[the guide](https://www.gov.uk/guide)")
    assert "<strong>three</strong>" in html
    assert html.count("<li>") == 2
    assert 'href="https://www.gov.uk/guide"' in html


def test_a_link_to_the_outside_leaves_the_page_open() -> None:
    html = render("[the guide](https://www.gov.uk/guide) and [a page](06_monitoring.ipynb)")
    assert html.count('target="_blank"') == html.count('rel="noopener noreferrer"') == 1
