"""Does a register take an attendance officer a minute, and is what is wrong in a file said by row?"""

from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from freshstart.actions import days
from freshstart.models.placements import Week
from tests.pages.doors import at, signed_in
from tests.pages.reading import words
from tests.stories import move
from tests.stories.move import FIRST_DAY
from tests.world import World

TUESDAY, SATURDAY = FIRST_DAY + timedelta(days=1), FIRST_DAY + timedelta(days=5)
PAGE = reverse("registers")


@pytest.fixture
def world(db: None) -> Iterator[World]:
    built = World()
    move.the_child_arrives(built, move.up_to_the_first_day(built))
    built.go_to(TUESDAY)
    with time_machine.travel(built.now, tick=False) as clock:
        built.clock = clock  # type: ignore[attr-defined]
        yield built


def go(world: World, on: object) -> None:
    world.go_to(on)  # type: ignore[arg-type]
    world.clock.move_to(world.now)  # type: ignore[attr-defined]
    days.turn_day(at=world.now)


def officer(world: World, role: str = "host_attendance") -> Client:
    return at(signed_in(world.people[role]))


def read(client: Client, address: str = PAGE) -> str:
    return words(client.get(address).content.decode())


def test_a_child_who_has_not_come_is_told_with_one_press(world: World) -> None:
    client = officer(world)
    assert "Hamza Siddiqui : not yet told" in read(client)
    day = reverse("register_day", args=[world.row().reference])
    shown = words(client.post(day, {"not_here": "yes"}, follow=True).content.decode())
    assert "Told of Hamza Siddiqui, Tuesday 1 December. Ring home now" in shown
    assert "not accounted for at Kestrel Park" in shown


def test_many_good_weeks_are_one_press(world: World) -> None:
    go(world, SATURDAY + timedelta(days=7))
    client = officer(world)
    shown = client.get(PAGE).content.decode()
    assert shown.count('name="weeks"') == 2
    chosen = [f"{world.case_id()}:{FIRST_DAY + timedelta(days=7 * n)}" for n in range(2)]
    sent = client.post(reverse("registers_send"), {"weeks": chosen}, follow=True)
    assert "2 weeks are sent." in words(sent.content.decode())
    assert "Every week that is over has been sent." in read(client)
    assert Week.objects.count() == 2


def test_nothing_chosen_sends_nothing(world: World) -> None:
    go(world, SATURDAY)
    sent = officer(world).post(reverse("registers_send"), {"weeks": ["1:2020-01-06"]}, follow=True)
    assert "Choose at least one week." in words(sent.content.decode())
    assert not Week.objects.exists()


def hand_in(world: World, text: str) -> str:
    file = SimpleUploadedFile("marks.csv", text.encode())
    answer = officer(world).post(reverse("registers_take_in"), {"sheet": file}, follow=True)
    return words(answer.content.decode())


def test_an_export_of_the_school_is_taken_in_by_name_or_number(world: World) -> None:
    go(world, SATURDAY)
    rows = [f"Siddiqui, Hamza;{FIRST_DAY + timedelta(days=n):%d/%m/%Y};/;\\" for n in range(5)]
    text = "Name,Date,AM,PM\n" + "\n".join('"{}",{},{},{}'.format(*row.split(";")) for row in rows)
    assert "Weeks sent: 1. Single days told: 0." in hand_in(world, text)


def test_what_is_wrong_in_it_is_said_by_row_and_nothing_is_taken_in(world: World) -> None:
    text = "UPN,Name,Date,AM,PM\n,Nobody Known,01/12/2026,/,\\\n,Hamza Siddiqui,32/13/2026,/,\\\n"
    text += ",Hamza Siddiqui,01/12/2026,H,H\n,Hamza Siddiqui,02/12/2026,/,\\\n"
    shown = hand_in(world, text)
    for part in (
        "Row 2: “Nobody Known” is no child whose days you tell.",
        "Row 3: “32/13/2026” is no date.",
        "Row 4: H was withdrawn on 19 August 2024. Use C or G.",
        "Row 5: Choose a school day since the child arrived",
    ):
        assert part in shown
    assert not Week.objects.exists()


def test_others_find_nobody_there(world: World) -> None:
    for role in ("host_head", "home_attendance", "other_head"):
        assert "Nobody is due here today." in read(officer(world, role))
        day = reverse("register_day", args=[world.row().reference])
        assert officer(world, role).get(day).status_code == 404
