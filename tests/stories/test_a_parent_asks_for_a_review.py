"""A parent asks for a review by their link, as the law lets them."""

from datetime import date, timedelta

import pytest

from freshstart.process.refusals import NotNow
from tests.stories import move
from tests.world import World

pytestmark = pytest.mark.django_db


def test_a_review_that_a_parent_asks_for_is_held_soon() -> None:
    world = World()
    move.the_child_arrives(world, move.up_to_the_first_day(world))
    world.family_says("parent_asks_review", "yes")
    review = world.review("r1")
    assert (review.asked_by, review.due_on) == ("Saira Siddiqui", date(2026, 12, 14))
    assert world.owed()["invite_review:r1"] == date(2026, 11, 30)
    move.a_review_is_held(world, "r1", "continue")
    assert world.review("d4").decided_on is None  # the planned ones stay


def test_a_second_request_waits_for_the_first_review() -> None:
    world = World()
    move.the_child_arrives(world, move.up_to_the_first_day(world))
    world.family_says("parent_asks_review", "yes")
    with pytest.raises(NotNow, match=r"asked for already\. It is held by 14 December 2026"):
        world.family_says("parent_asks_review", "yes")
    assert len(world.facts().views_on("parent_asks_review")) == 1


def test_within_ten_weeks_of_a_review_the_parent_is_told_so_in_plain_words() -> None:
    world = World()
    move.the_child_arrives(world, move.up_to_the_first_day(world))
    move.a_review_is_held(world, "d4", "continue")
    held_on = world.today
    world.go_to(held_on + timedelta(weeks=10, days=-1))
    with pytest.raises(NotNow) as refused:
        world.family_says("parent_asks_review", "yes")
    assert refused.value.what == "A review was held on 8 January 2027, less than ten weeks ago."
    assert "the next stands" in refused.value.next_step

    world.go_to(held_on + timedelta(weeks=10))
    world.family_says("parent_asks_review", "yes")
    assert world.review("r1").held_on is None


def test_the_lead_records_a_request_that_came_on_paper() -> None:
    world = World()
    move.the_child_arrives(world, move.up_to_the_first_day(world))
    world.take("ask_for_review", by="home_lead", asked_in="Saira Siddiqui, by letter of 1 December")
    assert world.review("r1").held_on is None
