"""Care Quality Commission: the directory, active locations, and ratings."""

from __future__ import annotations

import re

import pandas as pd

from course_support.errors import WorkbookError
from course_support.sources.published import areas
from course_support.sources.published.cells import text_of
from course_support.sources.published.headers import has_all, pick, rename
from course_support.sources.published.kind import (
    Dimensions,
    Draft,
    Kind,
    Material,
    hide_people,
    records_from,
    say_newest,
    text_unless,
    values_of,
)
from course_support.sources.published.tables import Table
from course_support.sources.published.tidy import concat, joined, recategorise

_COLUMNS = {
    "location_id": (
        "Location ID",
        "CQC Location ID (for office use only)",
        "CQC Location (for office use only",  # directories of 2017 to 2020: no ID, no bracket
        "locationId",
    ),
    "name": ("Location Name", "Name"),
    "care_home": ("Care home?", "Care Home"),
    "category": ("Location Primary Inspection Category", "Primary Inspection Category"),
    "services": ("Service types", "Services"),
    "specialisms": ("Specialisms/services", "Specialisms"),
    "postcode": ("Location Postal Code", "Location Post Code", "Postcode"),
    "local_authority": ("Location Local Authority", "Local authority", "localAuthority"),
    "region": ("Location Region", "Region"),
    "provider_id": ("Provider ID", "CQC Provider ID (for office use only)", "providerId"),
    "provider": ("Provider Name",),
    "rating": ("Location Latest Overall Rating", "Latest Rating", "Latest Overall Rating"),
    "published": ("Publication Date", "Location Latest Overall Rating Publication Date"),
    "last_check": ("Date of latest check",),
    "registered": ("Location HSCA start date", "HSCA start date", "registrationDate"),
    "beds": (
        "Care homes beds",
        "Number of beds",
        "numberOfBeds",
        "Care home beds",
        "Care homes beds at point location de-activated",
    ),
    "dormant": ("Dormant (Y/N)", "Dormant"),
    "group": ("Service / Population Group",),
    "domain": ("Domain",),
    "inherited": ("Inherited Rating (Y/N)",),
    "ended": ("Location HSCA End Date",),
    "primary_id": ("Primary ID (Dual registration locations)",),
}
_ONE_HOT = re.compile(r"^(service type|service user band|regulated activity)\s*-\s*(.+)", re.I)
_DATES = ("published", "last_check", "registered", "ended")
#: A sheet of pairs: places with two registrations, which the list of places has already.
_LINKS = ("Relationship", "Linked Organisation ID", "Linked location")


def recognise(table: Table) -> float:
    """Return how surely this is a file of the regulator."""
    known = rename(table.headers, _COLUMNS).values()
    if "location_id" not in known or pick(table.headers, *_LINKS):
        return 0.0
    if {"group", "domain", "rating"} <= set(known):
        return 0.98
    if "services" in known or any(_ONE_HOT.match(h) for h in table.headers):
        return 0.97
    return 0.8 if len(set(known)) >= 5 else 0.0


def read(material: Material) -> Draft:
    """Read locations one by one, each once."""
    draft = material.draft()
    for table in material.fitting(recognise):
        columns = rename(table.headers, _COLUMNS)
        frames = material.frames(
            table, text_unless(*(h for h, n in columns.items() if n == "beds"))
        )
        parts = [_records(f, columns, material) for f in frames]
        if not parts:
            continue
        records = pd.concat([p.astype(_plain(p)) for p in parts]) if len(parts) > 1 else parts[0]
        records = _only_places(records, material)
        if has_all(table.headers, "Domain") and "group" in records:
            records = _one_a_location(records, material)
            draft.title = "CQC ratings, one overall rating a location"
        records = _with_codes(_each_place_once(records, material), material)
        if "provider" in records and not material.keep_personal:
            names = records["provider"].astype("category")
            records["provider"] = hide_people(names, material.log, "providers")
        draft.records.append(records)
        draft.values.append(_values(records, table))
        draft.edition = draft.edition or _edition(table)
        _say_dormant(records, material)
    for table in material.tables:  # the date may stand on a sheet of its own
        draft.edition = draft.edition or _edition(table)
    for records in draft.records:
        say_newest(draft.edition, records, ("published", "last_check"), material.log)
    return draft


