"""Which national rules hold on the date of a decision?

A jurisdiction writes each rule once, with the dates from and until which it holds; an edition is what holds
from one date that changed something until the next.
"""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from functools import lru_cache
from typing import Literal, TypeAlias

from pydantic import BaseModel, ConfigDict

from freshstart.process.facts import Facts
from freshstart.process.inheritances import Whole, read_as
from freshstart.process.protocols import Book, Deadline, Gate, Part
from freshstart.process.refusals import ProtocolInvalid
from freshstart.process.vocabulary import Effect, Tri

Sureness: TypeAlias = Literal["P", "C2", "C1", "BRIEF", "INF", "REC"]
Applies: TypeAlias = Literal["direction", "trial", "move", "exclusion", "everything"]
PLACED: frozenset[Applies] = frozenset(
    {"direction", "trial"}
)  # go on as they were on the day of the decision
ALWAYS = "case_open"  # a rule that reads this fact is about every case
STOPS = frozenset({Effect.BLOCK, Effect.WARN, Effect.SIGN_OFF, Effect.EVIDENCE})

SURE_WORDS: dict[Sureness, str] = {
    "P": "Read in the legislation itself",
    "C2": "Confirmed by two or more publishers",
    "C1": "One source: a warning until it is confirmed",
    "BRIEF": "Reported once and not checked: a warning until it is confirmed",
    "INF": "Inferred from what is confirmed",
    "REC": "From earlier editions, not checked: a warning until it is confirmed",
}


class Rule(Gate):
    """State a rule of the law: what it says, to what it applies, who acts, when, and how sure we are of it.

    A rule that stops a step is a gate; one that asks for a document names what the letter must say and to
    whom it goes; one that sets a date has a clock of the same id.
    """

    on: tuple[str, ...] = ()
    fact: str = ""
    when: tuple[Tri, ...] = ()
    why: str = ""
    way_on: str = ""
    says: str
    applies: Applies
    actor: str
    trigger: str
    clock: str = ""
    to: tuple[str, ...] = ()
    must_say: tuple[str, ...] = ()
    sure: Sureness
    in_force_from: date
    in_force_until: date | None = None


class Clock(Deadline):
    """Set a date of the law, for as long as its rule holds."""

    in_force_from: date
    in_force_until: date | None = None


class Head(Part):
    """Name one date that changed the rules, and say what changed."""

    name: str
    in_force_from: date
    about: str
    source: str


class Jurisdiction(BaseModel):
    """Hold the law of one country over all its dates."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str
    name: str
    edition: tuple[Head, ...]
    rule: tuple[Rule, ...] = ()
    deadline: tuple[Clock, ...] = ()


class LawEdition(Book):
    """Hold the national rules of one date."""

    rule: tuple[Rule, ...] = ()
    deadline: tuple[Deadline, ...] = ()
    source: str = ""

    def find(self, rule_id: str) -> Rule | None:
        """Find a rule by its id."""
        return next((rule for rule in self.rule if rule.id == rule_id), None)


def read_law(whole: Whole) -> tuple[LawEdition, ...]:
    """Read the editions of a jurisdiction from its files put together, the oldest first.

    Refused with all problems: unknown keys, a rule that begins on no edition's date, or two that say the same
    thing about the same day (ProtocolInvalid).
    """
    law = read_as(Jurisdiction, whole)
    heads = sorted(law.edition, key=lambda head: head.in_force_from)
    problems = (*_off_date(law, {head.in_force_from for head in heads}), *_overlapping(law))
    if problems:
        raise ProtocolInvalid(problems)
    ends = [one.in_force_from - timedelta(days=1) for one in heads[1:]]
    return tuple(_edition(law, head, end) for head, end in zip(heads, [*ends, None], strict=True))


def _holds_on(part: Rule | Clock, on: date) -> bool:
    return part.in_force_from <= on and (part.in_force_until is None or on <= part.in_force_until)


def _edition(law: Jurisdiction, head: Head, end: date | None) -> LawEdition:
    return LawEdition(
        id=head.id,
        name=head.name,
        jurisdiction=law.id,
        in_force_from=head.in_force_from,
        in_force_until=end,
        about=head.about,
        source=head.source,
        rule=tuple(rule for rule in law.rule if _holds_on(rule, head.in_force_from)),
        deadline=tuple(one for one in law.deadline if _holds_on(one, head.in_force_from)),
    )


def _parts(law: Jurisdiction) -> tuple[Rule | Clock, ...]:
    return (*law.rule, *law.deadline)


def _off_date(law: Jurisdiction, dates: set[date]) -> tuple[str, ...]:
    return tuple(
        f"{law.id}: {part.id}: in_force_from is {part.in_force_from}, and no edition begins then. "
        "Give the date of an edition, or add the edition."
        for part in _parts(law)
        if part.in_force_from not in dates
    )


def _overlapping(law: Jurisdiction) -> Iterable[str]:
    for parts in (law.rule, law.deadline):
        seen: dict[str, list[Rule | Clock]] = {}
        for part in parts:
            for other in seen.setdefault(part.id, []):
                first, second = sorted((part, other), key=lambda one: one.in_force_from)
                if _holds_on(first, second.in_force_from):
                    yield (
                        f"{law.id}: {part.id}: two texts hold on {second.in_force_from}. "
                        "End the first the day before with in_force_until."
                    )
            seen[part.id].append(part)


def edition_on(editions: Sequence[LawEdition], on: date, jurisdiction: str = "england") -> LawEdition:
    """Choose the edition in force on the date of a decision, never on today's (law.md, decision 5)."""
    ours = [edition for edition in editions if edition.jurisdiction == jurisdiction]
    fitting = [edition for edition in ours if edition.in_force_from <= on]
    if not fitting:
        earliest = min((edition.in_force_from for edition in ours), default=None)
        since = f"the first is of {earliest}" if earliest else f"none of {jurisdiction} is"
        raise ProtocolInvalid((f"No law edition is loaded for {on}: {since}.",))
    return max(fitting, key=lambda edition: edition.in_force_from)


def law_for(editions: Sequence[LawEdition], jurisdiction: str, facts: Facts) -> LawEdition:
    """Choose the rules for a case today.

    A placement that is running goes on by the rules of the day on which it was decided; whatever is decided
    afresh, a managed move at its end included, goes by the rules of today (law.md, decision 1).
    """
    now, phase = edition_on(editions, facts.today, jurisdiction), facts.phase
    then = edition_on(editions, phase.decided_on, jurisdiction) if phase else now
    return now if then is now else _both(then, now)


def is_of_two_dates(law: LawEdition) -> bool:
    """Tell whether a case goes by the rules of two dates: of its placement, and of today."""
    return "+" in law.id


@lru_cache(maxsize=64)
def _both(then: LawEdition, now: LawEdition) -> LawEdition:
    placed = [rule for rule in then.rule if rule.applies in PLACED]
    afresh = [rule for rule in now.rule if rule.applies not in PLACED]
    ids = {rule.id for rule in placed}, {rule.id for rule in afresh}
    clocks = [
        one for law, wanted in zip((then, now), ids, strict=True) for one in law.deadline if one.id in wanted
    ]
    return now.model_copy(
        update={
            "id": f"{then.id}+{now.id}",
            "name": f"{then.name}; what is decided now: {now.name}",
            "rule": (*placed, *afresh),
            "deadline": tuple(clocks),
        }
    )
