"""Which slice of a long list is shown, without counting or sorting the whole?

A page begins after the last row of the one before it (keyset). What a person may see lies in several places
(my post, my own name): each is a stream that an index already has in order, so only the first few rows of
each are read, however long the list is.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import reduce
from operator import or_
from typing import Any, Generic, TypeVar

from django.db.models import Model, Q, QuerySet

M = TypeVar("M", bound=Model)


@dataclass(frozen=True, slots=True)
class Stream:
    """Rows that lead to those of a list, and the columns of their date and of the row they lead to."""

    rows: QuerySet[Model]
    by: str
    pk: str = "pk"

    def first(self, place: tuple[date, int] | None, size: int) -> QuerySet[Model, dict[str, Any]]:
        """Give the ids of the first rows after a place."""
        rows = self.rows
        if place:
            on, pk = place
            rows = rows.filter(Q(**{f"{self.by}__gt": on}) | Q(**{self.by: on, f"{self.pk}__gt": pk}))
        return rows.order_by(self.by, self.pk).values(self.pk)[:size]


@dataclass(frozen=True, slots=True)
class Slice(Generic[M]):
    """The rows of one page, and where the next one begins; nothing if this is the last."""

    rows: Sequence[M]
    next: str


def sliced(shown: QuerySet[M], by: str, streams: Sequence[Stream], after: str, size: int) -> Slice[M]:
    """Cut one page out of the rows that the streams lead to, ordered by a date column and the id.

    A place that is none begins anew.
    """
    place = _place(after)
    wanted = reduce(or_, (Q(pk__in=stream.first(place, size + 1)) for stream in streams), Q(pk__in=[]))
    found = list(shown.filter(wanted).order_by(by, "pk")[: size + 1])
    last = found[size - 1] if len(found) > size else None
    return Slice(found[:size], f"{getattr(last, by).isoformat()}_{last.pk}" if last else "")


def _place(after: str) -> tuple[date, int] | None:
    on, _, pk = after.partition("_")
    try:
        return date.fromisoformat(on), int(pk)
    except ValueError:
        return None
