"""Which slice of a long list is shown, without counting the whole?

A page begins after the last row of the one before it (keyset), so that the thousandth page costs what the
first does.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Generic, TypeVar

from django.db.models import Model, Q, QuerySet

M = TypeVar("M", bound=Model)


@dataclass(frozen=True, slots=True)
class Slice(Generic[M]):
    """The rows of one page, and where the next one begins; nothing if this is the last."""

    rows: Sequence[M]
    next: str


def sliced(rows: QuerySet[M], by: str, after: str, size: int) -> Slice[M]:
    """Cut one page out of rows ordered by a date column and the id. A place that is none begins anew."""
    place = _place(after)
    if place:
        on, pk = place
        rows = rows.filter(Q(**{f"{by}__gt": on}) | Q(**{by: on, "pk__gt": pk}))
    found = list(rows.order_by(by, "pk")[: size + 1])
    last = found[size - 1] if len(found) > size else None
    return Slice(found[:size], f"{getattr(last, by).isoformat()}_{last.pk}" if last else "")


def _place(after: str) -> tuple[date, int] | None:
    on, _, pk = after.partition("_")
    try:
        return date.fromisoformat(on), int(pk)
    except ValueError:
        return None
