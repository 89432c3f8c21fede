"""Was the child excluded, does that stand, and what may be said, done and asked meanwhile?"""

from dataclasses import replace
from datetime import date

import pytest

from freshstart.process import exclusions
from freshstart.process.effects import follow
from freshstart.process.facts import Facts
from freshstart.process.predicates import holds, moment
from freshstart.process.refusals import Incomplete, NotNow
from freshstart.process.steps import NOBODY, Attempt, State, available, decide, reasons_against
from freshstart.process.values import Values
from tests.process.samples import (
    CANCELLED,
    CASES,
    HOST,
    LAST_DAY,
    TODAY,
    answered,
    asked,
    directed,
    excluded,
    facts,
    inaura,
    law,
    record,
    somebody,
    view,
)
from tests.process.school_terms import d

TAUGHT = record("arrange_education", d("2026-11-26"))
CONSIDERED = record("record_governors", d("2026-12-10"))
BACK = record("confirm_back", d("2026-12-11"), arrived_today="yes")
NOT_HERE = record("confirm_back", d("2026-12-11"), arrived_today="no")
THAT_DAY = d("2026-12-11")
UPHELD = excluded(THAT_DAY, CONSIDERED, governors_decision="upheld")
REINSTATED = excluded(THAT_DAY, CONSIDERED, governors_decision="reinstated")

# Named facts about an exclusion: a case on which each is not so, one on which it is so, and since when.
FACTS: list[tuple[str, Facts, Facts, date | None]] = [
    ("excluded", facts(), excluded(), TODAY),
    ("exclusion_stands", facts(), excluded(), None),
    ("exclusion_stands", CASES["cancelled"], UPHELD, None),
    ("exclusion_stands", REINSTATED, UPHELD, None),
    ("exclusion_cancelled", excluded(), CASES["cancelled"], TODAY),
    ("exclusion_over", excluded(), CASES["cancelled"], TODAY),
    ("exclusion_over", UPHELD, REINSTATED, d("2026-12-10")),
    ("governors_considered", excluded(), UPHELD, d("2026-12-10")),
    ("not_yet_back", facts(), excluded(), None),
    ("not_yet_back", excluded(THAT_DAY, CANCELLED, BACK), CASES["cancelled"], None),
    ("back_after_exclusion", excluded(THAT_DAY, NOT_HERE), excluded(THAT_DAY, BACK), THAT_DAY),
    ("recent_exclusion", facts(), excluded(), None),
    ("recent_exclusion", CASES["cancelled_31_days_ago"], CASES["cancelled_30_days_ago"], None),
    ("education_arranged", excluded(), excluded(THAT_DAY, TAUGHT), d("2026-11-26")),
    ("nothing_arranged", facts(), excluded(), TODAY),
    ("nothing_arranged", directed(LAST_DAY), directed(d("2027-04-20")), LAST_DAY),
]


# What is so -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("name", "other", "case", "since"), FACTS)
def test_a_fact_about_an_exclusion_is_read_off_the_case(
    name: str, other: Facts, case: Facts, since: date | None
) -> None:
    assert (holds(other, name), holds(case, name), moment(case, name)) == ("no", "yes", since)
    assert moment(other, name) is None


@pytest.mark.parametrize(
    ("case", "stands", "over", "not_yet_back"),
    [
        (facts(), False, None, False),
        (excluded(), True, None, True),
        (UPHELD, True, None, True),
        (REINSTATED, False, d("2026-12-10"), True),
        (excluded(TODAY, CANCELLED), False, TODAY, True),
        (excluded(THAT_DAY, CANCELLED, BACK), False, TODAY, False),
        (excluded(THAT_DAY, CANCELLED, NOT_HERE), False, TODAY, True),
        (excluded(THAT_DAY, CANCELLED, NOT_HERE, BACK), False, TODAY, False),
        # An answer to what was never considered says nothing.
        (excluded(governors_decision="reinstated"), True, None, True),
    ],
)
def test_an_exclusion_stands_until_it_is_cancelled_or_the_board_puts_the_child_back(
    case: Facts, stands: bool, over: date | None, not_yet_back: bool
) -> None:
    assert exclusions.stands(case) is stands
    assert exclusions.over(case) == over
    assert exclusions.not_yet_back(case) is not_yet_back


