"""A move that does not work out: the child is back the next school day, and nobody is between two schools."""

from datetime import date

import pytest

from freshstart.process.refusals import Incomplete
from freshstart.process.vocabulary import CaseOutcome, PhaseOutcome
from tests.stories import move
from tests.world import World

pytestmark = pytest.mark.django_db

A_THURSDAY = date(2027, 1, 14)


def test_the_new_school_withdraws_and_the_child_is_safely_back_with_a_plan() -> None:
    world = World()
    move.the_child_arrives(world, move.up_to_the_first_day(world))

    world.go_to(A_THURSDAY)
    the_host_withdraws(world)
    (letter,) = world.letters("place_withdrawn")
    assert letter.recipient == "Saira Siddiqui"
    assert world.owed()["end_placement:"] == A_THURSDAY

    world.take("end_placement", by="home_clerk", back_on="2027-01-15")
    assert world.direction().outcome is PhaseOutcome.ENDED_EARLY
    assert world.owed() == {
        "confirm_return:": date(2027, 1, 15),
        "report_to_home_school:": date(2027, 1, 18),
        "plan_meeting:": date(2027, 1, 21),  # within five school days of the end
        "record_week:2027-01-11": date(2027, 1, 15),
    } | weeks_that_nobody_sent(world)

    the_home_school_reads_the_report(world)
    move.the_child_is_back(world)
    move.the_plan_at_home_is_agreed(world)
    assert world.facts().outcome is CaseOutcome.RETURNED
    assert world.owed() == {}


def test_a_child_who_was_expected_back_and_did_not_come_stays_on_the_list() -> None:
    world = World()
    move.the_child_arrives(world, move.up_to_the_first_day(world))
    world.go_to(A_THURSDAY)
    the_host_withdraws(world)
    world.take("end_placement", by="home_nominee", back_on="2027-01-15")

    world.go_to(date(2027, 1, 15))
    world.take(
        "confirm_return", by="home_lead", arrived_today="no", arrival_note="His mother rang: he is ill"
    )
    assert world.owed()["confirm_return:"] == date(2027, 1, 15)
    world.go_to(date(2027, 1, 18))
    world.take("confirm_return", by="home_lead", arrived_today="yes")
    assert "confirm_return:" not in world.owed()


def test_an_early_end_does_not_keep_the_child_at_home_until_next_week() -> None:
    world = World()
    move.the_child_arrives(world, move.up_to_the_first_day(world))
    world.go_to(A_THURSDAY)
    the_host_withdraws(world)
    with pytest.raises(Incomplete) as refused:
        world.take("end_placement", by="home_nominee", back_on="2027-01-18")
    assert refused.value.errors == {
        "back_on": "The child is expected back on Friday 15 January, the next school day."
    }


def the_host_withdraws(world: World) -> None:
    world.take(
        "withdraw_place",
        by="host_head",
        rung=["Saira Siddiqui at 10:05", "Colin Bright at 10:20", "Leila Haddad at 10:30"],
        withdraw_reason="Two fights this week. We could not keep the others safe.",
    )


def the_home_school_reads_the_report(world: World) -> None:
    world.take(
        "report_to_home_school",
        by="host_lead",
        report_support="A mentor twice a week. The quiet place helped in part.",
        report_incidents="Two fights in the corridor, on 12 and 13 January.",
        report_family="He says that it began with a name he was called.",
    )
    (report,) = world.letters("breakdown_report")
    assert report.kind == "report"
    assert report.recipient == "Colin Bright (home)"


def weeks_that_nobody_sent(world: World) -> dict[str, date]:
    """Give the school weeks before this one whose attendance is still owed."""
    return {
        key: on for key, on in world.owed().items() if key.startswith("record_week:") and on < world.today
    }
