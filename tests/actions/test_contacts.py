"""How somebody is reached, who may change that, and what a restriction closes at once."""

from datetime import timedelta
from typing import Any

import pytest

from freshstart.actions import contacts, messages, signings
from freshstart.actions.contacts import HOLD
from freshstart.models.cases import ContactChange
from freshstart.models.messages import Link, Message
from freshstart.process.refusals import Incomplete, NotNow, NotYours
from freshstart.process.vocabulary import Hidden, Relation, Reply, Verified
from tests.stories import move
from tests.world import World

pytestmark = pytest.mark.django_db
PHONE, NEW = "07700 900 101", "+44 7700 900 202"


def planned() -> World:
    world = World()
    move.up_to_the_first_day(world, parents=2, sign=False)
    return world


def verify(world: World, relation: Relation, phone: str = PHONE) -> None:
    contacts.verify_phone(
        case_id=world.case_id(),
        party_id=world.party(relation).pk,
        by=world.people["home_lead"],
        at=world.now,
        phone=phone,
        how=Verified.IN_PERSON,
    )


def ask(world: World, by: str = "home_lead", **new: Any) -> ContactChange:
    contacts.ask_change(
        case_id=world.case_id(),
        party_id=world.party(Relation.MOTHER).pk,
        by=world.people[by],
        at=world.now,
        new=new,
    )
    return ContactChange.objects.latest("pk")


def check(world: World, change: ContactChange, by: str, *, is_right: bool = True) -> None:
    contacts.check_change(
        case_id=world.case_id(),
        change_id=change.pk,
        by=world.people[by],
        at=world.now,
        is_right=is_right,
        how=Verified.CALL_BACK,
    )


def test_codes_go_to_a_telephone_that_is_the_persons_own_alone() -> None:
    world = planned()
    verify(world, Relation.MOTHER)
    with pytest.raises(Incomplete, match="missing") as refused:
        verify(world, Relation.FATHER, "+44 (0)7700 900 101".replace("(0)", ""))
    assert refused.value.errors == {
        "phone": "Somebody else on this case has this number. Each answers alone."
    }
    with pytest.raises(NotNow, match="a telephone already"):
        verify(world, Relation.MOTHER, NEW)
    with pytest.raises(Incomplete):
        verify(world, Relation.FATHER, "12 34")


def test_a_new_telephone_takes_two_people_and_the_old_one_is_told() -> None:
    world = planned()
    verify(world, Relation.MOTHER)
    change = ask(world, code_phone=NEW)
    with pytest.raises(NotYours, match="wrote this down yourself"):
        check(world, change, "home_lead")
    mother = world.party(Relation.MOTHER)
    assert mother.code_phone == PHONE
    check(world, change, "home_head")
    mother.refresh_from_db()
    assert (mother.code_phone, mother.verified_by) == (NEW, world.people["home_head"])
    notice = Message.objects.filter(party=mother, kind="notice").get()
    assert notice.address == PHONE
    assert "The way we reach you was changed." in messages.words_of(notice, world.now)


def test_what_has_not_gone_out_goes_the_new_way_by_a_new_link() -> None:
    world = planned()
    mother = world.party(Relation.MOTHER)
    old = messages.live_link(mother, world.row(), world.now)
    before = [one.paper_id for one in Message.objects.filter(party=mother, sent_at=None)]
    assert before
    change = ask(world, channel="post", address=["1 New Lane"])
    check(world, change, "home_head")
    old.refresh_from_db()
    assert old.revoked_at == world.now
    anew = Message.objects.filter(party=mother, sent_at=None).order_by("pk")
    assert {one.paper_id for one in anew} == {*before}
    assert {(one.channel, one.address) for one in anew} == {("post", "1 New Lane")}


def test_for_three_days_after_a_change_nothing_can_be_agreed_to_and_a_no_can_be_said() -> None:
    world = planned()
    check(world, ask(world, email="new@family.example"), "home_head")
    with pytest.raises(NotNow, match="changed a short time ago"):
        world.family_signs("plan", Relation.MOTHER)
    world.family_signs("plan", Relation.MOTHER, signed=False)
    world.now += HOLD - timedelta(minutes=1)
    with pytest.raises(NotNow, match="changed a short time ago"):
        world.family_signs("plan", Relation.MOTHER)
    world.now += timedelta(minutes=2)
    world.family_signs("plan", Relation.MOTHER)
    signature = world.paper("plan").signatures.latest("pk")
    assert signature.reply == Reply.YES


def test_a_change_that_is_wrong_changes_nothing() -> None:
    world = planned()
    check(world, ask(world, email="stranger@elsewhere.example"), "home_head", is_right=False)
    mother = world.party(Relation.MOTHER)
    assert (mother.email, mother.signing_held_until) == ("saira@family.example", None)


def test_a_restriction_closes_the_link_and_is_not_made_by_everybody() -> None:
    world = planned()
    messages.send_link(
        case_id=world.case_id(),
        party_id=world.party(Relation.MOTHER).pk,
        by=world.people["home_lead"],
        at=world.now,
    )
    given: dict[str, Any] = {
        "case_id": world.case_id(),
        "party_id": world.party(Relation.MOTHER).pk,
        "at": world.now,
    }
    hides = [Hidden.SCHOOL, Hidden.ADDRESS]
    with pytest.raises(NotYours):
        contacts.restrict(by=world.people["home_lead"], hides=hides, order="An order", **given)
    with pytest.raises(Incomplete):
        contacts.restrict(by=world.people["home_safeguarding"], hides=hides, order=" ", **given)
    old = Link.objects.get(party=world.party(Relation.MOTHER), revoked_at=None)
    contacts.restrict(by=world.people["home_safeguarding"], hides=hides, order="Order of 2 May", **given)
    old.refresh_from_db()
    assert old.revoked_at == world.now
    waiting = Message.objects.filter(party=world.party(Relation.MOTHER), sent_at=None)
    assert {one.link_id == old.pk for one in waiting} == {False}
    assert [party.hides for party in world.facts().parties if party.relation is Relation.MOTHER] == [
        (Hidden.SCHOOL, Hidden.ADDRESS)
    ]


def test_only_the_family_shortens_the_time_and_one_night_remains() -> None:
    world = World()
    move.the_child_arrives(world, move.up_to_the_first_day(world))
    move.every_review_is_held(world, "ask_for_move")
    move.the_agreement_is_drawn_up(world)
    paper, mother = world.paper("agreement"), world.party(Relation.MOTHER)
    signings.note_opened(party=mother, by=None, paper_id=paper.pk, at=world.now)
    given: dict[str, Any] = {
        "party": mother,
        "by": None,
        "paper_id": paper.pk,
        "read": paper.digest,
        "view": "",
    }
    began = world.now
    with pytest.raises(NotNow, match="time to think"):
        signings.sign_by_link(at=began, reply=Reply.YES, name="Saira", **given)
    signings.need_no_more_time(party=mother, by=None, paper_id=paper.pk, at=began)
    with pytest.raises(NotNow, match="time to think"):
        signings.sign_by_link(at=began + timedelta(hours=23), reply=Reply.YES, name="Saira", **given)
    signings.sign_by_link(at=began + timedelta(hours=24), reply=Reply.YES, name="Saira", **given)
    assert paper.signatures.get().reply == Reply.YES
