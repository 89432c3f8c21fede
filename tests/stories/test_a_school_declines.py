"""A school that was asked says no: it loses sight of the request the same second, and another is asked."""

from datetime import date

import pytest

from freshstart.models.placements import Approach
from freshstart.process.refusals import NotYours
from tests.stories import move
from tests.world import World

pytestmark = pytest.mark.django_db


def test_a_school_that_declines_sees_nothing_more_and_another_is_asked() -> None:
    world = World()
    world.open_case()
    move.the_home_school_looks_whether_a_move_is_right(world)
    move.the_family_is_told_and_heard(world)

    asked = a_school_is_asked(world, "other")
    head = world.people["other_head"]
    assert asked in Approach.objects.visible_to(head)
    assert asked.shown == {"year_group": "8", "sen": "SEN support", "from": "Harrowmere Council"}
    assert world.owed() == {f"answer_approach:{asked.pk}": date(2026, 12, 1)}

    the_school_answers(world, "other", asked, "no")
    assert asked not in Approach.objects.visible_to(head)
    with pytest.raises(NotYours):
        the_school_answers(world, "other", asked, "yes")
    assert world.owed() == {"ask_school:": date(2026, 11, 27)}  # three school days from the no

    second = a_school_is_asked(world, "host")
    the_school_answers(world, "host", second, "yes")
    world.take("choose_school", by="home_lead", occurrence=str(second.pk))
    assert world.facts().host is not None


def test_a_school_that_said_yes_and_was_not_chosen_sees_nothing_more() -> None:
    world = World()
    world.open_case()
    move.the_home_school_looks_whether_a_move_is_right(world)
    move.the_family_is_told_and_heard(world)
    first, second = a_school_is_asked(world, "other"), a_school_is_asked(world, "host")
    the_school_answers(world, "other", first, "yes")
    the_school_answers(world, "host", second, "yes")
    world.take("choose_school", by="home_lead", occurrence=str(second.pk))
    assert first not in Approach.objects.visible_to(world.people["other_head"])
    with pytest.raises(NotYours):
        world.take("choose_school", by="other_head", occurrence=str(first.pk))


def a_school_is_asked(world: World, side: str) -> Approach:
    school = {"other": world.other, "host": world.host}[side]
    world.take("ask_school", by="home_lead", school_to_ask=school.pk)
    return Approach.objects.get(case_id=world.case_id(), organisation=school)


def the_school_answers(world: World, side: str, approach: Approach, answer: str) -> None:
    world.take(
        "answer_approach",
        by=f"{side}_head",
        occurrence=str(approach.pk),
        place_answer=answer,
        place_why="No place in this year group" if answer == "no" else "",
    )
