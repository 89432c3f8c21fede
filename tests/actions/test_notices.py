"""How heads and governors hear that a decision waits for them, and how readings are noted."""

import pytest
from django.core import mail

from freshstart.actions import notices, readings
from freshstart.models.histories import SensitiveReading
from freshstart.models.messages import Notice
from freshstart.models.people import Membership
from freshstart.process.vocabulary import Post, Strand
from tests.stories import move
from tests.world import World

pytestmark = pytest.mark.django_db


def waiting() -> World:
    """Let the head's letter wait for the head."""
    world = World()
    world.open_case()
    move.the_home_school_looks_whether_a_move_is_right(world)
    return world


def test_whoever_holds_the_post_is_told_once_and_reads_no_name_in_the_mail() -> None:
    world = waiting()
    assert notices.deliver_next_notice(at=world.now)
    assert not notices.deliver_next_notice(at=world.now)
    (sent,) = mail.outbox
    assert sent.to == [world.people["home_head"].email]
    assert "/decide/" in str(sent.body)
    assert not any(word in f"{sent.subject} {sent.body}" for word in ("Hamza", "Siddiqui"))


def test_a_decision_of_a_post_that_nobody_holds_is_the_leads() -> None:
    world = World()
    Membership.objects.filter(organisation=world.home, post=Post.HEAD).delete()
    world.open_case()
    move.the_home_school_looks_whether_a_move_is_right(world)
    assert [notice.user for notice in Notice.objects.all()] == [world.people["home_lead"]]


def test_what_was_decided_meanwhile_needs_no_mail() -> None:
    world = waiting()
    world.take("tell_family", by="home_head")
    assert not notices.deliver_next_notice(at=world.now)


def test_a_mail_server_that_is_down_is_tried_five_times(monkeypatch: pytest.MonkeyPatch) -> None:
    world = waiting()

    def down(*args: object, **keywords: object) -> int:
        raise ConnectionRefusedError("Nobody answers.")

    monkeypatch.setattr("django.core.mail.EmailMessage.send", down)
    while notices.deliver_next_notice(at=world.now):
        pass
    (notice,) = Notice.objects.all()
    assert (notice.tries, notice.sent_at, notice.problem) == (5, None, "Nobody answers.")
    assert str(notice).startswith("notice ")


def test_it_is_noted_who_read_what_is_sensitive_and_in_which_role() -> None:
    world = waiting()
    readings.note(
        case=world.row(), by=world.people["home_safeguarding"], at=world.now, strand=Strand.SAFEGUARDING
    )
    (reading,) = SensitiveReading.objects.all()
    assert (reading.reader, reading.acting_as) == (world.people["home_safeguarding"], "home_safeguarding")
