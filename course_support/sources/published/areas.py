"""Places: checking their codes, telling tiers apart, joining codes over time."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from course_support.methods.words import and_
from course_support.sources.published.headers import GSS

LOOKUPS = Path(__file__).resolve().parents[3] / "data" / "lookups"
#: Tier of an area by the first three characters of its code.
_LEVELS = {
    "E92": "national", "W92": "national", "S92": "national", "N92": "national",
    "K02": "national", "K03": "national", "K04": "national",
    "E12": "region", "E13": "part of a region",
    "E06": "single-tier authority", "E08": "single-tier authority",
    "E09": "single-tier authority", "W06": "single-tier authority",
    "S12": "single-tier authority", "N09": "single-tier authority",
    "E10": "upper-tier authority", "E07": "lower-tier authority",
    "E11": "county area", "E47": "combined authority", "E61": "combined authority",
    "E05": "ward", "E36": "ward", "E02": "small area", "E01": "small area", "E00": "small area",
    "E14": "constituency", "E23": "police force area", "E31": "fire area",
    "E38": "health area", "E54": "health area", "E40": "health area", "E39": "health area",
    "E45": "health area", "E15": "other",
}  # fmt: skip
#: Codes beside a name not theirs that are shown one by one; the rest are counted.
MISNAMED = 5
LOCAL = ("single-tier authority", "upper-tier authority", "lower-tier authority")
UNKNOWN = "not known"
_NATIONAL_WORDS = {"england", "great britain", "united kingdom", "england and wales", "wales"}


@dataclass(frozen=True)
class Area:
    """One area of the shipped lookup."""

    code: str
    name: str
    level: str
    county_code: str
    region_code: str
    region_name: str


@dataclass(frozen=True)
class Change:
    """A code that gave way to another. ``kind`` is new code, merged or split."""

    old_code: str
    old_name: str
    new_code: str
    new_name: str
    date: str
    kind: str
    note: str


@cache
def areas() -> dict[str, Area]:
    """Return every English area of the lookup by its code."""
    with (LOOKUPS / "areas_england.csv").open(encoding="utf-8", newline="") as stream:
        return {row["code"]: Area(**row) for row in csv.DictReader(stream)}


@cache
def changes() -> tuple[Change, ...]:
    """Return every known change of code."""
    with (LOOKUPS / "area_changes.csv").open(encoding="utf-8", newline="") as stream:
        return tuple(Change(**row) for row in csv.DictReader(stream))


@cache
def known_codes() -> dict[str, str]:
    """Return every code now or once used for an English area, with its name."""
    past = {c.old_code: c.old_name for c in changes()}
    return {**past, **{code: area.name for code, area in areas().items()}}


def name_key(name: str) -> str:
    """Return a council's name for comparison: no "Council", "City of", "&" or commas."""
    text = name.lower().replace("&", " and ")
    text = re.sub(r"\((?:met|ua|unitary|county|district|obsolete)[^)]*\)", " ", text)
    text = re.sub(r"[.'’,()-]", " ", text)
    words = (
        r"\b(?:council|metropolitan|borough|district|county|city|royal|london|unitary|authority|"
        r"of|the|mbc|mdc|bc|dc|cc|ua|lb|upon)\b"
    )
    short = re.sub(words, " ", text).replace("saint", "st")
    return " ".join(sorted(short.split())) or " ".join(text.split())


@cache
def _by_name() -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    past: dict[str, dict[str, None]] = {}
    for area in areas().values():
        if area.level in LOCAL:
            found.setdefault(name_key(area.name), []).append(area.code)
    for change in changes():  # councils that are gone, where no council of today has their name
        if level_of(change.old_code) in LOCAL and change.old_code not in areas():
            past.setdefault(name_key(change.old_name), {})[change.old_code] = None
    found |= {key: list(codes) for key, codes in past.items() if key not in found}
    return {key: tuple(codes) for key, codes in found.items()}


@lru_cache(maxsize=50_000)
def code_for_name(name: str) -> str:
    """Return the code of the local authority with this name, or '' if not certain.

    An abolished council has the last code that it had.
    """
    found = _by_name().get(name_key(name), ())
    return found[0] if len(found) == 1 else ""


@lru_cache(maxsize=50_000)
def level_of(code: str, name: str = "") -> str:
    """Return the tier of an area from its code, or its name where there is no code."""
    if GSS.fullmatch(code):
        return _LEVELS.get(code[:3], "other")
    words = name.strip().lower()
    if words in _NATIONAL_WORDS:
        return "national"
    if re.match(r"(?:grand |sub-?)?total\b|all (?:areas|councils|authorities)", words):
        return "group of areas"
    if words.startswith("rest of ") or words in {"inner london", "outer london"}:
        return "part of a region" if "london" in words else "group of areas"
    return UNKNOWN


