"""Has anything in the history been altered, left out or put in between?

Entries are numbered from 1 without a gap, and each holds the hash of the one before. An entry has codes and
identifiers only; what was said and by whom is its detail, to which it is bound by a salted commitment, so
that a detail can be erased when the law asks for it and the chain still holds.
"""

import hashlib
import hmac
import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from operator import attrgetter

BEGINNING = "0" * 64
Payload = Mapping[str, object]
_CANONICAL = json.JSONEncoder(sort_keys=True, default=lambda at: at.astimezone(UTC).isoformat())


class Fault(StrEnum):
    """Say what is wrong with the first bad entry."""

    MISSING = "missing"
    UNLINKED = "unlinked"
    ALTERED = "altered"
    DETAIL_ALTERED = "detail_altered"


@dataclass(frozen=True, slots=True)
class Entry:
    """Hold one act as the chain binds it: `at` is an aware instant."""

    seq: int
    at: datetime
    case_id: int | None
    actor_id: int | None
    actor_kind: str
    acting_as: str
    code: str
    subject_kind: str
    subject_id: str
    commitment: str
    prev: str


_BOUND = attrgetter(*Entry.__slots__)
# An entry as it was read back: with its stored hash and, unless they are erased, the salt and the values.
Kept = tuple[Entry, str, tuple[bytes, Payload] | None]


@dataclass(frozen=True, slots=True)
class Verdict:
    """Tell how many entries hold, how many of these lost their details, and the hash of the last.

    `fault` names the first bad entry. `lost` are the hashes noted outside that no good entry has.
    """

    count: int
    erased: int
    head: str
    lost: frozenset[str]
    fault: tuple[int, Fault] | None = None


def commitment_of(salt: bytes, payload: Payload) -> str:
    """Bind an entry to values without telling them: HMAC-SHA256 under a salt of 32 random bytes."""
    return hmac.digest(salt, _CANONICAL.encode(payload).encode(), "sha256").hex()


def hash_of(entry: Entry) -> str:
    """Hash all that an entry holds, the hash before it included; its instant as it is in UTC."""
    return hashlib.sha256(_CANONICAL.encode(_BOUND(entry)).encode()).hexdigest()


def verify(chain: Iterable[Kept], noted: Collection[str] = ()) -> Verdict:
    """Follow the chain to its end or first fault, looking for the hashes that were noted outside."""
    count, erased, head, lost = 0, 0, BEGINNING, set(noted) - {BEGINNING}
    for kept in chain:
        if fault := _fault_of(kept, count + 1, head):
            return Verdict(count, erased, head, frozenset(lost), (count + 1, fault))
        _, head, detail = kept
        count, erased = count + 1, erased + (detail is None)
        lost.discard(head)
    return Verdict(count, erased, head, frozenset(lost))


def _fault_of(kept: Kept, seq: int, prev: str) -> Fault | None:
    entry, stored, detail = kept
    if entry.seq != seq:
        return Fault.MISSING
    if entry.prev != prev:
        return Fault.UNLINKED
    if stored != hash_of(entry):
        return Fault.ALTERED
    if detail and commitment_of(*detail) != entry.commitment:
        return Fault.DETAIL_ALTERED
    return None
