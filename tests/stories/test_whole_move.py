"""One whole lawful move: from the first worry to settled in a new school."""

from datetime import date

import pytest

from freshstart.models.deadlines import Deadline
from freshstart.models.papers import Document
from freshstart.process.vocabulary import CaseOutcome, PhaseKind, PhaseOutcome
from tests.stories import move
from tests.world import World

pytestmark = pytest.mark.django_db


def test_a_child_moves_and_settles() -> None:
    world = World()
    first_day = move.up_to_the_first_day(world, parents=2)
    move.the_child_arrives(world, first_day)
    move.every_review_is_held(world, "ask_for_move")
    move.the_agreement_is_drawn_up(world)
    world.everyone_signs("agreement")
    move.both_registers_are_changed(world)
    move.settling_in_is_looked_at(world)
    world.take("settle", by="host_head")

    facts = world.facts()
    assert facts.outcome is CaseOutcome.SETTLED
    assert [(phase.kind, phase.outcome) for phase in facts.phases] == [
        (PhaseKind.OFF_SITE_DIRECTION, PhaseOutcome.MANAGED_MOVE),
        (PhaseKind.MANAGED_MOVE, PhaseOutcome.SETTLED),
    ]
    assert facts.phases[0].starts_on == date(2026, 11, 30)
    assert not Deadline.objects.open().filter(case=world.case).exists()
    assert world.row().events.count() > 40
    sources = set(Document.objects.filter(case=world.case).values_list("source", flat=True))
    assert {"head_proposal", "direction_notice", "plan", "agreement", "move_complete", "settled"} <= sources
