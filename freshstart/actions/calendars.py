"""How does a school say when it is open, and what follows for every child who is expected there?"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Q, QuerySet

from freshstart.actions.messages import put_in_outbox
from freshstart.actions.standings import keep, locked, refresh, stand_alone
from freshstart.models.cases import Case
from freshstart.models.histories import ActorKind, append
from freshstart.models.organisations import Organisation, OrganisationKind
from freshstart.models.people import Membership, User
from freshstart.outside.clocks import day_of
from freshstart.process.days import first_day
from freshstart.process.refusals import Incomplete, NotNow, NotYours
from freshstart.process.terms import Dates
from freshstart.process.values import Values
from freshstart.process.vocabulary import Channel, Post

KEEPS_DATES = (
    *(Post.HEAD, Post.LEAD, Post.SENCO, Post.ATTENDANCE, Post.CLERK),
    *(Post.INCLUSION, Post.ADMISSIONS, Post.ADMINISTRATOR),
)
AT_ONCE = 50  # cases that are made true again before the page answers; the worker does the others


@dataclass(frozen=True, slots=True)
class Told:
    """Who of the families with a first day on a closed day is told, and who is to be rung."""

    told: tuple[str, ...] = ()
    to_ring: tuple[str, ...] = ()


def may_keep_dates(user: User) -> QuerySet[Organisation]:
    """Give the schools and councils whose term dates a person keeps."""
    rows = Organisation.objects.filter(pk__in=_posts(user).values("organisation"))
    return rows.select_related("council").order_by("name", "pk")


def _posts(user: User) -> QuerySet[Membership]:
    return Membership.objects.filter(user=user, post__in=KEEPS_DATES, ended_on=None)


def _place(by: User, place: int) -> Organisation:
    row = may_keep_dates(by).select_for_update(of=("self",)).filter(pk=place).first()
    if row is None:
        raise NotYours(
            "The school’s own staff enter its term dates.", next_step="Ask its office or its headteacher."
        )
    return row


@transaction.atomic
def set_dates(*, by: User, at: datetime, place: int, dates: Dates) -> None:
    """Keep the terms of a school or council; closures that were added by hand stay.

    Every date that is counted in this calendar is counted anew. Refused to others (NotYours).
    """
    row = _place(by, place)
    row.calendar = row.calendar | {
        "terms": [[first.isoformat(), last.isoformat()] for first, last in dates.terms],
        "closed": sorted(day.isoformat() for day in dates.closed),
    }
    row.save()
    _record(by, at, row, "term_dates_set", {"terms": len(dates.terms), "closed": len(dates.closed)})
    _count_anew(_cases_of(row), at)


@transaction.atomic
def close(*, by: User, at: datetime, place: int, on: date, why: str) -> Told:
    """Say that a school is closed on a day, such as for snow; families with a first day then are told.

    A closed day is no school day: what is due moves on, and nobody is missed. Refused: a day that is past, or
    without a reason (Incomplete); to others (NotYours).
    """
    row = _place(by, place)
    if row.kind == OrganisationKind.COUNCIL:
        raise NotNow("A council is not closed for snow.", next_step="Each school says that it is closed.")
    errors = {}
    if on < day_of(at):
        errors["on"] = "Choose today or a day to come."
    if not why.strip():
        errors["why"] = "Write why, in a word: snow, heating, flood."
    if errors:
        raise Incomplete(errors)
    return _change(row, by, at, on, why.strip())


@transaction.atomic
def reopen(*, by: User, at: datetime, place: int, on: date) -> Told:
    """Say that a school is open after all on a day; families with a first day then are told."""
    return _change(_place(by, place), by, at, on, "")


def _change(row: Organisation, by: User, at: datetime, on: date, why: str) -> Told:
    before = dict(_expected(row, at))
    closures = dict(row.calendar.get("closures", {}))
    closures.pop(on.isoformat(), None)
    row.calendar = row.calendar | {"closures": closures | ({on.isoformat(): why} if why else {})}
    row.save()
    code = "school_closed" if why else "school_opened"
    _record(by, at, row, code, {"on": on.isoformat(), "why": why})
    found = [_first_day_moves(pk, was, row, at) for pk, was in before.items()]
    _count_anew(_cases_of(row).exclude(pk__in=before), at)
    told = tuple(name for one in found for name in one.told)
    return Told(told, tuple(name for one in found for name in one.to_ring))


def _expected(row: Organisation, at: datetime) -> Iterator[tuple[int, date]]:
    """Give the children who are to come to this school, each with the first day as it is counted now."""
    rows = Case.objects.filter(host=row, outcome="", phases__outcome=None, phases__arrived_on=None)
    for pk in rows.filter(phases__isnull=False).order_by("pk").values_list("pk", flat=True).distinct():
        facts = stand_alone(pk, at).facts
        if facts.phase:
            yield pk, first_day(facts, facts.phase)


def _first_day_moves(pk: int, was: date, row: Organisation, at: datetime) -> Told:
    """Tell a family whose child’s first day is another now; the case says so as well."""
    standing = stand_alone(pk, at)
    phase = standing.facts.phase
    now = first_day(standing.facts, phase) if phase else was
    if now == was:
        refresh(standing.case, at)
        return Told()
    people = [one for one in (*standing.facts.parents, standing.facts.child) if one]
    by_link = [one for one in people if one.channel is not Channel.POST]
    for party in by_link:
        put_in_outbox(standing, party, None, about=f"first day {now}")
    detail = {"school": str(row), "was": was.isoformat(), "now": now.isoformat()}
    keep(standing, code="first_day_moved", subject=("case", standing.case.reference), detail=detail)
    others = [one for one in standing.facts.parents if one.channel is Channel.POST]
    return Told(tuple(one.name for one in by_link), tuple(one.name for one in others))


def _cases_of(row: Organisation) -> QuerySet[Case]:
    """Give the open cases in which a day is counted in this calendar."""
    places = Q(home=row) | Q(host=row)
    if row.kind == OrganisationKind.COUNCIL:
        places |= Q(council=row) | Q(home_council=row) | Q(home__council=row) | Q(host__council=row)
    return Case.objects.filter(places, outcome="").order_by("pk")


def _count_anew(rows: QuerySet[Case], at: datetime) -> None:
    """Make the dates of cases true again: some at once, many by the worker."""
    numbers = list(rows.values_list("pk", flat=True).distinct())
    Case.objects.filter(pk__in=numbers[AT_ONCE:]).update(is_stale=True)
    for pk in numbers[:AT_ONCE]:
        refresh(locked(pk), at)


@transaction.atomic
def count_next(*, at: datetime) -> bool:
    """Make the dates of the next case true whose calendar has changed; say whether there was one."""
    rows = Case.objects.filter(is_stale=True).select_for_update(of=("self",), skip_locked=True)
    found = rows.order_by("pk").values_list("pk", flat=True).first()
    if found is not None:
        refresh(locked(found), at)
    return found is not None


def _record(by: User, at: datetime, row: Organisation, code: str, detail: Values) -> None:
    append(
        at=at,
        case=None,
        actor=by,
        actor_kind=ActorKind.ACCOUNT,
        acting_as=_posts(by).filter(organisation=row).order_by("pk").values_list("post", flat=True)[0],
        code=code,
        subject_kind="organisation",
        subject_id=str(row.pk),
        detail={"by": by.name, "organisation": row.name, **detail},
    )
