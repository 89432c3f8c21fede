"""Does a page ask the database few questions, and all of them before it is drawn?"""

from typing import Any

import pytest
import time_machine
from django.db import connection
from django.template import engines
from django.template.backends.jinja2 import Template
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from freshstart.actions import doors, enquiries, welcomes
from freshstart.models.cases import Case
from freshstart.models.papers import Document, Enquiry
from freshstart.models.protocols import protocol_of
from freshstart.outside.pictures import Drawn
from freshstart.process.vocabulary import Relation
from tests.pages.doors import arrive, at, knock, signed_in
from tests.pages.scenes import CODE, Scene, door
from tests.pages.visitors import Town
from tests.world import World

MOST = {"work": 5, "work_waiting": 5, "cases": 5, "case": 8}  # with the session and the user
# Of a family's page: the session, the coming, four for who listens, and what the page is about. A paper is
# noted as read, and turned into the language of its reader, over the whole case.
MOST_OF_FAMILIES = {
    "for_you": 10,
    "family_ask": 6,
    "family_done": 10,
    "family_answer": 6,
    "family_paper": 30,
    "family_sign:plan:yes": 12,
    "family_sign:plan:no": 12,
    "family_sign:plan:talk": 7,
    "family_sign:plan:pressed": 7,
    "family_letter:to_mother": 7,
    "family_file:to_mother": 3,
    "family_welcome": 8,
    "family_picture": 3,
    "family_leave": 1,
    "door": 1,
}
READERS = {
    "home_lead": ("hamza", "bilal", "lena"),
    "host_head": ("hamza", "bilal"),
    "hamzas_mother": ("hamza",),
    "hamzas_father": ("hamza",),
    "council_adviser": ("hamza",),
}


# Nothing is asked while a page is drawn ---------------------------------------------------------------------


def refuse(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
    raise AssertionError(f"A template asks the database: {sql[:120]}")


@pytest.fixture
def silence(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let no template ask the database anything."""
    render = Template.render

    def in_silence(self: Template, *context: Any, **more: Any) -> str:
        with connection.execute_wrapper(refuse):
            return str(render(self, *context, **more))

    monkeypatch.setattr(Template, "render", in_silence)


@pytest.mark.parametrize("visitor", READERS)
def test_a_page_has_all_it_needs_before_it_is_drawn(town: Town, silence: None, visitor: str) -> None:
    key, asking = arrive(town, visitor), []
    for child in READERS[visitor]:
        for name, address in town.addresses(child).items():
            try:
                knock(key, "GET", address)
            except AssertionError as error:
                asking.append(f"{name}: {error}")
    assert not asking, "\n".join(asking)


def test_a_template_that_asks_is_found(db: None, silence: None) -> None:
    template = engines["jinja2"].from_string("{% for case in cases %}{{ case }}{% endfor %}")
    with pytest.raises(AssertionError, match="freshstart_case"):
        template.render({"cases": Case.objects.all()})


# Few are asked, however many cases there are ----------------------------------------------------------------


def asked_by(key: str, name: str, *args: str) -> list[str]:
    """List the questions of a page to somebody who has been here before."""
    client = at(key)
    client.get(reverse("help"))  # the session notes once a minute that somebody is there
    with CaptureQueriesContext(connection) as found:
        assert client.get(reverse(name, args=args)).status_code == 200
    return [one["sql"] for one in found.captured_queries]


@pytest.mark.parametrize("role", ["home_lead", "home_attendance", "council_inclusion"])
def test_lists_ask_as_little_of_thirty_cases_as_of_three(db: None, role: str) -> None:
    protocol_of.cache_clear()
    world, counts = World(), {}
    with time_machine.travel(world.now, tick=False):
        key = signed_in(world.people[role])
        for many in (3, 30):
            while Case.objects.count() < many:
                world.open_case(given=f"Child {Case.objects.count()}")
            counts[many] = {name: len(asked_by(key, name)) for name in ("work", "work_waiting", "cases")}
    assert counts[3] == counts[30]
    assert all(count <= MOST[name] for name, count in counts[30].items()), counts


@pytest.mark.parametrize("role", ["home_lead", "host_key_adult", "council_inclusion"])
def test_a_case_asks_little_at_every_point_of_the_move(town: Town, role: str) -> None:
    asked = asked_by(signed_in(town.world.people[role]), "case", town.cases["hamza"].reference)
    assert len(asked) <= MOST["case"], "\n".join(asked)


# A family's pages -------------------------------------------------------------------------------------------


def asked_by_families(town: Town) -> dict[str, int]:
    """Count what every page asks that Hamza's mother is shown."""
    key, found = arrive(town, "hamzas_mother"), dict[str, int]()
    for name, address in town.addresses("hamza").items():
        if address.startswith("/for-you/"):
            client = at(key)
            client.get(reverse("for_you"))  # the session notes once a minute that somebody is there
            with CaptureQueriesContext(connection) as queries:
                status = client.get(address).status_code
            found |= {name: len(queries)} if status == 200 else {}
    return found


def years_go_by(town: Town) -> None:
    """Let there be much more of everything that a family's pages show, and of what they do not."""
    world, letters = town.world, Document.objects.filter(case=town.cases["hamza"]).exclude(party=None)
    for number in range(12):
        world.family_says("view_before_review", ("well", "hard")[number % 2], words=f"Week {number}")
        mother = world.party(Relation.MOTHER)
        enquiries.ask(party=mother, by=None, at=world.now, words=f"Question {number}?")
        doors.open_link(link_id=town.link("hamza").pk, by=None, at=world.now, device=str(number))
        welcomes.add_picture(
            by=world.people["host_lead"],
            at=world.now,
            organisation=world.host,
            kind="person",
            name=f"Teacher {number}",
            role="Teaches art",
            drawn=Drawn(b"a face", 640, 480),
        )
        for letter in letters.filter(occurrence=""):
            letter.pk, letter.occurrence = None, f"copy {number}"
            letter.save()
    Enquiry.objects.update(answer="On Monday.", answered_by=world.people["home_lead"], answered_at=world.now)
    for number in range(6):
        world.open_case(given=f"Child {number}")


def test_a_familys_pages_ask_as_little_after_years_as_on_the_first_day(town: Town) -> None:
    first = asked_by_families(town)
    assert first.keys() == MOST_OF_FAMILIES.keys()
    years_go_by(town)
    later = asked_by_families(town)
    assert later == first
    assert {name: count for name, count in later.items() if count > MOST_OF_FAMILIES[name]} == {}


def test_the_door_asks_little(scene: Scene) -> None:
    """The code is looked for, and where none waits it is made and sent, with a line of history."""
    client = Client()
    counts = []
    for address, method in ((door(scene.link()), "post"), (CODE, "get"), (CODE, "get")):
        with CaptureQueriesContext(connection) as queries:
            assert getattr(client, method)(address).status_code in {200, 302}
        counts.append(len(queries))
    assert counts[2] <= 9
    assert max(counts) <= 25
