"""Can a case be run under every protocol to settled, to safely back, and to a no that is heard?"""

from datetime import datetime

import pytest

from freshstart.models.organisations import Organisation
from freshstart.outside.books import protocols
from freshstart.process.protocols import Protocol
from freshstart.process.vocabulary import CaseOutcome, PhaseKind, PhaseOutcome
from tests.stories.runs import Run
from tests.world import LONDON, TERMS, World

pytestmark = pytest.mark.django_db

TODAY = {
    name: one
    for name, one in protocols().items()
    if one.in_force_until is None and one.jurisdiction == "england"
}
OLDER = {name: one for name, one in protocols().items() if one.in_force_until or one.jurisdiction == "wales"}
ENDS: dict[CaseOutcome, tuple[str, ...]] = {
    CaseOutcome.SETTLED: (),
    CaseOutcome.RETURNED: ("return_as_planned",),
    CaseOutcome.NOT_TAKEN_FURTHER: ("close_not_taken_further",),
}


def begun(protocol: Protocol, aim: CaseOutcome, **likely: str) -> Run:
    """Open a case on a day on which its protocol was in force."""
    world = World()
    if protocol.in_force_until:
        world.now = datetime(2026, 4, 20, 9, 0, tzinfo=LONDON)
        terms = [["2026-04-13", "2026-05-22"], ["2026-06-01", "2026-07-21"], *TERMS["terms"]]  # type: ignore[misc]
        Organisation.objects.exclude(calendar={}).update(calendar={**TERMS, "terms": terms})
        for place in (world.council, world.home, world.host):
            place.refresh_from_db()
    world.protocol = world.puts_in_force(protocol)
    run = Run(world, aim, {"way": "direction", **likely}, ENDS.get(aim, ()))
    asked = protocol.asked(protocol.steps["open_case"])
    world.open_case(parents=2, answers=run.opening(asked))
    return run


@pytest.mark.parametrize("aim", ENDS)
@pytest.mark.parametrize("name", TODAY)
def test_a_case_is_run_to_its_end(name: str, aim: CaseOutcome) -> None:
    assert begun(TODAY[name], aim).to_the_end().outcome is aim


@pytest.mark.parametrize("aim", ENDS)
@pytest.mark.parametrize("name", OLDER)
def test_a_case_of_an_older_practice_is_run_to_its_end(name: str, aim: CaseOutcome) -> None:
    assert begun(OLDER[name], aim).to_the_end().outcome is aim


# Other ways, and other kinds of case ------------------------------------------------------------------------

AT_ONCE = [name for name, one in TODAY.items() if "way" in one.questions]


@pytest.mark.parametrize("name", AT_ONCE)
def test_a_child_moves_at_once_for_good_where_everyone_agrees(name: str) -> None:
    run = begun(TODAY[name], CaseOutcome.SETTLED, way="move")
    facts = run.to_the_end()
    assert facts.outcome is CaseOutcome.SETTLED
    assert [phase.kind for phase in facts.phases] == [PhaseKind.MANAGED_MOVE]
    assert not facts.sent("direction_notice")


def test_nobody_is_asked_about_a_move_before_an_excluded_child_is_back() -> None:
    run = begun(TODAY["default"], CaseOutcome.SETTLED, kind="diversion", cancel_for_a_yes="no")
    run.likely["exclusion_held_over"] = "no"
    run.wished = ("cancel_exclusion",)
    facts = run.to_the_end()
    days = {one.step: one.on for one in facts.records}
    assert (
        days["consider_exclusion"] <= days["cancel_exclusion"] <= days["confirm_back"] <= days["tell_family"]
    )
    assert facts.sent("exclusion_cancelled")


def test_an_exclusion_that_stands_ends_with_education_arranged() -> None:
    run = begun(TODAY["southwark"], CaseOutcome.EXCLUDED, kind="diversion")
    facts = run.to_the_end()
    assert facts.outcome is CaseOutcome.EXCLUDED
    assert {"arrange_education", "consult_excluded", "record_governors"} <= {
        one.step for one in facts.records
    }
    assert not facts.approaches


def test_the_way_back_from_a_special_school_goes_through_the_plan() -> None:
    run = begun(TODAY["default"], CaseOutcome.SETTLED, kind="reintegration", sen="plan")
    facts = run.to_the_end()
    assert facts.outcome is CaseOutcome.SETTLED
    assert [phase.kind for phase in facts.phases] == [PhaseKind.NAMED_IN_PLAN]
    assert not facts.papers


def test_a_time_at_a_unit_ends_with_the_return_and_cannot_become_a_move() -> None:
    run = begun(TODAY["default"], CaseOutcome.RETURNED, kind="provision")
    Organisation.objects.filter(pk=run.world.host.pk).update(is_mainstream=False, phase="pru")
    assert run.to_the_end().outcome is CaseOutcome.RETURNED


def test_a_place_at_a_unit_cannot_become_a_managed_move() -> None:
    run = begun(TODAY["default"], CaseOutcome.SETTLED, kind="provision")
    Organisation.objects.filter(pk=run.world.host.pk).update(is_mainstream=False, phase="pru")
    with pytest.raises(AssertionError):  # all want the move; it does not come about
        run.to_the_end()
    facts = run.world.facts()
    assert [paper.paper for paper in facts.papers] == ["plan"]
    assert facts.placement
    assert facts.placement.outcome is PhaseOutcome.RETURNED
