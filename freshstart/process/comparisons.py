"""What differs between two protocols, between two laws, and between a protocol and the law?

It also says what would change for a case that goes over to another protocol.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from freshstart.process.checks import faults_in
from freshstart.process.explanations import KEYS, NOT_SAID, readable, said
from freshstart.process.facts import Facts
from freshstart.process.faults import Fault
from freshstart.process.grounds import bites, rules_for
from freshstart.process.laws import STOPS, LawEdition, Rule
from freshstart.process.protocols import Gate, Part, Protocol, Step
from freshstart.process.steps import NOBODY, State, available
from freshstart.process.vocabulary import OUTCOME_WORDS, Effect, Tri

# The lists that are compared, with the words for their entries, in the order in which they are read.
COMPARED = {
    "phase": "Placements",
    "step": "Steps",
    "question": "Questions",
    "gate": "Rules",
    "deadline": "Dates",
    "letter": "Letters",
    "paper": "Papers",
    "clause": "Clauses",
    "family": "Asked of the family",
}
NAMES = ("name", "title", "what", "says", "why", "text", "heading", "now")  # under which an entry is known
NOTHING = "–"
ALWAYS = "case_open"  # a rule that bites where a case is open always bites


@dataclass(frozen=True, slots=True)
class Change:
    """One entry that only one of two has, or that reads otherwise: its keys in which it does, in words."""

    list: str
    id: str
    name: str
    was: tuple[tuple[str, str], ...] = ()
    now: tuple[tuple[str, str], ...] = ()

    @property
    def sort(self) -> str:
        """Say whether it is new, gone or other."""
        return "new" if not self.was else "gone" if not self.now else "other"

    @property
    def rows(self) -> tuple[tuple[str, str, str], ...]:
        """Give each key with its words then and now."""
        old, new = dict(self.was), dict(self.now)
        return tuple((key, old.get(key, ""), new.get(key, "")) for key in {**old, **new})


def name_of(part: Part) -> str:
    """Say what an entry is called for people."""
    for key in NAMES:
        value = getattr(part, key, "")
        if value:
            return str(value)
    return part.id.replace("_", " ")


def _called(protocol: Protocol, part: Part) -> str:
    return readable(protocol, name_of(part))


def _said(protocol: Protocol, part: Part, keys: Iterable[str]) -> tuple[tuple[str, str], ...]:
    """Say an entry's keys in words, but those under which nothing stands."""
    pairs = ((KEYS.get(key, key.replace("_", " ")), said(protocol, part, key)) for key in keys)
    return tuple((key, text) for key, text in pairs if text)


def _keys(part: Part) -> list[str]:
    """Give the keys of an entry that are said, its name or text first."""
    keys = [key for key in type(part).model_fields if key not in NOT_SAID]
    return sorted(keys, key=lambda key: key not in NAMES)


def _changed(name: str, was: Part, now: Part, books: tuple[Protocol, Protocol]) -> Change | None:
    """Give the keys that read otherwise; of long lists only what came and what went."""
    found = []
    for key in _keys(now):
        old, new = _only(was, now, key), _only(now, was, key)
        before, after = said(books[0], old, key), said(books[1], new, key)
        if getattr(was, key) != getattr(now, key) and before != after:
            found.append((KEYS.get(key, key.replace("_", " ")), before or NOTHING, after or NOTHING))
    if not found:
        return None
    return Change(
        name,
        now.id,
        _called(books[1], now),
        tuple((key, before) for key, before, _ in found),
        tuple((key, after) for key, _, after in found),
    )


def _only(part: Part, other: Part, key: str) -> Part:
    """Leave in a list of names or texts only what the other one does not have, if they differ at all."""
    mine, theirs = getattr(part, key), getattr(other, key)
    if isinstance(mine, Mapping):
        kept = {name: text for name, text in mine.items() if theirs.get(name) != text}
        return part.model_copy(update={key: kept})
    if (
        not isinstance(mine, tuple)
        or not all(isinstance(one, str) for one in mine)
        or set(mine) == set(theirs)
    ):
        return part
    return part.model_copy(update={key: tuple(one for one in mine if one not in theirs)})


def differences(
    was: Iterable[Part], now: Iterable[Part], name: str, books: tuple[Protocol, Protocol]
) -> tuple[Change, ...]:
    """Give what is new, gone or other between two lists of entries, in the words of two protocols."""
    old, new = {one.id: one for one in was}, {one.id: one for one in now}
    gone = [
        Change(name, one.id, _called(books[0], one), was=_said(books[0], one, _keys(one)))
        for one in old.values()
        if one.id not in new
    ]
    added = [
        Change(name, one.id, _called(books[1], one), now=_said(books[1], one, _keys(one)))
        for one in new.values()
        if one.id not in old
    ]
    other = (_changed(name, old[key], one, books) for key, one in new.items() if key in old)
    return (*added, *gone, *filter(None, other))


def compared(was: Protocol, now: Protocol) -> tuple[Change, ...]:
    """Give everything in which two protocols differ, list by list."""
    return tuple(
        change
        for name in COMPARED
        for change in differences(getattr(was, name), getattr(now, name), name, (was, now))
    )


