"""Where is the child today, in whose hands, and what changes next?"""

from dataclasses import replace

import pytest

from freshstart.process.calendars import Calendar
from freshstart.process.facts import Facts, Week
from freshstart.process.journeys import StageNow, ended_early, stage_now, stages, status_words, today
from freshstart.process.steps import NOBODY, State, available
from freshstart.process.vocabulary import CaseOutcome, PhaseOutcome
from tests.process.samples import (
    DIRECTION,
    FIRST_DAY,
    HOST,
    MOVED,
    TODAY,
    answered,
    directed,
    facts,
    law,
    moved,
    record,
    reviews,
    southwark,
)
from tests.process.school_terms import d

LEAD = ("Rana Okafor", "01632 960 111")
ARRIVED = {"arrived_on": FIRST_DAY}
EARLY = {**ARRIVED, "outcome": PhaseOutcome.ENDED_EARLY, "ended_on": d("2027-01-14")}
TOLD_BACK = (record("confirm_return", d("Fri 2027-01-15"), arrived_today="yes"),)
HELD = {number: {"held_on": d("2027-03-12")} for number in ("d4", "d8", "d12")}

# Case; where; who is responsible, as what, the number to ring; when something changes, and what.
PHASES: list[tuple[Facts, str, tuple[str, str, str], tuple[str, str]]] = [
    (
        facts(),
        "Expected at Thornley Vale",
        (LEAD[0], "Lead, Thornley Vale", LEAD[1]),
        ("Not decided", "Nothing changes without the family knowing"),
    ),
    (
        directed(TODAY),
        "Expected at Thornley Vale",
        (LEAD[0], "Lead, Thornley Vale", LEAD[1]),
        ("Monday 30 November 2026", "First day at Kestrel Park"),
    ),
    (
        directed(FIRST_DAY),
        "Expected at Kestrel Park",
        (LEAD[0], "For Thornley Vale; at Kestrel Park Daniel Mensah", LEAD[1]),
        ("Friday 8 January 2027", "Review, week 4"),
    ),
    (
        directed(FIRST_DAY, staff={}, reviews=reviews(d4={"meets_on": d("2027-01-06")})),
        "Expected at Kestrel Park",
        (LEAD[0], "For Thornley Vale; at Kestrel Park its headteacher", LEAD[1]),
        ("Wednesday 6 January 2027", "Review, week 4"),
    ),
    (
        directed(d("Mon 2027-03-15"), reviews=reviews(**HELD)),
        "Expected at Kestrel Park",
        (LEAD[0], "For Thornley Vale; at Kestrel Park Daniel Mensah", LEAD[1]),
        ("Monday 19 April 2027", "Last day of the direction"),
    ),
    (
        directed(d("Thu 2027-01-14"), phase=EARLY),
        "Expected at Thornley Vale",
        (LEAD[0], "Lead, Thornley Vale", LEAD[1]),
        ("Not decided", "Nothing changes without the family knowing"),
    ),
    (
        directed(d("Fri 2027-01-15"), phase=EARLY, records=TOLD_BACK),
        "Back at Thornley Vale",
        (LEAD[0], "Lead, Thornley Vale", LEAD[1]),
        ("Not decided", "Nothing changes without the family knowing"),
    ),
    (
        moved(),
        "Expected at Kestrel Park",
        ("Daniel Mensah", "Key adult, Kestrel Park", "01632 960 142"),
        ("Friday 14 May 2027", "Looking at the help together"),
    ),
    (
        moved(staff={}, reviews=(replace(moved().reviews[-1], held_on=d("2027-05-14")),)),
        "Expected at Kestrel Park",
        ("Kestrel Park", "", ""),
        ("No change planned", ""),
    ),
    (
        moved(outcome=CaseOutcome.SETTLED),
        "Expected at Kestrel Park",
        ("Daniel Mensah", "Key adult, Kestrel Park", "01632 960 142"),
        ("Settled", ""),
    ),
    (
        facts(outcome=CaseOutcome.NOT_TAKEN_FURTHER),
        "Expected at Thornley Vale",
        (LEAD[0], "Lead, Thornley Vale", LEAD[1]),
        ("No change planned", ""),
    ),
]


