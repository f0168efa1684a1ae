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
    # One other that shows nothing leaves nothing to compare with.
    assert letters.thin_headings(own, [*others, {"Pay": 0.0}]) == ()
    # Exactly half is not less than half; what nobody else has is not missed.
    half = {"Pay": 0.9, "Travel": 0.1, "Gifts": 0.0}
    assert letters.thin_headings(half, [{"Pay": 0.8, "Travel": 0.2}]) == ()


def test_the_law_and_three_headings_are_written_as_sentences() -> None:
    thin = ["Travel", "Training", "Rent"]
    text = letters.enquiry("Low Ltd", "Homes", "£90", ["mean price"], thin=thin, law="Section 19.")
    assert "Section 19. We put the same questions to every bidder" in text
    assert "How will you provide for travel, training and rent?" in text
    without = letters.enquiry("Low Ltd", "Homes", "£90", ["mean price"])
    assert "\n\nWe put the same questions to every bidder" in without


def test_feedback_names_the_best_of_quality_and_leaves_price_out() -> None:
    scores = {
        "Won": {"Care": 2, "Staff": 4, "Price": 40.0},
        "Lost": {"Care": 1, "Staff": 4, "Price": 39.0},
    }
    why = {who: dict.fromkeys(scores[who], "Clear. Why?") for who in scores}
    tops = {"Care": 5, "Staff": 5, "Price": 40}
    won, lost = assessment_summaries(
        scores, why, {"Care": 30, "Staff": 30, "Price": 40}, "Won", highest=tops
    )
    assert "Your highest score for quality is for “Staff”." in letters.feedback(lost)
    assert "- Care: 1 of 5. Clear. Why?\n" in letters.feedback(lost)
    assert "“Care”, for which the winning tender has 2 of 5." in letters.feedback(lost)
    assert "Your highest score for quality is for “Staff”." in letters.feedback(won)


def test_a_losing_bid_that_is_nowhere_behind_has_no_greatest_difference() -> None:
    scores = {"Won": {"Care": 3}, "Lost": {"Care": 3}}
    why = {who: {"Care": "same"} for who in scores}
    _, lost = assessment_summaries(scores, why, {"Care": 100}, "Won")
    assert "most difference" not in letters.feedback(lost)


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


def test_what_is_equal_is_not_called_the_best() -> None:
    scores = {
        "Won": {"Care": 4, "Staff": 4, "Home": 4, "Price": 20.0},
        "Lost": {"Care": 3, "Staff": 3, "Home": 2, "Price": 40.0},
    }
    why = {who: dict.fromkeys(scores[who], "why") for who in scores}
    won, lost = assessment_summaries(
        scores, why, {"Care": 25, "Staff": 25, "Home": 10, "Price": 40}, "Won",
        highest={"Care": 5, "Staff": 5, "Home": 5, "Price": 40},
    )  # fmt: skip
    assert "highest score for quality" not in letters.feedback(won)
    assert "Your highest scores for quality are for “Care” and “Staff”." in letters.feedback(lost)
    assert "“Care” and “Staff”, each as much as the other." in letters.feedback(lost)


def test_letters_find_the_bidder_they_are_addressed_to() -> None:
    text = "Draft\nTo A Ltd\n\nDear all\nTo be clear: no.\n\n\nTo B\nHello"
    found = letters.addressed(text, ["B", "A Ltd", "C"])
    assert found == {"A Ltd": "To A Ltd\n\nDear all\nTo be clear: no.", "B": "To B\nHello"}
    assert letters.addressed("Dear colleagues", ["B"]) == {}