@pytest.mark.parametrize(
    ("today", "recent"),
    [("2026-11-24", True), ("2026-12-24", True), ("2026-12-25", False), ("2027-03-01", False)],
)
def test_a_cancelled_exclusion_weighs_on_a_yes_for_thirty_days(today: str, recent: bool) -> None:
    assert exclusions.recent(excluded(d(today), CANCELLED)) is recent
    assert exclusions.recent(excluded(d(today)))
    assert not exclusions.recent(facts(today=d(today)))


@pytest.mark.parametrize(
    ("case", "since"),
    [
        (facts(), None),
        (excluded(), TODAY),
        (excluded(THAT_DAY, TAUGHT), None),
        (excluded(TODAY, CANCELLED), None),
        (directed(LAST_DAY), None),
        (directed(d("2027-04-20")), LAST_DAY),
        (directed(d("2027-04-20"), phase={"outcome": "returned", "ended_on": LAST_DAY}), None),
        (directed(d("2027-04-20"), phase={"ends_on": None}), None),
        (replace(excluded(), phases=directed().phases, today=d("2027-04-20")), TODAY),
    ],
)
def test_a_child_has_left_one_place_without_a_next_one(case: Facts, since: date | None) -> None:
    assert exclusions.nothing_arranged(case) == since


def test_the_days_are_those_of_what_was_written() -> None:
    case = excluded(THAT_DAY, TAUGHT, CONSIDERED, BACK)
    assert exclusions.excluded(case) == TODAY
    assert exclusions.arranged(case) == d("2026-11-26")
    assert exclusions.governors_considered(case) == d("2026-12-10")
    assert exclusions.back(case) == THAT_DAY
    assert exclusions.back(excluded(THAT_DAY, NOT_HERE)) is None


# What is possible meanwhile -------------------------------------------------------------------------------

TOLD = (record("open_case"), record("is_a_move_right"), record("tell_family"), record("talk_options"))
SAID_YES = (view("ask_schools", "yes"),)


@pytest.mark.parametrize("step", ["tell_family", "ask_school", "draw_up_agreement"])
def test_nobody_is_asked_about_a_move_before_the_child_is_back(step: str) -> None:
    def stopped(case: Facts) -> bool:
        found = reasons_against(inaura(), law(), case, inaura().steps[step], "", answered=False)
        return "back_first" in {reason.rule for reason in found}

    assert stopped(excluded())
    assert stopped(excluded(TODAY, CANCELLED))
    assert stopped(REINSTATED)
    assert not stopped(excluded(THAT_DAY, CANCELLED, BACK))


def test_once_the_child_is_back_everything_goes_on_as_in_any_case() -> None:
    back = replace(excluded(THAT_DAY, CANCELLED, BACK), views=SAID_YES)
    case = replace(back, records=(*back.records, *TOLD))
    happened = decide(
        inaura(), law(), case, Attempt("ask_school", values={"school_to_ask": HOST.id}), somebody("lead")
    )
    assert [one.code for one in happened] == ["step_taken", "school_asked"]


