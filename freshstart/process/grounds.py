"""Which rules and clocks hold under a protocol and a law together, and which of them are about a step?

A rule of the law about something a protocol does not have, such as a direction, does not hold there.
"""

from collections.abc import Set
from dataclasses import dataclass, field

from freshstart.process.identities import once_for_the_same
from freshstart.process.laws import STOPS, Applies, LawEdition, Rule
from freshstart.process.protocols import Deadline, Gate, Protocol, Step
from freshstart.process.vocabulary import Effect

# What a rule of the law is about, and what a protocol's steps do if it has such a thing.
ABOUT: dict[Applies, Set[str]] = {
    "direction": {"determine_direction"},
    "trial": {"begin_trial"},
    "move": {"complete_move"},
    "exclusion": {"record_exclusion"},
}


def bites(gate: Gate, step: Step) -> bool:
    """Tell whether a rule is about a step, or about something the step does."""
    return bool({step.id, *step.does} & set(gate.on))


def rules_for(protocol: Protocol, law: LawEdition) -> tuple[Rule, ...]:
    """Give the rules of the law that are about something this protocol has."""
    done = {effect for step in protocol.step for effect in step.does}
    absent = {about for about, acts in ABOUT.items() if not acts & done}
    return tuple(rule for rule in law.rule if rule.applies not in absent)


def clocks_for(protocol: Protocol, law: LawEdition) -> tuple[Deadline, ...]:
    """Give the clocks of the law whose rules are about something this protocol has."""
    rules = {rule.id for rule in rules_for(protocol, law)}
    return tuple(clock for clock in law.deadline if clock.id in rules)


@dataclass(frozen=True, slots=True)
class Ground:
    """What a case stands on: every rule that can stop a step, by id and by step, and every clock."""

    gates: tuple[Gate, ...]
    clocks: tuple[Deadline, ...]
    of_step: dict[str, tuple[Gate, ...]] = field(default_factory=dict)
    by_id: dict[str, Gate] = field(default_factory=dict)

    @property
    def sign_offs(self) -> tuple[Gate, ...]:
        """Give the rules that ask for somebody's word."""
        return tuple(gate for gate in self.gates if gate.effect is Effect.SIGN_OFF)


@once_for_the_same(128)
def ground(protocol: Protocol, law: LawEdition) -> Ground:
    """Put the rules and clocks of a protocol and a law together; done once for the same two."""
    gates = (*(rule for rule in rules_for(protocol, law) if rule.effect in STOPS), *protocol.gate)
    return Ground(
        gates,
        (*clocks_for(protocol, law), *protocol.deadline),
        {step.id: tuple(gate for gate in gates if bites(gate, step)) for step in protocol.step},
        {gate.id: gate for gate in gates},
    )
