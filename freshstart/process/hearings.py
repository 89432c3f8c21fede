"""Which of the texts that are typed in a step does a family read, and what is heard in them?

Letters, papers and what is typed into them are read; what the child or the parents said themselves is not.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from freshstart.process.faults import Faults, fault, list_of, texts_of
from freshstart.process.protocols import Clause, Letter, Part, Protocol, Question, Step
from freshstart.process.tones import About, Audience, Found, Tone, heard
from freshstart.process.values import Values
from freshstart.process.wordings import names_in

WORDING = "wording"  # under which a named person's reason for a wording that blocks is kept
FAMILY: dict[str, Audience] = {"parents": "parents", "pupil": "pupil"}
TYPED = {"text", "words", "lines", "promises"}


@dataclass(frozen=True, slots=True)
class Readers:
    """Who of a family reads an answer, in a text about what, and whether it goes out on the same day."""

    audiences: frozenset[Audience]
    about: About
    is_held: bool


def readers_of(protocol: Protocol, question: Question) -> Readers | None:
    """Say who of the family reads an answer in a letter or a paper; None where nobody does."""
    if question.quoted or question.kind not in TYPED:
        return None
    letters = [one for one in protocol.letter if question.id in _names(one)]
    papers = {one.paper for one in protocol.clause if question.id in {one.list_of, *names_in(one.text)}}
    to = {to for letter in letters for to in letter.to}
    to |= {
        signer for paper in papers if paper in protocol.papers for signer in protocol.papers[paper].signers
    }
    to |= {"pupil", "parents"} if question.shown_to == "family" else {question.shown_to}
    audiences = frozenset(FAMILY[one] for one in to if one in FAMILY)
    if not audiences:
        return None
    abouts = {_about(protocol, paper) for paper in papers}
    abouts |= {"direction" if one.kind == "notice" else "" for one in letters if FAMILY.keys() & set(one.to)}
    about = abouts.pop() if len(abouts) == 1 else ""
    return Readers(audiences, about, not any(one.same_day for one in letters))


def _about(protocol: Protocol, paper: str) -> About:
    return "direction" if protocol.papers[paper].directed else "move"


def _names(letter: Letter) -> frozenset[str]:
    pairs = (text for pair in letter.facts for text in pair)
    words = (letter.title, *letter.paragraphs, *pairs, *letter.paragraphs_after, *letter.easy)
    return names_in(" ".join(words))


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for one in value:
            yield from _texts(one.get("what", "") if isinstance(one, dict) else one)


def tones_for(protocol: Protocol, tones: Sequence[Tone]) -> Sequence[Tone]:
    """Leave out what is not true by the law of England today, where another law holds for a protocol."""
    if protocol.jurisdiction == "england" and protocol.in_force_until is None:
        return tones
    return [tone for tone in tones if tone.kind != "not_true"]


def heard_by(readers: Readers, text: str, tones: Sequence[Tone]) -> tuple[Found, ...]:
    """Find what should not be written so to any of the readers, each thing once."""
    found = (heard(text, tones, audience=one, about=readers.about) for one in sorted(readers.audiences))
    return tuple(dict.fromkeys(one for some in found for one in some))


def heard_in(
    protocol: Protocol, step: Step, values: Values, tones: Sequence[Tone]
) -> dict[str, tuple[Found, ...]]:
    """Find what should not be written so, by question; only what a family reads is looked at."""
    found: dict[str, tuple[Found, ...]] = {}
    fitting = tones_for(protocol, tones)
    for question in protocol.asked(step):
        readers = readers_of(protocol, question) if values.get(question.id) else None
        if readers:
            parts = (heard_by(readers, text, fitting) for text in _texts(values[question.id]))
            found[question.id] = tuple(one for part in parts for one in part)
    return {name: some for name, some in found.items() if some}


def held(protocol: Protocol, step: Step, values: Values, tones: Sequence[Tone]) -> tuple[Found, ...]:
    """Give what holds a text until a named person writes why it goes out; a letter owed today never waits."""
    found = heard_in(protocol, step, values, tones)
    return tuple(one for name, some in found.items() if _waits(protocol, name) for one in some if one.blocks)


def _waits(protocol: Protocol, question: str) -> bool:
    readers = readers_of(protocol, protocol.questions[question])
    return readers is not None and readers.is_held


def in_words(found: Iterable[Found]) -> str:
    """Say what was heard in one line, with the better wording."""
    return " ".join(f"“{one.words}”: {one.why} Better: {one.better}" for one in found)


# What a protocol itself says to families ----------------------------------------------------------------


def heard_from(
    protocol: Protocol, tones: Sequence[Tone], above: Protocol | None = None
) -> Iterator[tuple[Part, str, Found]]:
    """Find what the letters, papers and questions of a protocol say to a family, with the entry and its key.

    What is taken over unchanged from the protocol `above` is that one's to answer for.
    """
    fitting = tones_for(protocol, tones)
    for part, readers in _to_families(protocol):
        if above and any(part == other for other in getattr(above, list_of(part))):
            continue
        for key, text in texts_of(part):
            yield from ((part, key, one) for one in heard_by(readers, text, fitting))


def faults_heard(protocol: Protocol, tones: Sequence[Tone], above: Protocol | None = None) -> Faults:
    """Find what a protocol says to a family that threatens it or is not true."""
    for part, key, one in heard_from(protocol, tones, above):
        if one.blocks:
            yield fault(part, key, f"“{one.words}”: {one.why}", f"Better: {one.better}")


def _to_families(protocol: Protocol) -> Iterator[tuple[Part, Readers]]:
    for letter in protocol.letter:
        if audiences := frozenset(FAMILY[one] for one in letter.to if one in FAMILY):
            yield letter, Readers(audiences, "direction" if letter.kind == "notice" else "", is_held=True)
    everyone: frozenset[Audience] = frozenset(FAMILY.values())
    for part in (*protocol.paper, *protocol.clause):
        paper = part.paper if isinstance(part, Clause) else part.id
        yield part, Readers(everyone, _about(protocol, paper), is_held=True)
    for family in protocol.family:
        yield family, Readers(everyone, "direction" if family.directed else "", is_held=True)
