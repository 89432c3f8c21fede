"""How does a case stand for the person who acts on it, and how is what lists show kept true?

Every action begins with `stand` (the case under lock, its facts, protocol, law and the actor) and ends with
`keep` (what lists show, what is owed, and the line of history), all in one transaction.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import NamedTuple

from django.db import connection

from freshstart.actions.notices import tell_of
from freshstart.models.cases import Case, Grant
from freshstart.models.deadlines import Deadline
from freshstart.models.facts import STORED, facts_of
from freshstart.models.histories import ActorKind, append
from freshstart.models.organisations import Organisation
from freshstart.models.people import User
from freshstart.models.protocols import protocol_of
from freshstart.outside.books import editions
from freshstart.outside.clocks import day_of
from freshstart.process import laws
from freshstart.process.deadlines import LEAD, SIGN, Due, due
from freshstart.process.facts import Facts
from freshstart.process.gaps import elapsed, gap, told_of
from freshstart.process.journeys import stage_now, status_words
from freshstart.process.laws import LawEdition
from freshstart.process.permissions import Permission, may
from freshstart.process.protocols import Protocol
from freshstart.process.refusals import NotYours
from freshstart.process.steps import Actor
from freshstart.process.values import Value, Values
from freshstart.process.vocabulary import Post
from freshstart.process.wordings import role_words

# The columns of a deadline that its debt decides.
SHOWN = tuple(
    field.attname for field in Deadline._meta.concrete_fields if field.name not in {"id", "case", "key"}
)


@dataclass(frozen=True, slots=True)
class Standing:
    """A case under lock: what the rules may know, which rules hold, who acts, and when."""

    case: Case
    facts: Facts
    protocol: Protocol
    law: LawEdition
    actor: Actor
    by: User | None
    at: datetime

    @property
    def today(self) -> date:
        """Give the date in London of this act."""
        return day_of(self.at)

    @property
    def account(self) -> User:
        """Give the account that acts; a person who came by a link has none (NotYours)."""
        if self.by is None:
            raise NotYours("This is done by the schools and the council.")
        return self.by

    def again(self) -> "Standing":
        """Gather the facts once more, after rows were written."""
        return replace(self, facts=facts_of(self.case, self.today))


def law_for(protocol: Protocol, facts: Facts) -> LawEdition:
    """Choose the rules that hold for a case on the day of its facts."""
    return laws.law_for(editions(), protocol.jurisdiction, facts)


def roles_on(grants: list[Grant]) -> frozenset[str]:
    """Give the roles that grants on one case carry."""
    return frozenset(grant.role for grant in grants)


def actor_on(case: Case, by: User) -> Actor:
    """Say in which roles a person acts on a case; a school that was asked acts on its own approach only."""
    roles = roles_on(list(Grant.objects.held_by(by).filter(case=case)))
    asked = case.approaches.filter(
        organisation__memberships__user=by,
        organisation__memberships__post=Post.HEAD,
        organisation__memberships__ended_on=None,
        closed_at=None,
    )
    approaches = frozenset(str(pk) for pk in asked.values_list("pk", flat=True))
    roles |= {"approached_head"} if approaches else frozenset()
    return Actor(by.pk, by.name, roles, approaches)


def locked(case_id: int) -> Case:
    """Give the case with its row locked until the transaction ends (SQLite locks the whole file)."""
    rows = Case.objects.select_related("home", "host__council", "council", "home_council", "lead", "stand_in")
    if connection.vendor == "postgresql":
        rows = rows.select_for_update(of=("self",))
    return rows.get(pk=case_id)


def stand(*, case_id: int, by: User, at: datetime, must: Permission | None = None) -> Standing:
    """Lock a case for an act of a person.

    Refused (NotYours) where the person has no role on it, or none that carries the permission it takes.
    """
    case = locked(case_id)
    actor = actor_on(case, by)
    if not actor.roles:
        raise NotYours("This case is not yours.", next_step="Ask its lead.")
    facts, protocol = facts_of(case, day_of(at)), protocol_of(case.protocol_id)
    if must and not may(actor.roles, must):
        raise NotYours("Only those who run the case do this.", next_step=f"Ask {facts.lead.name}.")
    return Standing(case, facts, protocol, law_for(protocol, facts), actor, by, at)


def stand_alone(case_id: int, at: datetime) -> Standing:
    """Lock a case for what the service does by itself, such as sealing."""
    case = locked(case_id)
    facts, protocol = facts_of(case, day_of(at)), protocol_of(case.protocol_id)
    actor = Actor(None, "Fresh Start", frozenset())
    return Standing(case, facts, protocol, law_for(protocol, facts), actor, None, at)


def acting_as(actor: Actor, wanted: tuple[str, ...] = ()) -> str:
    """Say in which of a person's roles they act: the first that the step wants, else any."""
    return next((role for role in wanted if role in actor.roles), min(actor.roles, default="service"))


def keep(
    standing: Standing,
    *,
    code: str,
    subject: tuple[str, str],
    detail: Values | Callable[[Facts], Values],
    wanted: tuple[str, ...] = (),
) -> None:
    """End an act: keep what lists show and what is owed true, and write the line of history last.

    `detail` may be worked out from the facts as they are after the act.
    """
    now = standing.again()
    now.case.version += 1
    _show(now.case, now.facts, now.at)
    append(
        at=now.at,
        case=now.case,
        actor=now.by,
        actor_kind=_kind(now),
        acting_as=acting_as(now.actor, wanted),
        code=code,
        subject_kind=subject[0],
        subject_id=subject[1],
        detail={"by": now.actor.name, **(detail(now.facts) if callable(detail) else detail)},
    )


