"""The board decides at a review that the child stays longer at the other school."""

from datetime import date

import pytest

from freshstart.process.refusals import Incomplete
from freshstart.process.vocabulary import Relation
from tests.stories import move
from tests.world import World

pytestmark = pytest.mark.django_db


def test_a_direction_is_made_longer_and_everyone_looks_again_before_its_new_end() -> None:
    world = World()
    move.the_child_arrives(world, move.up_to_the_first_day(world))
    move.a_review_is_held(world, "d4", "continue")
    move.a_review_is_held(world, "d8", "continue")
    move.a_review_is_held(world, "d12", "longer", new_end="2027-05-14")

    review, direction = world.review("l1"), world.direction()
    assert (review.week, review.due_on) == (16, date(2027, 4, 22))
    assert (direction.ends_on, direction.days) == (date(2027, 5, 14), 92)
    assert world.owed()["osd_20_clock:"] == date(2027, 5, 14)
    (letter,) = world.letters("review_outcome")[-1:]
    assert letter.occurrence == "d12"

    move.a_review_is_held(world, "l1", "ask_for_move")
    move.the_agreement_is_drawn_up(world)
    assert f"sign:agreement:party:{world.party(Relation.MOTHER).pk}" in world.owed()


def test_it_may_be_made_longer_again_by_a_few_days() -> None:
    world = World()
    move.the_child_arrives(world, move.up_to_the_first_day(world))
    move.a_review_is_held(world, "d4", "continue")
    move.a_review_is_held(world, "d8", "continue")
    move.a_review_is_held(world, "d12", "longer", new_end="2027-05-14")
    move.a_review_is_held(world, "l1", "longer", new_end="2027-05-17")
    assert world.review("l2").due_on == date(2027, 4, 23)


@pytest.mark.parametrize("new_end", [{}, {"new_end": "2027-03-01"}])
def test_a_longer_direction_needs_a_last_day_later_than_the_one_stated(new_end: dict[str, str]) -> None:
    world = World()
    move.the_child_arrives(world, move.up_to_the_first_day(world))
    with pytest.raises(Incomplete) as refused:
        move.a_review_is_held(world, "d4", "longer", **new_end)
    assert refused.value.errors == {"new_end": "Enter a last day later than the one stated now."}
