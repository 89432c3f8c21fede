"""How does somebody outside both schools hear that a parent or a child feels pressed, or wants to talk?

Nothing of it is written on the case: no answer, no event, no count by which a school could tell it from
silence. Who listens has a list of their own.
"""

import secrets
from datetime import datetime

from django.db import transaction

from freshstart.models.cases import Case, Grant, Party
from freshstart.models.facts import bank_holidays
from freshstart.models.histories import ActorKind, append
from freshstart.models.messages import Notice
from freshstart.models.papers import Concern
from freshstart.models.people import Membership, User
from freshstart.outside.clocks import day_of
from freshstart.process.calendars import Calendar
from freshstart.process.listening import heard_by
from freshstart.process.refusals import Incomplete, NotNow, NotYours
from freshstart.process.values import Values
from freshstart.process.vocabulary import Heard, Post


def listener_of(case: Case) -> User | None:
    """Name who listens on a case: a family adviser of the council, else one of its inclusion officers.

    Never somebody who has a part in the case, or who works at one of its schools; None if there is nobody.
    """
    return next(iter(_listeners(case)), None)


def _listeners(case: Case) -> list[User]:
    parts = set(
        Grant.objects.filter(case=case, ended_at=None, user__isnull=False).values_list("user_id", flat=True)
    )
    schools = Membership.objects.filter(organisation__in=[case.home_id, case.host_id], ended_on=None)
    parts.update(schools.values_list("user_id", flat=True))
    posts = (
        Membership.objects.filter(organisation=case.council_id, ended_on=None, user__is_active=True)
        .exclude(user_id__in=parts)
        .select_related("user")
        .order_by("id")
    )
    advisers = [one.user for one in posts.filter(post=Post.ADVISER)]
    return advisers or [one.user for one in posts.filter(post=Post.INCLUSION)]


def days_to_hear() -> Calendar:
    """Give the days on which those who listen work: all weekdays but bank holidays."""
    return Calendar.weekdays("", bank_holidays())


def remind_listeners(at: datetime) -> None:
    """Tell all who listen, once on each working day, that somebody has waited too long to be heard.

    Nobody acts here. Safe to run twice, and side by side.
    """
    today, days = day_of(at), days_to_hear()
    if not days.is_school_day(today):
        return
    with transaction.atomic():
        waiting = Concern.objects.select_for_update(of=("self",)).filter(settled_at=None)
        late = [one for one in waiting.select_related("case") if heard_by(day_of(one.at), days) < today]
        for user in {one for row in late for one in _listeners(row.case)}:
            _ask_to_hear(user, at)


def _ask_to_hear(user: User, at: datetime) -> None:
    """Put a notice in the queue for somebody who listens, unless today had one."""
    last = Notice.objects.filter(user=user, deadline=None).order_by("-made_at").first()
    if last is None or day_of(last.made_at) < day_of(at):
        _tell(user, at)


def _tell(user: User, at: datetime) -> None:
    message_id = f"<{secrets.token_hex(16)}@freshstart.invalid>"
    Notice.objects.create(user=user, message_id=message_id, made_at=at)


def raise_concern(*, party: Party, by: None, at: datetime, kind: Heard, about: str, words: str) -> Concern:
    """Tell who listens that this person feels pressed, wants to talk, or is to be asked; twice is told once.

    Runs inside the action of the answer. `about` is the question or paper; `by` is nobody with an account.
    """
    same = {"party": party, "about": about, "settled_at": None}
    row, is_new = Concern.objects.get_or_create(
        **same, defaults={"case": party.case, "kind": kind, "words": words.strip(), "at": at}
    )
    if not is_new:
        row.kind, row.words = kind, "\n".join(filter(None, (row.words, words.strip())))
        row.save()
    _write(by, at, "concern_raised", row, {"who": party.name, "kind": str(kind), "about": about})
    listener = listener_of(party.case)
    if listener:
        _tell(listener, at)
    return row


@transaction.atomic
def take_on(*, concern_id: int, by: User, at: datetime) -> None:
    """Say that one rings this person. Refused to whoever does not listen (NotYours)."""
    row = _mine(concern_id, by)
    row.taken_by, row.taken_at = by, at
    row.save()
    _write(by, at, "concern_taken", row, {"by": by.name})


@transaction.atomic
def settle(*, concern_id: int, by: User, at: datetime, outcome: str) -> None:
    """Write what came of it; the person may still answer as they like. Refused without words (Incomplete)."""
    row = _mine(concern_id, by)
    if row.settled_at:
        raise NotNow("This has been settled already.")
    if not outcome.strip():
        raise Incomplete({"outcome": "Write what was said and what happens next."})
    row.outcome, row.settled_at = outcome.strip(), at
    row.taken_by, row.taken_at = row.taken_by or by, row.taken_at or at
    row.save()
    _write(by, at, "concern_settled", row, {"by": by.name})


def _mine(concern_id: int, by: User) -> Concern:
    row = Concern.objects.visible_to(by).select_related("case", "party").filter(pk=concern_id).first()
    if row is None:
        raise NotYours("Only the family’s adviser reads this.")
    return row


def _write(by: User | None, at: datetime, code: str, row: Concern, detail: Values) -> None:
    """Write the act into the one history of the installation, apart from that of the case."""
    append(
        at=at,
        case=None,
        actor=by,
        actor_kind=ActorKind.ACCOUNT if by else ActorKind.LINK,
        acting_as="council_adviser" if by else "family",
        code=code,
        subject_kind="concern",
        subject_id=str(row.pk),
        detail=detail,
    )
