"""Does a protocol come into force by a command, once, and only if nothing is to be mended?"""

import pytest
from django.core.management import CommandError, call_command

from freshstart.models.histories import Event
from freshstart.models.organisations import Organisation
from freshstart.models.people import Membership, User
from freshstart.models.protocols import ProtocolUse
from freshstart.outside import books
from freshstart.process.vocabulary import Post

pytestmark = pytest.mark.django_db


@pytest.fixture
def ana() -> User:
    council = Organisation.objects.create(
        kind="council", name="Harrowmere Council", la_code="999", source="typed"
    )
    user = User.objects.create_user("ana@council.example", "Ana Ng")
    Membership.objects.create(user=user, organisation=council, post=Post.INCLUSION)
    User.objects.create_user("eve@elsewhere.example", "Eve")
    return user


def test_a_protocol_comes_into_force_once_by_a_named_officer(ana: User) -> None:
    for _ in range(2):
        call_command("put_in_force", "southwark", "999", by="Ana@council.example")
    assert ProtocolUse.objects.get().protocol.slug == "southwark"
    assert Event.objects.get(code="protocol_put_in_force").actor == ana


@pytest.mark.parametrize(
    ("name", "council", "by", "since", "words"),
    [
        ("nowhere", "999", "ana@council.example", None, "There is no protocol nowhere"),
        ("southwark", "998", "ana@council.example", None, "No council has the code 998"),
        ("southwark", "999", "nobody@council.example", None, "Give them a post first"),
        ("southwark", "999", "eve@elsewhere.example", None, "An inclusion officer does"),
        ("southwark", "999", "ana@council.example", "2026-09-01", "This day is past"),
        ("southwark_2023", "999", "ana@council.example", None, "it holds from 16 January 2023 until"),
    ],
)
@pytest.mark.usefixtures("ana")
def test_what_cannot_be_is_refused_in_words(
    name: str, council: str, by: str, since: str | None, words: str
) -> None:
    more = [f"--from={since}"] if since else []
    with pytest.raises(CommandError, match=words):
        call_command("put_in_force", name, council, *more, by=by)
    assert not ProtocolUse.objects.exists()


@pytest.mark.usefixtures("ana")
def test_a_protocol_with_faults_does_not_come_into_force(monkeypatch: pytest.MonkeyPatch) -> None:
    bad = books.protocols()["southwark"].model_copy(update={"letter": ()})
    monkeypatch.setattr(books, "protocols", lambda: {"southwark": bad})
    with pytest.raises(CommandError, match="letter"):
        call_command("put_in_force", "southwark", "999", by="ana@council.example")
    assert not ProtocolUse.objects.exists()
