"""One whole lawful move: from the first worry to settled in a new school."""

from datetime import date

import pytest

from freshstart.models.cases import Case
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

    for number in ("d4", "d8"):
        move.a_review_is_held(world, number, "continue")
    move.a_review_is_held(world, "d12", "ask_for_move")

    world.take(
        "draw_up_agreement",
        by="home_lead",
        move_starts_on=world.today.isoformat(),
        pack_sent="yes",
        integration_plan="Daniel Mensah goes on meeting him each Friday.",
        promises=move.PROMISES,
    )
    world.everyone_signs("agreement")
    world.take(
        "complete_move", by="home_attendance", move_starts_on=world.today.isoformat(), consent_to_delete="yes"
    )
    world.take("send_new_pupil_return", by="host_attendance")
    world.take("send_deletion_return", by="home_attendance")
    world.take("send_last_records", by="home_lead")

    review = world.facts().review("i6")
    assert review is not None
    world.go_to(review.due_on)
    world.take(
        "hold_integration_review",
        by="host_lead",
        occurrence="i6",
        met_on=world.today.isoformat(),
        who_met=["host_lead"],
        progress="Settled in.",
        said_at_review="It is my school now.",
        promises=move.PROMISES,
    )
    world.take("settle", by="host_head")

    facts = world.facts()
    assert facts.outcome is CaseOutcome.SETTLED
    assert [(phase.kind, phase.outcome) for phase in facts.phases] == [
        (PhaseKind.OFF_SITE_DIRECTION, PhaseOutcome.MANAGED_MOVE),
        (PhaseKind.MANAGED_MOVE, PhaseOutcome.SETTLED),
    ]
    assert facts.phases[0].starts_on == date(2026, 11, 30)
    assert not Deadline.objects.open().filter(case=world.case).exists()
    case = Case.objects.get(pk=world.case_id())
    assert case.events.count() > 40
    sources = set(Document.objects.filter(case=case).values_list("source", flat=True))
    assert {"head_proposal", "direction_notice", "plan", "agreement", "move_complete", "settled"} <= sources
