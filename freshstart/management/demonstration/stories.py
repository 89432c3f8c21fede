"""How does an empty database become the demonstration?"""

from datetime import date, datetime, timedelta

from django.db import transaction

from freshstart.actions import days, messages, notices, papers, protocols
from freshstart.management.demonstration import areas
from freshstart.management.demonstration.areas import Area
from freshstart.management.demonstration.children import Leg, read_all
from freshstart.management.demonstration.journeys import Journey
from freshstart.management.demonstration.roles import Roles
from freshstart.management.demonstration.timetables import Timetable
from freshstart.models.facts import calendar_of
from freshstart.models.marks import DEMONSTRATION, Mark
from freshstart.models.people import User
from freshstart.models.protocols import ProtocolVersion
from freshstart.outside.books import protocols as books
from freshstart.outside.clocks import day_of
from freshstart.process.calendars import CalendarEnds
from freshstart.process.protocols import Protocol
from freshstart.process.refusals import Refused
from freshstart.process.vocabulary import Post

PROTOCOL = "southwark"
A_MINUTE = timedelta(minutes=1)
A_DAY = timedelta(days=1)
A_WEEK = timedelta(weeks=1)
MOST_WEEKS = 200  # further ahead no clock is put


@transaction.atomic
def load(*, at: datetime) -> timedelta:
    """Fill an empty database, all or nothing; the children have come now to where their files say.

    Gives by how much the clock is to be put forward for it: by nothing, except where the longest way would
    begin before its protocol or before the known terms. Refused: beyond the known terms.
    """
    Mark.objects.create(name=DEMONSTRATION)
    area = areas.make()
    ahead = time_to_wait(area, at)
    tables = _timetables(area, day_of(at + ahead))
    first = min(table.acts()[0][0] for table in tables)
    version = _put_in_force(area, first - A_DAY)
    journeys = [Journey(Roles(table, area), version) for table in tables]
    _take_all(journeys)
    for journey in journeys:
        journey.renew_links(at + ahead)
    while papers.seal_next(at=at + ahead):
        pass
    _deliver(at + ahead)
    days.turn_day(at=at + ahead)
    return ahead


def _put_in_force(area: Area, at: datetime) -> ProtocolVersion:
    """Let the council begin cases by any protocol there is, so that each can be tried; by its own first."""
    officer = User.objects.filter(
        memberships__organisation=area.council, memberships__post=Post.INCLUSION
    ).earliest("pk")
    own = books()[PROTOCOL]
    others = [one for one in books().values() if one != own and _can_be_tried(one, day_of(at))]
    for protocol in (*others, own):
        use = protocols.put_in_force(
            by=officer, at=at, protocol=protocol, council=area.council, from_on=day_of(at)
        )
    return use.protocol


def _can_be_tried(protocol: Protocol, on: date) -> bool:
    until = protocol.in_force_until or date.max
    return protocol.jurisdiction == "england" and protocol.in_force_from <= on <= until


def _timetables(area: Area, today: date) -> list[Timetable]:
    return [
        Timetable(child, area.schools[child.home], area.schools[child.host or child.home], today)
        for child in read_all()
    ]


def time_to_wait(area: Area, at: datetime) -> timedelta:
    """Say how long until everybody can have come so far: not at all, or to the same weekday in a term.

    Refused where the term dates end before.
    """
    for weeks in range(MOST_WEEKS):
        today = day_of(at + weeks * A_WEEK)
        if _is_lawful(area, today) and (weeks == 0 or _is_term(area, today)):
            return weeks * A_WEEK
    raise Refused("The term dates of the demonstration have run out.", next_step="Add years to council.toml.")


def _is_lawful(area: Area, today: date) -> bool:
    try:
        first = min(table.acts()[0][0] for table in _timetables(area, today))
    except CalendarEnds:
        return False
    return day_of(first) > books()[PROTOCOL].in_force_from


def _is_term(area: Area, today: date) -> bool:
    next_day = calendar_of(area.council).next_school_day(today)
    return next_day - today < A_WEEK


def _take_all(journeys: list[Journey]) -> None:
    """Take the acts of all children in the order of time, and send at once what each of them has to send."""
    acts: list[tuple[datetime, int, Leg]] = []
    for number, journey in enumerate(journeys):
        acts += [(at + number * A_MINUTE, number, leg) for at, leg in journey.timetable.acts()]
    for at, number, leg in sorted(acts, key=lambda act: act[:2]):
        journeys[number].take(leg, at)
        _deliver(at + A_MINUTE)


def _deliver(at: datetime) -> None:
    for deliver in (messages.deliver_next, notices.deliver_next_notice):
        while deliver(at=at):
            pass
