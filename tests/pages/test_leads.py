"""Do those who run cases at a school see who leads, who could take one more, and who is away?"""

from collections.abc import Iterator

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from freshstart.actions import leads
from freshstart.models.cases import Case
from tests.pages.doors import at, signed_in
from tests.pages.reading import words
from tests.world import World

MOST = 12


@pytest.fixture
def world(db: None) -> Iterator[World]:
    built = World()
    with time_machine.travel(built.now, tick=False):
        built.open_case()
        built.open_case(given="Lena", family="Novak")
        yield built


def who(world: World, role: str) -> Client:
    return at(signed_in(world.people[role]))


def read(client: Client, name: str, *args: object) -> str:
    return words(client.get(reverse(name, args=args)).content.decode())


def lead_page(world: World) -> str:
    return reverse("lead", args=[world.row().reference])


def test_the_load_of_each_stands_where_work_is_given_out(world: World) -> None:
    rana = who(world, "home_lead")
    assert "Rana Okafor (home) Pastoral lead Leads 2 children, nothing late." in read(rana, "leads")
    assert "Joy Adeyemi (home): leads no children, nothing late" in words(
        rana.get(lead_page(world)).content.decode()
    )


def test_whoever_is_asked_finds_it_in_their_work_and_accepts_with_a_press(world: World) -> None:
    rana, joy = who(world, "home_lead"), who(world, "home_senco")
    said = rana.post(lead_page(world), {"to": world.people["home_senco"].pk}, follow=True)
    assert "Joy Adeyemi (home) is asked to lead this child" in words(said.content.decode())
    assert "has not answered" in words(rana.get(lead_page(world)).content.decode())
    assert "Say whether you lead this case" in read(joy, "work")
    shown = words(joy.get(lead_page(world)).content.decode())
    assert "Do you lead Lena?" in shown
    assert "Until you accept, Rana Okafor (home) leads." in shown
    joy.post(lead_page(world), {"accept": "yes"})
    assert world.row().lead == world.people["home_senco"]
    assert "Say whether you lead this case" not in read(joy, "work")


def test_whoever_cannot_leaves_it_where_it_was(world: World) -> None:
    rana, joy = who(world, "home_lead"), who(world, "home_senco")
    rana.post(lead_page(world), {"to": world.people["home_senco"].pk})
    joy.post(lead_page(world), {"why": "I am in Year 7 <b>only</b>"})
    assert world.row().lead == world.people["home_lead"]
    story = read(rana, "case_history", world.row().reference)
    assert "Joy Adeyemi (home) cannot lead: I am in Year 7 <b>only</b>" in story


def test_all_children_of_a_colleague_pass_on_at_once(world: World) -> None:
    head, rana = who(world, "home_head"), world.people["home_lead"]
    address = reverse("leads_pass_on", args=[rana.pk])
    shown = head.get(address).content.decode()
    assert shown.count("checked") == 2
    senco = world.people["home_senco"].pk
    nobody = head.post(address, {"to": senco})
    assert "Choose at least one child." in words(nobody.content.decode())
    cases = list(Case.objects.values_list("pk", flat=True))
    head.post(address, {"to": senco, "cases": cases})
    assert "Asked to lead 2 more." in read(head, "leads")


def test_an_absence_is_arranged_with_two_days_and_a_name_and_ended_with_a_press(world: World) -> None:
    head, rana = who(world, "home_head"), world.people["home_lead"]
    address = reverse("lead_away", args=[rana.pk])
    boxes = {"day": "24", "month": "11", "year": "2026"}
    day = {f"{name}-{part}": typed for name in ("from_on", "until_on") for part, typed in boxes.items()}
    wrong = head.post(address, day | {"until_on-day": "20", "stand_in": world.people["home_senco"].pk})
    assert "Choose a last day that is not before the first" in words(wrong.content.decode())
    head.post(address, day | {"stand_in": world.people["home_senco"].pk})
    shown = read(head, "leads")
    assert "Away Tuesday 24 November to Tuesday 24 November: Joy Adeyemi (home) leads." in shown
    assert "Lead: Joy Adeyemi (home), for Rana Okafor (home)" in read(head, "case", world.row().reference)
    head.post(reverse("lead_back", args=[rana.covers.get().pk]))
    assert "Away Tuesday" not in read(head, "leads")
    assert "Lead: Rana Okafor (home)" in read(head, "case", world.row().reference)


def test_a_school_sees_its_own_people_alone(world: World) -> None:
    host = who(world, "host_head")
    assert "(home)" not in read(host, "leads")
    for name in ("leads_pass_on", "lead_away"):
        assert host.get(reverse(name, args=[world.people["home_lead"].pk])).status_code == 404


def test_it_asks_as_little_for_many_as_for_few(world: World) -> None:
    head = who(world, "home_head")

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            read(head, "leads")
        return len(queries)

    asked()
    few = asked()
    for number in range(6):
        world.open_case(given=f"Child {number}")
        leads.offer(
            case_ids=[world.case_id()],
            by=world.people["home_lead"],
            at=world.now,
            to=world.people["home_senco"],
        )
    assert asked() == few <= MOST
