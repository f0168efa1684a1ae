"""Department for Education, Explore Education Statistics: any of its tidy CSV files."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd

from course_support.sources.published import dates
from course_support.sources.published.cells import read_cell, text_of
from course_support.sources.published.headers import has_all, key
from course_support.sources.published.kind import Dimensions, Draft, Kind, Material, Measure, melt
from course_support.sources.published.rates import RateRule, disagreements
from course_support.sources.published.tables import Table
from course_support.sources.published.tidy import category, joined, recategorise

#: Publisher's level: columns of its code and name, and the words used here for it.
_LEVELS = {
    "national": (("country_code",), ("country_name",), "national"),
    "regional": (("region_code",), ("region_name",), "region"),
    "local authority": (("new_la_code", "la_code"), ("la_name",), "local authority"),
    "local authority district": (("lad_code",), ("lad_name",), "lower-tier authority"),
    "parliamentary constituency": (("pcon_code",), ("pcon_name",), "constituency"),
    "ward": (("ward_code",), ("ward_name",), "ward"),
    "school": (("school_urn",), ("school_name",), "school"),
    "provider": (("provider_ukprn",), ("provider_name",), "provider"),
    "institution": (("institution_id",), ("institution_name",), "institution"),
    "mat": (("trust_id",), ("trust_name",), "academy trust"),
    "multi-academy trust": (("trust_id",), ("trust_name",), "academy trust"),
    "local skills improvement plan area": (("lsip_code",), ("lsip_name",), "skills plan area"),
}
_PLACE = re.compile(
    r"(?:old_|new_)?(?:la|lad|country|region|pcon|ward|school|trust|provider|institution|lsip|"
    r"opportunity_area|english_devolved_area|local_enterprise_partnership|rsc_region|sponsor|"
    r"planning_area|multi_academy_trust)(?:_(?:code|name|id|urn|ukprn|laestab|lead_name))?|"
    r"urn|laestab|estab|upin|ukprn|rsc_region_lead_name",
)
_FIXED = {"time_period", "time_identifier", "geographic_level"}
_NUMERIC_NAME = re.compile(
    r"count|number|num_|percent|_pc\b|_pct|rate|total_|estimate|fte|headcount|average|median", re.I
)
_YEARLY = {
    "calendar year", "academic year", "financial year", "reporting year", "tax year", "",
}  # fmt: skip
#: Data sets known by their columns: what to call them.
_NAMED = (
    ({"rate_per_10000", "children_count", "population_type"}, "Children looked after: rates"),
    ({"placement_stability"}, "Children looked after: placement stability"),
    ({"care_leaver_age"}, "Care leavers"),
    ({"stage_of_adoption_process"}, "Adoption: time between stages"),
    ({"at31_episodes"}, "Children in need: episodes"),
    ({"referral_count"}, "Children in need: referrals and re-referrals"),
    ({"ehcplans"}, "Education, health and care plans"),
    ({"ehc_plans"}, "Education, health and care plans: needs"),
    ({"ehcp_or_statement"}, "Education, health and care plans"),
    ({"inc_exc_20week_ehc"}, "Education, health and care plans: requests and assessments"),
    ({"cpp_start"}, "Child protection plans"),
    ({"episodes_with_assessment_factor"}, "Children in need: factors at assessment"),
    ({"vacancy_rate_fte_%"}, "Children's social work workforce"),
    ({"neet_percent"}, "Young people not in education, employment or training"),
    ({"inpost_fte"}, "Children's social work workforce"),
    ({"vacancy_rate_fte"}, "Children's social work workforce"),
    ({"population_estimate", "age_group"}, "Population of children"),
    ({"cla_group"}, "Children looked after"),
    ({"number_on_roll"}, "Schools and pupils"),
)


def recognise(table: Table) -> float:
    """Return how surely this is a file of Explore Education Statistics."""
    if has_all(table.headers, "time_period", "time_identifier", "geographic_level"):
        return 0.98
    return 0.6 if has_all(table.headers, "time_period", "geographic_level") else 0.0


def read(material: Material) -> Draft:
    """Read every table with one row an area, period and filter."""
    draft = material.draft()
    for table in material.fitting(recognise):
        filters: list[str] | None = None
        for frame in material.frames(table, _as_text):
            if filters is None:
                filters = [h for h in frame.columns if _is_filter(h, frame[h])]
            draft.values.append(_values(frame, filters, table, material))
            draft.disagreements += _rates(frame, filters)
        draft.title = _title(table.headers)
        if filters:
            material.log.note(f"Each value is broken down by: {', '.join(filters)}.")
    material.log.note(
        "Counts are rounded, so parts may not add up to their total, and codes such as c "
        "(suppressed) and z (not applicable) are kept as what they mean."
    )
    return draft


def _title(headers: list[str]) -> str:
    names = {h.strip().lower() for h in headers}
    for wanted, title in _NAMED:
        if wanted <= names:
            return f"{title} (Explore Education Statistics)"
    return ""


def _as_text(header: str) -> bool:
    name = header.strip().lower()
    return name in _FIXED or bool(_PLACE.fullmatch(name))


def _is_filter(header: str, column: pd.Series) -> bool:
    """Say whether a column sorts the rows (a filter) rather than measuring something."""
    name = header.strip().lower()
    if name in _FIXED or _PLACE.fullmatch(name):
        return False
    if pd.api.types.is_numeric_dtype(column.dtype):
        return bool(re.fullmatch(r"age|year|month|week|sex|gender|nc_?year\w*|year_group", name))
    texts = [text_of(u).strip() for u in _some_distinct(column)]
    unsure = [t for t in texts if t and not t.replace(".", "", 1).isdigit()]
    words = [t for t in unsure if read_cell(t)[1] is None and not re.fullmatch(r"\d+:\d\d", t)]
    if not words:
        return not _NUMERIC_NAME.search(name) and bool(texts) and _only_totals(texts)
    return not (_NUMERIC_NAME.search(name) and len(words) < 0.5 * len(texts))


def _some_distinct(column: pd.Series, enough: int = 200) -> list[object]:
    """Return up to 200 distinct cells; a column full of them is not looked through to its end."""
    first = column.head(10 * enough).dropna().unique()
    return list((first if len(first) >= enough else column.dropna().unique())[:enough])


def _only_totals(texts: list[str]) -> bool:
    return all(t.lower() in {"total", "all", "z"} for t in texts) and "z" not in texts


def _values(
    frame: pd.DataFrame, filters: list[str], table: Table, material: Material
) -> pd.DataFrame:
    by_key = {h.strip().lower(): h for h in frame.columns}
    level = pd.Series(category(_column(frame, by_key, "geographic_level"), len(frame)))
    level.index = frame.index
    code, name = (np.full(len(frame), "", dtype=object) for _ in range(2))
    for said in level.cat.categories:
        codes, names, _ = _LEVELS.get(said.lower(), ((), (), said.lower()))
        here = (level == said).to_numpy()
        for columns, target in ((codes, code), (names, name)):
            header = next((by_key[c] for c in columns if c in by_key), None)
            if header is not None:
                target[here] = frame[header].to_numpy(dtype=object)[here]
        if said and not codes and here.any():
            material.log.note(f"Rows at the level '{said}' have no area code in this file.")
    words = pd.Series(recategorise(pd.Categorical(level), _our_level), index=frame.index)
    measures = [
        Measure(h, h)
        for h in frame.columns
        if h not in filters and h.strip().lower() not in _FIXED and not _PLACE.fullmatch(key_of(h))
    ]
    place = pd.Series(code, index=frame.index), pd.Series(name, index=frame.index)
    about = Dimensions(*place, words, _periods(frame, by_key), joined(frame, filters))
    return melt(frame, measures, about, sheet=table.sheet, log=material.log)


def _our_level(said: str) -> str:
    return _LEVELS[said.lower()][2] if said.lower() in _LEVELS else said.lower()


def key_of(header: str) -> str:
    """Return a heading as the publisher's documentation spells it."""
    return header.strip().lower()


