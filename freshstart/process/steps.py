"""What may this person do now on this case, and what follows if they do?

`available` and `decide` are shared by page and action, so that a button and its guard cannot drift apart.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from freshstart.process.answers import checked
from freshstart.process.effects import Happening, follow
from freshstart.process.facts import Facts, Record
from freshstart.process.grounds import ground
from freshstart.process.laws import LawEdition
from freshstart.process.predicates import ASKED, asked_by, holds, weeks_to_record, words_of
from freshstart.process.protocols import Gate, Protocol, Step
from freshstart.process.refusals import Incomplete, NotNow, NotYours, Reason
from freshstart.process.values import Values
from freshstart.process.vocabulary import Effect, Tri


class State(StrEnum):
    """Say where a step stands."""

    OPEN = "open"
    STOPPED = "stopped"
    LATER = "later"
    DONE = "done"
    SHUT = "shut"


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody acting on a case, with the roles they have on this case and the approaches they answer."""

    id: int | None
    name: str
    roles: frozenset[str]
    approaches: frozenset[str] = frozenset()

    def may(self, step: Step, occurrence: str, sign_off_by: str = "") -> bool:
        """Tell whether one of this person's roles takes the step on this occasion."""
        wanted = {sign_off_by} if step.each == "sign_off" else set(step.who)
        mine = self.roles & wanted
        if step.each == "approach" and all(role.startswith("approached") for role in mine):
            return bool(mine) and occurrence in self.approaches
        return bool(mine)


NOBODY = Actor(None, "", frozenset())


@dataclass(frozen=True, slots=True)
class Offer:
    """A step on one occasion: where it stands, whether it is this person's, and what stands in the way.

    `since` names the facts that called for it beside those that open it.
    """

    step: Step
    occurrence: str
    state: State
    yours: bool
    reasons: tuple[Reason, ...] = ()
    record: Record | None = None
    who: tuple[str, ...] = ()
    since: tuple[str, ...] = ()

    @property
    def is_open(self) -> bool:
        """Tell whether the step can be taken now by whoever takes it."""
        return self.state is State.OPEN

    @property
    def key(self) -> str:
        """Name the step and occasion in one string."""
        return f"{self.step.id}:{self.occurrence}" if self.occurrence else self.step.id


@dataclass(frozen=True, slots=True)
class Attempt:
    """What somebody wants to do: the step, the occasion, what was typed, and reasons for warnings by rule."""

    step: str
    occurrence: str = ""
    values: Values = field(default_factory=dict)
    reasons: dict[str, str] = field(default_factory=dict)


def occasions(protocol: Protocol, law: LawEdition, facts: Facts, step: Step) -> tuple[str, ...]:
    """Give the occasions on which a step can be taken: a nameless one, or one for each approach and so on."""
    match step.each:
        case "approach":
            return tuple(str(one.id) for one in facts.approaches)
        case "review":
            return tuple(one.number for one in sorted(facts.reviews, key=lambda review: review.due_on))
        case "week":
            return tuple(monday.isoformat() for monday in weeks_to_record(facts))
        case "parent":
            return tuple(str(one.id) for one in facts.parents)
        case "sign_off":
            return tuple(one.id for one in ground(protocol, law).sign_offs if _holds(one, facts, ""))
        case _:
            return ("",)


def _holds(gate: Gate, facts: Facts, occurrence: str) -> bool:
    """Tell whether what a rule is about is so."""
    return holds(facts, gate.fact, occurrence) in gate.when and all(
        holds(facts, name, occurrence) is Tri.YES for name in gate.given
    )


def reason_of(gate: Gate) -> Reason:
    """Say what a rule says to whoever it stops; in place of evidence stands a named person's reason."""
    effect = Effect.WARN if gate.effect is Effect.EVIDENCE else gate.effect
    return Reason(gate.id, effect, gate.why, gate.way_on, gate.source, gate.sign_off_by)


def reasons_against(
    protocol: Protocol, law: LawEdition, facts: Facts, step: Step, occurrence: str, *, answered: bool
) -> tuple[Reason, ...]:
    """Give every rule that bites on a step.

    Until the step is `answered`, rules that read what it asks are left aside: nobody has been asked yet.
    A warning that somebody has answered with a reason on this occasion, or for the whole case, and a rule
    that was signed off, bite no more.
    """
    asked = set() if answered else set(step.asks)
    fitting = [record for record in facts.records if record.occurrence in {"", occurrence}]
    settled = {rule for record in fitting for rule in record.reasons}
    settled |= {record.occurrence for record in facts.records if record.step == "sign_off"}
    return tuple(
        reason_of(gate)
        for gate in ground(protocol, law).of_step[step.id]
        if asked_by(gate.fact) not in asked
        and (gate.effect is Effect.BLOCK or gate.id not in settled)
        and _holds(gate, facts, occurrence)
    )


def _unmet(facts: Facts, step: Step, occurrence: str) -> tuple[str, ...]:
    return tuple(name for name in step.opens if holds(facts, name, occurrence) is not Tri.YES)


