"""How does a child say that it belongs, week by week, and is it falling?

The items are our own and stand in the protocol; each is answered with one of four words, kept as 0 to 3.
"""

from dataclasses import dataclass
from datetime import date

from freshstart.process.facts import Facts
from freshstart.process.replies import View

FALL = 50  # hundredths of a step of the scale, on average: half a word less than last time
FEWEST = 3  # answers before a line is drawn: two are no trend


@dataclass(frozen=True, slots=True)
class Point:
    """One check-in: which week, when, and the average of its answers in hundredths of a step."""

    occurrence: str
    on: date
    level: int
    answers: dict[str, int]


def points(facts: Facts, question: str = "") -> tuple[Point, ...]:
    """Give the pupil's check-ins in order, the latest of each week; what was skipped does not count."""
    child = facts.child
    latest = {
        (view.question, view.occurrence): view
        for view in facts.views
        if child and view.party == child.id and (not question or view.question == question)
    }
    found = (_point(view) for view in latest.values() if view.occurrence)
    return tuple(one for one in found if one is not None)


def _point(view: View) -> Point | None:
    answers = {name: value for name, value in view.items.items() if type(value) is int}
    if not answers:
        return None
    return Point(view.occurrence, view.on, round(100 * sum(answers.values()) / len(answers)), answers)


def has_fallen(before: Point, now: Point) -> bool:
    """Tell whether a check-in is lower than the one before: by half a word, or to the lowest word anywhere.

    Only what was answered both times is compared.
    """
    both = before.answers.keys() & now.answers.keys()
    if not both:
        return False
    change = 100 * sum(now.answers[one] - before.answers[one] for one in both) / len(both)
    return change <= -FALL or any(now.answers[one] == 0 < before.answers[one] for one in both)


def fell_on(facts: Facts) -> date | None:
    """Give the day of the latest check-in where it is lower than the one before, or the very lowest."""
    found = points(facts)
    if not found:
        return None
    if len(found) == 1:
        return found[0].on if found[0].level == 0 else None
    return found[-1].on if has_fallen(found[-2], found[-1]) else None
