"""How does a case stand for the person who acts on it, and how is what lists show kept true?

Every action begins with `stand` (the case under lock, its facts, protocol, law and the actor) and ends with
`keep` (what lists show, what is owed, and the line of history), all in one transaction.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.db import connection

from freshstart.models.cases import Case, Grant
from freshstart.models.deadlines import Deadline
from freshstart.models.facts import STORED, facts_of, year_group_on
from freshstart.models.histories import ActorKind, append
from freshstart.models.organisations import Organisation
from freshstart.models.people import User
from freshstart.models.protocols import protocol_of
from freshstart.outside.books import editions
from freshstart.outside.clocks import day_of
from freshstart.process.deadlines import Due, due
from freshstart.process.facts import Facts
from freshstart.process.journeys import stage_now, status_words
from freshstart.process.protocols import LawEdition, Protocol, edition_on
from freshstart.process.refusals import NotYours
from freshstart.process.steps import Actor
from freshstart.process.vocabulary import Post
from freshstart.process.wordings import role_words


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

    def again(self) -> "Standing":
        """Gather the facts once more, after rows were written."""
        return replace(self, facts=facts_of(self.case, self.today))


def law_for(facts: Facts) -> LawEdition:
    """Choose the edition: of the day on which an open placement was decided, else of today."""
    phase = facts.phase
    return edition_on(editions(), phase.decided_on if phase else facts.today)


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
    ).exclude(answer="no")
    approaches = frozenset(str(pk) for pk in asked.values_list("pk", flat=True))
    roles |= {"approached_head"} if approaches else frozenset()
    return Actor(by.pk, by.name, roles, approaches)


def locked(case_id: int) -> Case:
    """Give the case with its row locked until the transaction ends (SQLite locks the whole file)."""
    rows = Case.objects.select_related("home", "host__council", "council", "home_council", "lead")
    if connection.vendor == "postgresql":
        rows = rows.select_for_update(of=("self",))
    return rows.get(pk=case_id)


def stand(*, case_id: int, by: User, at: datetime) -> Standing:
    """Lock a case for an act of a person; refused where the person has no role on it (NotYours)."""
    case = locked(case_id)
    actor = actor_on(case, by)
    if not actor.roles:
        raise NotYours("This case is not yours.", next_step="Ask its lead.")
    facts = facts_of(case, day_of(at))
    return Standing(case, facts, protocol_of(case.protocol_id), law_for(facts), actor, by, at)


def acting_as(actor: Actor, wanted: tuple[str, ...] = ()) -> str:
    """Say in which of a person's roles they act: the first that the step wants, else any."""
    return next((role for role in wanted if role in actor.roles), min(actor.roles, default="family"))


def keep(
    standing: Standing,
    *,
    code: str,
    subject: tuple[str, str],
    detail: dict[str, Any],
    wanted: tuple[str, ...] = (),
) -> None:
    """End an act: keep what lists show and what is owed true, and write the line of history last."""
    refresh(standing.case, standing.at)
    append(
        at=standing.at,
        case=standing.case,
        actor=standing.by,
        actor_kind=ActorKind.ACCOUNT if standing.by else ActorKind.LINK,
        acting_as=acting_as(standing.actor, wanted),
        code=code,
        subject_kind=subject[0],
        subject_id=subject[1],
        detail={"by": standing.actor.name, **detail},
    )


def refresh(case: Case, at: datetime) -> None:
    """Make what lists and the case page show again from the rows; gives the same however often it runs."""
    today = day_of(at)
    facts, protocol = facts_of(case, today), protocol_of(case.protocol_id)
    owed = due(protocol, law_for(facts), facts)
    first = next((one for one in owed if not one.stopped_by), owed[0] if owed else None)
    case.facts = STORED.dump_python(facts, mode="json")
    case.year_group = year_group_on(case.born_on, today)
    case.stage = stage_now(facts)
    case.status = status_words(protocol, facts)
    case.way = f"{facts.home.known_as} to {facts.host.known_as}" if facts.host else facts.home.known_as
    case.next_what = first.what if first else ""
    case.next_who = role_words(facts, first.owners[0]) if first else ""
    case.next_due_on = first.due_on if first else None
    case.version += 1
    case.save()
    _owe(case, facts, owed, at)


def _owe(case: Case, facts: Facts, owed: tuple[Due, ...], at: datetime) -> None:
    """Write what is owed into the work lists, and mark as met what is owed no more."""
    known = {row.key: row for row in Deadline.objects.filter(case=case)}
    wanted = {one.key: _row(case, facts, one) for one in owed}
    gone = [row.pk for key, row in known.items() if key not in wanted and row.met_at is None]
    Deadline.objects.filter(pk__in=gone).update(met_at=at)
    fields = [
        field.name for field in Deadline._meta.concrete_fields if field.name not in {"id", "case", "key"}
    ]
    Deadline.objects.bulk_create(
        wanted.values(), update_conflicts=True, unique_fields=["case", "key"], update_fields=fields
    )


def _row(case: Case, facts: Facts, one: Due) -> Deadline:
    role = one.owners[0]
    person, organisation, post = _holder(case, facts, role, one)
    asked = role.startswith("approached")
    about = f"Year {facts.pupil.year_group}" + ("" if asked else f", {case.way}")
    return Deadline(
        case=case,
        key=one.key,
        what=one.what.replace("the child", facts.pupil.called) if not asked else one.what,
        step=one.step,
        occurrence=one.occurrence,
        owner_role=role,
        owner_id=person,
        owner_organisation_id=organisation,
        owner_post=post,
        owner_name=role_words(facts, role),
        due_on=one.due_on,
        source=one.source,
        stopped_by=one.stopped_by,
        waits_for_family=one.waits_for_family,
        child="A child" if asked else case.name,
        about=about,
        met_at=None,
    )


def _holder(case: Case, facts: Facts, role: str, one: Due) -> tuple[int | None, int | None, str]:
    """Find who is held to a debt: a named person, or a post; where nobody holds the post, the lead."""
    if role in facts.staff:
        return facts.staff[role].id, None, ""
    side, _, post = role.partition("_")
    if side == "host" and post == "key_adult" and "key_adult" in facts.staff:
        return facts.staff["key_adult"].id, None, ""
    if side == "approached":
        approach = facts.approach(one.occurrence)
        return None, approach.school.id if approach else None, post
    place = {"home": facts.home, "host": facts.host, "council": facts.council}.get(side)
    if place is not None and place.posts.get(Post(post)):
        return None, place.id, post
    return case.lead_id, None, ""


def grant_to_posts(case: Case, side: str, organisation: Organisation, posts: tuple[Post, ...]) -> None:
    """Let the holders of posts in a school or council open a case."""
    for post in posts:
        Grant.objects.get_or_create(
            case=case, role=f"{side}_{post}", organisation=organisation, post=post, ended_at=None
        )
