"""A looked-after child with an education, health and care plan and a child protection plan."""

import pytest

from freshstart.actions import cases
from freshstart.models.cases import Case
from freshstart.models.organisations import Organisation
from freshstart.models.people import User
from freshstart.process.refusals import Incomplete, NotNow
from freshstart.process.values import Value
from freshstart.process.vocabulary import Post, Relation
from tests.stories import move
from tests.world import TERMS, World, staff

pytestmark = pytest.mark.django_db

HEARD: dict[str, Value] = {"virtual_school_heard": "yes"}
ANSWERS = {"sen": "plan", "looked_after": "yes", "child_protection_plan": "yes"}


def test_who_keeps_the_child_safe_signs_off_before_the_family_is_told() -> None:
    world, _ = a_world_with_a_child_who_lives_elsewhere()
    with pytest.raises(NotNow) as refused:
        world.take("tell_family", by="home_head")
    (reason,) = refused.value.reasons
    assert (reason.rule, reason.sign_off_by) == ("protection_plan_signed_off", "home_safeguarding")
    assert reason.source == "Manchester, when not appropriate"
    assert "sign_off:protection_plan_signed_off" in world.owed()

    the_safeguarding_lead_signs_off(world)
    world.take("tell_family", by="home_head")
    assert "sign_off:protection_plan_signed_off" not in world.owed()


def test_the_council_that_keeps_the_plan_reads_the_case_and_gets_the_letters() -> None:
    world, caseworker = a_world_with_a_child_who_lives_elsewhere()
    the_safeguarding_lead_signs_off(world)
    assert not Case.objects.visible_to(caseworker).exists()
    move.the_family_is_told_and_heard(world, plan_council_told="yes")
    assert Case.objects.visible_to(caseworker).exists()
    assert not Case.objects.visible_to(world.people["council_sen"]).exists()

    move.schools_are_asked(world)
    move.everyone_meets(world)
    move.the_receiving_school_accepts(world)
    move.the_board_decides(
        world, starts_on=move.FIRST_DAY, reasons={"mm_17": "She begins on Monday"}, **HEARD
    )
    letters = world.letters("direction_notice")
    assert [letter.recipient for letter in letters] == ["Saira Siddiqui", "Nadia Brooks"]


def test_each_warning_names_its_rule_and_its_source() -> None:
    world, _ = a_world_with_a_child_who_lives_elsewhere()
    the_safeguarding_lead_signs_off(world)
    move.the_family_is_told_and_heard(world, plan_council_told="yes")
    move.schools_are_asked(world)
    move.everyone_meets(world)
    move.the_receiving_school_accepts(world)
    offer = move.offer(world, "determine_direction")
    assert {reason.rule: reason.source for reason in offer.reasons} == {
        "mm_17": "Suspension and permanent exclusion guidance, 26 July 2026"
    }
    with pytest.raises(Incomplete) as refused:
        move.the_board_decides(world, starts_on=move.FIRST_DAY, **HEARD)
    assert refused.value.errors.keys() == {"reason__mm_17"}

    world.add(cases.NewParty("Grace Obi", Relation.SOCIAL_WORKER))
    move.the_board_decides(world, starts_on=move.FIRST_DAY, **HEARD)


def a_world_with_a_child_who_lives_elsewhere() -> tuple[World, User]:
    """Open the case of a child whose plan is kept by another council than the school's."""
    world = World()
    council = Organisation.objects.create(
        kind="council", name="Aldermoor Council", la_code="998", source="demonstration", calendar=TERMS
    )
    people = staff(council, {Post.SEN: "Nadia Brooks"})
    world.open_case(answers=ANSWERS, home_council=council)
    move.the_home_school_looks_whether_a_move_is_right(world)
    return world, people[Post.SEN]


def the_safeguarding_lead_signs_off(world: World) -> None:
    world.take(
        "sign_off",
        by="home_safeguarding",
        occurrence="protection_plan_signed_off",
        sign_off_words="Agreed with the social worker: the move is part of the plan.",
    )
