"""What do the rows of one case amount to? The one bridge from the tables to the rules."""

from collections.abc import Iterable
from datetime import date, datetime
from functools import cache
from zoneinfo import ZoneInfo

import holidays
from pydantic import TypeAdapter

from freshstart.models.cases import Case
from freshstart.models.organisations import Organisation
from freshstart.models.papers import Document
from freshstart.models.people import Membership, User
from freshstart.process import facts as plain
from freshstart.process.calendars import Calendar
from freshstart.process.vocabulary import (
    CaseOutcome,
    Channel,
    Method,
    PhaseKind,
    PhaseOutcome,
    Post,
    Relation,
)

LONDON = ZoneInfo("Europe/London")
STORED = TypeAdapter(plain.Facts)


def _day(at: datetime) -> date:
    return at.astimezone(LONDON).date()


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
    """Give the school days of a place: its own terms, else its council's, else weekdays, marked provisional."""
    years = Calendar.weekdays(str(organisation), bank_holidays())
    own = _typed_calendar(organisation)
    if council is not None:
        own = own.extended_by(_typed_calendar(council))
    return own.extended_by(years) if own.terms else years


def _typed_calendar(organisation: Organisation) -> Calendar:
    terms = tuple(
        (date.fromisoformat(first), date.fromisoformat(last))
        for first, last in organisation.calendar.get("terms", [])
    )
    closed = frozenset(date.fromisoformat(day) for day in organisation.calendar.get("closed", []))
    return Calendar(str(organisation), terms, closed | bank_holidays())


def _person(user: User) -> plain.Person:
    return plain.Person(user.pk, user.name, user.phone)


def _posts(members: Iterable[Membership], organisation: Organisation) -> dict[Post, tuple[plain.Person, ...]]:
    found: dict[Post, tuple[plain.Person, ...]] = {}
    for member in members:
        if member.organisation_id == organisation.pk:
            found[Post(member.post)] = (*found.get(Post(member.post), ()), _person(member.user))
    return found


def _organisation(
    organisation: Organisation, members: Iterable[Membership], council: Organisation | None = None
) -> plain.Organisation:
    return plain.Organisation(
        id=organisation.pk,
        name=organisation.name,
        known_as=str(organisation),
        address=tuple(organisation.address_lines()),
        phone=organisation.phone,
        is_mainstream=organisation.is_mainstream,
        is_registered_school=organisation.is_registered_school,
        hours=organisation.hours,
        advice=organisation.advice,
        calendar=_nearby(calendar_of(organisation, council)).to_plain(),
        posts=_posts(members, organisation),
    )


def _nearby(calendar: Calendar) -> Calendar:
    """Keep the closures within the known terms: the others say nothing about school days."""
    spans = calendar.terms
    if len(spans) == 1:
        return calendar
    closed = frozenset(day for day in calendar.closed if any(first <= day <= last for first, last in spans))
    return Calendar(calendar.name, spans, closed, calendar.provisional)


def _parties(case: Case) -> tuple[plain.Party, ...]:
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
        )
        for row in case.parties.filter(removed_at=None).order_by("id")
    )


def _answers(case: Case) -> dict[str, plain.Given]:
    return {
        row.question: plain.Given(row.value, row.reason, _day(row.given_at), row.given_by.name, row.version)
        for row in case.answers.select_related("given_by").order_by("id")
    }


def _records(case: Case) -> tuple[plain.Record, ...]:
    rows = case.records.filter(corrected_at=None).select_related("taken_by").order_by("id")
    return tuple(
        plain.Record(
            step=row.step,
            occurrence=row.occurrence,
            at=row.taken_at,
            on=_day(row.taken_at),
            by=row.taken_by.name if row.taken_by else "",
            values=row.values,
            reasons=row.reasons,
        )
        for row in rows
    )


