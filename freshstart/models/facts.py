"""What do the rows of one case amount to? The one bridge from the tables to the rules."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from functools import cache, lru_cache
from zoneinfo import ZoneInfo

import holidays
from pydantic import TypeAdapter

from freshstart.models.cases import BEFORE, Answer, Case, Grant, Party, Restriction, StepRecord
from freshstart.models.organisations import Organisation
from freshstart.models.papers import Delivery, Document, Paper, Signature, View
from freshstart.models.people import Membership, User
from freshstart.models.placements import Approach, Phase, Review, Week
from freshstart.models.protocols import protocol_of
from freshstart.process import facts as plain
from freshstart.process import replies
from freshstart.process.calendars import Calendar
from freshstart.process.vocabulary import (
    CaseOutcome,
    Channel,
    Hidden,
    Method,
    PhaseKind,
    PhaseOutcome,
    Post,
    Relation,
    Reply,
)

LONDON = ZoneInfo("Europe/London")
STORED = TypeAdapter(plain.Facts)

# What is asked of the tables, put together once: twice in each act a case only says which one it is.
POSTS = (
    Membership.objects.filter(ended_on=None)
    .order_by("id")
    .values_list("organisation_id", "post", "user_id", "user__name", "user__phone")
)
PARTIES = Party.objects.filter(removed_at=None).order_by("id")
RESTRICTIONS = Restriction.objects.filter(ended_at=None).values_list("party_id", "hides")
STAFF = (
    Grant.objects.filter(ended_at=None, user__isnull=False)
    .exclude(role="lead")
    .order_by("id")
    .values_list("role", "user_id", "user__name", "user__phone")
)
ANSWERS = Answer.objects.order_by("id").values_list(
    "question", "value", "reason", "given_at", "given_by__name", "version"
)
RECORDS = (
    StepRecord.objects.filter(corrected_at=None)
    .order_by("id")
    .values_list("step", "occurrence", "taken_at", "taken_by__name", "values", "reasons", "acting_as")
)
_SCHOOL = ("organisation_id", "organisation__name", "organisation__known_as")
APPROACHES = Approach.objects.order_by("id").values_list(
    "id", *_SCHOOL, "asked_at", "answer", "answered_at", "why", "chosen_at", "closed_at"
)
PHASES = Phase.objects.order_by("id")
_REVIEWED = ("invited_on", "meets_on", "held_on", "decided_on", "decision")
REVIEWS = Review.objects.order_by("due_on", "id").values_list(
    "number", "phase_id", "week", "due_on", "asked_by", *_REVIEWED
)
PAPERS = Paper.objects.order_by("id").values_list(
    "id", "paper", "phase_id", "version", "digest", "drawn_at", "signers", "readings"
)
SIGNATURES = (
    Signature.objects.filter(undone_at=None)
    .order_by("id")
    .values_list("paper_id", "signer", "name", "reply", "view", "at", "method")
)
DELIVERIES = Delivery.objects.order_by("id").values_list("paper_id", "party_id", "at", "shortened_at")
_ANSWERED = ("question", "party_id", "value", "words", "at", "method")
VIEWS = (
    View.objects.filter(undone_at=None)
    .order_by("id")
    .values_list(*_ANSWERED, "occurrence", "items", "readers", "alone")
)
WEEKS = Week.objects.order_by("monday").values_list("monday", "marks", "recorded_at")
LETTERS = (
    Document.objects.filter(recalled_at=None, kind__in=["letter", "notice", "report"])
    .order_by("id")
    .values_list("source", "occurrence", "made_at")
)


def _in_london(at: datetime) -> datetime:
    return at.astimezone(LONDON)


def _day(at: datetime) -> date:
    return _in_london(at).date()


def academic_year_of(on: date) -> int:
    """Give the year in which the school year of a date began: 1 September turns it."""
    return on.year if on.month >= 9 else on.year - 1


def year_group_on(born_on: date, on: date) -> int:
    """Give the national curriculum year of a child of that birthday: Year 1 after the fifth birthday."""
    return academic_year_of(on) - academic_year_of(born_on) - 5


@cache
def bank_holidays() -> frozenset[date]:
    """Give the bank holidays of England, 2010 to 2059."""
    return frozenset(holidays.country_holidays("GB", subdiv="ENG", years=range(2010, 2060)))


def calendar_of(organisation: Organisation, council: Organisation | None = None) -> Calendar:
    """Give the school days of a place: its own terms, else its council's, or weekdays, marked provisional."""
    own = _typed_calendar(organisation)
    if council is not None:
        own = own.extended_by(_typed_calendar(council))
    return own if own.terms else Calendar.weekdays(str(organisation), bank_holidays() | own.closed)


