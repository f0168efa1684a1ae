"""Reading procurement notices (domain facts on published notices, sections 5 and 12)."""

from __future__ import annotations

import json
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest

from course_support.errors import WorkbookError
from course_support.sources.award_criteria import criteria_in_text, read_criteria
from course_support.sources.notices import PA23, PCR15, PCR15_SCOTLAND, PSR, read_notice
from course_support.sources.published import read_published

ROOT = Path(__file__).resolve().parents[2]
REAL = ROOT.parent / "shared" / "real_data"
SHIPPED = ROOT / "data" / "notices" / "care_at_home_tender.json"


def real(name: str) -> Path:
    path = REAL / name
    if not path.exists():
        pytest.skip(f"{name} is not here: real published files are kept out of the repository")
    return path


def write(tmp_path: Path, releases: Any, name: str = "notice.json") -> Path:
    path = tmp_path / name
    path.write_text(json.dumps({"version": "1.1", "releases": releases}), encoding="utf-8")
    return path


def release(**tender: Any) -> dict[str, Any]:
    return {
        "ocid": "ocds-test-1",
        "id": "1",
        "date": "2026-01-01T00:00:00Z",
        "tag": ["tender"],
        "buyer": {"id": "B1", "name": "Nowhere Council"},
        "tender": {"id": "t", "title": "Care", **tender},
    }


def test_the_shipped_notice_gives_criteria_and_weights_for_each_lot() -> None:
    (notice,) = read_notice(SHIPPED)
    assert notice.regime == PA23
    assert notice.notice_type == "UK4 Tender notice"
    assert [len(lot.criteria) for lot in notice.lots] == [6, 5]
    assert [lot.total_weight for lot in notice.lots] == [100, 100]
    assert notice.lot("1").criteria[0].weight == 25
    assert notice.value is not None and notice.value.net == 7_200_000
    assert notice.contacts == () and notice.silent == ()
    assert "Outcomes for people" in notice._repr_html_()
    assert "Licence: https://creativecommons.org" in read_notice(SHIPPED)._repr_html_()
    kept = read_notice(SHIPPED, keep_personal=True)[0]
    assert kept.contacts[0]["email"] == "commissioning@example.org"


