"""What does a family read of how it goes: what was promised, and what staff and child tell them?"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from freshstart.process.facts import Facts, Party
from freshstart.process.families import parts_in_words
from freshstart.process.protocols import Protocol
from freshstart.process.restrictions import cleared_for
from freshstart.process.tongues import ENGLISH, Tongue
from freshstart.process.values import EMPTY, Values
from freshstart.process.vocabulary import Relation
from freshstart.process.wordings import role_words, said


@dataclass(frozen=True, slots=True)
class Told:
    """Something for a family to read: when it was said, about what, in which words, and by whom."""

    on: date
    what: str
    words: str
    by: str


def promises_of(facts: Facts, tongue: Tongue = ENGLISH) -> tuple[tuple[str, str, str], ...]:
    """Give what was promised: by whom, what, by when; in the words in which it was promised."""
    rows: list[Values] = facts.value("promises") or []
    return tuple((role_words(facts, row["who"], tongue), row["what"], row.get("by") or "") for row in rows)


def told_to(protocol: Protocol, facts: Facts, party: Party, tongue: Tongue = ENGLISH) -> tuple[Told, ...]:
    """Give what staff told this person of the family, the latest first; what tells the place is left out."""
    mine = {"pupil" if party.relation is Relation.PUPIL else "parents", "family"}
    shown = {
        one.id: one
        for one in protocol.question
        if one.shown_to in mine and one.occasion and not (party.hides and one.tells_place)
    }
    found = [
        Told(
            record.on,
            tongue.say(shown[name].label),
            cleared_for(facts, party, said(shown[name], value, facts, tongue)),
            cleared_for(facts, party, record.by),
        )
        for record in facts.records
        for name, value in record.values.items()
        if name in shown and value not in EMPTY
    ]
    return (*_shared(protocol, facts, party, tongue), *reversed(found))


def _shared(protocol: Protocol, facts: Facts, party: Party, tongue: Tongue) -> Iterator[Told]:
    """Give what the child wrote and lets its family read."""
    child = facts.child
    if child is None or not party.is_parent:
        return
    latest = {view.question: view for view in facts.views if view.party == child.id}
    for view in latest.values():
        family = protocol.families.get(view.question)
        if family and "parents" in view.readers:
            for item, words in parts_in_words(family, view, tongue):
                text = cleared_for(facts, party, words)
                yield Told(view.on, tongue.say(item.text), text, facts.pupil.called)
