"""A chart is a labelled picture, a sentence and a table; hostile words stay words."""

import pytest

from course_support.charts import appraisal_drawing, show
from course_support.charts.drawing import ON_FILL


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


def luminance(colour: str) -> float:
    """WCAG 2.2, relative luminance."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("colour", appraisal_drawing.FILLS)
def test_a_fill_is_seen_on_a_light_and_a_dark_page_and_carries_words(colour: str) -> None:
    """WCAG 2.2: 3 to 1 for shapes (1.4.11), 4.5 to 1 for words (1.4.3)."""
    assert contrast(colour, "#ffffff") >= 3
    assert contrast(colour, "#111111") >= 3
    assert contrast(colour, ON_FILL) >= 4.5
