"""A looked-after child: the council answers as a parent does, and nothing goes ahead without it."""

import pytest

from freshstart.actions.cases import NewParty
from freshstart.models.papers import Signature
from freshstart.models.people import Membership, User
from freshstart.process.refusals import NotNow
from freshstart.process.vocabulary import Channel, PhaseKind, Post, Relation, Reply
from tests.stories import move
from tests.world import World

pytestmark = pytest.mark.django_db
HEARD = {"virtual_school_heard": "yes", "virtual_school_heard__why": "Near her foster home."}


def up_to_the_agreement() -> World:
    world = World()
    council = NewParty(
        "Harrowmere Council as parent", Relation.COUNCIL_PARENT, True, Channel.EMAIL, "parent@council.example"
    )
    world.open_case(parties=(council,), given="Lena", family="Novak", answers={"looked_after": "yes"})
    move.the_home_school_looks_whether_a_move_is_right(world)
    worker = User.objects.create_user("nuala@harrowmere.example", "Nuala Prentice")
    Membership.objects.create(user=worker, organisation=world.council, post=Post.SOCIAL_WORKER)
    world.take("name_social_worker", by="home_lead", social_worker=worker.pk)
    move.the_family_is_told_and_heard(world, by=Relation.COUNCIL_PARENT, **HEARD)
    move.the_child_arrives(world, move.from_asking_schools_to_the_first_day(world))
    move.every_review_is_held(world, "ask_for_move")
    move.the_agreement_is_drawn_up(world)
    return world


def test_the_council_signs_as_parent_and_the_move_completes() -> None:
    world = up_to_the_agreement()
    signer = f"party:{world.party(Relation.COUNCIL_PARENT).pk}"
    assert signer in world.paper("agreement").signers
    world.everyone_signs("agreement")
    signed = Signature.objects.get(paper=world.paper("agreement"), signer=signer)
    assert (signed.reply, signed.method) == (Reply.YES, "link")
    move.both_registers_are_changed(world)
    assert world.facts().phases[-1].kind is PhaseKind.MANAGED_MOVE


def test_without_the_council_nothing_is_signed_by_all() -> None:
    world = up_to_the_agreement()
    world.family_signs("agreement", Relation.PUPIL)
    with pytest.raises(NotNow):
        world.staff_signs("agreement", "home_head")
    with pytest.raises(NotNow):
        move.both_registers_are_changed(world)


def test_a_no_of_the_council_as_parent_brings_the_planned_return() -> None:
    world = up_to_the_agreement()
    world.family_signs("agreement", Relation.PUPIL)
    world.family_signs(
        "agreement", Relation.COUNCIL_PARENT, signed=False, view="It is too far from her foster home."
    )
    assert "return_after_a_no:" in world.owed()
    with pytest.raises(NotNow):
        move.both_registers_are_changed(world)
