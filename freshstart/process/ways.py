"""Can every step of a protocol come about, and can every fact it names be so on some case?"""

from collections.abc import Iterator, Set
from typing import TypeAlias

from freshstart.process.faults import Faults, fault, nearest
from freshstart.process.grounds import bites, clocks_for, rules_for
from freshstart.process.laws import LawEdition
from freshstart.process.origins import brought, lacking
from freshstart.process.predicates import NAMED, asked_by, names_for
from freshstart.process.protocols import Family, Gate, Part, Protocol, Question, Step

WANTED = {"opens", "fact", "when", "until", "within.since", "since", "met_by"}  # useless if it never comes
OCCASIONS = {"approach", "review", "week"}  # facts of one of these begin with its name
NO_DAY = NAMED["case_closed"].moment  # what every fact without a moment of its own has


def sure_before(protocol: Protocol, step: Step) -> frozenset[str]:
    """Give the facts that have been so whenever a step opens: its own, and those of the steps before it."""
    found: set[str] = set()
    ahead = list(step.opens)
    while ahead:
        fact = ahead.pop()
        earlier = protocol.steps.get(fact.removeprefix("done.")) if fact.startswith("done.") else None
        if earlier and fact not in found:
            ahead += earlier.opens
        found.add(fact)
    return frozenset(found)


def _cut_off(protocol: Protocol) -> list[Step | Family]:
    """Find the steps and questions to the family that no case can come to, whatever is done on it."""
    given: set[str] = set()
    waiting: list[Step | Family] = [*protocol.step, *protocol.family]
    while ready := [part for part in waiting if not any(lacking(fact, given) for fact in part.opens)]:
        given.update(*(brought(part) for part in ready))
        waiting = [part for part in waiting if part not in ready]
    return waiting


def check_ways(protocol: Protocol) -> Faults:
    """Find steps that shut themselves, and those that wait for each other."""
    for step in protocol.step:
        lasting = {fact for fact in sure_before(protocol, step) if "." in fact}
        for fact in sorted(set(step.shuts) & (lasting | set(step.opens))):
            what = f"“{fact}” opens this step and shuts it, so that it is never open."
            yield fault(step, "shuts", what, "Take it out of one of the two.")
    for part in _cut_off(protocol):
        what = f"no case comes here: it waits for {' and '.join(f'“{fact}”' for fact in part.opens)}."
        yield fault(part, "opens", what, "Let it wait for something that comes about without it.")


# The entry, the key, the fact, and for which occasions it is read.
Use: TypeAlias = tuple[Part, str, str, Set[str]]


def _uses(protocol: Protocol, law: LawEdition) -> Iterator[Use]:
    """Give each key that names a fact."""
    yield from _uses_of_steps(protocol)
    for gate in (*rules_for(protocol, law), *protocol.gate):
        if gate.fact:
            yield gate, "fact", gate.fact, {step.each for step in protocol.step if bites(gate, step)}
        yield from ((gate, "given", fact, {""}) for fact in gate.given)
    for question in protocol.question:
        yield from ((question, "when", fact, {""}) for fact in question.when)
    for deadline in (*clocks_for(protocol, law), *protocol.deadline):
        yield deadline, "since", deadline.since, {deadline.each}
        yield deadline, "met_by", deadline.met_by, {deadline.each}
        yield from ((deadline, "shuts", fact, {deadline.each}) for fact in deadline.shuts)
    for clause in protocol.clause:
        if clause.when:
            yield clause, "when", clause.when, {""}
    for family in protocol.family:
        yield from ((family, "opens", fact, {""}) for fact in family.opens)
        yield from ((family, "shuts", fact, {""}) for fact in family.shuts)


def _uses_of_steps(protocol: Protocol) -> Iterator[Use]:
    for step in protocol.step:
        yield from ((step, "opens", fact, {step.each}) for fact in step.opens)
        yield from ((step, "shuts", fact, {step.each}) for fact in step.shuts)
        if step.until:
            yield step, "until", step.until, {step.each}
        if step.within and step.within.since:
            yield step, "within.since", step.within.since, {step.each}


def check_facts(protocol: Protocol, law: LawEdition) -> Faults:
    """Find facts that are unknown, that can say nothing where they stand, or that nothing here makes so."""
    known = names_for(protocol)
    parts: list[Step | Family] = [*protocol.step, *protocol.family]
    given = {one for part in parts for one in brought(part)}
    for part, key, fact, occasions in _uses(protocol, law):
        if fact not in known:
            yield fault(part, key, f"“{fact}” is no fact that is known here.", nearest(fact, known))
        elif what := _unfit(protocol, part, key, fact, occasions):
            yield fault(part, key, f"“{fact}” {what}.", "Choose another fact.")
        elif key in WANTED and (missing := lacking(fact, given)):
            what = f"nothing here ever makes “{fact}” so: it comes from “{'” or “'.join(missing)}”."
            yield fault(part, key, what, f"Let a step bring about, or ask, “{missing[0]}”.")


def _unfit(protocol: Protocol, part: Part, key: str, fact: str, occasions: Set[str]) -> str:
    """Say why a known fact can say nothing where it stands."""
    occasion = fact.partition("_")[0]
    if fact in NAMED:
        if key.endswith("since") and NAMED[fact].moment is NO_DAY:
            return "has no day to count from"
        away = occasion in OCCASIONS and occasions - {occasion}
        return f"is about one {occasion}, and this is not" if away else ""
    question = protocol.questions.get(asked_by(fact))
    if question is None or key.endswith("since"):
        return ""
    if question.kind != "yes_no" and "." not in fact:
        return f"is a question of kind “{question.kind}”, not of yes or no"
    same = isinstance(part, Gate) or (isinstance(part, Question) and part.occasion)
    return "is answered anew each time" if question.occasion and not same else ""
