"""Two parents who disagree: that is a state of the case, which somebody answers for in writing."""

import pytest

from freshstart.models.cases import StepRecord
from freshstart.process.refusals import Incomplete
from freshstart.process.vocabulary import Relation
from tests.stories import move
from tests.world import World

pytestmark = pytest.mark.django_db

ANOTHER_SAYS_NO = "another_parent_says_no"


def test_one_parent_agrees_and_one_does_not_and_the_lead_says_why_to_go_on() -> None:
    world = World()
    world.open_case(parents=2)
    move.the_home_school_looks_whether_a_move_is_right(world)
    move.the_family_is_told_and_heard(world)
    world.family_says("ask_schools", "no", Relation.FATHER, "I would rather he stayed with his brother.")

    with pytest.raises(Incomplete) as refused:
        world.take("ask_school", by="home_lead", school_to_ask=world.host.pk)
    (asked_for,) = refused.value.errors
    assert asked_for == f"reason__{ANOTHER_SAYS_NO}"

    why = "Both talked with Fay Lindqvist on Tuesday. The father wants to see the school first."
    world.take("ask_school", by="home_lead", school_to_ask=world.host.pk, reasons={ANOTHER_SAYS_NO: why})
    record = StepRecord.objects.get(case=world.case, step="ask_school")
    assert record.reasons == {ANOTHER_SAYS_NO: why}

    views = world.facts().views_on("ask_schools")
    assert {view.value for view in views.values()} == {"yes", "no"}  # neither answer changed the other


def test_a_parent_may_think_again_and_the_latest_answer_counts() -> None:
    world = World()
    world.open_case(parents=2)
    move.the_home_school_looks_whether_a_move_is_right(world)
    move.the_family_is_told_and_heard(world)
    world.family_says("ask_schools", "no", Relation.FATHER)
    world.family_says("ask_schools", "yes", Relation.FATHER)
    world.take("ask_school", by="home_lead", school_to_ask=world.host.pk)
    assert len(world.facts().views) == 3  # what was said before stays written
