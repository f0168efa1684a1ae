"""A chart is a labelled picture, a sentence and a table; hostile words stay words."""

import pytest

from course_support.charts import show


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
