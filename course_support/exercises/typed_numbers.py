"""Amounts as people type them (£250,000, 250k, 1.2 million), read or answered in words."""

from __future__ import annotations

import re

#: What may follow a number: thousands, millions, billions.
_TIMES = {
    "": 1, "k": 1_000, "thousand": 1_000, "m": 1_000_000, "mn": 1_000_000, "million": 1_000_000,
    "bn": 1_000_000_000, "billion": 1_000_000_000,
}  # fmt: skip
_AMOUNT = re.compile(r"([+-]?)(\d+(?:,\d+)*)?(\.\d+)?(?:\s*([a-z]+))?")
_GROUPED = re.compile(r"\d{1,3}(?:,\d{3})+|\d+")
_MOST = 1e15


class NotANumber(ValueError):
    """What was typed is no number; the message says why and what to write."""


def read_number(typed: str, unit: str = "", positive: bool = False) -> float:
    """Read a number typed with pounds, commas, per cent or a word for its size.

    Parameters
    ----------
    typed : str
        Such as ``£250,000``, ``250k``, ``£1.2m``, ``10%`` or ``36 months``.
    unit : str
        The unit asked for; when it is typed too, it is left out.
    positive : bool
        Refuse nought and less.

    Raises
    ------
    NotANumber
        Saying in words what was found and what to write.
    """
    text = " ".join(typed.split())
    found = _AMOUNT.fullmatch(_without_unit(text.lower().replace("−", "-"), unit.lower()))
    if not found or not (found[2] or found[3]):
        raise NotANumber(f"“{_short(text)}” is not a number. Write digits, such as {_like(unit)}.")
    minus, whole, fraction, size = found[1], found[2] or "0", found[3] or "", found[4] or ""
    if not _GROUPED.fullmatch(whole):
        raise NotANumber(
            f"“{_short(text)}” can be read in two ways: check the commas. "
            "A comma stands before every three digits, and a full stop before pence."
        )
    if size not in _TIMES or (size and unit != "£"):  # “36 m” of months is no 36 million
        raise NotANumber(
            f"“{_short(text)}”: “{size}” is not understood. Write digits, such as {_like(unit)}."
        )
    # Rounded so that 1.1 million is 1,100,000 and not a hair over it.
    number = round(float(f"{minus}{whole.replace(',', '')}{fraction}") * _TIMES[size], 6)
    if abs(number) > _MOST:
        raise NotANumber(f"“{_short(text)}” is too large: check the number of noughts.")
    if positive and number <= 0:
        raise NotANumber(f"“{_short(text)}” is not more than nought. Write a number above nought.")
    return number


def _without_unit(text: str, unit: str) -> str:
    """Return a typed number without the unit before or after it."""
    for sign in filter(None, ("£", "gbp", "%", "per cent", "percent", "pounds", "pound", unit)):
        text = text.removeprefix(sign).strip().removesuffix(sign).strip()
    return f"-{text[2:].strip()}" if text.startswith("-£") else text


def _like(unit: str) -> str:
    return {"£": "250,000 or 1.2 million", "%": "10", "": "4"}.get(unit, "36")


def _short(text: str) -> str:
    return f"{text[:37]}…" if len(text) > 40 else text
