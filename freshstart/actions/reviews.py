"""How are reviews called, held and decided on?"""

from typing import Any

from freshstart.actions.placements import open_phase
from freshstart.actions.standings import Standing
from freshstart.actions.writers import writes
from freshstart.models.placements import Review
from freshstart.process.effects import review_wanted


def _review(standing: Standing, values: dict[str, Any]) -> Review:
    return Review.objects.get(case=standing.case, number=values["review"])


@writes("review_invited")
def _review_invited(standing: Standing, values: dict[str, Any]) -> None:
    review = _review(standing, values)
    review.invited_on, review.meets_on, review.meets_at = standing.today, values["on"], values["at"]
    review.save()


@writes("review_held")
def _review_held(standing: Standing, values: dict[str, Any]) -> None:
    review = _review(standing, values)
    review.held_on = values["on"]
    review.save()


@writes("review_decided")
def _review_decided(standing: Standing, values: dict[str, Any]) -> None:
    review = _review(standing, values)
    review.decided_on, review.decision = standing.today, values["decision"]
    review.save()


@writes("review_asked")
def _review_asked(standing: Standing, values: dict[str, Any]) -> None:
    phase = open_phase(standing)
    direction = standing.facts.direction
    week = standing.facts.calendar("home").week_of(phase.starts_on, values["due_on"]) if direction else 0
    Review.objects.create(
        case=standing.case,
        phase=phase,
        number=values["review"],
        week=week,
        due_on=values["due_on"],
        asked_by=values["by"],
    )


def review_asked_by_family(standing: Standing, name: str) -> None:
    """Take a parent's request that came by their link; refused within ten weeks of a review (NotNow)."""
    _review_asked(standing, review_wanted(standing.facts, name).values)
