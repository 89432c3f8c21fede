"""Does every page of a case answer, for whoever may read it, at every point of the move?"""

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from tests.stories import move
from tests.world import World

pytestmark = pytest.mark.django_db

CASE_PAGES = (
    "case",
    "case_plan",
    "case_attendance",
    "case_history",
    "case_print",
    "case_letters",
    "case_papers",
    "case_people",
    "corrections",
    "lead",
    "person_add",
)


def signed_in(world: World, role: str) -> Client:
    client = Client()
    client.force_login(world.people[role], backend="allauth.account.auth_backends.AuthenticationBackend")
    session = client.session
    session["account_authentication_methods"] = [{"method": "password"}, {"method": "mfa"}]
    session.save()
    return client


def test_a_lead_reads_every_page_of_a_new_case() -> None:
    world = World()
    case = world.open_case()
    client = signed_in(world, "home_lead")
    for name in CASE_PAGES:
        answer = client.get(reverse(name, args=[case.reference]))
        assert answer.status_code == 200, name


def test_a_lead_reads_every_page_of_a_running_direction() -> None:
    world = World()
    first_day = move.up_to_the_first_day(world, parents=2)
    move.the_child_arrives(world, first_day)
    assert world.case is not None
    client = signed_in(world, "home_lead")
    for name in CASE_PAGES:
        answer = client.get(reverse(name, args=[world.case.reference]))
        assert answer.status_code == 200, name
    with time_machine.travel(world.now, tick=False):
        check_that_the_pages_beside_cases_answer(signed_in(world, "home_lead"))


def check_that_the_pages_beside_cases_answer(client: Client) -> None:
    for name in ("work", "work_waiting", "cases", "case_new", "help", "law", "privacy", "accessibility"):
        assert client.get(reverse(name)).status_code == 200, name
