from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.module_loading import import_string
from time_machine import TimeMachineFixture

from config.settings import PASSWORD_HASHERS
from freshstart.models.people import User

ADDRESS, PASSWORD = "head@kestrel.example", "a long and quiet sentence"


@pytest.fixture(autouse=True)
def head(db: None) -> User:
    """Make the account of a head."""
    return User.objects.create_user(ADDRESS, "Ada Quill", PASSWORD)


def sign_in(client: Client, password: str, *, place: str = "192.0.2.1") -> int:
    """Try a password from somewhere and give the status of the answer."""
    answer = client.post(
        reverse("account_login"), {"login": ADDRESS, "password": password}, REMOTE_ADDR=place
    )
    return answer.status_code


def test_whoever_guesses_five_times_is_shut_out(client: Client) -> None:
    for _ in range(4):
        assert sign_in(client, "guess") == 200
    assert sign_in(client, "guess") == 429
    assert sign_in(client, PASSWORD) == 429


def test_a_guesser_elsewhere_does_not_shut_the_head_out(client: Client) -> None:
    for _ in range(5):
        sign_in(client, "guess", place="203.0.113.9")
    assert sign_in(client, PASSWORD) == 302


def test_after_a_quarter_of_an_hour_the_door_is_open_again(
    client: Client, time_machine: TimeMachineFixture
) -> None:
    for _ in range(5):
        sign_in(client, "guess")
    time_machine.move_to(datetime.now(UTC) + timedelta(minutes=16))
    assert sign_in(client, PASSWORD) == 302


def test_passwords_are_kept_as_argon2id() -> None:
    kept = import_string(PASSWORD_HASHERS[0])().encode(PASSWORD, "0123456789abcdef")
    assert kept.startswith("argon2$argon2id$v=19$m=19456,t=2,p=1$")
