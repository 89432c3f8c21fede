"""What is due, by when, from whom, and how late is it?"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from freshstart.process.calendars import Calendar, CalendarEnds
from freshstart.process.facts import Facts
from freshstart.process.grounds import ground
from freshstart.process.laws import LawEdition
from freshstart.process.leads import ASKED, TO_ACCEPT
from freshstart.process.predicates import holds, moment, weeks_to_record
from freshstart.process.protocols import Deadline, Protocol, Within
from freshstart.process.signings import turn_of
from freshstart.process.steps import NOBODY, Offer, State, available
from freshstart.process.vocabulary import Tri

NEAR_DAYS = 5  # school days ahead that count as this week's work
SIGN, LEAD = "sign", "lead"  # the names under which signatures, and the answer of a new lead, are owed
TO_SIGN = Within(count=5)  # school days to read a paper and to answer


class Nearness(StrEnum):
    """Say how near a date is. Pages always say it in words too."""

    LATE = "late"
    TODAY = "today"
    SOON = "soon"
    LATER = "later"


@dataclass(frozen=True, slots=True)
class Due:
    """One thing that is owed: what, by whom (roles, the first of which is held to it), by when, and why."""

    id: str
    occurrence: str
    what: str
    step: str
    owners: tuple[str, ...]
    due_on: date
    source: str
    stopped_by: str = ""
    waits_for_family: bool = False

    @property
    def key(self) -> str:
        """Name the debt and its occasion in one string, unique in the case."""
        return f"{self.id}:{self.occurrence}"


def counted(within: Within | Deadline, start: date, calendar: Calendar) -> date:
    """Count a number of school or calendar days from a day, or back from it."""
    count = -within.count if within.before else within.count
    if within.unit == "calendar_days":
        return start + timedelta(days=count)
    try:
        return calendar.add_school_days(start, count) if count else start
    except CalendarEnds:  # nobody has entered the terms yet: a weekday is better than no date
        return Calendar.weekdays(calendar.name).add_school_days(start, count)


def _opened_on(facts: Facts, offer: Offer) -> date:
    """Say since when a step could be taken: the latest moment of what opened it, or of what it signs off."""
    moments = [moment(facts, name, offer.occurrence) for name in (*offer.step.opens, *offer.since)]
    return max((on for on in moments if on), default=facts.opened_on)


def _due_of(facts: Facts, offer: Offer) -> Due | None:
    step, within = offer.step, offer.step.within
    met = holds(facts, step.until, offer.occurrence) is Tri.YES if step.until else offer.record is not None
    if within is None or step.optional or met:
        return None
    start = moment(facts, within.since, offer.occurrence) if within.since else _opened_on(facts, offer)
    due_on = counted(within, start or _opened_on(facts, offer), facts.calendar(within.calendar))
    stops = [reason.why for reason in offer.reasons] if offer.state is State.STOPPED else []
    return Due(step.id, offer.occurrence, step.name, step.id, offer.who, due_on, step.source, " ".join(stops))


def _clock(facts: Facts, deadline: Deadline) -> Iterator[Due]:
    occasions = {
        "review": tuple(review.number for review in facts.reviews),
        "week": tuple(monday.isoformat() for monday in weeks_to_record(facts)),
        "approach": tuple(str(one.id) for one in facts.approaches),
    }.get(deadline.each, ("",))
    for occurrence in occasions:
        start = moment(facts, deadline.since, occurrence)
        over = (deadline.met_by, *deadline.shuts)
        if start is None or any(holds(facts, name, occurrence) is Tri.YES for name in over):
            continue
        if any(holds(facts, name, occurrence) is not Tri.YES for name in deadline.opens):
            continue
        due_on = counted(deadline, start, facts.calendar(deadline.calendar))
        owners = (deadline.owner,)
        yield Due(deadline.id, occurrence, deadline.what, deadline.step, owners, due_on, deadline.source)


def _signatures(protocol: Protocol, facts: Facts) -> Iterator[Due]:
    """Ask each signer of the papers that count; the lead is held to it that the family is asked."""
    for paper in protocol.paper:
        version = facts.paper(paper.id)
        if version is None or not _is_wanted(facts, paper.id):
            continue
        for signer, name in version.signers.items():
            turn = turn_of(protocol, facts, version, signer)
            if version.answer_of(signer) is None and turn is not None:
                family = signer.startswith("party:")
                due_on = counted(TO_SIGN, turn, facts.calendar("home"))
                asked = f"{name} reads and answers" if family else "Read and sign"
                yield Due(
                    id=SIGN,
                    occurrence=f"{paper.id}:{signer}",
                    what=f"{asked} the {paper.id}",
                    step=SIGN,
                    owners=("lead",) if family else (signer,),
                    due_on=due_on,
                    source=paper.source,
                    waits_for_family=family,
                )


def _leading(facts: Facts) -> Iterator[Due]:
    """Ask whoever is to lead the case for their answer; until they accept the lead stays who it was."""
    if facts.asked_to_lead and facts.asked_to_lead_on:
        due_on = counted(TO_ACCEPT, facts.asked_to_lead_on, facts.calendar("home"))
        about = str(facts.asked_to_lead.id)
        what, source = "Say whether you lead this case", "Inaura, one named person for all three stages"
        yield Due(LEAD, about, what, LEAD, (ASKED,), due_on, source)


def _is_wanted(facts: Facts, paper: str) -> bool:
    """Tell whether answers are still wanted: not after a no, nor to a plan once the agreement is drawn."""
    over = ("placement_ended", "move_complete", "agreement_drawn" if paper == "plan" else "agreement_refused")
    return all(holds(facts, name) is not Tri.YES for name in over)


def due(protocol: Protocol, law: LawEdition, facts: Facts) -> tuple[Due, ...]:
    """Give everything that is owed on a case, the earliest first.

    Dates are counted in the calendars carried by the facts, on the day `facts.today`. A step that is open or
    stopped is owed when it has a `within`; the law's and the protocol's own clocks come beside them.
    """
    if facts.outcome:
        return ()
    offers = available(protocol, law, facts, NOBODY)
    active = [offer for offer in offers if offer.state in {State.OPEN, State.STOPPED}]
    owed = [one for offer in active if (one := _due_of(facts, offer))]
    steps = {(one.step, one.occurrence) for one in owed}
    for deadline in ground(protocol, law).clocks:
        owed += [one for one in _clock(facts, deadline) if (one.step, one.occurrence) not in steps]
    owed += [*_signatures(protocol, facts), *_leading(facts)]
    return tuple(sorted(owed, key=lambda one: (one.due_on, one.key)))


def nearness(due_on: date, today: date, calendar: Calendar) -> tuple[Nearness, int]:
    """Say how near a date is, with the number of school days between (positive ahead, negative behind)."""
    if due_on == today:
        return Nearness.TODAY, 0
    try:
        days = calendar.school_days_between(today, due_on)
    except CalendarEnds:
        days = Calendar.weekdays(calendar.name).school_days_between(today, due_on)
    if due_on < today:
        return Nearness.LATE, days
    return (Nearness.SOON if days <= NEAR_DAYS else Nearness.LATER), days
