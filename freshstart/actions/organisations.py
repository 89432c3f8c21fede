"""How do the schools and councils that we know follow the national register?

Nothing here deletes: a school that closes keeps its row, because cases and letters point to it.
"""

import hashlib
import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import NamedTuple

from django.db import transaction
from django.db.models import Q

from freshstart.models import histories
from freshstart.models.histories import ActorKind
from freshstart.models.organisations import (
    Governance,
    Organisation,
    OrganisationKind,
    OrganisationSource,
    OrganisationStatus,
    SchoolPhase,
)
from freshstart.models.people import User
from freshstart.outside import registers
from freshstart.outside.clocks import day_of
from freshstart.outside.registers import SchoolEntry, StrangeRow
from freshstart.process.refusals import Refused
from freshstart.process.vocabulary import Post

# Of the open schools, in one import. From June 2024 to March 2026 the national list lost 1,186 of 25,096,
# less than two a day: more than this is not a day's news but a file that lacks something.
LARGEST_DROP = 0.05
BATCH = 500  # rows written in one statement

STATUSES = {
    registers.OPEN: OrganisationStatus.OPEN,
    registers.CLOSING: OrganisationStatus.CLOSING,
    registers.PROPOSED: OrganisationStatus.PROPOSED,
    registers.CLOSED: OrganisationStatus.CLOSED,
}
TEACHING = (OrganisationStatus.OPEN, OrganisationStatus.CLOSING)
PHASES = {
    "Nursery": SchoolPhase.NURSERY,
    "Primary": SchoolPhase.PRIMARY,
    "Middle deemed primary": SchoolPhase.PRIMARY,
    "Secondary": SchoolPhase.SECONDARY,
    "Middle deemed secondary": SchoolPhase.SECONDARY,
    "All-through": SchoolPhase.ALL_THROUGH,
    "16 plus": SchoolPhase.POST16,
}


class Sort(NamedTuple):
    """Say what a type of establishment is in a managed move; without a phase, the register's own holds.

    A mainstream school may receive a managed move (MM-06). A registered school keeps a register of pupils, so
    that a child can be on two (law.md, decision 7); a college, a 16 to 19 academy or a secure unit is none.
    """

    governance: Governance
    phase: SchoolPhase | None = None
    is_mainstream: bool = False
    is_registered_school: bool = True


UNKNOWN = Sort(Governance.OTHER)
OUTSIDE_ENGLAND = {
    "British schools overseas",
    "Offshore schools",
    "Service children's education",
    "Welsh establishment",
}
_TYPES = {
    Sort(Governance.MAINTAINED, is_mainstream=True): (
        "Community school",
        "Foundation school",
        "Voluntary aided school",
        "Voluntary controlled school",
    ),
    Sort(Governance.ACADEMY, is_mainstream=True): (
        "Academy converter",
        "Academy sponsor led",
        "Free schools",
        "Studio schools",
        "University technical college",
    ),
    Sort(Governance.MAINTAINED): ("Local authority nursery school",),
    Sort(Governance.INDEPENDENT): ("City technology college", "Other independent school"),
    Sort(Governance.MAINTAINED, SchoolPhase.SPECIAL): (
        "Community special school",
        "Foundation special school",
    ),
    Sort(Governance.ACADEMY, SchoolPhase.SPECIAL): (
        "Academy - Converter special school",
        "Academy - Sponsor led special school",
        "Academy special converter",
        "Academy special sponsor led",
        "Free schools special",
    ),
    Sort(Governance.INDEPENDENT, SchoolPhase.SPECIAL): ("Other independent special school",),
    Sort(Governance.OTHER, SchoolPhase.SPECIAL): ("Non-maintained special school",),
    Sort(Governance.PRU, SchoolPhase.PRU): ("Pupil referral unit",),
    Sort(Governance.ACADEMY, SchoolPhase.ALTERNATIVE_PROVISION): (
        "Academy alternative provision converter",
        "Academy alternative provision sponsor led",
        "Free schools alternative provision",
    ),
    Sort(Governance.ACADEMY, SchoolPhase.POST16, is_registered_school=False): (
        "Academy 16 to 19 sponsor led",
        "Academy 16-19 converter",
        "Free schools 16 to 19",
    ),
    Sort(Governance.OTHER, SchoolPhase.POST16, is_registered_school=False): (
        "Agriculture and horticulture college",
        "Further education",
        "Higher education institutions",
        "Sixth form centres",
        "Special post 16 institution",
    ),
    Sort(Governance.OTHER, SchoolPhase.OTHER, is_registered_school=False): (
        "Academy secure 16 to 19",
        "Institution funded by other government department",
        "Miscellaneous",
        "Online provider",
        "Secure units",
    ),
}
SORTS = {type_name: sort for sort, type_names in _TYPES.items() for type_name in type_names}

