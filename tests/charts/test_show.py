"""A chart is a labelled picture, a sentence and a table; hostile words stay words."""

import re
import warnings
import xml.etree.ElementTree as ET

import pytest

from course_support.charts import show

HOSTILE = [
    "</svg><script>alert(1)</script>",
    "$\\frac{",
    "costs $5 or $6",
    "a & b < c",
    "名前 👩‍🔧",
]


def drawn(words: str) -> str:
    figure, axes = show.blank(6, 3, [])
    axes.barh([1, 2], [3, 4])
    axes.set_yticks([1, 2], [show.shorten(words), "other"])
    axes.set_title(show.shorten(words))
    return show.to_svg(figure)


@pytest.mark.parametrize("words", HOSTILE)
def test_any_words_can_be_drawn_without_a_warning_and_stay_words(words: str) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        svg = drawn(words)
    root = ET.fromstring(svg)
    texts = ["".join(each.itertext()) for each in root.iter() if each.tag.endswith("text")]
    assert words in texts
    assert not [each for each in root.iter() if each.tag.endswith("script")]


def test_the_picture_scales_follows_the_theme_and_is_the_same_each_time() -> None:
    svg = drawn("Price")
    assert svg == drawn("Price")
    head = svg[: svg.index(">")]
    assert svg.startswith("<svg")
    assert "viewBox" in head
    assert not re.search(r'\s(width|height)="', head)
    assert 'aria-hidden="true"' in head
    assert show.INK not in svg
    assert "currentColor" in svg
    assert "<metadata>" not in svg


def test_a_chart_has_its_sentence_its_table_and_its_source() -> None:
    chart = show.Chart("A <b>", "So & so.", "<svg/>", ["Item", "N"], [["x<y", "1"]], "me & you")
    html = chart._repr_html_()
    assert "A &lt;b&gt;" in html
    assert 'role="img" aria-label="So &amp; so."' in html
    assert '<th scope="row">x&lt;y</th><td>1</td>' in html
    assert "Source: me &amp; you" in html
    assert "<svg/>" in html
    both = show.Charts([chart, chart], ["Nothing <here>."])._repr_html_()
    assert both.count("<figure") == 2
    assert both.endswith("<p>Nothing &lt;here&gt;.</p>")


@pytest.mark.parametrize(
    ("share", "words"),
    [(0, "0%"), (0.075, "7.5%"), (0.05, "5%"), (0.34, "34%"), (1, "100%"), (0.0004, "0%")],
)
def test_shares_as_people_say_them(share: float, words: str) -> None:
    assert show.per_cent(share) == words


def test_long_words_are_shortened() -> None:
    assert show.shorten("short") == "short"
    assert show.shorten("x" * 50, 10) == "x" * 9 + "…"


def test_several_axes_share_their_scale() -> None:
    _, (left, right) = show.blank(8, 4, [], columns=2)
    left.set_xlim(0, 7)
    assert right.get_xlim() == (0, 7)