def _typed_calendar(organisation: Organisation) -> Calendar:
    typed = organisation.calendar
    terms = tuple((first, last) for first, last in typed.get("terms", []))
    closed = (*typed.get("closed", []), *typed.get("closures", {}))
    return _read(str(organisation), terms, closed)


@lru_cache(maxsize=512)
def _read(name: str, terms: tuple[tuple[str, str], ...], closed: tuple[str, ...]) -> Calendar:
    """Read the dates that were typed, once for the same dates; bank holidays count within terms."""
    spans = tuple((date.fromisoformat(first), date.fromisoformat(last)) for first, last in terms)
    within = {day for first, last in spans for day in bank_holidays() if first <= day <= last}
    return Calendar(name, spans, frozenset(within.union(map(date.fromisoformat, closed))))


def _organisation(
    organisation: Organisation,
    posts: Mapping[int, dict[Post, tuple[plain.Person, ...]]],
    council: Organisation | None = None,
) -> plain.Organisation:
    return plain.Organisation(
        id=organisation.pk,
        name=organisation.name,
        known_as=str(organisation),
        address=tuple(organisation.address_lines()),
        phone=organisation.phone,
        is_mainstream=organisation.is_mainstream,
        is_registered_school=organisation.is_registered_school,
        governance=organisation.governance,
        hours=organisation.hours,
        advice=organisation.advice,
        calendar=calendar_of(organisation, council).to_plain(),
        posts=posts.get(organisation.pk, {}),
    )


def _posts(places: Iterable[Organisation]) -> dict[int, dict[Post, tuple[plain.Person, ...]]]:
    """Give who holds which post in these places, by place and post."""
    found: dict[int, dict[Post, tuple[plain.Person, ...]]] = {}
    for place, post, user, name, phone in POSTS.filter(organisation__in=places):
        held = found.setdefault(place, {})
        held[Post(post)] = (*held.get(Post(post), ()), plain.Person(user, name, phone))
    return found


def _parties(case: Case) -> tuple[plain.Party, ...]:
    hides = dict(RESTRICTIONS.filter(case=case))
    return tuple(
        plain.Party(
            id=row.pk,
            name=row.name,
            relation=Relation(row.relation),
            has_responsibility=row.has_responsibility,
            is_asked=row.is_asked,
            channel=Channel(row.channel),
            address=tuple(row.address),
            language=row.language,
            interpreter=row.interpreter,
            large_print=row.large_print,
            easy_read=row.easy_read,
            on_paper=row.on_paper,
            hides=tuple(map(Hidden, hides.get(row.pk, ()))),
        )
        for row in PARTIES.filter(case=case)
    )


def _answers(case: Case) -> dict[str, plain.Given]:
    return {
        question: plain.Given(value, reason, _day(at), by, version)
        for question, value, reason, at, by, version in ANSWERS.filter(case=case)
    }


def _records(case: Case) -> tuple[plain.Record, ...]:
    return tuple(
        plain.Record(step, occurrence, _in_london(at), _day(at), by or "", values, reasons, role == BEFORE)
        for step, occurrence, at, by, values, reasons, role in RECORDS.filter(case=case)
    )


def _approaches(case: Case) -> tuple[plain.Approach, ...]:
    rows = APPROACHES.filter(case=case)
    return tuple(
        plain.Approach(
            id=pk,
            school=plain.Organisation(school, name, known_as or name),
            asked_on=_day(asked_at),
            answer=answer,
            answered_on=_day(answered_at) if answered_at else None,
            why=why,
            chosen=chosen_at is not None,
            closed=closed_at is not None,
        )
        for pk, school, name, known_as, asked_at, answer, answered_at, why, chosen_at, closed_at in rows
    )


def _phases(case: Case) -> tuple[plain.Phase, ...]:
    return tuple(
        plain.Phase(
            id=row.pk,
            kind=PhaseKind(row.kind),
            edition=row.law_edition,
            decided_on=row.decided_on,
            starts_on=row.starts_on,
            ends_on=row.ends_on,
            days=row.days,
            arrived_on=row.arrived_on,
            ended_on=row.ended_on,
            outcome=PhaseOutcome(row.outcome) if row.outcome else None,
        )
        for row in PHASES.filter(case=case)
    )


def _reviews(case: Case) -> tuple[plain.Review, ...]:
    return tuple(plain.Review(*values) for values in REVIEWS.filter(case=case))


def _signatures(case: Case) -> dict[int, tuple[replies.Signature, ...]]:
    """Give the answers under each paper, in the order in which they came."""
    found: dict[int, tuple[replies.Signature, ...]] = {}
    for paper, signer, name, reply, view, at, method in SIGNATURES.filter(paper__case=case):
        given = replies.Signature(signer, name, Reply(reply), view, _in_london(at), _day(at), Method(method))
        found[paper] = (*found.get(paper, ()), given)
    return found


