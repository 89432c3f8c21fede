"""What follows from a step, and what is refused because it cannot follow?"""

from dataclasses import replace
from datetime import date

import pytest

from freshstart.process.effects import EFFECTS, Happening, follow, placement_terms, review_wanted
from freshstart.process.facts import Facts, Review
from freshstart.process.protocols import Protocol
from freshstart.process.refusals import NotNow
from freshstart.process.values import Value, Values
from freshstart.process.vocabulary import CaseOutcome, PhaseKind, PhaseOutcome
from tests.process.samples import (
    DANIEL,
    DIRECTION,
    FIRST_DAY,
    HOST,
    LAST_DAY,
    TODAY,
    answered,
    asked,
    directed,
    everyone_signed,
    excluded,
    facts,
    inaura,
    law,
    older,
    record,
    reviews,
    southwark,
)
from tests.process.school_terms import d

ALL_HELD = reviews(
    d4={"held_on": d("2027-01-08"), "decided_on": d("2027-01-11"), "decision": "continue"},
    d8={"held_on": d("2027-02-05"), "decided_on": d("2027-02-08"), "decision": "continue"},
    d12={"held_on": d("2027-03-12")},
)
WEEK_12 = directed(today=d("Mon 2027-03-15"), reviews=ALL_HELD)
AGREED = replace(
    directed(today=d("Wed 2027-03-17"), papers=(everyone_signed("agreement", d("2027-03-16")),)),
    answers=answered(move_starts_on="2027-03-17"),
)
RETURN = directed(today=d("Thu 2027-01-14"))

IN_WEEK_6 = (("i6", 6, d("Fri 2027-05-07")),)
PLANNED = (("i2", 2, d("Thu 2027-03-25")), *IN_WEEK_6, ("i12", 12, d("Fri 2027-06-25")))


def follows(
    step: str, case: Facts, occasion: str = "", *, plan: Protocol | None = None, **values: Value
) -> tuple[Happening, ...]:
    """Give what follows from a step, beside its having been taken."""
    taken, *others = follow(plan := plan or southwark(), case, plan.steps[step], occasion, values)
    assert taken == Happening("step_taken", {"step": step, "occurrence": occasion, "values": values})
    return tuple(others)


