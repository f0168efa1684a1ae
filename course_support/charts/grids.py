"""How the cards of a grid spread over its boxes."""

from __future__ import annotations

from course_support.exercises import grid

from .show import BLUE, Chart, blank, shorten, to_svg


def spread(exercise: grid.Definition, answer: grid.Answer) -> Chart:
    """Draw how many cards each box holds, and say when one kind is missing."""
    count = {box.id: 0 for box in exercise.boxes}
    for card in answer.cards:
        count[card.box] += 1
    titles = [box.title for box in exercise.boxes]
    numbers = [count[box.id] for box in exercise.boxes]
    labels = [shorten(title, 40) for title in titles]
    figure, axes = blank(8, 0.9 + 0.45 * len(titles), labels)
    places = range(len(titles), 0, -1)
    bars = axes.barh(places, numbers, color=BLUE, height=0.6)
    axes.bar_label(bars, [str(number) for number in numbers], padding=3)
    axes.set_yticks(list(places), labels)
    axes.set_xlabel(shorten(f"Number of {exercise.card_name}s", 80))
    axes.set_xlim(0, max(4, *numbers) * 1.1)
    axes.xaxis.get_major_locator().set_params(integer=True)
    rows = [[title, str(number)] for title, number in zip(titles, numbers, strict=True)]
    title, reading = _words(exercise, titles, numbers)
    columns = ["Box", f"Number of {exercise.card_name}s"]
    return Chart(title, reading, to_svg(figure), columns, rows, "your own grid")


def _words(exercise: grid.Definition, titles: list[str], numbers: list[int]) -> tuple[str, str]:
    total, name = sum(numbers), exercise.card_name
    if not total:
        return f"No {name}s yet", f"Add {name}s to the boxes above, and they are counted here."
    empty = [title for title, number in zip(titles, numbers, strict=True) if not number]
    have = f"You have {total} {name}{'' if total == 1 else 's'}."
    counted = "; ".join(f"{title} {number}" for title, number in zip(titles, numbers, strict=True))
    if empty:
        listed = " and ".join(f"“{title}”" for title in empty)
        return f"Nothing yet under {listed}", f"{have} {counted}."
    return f"Every box has at least one {name}", f"{have} {counted}."
