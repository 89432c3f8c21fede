"""A school year of some children, some of them forgotten by their schools: none is ever between two vans."""

from collections.abc import Callable

import pytest

from freshstart.actions.days import turn_day
from freshstart.models.cases import Case, Grant
from freshstart.models.deadlines import Deadline
from freshstart.models.histories import Event, verify
from tests.stories import move
from tests.stories.move import FIRST_DAY
from tests.stories.years import Year
from tests.world import World

pytestmark = pytest.mark.django_db
CHILDREN = 3


def test_no_child_is_ever_without_a_lead_a_next_step_and_a_date(
    record_property: Callable[[str, object], None],
) -> None:
    year = Year(CHILDREN, seed=4)
    year.run()
    told = f"{CHILDREN} children, {dict(year.happened)}"
    record_property("A school year", {"from September to July": told})
    assert year.wrong == []
    assert Case.objects.count() == CHILDREN
    assert year.happened["acts"] > 100, told
    assert year.happened["mornings with nobody"] > 0  # there was something to see
    assert verify(Event.objects.all()).fault is None


def test_a_child_who_is_missing_on_today_is_found() -> None:
    year = Year(0)
    world = year.world
    move.the_rest_up_to_the_first_day(_opened(world))
    world.go_to(FIRST_DAY)
    year.look("on the first day, morning")  # the day was not turned: nobody has noticed
    assert [one.partition(": ")[2] for one in year.wrong] == [
        "Hamza Siddiqui has not come to the new school, and does not stand on Today"
    ]
    turn_day(at=world.now)
    year.wrong.clear()
    year.look("the day has turned, morning")
    assert year.wrong == []


def test_a_case_without_a_lead_or_a_next_step_is_found() -> None:
    year = Year(0)
    _opened(year.world)
    Grant.objects.filter(role="lead").update(ended_at=year.world.now)
    Case.objects.update(next_what="")
    Deadline.objects.update(met_at=year.world.now)
    year.look("any day, evening")
    assert len(year.wrong) == 3


def _opened(world: World) -> World:
    world.now = World.now
    world.open_case()
    return world
