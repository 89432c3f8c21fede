"""What is a person without an account asked, may they answer it now, and who reads the answer?"""

from dataclasses import dataclass, field
from datetime import date

from freshstart.process.calendars import CalendarEnds
from freshstart.process.effects import PREFIX
from freshstart.process.facts import Facts, Party
from freshstart.process.predicates import holds
from freshstart.process.protocols import Family, Item, Protocol
from freshstart.process.refusals import Incomplete, NotNow
from freshstart.process.replies import View
from freshstart.process.tongues import ENGLISH, Tongue, told
from freshstart.process.values import EMPTY, Values
from freshstart.process.vocabulary import Relation, Tri

# Whom a child may let read what it says, and which roles that is. Nobody else reads it then.
READERS: dict[str, frozenset[str]] = {
    "key_adult": frozenset({"host_key_adult", "home_key_adult"}),
    "lead": frozenset({"lead", "facilitator"}),
    "meeting": frozenset(
        {"lead", "facilitator", "home_lead", "home_head", "home_nominee", "host_head", "host_lead"}
    )
    | frozenset({"host_key_adult", "home_key_adult", "council_inclusion", "social_worker"}),
    "parents": frozenset({"parents"}),
}
KEEPS_SAFE = frozenset({"home_safeguarding", "host_safeguarding"})  # who must be able to keep a child safe


def _is_for(family: Family, party: Party) -> bool:
    is_pupil = party.relation is Relation.PUPIL
    match family.to:
        case "parents":
            return party.is_parent and party.is_asked
        case "pupil":
            return is_pupil
        case _:
            return is_pupil or (party.is_parent and party.is_asked)


def is_open(facts: Facts, family: Family) -> bool:
    """Tell whether a question to the family can be answered now."""
    opened = all(holds(facts, name) is Tri.YES for name in family.opens)
    shut = any(holds(facts, name) is Tri.YES for name in family.shuts)
    return opened and not shut and bool(not family.each or occasion_of(facts, family))


def asked_of(protocol: Protocol, facts: Facts, party: Party) -> tuple[Family, ...]:
    """Give the questions that are open to one person."""
    return tuple(one for one in protocol.family if _is_for(one, party) and is_open(facts, one))


def occasion_of(facts: Facts, family: Family) -> str:
    """Name what a question is asked about now: the next review, or the week of the placement."""
    if family.each == "review":
        ahead = [one for one in facts.reviews_of(facts.phase) if not one.held_on]
        return ahead[0].number if ahead else ""
    if family.each == "week":
        return week_asked(facts, family, facts.today)
    return ""


def week_asked(facts: Facts, family: Family, on: date) -> str:
    """Name the latest of a question's weeks that has begun by a day, as `d4`: week 4 of a direction."""
    phase = facts.phase or facts.move
    if phase is None or phase.starts_on > on:
        return ""
    try:
        now = facts.calendar("host").week_of(phase.starts_on, on)
    except CalendarEnds:
        return ""
    begun = [week for week in family.weeks if week <= now]
    return f"{PREFIX[phase.kind]}{max(begun)}" if begun else ""


@dataclass(frozen=True, slots=True)
class Said:
    """What one person answers to a question: an answer, its parts, some words, and who may read it."""

    question: str
    value: str = ""
    words: str = ""
    items: Values = field(default_factory=dict)
    readers: tuple[str, ...] = ()
    alone: bool | None = None


def check_answer(protocol: Protocol, facts: Facts, party_id: int, said: Said) -> Family:
    """Give the question that is answered.

    Refused: a question that is not open to this person (NotNow), an answer that is not among those offered
    (Incomplete).
    """
    party = facts.party(party_id)
    family = protocol.families.get(said.question)
    if party is None or family is None or family not in asked_of(protocol, facts, party):
        raise NotNow(
            told("This is not being asked now."), next_step=told("Ask the person named on your letter.")
        )
    if said.value not in (family.options or ("",)):
        raise Incomplete({said.question: told("Choose one of the answers.")})
    if not set(said.readers) <= set(family.readers):
        raise Incomplete({said.question: told("Choose from the people named here.")})
    _check_items(family, said.items)
    return family


def _check_items(family: Family, items: Values) -> None:
    parts = {item.id: item for item in family.items}
    unknown = items.keys() - parts.keys()
    wrong = [name for name in items.keys() - unknown if not _fits(family, parts[name], items[name])]
    if unknown or wrong:
        raise Incomplete(dict.fromkeys(sorted({*unknown, *wrong}), told("Choose from the answers.")))
    if not family.options and all(value in EMPTY for value in items.values()):
        raise Incomplete({family.id: told("Answer at least one of these, or close the page: both are fine.")})


def _fits(family: Family, item: Item, value: object) -> bool:
    if value in EMPTY:
        return True
    if item.kind == "scale":
        return type(value) is int and 0 <= value < len(family.scale)
    if item.kind == "words":
        return isinstance(value, str)
    return isinstance(value, list) and all(one in item.options for one in value)


def in_words(family: Family, view: View) -> str:
    """Say an answer with its parts in a line; a scale is not said, for it is shown to few."""
    parts = [f"{family.options[view.value]}."] if view.value in family.options else []
    parts += [f"{item.text}: {said.rstrip('.')}." for item, said in parts_in_words(family, view)]
    return " ".join([*parts, view.words]).strip()


def parts_in_words(family: Family, view: View, tongue: Tongue = ENGLISH) -> list[tuple[Item, str]]:
    """Say each part of an answer that somebody gave; what they typed stays theirs, and no scale is said."""
    return [
        (item, given if item.kind == "words" else "; ".join(tongue.say(item.options[one]) for one in given))
        for item in family.items
        if item.kind != "scale" and (given := view.items.get(item.id))
    ]


def may_read(protocol: Protocol, view: View, roles: frozenset[str]) -> bool:
    """Tell whether one of the roles reads what somebody said: whom the child chose, else whom the data names.

    The safeguarding leads always may: a child is told so before it writes.
    """
    family = protocol.families.get(view.question)
    if family is None:
        return False
    chosen = frozenset().union(*(READERS[one] for one in view.readers if one in READERS))
    return bool(roles & ((chosen if family.readers else frozenset(family.read_by)) | KEEPS_SAFE))
