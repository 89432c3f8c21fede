"""What is refused because it cannot follow from a step, and what is said beside which question?"""

from dataclasses import replace

import pytest

from freshstart.process.effects import Happening, follow
from freshstart.process.facts import Facts
from freshstart.process.refusals import Incomplete
from freshstart.process.values import Values
from tests.process.samples import (
    DANIEL,
    HOME,
    HOST,
    answered,
    asked,
    directed,
    everyone_signed,
    facts,
    reviews,
    southwark,
)
from tests.process.school_terms import d

ALL_HELD = reviews(
    d4={"held_on": d("2027-01-08"), "decided_on": d("2027-01-11")},
    d8={"held_on": d("2027-02-05"), "decided_on": d("2027-02-08")},
    d12={"held_on": d("2027-03-12")},
)
WEEK_12 = directed(today=d("Mon 2027-03-15"), reviews=ALL_HELD)
AGREED = directed(
    today=d("Wed 2027-03-17"),
    papers=(everyone_signed("agreement", d("2027-03-16")),),
    answers=answered(move_starts_on="2027-03-17"),
)
RETURN = directed(today=d("Thu 2027-01-14"))

REFUSED: list[tuple[str, Facts, str, Values, dict[str, str]]] = [
    (
        "ask_school",
        facts(approaches=(asked(),)),
        "",
        {"school_to_ask": 2},
        {"school_to_ask": "This school has been asked already. Choose another one."},
    ),
    (
        "ask_school",
        facts(),
        "",
        {"school_to_ask": 1},
        {"school_to_ask": "This is the home school. Choose another one."},
    ),
    (
        "answer_approach",
        facts(approaches=(asked(),)),
        "7",
        {"place_answer": "no"},
        {"place_why": "Say why in one line: the family’s lead needs to know."},
    ),
    (
        "accept_place",
        facts(host=HOST),
        "",
        {"key_adult": 12},
        {"key_adult": "Choose somebody who works at the receiving school."},
    ),
    (
        "accept_place",
        facts(),
        "",
        {"key_adult": DANIEL.id},
        {"key_adult": "Choose somebody who works at the receiving school."},
    ),
    (
        "record_week",
        directed(),
        "2026-11-30",
        {"marks": {"2026-12-07": ["/", "\\"]}},
        {"marks": "Mark the days of this week only."},
    ),
    (
        "invite_review",
        directed(),
        "d4",
        {"review_on": "2026-11-29", "review_at": "15:30"},
        {"review_on": "This day is past. Choose a day to come."},
    ),
    (
        "hold_review",
        directed(),
        "d4",
        {"met_on": "2026-12-01"},
        {"met_on": "This day is still to come. Record the review when it was held."},
    ),
    (
        "decide_after_review",
        directed(),
        "d4",
        {"review_decision": "ask_for_move"},
        {"review_decision": "A managed move is asked about after the last review. Choose another answer."},
    ),
    (
        "decide_after_review",
        WEEK_12,
        "d12",
        {"review_decision": "longer", "new_end": "2027-04-19"},
        {"new_end": "Enter a last day later than the one stated now."},
    ),
    (  # decided late: no school day is left before the new end
        "decide_after_review",
        directed(today=d("Wed 2027-04-21"), reviews=ALL_HELD),
        "d12",
        {"review_decision": "longer", "new_end": "2027-04-21"},
        {"new_end": "Enter a later day: everyone looks again before it."},
    ),
    (  # five school days to think, and the first day comes after them
        "draw_up_agreement",
        directed(today=d("Mon 2027-03-15"), reviews=ALL_HELD),
        "",
        {"move_starts_on": "2027-03-22"},
        {"move_starts_on": "The family has 5 school days to think. Enter Tuesday 23 March 2027 or later."},
    ),
    (  # counted in the days of the home school: over Easter it is a month
        "draw_up_agreement",
        directed(today=d("Mon 2027-03-22"), reviews=ALL_HELD),
        "",
        {"move_starts_on": "2027-04-13"},
        {"move_starts_on": "The family has 5 school days to think. Enter Wednesday 14 April 2027 or later."},
    ),
    (
        "complete_move",
        AGREED,
        "",
        {"move_starts_on": "2027-03-18"},
        {"move_starts_on": "This day is still to come. Record the change on the day itself."},
    ),
    (
        "complete_move",
        AGREED,
        "",
        {"move_starts_on": "2027-03-16"},
        {"move_starts_on": "Everyone agreed to a later day. For this one, draw up the agreement again."},
    ),
    (
        "complete_move",
        replace(AGREED, answers=answered(move_starts_on="2027-03-15")),
        "",
        {"move_starts_on": "2027-03-15"},
        {
            "move_starts_on": "Not everyone had agreed by this day."
            " Choose the day on which the last of you did, or a later one."
        },
    ),
    (
        "end_placement",
        RETURN,
        "",
        {"back_on": "2027-01-18"},
        {"back_on": "The child is expected back on Friday 15 January, the next school day."},
    ),
    (
        "return_as_planned",
        RETURN,
        "",
        {"back_on": "2027-01-18"},
        {
            "back_on": "The child is expected back on Friday 15 January, the next school day."
            " For a later return, take this step on the last day at the receiving school."
        },
    ),
    (
        "return_as_planned",
        RETURN,
        "",
        {"back_on": "2027-01-13"},
        {"back_on": "This day is past. Choose today or a day to come."},
    ),
]


@pytest.mark.parametrize(("step", "case", "occasion", "values", "errors"), REFUSED)
def test_what_cannot_follow_is_refused_beside_the_question(
    step: str, case: Facts, occasion: str, values: Values, errors: dict[str, str]
) -> None:
    with pytest.raises(Incomplete) as refused:
        follow(southwark(), case, southwark().steps[step], occasion, values)
    assert refused.value.errors == errors


def test_the_first_day_may_be_the_day_after_the_time_to_think() -> None:
    case = directed(today=d("Mon 2027-03-15"), reviews=ALL_HELD)
    step = southwark().steps["draw_up_agreement"]
    *_, drawn = follow(southwark(), case, step, "", {"move_starts_on": "2027-03-23"})
    assert drawn == Happening("paper_drawn", {"paper": "agreement"})


def test_a_paper_that_nobody_has_to_think_about_is_drawn_up_even_if_no_term_dates_are_known() -> None:
    unknown = replace(HOME, calendar={**HOME.calendar, "terms": []})
    taken, drawn = follow(southwark(), directed(home=unknown), southwark().steps["draw_up_plan"], "", {})
    assert (taken.code, drawn.code) == ("step_taken", "paper_drawn")