HAPPENS: list[tuple[str, Facts, str, Values, list[Happening]]] = [
    ("is_a_move_right", facts(), "", {}, []),
    (
        "appoint_facilitator",
        facts(),
        "",
        {"facilitator": 41},
        [Happening("person_named", {"role": "facilitator", "person": 41})],
    ),
    (
        "name_social_worker",
        facts(),
        "",
        {"social_worker": 41},
        [Happening("person_named", {"role": "social_worker", "person": 41})],
    ),
    ("know_more", facts(), "", {"sen": "plan"}, []),
    (
        "know_more",
        facts(records=(record("tell_family"),)),
        "",
        {"sen": "plan"},
        [Happening("family_told", {"has_plan": True})],
    ),
    (
        "tell_family",
        facts(answers=answered(sen="plan")),
        "",
        {},
        [
            Happening("family_told", {"has_plan": True}),
            Happening("letter_due", {"letter": "head_proposal", "occurrence": ""}),
            Happening("letter_due", {"letter": "leaflet_parents", "occurrence": ""}),
            Happening("letter_due", {"letter": "leaflet_pupil", "occurrence": ""}),
        ],
    ),
    ("ask_school", facts(), "", {"school_to_ask": 2}, [Happening("school_asked", {"school": 2})]),
    (  # a school that declined may be asked once more
        "ask_school",
        facts(approaches=(asked("no", closed=True),)),
        "",
        {"school_to_ask": 2},
        [Happening("school_asked", {"school": 2})],
    ),
    (
        "answer_approach",
        facts(approaches=(asked(),)),
        "7",
        {"place_answer": "yes"},
        [Happening("approach_answered", {"approach": "7", "answer": "yes", "why": ""})],
    ),
    (
        "answer_approach",
        facts(approaches=(asked(),)),
        "7",
        {"place_answer": "no", "place_why": "No place"},
        [Happening("approach_answered", {"approach": "7", "answer": "no", "why": "No place"})],
    ),
    (
        "choose_school",
        facts(approaches=(asked("yes"),)),
        "7",
        {},
        [Happening("school_chosen", {"approach": "7"})],
    ),
    (
        "accept_place",
        facts(host=HOST),
        "",
        {"key_adult": DANIEL.id},
        [Happening("person_named", {"role": "host_key_adult", "person": DANIEL.id})],
    ),
    (
        "give_notice",
        directed(),
        "",
        {},
        [Happening("letter_due", {"letter": "direction_notice", "occurrence": ""})],
    ),
    ("draw_up_plan", directed(), "", {}, [Happening("paper_drawn", {"paper": "plan"})]),
    ("confirm_arrival", directed(), "", {"arrived_today": "yes"}, [Happening("arrived", {"on": FIRST_DAY})]),
    ("confirm_arrival", directed(), "", {"arrived_today": "no"}, []),
    (
        "record_week",
        directed(),
        "2026-11-30",
        {"marks": {"2026-12-04": ["/", "\\"]}},
        [Happening("week_recorded", {"monday": "2026-11-30", "marks": {"2026-12-04": ["/", "\\"]}})],
    ),
    (
        "invite_review",
        directed(),
        "d4",
        {"review_on": "2026-11-30", "review_at": "15:30"},
        [
            Happening("review_invited", {"review": "d4", "on": FIRST_DAY, "at": "15:30"}),
            Happening("letter_due", {"letter": "review_invitation", "occurrence": "d4"}),
        ],
    ),
    (
        "hold_review",
        directed(),
        "d4",
        {"met_on": "2026-11-30"},
        [Happening("review_held", {"review": "d4", "on": FIRST_DAY})],
    ),
    (
        "decide_after_review",
        WEEK_12,
        "d12",
        {"review_decision": "ask_for_move"},
        [
            Happening("review_decided", {"review": "d12", "decision": "ask_for_move"}),
            Happening("letter_due", {"letter": "review_outcome", "occurrence": "d12"}),
        ],
    ),
    (
        "decide_after_review",
        WEEK_12,
        "d12",
        {"review_decision": "longer", "new_end": "2027-05-14"},
        [
            Happening("review_decided", {"review": "d12", "decision": "longer"}),
            Happening(
                "placement_longer",
                {"ends_on": d("2027-05-14"), "days": 92, "review": ("l1", 16, d("Thu 2027-04-22"))},
            ),
            Happening("letter_due", {"letter": "review_outcome", "occurrence": "d12"}),
        ],
    ),
    (
        "ask_for_review",
        directed(),
        "",
        {"asked_in": "Saira, by letter"},
        [Happening("review_asked", {"review": ("r1", 3, d("Mon 2026-12-14")), "by": "Saira, by letter"})],
    ),
    (
        "complete_move",
        AGREED,
        "",
        {"move_starts_on": "2027-03-17"},
        [
            Happening(
                "move_completed",
                {"kind": PhaseKind.MANAGED_MOVE, "starts_on": d("2027-03-17"), "reviews": IN_WEEK_6},
            ),
            Happening("letter_due", {"letter": "move_complete", "occurrence": ""}),
        ],
    ),
    (  # a school that the plan names takes nobody's signature
        "begin_by_plan",
        directed(today=d("Wed 2027-03-17"), phases=()),
        "",
        {"move_starts_on": "2027-03-17"},
        [
            Happening(
                "move_completed",
                {"kind": PhaseKind.NAMED_IN_PLAN, "starts_on": d("2027-03-17"), "reviews": PLANNED},
            ),
            Happening("letter_due", {"letter": "begins_by_plan", "occurrence": ""}),
        ],
    ),
    (  # the council is told at once, whether or not the family has been told of a move
        "record_exclusion",
        facts(answers=answered(sen="plan")),
        "",
        {"excluded_on": "2026-11-24"},
        [Happening("family_told", {"has_plan": True})],
    ),
    (
        "cancel_exclusion",
        excluded(),
        "",
        {"back_on": "2026-11-25"},
        [Happening("letter_due", {"letter": "exclusion_cancelled", "occurrence": ""})],
    ),
    ("close_excluded", excluded(), "", {}, [Happening("case_closed", {"outcome": CaseOutcome.EXCLUDED})]),
    (
        "end_placement",
        RETURN,
        "",
        {"back_on": "2027-01-15"},
        [Happening("placement_ended", {"outcome": PhaseOutcome.ENDED_EARLY})],
    ),
    (
        "return_as_planned",
        RETURN,
        "",
        {"back_on": "2027-01-14"},
        [Happening("placement_ended", {"outcome": PhaseOutcome.RETURNED})],
    ),
    ("confirm_return", RETURN, "", {"arrived_today": "yes"}, []),
    (
        "settle",
        directed(),
        "",
        {},
        [
            Happening("letter_due", {"letter": "settled", "occurrence": ""}),
            Happening("case_closed", {"outcome": CaseOutcome.SETTLED}),
        ],
    ),
]


