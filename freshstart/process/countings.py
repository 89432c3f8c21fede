"""How often was what said, without showing what any one child or parent said?"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

FEWEST = 5  # people behind any figure that is shown (security.md, T-26)


@dataclass(frozen=True, slots=True)
class Said:
    """What one person picked, and to which group they belong."""

    group: str
    picks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Counts:
    """How many answered in a group, and how often each thing was picked; None where that is withheld."""

    group: str
    people: int | None
    picked: Mapping[str, int | None]


def counted(said: Iterable[Said], options: Iterable[str]) -> tuple[tuple[Counts, ...], Counts]:
    """Count the picks of each group and of all together.

    A group of fewer than five people is withheld, and so is any figure below five. In the figures for all,
    what could be worked out by taking the groups away from it is withheld too.
    """
    rows, names = list(said), tuple(options)
    groups = {
        name: [row for row in rows if row.group == name] for name in sorted({row.group for row in rows})
    }
    shown = tuple(_counts(name, mine, names) for name, mine in groups.items())
    whole = _counts("", rows, names)
    hidden = [group for group, one in zip(groups, shown, strict=True) if one.people is None]
    if 0 < sum(len(groups[group]) for group in hidden) < FEWEST:
        return shown, Counts("", None, dict.fromkeys(names))
    safe = {name: value if _is_safe(name, groups, shown) else None for name, value in whole.picked.items()}
    return shown, Counts("", whole.people, safe)


def _counts(group: str, rows: list[Said], names: tuple[str, ...]) -> Counts:
    if len(rows) < FEWEST:
        return Counts(group, None, dict.fromkeys(names))
    found = Counter(pick for row in rows for pick in row.picks)
    return Counts(group, len(rows), {name: found[name] if found[name] >= FEWEST else None for name in names})


def _is_safe(name: str, groups: Mapping[str, list[Said]], shown: tuple[Counts, ...]) -> bool:
    """Tell whether what the groups withhold of a figure is nobody at all, or enough people together."""
    withheld = [one.group for one in shown if one.picked[name] is None]
    left = sum(name in row.picks for group in withheld for row in groups[group])
    return left == 0 or (left >= FEWEST and len(withheld) > 1)
