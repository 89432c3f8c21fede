"""How a case stands for the person who acts on it, and what the lists are told."""

import pytest

from freshstart.actions import standings
from freshstart.actions.papers import stand_for
from freshstart.models.cases import Case, Grant
from freshstart.models.deadlines import Deadline, owed_by
from freshstart.models.histories import Event
from freshstart.models.people import User
from freshstart.models.placements import Approach
from freshstart.models.protocols import ProtocolVersion, protocol_of
from freshstart.outside.books import protocols as books
from freshstart.process.refusals import NotYours
from freshstart.process.vocabulary import Relation
from tests.stories import move
from tests.world import World

pytestmark = pytest.mark.django_db


def test_whoever_has_no_role_on_a_case_does_not_stand_on_it() -> None:
    world = World()
    world.open_case()
    with pytest.raises(NotYours, match="This case is not yours"):
        standings.stand(case_id=world.case_id(), by=world.people["other_head"], at=world.now)


def test_a_person_who_came_by_a_link_does_nothing_that_needs_an_account() -> None:
    world = World()
    world.open_case()
    standing = stand_for(world.party(Relation.MOTHER), None, world.now)
    with pytest.raises(NotYours, match="by the schools and the council"):
        _ = standing.account


def test_a_person_acts_in_the_role_that_the_step_wants() -> None:
    world = World()
    world.open_case()
    actor = standings.actor_on(world.row(), world.people["home_lead"])
    assert actor.roles == {"home_lead", "lead"}
    assert standings.acting_as(actor, ("home_head", "lead")) == "lead"
    assert standings.acting_as(actor) == "home_lead"


def test_the_rules_of_the_day_on_which_a_placement_was_decided_hold() -> None:
    world = World()
    move.up_to_the_first_day(world, sign=False)
    assert standings.law_for(protocol_of(world.row().protocol_id), world.facts()).id == "england_2026_07_26"


def test_lists_show_what_comes_next_who_does_it_and_by_when() -> None:
    world = World()
    row = world.open_case()
    assert (row.status, row.way, row.stage) == ("Not yet told to the family", "Thornley Vale", "leaving")
    assert (row.next_who, row.next_due_on) == ("Rana Okafor (home)", world.owed()["is_a_move_right:"])
    move.the_home_school_looks_whether_a_move_is_right(world)
    assert (world.row().next_what, world.row().next_who) == (
        "Send the head’s letter to the parents",
        "Colin Bright (home)",
    )


def test_what_is_stopped_does_not_stand_before_what_can_be_done() -> None:
    world = World()
    world.open_case(answers={"child_protection_plan": "yes"})
    move.the_home_school_looks_whether_a_move_is_right(world)
    assert world.row().next_what == "Sign off"


def test_a_school_that_was_asked_reads_no_name_in_its_own_work() -> None:
    world = World()
    world.open_case()
    move.the_home_school_looks_whether_a_move_is_right(world)
    move.the_family_is_told_and_heard(world)
    world.take("ask_school", by="home_lead", school_to_ask=world.host.pk)
    (debt,) = owed_to_do(world.people["host_head"])
    assert (debt.child, debt.about) == ("A child", "Year 8")
    assert debt.what == "Answer the request for a place"
    assert (debt.owner_organisation, debt.owner_post) == (world.host, "head")


def test_a_debt_that_is_met_stays_in_the_table_with_the_time() -> None:
    world = World()
    world.open_case()
    world.later()
    move.the_home_school_looks_whether_a_move_is_right(world)
    debt = Deadline.objects.get(case=world.case, key="is_a_move_right:")
    assert debt.met_at == world.now


def test_making_the_lists_again_changes_nothing() -> None:
    world = World()
    move.up_to_the_first_day(world, sign=False)
    before = Case.objects.filter(pk=world.case_id()).values().get(), list(Deadline.objects.values())
    standings.refresh(world.row(), world.now)
    assert (Case.objects.filter(pk=world.case_id()).values().get(), list(Deadline.objects.values())) == before


def test_whoever_leaves_a_post_reads_and_owes_nothing_more() -> None:
    world = World()
    world.open_case()
    lead, head = world.people["home_lead"], world.people["home_head"]
    head.memberships.update(ended_on=world.today)
    assert not Case.objects.visible_to(head).exists()
    assert owed_to_do(lead)
    Grant.objects.filter(user=lead).update(ended_at=world.now)
    lead.memberships.update(ended_on=world.today)
    assert not Deadline.objects.visible_to(lead).exists()


def test_a_stranger_finds_nothing_anywhere() -> None:
    world = World()
    world.open_case()
    stranger = User.objects.create_user("eve@harrowmere.example", "Eve")
    for rows in (Case.objects, Deadline.objects, Approach.objects):
        assert not rows.visible_to(stranger).exists()
    assert not owed_to_do(stranger)


def owed_to_do(user: User) -> list[Deadline]:
    """Give what a person owes, in their own name and in the posts they hold."""
    places = owed_by(user, user.memberships.filter(ended_on=None))
    return [debt for place in places for debt in Deadline.objects.open().filter(place)]


# Protocols ------------------------------------------------------------------------------------------------


def test_a_protocol_is_put_in_force_once_and_running_cases_keep_theirs() -> None:
    world = World()
    case = world.open_case()
    plan = books()["southwark"]
    assert world.puts_in_force(plan) == world.protocol
    changed = plan.model_copy(update={"name": "Southwark, revised"})
    version = world.puts_in_force(changed)
    assert ProtocolVersion.objects.count() == 2
    assert protocol_of(case.protocol_id).name == "Southwark"
    assert protocol_of(version.pk) == changed
    codes = Event.objects.filter(code="protocol_put_in_force").order_by("seq")
    assert [event.actor for event in codes] == [world.people["council_inclusion"]] * 2
