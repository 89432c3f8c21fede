"""What differs between two protocols, and what would change for a case that goes over to another one?"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from freshstart.process.facts import Facts
from freshstart.process.laws import LawEdition
from freshstart.process.protocols import Part, Protocol
from freshstart.process.steps import NOBODY, State, available
from freshstart.process.vocabulary import OUTCOME_WORDS

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


@dataclass(frozen=True, slots=True)
class Change:
    """One entry that only one of two has, or that reads otherwise, with the keys in which it does."""

    list: str
    id: str
    name: str
    was: tuple[tuple[str, str], ...] = ()
    now: tuple[tuple[str, str], ...] = ()

    @property
    def sort(self) -> str:
        """Say whether it is new, gone or other."""
        return "new" if not self.was else "gone" if not self.now else "other"


def name_of(part: Part) -> str:
    """Say what an entry is called for people."""
    for key in ("name", "title", "what", "why", "text", "heading", "says", "now"):
        value = getattr(part, key, "")
        if value:
            return str(value)
    return part.id.replace("_", " ")


def _said(value: object) -> str:
    if isinstance(value, dict):
        return "; ".join(f"{key}: {_said(one)}" for key, one in value.items() if one not in (None, "", False))
    if isinstance(value, Sequence) and not isinstance(value, str):
        return "; ".join(_said(one) for one in value)
    if value is None or isinstance(value, bool):
        return {None: "", True: "yes", False: "no"}[value]
    return str(value)


def _keys(part: Part) -> dict[str, str]:
    return {key: _said(value) for key, value in part.model_dump(mode="json", exclude={"id", "fixed"}).items()}


def _changed(name: str, was: Part, now: Part) -> Change:
    old, new = _keys(was), _keys(now)
    keys = [key for key in new if old.get(key) != new[key]]
    return Change(
        name,
        now.id,
        name_of(now),
        tuple((key, old.get(key, "")) for key in keys),
        tuple((key, new[key]) for key in keys),
    )


def differences(was: Iterable[Part], now: Iterable[Part], name: str) -> tuple[Change, ...]:
    """Give what is new, gone or other between two lists of entries."""
    old, new = {one.id: one for one in was}, {one.id: one for one in now}
    whole = (("", "whole"),)
    gone = [Change(name, one.id, name_of(one), was=whole) for one in old.values() if one.id not in new]
    added = [Change(name, one.id, name_of(one), now=whole) for one in new.values() if one.id not in old]
    both = [(old[key], one) for key, one in new.items() if key in old]
    return (*added, *gone, *(_changed(name, one, two) for one, two in both if _keys(one) != _keys(two)))


def compared(was: Protocol, now: Protocol) -> tuple[Change, ...]:
    """Give everything in which two protocols differ, list by list."""
    return tuple(
        change for name in COMPARED for change in differences(getattr(was, name), getattr(now, name), name)
    )


def compared_laws(was: LawEdition, now: LawEdition) -> tuple[Change, ...]:
    """Give the rules that are new, gone or other between two editions."""
    return differences(was.rule, now.rule, "rule")


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
