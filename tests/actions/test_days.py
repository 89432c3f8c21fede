from datetime import timedelta

import pytest

from freshstart.actions.days import turn_day
from freshstart.models.cases import Case
from freshstart.models.histories import Event
from freshstart.process.vocabulary import CaseOutcome
from tests.stories import move
from tests.world import World

pytestmark = pytest.mark.django_db


def test_on_a_new_day_every_open_case_is_looked_at_once() -> None:
    world = World()
    world.open_case()
    world.later()
    assert turn_day(at=world.now) == 1
    assert turn_day(at=world.now) == 0
    assert Case.objects.get().facts["today"] == world.today.isoformat()


def test_on_the_first_day_the_arrival_is_owed_though_nobody_touched_the_case() -> None:
    world = World()
    first_day = move.up_to_the_first_day(world)
    world.go_to(first_day)
    turn_day(at=world.now)
    assert Case.objects.get().next_what == "Confirm the child’s arrival"
    assert Case.objects.get().next_due_on == first_day


def test_a_year_later_the_child_is_in_the_next_year_group() -> None:
    world = World()
    before = world.open_case().year_group
    world.later(days=365)
    turn_day(at=world.now)
    assert Case.objects.get().year_group == before + 1


def test_a_closed_case_stays_as_it_was() -> None:
    world = World()
    world.open_case()
    Case.objects.update(outcome=CaseOutcome.NOT_TAKEN_FURTHER)
    assert turn_day(at=world.now + timedelta(days=1)) == 0


def test_nobody_acts_when_a_day_turns_so_the_history_is_silent() -> None:
    world = World()
    world.open_case()
    before = Event.objects.count()
    turn_day(at=world.now + timedelta(days=1))
    assert Event.objects.count() == before