@pytest.mark.parametrize(("step", "case", "occasion", "values", "happenings"), HAPPENS)
def test_what_follows_from_a_step(
    step: str, case: Facts, occasion: str, values: Values, happenings: list[Happening]
) -> None:
    assert list(follows(step, case, occasion, plan=southwark(), **values)) == happenings


def test_every_effect_is_shown() -> None:
    shown = {step for step, *_ in HAPPENS} | {"determine_direction", "withdraw_place", *WRITTEN_DOWN}
    done = [*(southwark().steps[step] for step in shown), older().steps["begin_stay"]]
    assert {effect.partition(":")[0] for step in done for effect in step.does} == EFFECTS.keys()


WRITTEN_DOWN = (
    *("send_records", "send_safeguarding_file", "send_new_pupil_return", "send_deletion_return"),
    *("record_governors", "arrange_education", "confirm_back"),
)


@pytest.mark.parametrize("step", WRITTEN_DOWN)
def test_of_some_steps_the_taking_is_all_there_is_to_write(step: str) -> None:
    assert follows(step, directed()) == ()


# A direction ----------------------------------------------------------------------------------------------


def test_a_direction_is_dated_from_its_first_day() -> None:
    (determined,) = follows("determine_direction", facts(host=HOST), starts_on="2026-11-30")
    assert determined.code == "placement_decided"
    assert determined.values == {
        "kind": PhaseKind.OFF_SITE_DIRECTION,
        "starts_on": FIRST_DAY,
        "ends_on": LAST_DAY,
        "days": 74,
        "reviews": (
            ("d4", 4, d("Fri 2027-01-08")),
            ("d8", 8, d("Fri 2027-02-05")),
            ("d12", 12, d("Fri 2027-03-12")),
        ),
    }


def test_a_stay_by_agreement_is_dated_from_its_first_day_by_its_own_terms() -> None:
    began, letter = follows("begin_stay", facts(host=HOST), plan=older(), starts_on="2026-11-30")
    assert (began.code, began.values["kind"]) == ("placement_decided", PhaseKind.TRIAL_MANAGED_MOVE)
    assert began.values["reviews"] == (("t6", 6, d("Fri 2027-01-22")), ("t12", 12, d("Fri 2027-03-12")))
    assert began.values["ends_on"] == d("Fri 2027-03-19")  # five school days after the last review
    assert letter.values["letter"] == "stay_agreed"


@pytest.mark.parametrize("today", ["2027-03-17", "2027-03-22"])
def test_a_managed_move_at_once_is_complete_without_any_placement_before(today: str) -> None:
    signed = everyone_signed("agreement", d("2027-03-16"))
    case = facts(host=HOST, today=d(today), papers=(signed,), answers=answered(move_starts_on="2027-03-17"))
    moved, letter = follows("complete_move", case, plan=inaura(), move_starts_on="2027-03-17")
    assert moved.values == {"kind": PhaseKind.MANAGED_MOVE, "starts_on": d("2027-03-17"), "reviews": PLANNED}
    assert letter.values["letter"] == "move_complete"


