"""How does a case that was running before Fresh Start come in, and what counts as done before?

What was decided before is entered with its true dates and goes on under the law of its date. Its earlier
steps read “before Fresh Start” and block nothing. What the law of that date forbids cannot be entered.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from freshstart.process.effects import BEGUN_BY
from freshstart.process.laws import ALWAYS, LawEdition, edition_on
from freshstart.process.protocols import Protocol, Step
from freshstart.process.refusals import Incomplete, NotNow, Reason
from freshstart.process.vocabulary import TEMPORARY, Effect, PhaseKind
from freshstart.process.ways import sure_before


@dataclass(frozen=True, slots=True)
class Placed:
    """A placement with its true dates. `ends_on` is the last day stated, where the child can come back."""

    kind: PhaseKind
    starts_on: date
    next_review_on: date
    ends_on: date | None = None


@dataclass(frozen=True, slots=True)
class Running:
    """Where a case stands that was running already: decided or agreed when, and placed or not yet."""

    decided_on: date
    placed: Placed | None = None


def read_running(kind: PhaseKind | None, dates: Mapping[str, date | None], today: date) -> Running:
    """Read where a case stands from its dates by name; refuse what is missing or cannot be (Incomplete)."""
    decided_on, starts_on = dates.get("decided_on"), dates.get("starts_on")
    next_review_on, ends_on = dates.get("next_review_on"), dates.get("ends_on")
    errors = {}
    if decided_on is None or decided_on > today:
        errors["decided_on"] = "Enter the day on which it was decided or agreed, today or before."
    if kind and (starts_on is None or (decided_on and starts_on < decided_on)):
        errors["starts_on"] = "Enter the first day there; it comes after the decision."
    if kind and (next_review_on is None or next_review_on < today):
        errors["next_review_on"] = "Enter the day of the next review, today or later."
    if kind in TEMPORARY and (ends_on is None or ends_on < today):
        errors["ends_on"] = (
            "Enter the last day that was stated. If it is past, the child is expected back now."
        )
    if kind and kind not in TEMPORARY and starts_on and starts_on > today:
        errors["starts_on"] = "A move that is still to come is entered as “not placed yet”."
    if errors or decided_on is None:
        raise Incomplete(errors)
    if kind is None or starts_on is None or next_review_on is None:
        return Running(decided_on)
    return Running(
        decided_on, Placed(kind, starts_on, next_review_on, ends_on if kind in TEMPORARY else None)
    )


def check_entry(protocol: Protocol, editions: Sequence[LawEdition], running: Running) -> LawEdition:
    """Give the edition of the date of the decision; refuse what could not be begun on that date.

    Refused: NotNow with the rule, its source and the lawful way; Incomplete for a protocol that was not in
    force then or has no such placement.
    """
    law = edition_on(editions, running.decided_on, protocol.jurisdiction)
    if running.placed:
        _check_lawful(law, running.placed.kind)
    _check_in_force(protocol, running)
    return law


def _check_lawful(law: LawEdition, kind: PhaseKind) -> None:
    """Refuse a kind of placement that could not be begun on that date at all."""
    barring = [
        rule
        for rule in law.rule
        if rule.effect is Effect.BLOCK and rule.fact == ALWAYS and BEGUN_BY[kind] in rule.on
    ]
    if barring:
        reasons = tuple(Reason(one.id, Effect.BLOCK, one.why, one.way_on, one.source) for one in barring)
        raise NotNow("This could not be begun on that date.", reasons)


def _check_in_force(protocol: Protocol, running: Running) -> None:
    until = protocol.in_force_until or date.max
    if not protocol.in_force_from <= running.decided_on <= until:
        words = (
            f"{protocol.name} was not in force on {running.decided_on:%-d %B %Y}. Choose another protocol."
        )
        raise Incomplete({"protocol": words})
    placed = running.placed
    if placed and all(terms.kind is not placed.kind for terms in protocol.phase):
        raise Incomplete({"placement": f"{protocol.name} has no such placement. Choose another protocol."})


def taken_before(protocol: Protocol, running: Running, today: date) -> tuple[str, ...]:
    """Give the steps that count as taken before the case was kept here."""
    placed = running.placed
    if placed is None:
        return _sure(protocol, "talk_options")
    begins = [step for step in protocol.step if BEGUN_BY[placed.kind] in step.does]
    if placed.starts_on > today:
        known = {one for step in begins for one in (*_sure(protocol, step.id), step.id)}
        known |= {step.id for step in protocol.step if "give_notice" in step.does}
        return tuple(step.id for step in protocol.step if step.id in known)
    stages = {"leaving", "transition"}
    return tuple(
        step.id
        for step in protocol.step
        if _counts(step) and (step.stage in stages or step in begins or _led_to(step, placed.kind))
    )


def _sure(protocol: Protocol, step: str) -> tuple[str, ...]:
    """Give the steps that come before a step on every way."""
    before = sure_before(protocol, protocol.steps[step]) if step in protocol.steps else frozenset()
    return tuple(one.id for one in protocol.step if f"done.{one.id}" in before)


def _counts(step: Step) -> bool:
    """Leave out what belongs to an occasion, to other kinds of case, or to the end."""
    other_kind = any(name.startswith("kind.") or name == "excluded" for name in step.opens)
    ends = any(effect.startswith("close:") for effect in step.does)
    return not (step.each or step.optional or other_kind or ends)


def _led_to(step: Step, kind: PhaseKind) -> bool:
    """Tell whether a step of settling in was over when a move that is for good had been entered."""
    return kind not in TEMPORARY and (
        "draw_up:agreement" in step.does or ("move_complete" in step.opens and not step.decision)
    )
