"""Does whoever has only post come in by a printed link and a sheet of codes, and holds nobody else both?"""

import html
import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from freshstart.actions import contacts, doors
from freshstart.models.histories import Event
from freshstart.models.messages import Link
from freshstart.process.refusals import NotYours
from freshstart.process.vocabulary import Relation
from tests.pages.doors import at, signed_in
from tests.pages.reading import words
from tests.pages.scenes import CODE, HOME, Scene, parents_with_codes, told
from tests.pages.signers import his_code

ADDRESS = re.compile(r'<p class="govuk-body fs-address" dir="ltr">(.*?)</p>')


@pytest.fixture
def scene(db: None) -> Iterator[Scene]:
    """Let the father have a sheet of codes from the family's adviser, and read Urdu."""
    world = told()
    contacts.note_needs(
        case_id=world.case_id(),
        party_id=world.party(Relation.FATHER).pk,
        by=world.people["home_lead"],
        at=world.now,
        language="ur",
    )
    sheet = parents_with_codes(world)
    with time_machine.travel(world.now, tick=False) as clock:
        yield Scene(world, clock, sheet)


def page(scene: Scene, name: str = "printed_link") -> str:
    father = scene.world.party(Relation.FATHER).pk
    return reverse(name, args=[scene.world.row().reference, father])


def officer(scene: Scene) -> Client:
    return at(signed_in(scene.world.people["council_inclusion"]))


def printed(scene: Scene) -> str:
    """Let the inclusion officer print a link for the father, and give the page."""
    return officer(scene).post(page(scene)).content.decode()


def address_on(shown: str) -> str:
    found = ADDRESS.search(shown)
    assert found
    return html.unescape(found[1])


def test_the_father_comes_in_by_what_was_printed_and_reads_his_language(scene: Scene) -> None:
    shown = printed(scene)
    assert "4 Mill Road" in words(shown)
    assert 'lang="ur" dir="rtl"' in shown
    assert "Then type a code from your sheet of codes." in words(shown)
    where = urlsplit(address_on(shown))
    scene.later(days=27)
    father = Client()
    door = father.get(f"{where.path}?{where.query}").content.decode()
    assert 'lang="ur"' in door
    assert father.post(f"{where.path}?{where.query}").headers["Location"] == CODE
    asked = father.get(CODE + "?language=en")
    assert father.post(CODE, {"code": his_code(scene, asked)}).headers["Location"] == HOME
    assert father.get(HOME).status_code == 200


def test_it_is_shown_once_and_closes_what_was_printed_before(scene: Scene) -> None:
    first = printed(scene)
    again = officer(scene).get(page(scene)).content.decode()
    assert ADDRESS.search(again) is None
    assert address_on(printed(scene)) != address_on(first)
    assert Link.objects.filter(party__relation="father", revoked_at=None).count() == 1
    assert Event.objects.filter(code="link_printed").count() == 2
    kept = "".join(str(one) for one in Event.objects.values_list("detail__payload", flat=True))
    assert address_on(first).rpartition("/for-you/")[2][:20] not in kept


def test_it_runs_out_after_four_weeks(scene: Scene) -> None:
    where = urlsplit(address_on(printed(scene)))
    scene.later(days=28)
    assert "you get a new link" in Client().post(where.path + "?language=en").content.decode()


def test_nobody_of_a_school_sees_it(scene: Scene) -> None:
    for role, user in scene.world.people.items():
        client = at(signed_in(user))
        if not role.startswith("council_inclusion"):
            assert client.get(page(scene)).status_code in {403, 404}, role
            assert client.post(page(scene)).status_code in {403, 404}, role
    assert not Link.objects.filter(party__relation="father").exists()


def test_nobody_prints_both_the_link_and_the_codes(scene: Scene) -> None:
    world = scene.world
    father = world.party(Relation.FATHER).pk
    given: dict[str, Any] = {"case_id": world.case_id(), "party_id": father, "at": world.now}
    adviser = Event.objects.get(code="codes_printed").actor
    assert adviser is not None
    with pytest.raises(NotYours, match="the other half"):
        doors.print_link(by=adviser, **given)
    printed(scene)
    refused = officer(scene).post(page(scene, "codes"))
    assert refused.status_code == 403
    assert "Ask a colleague outside both schools." in words(refused.content.decode())
    later = given | {"at": world.now + timedelta(days=29)}
    assert doors.print_codes(by=world.people["council_inclusion"], **later)


def test_the_sheet_of_codes_says_in_his_language_what_it_is(scene: Scene) -> None:
    adviser = Event.objects.get(code="codes_printed").actor
    assert adviser is not None
    shown = at(signed_in(adviser)).post(page(scene, "codes")).content.decode()
    assert "Each works once, within four weeks." in words(shown)
    assert 'lang="ur" dir="rtl"' in shown