# What the register says in words that we keep, and what we make of the others.
KEPT = tuple(column for column in SchoolEntry.__slots__ if column not in ("phase_name", "status_name"))
JUDGED = (
    "kind",
    "phase",
    "governance",
    "is_mainstream",
    "is_registered_school",
    "council_id",
    "status",
    "source",
)


class Before(NamedTuple):
    """Hold what we had of a school before the import."""

    status: str
    source: str
    digest: str

    def stood(self, *statuses: OrganisationStatus) -> bool:
        """Tell whether the register had the school in one of these states."""
        return self.source == OrganisationSource.REGISTER and self.status in statuses


class Change(StrEnum):
    """Say what the register did to a school since the last import."""

    NEW = "new"
    CHANGED = "changed"
    CLOSED = "closed"
    REOPENED = "reopened"
    UNCHANGED = "unchanged"


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterUpdate:
    """Count what an import did, and name what somebody should look at."""

    counts: dict[Change, int]
    outside_england: int
    unknown_types: dict[str, int]
    passed_over: tuple[StrangeRow, ...]
    closed_with_cases: tuple[str, ...]


@transaction.atomic
def update_register(
    *,
    by: User | None,
    at: datetime,
    entries: Iterable[SchoolEntry | StrangeRow],
    partial: bool = False,
    rehearsal: bool = False,
) -> RegisterUpdate:
    """Bring schools, other providers and councils into line with the register, all or nothing.

    `by` is None at the command line. A school that the file leaves out is closed, unless the file is
    `partial`; one that comes back is reopened; a strange row changes nothing at its school. A `rehearsal`
    counts and takes everything back. Refused: a whole file that would close more than `LARGEST_DROP` of the
    open schools, and whatever `read_register` refuses while it is read.
    """
    rows = list(entries)
    told = [row for row in rows if isinstance(row, SchoolEntry)]
    english = [entry for entry in told if entry.type_name not in OUTSIDE_ENGLAND]
    before, councils, on = _before(), _councils(), day_of(at)
    schools = {entry.urn: _organisation(entry, councils, on) for entry in english}
    changes = {urn: _change(before.get(urn), school) for urn, school in schools.items()}
    if not partial:
        changes |= dict.fromkeys(_left(before, rows), Change.CLOSED)
        _refuse_large_drop(before, changes)
    _write(schools, changes)
    update = RegisterUpdate(
        counts={change: list(changes.values()).count(change) for change in Change},
        outside_england=len(told) - len(english),
        unknown_types=Counter(entry.type_name for entry in english if entry.type_name not in SORTS),
        passed_over=tuple(row for row in rows if isinstance(row, StrangeRow)),
        closed_with_cases=_with_cases(urn for urn, change in changes.items() if change is Change.CLOSED),
    )
    _record(by=by, at=at, on=on, update=update, partial=partial)
    if rehearsal:
        transaction.set_rollback(True)
    return update


def _before() -> dict[int, Before]:
    rows = Organisation.objects.values_list("urn", "status", "source", "register_digest")
    return {urn: Before(*known) for urn, *known in rows if urn is not None}


def _councils() -> dict[str, int]:
    """Make the councils that are missing, and give each one's id by its code."""
    councils = Organisation.objects.filter(kind=OrganisationKind.COUNCIL)
    known = set(councils.values_list("la_code", flat=True))
    Organisation.objects.bulk_create(
        Organisation(
            kind=OrganisationKind.COUNCIL, la_code=code, name=name, source=OrganisationSource.REGISTER
        )
        for code, name in registers.read_councils().items()
        if code not in known
    )
    return dict(councils.values_list("la_code", "id"))


