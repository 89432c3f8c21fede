"""What is wrong in one place of a protocol, and how is it put right?"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from typing import TypeAlias

from freshstart.process.protocols import Part

FEW = 10  # so many names can be listed in a line


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing to mend: the list and the entry it stands in, the key, what is wrong, and what to do."""

    place: str
    key: str
    what: str
    remedy: str

    def __str__(self) -> str:
        """Say it in one line."""
        return f"{self.place}, {self.key}: {self.what} {self.remedy}"


Faults: TypeAlias = Iterator[Fault]


def list_of(part: Part) -> str:
    """Name the list in which a part of a protocol stands, as the files write it."""
    return type(part).__name__.lower().removesuffix("terms")


def fault(part: Part, key: str, what: str, remedy: str) -> Fault:
    """Say a fault of one entry of a list."""
    return Fault(f"[[{list_of(part)}]] {part.id}", key, what, remedy)


def nearest(name: str, known: Collection[str], otherwise: str = "Correct it, or add what is missing.") -> str:
    """Suggest what a name was meant to be."""
    close = get_close_matches(name, sorted(known), n=2) or (sorted(known) if len(known) < FEW else [])
    return f"Is it {' or '.join(f'“{one}”' for one in close)}?" if close else otherwise


def texts_of(part: Part) -> list[tuple[str, str]]:
    """Give every text of an entry with its key; a source may quote."""
    values = part.model_dump(exclude={"id", "source", "kind"})
    return [(key, text) for key, value in values.items() for text in _strings(value)]


def _strings(value: object) -> list[str]:
    if isinstance(value, dict):
        value = tuple(value.values())
    if isinstance(value, list | tuple):
        return [text for one in value for text in _strings(one)]
    return [value] if isinstance(value, str) else []
