"""Population: estimates and projections of the Office for National Statistics, and Nomis."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

import pandas as pd

from course_support.sources.published import areas
from course_support.sources.published.cells import text_of
from course_support.sources.published.headers import GSS, key, pick, pick_like
from course_support.sources.published.kind import (
    Dimensions,
    Draft,
    Kind,
    Material,
    Measure,
    melt,
    usual_text,
)
from course_support.sources.published.tables import Table
from course_support.sources.published.tidy import changed, concat, joined

_YEAR = re.compile(r"(?:population[_ ]|mid-?)?((?:19|20)\d{2})(?:\.0)?", re.I)
_AGE = re.compile(
    r"(?:age[ds]?_?\s*)?(\d{1,3})(?:\.0)?\s*(\+|and over|years? and over|plus)?", re.I
)
_ALL = re.compile(r"all ages?|total|all", re.I)
_SEXES = {
    "1": "Males", "m": "Males", "male": "Males", "males": "Males", "men": "Males",
    "2": "Females", "f": "Females", "female": "Females", "females": "Females", "women": "Females",
    "0": "Persons", "p": "Persons", "persons": "Persons", "person": "Persons", "total": "Persons",
    "all": "Persons", "all persons": "Persons",
}  # fmt: skip
MEASURE = "Population"
#: First heading of the statistics office's customised downloads: the value, and how many
#: columns of marks follow it before the pairs of code and label.
_VERSION = re.compile(r"v4_(\d)")


def recognise(table: Table) -> float:
    """Return how surely this is a table of population by area."""
    if not table.headers:
        return 0.0
    if _is_api(table):
        return 0.97
    if _is_bulk(table) or (_VERSION.fullmatch(table.headers[0]) and _of_people(table)):
        return 0.97
    if not _area(table):
        return 0.0
    years, ages = _years(table.headers), _ages(table.headers)
    if pick_like(table.headers, r"^age[_ ]?group$|^age$") and len(years) >= 1:
        return 0.95 if _fits_projection(table) else 0.55
    if len(ages) >= 80:
        return 0.95
    if len(ages) >= 15 and re.search(r"population|MYE", table.above() + table.sheet, re.I):
        return 0.8
    return 0.0


def _is_api(table: Table) -> bool:
    names = {h.upper() for h in table.headers}
    return "OBS_VALUE" in names and bool(names & {"GEOGRAPHY_CODE", "GEOGRAPHY_NAME"})


def _of_people(table: Table) -> bool:
    return bool(
        pick(table.headers, "age") and pick(table.headers, "geography", "administrative-geography")
    )


def _is_bulk(table: Table) -> bool:
    """Say whether this is a query download: with codes ("mnemonic"), or with names alone."""
    above = table.above().lower()
    named = "nomis" in above and "(as of" in table.headers[0]
    return "population" in above and bool(pick(table.headers, "mnemonic") or named)


def _fits_projection(table: Table) -> bool:
    text = " ".join([*table.headers, table.above(), table.sheet])
    return bool(re.search(r"component|projection|persons|AREA_CODE|\bsex\b|population", text, re.I))


def _area(table: Table) -> str | None:
    """Return the heading over area codes, known by what stands in the column."""
    for header in table.headers[:8]:
        cells = [c.strip() for c in table.column(header) if c.strip()]
        if cells and sum(bool(GSS.fullmatch(c)) for c in cells) >= 0.6 * len(cells):
            return header
    return None


def _years(headers: list[str]) -> dict[str, str]:
    return {h: m[1] for h in headers if (m := _YEAR.fullmatch(h.strip()))}


def _ages(headers: list[str]) -> dict[str, str]:
    found = {}
    for header in headers:
        text = re.sub(r"^(?:persons|males|females|[mf])[\s_:-]+", "", header.strip(), flags=re.I)
        if (m := _AGE.fullmatch(text)) and int(m[1]) <= 120:
            found[header] = m[1] + ("+" if m[2] else "")
        elif _ALL.fullmatch(text):
            found[header] = "All ages"
    return found if sum(a != "All ages" for a in found.values()) >= 2 else {}


def read(material: Material) -> Draft:
    """Read whichever layout is there: a row a value, years across, or ages across."""
    draft = material.draft(publisher="Office for National Statistics")
    given: set[str] = set()
    for table in sorted(material.fitting(recognise), key=lambda t: len(_ages(t.headers)) < 80):
        if _is_api(table):
            draft.values += (_api(f, table, material) for f in material.frames(table, _api_text))
            draft.title = "Population or other Nomis data"
        elif _VERSION.fullmatch(table.headers[0]):
            draft.values += (_pairs(f, table, material) for f in material.frames(table, _all_text))
            draft.title = "Mid-year population estimates"
        elif _is_bulk(table):
            draft.values += (_bulk(f, table, material) for f in material.frames(table, _bulk_text))
            draft.title = "Population estimates (Nomis)"
        else:
            draft.values += _wide(table, material, given)
            draft.title = draft.title or _wide_title(table)
    if any((part["value"].dropna() % 1 != 0).any() for part in draft.values):
        material.log.note("Projected numbers have decimals. Round only when showing them.")
    if re.search(r"projection", draft.title, re.I):
        material.log.note(
            "A projection shows what happens if recent trends go on; say which variant it is."
        )
    return draft


def _api_text(header: str) -> bool:
    return header.upper() != "OBS_VALUE"


def age_words(text: str) -> str:
    """Return an age in one form: "Aged 90+" and "90 and over" as "90+", "Age 7" as "7"."""
    plain = text.strip()
    found = _AGE.fullmatch(plain)
    if found:
        return found[1] + ("+" if found[2] else "")
    return "All ages" if _ALL.fullmatch(plain) else plain


def sex_words(text: str) -> str:
    """Return a sex in one form: Persons, Males or Females."""
    return _SEXES.get(text.strip().lower(), text.strip())


def _api(frame: pd.DataFrame, table: Table, material: Material) -> pd.DataFrame:
    """Read a Nomis API download, whichever columns were asked for."""
    by = {h.upper(): h for h in frame.columns}
    frame = frame.copy(deep=False)
    times = [h for n, h in by.items() if re.fullmatch(r"(?:PROJECTED_)?(?:DATE|YEAR)(?:_NAME)?", n)]
    filters = []
    for name in (n for n, h in by.items() if h not in times and _sorts(n, by)):
        header, concept = by[name], name.removesuffix("_NAME")
        change = (
            age_words if "AGE" in concept else sex_words if concept in _SEX_COLUMNS else text_of
        )
        frame[header] = changed(frame[header], change)
        if concept == name and name not in _SEX_COLUMNS and _all_codes(frame[header]):
            frame[header] = _prefixed_words(header, frame[header])
            material.log.warn(
                f"'{header}' holds Nomis codes, not words: C_AGE 200 may be all ages. Choose the "
                f"column {header}_NAME as well when downloading."
            )
        if frame[header].nunique() > 1 or concept in _SEX_COLUMNS or "AGE" in concept:
            filters.append(header)
    code = frame[by["GEOGRAPHY_CODE"]] if "GEOGRAPHY_CODE" in by else ""
    name_ = frame[by["GEOGRAPHY_NAME"]] if "GEOGRAPHY_NAME" in by else ""
    period = frame[max(times, key=len)] if times else ""
    measured = by.get("MEASURES_NAME") or by.get("MEASURES")
    if measured and frame[measured].nunique() > 1:  # numbers and percentages, never one series
        filters.append(measured)
    about = Dimensions(code, name_, None, period, joined(frame, filters))
    label = MEASURE if any("AGE" in f.upper() for f in filters) else "Value"
    return melt(
        frame, [Measure(by["OBS_VALUE"], label)], about, sheet=table.sheet, log=material.log
    )


_SEX_COLUMNS = {"GENDER", "SEX", "C_SEX"}


#: What a download says of each dimension beside its number and name.
_ASIDES = re.compile(r"_(?:CODE|TYPE|TYPECODE|SORTORDER)$")
#: Columns that say where, when, how measured or how sure a value is; they sort no values.
_NO_DIMENSION = re.compile(r"GEOGRAPHY|MEASURES|RECORD_|URN$|DATE|OBS_")


def _sorts(name: str, by: Mapping[str, str]) -> bool:
    """Say whether a column sorts the values: a dimension, by its words where they are there."""
    if _NO_DIMENSION.match(name):
        return False
    base = _ASIDES.sub("", name)
    aside = base != name and (base in by or f"{base}_NAME" in by)
    return name.endswith("_NAME") or not (aside or f"{name}_NAME" in by)


def _all_codes(column: pd.Series) -> bool:
    return all(text_of(c).strip().isdigit() for c in column.unique())


def _all_text(header: str) -> bool:
    return not _VERSION.fullmatch(header)


def _pairs(frame: pd.DataFrame, table: Table, material: Material) -> pd.DataFrame:
    """Read a customised download: a value, marks, then a code and a label for each dimension."""
    value, *rest = frame.columns
    found = _VERSION.fullmatch(value)
    rest = rest[int(found[1]) if found else 0 :]
    by = {key(label): (code, label) for code, label in zip(rest[::2], rest[1::2], strict=False)}
    place, time = by.pop("geography"), by.pop("time", None)
    frame = frame.copy(deep=False)
    for name, (_, label) in by.items():
        change = {"age": age_words, "sex": sex_words}.get(name, text_of)
        frame[label] = changed(frame[label], change)
    about = Dimensions(
        frame[place[0]],
        frame[place[1]],
        None,
        frame[time[1]] if time else "",
        joined(frame, [label for _, label in by.values()]),
    )
    return melt(frame, [Measure(value, MEASURE)], about, sheet=table.sheet, log=material.log)


def _bulk_text(header: str) -> bool:
    return key(header) == "mnemonic" or "(as of" in header or "authority" in header.lower()


def _bulk(frame: pd.DataFrame, table: Table, material: Material) -> pd.DataFrame:
    """Read a Nomis query download: labelled lines above, a total row and notes below.

    Where it has no column of codes, they are found by name.
    """
    name_header = frame.columns[0]
    names = frame[name_header].map(text_of)
    if (code_header := pick(frame.columns, "mnemonic")) is None:
        code_header, values = "mnemonic", frame.columns[1:]
        places = frame[values].notna().any(axis=1) & ~names.str.contains("total", case=False)
        frame = frame.assign(mnemonic=names.map(areas.code_for_name))
        good = places.map(bool)
        material.log.note("The file has council names without codes; the codes were found by name.")
    else:
        good = frame[code_header].map(text_of).str.strip().map(lambda c: bool(GSS.fullmatch(c)))
    codes = frame[code_header].map(text_of).str.strip()
    context = _context(table.preamble)
    parts = []
    block = (~good & names.str.contains(r":\s*$", na=False)).cumsum()
    for _, rows in frame.groupby(block, sort=False):
        here = good.loc[rows.index]
        context |= _context(
            [
                f"{text_of(a)} {text_of(b)}"
                for a, b in zip(
                    rows.loc[~here, name_header], codes.loc[rows.index][~here], strict=True
                )
            ]
        )
        if here.any():
            parts.append(
                _bulk_block(rows[here], name_header, code_header, context, table, material)
            )
    total = names[~good].str.contains("total", case=False).sum()
    if total:
        material.log.note(f"{int(total)} total row(s) under the table were left out.")
    return concat(parts)


def _bulk_block(
    rows: pd.DataFrame,
    name: str,
    code: str,
    context: dict[str, str],
    table: Table,
    material: Material,
) -> pd.DataFrame:
    shared = [sex_words(context["sex"])] if context.get("sex") else []
    shared += [age_words(context["age"])] if context.get("age") else []
    measures = []
    for header in [h for h in rows.columns if h not in (name, code)]:
        year = _YEAR.fullmatch(header.strip())
        own = [] if year or _ALL.fullmatch(header) else [age_words(header)]
        parts = " | ".join([*shared, *own])
        measures.append(Measure(header, MEASURE, year[1] if year else None, parts or None))
    about = Dimensions(rows[code], rows[name], None, context.get("date", ""), " | ".join(shared))
    return melt(rows, measures, about, sheet=table.sheet, log=material.log)


def _context(lines: list[str]) -> dict[str, str]:
    """Return what labelled lines say: "Date : 2024", "Sex : Total"."""
    found = {}
    for line in lines:
        label, colon, value = line.partition(":")
        if colon and value.strip():
            found[key(label).replace("gender", "sex")] = value.strip()
    return found


def _wide_title(table: Table) -> str:
    text = f"{table.above()} {table.sheet} {' '.join(table.headers[:6])}"
    if (
        re.search(r"projection|component", text, re.I)
        or max(_years(table.headers).values(), default="") > "2030"
    ):
        return "Subnational population projections"
    return "Mid-year population estimates"


def _wide(table: Table, material: Material, given: set[str]) -> Iterator[pd.DataFrame]:
    """Yield tables with years or single ages across the top.

    ``given`` are the years that sheets with ages across the top have given already: some
    workbooks repeat them in one long sheet.
    """
    code = _area(table) or table.headers[0]
    years, ages = _years(table.headers), _ages(table.headers)
    name = pick_like([h for h in table.headers if h != code], r"name|^area$|authority|^geography$")
    sex = pick_like(table.headers, r"^(sex|gender)$")
    age = pick_like(table.headers, r"^age[_ ]?group$|^age$")
    default_sex = "" if sex else _sex_of(table)
    numeric = years if (age and years) else ages
    if numeric is years:
        years = numeric = {h: year for h, year in years.items() if year not in given}
        if not years:
            material.log.skipped_sheets[table.sheet] = "it repeats years that other sheets give"
            return
    else:
        given.add(_stated(table))
    for frame in material.frames(
        table, usual_text(*[h for h in table.headers if h not in numeric])
    ):
        codes = changed(frame[code], lambda c: c if GSS.fullmatch(c) else "")
        frame = frame[(codes != "").to_numpy()]
        if frame.empty:
            continue
        frame = frame.copy(deep=False)
        for header, change in ((sex, sex_words), (age, age_words)):
            if header:
                frame[header] = changed(frame[header], change)
        if age and numeric is years:
            frame[age] = _open_top(frame[age], material)
        rows_by = joined(frame, [h for h in (sex, age) if h])
        about = Dimensions(frame[code], frame[name] if name else "", None, _stated(table), rows_by)
        if numeric is years:
            if default_sex:
                about.breakdown = _prefixed(default_sex, rows_by)
            measures = [Measure(h, MEASURE, year) for h, year in years.items()]
            yield melt(frame, measures, about, sheet=table.sheet, log=material.log)
        else:
            yield from _by_sex(frame, sex, default_sex, ages, about, table, material)


def _open_top(ages: pd.Series, material: Material) -> pd.Series:
    """Call a last age of 90 what it is in these files: 90 and over."""
    found = set(ages.unique())
    if "90" not in found or "91" in found or "90+" in found:
        return ages
    material.log.note("The last age, 90, stands for 90 and over.")
    return changed(ages, lambda age: "90+" if age == "90" else age)


def _by_sex(
    frame: pd.DataFrame,
    sex: str | None,
    default_sex: str,
    ages: dict[str, str],
    about: Dimensions,
    table: Table,
    material: Material,
) -> list[pd.DataFrame]:
    groups = frame.groupby(frame[sex], sort=False) if sex else [(default_sex or "Persons", frame)]
    parts = []
    for label, rows in groups:
        measures = [Measure(h, MEASURE, None, f"{label} | {age}") for h, age in ages.items()]
        here = Dimensions(
            rows[about.area_code.name] if isinstance(about.area_code, pd.Series) else "",
            rows[about.area_name.name] if isinstance(about.area_name, pd.Series) else "",
            None,
            about.period,
        )
        parts.append(melt(rows, measures, here, sheet=table.sheet, log=material.log))
    return parts


def _prefixed(sex: str, rows_by: pd.Series | str) -> pd.Series | str:
    if isinstance(rows_by, str):
        return " | ".join(t for t in (sex, rows_by) if t)
    return _prefixed_words(f"{sex} |", rows_by)


def _prefixed_words(first: str, words: pd.Series) -> pd.Series:
    return changed(words, lambda text: f"{first} {text}")


def _sex_of(table: Table) -> str:
    """Return the sex a sheet or its title names, if it names one alone."""
    for text in (table.sheet, " ".join(table.preamble[:3])):
        found = {sex_words(w) for w in re.findall(r"(?i)\b(persons|males|females)\b", text)}
        if len(found) == 1:
            return found.pop()
    return ""


def _stated(table: Table) -> str:
    """Return the year of the estimate from the title or sheet ("Mid-2024", "MYE2 2019")."""
    for text in [*table.preamble, table.sheet]:
        if found := re.search(r"mid[- ]?(\d{4})|\b(20\d{2}|199\d)\b", text, re.I):
            return found[1] or found[2]
    return ""


KIND = Kind(
    "population",
    "Population by area",
    "Office for National Statistics",
    recognise,
    read,
)
