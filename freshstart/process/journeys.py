"""Where is the child now: on the way, today, and in whose hands?"""

from collections.abc import Iterable
from dataclasses import dataclass

from freshstart.process import exclusions
from freshstart.process.calendars import CalendarEnds
from freshstart.process.facts import Facts, Organisation
from freshstart.process.laws import LawEdition, is_of_two_dates
from freshstart.process.predicates import holds
from freshstart.process.protocols import Protocol
from freshstart.process.steps import Offer, State
from freshstart.process.vocabulary import OUTCOME_WORDS, CaseOutcome, PhaseOutcome, Post, Tri
from freshstart.process.wordings import long_date

ARRIVALS = {"confirm_arrival", "confirm_return"}


@dataclass(frozen=True, slots=True)
class StageNow:
    """One of the three stages: how many of its milestones are done, and whether one is stopped."""

    id: str
    name: str
    means: str
    done: int
    total: int
    stopped: bool


@dataclass(frozen=True, slots=True)
class Today:
    """Where the child is expected today, who is responsible, and when that changes."""

    where: str
    where_more: str
    responsible: str
    responsible_more: str
    phone: str
    change: str
    change_more: str


def _is_on_the_way(offer: Offer) -> bool:
    """Leave out what cannot come any more and what need not come at all."""
    return offer.step.milestone and not offer.step.optional and offer.state is not State.SHUT


def stages(protocol: Protocol, offers: Iterable[Offer]) -> tuple[StageNow, ...]:
    """Count the milestones of each stage, as far as they lie on this case's way."""
    ahead = [one for one in offers if _is_on_the_way(one)]
    found = []
    for stage in protocol.stage:
        mine = [one for one in ahead if one.step.stage == stage.id]
        done = sum(one.record is not None for one in mine)
        stopped = any(one.state is State.STOPPED for one in mine)
        found.append(StageNow(stage.id, stage.name, stage.means, done, len(mine), stopped))
    return tuple(found)


def stage_now(facts: Facts) -> str:
    """Name the stage the child is in: the move turns on the board's decision and on the arrival."""
    if facts.move or facts.outcome is CaseOutcome.SETTLED:
        return "integration"
    direction = facts.placement
    if direction is None:
        return "transition" if facts.done("accept_place") else "leaving"
    return "integration" if direction.arrived_on or direction.outcome else "transition"


def status_words(protocol: Protocol, facts: Facts) -> str:
    """Say the state of a case in two to five words, for its tag."""
    if facts.outcome:
        return OUTCOME_WORDS[facts.outcome]
    phase = facts.phase
    if exclusions.stands(facts):
        return "Excluded: education arranged" if exclusions.arranged(facts) else "Excluded: nothing arranged"
    if phase:
        terms = protocol.terms(phase.kind)
        return f"{terms.name} until {phase.ends_on.day} {phase.ends_on:%B}" if phase.ends_on else terms.name
    if facts.placement:
        return "Back at the home school"
    return "Family told" if facts.done("tell_family") else "Not yet told to the family"


def comes_from(law: LawEdition, facts: Facts) -> tuple[str, ...]:
    """Say that a case was running before it was kept here, and that its placement goes by an older law."""
    lines = []
    if facts.entered_on:
        on = facts.entered_on
        lines.append(f"Began before Fresh Start, entered on {on.day} {on:%B %Y}")
    if facts.phase and is_of_two_dates(law):
        on = facts.phase.decided_on
        lines.append(f"Goes on under the law of {on.day} {on:%B %Y}")
    return tuple(lines)


def ended_early(facts: Facts) -> bool:
    """Tell whether the line turns back: the direction was ended before its time, or no move was wanted."""
    direction = facts.placement
    early = direction is not None and direction.outcome is PhaseOutcome.ENDED_EARLY
    return early or facts.outcome in {CaseOutcome.RETURNED, CaseOutcome.NOT_TAKEN_FURTHER}


def today(facts: Facts) -> Today:
    """Say where the child is expected today and who is responsible; never "in school" unless it was told.

    The home school stays responsible during a direction, the receiving school too while the child is there
    (S4.2); after a managed move the new school alone.
    """
    if exclusions.stands(facts):
        return _while_excluded(facts)
    host = facts.host if _is_due_at_host(facts) else None
    seen_back = holds(facts, "back_at_home") is Tri.YES
    where = f"{'Back' if seen_back else 'Expected'} at {(host or facts.home).known_as}"
    return Today(where, _told(facts, "host" if host else "home"), *_responsible(facts, host), *_change(facts))


def _while_excluded(facts: Facts) -> Today:
    """Say where an excluded child is taught; the school's place is kept until the board has considered it."""
    arranged = exclusions.arranged(facts)
    where = str(facts.value("taught_where")) if arranged else "No education arranged"
    first = exclusions.excluded(facts)
    since = f"Excluded from {facts.home.known_as} since {long_date(first)}" if first else ""
    holder = facts.council.holder(Post.INCLUSION)
    responsible = holder.name if holder else f"Inclusion officer, {facts.council.known_as}"
    change = (
        ("The governing board considers it", "") if not exclusions.governors_considered(facts) else ("", "")
    )
    return Today(where, since, responsible, "From day six, with the school", facts.council.phone, *change)


def _is_due_at_host(facts: Facts) -> bool:
    phase = facts.phase
    return facts.move is not None or (phase is not None and phase.starts_on <= facts.today)


def _responsible(facts: Facts, host: Organisation | None) -> tuple[str, str, str]:
    """Give who is responsible today, as what, and the number to ring."""
    lead, adult, home = facts.lead, facts.staff.get("key_adult"), facts.home.known_as
    if host is None:
        return lead.name, f"Lead, {home}", lead.phone
    if facts.move is None:
        there = adult.name if adult else "its headteacher"
        return lead.name, f"For {home}; at {host.known_as} {there}", lead.phone
    return (
        (adult.name, f"Key adult, {host.known_as}", adult.phone) if adult else (host.known_as, "", host.phone)
    )


def _told(facts: Facts, whose: str) -> str:
    """Say what has been told about today, and by whom it was written."""
    try:
        if not facts.calendar(whose).is_school_day(facts.today):
            return "No school today"
    except CalendarEnds:
        return "Term dates not known"
    told = [one for one in facts.records if one.step in ARRIVALS and one.on == facts.today]
    if told:
        here = "Arrived" if told[-1].values["arrived_today"] == "yes" else "Not here"
        return f"{here}: told by {told[-1].by} at {told[-1].at:%-H:%M}"
    marks = [week.marks[on] for week in facts.weeks if (on := facts.today.isoformat()) in week.marks]
    return f"Register: {' and '.join(marks[0])}" if marks else "Not yet told for today"


def _change(facts: Facts) -> tuple[str, str]:
    """Say when something changes next for the child, and what."""
    if facts.outcome:
        return ("Settled" if facts.outcome is CaseOutcome.SETTLED else "No change planned"), ""
    phase = facts.phase
    if phase is None:
        return "Not decided", "Nothing changes without the family knowing"
    if phase.starts_on > facts.today:
        return long_date(phase.starts_on), f"First day at {facts.host.known_as if facts.host else ''}"
    ahead = [one for one in facts.reviews_of(phase) if not one.held_on]
    if ahead:
        what = f"Review, week {ahead[0].week}" if facts.move is None else "Looking at the help together"
        return long_date(ahead[0].meets_on or ahead[0].due_on), what
    return (
        (long_date(phase.ends_on), "Last day of the direction")
        if phase.ends_on
        else ("No change planned", "")
    )