def _organisation(entry: SchoolEntry, councils: dict[str, int], on: date) -> Organisation:
    sort = SORTS.get(entry.type_name, UNKNOWN)
    school = Organisation(
        **{column: getattr(entry, column) for column in KEPT},
        kind=OrganisationKind.SCHOOL if sort.is_registered_school else OrganisationKind.PROVIDER,
        phase=sort.phase or PHASES.get(entry.phase_name, SchoolPhase.OTHER),
        governance=sort.governance,
        is_mainstream=sort.is_mainstream,
        is_registered_school=sort.is_registered_school,
        council_id=councils.get(entry.la_code),
        status=STATUSES[entry.status_name],
        source=OrganisationSource.REGISTER,
        register_seen_on=on,
    )
    values = [getattr(school, column) for column in (*KEPT, *JUDGED)]
    school.register_digest = hashlib.blake2b(
        json.dumps(values, default=str).encode(), digest_size=8
    ).hexdigest()
    return school


def _change(before: Before | None, school: Organisation) -> Change:
    if before is None:
        return Change.NEW
    if before.digest == school.register_digest:
        return Change.UNCHANGED
    was_closed, is_closed = (status == OrganisationStatus.CLOSED for status in (before.status, school.status))
    if was_closed == is_closed:
        return Change.CHANGED
    return Change.CLOSED if is_closed else Change.REOPENED


def _left(before: dict[int, Before], rows: list[SchoolEntry | StrangeRow]) -> set[int]:
    """Find the schools that the register had and the file leaves out; a strange row still counts as there."""
    standing = {urn for urn, was in before.items() if was.stood(*TEACHING, OrganisationStatus.PROPOSED)}
    return standing - {row.urn for row in rows}


def _refuse_large_drop(before: dict[int, Before], changes: dict[int, Change]) -> None:
    teaching = [urn for urn, was in before.items() if was.stood(*TEACHING)]
    closing = [urn for urn in teaching if changes.get(urn) is Change.CLOSED]
    if len(closing) > LARGEST_DROP * len(teaching):
        raise Refused(
            f"{len(closing):,} of {len(teaching):,} open schools are missing or closed in this file: "
            "too many for one import.",
            next_step="Make sure that the file is whole. If it is meant to be a part of the register, "
            "say --partial: then no school is closed for being left out.",
        )


def _write(schools: dict[int, Organisation], changes: dict[int, Change]) -> None:
    Organisation.objects.bulk_create(
        [school for urn, school in schools.items() if changes[urn] is not Change.UNCHANGED],
        batch_size=BATCH,
        update_conflicts=True,
        unique_fields=["urn"],
        update_fields=[*KEPT, *JUDGED, "register_seen_on", "register_digest"],
    )
    left = changes.keys() - schools.keys()
    Organisation.objects.filter(urn__in=left).update(status=OrganisationStatus.CLOSED, register_digest="")


def _with_cases(closed: Iterable[int]) -> tuple[str, ...]:
    """Name those among the closed schools that are home or host in a case that still runs."""
    running = Q(home_cases__outcome="") | Q(host_cases__outcome="")
    schools = Organisation.objects.filter(running, urn__in=set(closed)).distinct().order_by("name")
    return tuple(f"{school} ({school.urn})" for school in schools)


def _record(*, by: User | None, at: datetime, on: date, update: RegisterUpdate, partial: bool) -> None:
    histories.append(
        at=at,
        case=None,
        actor=by,
        actor_kind=ActorKind.ACCOUNT if by else ActorKind.SERVICE,
        acting_as=Post.ADMINISTRATOR if by else ActorKind.SERVICE,
        code="register_updated",
        subject_kind="register",
        subject_id=on.isoformat(),
        detail={
            **{str(change): count for change, count in update.counts.items()},
            "outside_england": update.outside_england,
            "passed_over": len(update.passed_over),
            "closed_with_cases": update.closed_with_cases,
            "partial": partial,
        },
    )