def test_reading_a_notice_loads_neither_pandas_nor_numpy() -> None:
    code = (
        "import sys; from course_support.sources.notices import read_notice; "
        f"read_notice({str(SHIPPED)!r}); sys.exit(bool({{'pandas', 'numpy'}} & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0


def test_real_tender_weights_make_100() -> None:
    (notice,) = read_notice(real("fts_UK4_tender_032703-2026_no_contact.json"))
    assert [c.weight for _, c in notice.criteria] == [30, 50, 20]
    assert notice.lots[0].total_weight == 100


def test_real_contracts_finder_package() -> None:
    notices = read_notice(real("contracts_finder_ocds_201_releases_assembled.json"))
    assert notices.releases == 201
    assert not any(a.value and a.value.net == 0 for n in notices for a in n.awards)
    assert any("never as free" in w for n in notices for w in n.warnings)


def test_numeric_strings_are_weights_only_when_they_make_a_whole() -> None:
    def block(*numbers: str) -> dict[str, Any]:
        return {"criteria": [{"name": f"C{n}", "description": n} for n in numbers]}

    assert [c.weight for c in read_criteria(block("10", "10", "80"))] == [10, 10, 80]
    assert [c.weight for c in read_criteria(block("0.6", "0.4"))] == [60, 40]
    declined = read_criteria(block("60", "30"))
    assert [c.weight for c in declined] == [None, None]
    assert "add up to 90" in declined[0].note


@pytest.mark.parametrize(
    ("kind", "numbers", "weights"),
    [
        ("percentageExact", [70, 30], [70, 30]),
        ("percentageRangeMiddle", [55, 45], [55, 45]),
        ("decimalExact", [0.7, 0.3], [70, 30]),
        ("pointsExact", [120, 80], [60, 40]),
        ("order", [1, 2], [None, None]),
        ("somethingNew", [1, 2], [None, None]),
    ],
)
def test_every_stated_kind_of_weight(
    kind: str, numbers: list[float], weights: list[float | None]
) -> None:
    items = [{"name": str(n), "numbers": [{"number": n, "weight": kind}]} for n in numbers]
    assert [c.weight for c in read_criteria({"criteria": items})] == weights


def test_a_weight_that_cannot_be_is_said(tmp_path: Path) -> None:
    criteria = [
        {
            "type": kind,
            "name": kind.title(),
            "numbers": [{"number": n, "weight": "percentageExact"}],
        }
        for kind, n in (("quality", 120), ("price", -20))
    ]
    lots = [{"id": "1", "awardCriteria": {"criteria": criteria}}]
    (notice,) = read_notice(write(tmp_path, [release(lots=lots)]))
    said = notice._repr_html_()
    assert "cannot be below 0 or above 100: “Quality” 120, “Price” -20" in said


def test_releases_with_nothing_in_them_are_refused(tmp_path: Path) -> None:
    with pytest.raises(WorkbookError, match="none of them says whose it is"):
        read_notice(write(tmp_path, [{"tender": {"title": "Care"}}]))


def test_a_threshold_or_fixed_price_is_no_weight() -> None:
    numbers = [
        {"number": 60, "threshold": "minimumScore"},
        {"number": 40, "weight": "percentageExact"},
    ]
    assert read_criteria({"criteria": [{"name": "Q", "numbers": numbers}]})[0].weight == 40


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Key criteria:\n• Social value 10%\n• Quality, safety and access 90%", [10, 90]),
        (
            "Tenders are judged on the basis of Quality 60%, Price 30% and Social Value 10%.",
            [60, 30, 10],
        ),
        ("Award criteria: 70% quality and 30% price", [70, 30]),
        ("Quality: 60 per cent\nPrice: 40 per cent", [60, 40]),
        ("Quality 60%, of which method 40% and staffing 20%; Price 40%", []),
        ("At least 80% of staff must be trained and 20% of visits checked.", []),
        ("Bids are judged 60/40 on quality and price.", []),
        ("Quality 60%\nPrice 30%", []),
    ],
)
def test_weights_in_sentences_are_recovered_or_declined(text: str, expected: list[float]) -> None:
    assert [c.weight for c in criteria_in_text(text)] == expected


def test_weights_that_cannot_be_read_are_declined_in_words(tmp_path: Path) -> None:
    lot = {
        "id": "1",
        "description": "Quality 60%, of which staffing 20%; the weighting is in the ITT.",
    }
    (notice,) = read_notice(write(tmp_path, [release(lots=[lot])]))
    assert notice.lots[0].criteria == ()
    assert "could not be read with certainty" in notice.lots[0].weights_note
    assert "how bids are judged (award criteria)" in notice.silent


def test_provider_selection_notice_under_the_old_legal_basis(tmp_path: Path) -> None:
    lot = {
        "id": "1",
        "status": "cancelled",
        "description": "The Key Criteria were:\n• Value 20%\n• Quality and innovation 80%\nEnds.",
        "awardCriteria": {
            "criteria": [
                {"name": "Value", "type": "cost", "description": "20"},
                {"name": "Technical", "type": "cost", "description": "80"},
            ]
        },
    }
    raw = release(
        lots=[lot],
        legalBasis={"id": "32014L0024", "scheme": "CELEX"},
        description="This is a Provider Selection Regime (PSR) intention to award notice.",
    )
    raw["awards"] = [
        {"id": "a", "status": "active", "relatedLots": ["1"], "suppliers": [{"name": "X Ltd"}]}
    ]
    (notice,) = read_notice(write(tmp_path, [raw]))
    assert notice.regime == PSR
    assert [c.weight for c in notice.lots[0].criteria] == [20, 80]
    assert [c.name for c in notice.lots[0].finer_criteria] == ["Value", "Quality and innovation"]
    assert any("cancelled although" in w for w in notice.warnings)
    shown = notice._repr_html_()
    assert "criteria found in the notice&#x27;s own sentences" in shown
    assert "Quality and innovation" in shown
    assert "words name the Provider Selection Regime" in shown


