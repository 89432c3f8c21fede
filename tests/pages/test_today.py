"""Does whoever may be with nobody stand on *Today* that morning, for those alone who may open the case?"""

import re
from datetime import date, time, timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from freshstart.actions import days
from freshstart.models.cases import Case
from freshstart.pages import today as pages
from tests.browser import ways
from tests.pages.doors import at, signed_in
from tests.pages.reading import words
from tests.stories import move
from tests.world import World

NONE = "Nobody is between two schools."
EXPECTED = "Hamza Siddiqui was expected at Kestrel Park on Mon 30 Nov and is not confirmed there."


def seen(world: World, role: str = "council_inclusion") -> str:
    """Read the page as somebody does at this moment."""
    with time_machine.travel(world.now, tick=False):
        return words(at(signed_in(world.people[role])).get(reverse("today")).content.decode())


def on_the_case(world: World, role: str = "home_lead") -> str:
    """Read the page of the case as somebody does."""
    with time_machine.travel(world.now, tick=False):
        client = at(signed_in(world.people[role]))
        return words(client.get(reverse("case", args=[world.row().reference])).content.decode())


def morning(world: World, at_hour: time = time(9, 0)) -> None:
    world.go_to(world.today + timedelta(days=1), at_hour)
    days.turn_day(at=world.now)


def test_an_excluded_child_stands_there_until_education_is_arranged(world: World) -> None:
    ways.an_excluded_child_is_thought_of(world)
    assert NONE in seen(world)
    ways.the_exclusion_is_written_down(world)
    shown = seen(world)
    assert "1 child without a confirmed place" in shown
    assert "No education arranged, since Tue 24 Nov" in shown
    assert "Days one to three" in shown
    assert "Day 1 Day six is Tue 1 Dec" in shown
    assert "Leila Haddad" in shown
    for heading, day in (("Day six is near", 4), ("Day six has come", 6), ("Day six has come", 7)):
        while f"Day {day} Day six is Tue 1 Dec" not in seen(world):
            morning(world)
        assert heading in seen(world)
    assert world.today == date(2026, 12, 2)
    world.take(
        "arrange_education",
        by="council_inclusion",
        taught_where="Withybeck Centre",
        taught_from=world.today.isoformat(),
    )
    assert NONE in seen(world)


def test_a_first_day_is_an_alarm_from_ten_o_clock_until_it_is_confirmed(world: World) -> None:
    move.up_to_the_first_day(world)
    assert NONE in seen(world, "home_lead")
    world.go_to(move.FIRST_DAY, time(8, 30))
    days.turn_day(at=world.now)
    early = seen(world, "host_head")
    assert "Expected on the first day, not confirmed" in early
    assert EXPECTED not in early
    assert EXPECTED not in on_the_case(world)
    world.go_to(move.FIRST_DAY, time(10, 0))
    for role in ("host_head", "home_head", "home_lead", "host_key_adult", "council_inclusion"):
        shown = seen(world, role)
        assert EXPECTED in shown, role
        assert "Daniel Mensah (host) looks for Hamza, with Rana Okafor (home), 01632 960 142." in shown
    assert "What has been done" in on_the_case(world)
    assert EXPECTED in on_the_case(world, "host_key_adult")
    assert "What has been done" not in on_the_case(world, "host_key_adult")
    world.take("confirm_arrival", by="host_key_adult", arrived_today="no", arrival_note="Not at the door")
    assert EXPECTED in seen(world)
    world.take("confirm_arrival", by="host_key_adult", arrived_today="yes", arrival_note="Here at 11")
    assert NONE in seen(world)
    assert EXPECTED not in on_the_case(world)


def test_a_child_who_goes_back_stands_there_until_the_school_has_seen_them(world: World) -> None:
    move.the_child_arrives(world, move.up_to_the_first_day(world))
    world.later(days=3)
    ways.the_host_withdraws(world)
    ways.the_direction_ends(world)
    assert NONE in seen(world)
    morning(world)
    assert "Expected back, not confirmed, since Fri 4 Dec" in seen(world, "home_head")
    move.the_child_is_back(world)
    assert NONE in seen(world, "home_head")


def test_it_is_for_those_alone_who_may_open_the_case(world: World) -> None:
    ways.an_excluded_child_is_thought_of(world)
    ways.the_exclusion_is_written_down(world)
    shown = {role for role in world.people if "Hamza" in seen(world, role)}
    with time_machine.travel(world.now, tick=False):
        may = {role for role, user in world.people.items() if Case.objects.visible_to(user).exists()}
    assert shown == may
    assert not {role for role in shown if role.startswith(("host", "other"))}


def test_many_children_take_no_more_questions_than_one(world: World) -> None:
    ways.an_excluded_child_is_thought_of(world)
    ways.the_exclusion_is_written_down(world)
    client = at(signed_in(world.people["home_lead"]))
    client.get(reverse("today"))
    counts = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as asked:
            assert client.get(reverse("today")).status_code == 200
        counts.append(len(asked))
        for n in range(3):
            world.open_case(given=f"Child{n}", answers={"kind": "diversion"})
            ways.the_exclusion_is_written_down(world)
    assert counts[0] == counts[1]
    assert "7 children without a confirmed place" in seen(world, "home_lead")


def test_what_does_not_fit_on_a_page_is_on_the_next(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pages, "SHOWN", 2)
    for n in range(3):
        world.open_case(given=f"Child{n}", answers={"kind": "diversion"})
        ways.the_exclusion_is_written_down(world)
    client = at(signed_in(world.people["home_lead"]))
    shown = [client.get(f"{reverse('today')}?from={n}").content.decode() for n in ("", "2", "x", "9" * 9)]
    first, second = ["Child0", "Child1"], ["Child2"]
    assert [re.findall(r">(Child\d) ", page) for page in shown] == [first, second, first, first]
    assert ["Show more children" in page for page in shown] == [True, False, True, True]
    assert all("3 children without a confirmed place" in words(page) for page in shown)