def _column(frame: pd.DataFrame, by_key: dict[str, str], name: str) -> pd.Series:
    if name in by_key:
        return frame[by_key[name]]
    return pd.Series("", index=frame.index, dtype=object)


def _periods(frame: pd.DataFrame, by_key: dict[str, str]) -> pd.Series:
    """Return periods such as "2025" or "2024-25", with the term, month or week where given."""
    pairs = pd.DataFrame(
        {
            "time": _column(frame, by_key, "time_period"),
            "kind": _column(frame, by_key, "time_identifier"),
        }
    )

    def words(pair: str) -> str:
        when, _, what = pair.partition(" | ")
        period = dates.tidy_period(when)
        return period if what.strip().lower() in _YEARLY else f"{period} {what.strip()}"

    both = category(joined(pairs, ["time", "kind"]), len(frame))
    return pd.Series(recategorise(both, words), index=frame.index)


def _rates(frame: pd.DataFrame, filters: list[str]) -> list:
    """Check rates per 10,000 that stand beside a count and a population."""
    by_key = {key(h): h for h in frame.columns}
    rate, top, below = (
        by_key.get(k) for k in ("rateper10000", "childrencount", "populationestimate")
    )
    if not (rate and top and below):
        return []
    names = [by_key[k] for k in ("laname", "regionname", "countryname") if k in by_key]
    area = frame[names[0]].fillna(frame[names[-1]]) if names else frame[rate].map(str)
    rule = RateRule(rate, top, below, 10_000, count_rounding=10, rate_rounding=1)
    label = f"{rate}"
    return disagreements(frame, rule, area, frame[by_key["timeperiod"]].map(text_of), label)


KIND = Kind(
    "dfe_ees",
    "Department for Education statistics (Explore Education Statistics)",
    "Department for Education",
    recognise,
    read,
)
