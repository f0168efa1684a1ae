"""What a page has found is a list; before that, one sentence says so, and words stay words."""

from course_support.charts.sentences import Sentences


def test_sentences_are_a_list_in_which_words_stay_words() -> None:
    shown = Sentences(("One.", "<b>Two</b>"))._repr_html_()
    assert shown == "<ul><li>One.</li><li>&lt;b&gt;Two&lt;/b&gt;</li></ul>"


def test_before_anything_is_answered_one_sentence_says_so() -> None:
    shown = Sentences(())._repr_html_()
    assert shown == "<p>Nothing is answered yet. What you find above is gathered here.</p>"
