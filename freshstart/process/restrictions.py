"""What may one person know of a case? The one place that takes out what they must not learn.

Letters, papers, pages, files and messages for a person are all made from what this gives.
"""

from dataclasses import replace

from freshstart.process.detections import Known, hidden, places_in
from freshstart.process.facts import Facts, Given, Organisation, Party
from freshstart.process.protocols import Protocol, QuestionKind, Step
from freshstart.process.tongues import NOT_SHOWN, SOMEWHERE
from freshstart.process.values import EMPTY, Value, Values
from freshstart.process.vocabulary import Hidden

LEFT_OUT = "[…]"  # in the middle of a text, in whatever language
PLACES = "places"  # under which it is kept why a text that seems to tell a place is safe
TYPED: frozenset[QuestionKind] = frozenset({"text", "words", "lines", "promises", "commitments", "time"})


def facts_for(protocol: Protocol, facts: Facts, party: Party | None) -> Facts:
    """Give the facts as one person may know them; those of a person without restriction are the facts."""
    if party is None or not party.hides:
        return facts
    known = protected(facts, party)
    seen = {
        name: replace(
            given, value=_seen(protocol, name, given, known, party), reason=_hide(given.reason, known)
        )
        for name, given in facts.answers.items()
        if _is_seen(protocol, name, party)
    }
    others = tuple(one if one.id == party.id else replace(one, address=()) for one in facts.parties)
    shown = replace(
        facts,
        answers=seen,
        parties=others,
        records=tuple(replace(one, by="", values={}, reasons={}) for one in facts.records),
        views=(),
        approaches=(),
    )
    return _without_school(shown) if Hidden.SCHOOL in party.hides else shown


def _without_school(facts: Facts) -> Facts:
    if facts.host is None:
        return facts
    host = Organisation(
        0,
        SOMEWHERE,
        SOMEWHERE,
        is_mainstream=facts.host.is_mainstream,
        is_registered_school=facts.host.is_registered_school,
        calendar=facts.host.calendar | {"name": SOMEWHERE},
    )
    return replace(facts, host=host, staff={})


def protected(facts: Facts, party: Party) -> Known:
    """Name what must not reach one person: the new school with its people, and where the others live."""
    names: list[str] = []
    if Hidden.SCHOOL in party.hides:
        places = [place for place in (facts.host, *(one.school for one in facts.approaches)) if place]
        for place in places:
            names += [place.name, place.known_as, *place.address]
            names += [person.name for people in place.posts.values() for person in people]
        names += [person.name for role, person in facts.staff.items() if role == "key_adult"]
    addresses = [line for one in facts.parties if one.id != party.id for line in one.address]
    return Known.of(names=tuple(filter(None, names)), addresses=tuple(addresses))


def _is_seen(protocol: Protocol, name: str, party: Party) -> bool:
    """Tell whether an answer may be made out at all: the choice of a person or school tells the place."""
    question = protocol.questions.get(name)
    if question is None:
        return False
    return not (question.tells_place and Hidden.SCHOOL in party.hides and question.kind not in TYPED)


def _seen(protocol: Protocol, name: str, given: Given, known: Known, party: Party) -> Value:
    question = protocol.questions[name]
    if question.tells_place and Hidden.SCHOOL in party.hides:
        return {"lines": [NOT_SHOWN], "promises": [], "commitments": []}.get(question.kind, NOT_SHOWN)
    return _cleared(given.value, known) if question.kind in TYPED else given.value


def _cleared(value: Value, known: Known) -> Value:
    """Take every place out of what was typed, in lists and rows too."""
    match value:
        case str():
            return _hide(value, known)
        case list():
            return [_cleared(one, known) for one in value]
        case dict():
            return {key: _cleared(one, known) if key != "who" else one for key, one in value.items()}
    return value


def _hide(text: str, known: Known) -> str:
    return text if text in EMPTY else hidden(text, known, LEFT_OUT)


def places_told(protocol: Protocol, facts: Facts, step: Step, values: Values) -> tuple[str, ...]:
    """Find what in a text just typed may tell somebody on the case what they must not learn.

    Questions that ask for a place are left alone: their answers are kept from that person as a whole.
    """
    restricted = [party for party in facts.parties if party.hides]
    texts = [
        text
        for question in protocol.asked(step)
        if question.kind in TYPED and not question.tells_place
        for text in _texts(values.get(question.id))
    ]
    knowns = [protected(facts, party) for party in restricted]
    found = (place.words for known in knowns for text in texts for place in places_in(text, known))
    return tuple(dict.fromkeys(found))


def _texts(value: Value) -> list[str]:
    match value:
        case str():
            return [value]
        case list():
            return [text for one in value for text in _texts(one)]
        case dict():
            return [text for key, one in value.items() if key != "who" for text in _texts(one)]
    return []


def cleared_for(facts: Facts, party: Party, text: str) -> str:
    """Take out of a text what one person must not learn; for anybody else it stays as it is."""
    return _hide(text, protected(facts, party)) if party.hides else text
