"""Which values may stand in a column?"""

from collections.abc import Iterable

from django.db.models import CheckConstraint, Q


def one_of(table: str, field: str, values: Iterable[str], *, empty: bool = False) -> CheckConstraint:
    """Let a column hold one of a vocabulary's values, or nothing where `empty` says so."""
    allowed = sorted({*map(str, values), *([""] if empty else [])})
    return CheckConstraint(condition=Q(**{f"{field}__in": allowed}), name=f"{table}_{field}_is_known")
