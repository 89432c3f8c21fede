"""For each school day of a placement: where was the child expected, who was responsible, what was told?"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from freshstart.process.attendances import PRESENT, read
from freshstart.process.calendars import CalendarEnds
from freshstart.process.facts import Facts, Phase
from freshstart.process.vocabulary import PhaseKind, PhaseOutcome

State = Literal["in_school", "half", "absent", "suspended", "missing", "expected"]
BACK = timedelta(weeks=4)
AHEAD = timedelta(weeks=1)
SUSPENDED = "E"
UNEXPLAINED = {"N", "O"}


@dataclass(frozen=True, slots=True)
class SchoolDay:
    """One school day: where the child was expected, the two marks told, and what they come to in words."""

    on: date
    at_host: bool
    state: State
    words: str
    marks: tuple[str, str] | None
    responsible: tuple[str, ...]


def school_days(facts: Facts, *, back: timedelta = BACK, ahead: timedelta = AHEAD) -> tuple[SchoolDay, ...]:
    """List the school days round today. A day that nobody has told of is never "in school".

    The marks are those of the receiving school's weekly record; the home school's register is not kept here.
    """
    first = max(facts.opened_on, facts.today - back)
    days = (first + timedelta(days=n) for n in range((facts.today + ahead - first).days + 1))
    return tuple(_day(facts, on) for on in days if _is_school_day(facts, on))


def first_day(facts: Facts, phase: Phase) -> date:
    """Give the day on which the child is really expected first: where the school is closed then, the next."""
    try:
        return facts.calendar("host").on_or_after(phase.starts_on)
    except CalendarEnds:
        return phase.starts_on


def _phase_on(facts: Facts, on: date) -> Phase | None:
    """Find the placement in which a day lies; an early end sends the child home from the next day on."""
    for phase in facts.phases:
        stays = phase.outcome is PhaseOutcome.SETTLED  # the case ends, and the child stays
        last = date.max if stays else phase.ended_on or phase.ends_on or date.max
        if phase.starts_on <= on <= last and not (
            phase.kind is PhaseKind.OFF_SITE_DIRECTION and on == phase.ended_on == _move_day(facts)
        ):
            return phase
    return None


def _move_day(facts: Facts) -> date | None:
    return facts.move.starts_on if facts.move else None


def _is_school_day(facts: Facts, on: date) -> bool:
    try:
        return facts.calendar("host" if _phase_on(facts, on) else "home").is_school_day(on)
    except CalendarEnds:
        return False


def _day(facts: Facts, on: date) -> SchoolDay:
    phase = _phase_on(facts, on)
    host = facts.host.known_as if facts.host else ""
    place = host if phase else facts.home.known_as
    marks = next((week.marks[on.isoformat()] for week in facts.weeks if on.isoformat() in week.marks), None)
    state, words = _told(marks, place, past=on < facts.today or (on == facts.today and phase is not None))
    if marks is None and _arrived_on(facts, on):
        state, words = "in_school", f"arrived at {place}"
    return SchoolDay(on, phase is not None, state, words, marks, _responsible(facts, phase))


def _arrived_on(facts: Facts, on: date) -> bool:
    steps = {"confirm_arrival", "confirm_return"}
    return any(
        r.step in steps and r.on == on and r.values.get("arrived_today") == "yes" for r in facts.records
    )


def _responsible(facts: Facts, phase: Phase | None) -> tuple[str, ...]:
    """Name who is responsible: during a direction both schools, after a move the new one (S4.2)."""
    if phase is None:
        return ("home",)
    return ("new",) if phase.kind is PhaseKind.MANAGED_MOVE else ("home", "new")


def _told(marks: tuple[str, str] | None, place: str, *, past: bool) -> tuple[State, str]:
    codes = [read(mark) for mark in marks or () if mark]
    if not codes:
        return "expected", f"{'not yet told from' if past else 'expected at'} {place}"
    here = [one.kind in PRESENT for one in codes]
    words = ", ".join(dict.fromkeys(one.meaning.lower() for one in codes))
    if all(here):
        return "in_school", f"in school at {place}"
    if any(one.code == SUSPENDED for one in codes):
        return "suspended", f"suspended: {words}"
    if any(one.code in UNEXPLAINED for one in codes):
        return "missing", f"not accounted for at {place}: {words}"
    return ("half", f"half a day at {place}: {words}") if any(here) else ("absent", f"absent: {words}")
