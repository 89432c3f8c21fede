"""Is it not arranged, or not told, where a child is taught; since when; and who acts?

A child whose week is not told yet is chased as a deadline. Here stands whoever may be with nobody today.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from freshstart.process import exclusions
from freshstart.process.calendars import CalendarEnds
from freshstart.process.days import first_day, school_days
from freshstart.process.facts import Facts, Person
from freshstart.process.findings import back_at_home, day_in, going_back
from freshstart.process.journeys import today
from freshstart.process.values import Values
from freshstart.process.vocabulary import GapKind, Post

SIXTH = 6  # the school day from which the council, or the school, must teach (law.md, EX-07)
LOOKED_BACK = timedelta(weeks=2)  # for a day on which the register did not know where the child was


@dataclass(frozen=True, slots=True)
class Gap:
    """A child with no confirmed place today: why, since which day, and who is to act."""

    kind: GapKind
    since: date
    who: str


@dataclass(frozen=True, slots=True)
class Elapsed:
    """How many school days it has lasted, the first counted, and when the sixth is; None beyond the terms."""

    days: int | None
    sixth_on: date | None


def gap(facts: Facts) -> Gap | None:
    """Say why it is not known where the child is taught today; None if it is, and once the case is closed."""
    if facts.outcome:
        return None
    return _nothing_arranged(facts) or _not_back(facts) or _not_arrived(facts) or _not_seen(facts)


def elapsed(facts: Facts, since: date) -> Elapsed:
    """Count the school days of the school that the child came from, up to today."""
    calendar = facts.calendar("home")
    try:
        first = calendar.on_or_after(since)
        if first > facts.today:
            return Elapsed(0, calendar.add_school_days(first, SIXTH - 1))
        return Elapsed(
            calendar.school_days_between(first, facts.today) + 1, calendar.add_school_days(first, SIXTH - 1)
        )
    except CalendarEnds:
        return Elapsed(None, None)


def told_of(facts: Facts, found: Gap, lasted: Elapsed) -> Values:
    """Say in plain words what a list shows of it: where the child is expected, who acts, and whom to ring."""
    now = today(facts)
    return {
        "who": found.who,
        "sixth_on": lasted.sixth_on.isoformat() if lasted.sixth_on else "",
        "where": now.where,
        "where_more": now.where_more,
        "called": facts.pupil.called,
        "host": facts.host.known_as if facts.host else "",
        "lead": facts.lead.name,
        "phone": facts.lead.phone,
    }


def _nothing_arranged(facts: Facts) -> Gap | None:
    since = exclusions.nothing_arranged(facts)
    if since and not exclusions.stands(facts):  # on its last day the placement still held
        since = _next_school_day(facts, since)
    if since is None or since > facts.today:
        return None
    officer = facts.council.holder(Post.INCLUSION)
    return Gap(
        GapKind.NOTHING_ARRANGED, since, _name(officer, f"Inclusion officer, {facts.council.known_as}")
    )


def _not_back(facts: Facts) -> Gap | None:
    """Find a child who is expected back and of whom the school has not told that they are there."""
    since = exclusions.over(facts) if exclusions.not_yet_back(facts) else None
    if since is None and not back_at_home(facts):
        since = going_back(facts)
    wanted = day_in(facts.value("back_on"))
    due = (_on_or_after(facts, wanted) if wanted else _next_school_day(facts, since)) if since else None
    return Gap(GapKind.NOT_BACK, due, facts.lead.name) if due and due <= facts.today else None


def _not_arrived(facts: Facts) -> Gap | None:
    phase = facts.phase
    if phase is None or phase.arrived_on or first_day(facts, phase) > facts.today:
        return None
    host = facts.host.known_as if facts.host else ""
    return Gap(
        GapKind.NOT_ARRIVED,
        first_day(facts, phase),
        _name(facts.named("key_adult"), f"Headteacher, {host}"),
    )


def _not_seen(facts: Facts) -> Gap | None:
    """Find a child whom the register last had as absent without anybody knowing why."""
    told = [one for one in school_days(facts, back=LOOKED_BACK) if one.marks and one.on <= facts.today]
    if not told or told[-1].state != "missing":
        return None
    since = next((one.on for one in reversed(told) if one.state != "missing"), None)
    first = next(one.on for one in told if one.state == "missing" and (since is None or one.on > since))
    return Gap(GapKind.NOT_SEEN, first, _name(facts.named("key_adult"), facts.lead.name))


def _next_school_day(facts: Facts, after: date) -> date:
    try:
        return facts.calendar("home").next_school_day(after)
    except CalendarEnds:
        return after


def _on_or_after(facts: Facts, on: date) -> date:
    try:
        return facts.calendar("home").on_or_after(on)
    except CalendarEnds:
        return on


def _name(person: Person | None, otherwise: str) -> str:
    return person.name if person else otherwise
