"""How often each answer of a poll was chosen, as bars."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from course_support.exercises import poll

from .drawing import box, lines, svg, text
from .show import BLUE, Chart

_WIDE = 460


def tally(exercise: poll.Definition, answers: Sequence[poll.Answer], source: str) -> Chart:
    """Draw how many people chose each answer of a poll.

    Parameters
    ----------
    answers
        One a person; those that chose nothing do not count.
    source
        Whose answers they are.
    """
    given = [answer for answer in answers if answer.chosen]
    words = exercise.texts()
    counts = {key: sum(key in answer.chosen for answer in given) for key in words}
    people = "1 person" if len(given) == 1 else f"{len(given)} people"
    most = max(counts.values(), default=0)
    top = [words[key] for key, count in counts.items() if count == most and most]
    title = f"Most chosen: {top[0]}" if len(top) == 1 else f"{len(top)} answers are chosen most"
    if not given:
        title = "Nobody has answered yet"
    return Chart(
        title,
        f"Answers of {people}. " + "; ".join(f"{words[k]}: {n}" for k, n in counts.items() if n),
        svg(_WIDE, 10 + 48 * len(counts), _bars(words, counts, max(most, 1))),
        ["Answer", "Chosen by"],
        [[words[key], str(count)] for key, count in counts.items()],
        source,
    )


def _bars(words: dict[str, str], counts: dict[str, int], most: int) -> Iterable[str]:
    for number, (key, count) in enumerate(counts.items()):
        y = 6 + 48 * number
        yield lines(0, y + 8, words[key], 74, size=12, gap=14)[0]
        yield box(0, y + 20, max(1.0, (_WIDE - 40) * count / most), 18, fill=BLUE)
        yield text((_WIDE - 40) * count / most + 8, y + 29, str(count), size=13, bold=True)