def _plain(records: pd.DataFrame) -> dict[str, type]:
    """Return the columns whose texts differ from part to part; statuses are the same in all."""
    texts = records.select_dtypes("category").columns
    return {str(c): object for c in texts if not str(c).endswith("_status")}


def _edition(table: Table) -> str:
    """Return the day stated above a table, or in the lines of a sheet that explains it."""
    lines = "" if recognise(table) else " ".join(c for row in table.head[:20] for c in row)
    text = f"{table.above()} {lines}".replace("_", " ")
    day = r"(\d{1,2} [A-Z][a-z]+ 20\d{2})"
    found = re.search(rf"(?:as at|produced on)\s+{day}", text) or re.search(day, text)
    return found[1] if found else ""


def _only_places(records: pd.DataFrame, material: Material) -> pd.DataFrame:
    """Leave out rows about a provider alone, and places that are registered no longer."""
    named = records["location_id"].astype(object).map(text_of).str.strip(" -") != ""
    if not named.all():
        material.log.note(
            f"Rows about a provider that name no location: {int((~named).sum()):,}. They are no "
            "places and are not counted."
        )
    if "ended" not in records:
        return records[named]
    gone = named & records["ended"].notna()
    if gone.any() and gone.sum() == named.sum():
        raise WorkbookError(
            f"{material.file} lists places that are registered no longer: all {len(records):,} "
            "have an end date. Choose the regulator's list of active locations instead."
        )
    if gone.any():
        material.log.warn(
            f"Locations with an end date: {int(gone.sum()):,} of {int(named.sum()):,}. They are "
            "registered no longer and are not counted."
        )
    return records[named & ~gone].drop(columns="ended")


def _each_place_once(records: pd.DataFrame, material: Material) -> pd.DataFrame:
    """Keep one row of a place that two providers have registered, the regulator's own first."""
    if "primary_id" not in records:
        return records
    own = records["location_id"].astype(object).map(text_of).str.strip()
    first = records["primary_id"].astype(object).map(text_of).str.strip()
    again = (first != "") & (first != own) & first.isin(set(own))
    if again.any():
        material.log.note(
            f"Listed twice, because two providers have registered the place: {int(again.sum()):,}. "
            "Each is counted once, under the registration that the regulator calls its primary one."
        )
    return records[~again].drop(columns="primary_id")


def _say_dormant(records: pd.DataFrame, material: Material) -> None:
    if "dormant" in records:
        count = int(records["dormant"].astype(str).str.upper().isin(["Y", "YES"]).sum())
        if count:
            material.log.warn(
                f"{count:,} of the {len(records):,} locations are dormant: registered, but caring "
                "for nobody now. They are counted; leave them out where you need open places."
            )


def _records(frame: pd.DataFrame, columns: dict[str, str], material: Material) -> pd.DataFrame:
    columns = {h: n for h, n in columns.items() if h in frame.columns}
    records = records_from(frame, columns, numbers=("beds",), days=_DATES, log=material.log)
    for name in ("services", "specialisms"):
        if name in records:
            records[name] = _recode(records[name], _listed)
    flags = {
        h: m[2] for h in frame.columns if (m := _ONE_HOT.match(h)) and "service type" in h.lower()
    }
    if flags and "services" not in records:
        chosen = {
            name: frame[h].map(text_of).str.strip().str.upper() == "Y" for h, name in flags.items()
        }
        table = pd.DataFrame(chosen)
        words = [
            "; ".join(name for name, yes in zip(table.columns, row, strict=True) if yes)
            for row in table.to_numpy()
        ]
        records["services"] = pd.Series(words, index=frame.index).astype("category")
    if "care_home" in records:
        records["care_home"] = _recode(records["care_home"], _yes_no)
    return records


