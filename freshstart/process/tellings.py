"""Which words of a protocol does a family read, so that they are to be translated?

Letters that go to parents or the pupil, papers with their clauses, what the family is asked, and of the other
questions those whose answers one of these texts names or the family's own page shows.
"""

from collections.abc import Iterator

from pydantic import BaseModel

from freshstart.process.faults import list_of
from freshstart.process.protocols import Clause, Family, Item, Letter, Paper, Part, Protocol, Question
from freshstart.process.tongues import has_words, names_in

TO_FAMILIES = {"parents", "pupil"}
# The keys that are read, in the order in which they are. Every other key is for the service alone.
READ: dict[type[BaseModel], tuple[str, ...]] = {
    Letter: ("title", "paragraphs", "facts", "paragraphs_after", "sections", "easy"),
    Paper: ("title", "easy", "points", "lede", "basis_title", "basis", "statement", "refusing"),
    Clause: ("heading", "text"),
    Family: ("text", "hint", "items", "scale", "options", "readers", "basis_title", "basis", "points"),
    Item: ("text", "options"),
    Question: ("options",),
}


def told_by(protocol: Protocol) -> Iterator[tuple[str, str]]:
    """Give each text that a family reads, behind the place where it stands."""
    names = names_read(protocol)
    for part in (*_parts(protocol), *(one for one in protocol.question if one.id in names)):
        for key, text in _texts(part):
            if has_words(text):
                yield f"{list_of(part)} {part.id}, {key}", text
    yield from ((f"question {one.id}", one.label) for one in protocol.question if one.shown_to)
    yield from ((f"words, {name}", text) for name, text in protocol.words.items() if name in names)


def texts_of(protocol: Protocol) -> tuple[str, ...]:
    """Give what has to be translated before a family can read a protocol in its language, each text once."""
    return tuple(dict.fromkeys(text for _, text in told_by(protocol)))


def names_read(protocol: Protocol) -> frozenset[str]:
    """Give the {names} in what a family reads, and the questions that its papers list or its page shows."""
    parts = list(_parts(protocol))
    named = (names_in(text) for part in parts for _, text in _texts(part))
    listed = {part.list_of for part in parts if isinstance(part, Clause)}
    return frozenset(listed).union({one.id for one in protocol.question if one.shown_to}, *named)


def _parts(protocol: Protocol) -> Iterator[Part]:
    yield from (letter for letter in protocol.letter if TO_FAMILIES & set(letter.to))
    yield from protocol.paper
    yield from protocol.clause
    yield from protocol.family


def _texts(part: BaseModel) -> Iterator[tuple[str, str]]:
    for key in READ[type(part)]:
        yield from ((key, text) for text in _strings(getattr(part, key)) if text)


def _strings(value: object) -> Iterator[str]:
    match value:
        case str():
            yield value
        case BaseModel():
            yield from (text for _, text in _texts(value))
        case dict():
            yield from _strings(list(value.values()))
        case list() | tuple():
            for one in value:
                yield from _strings(one)
