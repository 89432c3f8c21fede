"""How does a case come in that was running before it was kept here?"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time

from django.db import transaction

from freshstart.actions import steps
from freshstart.actions.cases import NewCase, begin, likely_same, schools_to_open_at
from freshstart.actions.placements import HOST_POSTS, make_reviews
from freshstart.actions.protocols import DECIDE, kept, may_put_in_force
from freshstart.actions.standings import grant_to_posts
from freshstart.models.cases import BEFORE, Answer, Case, StepRecord
from freshstart.models.facts import calendar_of
from freshstart.models.organisations import Organisation
from freshstart.models.people import Membership, User
from freshstart.models.placements import Approach, Phase, Review
from freshstart.outside.books import editions
from freshstart.outside.clocks import LONDON, day_of
from freshstart.process.effects import planned_reviews
from freshstart.process.entries import Placed, Running, check_entry, taken_before
from freshstart.process.protocols import Protocol
from freshstart.process.refusals import Incomplete, NotYours, Refused
from freshstart.process.values import Values

NOON = time(12)
STEP = "enter_case"


@dataclass(frozen=True, slots=True)
class Entry:
    """A running case as typed: the child and its people, where it stands, and what the first step asks.

    `lead` is the e-mail address of whoever leads it; without one it is whoever enters it.
    """

    home: Organisation
    host: Organisation | None
    protocol: Protocol
    new: NewCase
    running: Running
    values: Values
    lead: str = ""


@transaction.atomic
def enter(*, by: User, at: datetime, entry: Entry) -> Case:
    """Enter a case with its true dates; it goes on under the law of the day on which it was decided.

    Refused: NotYours; Incomplete for dates and schools that cannot be; NotNow with the rule and the lawful
    way for what could not be begun on that date.
    """
    lead = _lead(by, entry)
    _check_may_enter(by, lead, entry.home)
    law = check_entry(entry.protocol, editions(), entry.running)
    if entry.running.placed and (entry.host is None or entry.host == entry.home):
        raise Incomplete({"host": "Choose the school where the child is."})
    version = kept(by=by, at=at, protocol=entry.protocol)
    case = begin(by=lead, at=at, home=entry.home, protocol=version, new=entry.new, entered_on=day_of(at))
    if by != lead:
        case.grants.get_or_create(role="council_inclusion", user=by)
    _write_what_was_before(case, entry, at)
    if entry.host is not None and entry.running.placed:
        _place(case, entry, entry.host, entry.running.placed, law.id)
    steps.take(case_id=case.pk, step=STEP, by=by, at=at, values=entry.values)
    case.refresh_from_db()
    return case


def _lead(by: User, entry: Entry) -> User:
    lead = User.objects.filter(email=entry.lead.lower()).first() if entry.lead else by
    if lead is None:
        raise Incomplete({"lead": "Nobody here has this e-mail address."})
    return lead


def may_enter(by: User) -> bool:
    """Tell whether somebody may enter running cases: whoever opens cases, and the council’s officers."""
    officer = Membership.objects.filter(user=by, post__in=DECIDE, ended_on=None)
    return officer.exists() or schools_to_open_at(by).exists()


def _check_may_enter(by: User, lead: User, home: Organisation) -> None:
    """Refuse whoever could not open a case there, save the council's officer; the lead must be able to."""
    may = schools_to_open_at(by).filter(pk=home.pk).exists()
    if not may and not (home.council and may_put_in_force(by, home.council)):
        raise NotYours("You cannot enter cases of this school.", next_step="Ask its pastoral lead.")
    if not schools_to_open_at(lead).filter(pk=home.pk).exists():
        words = "The lead is the headteacher, the SENCO or a pastoral lead of the home school."
        raise Incomplete({"lead": words})


def _write_what_was_before(case: Case, entry: Entry, at: datetime) -> None:
    """Write the steps that were taken before, and what has a usual answer when a case is opened."""
    on = datetime.combine(entry.running.decided_on, NOON, LONDON)
    opening = entry.protocol.asked(entry.protocol.steps["open_case"])
    Answer.objects.bulk_create(
        Answer(case=case, question=one.id, value=one.default, given_by=case.lead, given_at=at)
        for one in opening
        if one.default in one.options
    )
    StepRecord.objects.bulk_create(
        StepRecord(case=case, step=step, acting_as=BEFORE, taken_by=None, taken_at=on)
        for step in taken_before(entry.protocol, entry.running, day_of(at))
    )


def _place(case: Case, entry: Entry, host: Organisation, placed: Placed, law: str) -> None:
    """Write the receiving school, the placement with its true dates, and the reviews that are to come."""
    decided_at = datetime.combine(entry.running.decided_on, NOON, LONDON)
    Approach.objects.create(
        case=case,
        organisation=host,
        asked_at=decided_at,
        asked_by=case.lead,
        answer="yes",
        answered_at=decided_at,
        chosen_at=decided_at,
    )
    case.host = host
    case.save()
    grant_to_posts(case, "host", host, HOST_POSTS)
    has_come = placed.starts_on < day_of(case.opened_at)
    phase = Phase.objects.create(
        case=case,
        kind=placed.kind,
        host=host,
        law_edition=law,
        decided_on=entry.running.decided_on,
        starts_on=placed.starts_on,
        ends_on=placed.ends_on,
        arrived_on=placed.starts_on if has_come else None,
    )
    _date_reviews(phase, entry.protocol, placed)


def _date_reviews(phase: Phase, protocol: Protocol, placed: Placed) -> None:
    """Date the planned reviews that are to come; the next one is on the day that was agreed."""
    terms = protocol.terms(placed.kind)
    place = phase.case.home if terms.review_calendar == "home" else phase.host
    planned = planned_reviews(terms, calendar_of(place, phase.case.council), placed.starts_on)
    ahead = [one for one in planned if one[2] >= placed.next_review_on] or [planned[-1]]
    number, week, _due_on = ahead[0]
    make_reviews(phase, ((number, week, placed.next_review_on), *ahead[1:]))
    Review.objects.filter(phase=phase, number=number).update(meets_on=placed.next_review_on)


def _check_is_new(by: User, entry: Entry) -> None:
    """Refuse a child who has a case already, so that a sheet handed in twice enters nobody twice."""
    same = likely_same(by=by, new=entry.new)
    if same:
        words = f"There is a case like this, {same.reference}. Take the row out, or enter it by hand."
        raise Incomplete({"given": words})


@transaction.atomic
def enter_all(*, by: User, at: datetime, rows: Mapping[int, Entry]) -> int:
    """Enter every row of a spreadsheet, or none: give how many.

    Refused (Incomplete) with what is wrong by row number; then nothing is entered.
    """
    errors: dict[str, str] = {}
    for number, entry in rows.items():
        try:
            _check_is_new(by, entry)
            with transaction.atomic():
                enter(by=by, at=at, entry=entry)
        except Incomplete as missing:
            errors[str(number)] = " ".join(missing.errors.values())
        except Refused as refused:
            ways = " ".join(f"{reason.why} {reason.way_on}" for reason in refused.reasons)
            errors[str(number)] = f"{refused.what} {ways or refused.next_step}"
    if errors:
        raise Incomplete(errors)
    return len(rows)
