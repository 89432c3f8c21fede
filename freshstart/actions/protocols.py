"""How does a protocol come into force?"""

from datetime import datetime

from django.db import transaction

from freshstart.models.histories import ActorKind, append
from freshstart.models.people import User
from freshstart.models.protocols import ProtocolVersion
from freshstart.outside.books import editions
from freshstart.process.checks import faults_in
from freshstart.process.protocols import Protocol
from freshstart.process.refusals import ProtocolInvalid


@transaction.atomic
def put_in_force(*, by: User | None, at: datetime, protocol: Protocol) -> ProtocolVersion:
    """Keep the resolved text of a protocol, once; new cases begin with it, running cases keep theirs.

    Refused with everything that is to be mended first (ProtocolInvalid).
    """
    faults = faults_in(protocol, editions())
    if faults:
        raise ProtocolInvalid(tuple(map(str, faults)))
    found = ProtocolVersion.objects.filter(digest=protocol.digest).first()
    if found:
        return found
    version = ProtocolVersion.objects.create(
        slug=protocol.id,
        name=protocol.name,
        digest=protocol.digest,
        text=protocol.text,
        in_force_from=protocol.in_force_from,
        loaded_at=at,
    )
    append(
        at=at,
        case=None,
        actor=by,
        actor_kind=ActorKind.ACCOUNT if by else ActorKind.SERVICE,
        acting_as="service",
        code="protocol_put_in_force",
        subject_kind="protocol",
        subject_id=protocol.id,
        detail={"name": protocol.name, "digest": protocol.digest},
    )
    return version