def _recode(column: pd.Series, change: object) -> pd.Series:
    return pd.Series(recategorise(pd.Categorical(column), change), index=column.index)


def _listed(text: str) -> str:
    """Return several service types with one mark between them."""
    mark = "|" if "|" in text else ","
    return "; ".join(part.strip() for part in text.split(mark) if part.strip())


def _yes_no(text: str) -> str:
    return {"y": "Yes", "yes": "Yes", "n": "No", "no": "No"}.get(text.strip().lower(), text)


def _one_a_location(records: pd.DataFrame, material: Material) -> pd.DataFrame:
    """Keep one overall rating for each location out of a row a service and question.

    The rating of the whole location is taken; where there is none and only one service is
    rated, that service's. The newest publication wins.
    """
    group = records["group"].astype(object).str.strip().str.lower()
    domain = records["domain"].astype(object).str.strip().str.lower()
    overall = records[domain == "overall"]
    whole = overall[group[overall.index] == "overall"]
    if "published" in whole:
        whole = whole.sort_values("published", kind="stable")
    whole = whole.drop_duplicates("location_id", keep="last")
    rest = overall[~overall["location_id"].isin(whole["location_id"])]
    single = rest[~rest["location_id"].duplicated(keep=False)]
    unrated = _without_a_rating(records, pd.concat([whole, single]))
    log = material.log
    log.note(
        f"The file has {len(records):,} rows, one for each service and question. Each of the "
        f"{records['location_id'].nunique():,} locations is counted once."
    )
    if len(single):
        log.note(f"{len(single):,} locations have a rating for one service only; it is used.")
    if len(unrated):
        log.warn(
            f"Without a rating as a whole, rated by service or not at all: {len(unrated):,} "
            "locations. They are counted, and have no rating."
        )
    return pd.concat([whole, single, unrated]).sort_index().drop(columns=["group", "domain"])


def _without_a_rating(records: pd.DataFrame, rated: pd.DataFrame) -> pd.DataFrame:
    """Return the locations that are not among the rated ones, once each, with no rating."""
    rest = records[~records["location_id"].isin(rated["location_id"])]
    rest = rest.drop_duplicates("location_id")
    return rest.assign(rating=pd.Series("", index=rest.index, dtype=object)) if len(rest) else rest


def _with_codes(records: pd.DataFrame, material: Material) -> pd.DataFrame:
    """Add area codes: the regulator gives names alone."""
    if "local_authority" not in records:
        return records
    names = records["local_authority"].astype("category")
    codes = {c: areas.code_for_name(c) for c in names.cat.categories}
    unknown = [c for c, code in codes.items() if c.strip(" -") and not code]
    material.log.note("The file has council names without codes; the codes were found by name.")
    if unknown:
        material.log.warn(f"No area code was found for: {', '.join(unknown[:8])}.")
    records = records.copy(deep=False)
    records["local_authority"] = names
    records["area_code"] = _recode(names, lambda c: codes[c])
    return records


def _values(records: pd.DataFrame, table: Table) -> pd.DataFrame:
    """Return one location and its beds a row, by care home or not and rating."""
    counted = records.assign(services_count=1.0)
    counted.index = records.index
    labelled = counted
    if "care_home" in counted:
        words = {"Yes": "Care home", "No": "Not a care home"}
        labelled = counted.assign(
            care_home=_recode(counted["care_home"].astype("category"), lambda c: words.get(c, c))
        )
    about = Dimensions(
        counted.get("area_code", ""),
        counted.get("local_authority", ""),
        None,
        "",
        joined(labelled, [c for c in ("care_home", "rating") if c in counted]),
        counted.get("location_id", ""),
    )
    parts = [values_of(counted, {"services_count": "Locations"}, about, table.sheet)]
    if "beds" in counted:
        parts.append(values_of(counted, {"beds": "Beds"}, about, table.sheet))
    return concat(parts)


KIND = Kind("cqc", "Registered care locations (CQC)", "Care Quality Commission", recognise, read)