def _kind(now: Standing) -> ActorKind:
    """Say whether a person with an account acts, one of a family by their link, or the service by itself."""
    if now.by:
        return ActorKind.ACCOUNT
    return ActorKind.LINK if now.actor.roles else ActorKind.SERVICE


def refresh(case: Case, at: datetime) -> None:
    """Make what lists and the case page show again from the rows; gives the same however often it runs."""
    _show(case, facts_of(case, day_of(at)), at)


def _show(case: Case, facts: Facts, at: datetime) -> None:
    """Write what lists and the case page show, as these facts have it."""
    protocol = protocol_of(case.protocol_id)
    owed = due(protocol, law_for(protocol, facts), facts)
    first = next((one for one in owed if not one.stopped_by), owed[0] if owed else None)
    case.is_stale = False
    case.facts = STORED.dump_python(facts, mode="json")
    case.year_group = facts.pupil.year_group
    case.stage = stage_now(facts)
    case.status = status_words(protocol, facts)
    case.way = f"{facts.home.known_as} to {facts.host.known_as}" if facts.host else facts.home.known_as
    case.next_what = first.what if first else ""
    case.next_who = _holder(facts, first).name if first else ""
    # An open case with nothing owed would be a fault of the protocol: it stands first in the lists, today.
    case.next_due_on = None if case.outcome else first.due_on if first else facts.today
    _show_gap(case, facts)
    case.save()
    Grant.objects.filter(case=case).update(due_on=case.next_due_on)
    decisions = {step.id for step in protocol.step if step.decision} | {SIGN, LEAD}
    new = _owe(case, [_row(case, facts, one) for one in owed], at)
    tell_of((row for row in new if row.step in decisions and not row.waits_for_family), at)


def _show_gap(case: Case, facts: Facts) -> None:
    """Write what *Today* shows of a child with no confirmed place, so that it reads no facts of any case."""
    found = gap(facts)
    case.gap, case.gap_since = (found.kind, found.since) if found else ("", None)
    case.gap_days, case.gap_told = (None, {})
    if found:
        lasted = elapsed(facts, found.since)
        case.gap_days, case.gap_told = lasted.days, told_of(facts, found, lasted)


def _owe(case: Case, owed: list[Deadline], at: datetime) -> list[Deadline]:
    """Write what is owed into the work lists, mark as met what is owed no more, and give what is new."""
    known = {row.key: row for row in Deadline.objects.filter(case=case)}
    keys = {row.key for row in owed}
    gone = [row.pk for row in known.values() if row.met_at is None and row.key not in keys]
    Deadline.objects.filter(pk__in=gone).update(met_at=at)
    changed = [row for row in owed if row.key not in known or _shown(row) != _shown(known[row.key])]
    Deadline.objects.bulk_create(
        changed, update_conflicts=True, unique_fields=["case", "key"], update_fields=SHOWN
    )
    return [row for row in changed if row.key not in known]


def _shown(row: Deadline) -> list[Value]:
    return [getattr(row, name) for name in SHOWN]


def _row(case: Case, facts: Facts, one: Due) -> Deadline:
    role, holder = one.owners[0], _holder(facts, one)
    asked = role.startswith("approached")  # such a school reads no name and no story
    return Deadline(
        case=case,
        key=one.key,
        what=one.what if asked else one.what.replace("the child", facts.pupil.called),
        step=one.step,
        occurrence=one.occurrence,
        owner_role=role,
        owner_id=holder.person,
        owner_organisation_id=holder.organisation,
        owner_post=holder.post,
        owner_name=holder.name,
        due_on=one.due_on,
        source=one.source,
        stopped_by=one.stopped_by,
        waits_for_family=one.waits_for_family,
        child="A child" if asked else case.name,
        about=f"Year {facts.pupil.year_group}" + ("" if asked else f", {case.way}"),
        met_at=None,
    )


class Holder(NamedTuple):
    """Whoever is held to a debt: a person, or a post in an organisation."""

    name: str
    person: int | None = None
    organisation: int | None = None
    post: str = ""


def _holder(facts: Facts, one: Due) -> Holder:
    """Find who is held to a debt: a named person, or a post; where nobody holds the post, the lead."""
    role = one.owners[0]
    if named := facts.named(role):
        return Holder(named.name, person=named.id)
    post = role.partition("_")[2]
    approach = facts.approach(one.occurrence) if role.startswith("approached") else None
    place = approach.school if approach else facts.place_of(role)
    if place and (approach or place.posts.get(Post(post))):
        return Holder(role_words(facts, role), organisation=place.id, post=post)
    return Holder(facts.lead.name, person=facts.lead.id)


def grant_to_posts(case: Case, side: str, organisation: Organisation, posts: tuple[Post, ...]) -> None:
    """Let the holders of posts in a school or council open a case."""
    for post in posts:
        Grant.objects.get_or_create(
            case=case, role=f"{side}_{post}", organisation=organisation, post=post, ended_at=None
        )
