from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse
from time_machine import TimeMachineFixture

from freshstart.models.people import User

START = datetime(2026, 11, 30, 9, tzinfo=UTC)


@pytest.fixture
def head(client: Client, db: None, time_machine: TimeMachineFixture) -> Client:
    """Sign a head in at nine in the morning."""
    time_machine.move_to(START, tick=False)
    client.force_login(
        User.objects.create_user("head@kestrel.example", "Ada Quill", "a long and quiet sentence")
    )
    return client


def is_signed_in(client: Client) -> bool:
    """Open a page that only people who are signed in may see."""
    return client.get(reverse("account_change_password")).status_code == 200


def test_ten_minutes_away_is_no_harm(head: Client, time_machine: TimeMachineFixture) -> None:
    assert is_signed_in(head)
    time_machine.shift(timedelta(minutes=10))
    assert is_signed_in(head)
    time_machine.shift(timedelta(minutes=10))
    assert is_signed_in(head)


def test_after_a_quarter_of_an_hour_away_a_person_signs_in_again(
    head: Client, time_machine: TimeMachineFixture
) -> None:
    assert is_signed_in(head)
    time_machine.shift(timedelta(minutes=15, seconds=1))
    assert not is_signed_in(head)


def test_after_ten_hours_even_a_busy_person_signs_in_again(
    head: Client, time_machine: TimeMachineFixture
) -> None:
    for _ in range(60):
        assert is_signed_in(head)
        time_machine.shift(timedelta(minutes=10))
    assert not is_signed_in(head)
    assert not Session.objects.exists()


def test_a_session_is_written_at_most_once_a_minute(head: Client, time_machine: TimeMachineFixture) -> None:
    is_signed_in(head)
    first = Session.objects.get().expire_date
    time_machine.shift(timedelta(seconds=59))
    is_signed_in(head)
    assert Session.objects.get().expire_date == first
    time_machine.shift(timedelta(seconds=1))
    is_signed_in(head)
    assert Session.objects.get().expire_date == first + timedelta(minutes=1)