def test_criteria_of_the_whole_notice_reach_every_lot(tmp_path: Path) -> None:
    criteria = {
        "criteria": [
            {"name": "Quality", "description": "60"},
            {"name": "Price", "description": "40"},
        ]
    }
    raw = release(lots=[{"id": "1"}, {"id": "2"}], awardCriteria=criteria)
    (notice,) = read_notice(write(tmp_path, [raw]))
    assert [lot.total_weight for lot in notice.lots] == [100, 100]
    assert notice.lots[0].criteria_from == "the whole notice"
    assert "given for the whole notice, not for this lot by itself" in notice._repr_html_()


def test_updates_are_joined_and_other_buyers_kept_apart(tmp_path: Path) -> None:
    first = release(description="All of it", lots=[{"id": "1", "title": "One"}])
    update = {
        "ocid": "ocds-test-1",
        "id": "2",
        "date": "2026-02-01T00:00:00Z",
        "tag": ["tenderUpdate"],
        "tender": {"title": "Care, corrected", "lots": [{"id": "1", "status": "cancelled"}]},
    }
    alone = read_notice(write(tmp_path, [update, first]))
    assert len(alone) == 1 and alone[0].title == "Care, corrected"
    update["buyer"] = first["buyer"]
    other = {**release(), "id": "3", "buyer": {"id": "B2", "name": "Elsewhere Council"}}
    notices = read_notice(write(tmp_path, [update, first, other]))
    mine = notices.find("corrected")[0]
    assert (mine.releases, mine.description, mine.lots[0].title) == (2, "All of it", "One")
    assert mine.lots[0].status == "cancelled"
    assert len(notices) == 2 and "2 buyers" in notices.warnings[0]


def test_invalid_numbers_are_mended_and_reported(tmp_path: Path) -> None:
    text = json.dumps({"releases": [release(value={"amount": 111, "currency": "GBP"})]})
    path = tmp_path / "n.json"
    for bad, net in (("1e9999", None), (" 000", None), ("12 000", 12_000)):
        path.write_text(text.replace("111", bad))
        notices = read_notice(path)
        value = notices[0].value
        assert (value.net if value else None) == net
        assert notices.warnings, bad


def test_latin_1_bytes_are_read_and_said(tmp_path: Path) -> None:
    path = tmp_path / "n.json"
    raw = json.dumps({"releases": [release(description="Caf\u00e9 \u00a35")]}, ensure_ascii=False)
    path.write_bytes(raw.encode("latin-1"))
    notices = read_notice(path)
    assert notices[0].description == "Caf\u00e9 \u00a35"
    assert notices.encoding == "cp1252" and "Windows-1252" in notices.warnings[0]


def test_people_are_left_out_unless_asked_for(tmp_path: Path) -> None:
    raw = release(description="Ask Jo on 01632 960123 or jo@example.org")
    raw["parties"] = [{"name": "N", "roles": ["buyer"], "contactPoint": {"name": "Jo Example"}}]
    raw["awards"] = [
        {"id": "1", "suppliers": [{"name": "Mrs A Example"}, {"name": "Acme Care Ltd"}]}
    ]
    path = write(tmp_path, [raw])
    notice = read_notice(path)[0]
    assert "960123" not in repr(notice) and "Example" not in repr(notice)
    assert notice.awards[0].suppliers[1] == "Acme Care Ltd"
    assert "Jo Example" in repr(read_notice(path, keep_personal=True)[0])


def test_a_zip_with_one_notice_is_opened(tmp_path: Path) -> None:
    path = tmp_path / "n.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.write(SHIPPED, "inside/notice.json")
    assert len(read_notice(path)) == 1


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "is empty"),
        (b"a,b\n1,2\n", "curly bracket was expected"),
        (b'{"releases": [', "not complete or not valid JSON"),
        (b'{"a": 1}', "'releases' was expected"),
        (b"[" * 100_000, "nested too deeply"),
        (b"%PDF-1.7 ...", "a PDF"),
    ],
)
def test_what_is_no_notice_is_refused_in_a_sentence(
    tmp_path: Path, content: bytes, says: str
) -> None:
    path = tmp_path / "n.json"
    path.write_bytes(content)
    with pytest.raises(WorkbookError, match=says):
        read_notice(path)


