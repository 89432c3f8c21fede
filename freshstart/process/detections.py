"""Does a text tell where somebody lives or which school they go to, and how does it read without that?

Postcodes, telephone numbers, e-mail and web addresses and streets are known by their shape; schools, people
and towns by the names that are protected in this case (`Known`). What is found is never certain, nor is what
is not: a person says whether a text may be kept. How much is found, and how much that tells no place is taken
for one, is measured in `tests/process/test_detections.py`.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from freshstart.process.contacts import contacts
from freshstart.process.mentions import mentions
from freshstart.process.postcodes import postcodes
from freshstart.process.spellings import Kind, read
from freshstart.process.streets import streets

_ROUNDS = 8  # so often a text is read again when what was hidden brought other words together


@dataclass(frozen=True, slots=True)
class Place:
    """Words that tell a place, and where they stand in the text. They stay out of logs."""

    kind: Kind
    words: str = field(repr=False)
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Known:
    """What is protected: names of schools, people, streets, towns and stops, and lines of addresses."""

    names: tuple[str, ...] = field(default=(), repr=False)
    addresses: tuple[str, ...] = field(default=(), repr=False)

    @classmethod
    def of(cls, names: Iterable[str] = (), addresses: Iterable[str] = ()) -> "Known":
        """Gather names and addresses, each once; a town that everybody may know does not belong in them."""
        return cls(tuple(sorted(set(names))), tuple(sorted(set(addresses))))


def places_in(text: str, known: Known) -> tuple[Place, ...]:
    """Find the places that a text tells, in its order; nothing overlaps.

    What overlaps is one place, of the kind of its longest part.
    """
    plain = read(text)
    found = [*postcodes(plain.text), *contacts(plain.text), *streets(plain.text)]
    found += mentions(plain.text, known.names, known.addresses)
    return _apart(text, [(*plain.span(start, end), kind) for start, end, kind in found])


def hidden(text: str, known: Known, instead: str) -> str:
    """Put other words in the stead of every place; no place is found in what is given back.

    Taking one away can bring others together, so the text is read again. Where that does not end, because
    `instead` tells a place itself or makes one with its neighbours, the whole text is hidden.
    """
    for _ in range(_ROUNDS):
        found = places_in(text, known)
        if not found:
            return text
        starts = [0, *(place.end for place in found)]
        ends = [*(place.start for place in found), len(text)]
        text = instead.join(text[start:end] for start, end in zip(starts, ends, strict=True))
    return "" if places_in(instead, known) else instead


def _apart(text: str, spans: list[tuple[int, int, Kind]]) -> tuple[Place, ...]:
    """Join spans that overlap to one."""
    joined: list[list[tuple[int, int, Kind]]] = []
    until = 0
    for span in sorted(spans):
        if span[0] >= until:
            joined.append([])
        joined[-1].append(span)
        until = max(until, span[1])
    return tuple(_place(text, one) for one in joined)


def _place(text: str, spans: list[tuple[int, int, Kind]]) -> Place:
    start, end = spans[0][0], max(span[1] for span in spans)
    longest = max(spans, key=lambda span: span[1] - span[0])
    return Place(longest[2], text[start:end], start, end)