@pytest.mark.parametrize(
    ("case", "opened"),
    [
        (facts(answers=answered(kind="diversion")), {"record_exclusion"}),
        (facts(answers=answered(kind="ordinary")), set()),
        (excluded(), {"arrange_education", "consider_exclusion", "record_governors"}),
        (
            excluded(TODAY, record("consider_exclusion")),
            {"arrange_education", "cancel_exclusion", "record_governors"},
        ),
        # Cancelled or put back: the child is expected, and may be taught elsewhere until it is there.
        (excluded(TODAY, record("consider_exclusion"), CANCELLED), {"arrange_education", "confirm_back"}),
        (REINSTATED, {"arrange_education", "confirm_back"}),
        (UPHELD, {"arrange_education"}),
        (excluded(THAT_DAY, TAUGHT, CONSIDERED, governors_decision="upheld"), {"close_excluded"}),
        (excluded(THAT_DAY, TAUGHT, CANCELLED, BACK), set()),
    ],
)
def test_what_an_exclusion_opens(case: Facts, opened: set[str]) -> None:
    about = {"record_exclusion", "arrange_education", "consider_exclusion", "cancel_exclusion"} | {
        *("record_governors", "confirm_back", "close_excluded")
    }
    known = record("record_exclusion") if "excluded_on" in case.answers else record("talk_options")
    case = replace(case, records=(record("open_case"), known, *case.records))
    states = {one.step.id: one.state for one in available(inaura(), law(), case, NOBODY)}
    assert {step for step in about if states[step] in {State.OPEN, State.STOPPED}} == opened


CANCELLING = {
    "cancel_because": "It was not the last resort.",
    "cancel_for_a_yes": "no",
    "exclusion_held_over": "no",
    "back_on": "2026-11-25",
}


@pytest.mark.parametrize(
    ("typed", "rules"),
    [
        ({}, set()),
        ({"cancel_for_a_yes": "yes"}, {"cancelled_on_its_merits"}),
        ({"cancel_for_a_yes": "not_known"}, {"cancelled_on_its_merits"}),
        ({"exclusion_held_over": "yes"}, {"no_exclusion_held_over"}),
    ],
)
def test_an_exclusion_is_cancelled_on_its_merits_and_held_over_nobody(typed: Values, rules: set[str]) -> None:
    case = excluded(TODAY, record("consider_exclusion"))
    attempt = Attempt("cancel_exclusion", values={**CANCELLING, **typed})
    if not rules:
        happened = decide(inaura(), law(), case, attempt, somebody("home_head"))
        assert [one.code for one in happened] == ["step_taken", "letter_due"]
        return
    with pytest.raises(NotNow) as refused:
        decide(inaura(), law(), case, attempt, somebody("home_head"))
    assert {reason.rule for reason in refused.value.reasons} == rules


@pytest.mark.parametrize(
    ("case", "rules"),
    [(excluded(), {"not_left_excluded"}), (CASES["cancelled"], {"ex_04_close"}), (facts(), set())],
)
def test_no_case_ends_while_the_child_is_nowhere(case: Facts, rules: set[str]) -> None:
    step = inaura().steps["close_not_taken_further"]
    found = reasons_against(inaura(), law(), case, step, "", answered=True)
    assert {reason.rule for reason in found} == rules


# What cannot be, beside its question ----------------------------------------------------------------------

STILL_TO_COME = "This day is still to come. Record the change on the day itself."


@pytest.mark.parametrize(
    ("step", "case", "values", "errors"),
    [
        (
            "record_exclusion",
            facts(),
            {"excluded_on": "2026-11-25"},
            {"excluded_on": "This day is still to come. Enter the first day of the exclusion."},
        ),
        (
            "cancel_exclusion",
            excluded(d("Thu 2026-11-26")),  # the 27th is an INSET day
            {"back_on": "2026-12-01"},
            {"back_on": "The child is expected back by Monday 30 November, the next school day."},
        ),
        (
            "cancel_exclusion",
            excluded(),
            {"back_on": "2026-11-23"},
            {"back_on": "The child is expected back by Wednesday 25 November, the next school day."},
        ),
        (
            "begin_by_plan",
            facts(host=HOST, approaches=(asked("yes", chosen=True),)),
            {"move_starts_on": "2026-11-25"},
            {"move_starts_on": STILL_TO_COME},
        ),
    ],
)
def test_what_cannot_be_is_refused_beside_its_question(
    step: str, case: Facts, values: Values, errors: dict[str, str]
) -> None:
    with pytest.raises(Incomplete) as refused:
        follow(inaura(), case, inaura().steps[step], "", values)
    assert refused.value.errors == errors