def compared_laws(was: LawEdition, now: LawEdition, words: Protocol) -> tuple[Change, ...]:
    """Give the rules that are new, gone or other between two editions, in the words of a protocol."""
    return differences(was.rule, now.rule, "rule", (words, words))


# A protocol and its parent ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class TakenOver:
    """How much of one list stands as in the protocol that is extended, otherwise, or here alone."""

    list: str
    same: int
    other: tuple[str, ...]
    own: tuple[str, ...]


def taken_over(parent: Protocol, child: Protocol) -> tuple[TakenOver, ...]:
    """Say list by list what a protocol takes over from the one it extends."""
    found = []
    for name in COMPARED:
        old = {one.id: one for one in getattr(parent, name)}
        mine: Sequence[Part] = getattr(child, name)
        other = tuple(_called(child, one) for one in mine if one.id in old and old[one.id] != one)
        own = tuple(_called(child, one) for one in mine if one.id not in old)
        found.append(TakenOver(name, len(mine) - len(other) - len(own), other, own))
    return tuple(found)


# A protocol and the law ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Realised:
    """A rule of the law, and the steps of a protocol that it stops or that send its letter."""

    rule: Rule
    steps: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Stricter:
    """A rule of a protocol's own, its steps, and the rules of the law that stand at the same steps."""

    gate: Gate
    steps: tuple[str, ...]
    rules: tuple[Rule, ...]


def stopping(rules: Iterable[Gate], step: Step) -> tuple[Gate, ...]:
    """Give the rules that can stop a step, or warn at it."""
    return tuple(rule for rule in rules if rule.effect in STOPS and bites(rule, step))


def realised(protocol: Protocol, law: LawEdition) -> tuple[Realised, ...]:
    """Give the rules of the law that bear on a protocol, with the steps at which they do."""
    clocks = {clock.id: clock.step for clock in law.deadline}
    found = []
    for rule in rules_for(protocol, law):
        names = [one.name for one in protocol.step if bites(rule, one) or clocks.get(rule.id) == one.id]
        found.append(Realised(rule, tuple(names)))
    return tuple(found)


def stricter(protocol: Protocol, law: LawEdition) -> tuple[Stricter, ...]:
    """Give the rules that a protocol adds to the law, with those of the law about the same steps."""
    rules = [rule for rule in rules_for(protocol, law) if rule.effect in STOPS]
    found = []
    for gate in protocol.gate:
        steps = [step for step in protocol.step if bites(gate, step)]
        near = tuple(rule for rule in rules if any(bites(rule, step) for step in steps))
        found.append(Stricter(gate, tuple(step.name for step in steps), near))
    return tuple(found)


def never_allowed(protocol: Protocol, law: LawEdition) -> tuple[tuple[Step, Rule], ...]:
    """Give the steps that the law of a date never lets anybody take, each with its rule."""
    rules = [one for one in rules_for(protocol, law) if one.effect is Effect.BLOCK and one.fact == ALWAYS]
    forbidding = [rule for rule in rules if Tri.YES in rule.when and not rule.given]
    return tuple((step, rule) for rule in forbidding for step in protocol.step if bites(rule, step))


def looser(protocol: Protocol, law: LawEdition) -> tuple[Fault, ...]:
    """Find where a protocol would be looser than the law of a date, or name what it does not know."""
    period = {"in_force_from": protocol.in_force_from, "in_force_until": protocol.in_force_until}
    return faults_in(protocol, [law.model_copy(update=period)])


# A case that goes over -------------------------------------------------------------------------------------


def stands_in_the_way(was: Protocol, now: Protocol, facts: Facts) -> str:
    """Say why a case cannot go over to another protocol today; nothing where it can."""
    if facts.outcome:
        return f"The case is closed: {OUTCOME_WORDS[facts.outcome].lower()}."
    if was.jurisdiction != now.jurisdiction:
        return "That protocol belongs to another country’s law."
    phase = facts.phase
    if phase and all(terms.kind is not phase.kind for terms in now.phase):
        name = was.terms(phase.kind).name.lower()
        return f"The child is placed ({name}), and that protocol has no such placement. Let it end first."
    waiting = {
        one.paper for one in facts.papers if len(one.signatures) < len(one.signers)
    } - now.papers.keys()
    if waiting:
        return "A paper is being signed that this protocol does not have. Let everyone answer first."
    return ""


def steps_that_change(
    was: Protocol, now: Protocol, law: LawEdition, facts: Facts
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Give the names of the steps that would come with another protocol, and of those that would go."""
    before, after = (_live(protocol, law, facts) for protocol in (was, now))
    return tuple(after[key] for key in after if key not in before), tuple(
        before[key] for key in before if key not in after
    )


def _live(protocol: Protocol, law: LawEdition, facts: Facts) -> dict[str, str]:
    offers = available(protocol, law, facts, NOBODY)
    wanted = {State.OPEN, State.STOPPED, State.LATER}
    return {offer.key: offer.step.name for offer in offers if offer.state in wanted}
