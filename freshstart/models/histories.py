"""Who did what on which case and when, in an order that nobody can change afterwards?

Events stay for ever, their details go when the law asks for it, and readings are kept apart from both.
"""

import json
import secrets
from collections.abc import Collection
from dataclasses import asdict
from datetime import datetime
from typing import Any, Never

from django.db import connection, models
from django.db.models import CheckConstraint, Index, Q
from django.db.models.functions import Length
from django.db.models.lookups import Exact
from django.db.transaction import TransactionManagementError

from freshstart.models.cases import Case
from freshstart.models.constraints import one_of
from freshstart.models.people import User
from freshstart.process import histories
from freshstart.process.vocabulary import Strand

HEAD_LOCK = 4_851_127  # an advisory lock of PostgreSQL: any number that nothing else here locks


class ActorKind(models.TextChoices):
    """Say how the actor came: signed in, by a link without an account, or as the service itself."""

    ACCOUNT = "account"
    LINK = "link"
    SERVICE = "service"


HAS_ACCOUNT = Q(actor_kind=ActorKind.ACCOUNT, actor__isnull=False)
HAS_NONE = Q(actor_kind__in=[ActorKind.LINK, ActorKind.SERVICE], actor__isnull=True)
HAS_CODES = ~Q(acting_as="") & ~Q(code="") & ~Q(subject_kind="") & ~Q(subject_id="")
HAS_HASHES = Q(*(Exact(Length(field), 64) for field in ("commitment", "prev", "hash")))


class Event(models.Model):
    """Keep one act in codes and identifiers, chained to the act before it. Written only by `append`."""

    seq = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField()
    case = models.ForeignKey(Case, models.PROTECT, null=True, db_index=False, related_name="events")
    actor = models.ForeignKey(User, models.PROTECT, null=True)
    actor_kind = models.CharField(max_length=7)
    acting_as = models.CharField(max_length=40)
    code = models.CharField(max_length=60)
    subject_kind = models.CharField(max_length=40)
    subject_id = models.CharField(max_length=64)
    commitment = models.CharField(max_length=64)
    prev = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        indexes = [Index(fields=["case", "-seq"], name="event_of_case")]
        constraints = [
            CheckConstraint(condition=Q(seq__gte=1), name="event_counts_from_one"),
            CheckConstraint(condition=HAS_ACCOUNT | HAS_NONE, name="event_actor_fits_kind"),
            CheckConstraint(condition=HAS_CODES, name="event_has_codes"),
            CheckConstraint(condition=HAS_HASHES, name="event_has_hashes"),
        ]

    def __str__(self) -> str:
        return f"{self.seq} {self.code}"


class EventDetail(models.Model):
    """Keep the half of an event that may be erased: its sentence's values and the salt that binds them."""

    event = models.OneToOneField(Event, models.PROTECT, primary_key=True, related_name="detail")
    salt = models.BinaryField()
    payload = models.JSONField()

    class Meta:
        constraints = [CheckConstraint(condition=Exact(Length("salt"), 32), name="detail_has_salt")]

    def __str__(self) -> str:
        return f"detail of {self.event_id}"


class SensitiveReading(models.Model):
    """Keep who opened which strand of which case, in which role and when."""

    at = models.DateTimeField()
    case = models.ForeignKey(Case, models.PROTECT, db_index=False)
    reader = models.ForeignKey(User, models.PROTECT, db_index=False)
    acting_as = models.CharField(max_length=40)
    strand = models.CharField(max_length=12)

    class Meta:
        indexes = [
            Index(fields=["case", "-at"], name="reading_of_case"),
            Index(fields=["reader", "-at"], name="reading_by_reader"),
        ]
        constraints = [
            CheckConstraint(condition=~Q(acting_as=""), name="reading_has_role"),
            one_of("reading", "strand", Strand),
        ]

    def __str__(self) -> str:
        return f"{self.strand} of case {self.case_id}"


def append(
    *,
    at: datetime,
    case: Case | None,
    actor: User | None,
    actor_kind: ActorKind,
    acting_as: str,
    code: str,
    subject_kind: str,
    subject_id: str,
    detail: histories.Payload,
) -> Event:
    """Add one act to the history, last in the transaction of its change; only actions may call it.

    The head of the chain stays locked until that transaction ends. Refused outside of one
    (TransactionManagementError), and with a float in `detail`, which PostgreSQL would alter (TypeError).
    """
    _lock_head()
    head = Event.objects.order_by("-seq").values_list("seq", "hash").first()
    seq, prev = head or (0, histories.BEGINNING)
    salt = secrets.token_bytes(32)
    payload = json.loads(json.dumps(detail), parse_float=_refuse, parse_constant=_refuse)
    entry = histories.Entry(
        seq=seq + 1,
        at=at,
        case_id=case.pk if case else None,
        actor_id=actor.pk if actor else None,
        actor_kind=actor_kind,
        acting_as=acting_as,
        code=code,
        subject_kind=subject_kind,
        subject_id=subject_id,
        commitment=histories.commitment_of(salt, payload),
        prev=prev,
    )
    event = Event.objects.create(**asdict(entry), hash=histories.hash_of(entry))
    EventDetail.objects.create(event=event, salt=salt, payload=payload)
    return event


def note_reading(*, at: datetime, case: Case, reader: User, acting_as: str, strand: Strand) -> None:
    """Note that somebody opened a sensitive strand of a case; only actions may call it."""
    SensitiveReading.objects.create(at=at, case=case, reader=reader, acting_as=acting_as, strand=strand)


def verify(events: models.QuerySet[Event], noted: Collection[str] = ()) -> histories.Verdict:
    """Follow the chain through all events, looking for the hashes that were noted outside the database."""
    columns = (*histories.Entry.__slots__, "hash", "detail__salt", "detail__payload")
    rows = events.order_by("seq").values_list(*columns)
    return histories.verify(map(_kept, rows.iterator(chunk_size=5_000)), noted)


def _kept(row: tuple[Any, ...]) -> histories.Kept:
    *bound, stored, salt, payload = row
    return histories.Entry(*bound), stored, None if salt is None else (bytes(salt), payload)


def _lock_head() -> None:
    if not connection.in_atomic_block:
        raise TransactionManagementError("The history is written in the transaction of its change.")
    if connection.vendor == "postgresql":  # SQLite lets only one transaction write at a time
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [HEAD_LOCK])


def _refuse(number: str) -> Never:
    raise TypeError(f"{number} is a float: write it as text or as a whole number.")
