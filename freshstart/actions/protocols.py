"""How does a protocol come into force, and how does a running case come under a newer one?"""

from datetime import date, datetime

from django.db import transaction

from freshstart.actions.standings import keep, stand
from freshstart.models.histories import ActorKind, append
from freshstart.models.organisations import Organisation
from freshstart.models.people import Membership, User
from freshstart.models.protocols import ProtocolUse, ProtocolVersion, protocol_of
from freshstart.outside.books import editions
from freshstart.outside.clocks import day_of
from freshstart.outside.tongues import tones
from freshstart.outside.translations import as_they_stand
from freshstart.process.checks import faults_in
from freshstart.process.comparisons import stands_in_the_way
from freshstart.process.hearings import faults_heard
from freshstart.process.permissions import Permission
from freshstart.process.protocols import Protocol
from freshstart.process.refusals import Incomplete, NotNow, NotYours, ProtocolInvalid
from freshstart.process.tellings import texts_of
from freshstart.process.vocabulary import Post

DECIDE = (Post.INCLUSION, Post.ADMINISTRATOR)


def may_put_in_force(user: User, council: Organisation) -> bool:
    """Tell whether somebody decides by which protocol the cases of a council's area begin."""
    return Membership.objects.filter(user=user, organisation=council, post__in=DECIDE, ended_on=None).exists()


def kept(*, by: User | None, at: datetime, protocol: Protocol) -> ProtocolVersion:
    """Keep the resolved text of a protocol, once. Refused with everything to be mended (ProtocolInvalid)."""
    found = ProtocolVersion.objects.filter(digest=protocol.digest).first()
    if found:
        return found
    faults = (*faults_in(protocol, editions()), *faults_heard(protocol, tones()))
    if faults:
        raise ProtocolInvalid(tuple(map(str, faults)))
    version = ProtocolVersion.objects.create(
        slug=protocol.id,
        name=protocol.name,
        digest=protocol.digest,
        text=protocol.text,
        translations=as_they_stand(texts_of(protocol)),
        in_force_from=protocol.in_force_from,
        in_force_until=protocol.in_force_until,
        loaded_at=at,
    )
    _record(by, at, "protocol_kept", protocol, {})
    return version


@transaction.atomic
def put_in_force(
    *, by: User, at: datetime, protocol: Protocol, council: Organisation, from_on: date
) -> ProtocolUse:
    """Let new cases of a council's area begin by a protocol, from a day; running cases keep theirs.

    Refused: NotYours; ProtocolInvalid with everything to be mended; Incomplete for a day that is past, or on
    which the protocol does not hold.
    """
    if not may_put_in_force(by, council):
        raise NotYours("You cannot decide this for the area.", next_step="An inclusion officer does.")
    if from_on < day_of(at):
        raise Incomplete({"from_on": "This day is past. Choose today or a day to come."})
    until = protocol.in_force_until or date.max
    if not protocol.in_force_from <= from_on <= until:
        raise Incomplete({"from_on": f"{protocol.name} does not hold on that day: {_period(protocol)}."})
    version = kept(by=by, at=at, protocol=protocol)
    use, is_new = ProtocolUse.objects.get_or_create(
        protocol=version, council=council, from_on=from_on, defaults={"by": by, "at": at}
    )
    if is_new:
        detail = {"council": council.name, "from_on": from_on.isoformat(), "by": by.name}
        _record(by, at, "protocol_put_in_force", protocol, detail)
    return use


def _period(protocol: Protocol) -> str:
    until = f" until {protocol.in_force_until:%-d %B %Y}" if protocol.in_force_until else ""
    return f"it holds from {protocol.in_force_from:%-d %B %Y}{until}"


def _record(by: User | None, at: datetime, code: str, protocol: Protocol, detail: dict[str, str]) -> None:
    append(
        at=at,
        case=None,
        actor=by,
        actor_kind=ActorKind.ACCOUNT if by else ActorKind.SERVICE,
        acting_as="council_inclusion" if by else "service",
        code=code,
        subject_kind="protocol",
        subject_id=protocol.id,
        detail={"name": protocol.name, "digest": protocol.digest, **detail},
    )


@transaction.atomic
def change_protocol(*, case_id: int, by: User, at: datetime, to: ProtocolVersion, why: str) -> None:
    """Move a running case to another protocol, by a recorded decision; what was done stays done.

    Refused: NotYours; Incomplete without a reason; NotNow where the placement that runs, or a paper that is
    being signed, has no place in the other protocol.
    """
    standing = stand(case_id=case_id, by=by, at=at, must=Permission.CASE_CORRECT)
    if not why.strip():
        raise Incomplete({"why": "Write why this case goes on by another protocol."})
    case, protocol = standing.case, protocol_of(to.pk)
    problem = stands_in_the_way(standing.protocol, protocol, standing.facts)
    if problem:
        raise NotNow("This case cannot go on by that protocol now.", next_step=problem)
    detail = {"was": standing.protocol.name, "now": protocol.name, "why": why.strip()}
    case.protocol = to
    case.save()
    after = stand(case_id=case_id, by=by, at=at)
    keep(after, code="protocol_changed", subject=("protocol", protocol.id), detail=detail)
