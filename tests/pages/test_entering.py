"""Does a running case come in through the pages, singly and from a spreadsheet?"""

import csv
import io
from collections.abc import Iterator, Mapping

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from freshstart.models.cases import Case
from freshstart.process.rosters import HEADINGS
from tests.pages.test_pages import signed_in
from tests.world import World

pytestmark = pytest.mark.django_db

TYPED = {
    "given": "Hamza",
    "family": "Siddiqui",
    "born_on-day": "3",
    "born_on-month": "3",
    "born_on-year": "2014",
    "placement": "off_site_direction",
    "protocol": "southwark",
    **{f"decided_on-{part}": value for part, value in (("day", "10"), ("month", "9"), ("year", "2026"))},
    **{f"starts_on-{part}": value for part, value in (("day", "15"), ("month", "9"), ("year", "2026"))},
    **{f"ends_on-{part}": value for part, value in (("day", "15"), ("month", "1"), ("year", "2027"))},
    **{f"next_review_on-{part}": value for part, value in (("day", "3"), ("month", "12"), ("year", "2026"))},
    "sen": "support",
    "looked_after": "no",
    "child_protection_plan": "no",
    "entered_because": "Began in September; papers in the office",
    "person_name": "Saira Siddiqui",
    "relation": "mother",
    "responsibility": "yes",
    "channel": "email",
    "email": "saira@family.example",
}
ROW = {
    "given": "Hamza",
    "family": "Siddiqui",
    "born_on": "03/03/2014",
    "parent": "Saira Siddiqui",
    "relation": "Mother",
    "email": "saira@family.example",
    "protocol": "Southwark",
    "placement": "directed",
    "host": "900002",
    "decided_on": "10/09/2026",
    "starts_on": "2026-09-15",
    "ends_on": "15/01/2027",
    "next_review_on": "3.12.2026",
    "sen": "SEN support",
    "looked_after": "no",
    "child_protection_plan": "no",
    "entered_because": "Began in September",
}


@pytest.fixture
def world(db: None) -> Iterator[World]:
    built = World()
    with time_machine.travel(built.now, tick=False):
        yield built


@pytest.fixture
def lead(world: World) -> Client:
    return signed_in(world, "home_lead")


def form(world: World, **changes: str) -> dict[str, str]:
    places = {"school": world.home.pk, "home_council": world.council.pk, "host": world.host.pk}
    return {**TYPED, **{name: str(pk) for name, pk in places.items()}, **changes}


def sheet(*rows: Mapping[str, str]) -> SimpleUploadedFile:
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(HEADINGS.values())
    writer.writerows([row.get(name, "") for name in HEADINGS] for row in rows)
    return SimpleUploadedFile("cases.csv", out.getvalue().encode("utf-8-sig"))


def test_a_direction_that_is_running_is_entered_and_read(lead: Client, world: World) -> None:
    assert b"Where it stands" in lead.get("/cases/enter/").content
    answer = lead.post("/cases/enter/", form(world), follow=True)
    assert b"before Fresh Start" in answer.content
    case = Case.objects.get()
    assert case.entered_on
    assert lead.get(f"/cases/{case.reference}/plan/").status_code == 200


def test_a_new_stay_to_try_is_refused_with_the_reason_and_what_was_typed_stays(
    lead: Client, world: World
) -> None:
    stay = form(world, placement="trial_managed_move", protocol="southwark_2023")
    answer = lead.post("/cases/enter/", stay)
    assert answer.status_code == 409
    assert "managed move is" in answer.content.decode()
    assert "Began in September; papers in the office" in answer.content.decode()
    assert not Case.objects.exists()


def test_what_is_missing_is_said_beside_it(lead: Client, world: World) -> None:
    answer = lead.post(
        "/cases/enter/",
        form(world, **{"next_review_on-day": "", "next_review_on-month": "", "next_review_on-year": ""}),
    )
    assert "Enter the day of the next review" in answer.content.decode()


def test_whoever_cannot_open_cases_cannot_enter_them(world: World) -> None:
    assert signed_in(world, "home_attendance").get("/cases/enter/").status_code == 403


def test_many_cases_come_in_from_a_spreadsheet(lead: Client, world: World) -> None:
    world.host.urn = 900002
    world.host.save()
    rows = (ROW, {**ROW, "given": "Amal", "born_on": "04/05/2013"})
    answer = lead.post("/cases/enter/many/", {"sheet": sheet(*rows)}, follow=True)
    assert b"2 cases are here" in answer.content
    assert Case.objects.count() == 2


def test_a_row_that_is_not_right_is_named_and_nothing_comes_in(lead: Client, world: World) -> None:
    world.host.urn = 900002
    world.host.save()
    wrong = {**ROW, "born_on": "31/02/2014", "placement": "somewhere", "parent": ""}
    unknown = {**ROW, "host": "1", "protocol": "Southwark"}
    late = {**ROW, "next_review_on": "01/10/2026"}
    answer = lead.post("/cases/enter/many/", {"sheet": sheet(ROW, wrong, unknown, late)}).content.decode()
    for words in (
        "is no date",
        "is not one of",
        "This is missing",
        "The register has no school 1",
        "next review",
    ):
        assert words in answer
    assert not Case.objects.exists()


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("cases.xlsx", b"no spreadsheet", "cannot be read"),
        ("cases.csv", b"Given names*,Given names*\na,b\n", "stands there twice"),
        ("cases.csv", b"Surname\nSiddiqui\n", "This heading is not known"),
    ],
)
def test_a_file_that_is_no_such_spreadsheet_is_refused_in_words(
    lead: Client, name: str, data: bytes, words: str
) -> None:
    answer = lead.post("/cases/enter/many/", {"sheet": SimpleUploadedFile(name, data)})
    assert words in answer.content.decode()


def test_an_empty_spreadsheet_has_the_headings(lead: Client) -> None:
    answer = lead.get("/cases/enter/many/headings/")
    assert "Next review" in answer.content.decode("utf-8-sig")


def test_the_case_says_that_it_began_before_and_by_which_law_it_goes_on(lead: Client, world: World) -> None:
    agreed = {
        f"decided_on-{part}": value for part, value in (("day", "15"), ("month", "7"), ("year", "2026"))
    }
    stay = form(world, placement="trial_managed_move", protocol="southwark_2023", **agreed)
    html = lead.post("/cases/enter/", stay, follow=True).content.decode()
    assert "Began before Fresh Start, entered on 24 November 2026" in html
    assert "Goes on under the law of 15 July 2026" in html
    assert "Protocol: Southwark, until 25 July 2026" in html
