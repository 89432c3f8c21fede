"""Twelve weeks elsewhere, and then home again as planned."""

from datetime import timedelta

import pytest

from freshstart.process.refusals import Incomplete
from freshstart.process.vocabulary import CaseOutcome, PhaseOutcome
from tests.stories import move
from tests.world import World

pytestmark = pytest.mark.django_db


def test_the_board_decides_in_week_12_that_the_child_returns() -> None:
    world = World()
    move.the_child_arrives(world, move.up_to_the_first_day(world))
    move.every_review_is_held(world, "return")

    next_school_day = world.facts().calendar("home").next_school_day(world.today)
    assert "return_as_decided:" in world.owed()
    world.take("return_as_planned", by="home_head", back_on=next_school_day.isoformat())
    move.the_child_is_back(world)
    move.the_plan_at_home_is_agreed(world)

    facts = world.facts()
    assert [phase.outcome for phase in facts.phases] == [PhaseOutcome.RETURNED]
    assert facts.outcome is CaseOutcome.RETURNED
    assert world.owed() == {}


def test_the_board_may_decide_on_a_return_at_any_review() -> None:
    world = World()
    move.the_child_arrives(world, move.up_to_the_first_day(world))
    move.a_review_is_held(world, "d4", "return")
    world.take("return_as_planned", by="home_head", back_on=world.today.isoformat())
    assert world.owed().keys() >= {"confirm_return:", "plan_meeting:"}


def test_a_return_is_recorded_when_it_comes_so_that_the_child_is_expected_in_one_place_only() -> None:
    world = World()
    move.the_child_arrives(world, move.up_to_the_first_day(world))
    move.every_review_is_held(world, "return")
    in_ten_days = world.today + timedelta(days=10)
    with pytest.raises(Incomplete) as refused:
        world.take("return_as_planned", by="home_head", back_on=in_ten_days.isoformat())
    assert "take this step on the last day" in refused.value.errors["back_on"]
    assert world.facts().phase is not None
