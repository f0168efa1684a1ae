"""Drafts of letters: they ask, they say what is known, and they reject nothing."""

from course_support.methods import tender_letters as letters
from course_support.methods.assessment import assessment_summaries


def test_the_enquiry_asks_and_decides_nothing() -> None:
    text = letters.enquiry(
        "Low Ltd", "Homes", "£90", ["mean price", "expected cost"],
        pay="the lowest pay in it is £10 an hour", thin=["Travel", "Training"], law="Section 19.",
    )  # fmt: skip
    assert text.startswith("To Low Ltd\n\nYour tender: Homes")
    assert "We have not yet decided anything about it." in text
    assert "(mean price and expected cost)" in text
    assert "- little or nothing is shown for travel" in text
    assert "4. How will you provide for travel and training?" in text
    assert "5. What evidence shows that you can deliver at this price?" in text
    for word in ("reject", "disregard", "set aside", "exclude"):
        assert word not in text.lower()


def test_without_pay_and_thin_headings_it_asks_less() -> None:
    text = letters.enquiry("Low Ltd", "Homes", "£90", ["mean price"])
    assert "3. What evidence" in text
    assert "paid lawfully" not in text


def test_thin_headings_hold_less_than_half_the_usual_share() -> None:
    own = {"Pay": 80.0, "Travel": 0.0, "Training": 10.0, "Rent": 10.0}
    others = [{"Pay": 120.0, "Travel": 40.0, "Training": 30.0, "Rent": 10.0}] * 2
    assert letters.thin_headings(own, others) == ("Travel",)
    assert letters.thin_headings({}, others) == ()
    assert letters.thin_headings(own, []) == ()


def test_feedback_says_score_reason_and_the_greatest_difference() -> None:
    scores = {"Won": {"Care": 4, "Price": 20.0}, "Lost": {"Care": 3, "Price": 40.0}}
    why = {who: {"Care": f"why {who}", "Price": "price"} for who in scores}
    won, lost = assessment_summaries(
        scores, why, {"Care": 60, "Price": 40}, "Won", highest={"Care": 5, "Price": 40}
    )
    text = letters.feedback(lost)
    assert "Your tender has 76.0 of 100 marks. The tender of Won has 68.0." in text
    assert "- Care: 3 of 5. why Lost." in text
    assert "What made the most difference is “Care”" in text
    assert "Your highest score for quality is for “Care”." in text
    assert "has the highest total" in letters.feedback(won)
    assert "difference" not in letters.feedback(won)
