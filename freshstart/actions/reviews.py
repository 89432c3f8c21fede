"""How are reviews called, held and decided on?"""

from freshstart.actions.placements import make_reviews, open_phase
from freshstart.actions.standings import Standing
from freshstart.actions.writers import writes
from freshstart.models.placements import Review
from freshstart.process.effects import review_wanted
from freshstart.process.values import Values


def _review(standing: Standing, values: Values) -> Review:
    return Review.objects.get(case=standing.case, number=values["review"])


@writes("review_invited")
def _review_invited(standing: Standing, values: Values) -> None:
    review = _review(standing, values)
    review.invited_on, review.meets_on, review.meets_at = standing.today, values["on"], values["at"]
    review.save()


@writes("review_held")
def _review_held(standing: Standing, values: Values) -> None:
    review = _review(standing, values)
    review.held_on = values["on"]
    review.save()


@writes("review_decided")
def _review_decided(standing: Standing, values: Values) -> None:
    review = _review(standing, values)
    review.decided_on, review.decision = standing.today, values["decision"]
    review.save()


@writes("review_asked")
def _review_asked(standing: Standing, values: Values) -> None:
    make_reviews(open_phase(standing), (values["review"],), asked_by=values["by"])


def review_asked_by_family(standing: Standing, name: str) -> None:
    """Take a parent's request that came by their link; refused as `review_wanted` says (NotNow)."""
    _review_asked(standing, review_wanted(standing.protocol, standing.facts, name).values)