def _deliveries(case: Case) -> dict[int, tuple[replies.Delivery, ...]]:
    """Give when each paper reached whom."""
    found: dict[int, tuple[replies.Delivery, ...]] = {}
    for paper, party, at, shortened in DELIVERIES.filter(paper__case=case):
        came = replies.Delivery(f"party:{party}", _in_london(at), shortened and _in_london(shortened))
        found[paper] = (*found.get(paper, ()), came)
    return found


def _papers(case: Case) -> tuple[replies.PaperVersion, ...]:
    rows = list(PAPERS.filter(case=case))
    signatures = _signatures(case) if rows else {}
    deliveries = _deliveries(case) if rows else {}
    return tuple(
        replies.PaperVersion(
            pk,
            kind,
            phase,
            version,
            digest,
            _day(at),
            signers,
            signatures.get(pk, ()),
            deliveries.get(pk, ()),
            {signer: reading["digest"] for signer, reading in readings.items()},
        )
        for pk, kind, phase, version, digest, at, signers, readings in rows
    )


def _views(case: Case) -> tuple[replies.View, ...]:
    return tuple(
        replies.View(
            question, party, value, words, _day(at), Method(method), occasion, items, tuple(readers), alone
        )
        for question, party, value, words, at, method, occasion, items, readers, alone in VIEWS.filter(
            case=case
        )
    )


def _weeks(case: Case) -> tuple[plain.Week, ...]:
    return tuple(
        plain.Week(monday, {on: (am, pm) for on, (am, pm) in marks.items()}, at and _day(at))
        for monday, marks, at in WEEKS.filter(case=case)
    )


def _letters(case: Case, records: Iterable[plain.Record]) -> tuple[plain.Sent, ...]:
    """Give the letters that were made here, and those of the steps that were taken before."""
    made = (
        plain.Sent(source, occurrence, _day(made_at))
        for source, occurrence, made_at in LETTERS.filter(case=case)
    )
    return (*_letters_before(case, [one for one in records if one.before]), *made)


def _letters_before(case: Case, records: Sequence[plain.Record]) -> Iterator[plain.Sent]:
    steps = protocol_of(case.protocol_id).steps if records else {}
    for record in records:
        does = steps[record.step].does if record.step in steps else ()
        letters = [effect.removeprefix("letter:") for effect in does if effect.startswith("letter:")]
        yield from (plain.Sent(letter, "", record.on) for letter in letters)


def _person(user: User) -> plain.Person:
    return plain.Person(user.pk, user.name, user.phone)


def _staff(case: Case) -> dict[str, plain.Person]:
    """Give the people named on this case by role: facilitator, key adult, social worker."""
    return {
        role.removeprefix("host_"): plain.Person(user, name, phone)
        for role, user, name, phone in STAFF.filter(case=case)
    }


def facts_of(case: Case, today: date) -> plain.Facts:
    """Gather everything the rules may know of one case, as it stands on a day."""
    asked = case.lead_offers.filter(answered_at=None).select_related("to").first()
    posts = _posts(place for place in (case.home, case.council, case.home_council, case.host) if place)
    records = _records(case)
    return plain.Facts(
        reference=case.reference,
        today=today,
        opened_on=case.opened_on,
        lead=_person(case.stand_in or case.lead),
        absent_lead=_person(case.lead) if case.stand_in else None,
        asked_to_lead=_person(asked.to) if asked else None,
        asked_to_lead_on=_day(asked.offered_at) if asked else None,
        pupil=plain.Pupil(
            case.given,
            case.family,
            case.known_as,
            case.born_on,
            year_group_on(case.born_on, today),
            bool(case.upn),
        ),
        home=_organisation(case.home, posts, case.council),
        council=_organisation(case.council, posts),
        home_council=_organisation(case.home_council, posts),
        host=_organisation(case.host, posts, case.host.council or case.council) if case.host else None,
        parties=_parties(case),
        staff=_staff(case),
        answers=_answers(case),
        records=records,
        approaches=_approaches(case),
        phases=_phases(case),
        reviews=_reviews(case),
        papers=_papers(case),
        views=_views(case),
        weeks=_weeks(case),
        letters=_letters(case, records),
        outcome=CaseOutcome(case.outcome) if case.outcome else None,
        is_repeated=case.earlier_id is not None,
        entered_on=case.entered_on,
    )


def stored_facts(case: Case, today: date) -> plain.Facts:
    """Read back the picture that the last action left on the case, seen on another day."""
    return STORED.validate_python({**case.facts, "today": today.isoformat()}, strict=False)