def test_its_days_are_those_of_the_receiving_school_up_to_fifteen_after_the_last_review() -> None:
    terms = placement_terms(southwark(), facts(host=HOST), PhaseKind.OFF_SITE_DIRECTION, FIRST_DAY)
    host, last_review = HOST.school_days(), terms["reviews"][-1][2]
    assert host.school_days_between(last_review, terms["ends_on"]) == 15
    assert host.add_school_days(FIRST_DAY, terms["days"] - 1) == terms["ends_on"]


@pytest.mark.parametrize(
    ("today", "new_end", "due_on"),
    [
        ("2027-03-15", "2027-04-20", "Tue 2027-03-16"),  # a day longer: fifteen school days before is today
        ("2027-03-15", "2027-05-14", "Thu 2027-04-22"),
        ("2027-04-20", "2027-04-23", "Wed 2027-04-21"),  # decided late: the next school day
    ],
)
def test_a_longer_direction_is_looked_at_again_after_today_and_before_its_end(
    today: str, new_end: str, due_on: str
) -> None:
    case = directed(today=d(today), reviews=ALL_HELD)
    values = {"review_decision": "longer", "new_end": new_end}
    _, longer, _ = follows("decide_after_review", case, "d12", plan=southwark(), **values)
    assert longer.values["review"][2] == d(due_on)


def test_a_review_in_a_direction_that_was_made_longer_before_comes_after_all_others() -> None:
    first = Review("l1", DIRECTION.id, 17, d("2027-04-29"), decided_on=d("2027-04-30"), decision="continue")
    longer = replace(DIRECTION, ends_on=d("2027-05-14"))
    case = directed(today=d("2027-04-30"), reviews=(*ALL_HELD, first), phases=(longer,))
    values = {"review_decision": "longer", "new_end": "2027-05-17"}
    _, happening, _ = follows("decide_after_review", case, "l1", plan=southwark(), **values)
    assert happening.values["review"] == ("l2", 18, d("Tue 2027-05-04"))


# A review that a parent asks for --------------------------------------------------------------------------


def held(on: date) -> tuple[Review, ...]:
    return reviews(d4={"held_on": on})


@pytest.mark.parametrize(("today", "refused"), [("2027-03-18", True), ("2027-03-19", False)])
def test_a_review_is_held_on_request_unless_one_was_in_the_ten_weeks_before(
    today: str, refused: bool
) -> None:
    case = directed(today=d(today), reviews=held(d("Fri 2027-01-08")))
    if not refused:
        assert review_wanted(southwark(), case, "Saira").code == "review_asked"
        return
    with pytest.raises(NotNow, match=r"A review was held on 8 January 2027, less than ten weeks ago\."):
        review_wanted(southwark(), case, "Saira")


def test_one_request_at_a_time_is_enough() -> None:
    waiting = Review("r1", DIRECTION.id, 3, d("2026-12-14"), asked_by="Saira")
    with pytest.raises(NotNow, match=r"It is held by 14 December 2026\."):
        review_wanted(southwark(), directed(reviews=(*reviews(), waiting)), "Imran")
    over = replace(waiting, held_on=d("2026-12-14"))
    case = directed(today=d("2027-03-01"), reviews=(*reviews(), over))
    assert review_wanted(southwark(), case, "Imran").values["review"][0] == "r2"


def test_a_request_before_the_first_day_has_no_week_yet() -> None:
    early = replace(DIRECTION, starts_on=d("Mon 2027-01-11"))
    wanted = review_wanted(southwark(), directed(today=TODAY, phases=(early,)), "Saira")
    assert wanted.values["review"] == ("r1", 0, d("Wed 2026-12-09"))
    assert review_wanted(southwark(), facts(), "Saira").values["review"][1] == 0


def test_the_happenings_say_nothing_of_the_law_that_was_asked_before() -> None:
    assert {effect.partition(":")[0] for rule in law().rule for effect in rule.on} <= {
        *EFFECTS,
        *southwark().steps,
    }
