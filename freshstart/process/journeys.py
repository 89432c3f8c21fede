"""Where is the child now: on the way, today, and in whose hands?"""

from dataclasses import dataclass

from freshstart.process.calendars import CalendarEnds
from freshstart.process.facts import Facts, Person
from freshstart.process.protocols import LawEdition, Protocol
from freshstart.process.steps import Actor, Offer, State, available
from freshstart.process.vocabulary import OUTCOME_WORDS, CaseOutcome, PhaseOutcome, Post
from freshstart.process.wordings import long_date

NOBODY = Actor(None, "", frozenset())


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


def stages(protocol: Protocol, law: LawEdition, facts: Facts) -> tuple[StageNow, ...]:
    """Count the milestones of each stage, as far as they lie on this case's way."""
    offers = [one for one in available(protocol, law, facts, NOBODY) if _is_on_the_way(one)]
    found = []
    for stage in protocol.stage:
        mine = [one for one in offers if one.step.stage == stage.id]
        done = sum(one.record is not None for one in mine)
        stopped = any(one.state is State.STOPPED for one in mine)
        found.append(StageNow(stage.id, stage.name, stage.means, done, len(mine), stopped))
    return tuple(found)


def stage_now(facts: Facts) -> str:
    """Name the stage the child is in: the move turns on the board's decision and on the arrival."""
    if facts.move or facts.outcome is CaseOutcome.SETTLED:
        return "integration"
    direction = facts.direction
    if direction is None:
        return "transition" if facts.done("accept_place") else "leaving"
    return "integration" if direction.arrived_on or direction.outcome else "transition"


def status_words(protocol: Protocol, facts: Facts) -> str:
    """Say the state of a case in two to five words, for its tag."""
    if facts.outcome:
        return OUTCOME_WORDS[facts.outcome]
    phase = facts.phase
    if phase:
        terms = protocol.terms(phase.kind)
        return f"{terms.name} until {phase.ends_on.day} {phase.ends_on:%B}" if phase.ends_on else terms.name
    if facts.direction:
        return "Back at the home school"
    return "Family told" if facts.done("tell_family") else "Not yet told to the family"


def ended_early(facts: Facts) -> bool:
    """Tell whether the line turns back: the direction was ended before its time, or no move was wanted."""
    direction = facts.direction
    early = direction is not None and direction.outcome is PhaseOutcome.ENDED_EARLY
    return early or facts.outcome in {CaseOutcome.RETURNED, CaseOutcome.NOT_TAKEN_FURTHER}


def _hands(holder: Person | None, role: str, place: str) -> tuple[str, str, str]:
    return (holder.name, f"{role}, {place}", holder.phone) if holder else (place, role, "")


def today(facts: Facts) -> Today:
    """Say where the child is expected today and who is responsible; never "in school" unless it was told.

    The home school stays responsible during a direction, the receiving school too while the child is there
    (S4.2); after a managed move the new school alone.
    """
    phase, direction = facts.phase, facts.direction
    if facts.move and facts.host:
        name, more, phone = _hands(facts.staff.get("key_adult"), "Key adult", facts.host.known_as)
        return Today(f"At {facts.host.known_as}", _told(facts, "host"), name, more, phone, *_change(facts))
    if phase and facts.host and phase.starts_on <= facts.today:
        adult = facts.staff.get("key_adult")
        more = f"for {facts.home.known_as}; at {facts.host.known_as} {adult.name if adult else 'its headteacher'}"
        where = f"Expected at {facts.host.known_as}"
        return Today(where, _told(facts, "host"), facts.lead.name, more, facts.lead.phone, *_change(facts))
    head = facts.home.holder(Post.HEAD)
    lead = facts.lead if facts.lead.id else head
    name, more, phone = _hands(lead, "Lead", facts.home.known_as)
    where = f"{'Back' if direction and direction.outcome else 'Expected'} at {facts.home.known_as}"
    return Today(where, _told(facts, "home"), name, more, phone, *_change(facts))


def _told(facts: Facts, whose: str) -> str:
    """Say what has been told about today, and by whom it was written."""
    try:
        if not facts.calendar(whose).is_school_day(facts.today):
            return "No school today"
    except CalendarEnds:
        return "Term dates not known"
    arrival = next(
        (
            r
            for r in reversed(facts.records)
            if r.step in {"confirm_arrival", "confirm_return"} and r.on == facts.today
        ),
        None,
    )
    if arrival:
        here = arrival.values.get("arrived_today") == "yes"
        return f"{'Arrived' if here else 'Not here'}: told by {arrival.by} at {arrival.at:%-H:%M}"
    marks = next(
        (w.marks.get(facts.today.isoformat()) for w in facts.weeks if facts.today.isoformat() in w.marks),
        None,
    )
    return f"Register: {' and '.join(marks)}" if marks else "Not yet told for today"


def _change(facts: Facts) -> tuple[str, str]:
    phase = facts.phase
    if facts.outcome:
        return "Settled" if facts.outcome is CaseOutcome.SETTLED else "No change planned", ""
    if facts.move:
        reviews = [one for one in facts.reviews_of(facts.move) if not one.held_on]
        return (
            (f"{long_date(reviews[0].due_on)}", "Looking at the help together")
            if reviews
            else ("No change planned", "")
        )
    if phase and phase.starts_on > facts.today:
        return long_date(phase.starts_on), f"First day at {facts.host.known_as if facts.host else ''}"
    if phase and phase.ends_on:
        ahead = [one for one in facts.reviews_of(phase) if not one.held_on]
        return (
            (long_date(ahead[0].meets_on or ahead[0].due_on), f"Review, week {ahead[0].week}")
            if ahead
            else (long_date(phase.ends_on), "Last day of the direction")
        )
    return "Not decided", "Nothing changes without the family knowing"
