"""Can a case that was running before be entered with its true dates, and does it go on from there?"""

from dataclasses import replace
from datetime import date

import pytest

from freshstart.actions import cases, entries
from freshstart.models.cases import Case
from freshstart.models.histories import Event
from freshstart.models.placements import Phase, Review
from freshstart.outside.books import protocols
from freshstart.process.entries import read_running
from freshstart.process.refusals import Incomplete, NotNow, NotYours
from freshstart.process.vocabulary import PhaseKind, Relation
from tests.world import World

pytestmark = pytest.mark.django_db

DIRECTED = {
    "decided_on": date(2026, 9, 10),
    "starts_on": date(2026, 9, 15),
    "next_review_on": date(2026, 12, 3),
    "ends_on": date(2027, 1, 15),
}
AGREED = DIRECTED | {"decided_on": date(2026, 7, 15), "ends_on": date(2026, 12, 11)}


def entry(world: World, protocol: str, kind: PhaseKind | None, dates: dict[str, date]) -> entries.Entry:
    new = cases.NewCase(
        "Hamza",
        "Siddiqui",
        "",
        date(2014, 3, 3),
        "",
        world.council,
        parties=(cases.NewParty("Saira Siddiqui", Relation.MOTHER),),
    )
    values = {
        "sen": "support",
        "looked_after": "no",
        "child_protection_plan": "no",
        "entered_because": "Began in the spring; papers in the office",
    }
    running = read_running(kind, dates, world.today)
    lead = world.people["home_lead"].email
    return entries.Entry(world.home, world.host, protocols()[protocol], new, running, values, lead)


def entered(
    world: World, protocol: str, kind: PhaseKind | None, dates: dict[str, date], by: str = "home_lead"
) -> Case:
    world.case = entries.enter(by=world.people[by], at=world.now, entry=entry(world, protocol, kind, dates))
    return world.case


def test_a_direction_that_was_running_goes_on_with_its_next_review() -> None:
    world = World()
    case = entered(world, "southwark", PhaseKind.OFF_SITE_DIRECTION, DIRECTED)
    phase = Phase.objects.get(case=case)
    assert (phase.law_edition, phase.arrived_on) == ("england_2026_07_26", date(2026, 9, 15))
    first = Review.objects.filter(case=case).earliest("due_on")
    assert (first.due_on, first.meets_on) == (date(2026, 12, 3), date(2026, 12, 3))
    owed = {key.partition(":")[0] for key in world.owed()}
    assert "invite_review" in owed
    assert world.facts().value("kind") == "ordinary"
    assert not owed & {"is_a_move_right", "tell_family", "determine_direction", "give_notice", "send_records"}
    world.take(
        "invite_review", by="home_clerk", occurrence=first.number, review_on="2026-12-03", review_at="15:00"
    )
    said = Event.objects.filter(case=case, subject_id="enter_case").get()
    assert said.actor == world.people["home_lead"]


def test_earlier_steps_read_before_fresh_start_and_their_letters_count_as_sent() -> None:
    world = World()
    entered(world, "southwark", PhaseKind.OFF_SITE_DIRECTION, DIRECTED)
    facts = world.facts()
    records = {one.step: one for one in facts.records}
    assert records["determine_direction"].before
    assert not records["enter_case"].before
    assert records["determine_direction"].on == date(2026, 9, 10)
    assert facts.sent("direction_notice") == date(2026, 9, 10)


def test_an_agreed_stay_from_before_is_finished_under_the_law_of_its_date() -> None:
    world = World()
    case = entered(world, "southwark_2023", PhaseKind.TRIAL_MANAGED_MOVE, AGREED)
    assert Phase.objects.get(case=case).law_edition == "england_2024_08_19"
    number = Review.objects.filter(case=case).earliest("due_on").number
    world.take("invite_review", by="home_clerk", occurrence=number, review_on="2026-12-03", review_at="15:00")
    assert world.owed()


def test_a_new_stay_to_try_is_refused_with_the_reason_and_the_lawful_way() -> None:
    world = World()
    late = AGREED | {"decided_on": date(2026, 7, 27)}
    with pytest.raises(NotNow) as refused:
        entered(world, "southwark_2023", PhaseKind.TRIAL_MANAGED_MOVE, late)
    (reason,) = refused.value.reasons
    assert reason.rule == "mm_01"
    assert "direction" in reason.way_on
    assert reason.source
    assert not Case.objects.exists()