FLAT = """uri,publishedDate,publisher/name,releases/0/ocid,releases/0/id,releases/0/date,releases/0/tag/0,releases/0/tender/title,releases/0/tender/value/amount,releases/0/tender/items/0/deliveryAddresses/0/region,releases/0/tender/suitability/sme,releases/0/buyer/name,releases/0/parties/2/name,releases/0/parties/2/roles/0,releases/0/awards/0/id,releases/0/awards/0/value/amount,releases/0/awards/0/suppliers/0/name
https://example.org/1,2019-06-30T17:31:14+01:00,Cabinet Office,ocds-b5fd17-a,a-1,2019-06-30T17:31:14+01:00,award,Home care,90000,North East,True,Nowhere Council,Acme Care Ltd,supplier,1,85000,Acme Care Ltd
https://example.org/2,2019-06-30T17:31:14+01:00,Cabinet Office,ocds-b5fd17-b,b-1,2019-06-30T18:31:14+01:00,tender,"Short breaks
and day care",0,,,Other Council,,,,,
"""  # noqa: E501


def test_a_day_of_contracts_finder_flattened_into_a_csv(tmp_path: Path) -> None:
    path = tmp_path / "day.csv"
    path.write_text(FLAT, encoding="utf-8-sig")
    care, breaks = sorted(read_notice(path), key=lambda n: n.ocid)
    assert (care.title, care.buyer, care.value and care.value.net) == (
        "Home care", "Nowhere Council", 90_000,
    )  # fmt: skip
    assert [a.suppliers for a in care.awards] == [("Acme Care Ltd",)]
    assert breaks.title == "Short breaks\nand day care" and breaks.value is None
    assert any("value of 0" in w for w in breaks.warnings)
    found = read_published(path)
    assert (found.kind, found.publisher, found.rows_read) == ("notices", "Cabinet Office", 2)


def test_a_portal_that_describes_what_is_bought_says_its_kind_by_its_documents_type(
    tmp_path: Path,
) -> None:
    bought = {"documentType": "contractNotice", "description": "Cleaning of twelve schools. " * 9}
    basis = {"scheme": "CELEX", "id": "32014L0024"}
    welsh = release(documents=[bought], legalBasis=basis)
    (notice,) = read_notice(write(tmp_path, [welsh]))
    assert (notice.notice_type, notice.regime) == ("Contract notice", PCR15)
    scottish = {**welsh, "ocid": "ocds-r6ebe6-0000581884"}
    (notice,) = read_notice(write(tmp_path, [scottish]))
    assert notice.regime == PCR15_SCOTLAND
    said = {"documentType": "awardNotice", "description": "Awarded contract notice on a site"}
    (notice,) = read_notice(write(tmp_path, [release(documents=[said])]))
    assert notice.notice_type == "Awarded contract notice on a site"


def test_a_package_that_found_nothing_says_so(tmp_path: Path) -> None:
    with pytest.raises(WorkbookError, match="no notice in it: what was searched for found none"):
        read_notice(write(tmp_path, []))


@pytest.mark.parametrize(
    ("head", "row"),
    [
        ("releases/0/ocid,releases/0/" + "a/" * 5_000 + "b", "x,1"),
        ("releases/0/ocid,releases/0/tender/items/\u00b2/id", "x,1"),
        ("releases/0/ocid,releases/0/tender,releases/0/tender/title", "x,1,Care"),
        ("releases/0/ocid,releases/0/tag/0", "x," + "y" * 10_000_001),
        ("releases/0/ocid,releases/0/tag/0", '"x'),
    ],
)
def test_a_hostile_table_of_releases_is_refused_or_read(
    tmp_path: Path, head: str, row: str
) -> None:
    path = tmp_path / "day.csv"
    path.write_text(f"{head}\n{row}\n", "utf-8")
    try:
        read_notice(path)
    except WorkbookError as refusal:
        assert len(str(refusal)) > 40
