"""Does the page that opens a case keep what was typed, whichever protocol is chosen?"""

import re
from collections.abc import Iterator

import pytest
import time_machine

from freshstart.models.cases import Case
from freshstart.models.protocols import ProtocolVersion
from freshstart.outside.books import protocols as books
from tests.pages.test_pages import signed_in
from tests.world import World

pytestmark = pytest.mark.django_db

TYPED = {
    "given": "Hamza",
    "known_as": "Hamzi",
    "born_on-day": "3",
    "born_on-month": "3",
    "born_on-year": "2014",
    "person_name": "Saira Siddiqui",
    "relation": "mother",
    "responsibility": "yes",
    "channel": "email",
    "email": "saira@family.example",
    "kind": "ordinary",
    "why_now": "at_risk",
    "sen": "support",
    "looked_after": "no",
    "child_protection_plan": "no",
    "tried": "A mentor since March",
}


@pytest.fixture
def world(db: None) -> Iterator[World]:
    built = World()
    with time_machine.travel(built.now, tick=False):
        yield built


@pytest.fixture
def other(world: World) -> ProtocolVersion:
    return world.puts_in_force(books()["default"])


def test_choosing_another_protocol_keeps_what_was_typed_and_opens_nothing(
    world: World, other: ProtocolVersion
) -> None:
    sent = {**TYPED, "protocol": str(other.pk), "change": "1"}
    shown = signed_in(world, "home_lead").post("/cases/new/", sent).content.decode()
    for value in ("Hamza", "Hamzi", "Saira Siddiqui", "2014"):
        assert f'value="{value}"' in shown
    assert "A mentor since March</textarea>" in shown
    for value in ("mother", "at_risk", "support"):
        assert re.search(f'value="{value}"[^>]* (checked|selected)', shown)
    assert f"Protocol: {other.name}" in shown
    assert "govuk-error-summary" not in shown
    assert not Case.objects.exists()


def test_the_case_is_opened_under_the_protocol_that_was_chosen(world: World, other: ProtocolVersion) -> None:
    councils = {"school": str(world.home.pk), "home_council": str(world.council.pk)}
    for version in (world.protocol, other):
        lead = signed_in(world, "home_lead")
        lead.post("/cases/new/", {**TYPED, **councils, "protocol": str(version.pk), "another_case": "on"})
    assert {case.protocol for case in Case.objects.all()} == {world.protocol, other}