@pytest.mark.parametrize(
    ("protocol", "kind", "wrong", "error"),
    [
        ("southwark", PhaseKind.TRIAL_MANAGED_MOVE, {"decided_on": date(2026, 7, 1)}, "protocol"),
        ("southwark_2023", PhaseKind.OFF_SITE_DIRECTION, {"decided_on": date(2026, 7, 1)}, "placement"),
        ("southwark", PhaseKind.OFF_SITE_DIRECTION, {"starts_on": date(2026, 9, 1)}, "starts_on"),
        ("southwark", PhaseKind.OFF_SITE_DIRECTION, {"next_review_on": date(2026, 11, 1)}, "next_review_on"),
        ("southwark", PhaseKind.OFF_SITE_DIRECTION, {"ends_on": None}, "ends_on"),
        ("southwark", PhaseKind.MANAGED_MOVE, {"starts_on": date(2026, 12, 1)}, "starts_on"),
        ("southwark", PhaseKind.OFF_SITE_DIRECTION, {"decided_on": date(2026, 12, 1)}, "decided_on"),
    ],
)
def test_dates_and_protocols_that_cannot_be_are_refused(
    protocol: str, kind: PhaseKind, wrong: dict[str, date], error: str
) -> None:
    with pytest.raises(Incomplete) as refused:
        entered(World(), protocol, kind, DIRECTED | wrong)
    assert error in refused.value.errors
    assert not Case.objects.exists()


def test_a_child_who_has_moved_is_settling_in() -> None:
    world = World()
    dates = {key: DIRECTED[key] for key in ("decided_on", "starts_on", "next_review_on")}
    entered(world, "southwark", PhaseKind.MANAGED_MOVE, dates)
    assert world.row().stage == "integration"
    assert {key.partition(":")[0] for key in world.owed()} == {"hold_integration_review"}


def test_a_case_that_was_only_talked_about_goes_on_with_the_options() -> None:
    world = World()
    entered(world, "default", None, {"decided_on": date(2026, 11, 2)})
    assert "talk_options:" in world.owed()


def test_the_councils_officer_enters_for_a_lead_of_the_school_and_nobody_else_does() -> None:
    world = World()
    case = entered(world, "southwark", PhaseKind.OFF_SITE_DIRECTION, DIRECTED, "council_inclusion")
    assert case.lead == world.people["home_lead"]
    with pytest.raises(NotYours):
        entered(world, "southwark", PhaseKind.OFF_SITE_DIRECTION, DIRECTED, "host_lead")
    whole = entry(world, "southwark", PhaseKind.OFF_SITE_DIRECTION, DIRECTED)
    stranger = replace(whole, lead=world.people["host_lead"].email)
    with pytest.raises(Incomplete) as refused:
        entries.enter(by=world.people["council_inclusion"], at=world.now, entry=stranger)
    assert "lead" in refused.value.errors


def test_a_sheet_comes_in_whole_or_not_at_all() -> None:
    world = World()
    lead = world.people["home_lead"]
    good = entry(world, "southwark", PhaseKind.OFF_SITE_DIRECTION, DIRECTED)
    bad = replace(good, host=None, new=replace(good.new, given="Amal", born_on=date(2013, 5, 4)))
    with pytest.raises(Incomplete) as refused:
        entries.enter_all(by=lead, at=world.now, rows={2: good, 3: bad})
    assert refused.value.errors == {"3": "Choose the school where the child is."}
    assert not Case.objects.exists()
    assert entries.enter_all(by=lead, at=world.now, rows={2: good}) == 1


def test_a_sheet_handed_in_twice_enters_nobody_twice() -> None:
    world = World()
    lead = world.people["home_lead"]
    rows = {2: entry(world, "southwark", PhaseKind.OFF_SITE_DIRECTION, DIRECTED)}
    entries.enter_all(by=lead, at=world.now, rows=rows)
    with pytest.raises(Incomplete) as refused:
        entries.enter_all(by=lead, at=world.now, rows=rows)
    reference = Case.objects.get().reference
    assert refused.value.errors == {
        "2": f"There is a case like this, {reference}. Take the row out, or enter it by hand."
    }


def test_a_sheet_that_names_a_child_twice_is_refused_whole() -> None:
    world = World()
    row = entry(world, "southwark", PhaseKind.OFF_SITE_DIRECTION, DIRECTED)
    with pytest.raises(Incomplete) as refused:
        entries.enter_all(by=world.people["home_lead"], at=world.now, rows={2: row, 3: row})
    assert list(refused.value.errors) == ["3"]
    assert not Case.objects.exists()
