"""Does a page ask the database few questions, and all of them before it is drawn?"""

from typing import Any

import pytest
import time_machine
from django.db import connection
from django.template import engines
from django.template.backends.jinja2 import Template
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from freshstart.models.cases import Case
from freshstart.models.protocols import protocol_of
from tests.pages.doors import arrive, at, knock, signed_in
from tests.pages.visitors import Town
from tests.world import World

MOST = {"work": 5, "work_waiting": 5, "cases": 5, "case": 8}  # with the session and the user
READERS = {
    "home_lead": ("hamza", "bilal", "lena"),
    "host_head": ("hamza", "bilal"),
    "hamzas_mother": ("hamza",),
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
