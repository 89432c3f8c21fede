"""Whatever chance does to a case: somebody owes the next thing by a day, and lists show what is so."""

from collections.abc import Callable
from random import Random

import pytest

from freshstart.actions.standings import law_for, refresh
from freshstart.models.deadlines import Deadline
from freshstart.models.facts import STORED, stored_facts
from freshstart.models.histories import Event, verify
from freshstart.models.protocols import protocol_of
from freshstart.outside.books import protocols
from freshstart.process.deadlines import due
from freshstart.process.journeys import today
from freshstart.process.values import Values
from freshstart.process.vocabulary import CaseOutcome
from tests.actions.walks import Walk
from tests.stories import move
from tests.stories.runs import Run
from tests.world import World

pytestmark = pytest.mark.django_db


def the_first_worry(world: World) -> None:
    world.open_case(parents=2)


def the_first_day(world: World) -> None:
    move.up_to_the_first_day(world, sign=False)


def the_last_review(world: World) -> None:
    move.the_child_arrives(world, move.up_to_the_first_day(world, sign=False))
    move.every_review_is_held(world, "ask_for_move")


WALKS = [
    (the_first_worry, 50, 0),
    (the_first_day, 45, 2),
    *((the_last_review, 35, seed) for seed in (3, 6, 7)),
]


@pytest.mark.parametrize(("beginning", "steps", "seed"), WALKS)
def test_on_every_way_through_a_case_somebody_owes_the_next_thing(
    beginning: Callable[[World], None], steps: int, seed: int
) -> None:
    world = World()
    beginning(world)
    walk = Walk(world, Random(seed), protocol_of(world.row().protocol_id))
    for _ in range(steps):
        walk.step()
        if world.row().outcome:
            break
        check_that_somebody_owes_the_next_thing(walk)
    check_that_what_is_shown_is_so(walk)
    assert verify(Event.objects.all()).fault is None


OTHERS = [name for name, one in protocols().items() if not one.in_force_until and name != "southwark"]


@pytest.mark.parametrize("name", OTHERS)
def test_under_every_protocol_somebody_owes_the_next_thing(name: str) -> None:
    world = World()
    world.protocol = world.puts_in_force(protocols()[name])
    run = Run(world, CaseOutcome.SETTLED)
    protocol = protocols()[name]
    world.open_case(parents=2, answers=run.opening(protocol.asked(protocol.steps["open_case"])))
    walk = Walk(world, Random(len(name)), protocol)
    for _ in range(60):
        walk.step()
        if world.row().outcome:
            break
        check_that_somebody_owes_the_next_thing(walk)
    check_that_what_is_shown_is_so(walk)


def check_that_somebody_owes_the_next_thing(walk: Walk) -> None:
    facts, row = walk.world.facts(), walk.world.row()
    told = "\n".join(walk.done[-12:])
    owed = list(Deadline.objects.open().filter(case=row))
    assert owed, told
    assert all(one.owner_id or (one.owner_organisation_id and one.owner_post) for one in owed), told
    assert all(one.due_on and one.owner_name and one.what for one in owed), told
    assert (row.lead_id, bool(row.next_what), bool(row.next_who)) == (facts.lead.id, True, True), told
    assert today(facts).responsible, told


def check_that_what_is_shown_is_so(walk: Walk) -> None:
    """Make everything again from the rows: it is what was stored."""
    world, row = walk.world, walk.world.row()
    facts = world.facts()
    assert stored_facts(row, world.today) == facts
    assert STORED.dump_python(facts, mode="json") == {**row.facts, "today": world.today.isoformat()}
    protocol = protocol_of(row.protocol_id)
    owed = due(protocol, law_for(protocol, facts), facts)
    assert world.owed() == {one.key: one.due_on for one in owed}
    before = plain(row.__dict__), list(Deadline.objects.filter(case=row).order_by("id").values())
    refresh(row, world.now)
    again = world.row()
    assert (plain(again.__dict__), list(Deadline.objects.filter(case=row).order_by("id").values())) == before


def plain(values: Values) -> Values:
    """Give columns without what Django keeps beside them."""
    return {name: value for name, value in values.items() if not name.startswith("_")}
