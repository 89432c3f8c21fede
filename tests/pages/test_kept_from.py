"""Does somebody who must not learn of the new school find it nowhere: on no page, letter or file?"""

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from freshstart.actions import contacts, enquiries
from freshstart.actions.messages import live_link
from freshstart.models.cases import Party, Restriction
from freshstart.models.messages import Link, Message
from freshstart.models.papers import Document, Enquiry
from freshstart.models.protocols import protocol_of
from freshstart.outside.pdfs import Pdf
from freshstart.process.vocabulary import Hidden, Relation
from tests.outside.readers import pages_of
from tests.pages.doors import at, by_link, signed_in, undone, words_in
from tests.stories import move
from tests.world import World

pytestmark = pytest.mark.once

KEPT = re.compile(r"Kestrel|\(host\)|Daniel ?Mensah")
ORDER = "Order of 3 June, the family court"


@pytest.fixture
def world(db: None) -> World:
    """Let Hamza's case begin, with both parents."""
    built = World()
    built.open_case(parents=2)
    return built


@pytest.fixture
def kept(world: World) -> Iterator[World]:
    """Let the school be kept from the father from the beginning, and a review be held at it."""
    keep_from_father(world)
    _goes_to_the_first_review(world)
    with time_machine.travel(world.now, tick=False):
        yield world


@pytest.fixture
def kept_later(world: World) -> Iterator[World]:
    """Let the school be kept from the father when he has been told already."""
    _goes_to_the_first_review(world)
    Message.objects.update(sent_at=world.now)
    world.now += timedelta(minutes=1)
    keep_from_father(world)
    with time_machine.travel(world.now, tick=False):
        yield world


def _goes_to_the_first_review(world: World) -> None:
    move.the_child_arrives(world, move.the_rest_up_to_the_first_day(world))
    move.a_review_is_held(world, "d4", "continue")


def keep_from_father(world: World) -> None:
    contacts.restrict(
        case_id=world.case_id(),
        party_id=world.party(Relation.FATHER).pk,
        by=world.people["home_head"],
        at=world.now,
        hides=[Hidden.SCHOOL],
        order=ORDER,
    )


def waiting_for(party: Party) -> list[tuple[str, str, str]]:
    """Give what is to go out to a person: which letter or news, on which occasion, and what it says."""
    rows = Message.objects.filter(party=party, sent_at=None).select_related("document")
    return [
        (
            one.document.source,
            one.document.occurrence,
            "".join(pages_of(Pdf(bytes(one.document.data), "ua-1", ""))),
        )
        if one.document
        else (one.about, str(one.paper_id), "")
        for one in rows.order_by("pk")
    ]


def father_comes(world: World) -> str:
    """Let the father come by his link, and give his cookie."""
    return by_link(live_link(world.party(Relation.FATHER), world.row(), world.now))


def addresses(world: World) -> list[str]:
    """Give every page for families, with whatever there is on the case in its place."""
    papers = world.row().papers.values_list("pk", flat=True)
    letters = Document.objects.filter(case=world.case).values_list("pk", flat=True)
    replies = ("yes", "no", "talk", "pressed", "time", "undo")
    return [
        *(reverse(name) for name in ("for_you", "family_ask", "family_done", "family_welcome")),
        *(reverse("family_answer", args=[one.id]) for one in protocol_of(world.protocol.pk).family),
        *(reverse("family_paper", args=[one]) for one in papers),
        *(reverse("family_sign", args=[one, reply]) for one in papers for reply in replies),
        *(reverse(name, args=[one]) for one in letters for name in ("family_letter", "family_file")),
    ]


def told_at(world: World, *more: str) -> list[str]:
    """Say where the father is told which school it is, by looking and by pressing."""
    key, found = father_comes(world), []
    for address in [*addresses(world), *more]:
        for method in ("get", "post"):
            with undone():
                words = words_in(getattr(at(key), method)(address))
            if told := KEPT.search(words):
                found.append(f"{method} {address}: {words[max(0, told.start() - 40) : told.end() + 20]}")
    return found


def shown_to_father(world: World) -> str:
    return words_in(at(father_comes(world)).get(reverse("for_you")))


def sealed_for_father(world: World) -> list[str]:
    """Give the address of the sheet that was sealed for the father alone."""
    rows = Document.objects.filter(party=world.party(Relation.FATHER)).exclude(seal="")
    return [reverse("family_file", args=[one.pk]) for one in rows]


