"""How does a case begin, who is on it, and who leads it?"""

import secrets
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import transaction
from django.db.models import QuerySet

from freshstart.actions import steps
from freshstart.actions.papers import ask_signers
from freshstart.actions.standings import grant_to_posts, keep, stand
from freshstart.models.cases import Case, Grant, Party
from freshstart.models.organisations import Organisation
from freshstart.models.people import User
from freshstart.models.protocols import ProtocolUse, ProtocolVersion
from freshstart.outside.clocks import day_of
from freshstart.process import names, references, upns
from freshstart.process.permissions import Permission
from freshstart.process.refusals import Incomplete, NotNow, NotYours
from freshstart.process.values import Values
from freshstart.process.vocabulary import Channel, Post, Relation

HOME_POSTS = (Post.HEAD, Post.LEAD, Post.SENCO, Post.SAFEGUARDING, Post.ATTENDANCE)
MAY_OPEN = (Post.LEAD, Post.HEAD, Post.SENCO)


@dataclass(frozen=True, slots=True)
class NewParty:
    """A person without an account, as typed."""

    name: str
    relation: Relation
    has_responsibility: bool | None = None
    channel: Channel = Channel.POST
    email: str = ""
    phone: str = ""
    address: tuple[str, ...] = ()
    language: str = "en"
    interpreter: bool = False
    large_print: bool = False
    easy_read: bool = False
    on_paper: bool = False
    is_asked: bool = True


@dataclass(frozen=True, slots=True)
class NewCase:
    """A child and those who answer for it, as typed. The name is written as the family writes it.

    `email` is the child's own address: a link goes there. Without one the child answers on paper.
    """

    given: str
    family: str
    known_as: str
    born_on: date
    upn: str
    home_council: Organisation
    email: str = ""
    parties: tuple[NewParty, ...] = field(default=())


def _identity(given: str, family: str, born_on: date, upn: str) -> names.Identity:
    """Say who a child is; a number that cannot be right says nothing here."""
    try:
        number = upns.parse(upn)
    except upns.BadUpn:
        number = None
    return names.Identity(given, family, born_on, number)


def likely_same(*, by: User, new: NewCase) -> Case | None:
    """Find the latest case within this person's own scope that is likely the same child; twins are not."""
    wanted = _identity(new.given, new.family, new.born_on, new.upn)
    same_day = Case.objects.visible_to(by).filter(born_on=new.born_on).order_by("-opened_at")
    return next(
        (
            case
            for case in same_day
            if names.likely_same(wanted, _identity(case.given, case.family, case.born_on, case.upn))
        ),
        None,
    )


@transaction.atomic
def open_case(
    *,
    by: User,
    at: datetime,
    home: Organisation,
    protocol: ProtocolVersion,
    new: NewCase,
    values: Values,
    reasons: dict[str, str] | None = None,
    duplicate_of: Case | None = None,
) -> Case:
    """Open a case at a school where one may, with its first step taken.

    Until the family has been told, only the home school's own people hold a grant. `duplicate_of` is the
    earlier case that the person has seen and knows to be another move of the same child. Refused: NotYours;
    Incomplete for a UPN or a name that cannot be right.
    """
    if not may_open_at(by, home):
        raise NotYours("You cannot open a case at this school.", next_step="Ask its pastoral lead.")
    if (
        not ProtocolUse.objects.open_to(home.council or new.home_council, day_of(at))
        .filter(protocol=protocol)
        .exists()
    ):
        raise NotNow(
            f"{protocol.name} is not in force for this school today.", next_step="Choose another protocol."
        )
    case = begin(by=by, at=at, home=home, protocol=protocol, new=new, earlier=duplicate_of)
    steps.take(case_id=case.pk, step="open_case", by=by, at=at, values=values, reasons=reasons)
    case.refresh_from_db()
    return case


def begin(
    *,
    by: User,
    at: datetime,
    home: Organisation,
    protocol: ProtocolVersion,
    new: NewCase,
    earlier: Case | None = None,
    entered_on: date | None = None,
) -> Case:
    """Write a case down with its child, its people and those of the school who may read it."""
    case = Case.objects.create(
        reference=references.make(secrets.token_bytes(references.RANDOM_BYTES)),
        protocol=protocol,
        opened_at=at,
        opened_on=day_of(at),
        lead=by,
        entered_on=entered_on,
        earlier=earlier,
        **child_fields(new.given, new.family, new.known_as, new.born_on, new.upn, at=at),
        home=home,
        council=home.council or new.home_council,
        home_council=new.home_council,
    )
    grant_to_posts(case, "home", home, HOME_POSTS)
    Grant.objects.create(case=case, role="lead", user=by)
    channel = Channel.EMAIL if new.email else Channel.POST
    child = NewParty(f"{new.given} {new.family}".strip(), Relation.PUPIL, channel=channel, email=new.email)
    for party in (child, *new.parties):
        _add(case, party)
    return case


def schools_to_open_at(by: User) -> QuerySet[Organisation]:
    """List the schools at which somebody may open a case."""
    return (
        Organisation.objects.filter(
            memberships__user=by, memberships__post__in=MAY_OPEN, memberships__ended_on=None
        )
        .select_related("council")
        .distinct()
    )


def may_open_at(who: User, home: Organisation) -> bool:
    """Tell whether somebody may open and lead cases at a school."""
    return schools_to_open_at(who).filter(pk=home.pk).exists()


def child_fields(
    given: str, family: str, known_as: str, born_on: date, upn: str, *, at: datetime
) -> dict[str, str | date]:
    """Give the columns of a child. Refused where name, birthday or UPN cannot be right (Incomplete)."""
    errors: dict[str, str] = {}
    number = ""
    try:
        number = upns.parse(upn).text if upn.strip() else ""
    except upns.BadUpn as bad:
        errors["upn"] = str(bad)
    if not (given.strip() or family.strip()):
        errors["given"] = "Write the child’s name as the family writes it."
    if not date(1995, 1, 1) < born_on < day_of(at):
        errors["born_on"] = "Enter the child’s date of birth."
    if errors:
        raise Incomplete(errors)
    return {
        "given": given.strip(),
        "family": family.strip(),
        "known_as": known_as.strip(),
        "born_on": born_on,
        "upn": number,
        "folded": names.fold(f"{family} {given} {known_as}"),
    }


def _add(case: Case, new: NewParty) -> Party:
    """Write a person down. Refused without a name (Incomplete)."""
    if not new.name.strip():
        raise Incomplete({"name": "Write the person’s name."})
    return Party.objects.create(
        case=case,
        name=new.name.strip(),
        relation=new.relation,
        has_responsibility=new.has_responsibility,
        is_asked=new.is_asked,
        channel=new.channel,
        email=new.email.strip(),
        phone=new.phone.strip(),
        address=[line for line in new.address if line.strip()],
        language=new.language,
        interpreter=new.interpreter,
        large_print=new.large_print,
        easy_read=new.easy_read,
        on_paper=new.on_paper,
    )


@transaction.atomic
def add_person(*, case_id: int, by: User, at: datetime, new: NewParty) -> None:
    """Add a parent, a social worker, a governor or a provider to a case.

    A parent who comes late is asked to sign what is being signed. Refused: NotYours, Incomplete.
    """
    standing = stand(case_id=case_id, by=by, at=at, must=Permission.PEOPLE_CHANGE)
    party = _add(standing.case, new)
    ask_signers(standing)
    detail = {"who": party.name, "relation": party.relation}
    keep(standing, code="person_added", subject=("party", str(party.pk)), detail=detail)