@lru_cache(maxsize=50_000)
def latest_code(code: str) -> str:
    """Follow changes that only renumbered a council to its newest code."""
    for change in changes():
        if change.old_code == code and change.kind == "new code":
            return latest_code(change.new_code)
    return code


@dataclass(frozen=True)
class CodeCheck:
    """What is wrong or worth knowing about the codes of a table."""

    warnings: tuple[str, ...]
    notes: tuple[str, ...]
    suspect: tuple[str, ...]


def check_codes(pairs: Iterable[tuple[str, str]]) -> CodeCheck:
    """Check (code, name) pairs: shape, whether they exist, whether the name agrees.

    A mistyped code is named with the code it was probably meant to be; it is never changed.
    """
    warnings, notes, suspect = [], [], []
    other: list[str] = []
    gone: dict[str, list[str]] = {}
    unknown = []
    odd: dict[str, set[str]] = {}
    for code, name in sorted(set(pairs)):
        if not code:
            continue
        if not GSS.fullmatch(code):
            if re.fullmatch(r"[A-Za-z]\d{6,9}[A-Za-z]?", code) and code[0].upper() in "EWSNKJ":
                odd.setdefault(code, set()).add(name)
            continue
        if code[0] != "E" or code[:3] not in {"E06", "E07", "E08", "E09", "E10", "E12", "E92"}:
            continue
        if code not in known_codes():
            unknown.append(f"{code} ({name})" if name else code)
        elif code not in areas():
            gone.setdefault(_fate(code), []).append(name or known_codes()[code])
        local = code in known_codes() and code[:3] not in {"E12", "E92"}
        if name and local and not _same_name(code, name):
            other.append(
                f"{code} is the code of {known_codes()[code]}, but the file calls it {name}"
            )
    warnings += [f"{each}." for each in other[:MISNAMED]]
    if len(other) > MISNAMED:
        warnings.append(
            f"{len(other) - MISNAMED} more area codes stand beside names that are not theirs. "
            "The names may come from another column or another year: check before using them."
        )
    for code, given in odd.items():
        suspect.append(code)
        warnings.append(_mistyped(code, given.pop() if len(given) == 1 else ""))
    if unknown:
        shown = ", ".join(unknown[:6]) + (" and more" if len(unknown) > 6 else "")
        warnings.append(
            f"{len(unknown)} area codes are not known to this workbook: {shown}. They may be "
            "newer than its lookup, or mistyped. They are kept as they are."
        )
    for fate, names in gone.items():
        shown = ", ".join(names[:8]) + (" and more" if len(names) > 8 else "")
        notes.append(f"{shown}: {fate}")
    return CodeCheck(tuple(warnings), tuple(notes), tuple(suspect))


def _same_name(code: str, name: str) -> bool:
    names = {name_key(known_codes()[code])}
    names |= {name_key(c.old_name) for c in changes() if code in (c.old_code, c.new_code)}
    mine = name_key(name)
    return any(mine == other or set(mine.split()) & set(other.split()) for other in names)


def _mistyped(code: str, name: str) -> str:
    meant = _meant(code, name)
    guess = f" It was probably meant to be {meant} ({known_codes()[meant]})." if meant else ""
    where = f" given for {name}" if name else ""
    return (
        f"'{code}'{where} is not a valid area code: a code is one letter and eight digits, "
        f"this has {len(code) - 1} characters after the letter.{guess} It was left as it is."
    )


def _meant(code: str, name: str) -> str:
    """Find the one known code from which a digit was lost, or to which one was added."""
    if name and (found := code_for_name(name)):
        return found
    near = [k for k in areas() if _one_digit_apart(code, k)]
    return near[0] if len(near) == 1 else ""


def _one_digit_apart(one: str, other: str) -> bool:
    short, long = sorted((one, other), key=len)
    return len(long) - len(short) == 1 and any(
        long[:at] + long[at + 1 :] == short for at in range(len(long))
    )


def _fate(code: str) -> str:
    found = [c for c in changes() if c.old_code == code]
    if not found:
        return "no longer exists."
    names = and_(dict.fromkeys(c.new_name for c in found))
    change = found[0]
    if change.kind == "new code":
        return f"has had the code {change.new_code} since {change.date}; the series are joined."
    verb = "became part of" if change.kind == "merged" else "was replaced by"
    return f"{verb} {names} on {change.date}. The old rows are kept under the old name."