# What he reads ----------------------------------------------------------------------------------------------


def test_the_sweep_finds_the_school_where_it_may_be_told(world: World) -> None:
    _goes_to_the_first_review(world)
    with time_machine.travel(world.now, tick=False):
        found = told_at(world)
    assert {reverse("for_you"), reverse("family_welcome")} < {
        one.partition(" ")[2].partition(":")[0] for one in found
    }


def test_whoever_must_not_learn_of_the_school_finds_it_nowhere(kept: World) -> None:
    sealed = sealed_for_father(kept)
    assert len(sealed) == 1
    found = [one for one in told_at(kept) if sealed[0] not in one]
    assert not found, "\n".join(found)
    assert "Plan for Hamza at the new school" in shown_to_father(kept)


def test_the_sheet_that_was_sealed_for_him_names_nobody_of_the_school(kept: World) -> None:
    words = words_in(at(father_comes(kept)).get(sealed_for_father(kept)[0]))
    assert not KEPT.search(words)


def test_what_was_made_before_is_not_shown_to_him_any_more(kept_later: World) -> None:
    found = told_at(kept_later)
    assert not found, "\n".join(found)
    assert "Letters to you" not in shown_to_father(kept_later)


def test_what_is_made_from_then_on_reaches_him_without_the_school(kept_later: World) -> None:
    world = kept_later
    review = world.review("d8")
    world.go_to(review.due_on - timedelta(days=8))
    world.take(
        "invite_review",
        by="home_clerk",
        occurrence="d8",
        review_on=review.due_on.isoformat(),
        review_at="15:30",
    )
    with time_machine.travel(world.now, tick=False):
        assert "You are invited: how is Hamza getting on?" in shown_to_father(world)
        assert told_at(world) == []


def test_what_he_was_given_is_drawn_up_anew_for_him(kept_later: World) -> None:
    assert "Plan for Hamza at the new school" in shown_to_father(kept_later)


def test_what_still_waits_in_the_outbox_is_made_anew_and_does_not_tell_him(world: World) -> None:
    _goes_to_the_first_review(world)
    father = world.party(Relation.FATHER)
    before = waiting_for(father)
    assert any(KEPT.search(text) for _, _, text in before)
    world.now += timedelta(minutes=1)
    keep_from_father(world)
    anew = waiting_for(father)
    assert [one for one in anew if KEPT.search(one[2])] == []
    assert {one[:2] for one in anew} == {one[:2] for one in before}
    old = Document.objects.filter(party=father, made_at__lt=world.now)
    assert {one.recalled_at for one in old} == {world.now}
    assert not Link.objects.filter(party=father, made_at__lt=world.now, revoked_at=None)


def test_an_answer_to_what_he_asks_does_not_tell_him(kept: World) -> None:
    father = kept.party(Relation.FATHER)
    enquiries.ask(party=father, by=None, at=kept.now, words="Which school is it?")
    enquiries.answer(
        case_id=kept.case_id(),
        enquiry_id=Enquiry.objects.get().pk,
        by=kept.people["home_lead"],
        at=kept.now,
        words="It is Kestrel Park. Daniel Mensah (host) meets him each day.",
    )
    shown = shown_to_father(kept)
    assert "[…]" in shown
    assert not KEPT.search(shown)


# Who keeps it from him --------------------------------------------------------------------------------------


def test_the_head_says_what_is_kept_on_which_ground_and_loses_nothing_typed(world: World) -> None:
    head, father = at(signed_in(world.people["home_head"])), world.party(Relation.FATHER)
    address = reverse("restrict", args=[world.row().reference, father.pk])
    shown = head.post(address, {"order": ORDER}).content.decode()
    assert "Choose what is kept from this person." in shown
    assert ORDER in shown
    link = live_link(father, world.row(), world.now)
    assert head.post(address, {"order": ORDER, "hides": ["school"]}).status_code == 302
    link.refresh_from_db()
    assert link.revoked_at is not None
    assert Restriction.objects.get(party=father, ended_at=None).hides == ["school"]
    head.post(reverse("restriction_lift", args=[world.row().reference, father.pk]))
    assert not Restriction.objects.filter(party=father, ended_at=None).exists()
