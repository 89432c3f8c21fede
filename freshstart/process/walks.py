"""What would a case under a protocol ask of whom, and when, before anybody uses it?

An invented case goes forward from a first worry: whatever is owed is done on its last day, every answer is
one that no rule objects to, and every weekday is a school day. The order comes from the rules alone.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from freshstart.process.deadlines import Due, due
from freshstart.process.explanations import letters_of, readable
from freshstart.process.facts import Facts, Organisation
from freshstart.process.families import asked_of
from freshstart.process.grounds import ground
from freshstart.process.inventions import (
    NOON,
    Likely,
    after,
    anybody,
    new_case,
    new_school,
    values_for,
)
from freshstart.process.laws import LawEdition, law_for
from freshstart.process.protocols import Family, Protocol
from freshstart.process.refusals import Incomplete, NotNow, Reason
from freshstart.process.replies import PaperVersion, Signature, View
from freshstart.process.signings import turn_of
from freshstart.process.steps import Attempt, Offer, State, available, decide, find_offer
from freshstart.process.vocabulary import CaseOutcome, Method, Reply

FIRST = "open_case"
REASON_FOR = "reason__"
LONGEST = timedelta(days=3 * 366)
PATIENCE = 45  # weekdays on which nothing can be done, before the walk gives up
A_REASON = "Written down, and right all the same."


@dataclass(frozen=True, slots=True)
class Row:
    """One thing that is done: when, what, by whom, how many questions it asks, and which letters go out.

    `until` and `times` are those of a step that is taken week by week; `answers` is what one of the family
    says; `warned` are the rules that asked for a reason; `late` says that it could not be done by its day.
    """

    on: date
    name: str
    who: tuple[str, ...]
    step: str = ""
    stage: str = ""
    asked: int = 0
    letters: tuple[str, ...] = ()
    warned: tuple[Reason, ...] = ()
    answers: str = ""
    weekly: bool = False
    until: date | None = None
    times: int = 1
    late: bool = False


@dataclass(frozen=True, slots=True)
class Walk:
    """A case from its first worry to its end: what is done, how it ends, and what stops it if it does not.

    `missed` are the dates of the law and of the protocol that went by.
    """

    rows: tuple[Row, ...]
    facts: Facts
    stopped: tuple[tuple[str, tuple[Reason, ...]], ...] = ()
    missed: tuple[Due, ...] = ()

    @property
    def outcome(self) -> CaseOutcome | None:
        """Give how the case ends; None where it does not."""
        return self.facts.outcome

    @property
    def asked(self) -> int:
        """Count the questions."""
        return sum(row.asked * row.times for row in self.rows)

    @property
    def last(self) -> date:
        """Give the day of the last thing done."""
        return max((row.until or row.on for row in self.rows), default=self.facts.opened_on)

    @property
    def weeks(self) -> int:
        """Count the weeks from the first worry to the last thing done."""
        return -(-(self.last - self.facts.opened_on).days // 7)


# The ways there are ----------------------------------------------------------------------------------------

AWAY = Likely({"way": "direction"}, "ask_for_move")
BACK = Likely({"way": "direction"}, "return", frozenset({"end_placement:returned"}))
AT_ONCE = Likely({"way": "move"})
NOT_WANTED = Likely({"way": "move"}, wants=frozenset({"close:not_taken_further"}), says_no=True)
BY_PLAN = Likely()
STANDS = Likely({"was_necessary": "yes", "governors_decision": "upheld"})
MERITS: dict[str, str] = {"was_necessary": "no"}
KNOWN: dict[str, dict[str, str]] = {"reintegration": {"sen": "plan"}}
WAYS: dict[str, tuple[str, Likely]] = {
    "direction": ("Some weeks there, then a managed move", AWAY),
    "return": ("Some weeks there, then back", BACK),
    "move": ("A managed move at once", AT_ONCE),
    "plan": ("Through the plan", BY_PLAN),
    "stands": ("The exclusion stands", STANDS),
    "no": ("The family does not want it", NOT_WANTED),
}
USUAL = ("direction", "return", "move", "no")
WAYS_OF: dict[str, tuple[str, ...]] = {
    "provision": ("return", "no"),
    "reintegration": ("plan", "no"),
    "diversion": ("stands", *USUAL),
}


def kinds_in(protocol: Protocol) -> dict[str, str]:
    """Give the kinds of case that a protocol knows, with their words."""
    question = protocol.questions.get("kind")
    return dict(question.options) if question else {"ordinary": "A fresh start is being thought of"}


def ways_in(protocol: Protocol, kind: str) -> dict[str, str]:
    """Give the ways that a case of a kind can be walked through, with their words."""
    chosen = protocol.questions.get("way")
    offered = WAYS_OF.get(kind, USUAL)
    there = [one for one in offered if one != "move" or (chosen and "move" in chosen.options)]
    return {one: WAYS[one][0] for one in there}


def _likely(kind: str, way: str) -> Likely:
    likely = WAYS[way][1]
    answers = {"kind": kind, **KNOWN.get(kind, {}), **likely.answers}
    if kind != "diversion" or way == "stands":
        return replace(likely, answers=answers)
    return replace(likely, answers=answers | MERITS, wants=likely.wants | {"cancel_exclusion"})


# The walk --------------------------------------------------------------------------------------------------


def walked(protocol: Protocol, editions: Sequence[LawEdition], kind: str, way: str, start: date) -> Walk:
    """Walk an invented case of a kind through a protocol, in one of the ways, from a first worry on."""
    mainstream = kind != "reintegration"
    facts = new_case(start, home_is_mainstream=mainstream)
    facts = replace(facts, today=facts.calendar("home").on_or_after(start))
    host = new_school(is_mainstream=kind != "provision")
    walker = _Walker(protocol, editions, _likely(kind, way), host, replace(facts, opened_on=facts.today))
    walker.go()
    return Walk(tuple(_together(walker.rows)), walker.facts, walker.stops(), tuple(walker.missed.values()))


def _together(rows: Sequence[Row]) -> Iterator[Row]:
    """Put what is done week by week, or by several people on one day, into one row."""
    alike: dict[tuple[str, date | None], list[Row]] = {}
    for row in rows:
        alike.setdefault((row.name, None if row.weekly else row.on), []).append(row)
    for first, *others in alike.values():
        if first.weekly:
            yield replace(first, until=others[-1].on if others else None, times=1 + len(others))
        else:
            yield replace(
                first,
                who=tuple(dict.fromkeys(role for row in (first, *others) for role in row.who[:1]))
                if others
                else first.who,
                asked=sum(row.asked for row in (first, *others)),
            )


@dataclass
class _Walker:
    """A case on its way: the facts as they are, and what was done."""

    protocol: Protocol
    editions: Sequence[LawEdition]
    likely: Likely
    host: Organisation
    facts: Facts
    rows: list[Row] = field(default_factory=list)
    missed: dict[str, Due] = field(default_factory=dict)
    refused: dict[str, tuple[Reason, ...]] = field(default_factory=dict)
    answers_on: dict[tuple[str, str], date] = field(default_factory=dict)
    waited: int = 0

    @property
    def law(self) -> LawEdition:
        """Give the rules of the day."""
        return law_for(self.editions, self.protocol.jurisdiction, self.facts)

    def go(self) -> None:
        """Go on until the case ends, nothing can be done any more, or it has taken too long."""
        last = self.facts.today + LONGEST
        first = self.find(FIRST)
        going = first is not None and self.take(first, self.facts.today)
        while going and not self.facts.outcome and self.facts.today < last:
            owed = due(self.protocol, self.law, self.facts)
            going = self.act(owed) or self.turn_day(owed)

    def find(self, step: str, occurrence: str = "") -> Offer | None:
        """Look at a step as it stands."""
        return find_offer(self.protocol, self.law, self.facts, anybody(self.facts), step, occurrence)

    def offers(self) -> tuple[Offer, ...]:
        """Look at every step as it stands."""
        return available(self.protocol, self.law, self.facts, anybody(self.facts))

    def stops(self) -> tuple[tuple[str, tuple[Reason, ...]], ...]:
        """Say what is in the way of a case that does not end."""
        if self.facts.outcome:
            return ()
        stopped = {one.step.name: one.reasons for one in self.offers() if one.state is State.STOPPED}
        return tuple({**self.refused, **stopped}.items())

    # One day -----------------------------------------------------------------------------------------------

    def act(self, owed: Sequence[Due]) -> bool:
        """Do the first thing that is owed today, or hear the family; tell whether anything was done."""
        today = [one for one in owed if one.due_on <= self.facts.today]
        return any(map(self.settle, today)) or self.hear() or self.sign() or self.take_wanted(owed)

    def settle(self, one: Due) -> bool:
        """Do one thing that is owed."""
        offer = self.open_step(one)
        if one.id != one.step and one.due_on < self.facts.today:
            self.missed.setdefault(one.key, one)
        return offer is not None and self.take(offer, one.due_on)

    def open_step(self, one: Due) -> Offer | None:
        """Give the step that does what is owed, if it can be taken."""
        offer = self.find(one.step, one.occurrence) if one.step else None
        return offer if offer and offer.is_open else None

    def turn_day(self, owed: Sequence[Due]) -> bool:
        """Go to the next day on which something is to be done; False once nothing more comes."""
        ahead = [on for on in self.days_ahead(owed) if on > self.facts.today]
        self.waited = 0 if ahead else self.waited + 1
        tomorrow = self.facts.calendar("home").next_school_day(self.facts.today)
        self.facts = replace(self.facts, today=max(tomorrow, min(ahead)) if ahead else tomorrow)
        return self.waited < PATIENCE

    def days_ahead(self, owed: Sequence[Due]) -> Iterator[date]:
        """Give the days on which something is owed, somebody answers, or a placement turns."""
        facts = self.facts
        yield from (one.due_on for one in owed if not one.stopped_by)
        yield from self.answers_on.values()
        yield from (on for review in facts.reviews for on in (review.due_on, review.meets_on) if on)
        if facts.phase:
            yield from (on for on in (facts.phase.starts_on, facts.phase.ends_on) if on)
            if facts.phase.ends_on and facts.phase.starts_on <= facts.today:
                yield facts.today + timedelta(days=(4 - facts.today.weekday()) % 7)
        for question in self.protocol.question:
            value = facts.value(question.id) if question.kind == "date" else None
            if value:
                yield date.fromisoformat(value)

    # What is done ------------------------------------------------------------------------------------------

    def take(self, offer: Offer, due_on: date) -> bool:
        """Take a step, with a written reason where a rule warns; False where it cannot be taken."""
        facts, protocol, law, step = self.facts, self.protocol, self.law, offer.step
        gates = ground(protocol, law).gates
        values = values_for(protocol, gates, facts, offer, self.likely)
        reasons: dict[str, str] = {}
        for _ in range(2):
            try:
                attempt = Attempt(step.id, offer.occurrence, values, reasons)
                taken, *others = decide(protocol, law, facts, attempt, anybody(facts))
            except Incomplete as missing:
                reasons = {name.removeprefix(REASON_FOR): A_REASON for name in missing.errors}
            except NotNow as refused:
                self.refused[step.name] = refused.reasons
                return False
            else:
                taken = replace(taken, values={**taken.values, "reasons": reasons})
                self.facts = after(protocol, facts, (taken, *others), self.host)
                self.refused.pop(step.name, None)
                self.write(offer, len([name for name in values if "__" not in name]), reasons, due_on)
                return True
        return False

    def write(self, offer: Offer, asked: int, reasons: dict[str, str], due_on: date) -> None:
        """Write down that a step was taken."""
        step, rules = offer.step, ground(self.protocol, self.law).by_id
        warned = tuple(
            Reason(rule.id, rule.effect, rule.why, rule.way_on, rule.source)
            for name in reasons
            if (rule := rules.get(name))
        )
        self.rows.append(
            Row(
                on=self.facts.today,
                name=step.name,
                who=offer.who,
                step=step.id,
                stage=step.stage,
                asked=asked,
                letters=letters_of(step),
                warned=warned,
                weekly=step.each == "week",
                late=due_on < self.facts.today,
            )
        )

    def take_wanted(self, owed: Sequence[Due]) -> bool:
        """Take an optional step that this way wants: what ends something, only when its time has come."""
        if not self.likely.wants:
            return False
        wanted = [one for one in self.offers() if one.is_open and self.likely.wants & set(one.step.does)]
        return any(self.take(one, self.facts.today) for one in wanted if self.is_time_for(one, owed))

    def is_time_for(self, offer: Offer, owed: Sequence[Due]) -> bool:
        """Tell whether an optional step is taken now: what ends something waits for its time."""
        ends = {effect.partition(":")[0] for effect in offer.step.does}
        if "end_placement" in ends:
            phase = self.facts.phase
            return phase is not None and phase.ends_on is not None and phase.ends_on <= self.facts.today
        return "close" not in ends or not any(map(self.open_step, owed))

    # The family, and those who sign ------------------------------------------------------------------------

    def hear(self) -> bool:
        """Let one of the family answer what was asked the school day before."""
        for party in self.facts.parties:
            for family in asked_of(self.protocol, self.facts, party):
                # With one answer there is nothing to choose: that is a right, and nobody has to use it.
                has_answered = party.id in self.facts.views_on(family.id)
                if (
                    len(family.options) > 1
                    and not has_answered
                    and self.is_answered(family.id, str(party.id))
                ):
                    self.answer(family, party.id)
                    return True
        return False

    def is_answered(self, what: str, by: str) -> bool:
        """Tell whether somebody answers today: they do on the school day after they were asked."""
        tomorrow = self.facts.calendar("home").next_school_day(self.facts.today)
        return self.answers_on.setdefault((what, by), tomorrow) <= self.facts.today

    def answer(self, family: Family, party: int) -> None:
        """Answer a question to the family."""
        wanted = "no" if self.likely.says_no else "yes"
        value = wanted if wanted in family.options else next(iter(family.options))
        view = View(family.id, party, value, "", self.facts.today, Method.LINK)
        self.facts = replace(self.facts, views=(*self.facts.views, view))
        name = readable(self.protocol, family.text)
        said = family.options[value]
        self.rows.append(Row(self.facts.today, name, (_signer(f"party:{party}"),), asked=1, answers=said))

    def sign(self) -> bool:
        """Let whoever was given a paper the school day before answer it."""
        for version in map(self.facts.paper, self.protocol.papers):
            for signer in version.signers if version else ():
                if version and not version.answer_of(signer) and self.is_signed(version, signer):
                    self.put_name_to(version, signer)
                    return True
        return False

    def is_signed(self, version: PaperVersion, signer: str) -> bool:
        """Tell whether somebody signs today: when it is their turn, and a school day later."""
        turn = turn_of(self.protocol, self.facts, version, signer)
        return turn is not None and turn <= self.facts.today and self.is_answered(f"{version.id}", signer)

    def put_name_to(self, version: PaperVersion, signer: str) -> None:
        """Answer a paper."""
        today, name = self.facts.today, version.signers[signer]
        at = datetime.combine(today, NOON)
        reply = Reply.NO if self.likely.says_no else Reply.YES
        given = Signature(signer, name, reply, "", at, today, Method.ACCOUNT)
        papers = tuple(
            replace(one, signatures=(*one.signatures, given)) if one is version else one
            for one in self.facts.papers
        )
        self.facts = replace(self.facts, papers=papers)
        paper = self.protocol.papers[version.paper]
        said = paper.refusing if self.likely.says_no else paper.statement
        what = f"Read and answer: {readable(self.protocol, paper.title)}"
        self.rows.append(Row(today, what, (_signer(signer),), asked=1, answers=said))


def _signer(signer: str) -> str:
    """Name a signer as the words for roles do."""
    return {"party:1": "pupil", "party:2": "parents"}.get(signer, signer)
