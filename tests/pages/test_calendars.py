"""Can a school’s office keep its term dates, and close for snow in one press, with nothing typed lost?"""

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from freshstart.actions import calendars as actions
from freshstart.models.organisations import Organisation
from tests.outside.test_termdates import EVENTS, SHEET, calendar
from tests.pages.doors import at, signed_in
from tests.pages.reading import words
from tests.pages.scenes import HOME, Scene, comes_in, parents_with_codes
from tests.stories import move
from tests.stories.move import FIRST_DAY
from tests.world import World

YEAR = "Term: 1 September 2026 to 18 December 2026"


def office(world: World, role: str = "host_attendance") -> Client:
    return at(signed_in(world.people[role]))


def days_page(world: World) -> str:
    return reverse("school_days", args=[world.host.pk])


def dates_of(world: World) -> list[list[str]]:
    found: list[list[str]] = Organisation.objects.get(pk=world.host.pk).calendar["terms"]
    return found


def test_what_is_pasted_is_kept_and_shown_again(world: World) -> None:
    client = office(world)
    assert client.get(reverse("calendars")).headers["Location"] == days_page(world)
    said = client.post(days_page(world), {"dates": YEAR}, follow=True).content.decode()
    assert "Term: 1 September 2026 to 18 December 2026" in words(said)
    assert "Known until Friday 18 December 2026." in words(said)
    assert dates_of(world) == [["2026-09-01", "2026-12-18"]]


def test_a_slip_is_named_and_nothing_typed_is_lost(world: World) -> None:
    before = dates_of(world)
    shown = words(office(world).post(days_page(world), {"dates": f"{YEAR}\nSpring soon"}).content.decode())
    assert "Line 2 has no date: “Spring soon”." in shown
    assert YEAR in shown
    assert dates_of(world) == before


@pytest.mark.parametrize(("name", "data"), [("dates.csv", SHEET), ("school.ics", calendar(*EVENTS))])
def test_a_file_is_looked_through_before_it_is_kept(world: World, name: str, data: bytes) -> None:
    before = dates_of(world)
    file = SimpleUploadedFile(name, data)
    shown = words(office(world).post(days_page(world), {"file": file}).content.decode())
    assert "This is what we read in the file. Look it through, then keep it." in shown
    assert "2026-09-03" in shown
    assert dates_of(world) == before


def test_a_file_that_cannot_be_read_says_what_to_do(world: World) -> None:
    file = SimpleUploadedFile("dates.ics", b"no calendar")
    shown = words(office(world).post(days_page(world), {"file": file}).content.decode())
    assert "This file is not a calendar that can be read. Export it again as .ics." in shown


def test_snow_is_one_press_and_says_who_was_told(world: World) -> None:
    move.up_to_the_first_day(world)
    client, address = office(world), reverse("school_close", args=[world.host.pk])
    day = {"on-day": str(FIRST_DAY.day), "on-month": str(FIRST_DAY.month), "on-year": str(FIRST_DAY.year)}
    shown = words(client.post(address, day | {"why": "Snow"}, follow=True).content.decode())
    assert "Kestrel Park is closed on Monday 30 November 2026." in shown
    assert "A message goes to Saira Siddiqui." in shown
    again = reverse("school_reopen", args=[world.host.pk, FIRST_DAY.isoformat()])
    shown = words(client.post(again, follow=True).content.decode())
    assert "Kestrel Park is open on Monday 30 November 2026." in shown


def test_a_day_that_is_past_is_refused_with_what_was_typed(world: World) -> None:
    address = reverse("school_close", args=[world.host.pk])
    day = {"on-day": "1", "on-month": "9", "on-year": "2026", "why": "Snow"}
    shown = office(world).post(address, day).content.decode()
    assert "Choose today or a day to come." in words(shown)
    assert 'value="Snow"' in shown


def test_the_family_reads_when_their_child_begins_instead(db: None) -> None:
    world = World()
    move.up_to_the_first_day(world, parents=2)
    sheet = parents_with_codes(world)
    with time_machine.travel(world.now, tick=False) as clock:
        mother = comes_in(Client(), Scene(world, clock, sheet))
        assert "is closed on" not in words(mother.get(HOME).content.decode())
        by = world.people["host_attendance"]
        actions.close(by=by, at=world.now, place=world.host.pk, on=FIRST_DAY, why="Snow")
        shown = words(mother.get(HOME).content.decode())
    assert "Kestrel Park is closed on Monday 30 November. Hamza begins on Tuesday 1 December." in shown
