"""Does a protocol come into force by a command, once, and only if nothing is to be mended?"""

import pytest
from django.core.management import CommandError, call_command

from freshstart.actions import protocols
from freshstart.models.histories import Event
from freshstart.models.people import User
from freshstart.models.protocols import ProtocolVersion
from freshstart.outside import books, clocks
from freshstart.process.refusals import ProtocolInvalid

pytestmark = pytest.mark.django_db


def test_a_protocol_comes_into_force_once_by_a_named_person() -> None:
    ana = User.objects.create_user("ana@council.example", "Ana Ng")
    for _ in range(2):
        call_command("put_in_force", "southwark", by="Ana@council.example")
    assert ProtocolVersion.objects.get().slug == "southwark"
    assert Event.objects.get(code="protocol_put_in_force").actor == ana


@pytest.mark.parametrize(("name", "by"), [("nowhere", ""), ("southwark", "eve@nowhere.example")])
def test_what_is_not_there_is_refused_in_words(name: str, by: str) -> None:
    with pytest.raises(CommandError):
        call_command("put_in_force", name, by=by)
    assert not ProtocolVersion.objects.exists()


def test_a_protocol_with_faults_does_not_come_into_force(monkeypatch: pytest.MonkeyPatch) -> None:
    good = books.protocols()["southwark"]
    bad = good.model_copy(update={"letter": ()})
    with pytest.raises(ProtocolInvalid):
        protocols.put_in_force(by=None, at=clocks.now(), protocol=bad)
    monkeypatch.setattr(books, "protocols", lambda: {"southwark": bad})
    with pytest.raises(CommandError, match="letter"):
        call_command("put_in_force", "southwark")
    assert not ProtocolVersion.objects.exists()
