"""Who takes part in an invented case, what would they likely answer, and what follows from it?

Nothing of it is ever stored: it is there to walk through a protocol before anybody uses it.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta

from freshstart.process.answers import REASON, applies, asked_on
from freshstart.process.calendars import Calendar, proposed_start
from freshstart.process.effects import Happening
from freshstart.process.facts import (
    Approach,
    Facts,
    Given,
    Organisation,
    Party,
    Person,
    Phase,
    Pupil,
    Record,
    Review,
    Sent,
    Week,
)
from freshstart.process.permissions import ROLES
from freshstart.process.protocols import Gate, Protocol, Question, QuestionKind
from freshstart.process.replies import PaperVersion
from freshstart.process.signings import after_thinking, signers_of, thinking_before
from freshstart.process.steps import Actor, Offer
from freshstart.process.values import Value, Values
from freshstart.process.vocabulary import CaseOutcome, Channel, PhaseKind, PhaseOutcome, Post, Relation, Tri

WORDS = "As it was talked over."
NOON = time(12, tzinfo=UTC)
KEY_ADULT = Person(22, "The key adult")
HOST = 2
FULL_DAY = ["/", "\\"]
AGE = timedelta(days=365 * 12 + 200)  # a pupil of Year 8, whichever the month


@dataclass(frozen=True, slots=True)
class Likely:
    """What is answered where it is not for the rules to say, and which optional steps are taken.

    `at_last` is what the board decides after the last review; `says_no` lets the family refuse all it can.
    """

    answers: Values = field(default_factory=dict)
    at_last: str = ""
    wants: frozenset[str] = frozenset()
    says_no: bool = False


# Who takes part -------------------------------------------------------------------------------------------


def _place(number: int, name: str, **more: Value) -> Organisation:
    calendar = Calendar.weekdays(name).to_plain()
    return Organisation(number, name, name, is_registered_school=True, calendar=calendar, **more)


def new_case(start: date, *, home_is_mainstream: bool = True) -> Facts:
    """Invent a case on the day of a first worry: a pupil of Year 8, one parent, and nobody in particular."""
    council = _place(3, "The council")
    return Facts(
        reference="",
        today=start,
        opened_on=start,
        lead=Person(11, "The lead"),
        pupil=Pupil("The pupil", "", "", start - AGE, 8, upn_known=True),
        home=_place(1, "The home school", is_mainstream=home_is_mainstream, governance="maintained"),
        council=council,
        home_council=council,
        parties=(
            Party(1, "The pupil", Relation.PUPIL, None, is_asked=True, channel=Channel.EMAIL),
            Party(
                2, "A parent", Relation.MOTHER, has_responsibility=True, is_asked=True, channel=Channel.EMAIL
            ),
        ),
    )


def new_school(*, is_mainstream: bool) -> Organisation:
    """Invent the school that says yes."""
    posts = {Post.KEY_ADULT: (KEY_ADULT,)}
    return _place(HOST, "The new school", is_mainstream=is_mainstream, governance="maintained", posts=posts)


def anybody(facts: Facts) -> Actor:
    """Give somebody who has every role, so that only the rules stop a step."""
    return Actor(1, "Somebody", frozenset(ROLES), frozenset(str(one.id) for one in facts.approaches))


# What they answer -----------------------------------------------------------------------------------------

# For kinds of question that have no options, and for the few whose answer says what sort of child it is.
BY_KIND: dict[QuestionKind, Value] = {
    "text": WORDS,
    "words": WORDS,
    "lines": [WORDS],
    "rating": "green",
    "time": "15:30",
    "number": 2,
    "school": HOST,
    "staff": KEY_ADULT.id,
    "people": ["party:1", "party:2", "home_lead", "home_nominee", "host_lead"],
    "promises": [{"who": "home_lead", "what": WORDS, "by": ""}],
    "commitments": [{"what": WORDS, "kept": "met"}],
}
FIRST_DAYS = {"starts_on", "move_starts_on"}
MOVE, SIGNED, AT_LEISURE = "move_starts_on", 3, 8  # school days in which everybody signs after thinking
AHEAD = 4  # school days between a decision and a first day: everybody can get ready
DECISION = "review_decision"
LIKELY: Values = {"sen": "support", "looked_after": "no", "place_answer": "yes", "arrived_today": "yes"}


def values_for(
    protocol: Protocol, gates: Iterable[Gate], facts: Facts, offer: Offer, likely: Likely
) -> Values:
    """Answer what a step asks: as the walk wants it, else so that no rule has anything against it."""
    gates, found = tuple(gates), Values()
    for question in asked_on(protocol, facts, offer.step):
        if applies(question, facts.assuming(found, facts.today)):
            found[question.id] = _answer(question, gates, facts, offer.occurrence, likely)
            if question.reason:
                found[question.id + REASON] = WORDS
    return found | _after_thinking(protocol, facts, offer)


def _after_thinking(protocol: Protocol, facts: Facts, offer: Offer) -> Values:
    """Choose the first day of a move so that the family can think, and everybody sign."""
    thinking = thinking_before(protocol, offer.step)
    if not thinking or MOVE not in offer.step.asks:
        return {}
    to_sign = SIGNED if facts.phase else AT_LEISURE  # a direction has a last day
    return {MOVE: after_thinking(facts, thinking, to_sign).isoformat()}


def _answer(
    question: Question, gates: tuple[Gate, ...], facts: Facts, occurrence: str, likely: Likely
) -> Value:
    wanted = {**LIKELY, **likely.answers, DECISION: _decision(facts, occurrence, likely)}.get(question.id)
    match question.kind:
        case "date":
            return _day(question, facts, occurrence).isoformat()
        case "week":
            monday = date.fromisoformat(occurrence)
            days = (monday + timedelta(days=at) for at in range(5))
            return {on.isoformat(): FULL_DAY for on in days}
        case "yes_no" | "choice":
            options = tuple(question.options) or (Tri.YES.value, Tri.NO.value)
            return wanted if wanted in options else _unobjectionable(question, options, gates)
        case "choices":
            return [one for one in question.options if not _objected(question, one, gates)]
        case kind:
            return BY_KIND[kind]


def _decision(facts: Facts, occurrence: str, likely: Likely) -> str:
    """Decide to go on until the last review that the protocol asks for."""
    last = facts.last_planned_review(facts.placement)
    return likely.at_last if last and last.number == occurrence else "continue"


def _unobjectionable(question: Question, options: tuple[str, ...], gates: tuple[Gate, ...]) -> str:
    """Give the first answer that no rule objects to, else the first."""
    return next((one for one in options if not _objected(question, one, gates)), options[0])


def _objected(question: Question, answer: str, gates: tuple[Gate, ...]) -> bool:
    """Tell whether a rule stops or warns at this answer, whatever else is so."""
    return any(
        (gate.fact == question.id and answer in gate.when)
        or (gate.fact == f"{question.id}.{answer}" and Tri.YES in gate.when)
        for gate in gates
    )


def _day(question: Question, facts: Facts, occurrence: str) -> date:
    """Choose a day as people would: a first day is a Monday some days ahead; a day that was chosen stays."""
    home, review = facts.calendar("home"), facts.review(occurrence)
    given = facts.value(question.id)
    if given and not question.occasion and date.fromisoformat(given) >= facts.today:
        return date.fromisoformat(given)
    if question.id in FIRST_DAYS and facts.phase is None:
        return _monday(proposed_start(facts.today, home, facts.calendar("host"), AHEAD))
    match question.default:
        case "next_school_day":
            return home.next_school_day(facts.today)
        case "review_due" if review:
            return max(review.due_on, home.on_or_after(facts.today + timedelta(days=6)))
        case _:
            return facts.today


def _monday(on: date) -> date:
    return on + timedelta(days=-on.weekday() % 7)


# What follows ---------------------------------------------------------------------------------------------


def after(protocol: Protocol, facts: Facts, happenings: Iterable[Happening], host: Organisation) -> Facts:
    """Give the facts as they are after a step, with everything that follows from it."""
    for happening in happenings:
        facts = WRITTEN[happening.code](protocol, facts, happening.values, host)
    return facts


Write = Callable[[Protocol, Facts, Values, Organisation], Facts]


def _taken(protocol: Protocol, facts: Facts, values: Values, _host: Organisation) -> Facts:
    given: Values = values["values"]
    own = {name for name in given if protocol.questions[name.removesuffix(REASON)].occasion}
    at = datetime.combine(facts.today, NOON)
    kept = {name: given[name] for name in own}
    record = Record(
        values["step"], values["occurrence"], at, facts.today, "", kept, values.get("reasons", {})
    )
    answers = {
        name: Given(value, on=facts.today)
        for name, value in given.items()
        if name not in own and REASON not in name
    }
    return replace(facts, records=(*facts.records, record), answers={**facts.answers, **answers})


def _named(_protocol: Protocol, facts: Facts, values: Values, _host: Organisation) -> Facts:
    role = values["role"].removeprefix("host_")
    return replace(
        facts, staff={**facts.staff, role: Person(values["person"], f"The {role}".replace("_", " "))}
    )


def _sent(_protocol: Protocol, facts: Facts, values: Values, _host: Organisation) -> Facts:
    letter = Sent(values["letter"], values["occurrence"], facts.today)
    return replace(facts, letters=(*facts.letters, letter))


def _asked(_protocol: Protocol, facts: Facts, _values: Values, host: Organisation) -> Facts:
    asked = Approach(len(facts.approaches) + 1, host, facts.today)
    return replace(facts, approaches=(*facts.approaches, asked))


def _approach(facts: Facts, number: str, **changes: Value) -> tuple[Approach, ...]:
    return tuple(replace(one, **changes) if str(one.id) == number else one for one in facts.approaches)


def _answered(_protocol: Protocol, facts: Facts, values: Values, _host: Organisation) -> Facts:
    answer = values["answer"]
    changes = {"answer": answer, "answered_on": facts.today, "closed": answer != "yes"}
    return replace(facts, approaches=_approach(facts, values["approach"], **changes))


def _chosen(_protocol: Protocol, facts: Facts, values: Values, host: Organisation) -> Facts:
    return replace(facts, host=host, approaches=_approach(facts, values["approach"], chosen=True))


def _begun(facts: Facts, values: Values, **more: Value) -> Facts:
    """Begin a placement with its reviews."""
    number = len(facts.phases) + 1
    phase = Phase(number, PhaseKind(values["kind"]), "", facts.today, values["starts_on"], **more)
    reviews = (Review(name, number, week, due_on) for name, week, due_on in values["reviews"])
    return replace(facts, phases=(*facts.phases, phase), reviews=(*facts.reviews, *reviews))


def _decided(_protocol: Protocol, facts: Facts, values: Values, _host: Organisation) -> Facts:
    return _begun(facts, values, ends_on=values["ends_on"], days=values["days"])


def _phase(facts: Facts, **changes: Value) -> Facts:
    """Change the placement that is open, if there is one."""
    now = facts.phase
    phases = tuple(replace(one, **changes) if one is now else one for one in facts.phases)
    return replace(facts, phases=phases)


def _completed(_protocol: Protocol, facts: Facts, values: Values, _host: Organisation) -> Facts:
    was_there = facts.phase is not None
    starts_on = values["starts_on"]
    ended = _phase(facts, ended_on=starts_on, outcome=PhaseOutcome.MANAGED_MOVE)
    return _begun(ended, values, ends_on=None, arrived_on=starts_on if was_there else None)


def _review(facts: Facts, number: str, **changes: Value) -> Facts:
    reviews = (replace(one, **changes) if one.number == number else one for one in facts.reviews)
    return replace(facts, reviews=tuple(reviews))


def _drawn(protocol: Protocol, facts: Facts, values: Values, _host: Organisation) -> Facts:
    kind, phase = values["paper"], facts.phase
    version = 1 + sum(one.paper == kind for one in facts.papers)
    signers = signers_of(protocol, facts, kind)
    drawn = PaperVersion(
        len(facts.papers) + 1, kind, phase.id if phase else None, version, "", facts.today, signers
    )
    return replace(facts, papers=(*facts.papers, drawn))


def _week(_protocol: Protocol, facts: Facts, values: Values, _host: Organisation) -> Facts:
    marks = {on: (am, pm) for on, (am, pm) in values["marks"].items()}
    return replace(
        facts, weeks=(*facts.weeks, Week(date.fromisoformat(values["monday"]), marks, facts.today))
    )


def _closed(_protocol: Protocol, facts: Facts, values: Values, _host: Organisation) -> Facts:
    return replace(facts, outcome=CaseOutcome(values["outcome"]))


# Of each thing that can follow from a step: what is so afterwards.
WRITTEN: dict[str, Write] = {
    "step_taken": _taken,
    "family_told": lambda protocol, facts, values, host: facts,
    "person_named": _named,
    "letter_due": _sent,
    "school_asked": _asked,
    "approach_answered": _answered,
    "school_chosen": _chosen,
    "placement_decided": _decided,
    "arrived": lambda protocol, facts, values, host: _phase(facts, arrived_on=values["on"]),
    "week_recorded": _week,
    "review_invited": lambda protocol, facts, values, host: _review(
        facts, values["review"], invited_on=facts.today, meets_on=values["on"]
    ),
    "review_held": lambda protocol, facts, values, host: _review(
        facts, values["review"], held_on=values["on"]
    ),
    "review_decided": lambda protocol, facts, values, host: _review(
        facts, values["review"], decided_on=facts.today, decision=values["decision"]
    ),
    "paper_drawn": _drawn,
    "placement_ended": lambda protocol, facts, values, host: _phase(
        facts, ended_on=facts.today, outcome=values["outcome"]
    ),
    "move_completed": _completed,
    "case_closed": _closed,
}
