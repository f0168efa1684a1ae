"""How old a reader must be: the Flesch-Kincaid grade plus five years.

Kincaid and others (1975), *Derivation of new readability formulas*, Research Branch Report
8-75, US Naval Technical Training: grade = 0.39 × words a sentence + 11.8 × syllables a word
− 15.59. A pupil in grade 1 is about six, hence plus five. Syllables are counted by groups of
vowels, less a silent final e; against a dictionary that is right for about nine words in ten,
and its errors go both ways. A measure of sentences and words, not of sense.
"""

import json
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

#: What a page shows as a list, a cell or a heading counts as a sentence if it is one.
FEWEST_WORDS = 5
_CODE = re.compile(r"`[^`]*`|!?\[([^\]]*)\]\([^)]*\)|<[^>]+>")


def syllables(word: str) -> int:
    """Return about how many syllables an English word has; at least one."""
    letters = re.sub(r"[^a-z]", "", word.lower())
    silent = re.sub(
        r"(?:(?<=[^laeiouy])es|(?<=[^aeioutd])ed|(?<=[^laeiouy])e|(?<=[aeiouy])le?)$", "", letters
    )
    return max(1, len(re.findall(r"[aeiouy]+", silent or letters)))


def sentences(text: str) -> Iterator[list[str]]:
    """Yield the sentences of Markdown as words; headings, labels and table rules are left out."""
    for block in re.split(r"\n\s*\n|\n\s*(?:[-*|]|\d+\.)\s|\|", text):
        if block.lstrip().startswith("#"):
            continue
        plain = _CODE.sub(lambda found: found[1] or " ", block).replace("*", "")
        for part in re.split(r"(?<=[.!?:;])\s+", plain):
            words = re.findall(r"[A-Za-z][A-Za-z'’-]*", part)
            if len(words) >= FEWEST_WORDS:
                yield words


def reading_age(texts: Iterable[str]) -> float:
    """Return the reading age of texts taken together, in years."""
    found = [sentence for text in texts for sentence in sentences(text)]
    words = [word for sentence in found for word in sentence]
    grade = 0.39 * len(words) / len(found) + 11.8 * sum(map(syllables, words)) / len(words) - 15.59
    return grade + 5


def prose(page: Path) -> list[str]:
    """Return the Markdown of a notebook."""
    cells = json.loads(page.read_text("utf-8"))["cells"]
    return ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "markdown"]


def wording(value: Any) -> Iterator[str]:
    """Yield every sentence an exercise shows: purpose, instructions, help, reasons, statements."""
    if isinstance(value, list):
        for each in value:
            yield from wording(each)
    elif isinstance(value, dict):
        for key, each in value.items():
            if key in {"purpose", "instructions", "help", "text", "reason"} and isinstance(
                each, str
            ):
                yield each
            else:
                yield from wording(each)
