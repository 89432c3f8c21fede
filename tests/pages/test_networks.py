"""Is a mother rung who signs from where a school's staff were at work, and does no school learn of it?"""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from freshstart.models.histories import Event
from freshstart.models.papers import Concern
from freshstart.models.people import StaffNetwork
from tests.pages.doors import at, signed_in
from tests.pages.reading import words
from tests.pages.scenes import Scene, comes_in
from tests.pages.signers import answers, has_thought, replies

SCHOOL, HOME = "203.0.112.7", "198.52.100.9"  # two public addresses


def come_from(client: Client, address: str) -> Client:
    client.defaults["REMOTE_ADDR"] = address
    return client


def works_at(scene: Scene, role: str, address: str = SCHOOL) -> str:
    """Let one of the staff look at their work, and give the page."""
    client = come_from(at(signed_in(scene.world.people[role])), address)
    return client.get(reverse("work")).content.decode()


def signs_from(scene: Scene, address: str, reply: str = "yes") -> None:
    answers(come_from(comes_in(Client(), scene), address), scene, reply)


def rung(scene: Scene) -> list[str]:
    """Give what the adviser's list says."""
    adviser = scene.world.council.memberships.get(post="adviser").user
    shown = words(at(signed_in(adviser)).get(reverse("listening")).content.decode())
    return [kind for kind in ("signed from a school’s network", "feels pressed") if kind in shown]


@pytest.mark.parametrize("role", ["home_lead", "home_clerk", "host_head"])
def test_she_is_rung_by_the_adviser_and_schools_see_her_answer_as_any_other(
    agreement: Scene, role: str
) -> None:
    has_thought(agreement)
    works_at(agreement, role)
    agreement.later(minutes=110)
    signs_from(agreement, SCHOOL)
    assert replies() == ["yes"]
    assert rung(agreement) == ["signed from a school’s network"]
    assert not Event.objects.filter(case=agreement.world.case, code="concern_raised").exists()
    assert Concern.objects.get().about == "at_school:agreement"
    case = reverse("case_history", args=[agreement.world.row().reference])
    shown = at(signed_in(agreement.world.people["home_head"])).get(case).content.decode()
    assert "network" not in shown


@pytest.mark.parametrize(
    ("role", "of_staff", "hers", "minutes"),
    [
        ("home_lead", SCHOOL, HOME, 10),  # she is at home
        ("home_lead", SCHOOL, SCHOOL, 121),  # they had long gone
        ("other_head", SCHOOL, SCHOOL, 10),  # a school that has no part in it
        ("council_inclusion", SCHOOL, SCHOOL, 10),  # outside both schools
        ("home_lead", "127.0.0.1", "127.0.0.1", 10),  # both behind a proxy that is not known
        ("home_lead", "10.0.0.8", "10.0.0.8", 10),
        ("home_lead", "no address", "no address", 10),
    ],
)
def test_nobody_is_rung_without_a_reason(
    agreement: Scene, role: str, of_staff: str, hers: str, minutes: int
) -> None:
    has_thought(agreement)
    works_at(agreement, role, of_staff)
    agreement.later(minutes=minutes)
    signs_from(agreement, hers)
    assert replies() == ["yes"]
    assert rung(agreement) == []


def test_no_address_is_kept_and_a_mark_for_a_day(agreement: Scene) -> None:
    works_at(agreement, "home_lead")
    works_at(agreement, "home_lead")
    works_at(agreement, "home_lead", HOME)
    marks = list(StaffNetwork.objects.values_list("mark", flat=True))
    assert len(marks) == 2
    assert not any(part in mark for mark in marks for part in (SCHOOL, HOME))
    agreement.world.now += timedelta(days=2)
    agreement.clock.move_to(agreement.world.now)
    works_at(agreement, "home_head")
    assert [one.user for one in StaffNetwork.objects.all()] == [agreement.world.people["home_head"]]
    assert str(StaffNetwork.objects.get()).startswith("network of ")