def _approaches(case: Case) -> tuple[plain.Approach, ...]:
    return tuple(
        plain.Approach(
            id=row.pk,
            school=plain.Organisation(row.organisation_id, row.organisation.name, str(row.organisation)),
            asked_on=_day(row.asked_at),
            answer=row.answer,
            answered_on=_day(row.answered_at) if row.answered_at else None,
            why=row.why,
            chosen=row.chosen_at is not None,
            closed=row.closed_at is not None,
        )
        for row in case.approaches.select_related("organisation").order_by("id")
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
        for row in case.phases.order_by("id")
    )


def _reviews(case: Case) -> tuple[plain.Review, ...]:
    return tuple(
        plain.Review(
            number=row.number,
            phase=row.phase_id,
            week=row.week,
            due_on=row.due_on,
            asked_by=row.asked_by,
            invited_on=row.invited_on,
            meets_on=row.meets_on,
            held_on=row.held_on,
            decided_on=row.decided_on,
            decision=row.decision,
        )
        for row in case.reviews.order_by("due_on", "id")
    )


def _papers(case: Case) -> tuple[plain.PaperVersion, ...]:
    return tuple(
        plain.PaperVersion(
            id=row.pk,
            paper=row.paper,
            phase=row.phase_id,
            version=row.version,
            digest=row.digest,
            drawn_on=_day(row.drawn_at),
            signers=row.signers,
            signatures=tuple(
                plain.Signature(
                    one.signer, one.name, one.signed, one.view, one.at, _day(one.at), Method(one.method)
                )
                for one in row.signatures.all()
            ),
        )
        for row in case.papers.prefetch_related("signatures").order_by("id")
    )


def _views(case: Case) -> tuple[plain.View, ...]:
    return tuple(
        plain.View(row.question, row.party_id, row.value, row.words, _day(row.at), Method(row.method))
        for row in case.views.order_by("id")
    )


def _weeks(case: Case) -> tuple[plain.Week, ...]:
    return tuple(
        plain.Week(row.monday, {on: tuple(marks) for on, marks in row.marks.items()}, _day(row.recorded_at))
        for row in case.weeks.order_by("monday")
    )


def _letters(case: Case) -> tuple[plain.Sent, ...]:
    rows = Document.objects.filter(case=case, recalled_at=None, kind__in=["letter", "notice", "report"])
    return tuple(
        plain.Sent(source, occurrence, _day(made_at))
        for source, occurrence, made_at in rows.order_by("id").values_list("source", "occurrence", "made_at")
    )


def _staff(case: Case) -> dict[str, plain.Person]:
    """Give the people named on this case by role: facilitator, key adult, social worker."""
    rows = case.grants.filter(ended_at=None, user__isnull=False).select_related("user")
    return {
        row.role.removeprefix("host_"): _person(row.user) for row in rows if row.user and row.role != "lead"
    }


def facts_of(case: Case, today: date) -> plain.Facts:
    """Gather everything the rules may know of one case, as it stands on a day."""
    places = [place for place in (case.home, case.council, case.home_council, case.host) if place]
    members = list(
        Membership.objects.filter(organisation__in=places, ended_on=None)
        .select_related("user")
        .order_by("id")
    )
    return plain.Facts(
        reference=case.reference,
        today=today,
        opened_on=case.opened_on,
        lead=_person(case.lead),
        pupil=plain.Pupil(
            case.given,
            case.family,
            case.known_as,
            case.born_on,
            year_group_on(case.born_on, today),
            bool(case.upn),
        ),
        home=_organisation(case.home, members, case.council),
        council=_organisation(case.council, members),
        home_council=_organisation(case.home_council, members),
        host=_organisation(case.host, members, case.host.council or case.council) if case.host else None,
        parties=_parties(case),
        staff=_staff(case),
        answers=_answers(case),
        records=_records(case),
        approaches=_approaches(case),
        phases=_phases(case),
        reviews=_reviews(case),
        papers=_papers(case),
        views=_views(case),
        weeks=_weeks(case),
        letters=_letters(case),
        outcome=CaseOutcome(case.outcome) if case.outcome else None,
    )


def stored_facts(case: Case, today: date) -> plain.Facts:
    """Read back the picture that the last action left on the case, seen on another day."""
    return STORED.validate_python({**case.facts, "today": today.isoformat()}, strict=False)