@pytest.mark.parametrize(("case", "where", "responsible", "change"), PHASES)
def test_somebody_is_responsible_at_every_moment(
    case: Facts, where: str, responsible: tuple[str, str, str], change: tuple[str, str]
) -> None:
    now = today(case)
    assert now.where == where
    assert (now.responsible, now.responsible_more, now.phone) == responsible
    assert (now.change, now.change_more) == change


@pytest.mark.parametrize(
    ("case", "told"),
    [
        (directed(FIRST_DAY), "Not yet told for today"),
        (
            directed(FIRST_DAY, records=(record("confirm_arrival", FIRST_DAY, arrived_today="yes"),)),
            "Arrived: told by Rana Okafor at 9:00",
        ),
        (
            directed(FIRST_DAY, records=(record("confirm_arrival", FIRST_DAY, arrived_today="no"),)),
            "Not here: told by Rana Okafor at 9:00",
        ),
        (
            directed(FIRST_DAY, weeks=(Week(FIRST_DAY, {"2026-11-30": ("/", "I")}, FIRST_DAY),)),
            "Register: / and I",
        ),
        (directed(d("Sat 2026-12-05")), "No school today"),
        (
            directed(FIRST_DAY, host=replace(HOST, calendar=Calendar("New", ()).to_plain())),
            "Term dates not known",
        ),
    ],
)
def test_a_child_is_in_school_only_if_somebody_told(case: Facts, told: str) -> None:
    assert today(case).where_more == told


@pytest.mark.parametrize(
    ("case", "stage", "status"),
    [
        (facts(), "leaving", "Not yet told to the family"),
        (facts(records=(record("tell_family"),)), "leaving", "Family told"),
        (facts(records=(record("tell_family"), record("accept_place"))), "transition", "Family told"),
        (directed(TODAY), "transition", "Directed off-site until 19 April"),
        (directed(TODAY, phases=(replace(DIRECTION, ends_on=None),)), "transition", "Directed off-site"),
        (directed(phase=ARRIVED), "integration", "Directed off-site until 19 April"),
        (directed(phase=EARLY), "integration", "Back at the home school"),
        (moved(MOVED), "integration", "Managed move, agreed by everyone"),
        (moved(outcome=CaseOutcome.SETTLED), "integration", "Settled"),
        (facts(outcome=CaseOutcome.NOT_TAKEN_FURTHER), "leaving", "Not taken further"),
    ],
)
def test_the_stage_and_the_state_in_a_few_words(case: Facts, stage: str, status: str) -> None:
    assert stage_now(case) == stage
    assert status_words(southwark(), case) == status


@pytest.mark.parametrize(
    ("case", "back"),
    [
        (facts(), False),
        (directed(), False),
        (directed(phase=EARLY), True),
        (moved(outcome=CaseOutcome.SETTLED), False),
        (facts(outcome=CaseOutcome.NOT_TAKEN_FURTHER), True),
        (directed(outcome=CaseOutcome.RETURNED), True),
    ],
)
def test_where_the_line_turns_back(case: Facts, back: bool) -> None:
    assert ended_early(case) is back


def stages_of(case: Facts) -> tuple[StageNow, ...]:
    return stages(southwark(), available(southwark(), law(), case, NOBODY))


def test_milestones_are_counted_as_far_as_they_lie_on_the_way() -> None:
    leaving, transition, _ = stages_of(facts(records=(record("open_case"),)))
    assert (leaving.name, leaving.done, leaving.stopped) == ("Leaving", 1, True)  # nothing was tried before
    tried = facts(records=(record("open_case"),), answers=answered(tried=["A mentor"]))
    assert not stages_of(tried)[0].stopped
    assert (transition.done, transition.total > 3) == (0, True)


def test_what_cannot_come_any_more_is_not_counted() -> None:
    before = stages_of(directed(phase=ARRIVED))[2].total
    assert stages_of(directed(phase=EARLY))[2].total < before


def test_stations_of_another_kind_of_case_do_not_lie_on_the_way() -> None:
    offers = available(southwark(), law(), facts(answers=answered(kind="ordinary")), NOBODY)
    elsewhere = {one.step.id for one in offers if one.state is State.SHUT}
    assert {"record_exclusion", "cancel_exclusion", "confirm_back", "review_plan", "amend_plan"} <= elsewhere
    stations = {one.step.id for one in offers if one.step.stage == "leaving" and one.step.milestone}
    assert stages(southwark(), offers)[0].total == len(stations - elsewhere)
