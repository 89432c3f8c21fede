"""How messages leave the house, once each, and how a link reaches the one person it is for."""

from datetime import timedelta
from typing import Any

import pytest
from django.core import mail

from freshstart.actions import doors, messages
from freshstart.models.histories import Event
from freshstart.models.messages import Link, Message
from freshstart.process.refusals import NotYours
from freshstart.process.vocabulary import Channel, Relation
from tests.stories import move
from tests.world import World

pytestmark = pytest.mark.django_db


def told(*, parents: int = 2) -> World:
    """Tell the family: the mother is reached by e-mail, the father by post."""
    world = World()
    world.open_case(parents=parents)
    move.the_home_school_looks_whether_a_move_is_right(world)
    world.take("tell_family", by="home_head")
    return world


def the_links(world: World) -> dict[str, Any]:
    return {"case_id": world.case_id(), "by": world.people["home_lead"], "at": world.now}


def link_of(world: World) -> Link:
    return Link.objects.get(party=world.party(Relation.MOTHER), revoked_at=None)


# The outbox -----------------------------------------------------------------------------------------------


def test_each_parent_gets_the_letter_in_their_own_way() -> None:
    world = told()
    mother, father, leaflet = Message.objects.filter(case=world.case).order_by("party_id", "pk")
    assert (mother.channel, mother.address) == (Channel.EMAIL, "saira@family.example")
    assert mother.link == link_of(world)
    assert (father.channel, father.address, father.link) == (Channel.POST, "4 Mill Road\nHarrowmere", None)
    copies: dict[int | None, str] = {letter.pk: letter.recipient for letter in world.letters("head_proposal")}
    assert (copies[mother.document_id], copies[father.document_id]) == ("Saira Siddiqui", "Imran Siddiqui")
    assert leaflet.party == father.party  # who has a page finds the leaflet there
    assert leaflet.document is not None
    assert leaflet.document.source == "leaflet_parents"


def test_an_e_mail_says_nothing_about_the_child_and_brings_the_link() -> None:
    world = told()
    assert messages.deliver_next(at=world.now)
    (sent,) = mail.outbox
    assert sent.to == ["saira@family.example"]
    assert sent.subject == "Something for you to read"
    assert messages.token_of(link_of(world)) in str(sent.body)
    assert not any(word in f"{sent.subject} {sent.body}" for word in ("Hamza", "Siddiqui", "move"))


def test_nothing_is_sent_twice_and_what_goes_by_post_waits_for_a_person() -> None:
    world = told()
    assert messages.deliver_next(at=world.now)
    assert not messages.deliver_next(at=world.now)
    assert len(mail.outbox) == 1
    waiting = Message.objects.filter(case=world.case, sent_at=None)
    assert {one.channel for one in waiting} == {Channel.POST}


def test_a_mail_server_that_is_down_is_tried_again_and_the_problem_is_kept(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    world = told(parents=1)

    def down(*args: object, **keywords: object) -> int:
        raise ConnectionRefusedError("Nobody answers.")

    with monkeypatch.context() as patch:
        patch.setattr("django.core.mail.EmailMessage.send", down)
        for _ in range(5):
            assert messages.deliver_next(at=world.now)
        assert not messages.deliver_next(at=world.now)  # five times, then a person looks at it
    message = Message.objects.get(case=world.case)
    assert (message.tries, message.sent_at, message.problem) == (5, None, "Nobody answers.")


def test_a_link_that_ran_out_while_the_mail_waited_is_replaced_when_it_is_sent() -> None:
    world = told(parents=1)
    old = link_of(world)
    world.later(days=8)
    assert messages.deliver_next(at=world.now)
    assert link_of(world) != old
    assert messages.find_link(messages.token_of(link_of(world)), world.now)


# Links ----------------------------------------------------------------------------------------------------


def test_a_link_is_found_by_its_address_while_it_lives() -> None:
    world = told()
    link = link_of(world)
    token = messages.token_of(link)
    assert messages.find_link(token, world.now) == link
    assert messages.find_link(token, world.now + timedelta(days=7)) is None
    assert messages.find_link(f"{token}x", world.now) is None
    assert messages.find_link(link.nonce, world.now) is None


def test_a_person_has_one_link_at_a_time() -> None:
    world = told()
    first = link_of(world)
    mother = world.party(Relation.MOTHER).pk
    messages.send_link(party_id=mother, **the_links(world))
    assert link_of(world) == first
    world.later(days=8)
    messages.send_link(party_id=mother, **the_links(world))
    assert link_of(world) != first
    assert messages.find_link(messages.token_of(first), world.now) is None


def test_a_link_is_closed_at_once_and_its_mail_is_not_sent() -> None:
    world = told()
    token, mother = messages.token_of(link_of(world)), world.party(Relation.MOTHER).pk
    messages.revoke_link(party_id=mother, **the_links(world))
    assert messages.find_link(token, world.now) is None
    assert not messages.deliver_next(at=world.now)
    assert Event.objects.filter(case=world.case).latest("seq").code == "link_revoked"


@pytest.mark.parametrize("act", [messages.send_link, messages.revoke_link])
def test_only_those_who_run_the_case_send_and_close_links_and_only_of_people_on_it(act: Any) -> None:
    world = told()
    mother = world.party(Relation.MOTHER).pk
    with pytest.raises(NotYours, match="Only those who run the case"):
        act(party_id=mother, **{**the_links(world), "by": world.people["home_attendance"]})
    with pytest.raises(NotYours, match="not on this case"):
        act(party_id=10**6, **the_links(world))


def test_a_link_that_is_opened_is_noted_and_keeps_its_first_time() -> None:
    world = told()
    link = link_of(world)
    doors.open_link(link_id=link.pk, by=None, at=world.now, device="phone")
    first = world.now
    world.later()
    doors.open_link(link_id=link.pk, by=None, at=world.now, device="phone")
    link.refresh_from_db()
    assert link.opened_at == first
    events = Event.objects.filter(case=world.case, code="link_opened")
    assert [(event.actor, event.acting_as) for event in events] == [(None, "family"), (None, "family")]
