"""Somebody says no: that stops the move and nothing else, and nothing is held against anybody."""

import pytest

from freshstart.process.refusals import NotNow
from freshstart.process.vocabulary import CaseOutcome, PhaseOutcome, Relation
from tests.stories import move
from tests.world import World

pytestmark = pytest.mark.django_db


def test_a_parent_does_not_want_other_schools_asked() -> None:
    world = World()
    world.open_case()
    move.the_home_school_looks_whether_a_move_is_right(world)
    move.the_family_is_told_and_heard(world, answer="no")

    with pytest.raises(NotNow) as refused:
        world.take("ask_school", by="home_lead", school_to_ask=world.host.pk)
    (reason,) = refused.value.reasons
    assert reason.why == "No parent has said yes to asking other schools."
    assert reason.source.startswith("Advice page on managed moves")
    assert "ask_school:" in world.owed()  # it waits with a name and a date, and says what it waits for

    world.take("close_not_taken_further", by="home_lead", closing_reason="His mentor comes twice a week now.")
    assert world.facts().outcome is CaseOutcome.NOT_TAKEN_FURTHER
    assert world.owed() == {}


def test_a_parent_does_not_agree_to_the_move_and_the_child_returns_as_planned() -> None:
    world = World()
    move.the_child_arrives(world, move.up_to_the_first_day(world))
    move.every_review_is_held(world, "ask_for_move")
    move.the_agreement_is_drawn_up(world)
    world.family_signs("agreement", Relation.PUPIL)
    world.family_signs("agreement", Relation.MOTHER, signed=False, view="It is too far for his sister.")

    owed = world.owed()
    assert "return_after_a_no:" in owed
    assert not [key for key in owed if key.startswith("sign:")]  # nobody else is asked any more
    with pytest.raises(NotNow):
        move.both_registers_are_changed(world)

    world.take("return_as_planned", by="home_head", back_on=world.today.isoformat())
    move.the_child_is_back(world)
    move.the_plan_at_home_is_agreed(world)
    facts = world.facts()
    assert [phase.outcome for phase in facts.phases] == [PhaseOutcome.RETURNED]
    assert facts.outcome is CaseOutcome.RETURNED


def test_whoever_said_yes_may_change_their_mind_until_the_first_day() -> None:
    world = World()
    move.the_child_arrives(world, move.up_to_the_first_day(world))
    move.every_review_is_held(world, "ask_for_move")
    move.the_agreement_is_drawn_up(world)
    world.everyone_signs("agreement")
    world.family_signs("agreement", Relation.PUPIL, signed=False, view="I want to go back to my friends.")
    with pytest.raises(NotNow):
        move.both_registers_are_changed(world)

    world.family_signs("agreement", Relation.PUPIL, view="I slept over it. I stay.")
    move.both_registers_are_changed(world)
    assert world.facts().move is not None


def test_the_pupil_is_heard_on_the_plan_and_need_not_sign_it() -> None:
    world = World()
    move.up_to_the_first_day(world, sign=False)
    world.family_signs("plan", Relation.PUPIL, signed=False, view="I do not want to go.")
    world.staff_signs("plan", "home_head")
    world.staff_signs("plan", "host_head")
    assert world.direction().outcome is None  # a direction needs nobody's consent
