import os
import signal
from collections.abc import Iterator
from datetime import datetime, timedelta
from io import StringIO
from threading import Timer

import pytest
from django.core import mail
from django.core.management import call_command
from django.db import OperationalError, connection

from freshstart.actions import days
from freshstart.management.commands import work
from freshstart.models.cases import Case
from freshstart.models.messages import Message
from freshstart.outside import clocks
from tests.stories import move
from tests.world import World

pytestmark = pytest.mark.django_db
STOPS = (signal.SIGTERM, signal.SIGINT)


@pytest.fixture(autouse=True)
def _signals_as_before() -> Iterator[None]:
    before = {number: signal.getsignal(number) for number in STOPS}
    yield
    for number, handler in before.items():
        signal.signal(number, handler)


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch) -> World:
    """Let a letter wait in the outbox, in a world whose clock the service goes by."""
    world = World()
    world.open_case()
    move.the_home_school_looks_whether_a_move_is_right(world)
    world.take("tell_family", by="home_head")
    monkeypatch.setattr(clocks, "now", lambda: world.now)
    return world


@pytest.mark.usefixtures("world")
def test_what_waits_is_sent_once() -> None:
    for _ in range(2):
        call_command("work", once=True)
    assert len(mail.outbox) == 1
    assert Message.objects.get().sent_at is not None


def test_a_new_day_is_noticed(world: World) -> None:
    world.later()
    call_command("work", once=True)
    assert Case.objects.get().facts["today"] == world.today.isoformat()


def test_while_it_works_a_day_is_turned_once(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    turned: list[datetime] = []
    monkeypatch.setattr(days, "turn_day", lambda *, at: turned.append(at))
    command = work.Command()
    for hour in (21, 22, 23, 24, 25):
        world.now = datetime(2026, 11, 24, tzinfo=clocks.LONDON) + timedelta(hours=hour)
        command.handle(once=True)
    assert [at.hour for at in turned] == [21, 0]


@pytest.mark.usefixtures("world")
@pytest.mark.parametrize("stop", STOPS)
def test_it_works_until_it_is_told_to_stop(stop: signal.Signals, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(work, "PAUSE", 0.05)
    Timer(0.5, os.kill, (os.getpid(), stop)).start()
    call_command("work")
    assert len(mail.outbox) == 1


@pytest.mark.usefixtures("world")
def test_a_database_that_does_not_answer_is_asked_again(monkeypatch: pytest.MonkeyPatch) -> None:
    answers = [OperationalError("database is locked")]

    def turn_day(*, at: datetime) -> None:
        if answers:
            raise answers.pop()

    monkeypatch.setattr(days, "turn_day", turn_day)
    monkeypatch.setattr(connection, "close", lambda: None)
    monkeypatch.setattr(work, "PAUSE", 0.05)
    Timer(0.5, os.kill, (os.getpid(), signal.SIGTERM)).start()
    said = StringIO()
    call_command("work", stderr=said)
    assert "asked again: database is locked" in said.getvalue()
    assert mail.outbox