def _lies_elsewhere(facts: Facts, step: Step) -> bool:
    """Tell whether a step belongs to another answer than was given, as to another kind of case."""
    heads = {name: name.partition(".")[0] for name in step.opens if "." in name}
    choices = (name for name, head in heads.items() if head not in {"done", "sent", *ASKED})
    return any(holds(facts, name) is Tri.NO for name in choices)


def _waits_for(protocol: Protocol, step: Step, name: str) -> Reason:
    """Say which step or fact comes first."""
    earlier = protocol.steps.get(name.removeprefix("done."))
    what = f"First: {earlier.name}." if earlier else f"Not so yet: {words_of(name)}"
    return Reason(name, Effect.BLOCK, what, "It opens by itself when this is done.", step.source)


def _offer(
    protocol: Protocol, law: LawEdition, facts: Facts, actor: Actor, *, step: Step, occurrence: str
) -> Offer:
    signed = ground(protocol, law).by_id[occurrence] if step.each == "sign_off" else None
    who = (signed.sign_off_by,) if signed else step.who
    since = (signed.fact, *signed.given) if signed else ()
    yours = actor.may(step, occurrence, signed.sign_off_by if signed else "")
    record = facts.done(step.id, occurrence)

    def offer(state: State, reasons: tuple[Reason, ...] = ()) -> Offer:
        return Offer(step, occurrence, state, yours, reasons, record, who, since)

    if record and not step.repeat:
        return offer(State.DONE)
    if facts.outcome or any(holds(facts, name, occurrence) is Tri.YES for name in step.shuts):
        return offer(State.DONE if record else State.SHUT)
    if _lies_elsewhere(facts, step):
        return offer(State.DONE if record else State.SHUT)
    unmet = _unmet(facts, step, occurrence)
    if unmet:
        return offer(State.LATER, tuple(_waits_for(protocol, step, name) for name in unmet))
    reasons = reasons_against(protocol, law, facts, step, occurrence, answered=False)
    stopped = any(reason.effect is not Effect.WARN for reason in reasons)
    return offer(State.STOPPED if stopped else State.OPEN, reasons)


def _offers(protocol: Protocol, law: LawEdition, facts: Facts, actor: Actor) -> Iterator[Offer]:
    for step in protocol.step:
        for occurrence in occasions(protocol, law, facts, step):
            yield _offer(protocol, law, facts, actor, step=step, occurrence=occurrence)


def available(protocol: Protocol, law: LawEdition, facts: Facts, actor: Actor) -> tuple[Offer, ...]:
    """Give every step on every occasion, open or not, with the reasons why not and their sources."""
    return tuple(_offers(protocol, law, facts, actor))


def find_offer(  # noqa: PLR0917 - the four that every rule needs, and the two that name a step
    protocol: Protocol, law: LawEdition, facts: Facts, actor: Actor, step_id: str, occurrence: str = ""
) -> Offer | None:
    """Find one step on one occasion; None where the protocol or the case has no such thing."""
    step = protocol.steps.get(step_id)
    if step is None or occurrence not in occasions(protocol, law, facts, step):
        return None
    return _offer(protocol, law, facts, actor, step=step, occurrence=occurrence)


def decide(
    protocol: Protocol, law: LawEdition, facts: Facts, attempt: Attempt, actor: Actor
) -> tuple[Happening, ...]:
    """Say what follows if this person takes this step now.

    Refuses with NotYours, NotNow (with every rule that stops it) or Incomplete (with what is missing by
    question); changes nothing itself.
    """
    offer = find_offer(protocol, law, facts, actor, attempt.step, attempt.occurrence)
    if offer is None or offer.state in {State.LATER, State.SHUT, State.DONE}:
        name = offer.step.name if offer else attempt.step
        done = offer is not None and offer.state is State.DONE
        raise NotNow(
            f"“{name}” {'is done already' if done else 'cannot be done now'}.", offer.reasons if offer else ()
        )
    if not offer.yours:
        raise NotYours(
            f"“{offer.step.name}” is for somebody else.",
            next_step="Ask them: they find it in their own work.",
        )
    values = checked(protocol, facts, offer.step, attempt.values)
    assumed = facts.assuming({name: value for name, value in values.items() if "__" not in name}, facts.today)
    reasons = reasons_against(protocol, law, assumed, offer.step, attempt.occurrence, answered=True)
    stops = tuple(reason for reason in reasons if reason.effect is not Effect.WARN)
    if stops:
        raise NotNow(f"“{offer.step.name}” cannot go on.", stops)
    unanswered = {
        f"reason__{reason.rule}": f"{reason.why} Write why it is right to go on all the same."
        for reason in reasons
        if not attempt.reasons.get(reason.rule, "").strip()
    }
    if unanswered:
        raise Incomplete(unanswered)
    return follow(protocol, facts, offer.step, attempt.occurrence, values)
