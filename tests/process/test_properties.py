"""What holds of every protocol and every case, however they are put together?"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from freshstart.outside.books import editions, protocols
from freshstart.process.answers import applies, problem_with
from freshstart.process.deadlines import due
from freshstart.process.facts import Facts, Given, Record
from freshstart.process.grounds import ground, rules_for
from freshstart.process.laws import LawEdition, Rule, edition_on, law_for
from freshstart.process.predicates import asked_by, holds, names_for
from freshstart.process.protocols import Protocol, Question, QuestionKind, Step
from freshstart.process.refusals import Incomplete, NotNow
from freshstart.process.steps import NOBODY, Attempt, State, available, decide, reasons_against
from freshstart.process.values import Values
from freshstart.process.vocabulary import Effect, Tri
from tests.process.samples import (
    CASES,
    DANIEL,
    FIRST_DAY,
    HOST,
    TODAY,
    asked,
    case_of,
    changed,
    demands,
    directed,
    facts,
    record,
    somebody,
    with_step,
)

ALL = sorted(protocols())
TODAYS = [one for one in protocols().values() if one.in_force_until is None]
STOPS = {Effect.BLOCK, Effect.WARN, Effect.EVIDENCE}


# No protocol loosens the law ------------------------------------------------------------------------------


# Facts on which the rules of Wales bite; of England they stand in the table.
IN_WALES: dict[str, Facts] = {
    "cy_03": directed(),
    "cy_05": CASES["drawn"],
    "cy_06": CASES["drawn"],
    "cy_07": CASES["agreed"],
}


def shown(rule: Rule, act: str) -> Iterator[tuple[Facts, str]]:
    """Give the cases on which a rule is shown to bite, each with its occasion."""
    if rule.id in IN_WALES:
        yield IN_WALES[rule.id], ""
    for row in demands()["stop"]:
        if (row["rule"], row["act"]) == (rule.id, act):
            yield case_of(row["bites"]), row.get("occasion", "")


def stopping(protocol: Protocol) -> Iterator[tuple[Rule, str]]:
    """Give each rule of today's law that stops something this protocol does, with what it stops."""
    done = {effect for step in protocol.step for effect in step.does}
    for rule in rules_for(protocol, edition_on(editions(), TODAY, protocol.jurisdiction)):
        if rule.effect in STOPS:
            yield from ((rule, act) for act in rule.on if act in done)


LAWS = [(protocol, rule, act) for protocol in TODAYS for rule, act in stopping(protocol)]
ANSWERS: dict[QuestionKind, Any] = {
    "text": "Yes",
    "words": "It is written",
    "lines": ["One"],
    "yes_no": "yes",
    "rating": "green",
    "date": FIRST_DAY.isoformat(),
    "time": "15:30",
    "number": 2,
    "school": HOST.id,
    "staff": DANIEL.id,
    "people": ["home_head"],
    "week": {"2026-11-30": ["/", "\\"]},
    "promises": [{"who": "lead", "what": "Rings"}],
    "commitments": [{"what": "Rings", "kept": "met"}],
}


def answer_to(question: Question) -> Any:
    """Give some right answer to a question."""
    first = list(question.options)[:1]
    return (first if question.kind == "choices" else first[0]) if first else ANSWERS[question.kind]


def as_asked(protocol: Protocol, case: Facts) -> Facts:
    """Leave a case the answers to what this protocol asks on such a case, and no others."""
    asked_here = {one.id for one in protocol.question if applies(one, case)}
    return replace(case, answers={name: one for name, one in case.answers.items() if name in asked_here})


def typed(protocol: Protocol, step: Step, case: Facts, but: str) -> Values:
    """Answer everything a step asks on a case as the case has it, or else somehow; `but` one question."""
    values: Values = {}
    for question in (*protocol.asked(step), *protocol.asked(step)):
        known = case.value(question.id)
        if applies(question, case.assuming(values, case.today)) and (known or question.id != but):
            values[question.id] = known or answer_to(question)
            values |= {f"{question.id}__why": "So it is"} if question.reason_required else {}
    return values


@pytest.mark.parametrize(("protocol", "rule", "act"), LAWS, ids=lambda one: getattr(one, "id", one))
def test_no_protocol_loosens_the_law(protocol: Protocol, rule: Rule, act: str) -> None:
    """Whoever takes the step that does the act is refused for the rule, or asked for a reason or an answer.

    Looked at alone: the step is open, the protocol has no rules of its own, and the law no other.
    """
    law = edition_on(editions(), TODAY, protocol.jurisdiction).model_copy(update={"rule": (rule,)})
    cases = [(as_asked(protocol, case), occasion) for case, occasion in shown(rule, act)]
    assert cases
    for step in (one for one in protocol.step if act in one.does):
        bare = changed(with_step(protocol, step.id, opens=(), shuts=(), repeat=True), gate=())
        for case, occasion in cases:
            attempt = Attempt(step.id, occasion, typed(protocol, step, case, asked_by(rule.fact)))
            refused = refused_for(bare, law, case, attempt)
            assert refused & {rule.id, f"reason__{rule.id}", asked_by(rule.fact)}


def refused_for(protocol: Protocol, law: LawEdition, case: Facts, attempt: Attempt) -> set[str]:
    """Say for what the step is refused to whoever may take it: rules, reasons to be given, questions."""
    try:
        decide(protocol, law, case, attempt, somebody(*protocol.steps[attempt.step].who))
    except Incomplete as refused:
        return set(refused.errors)
    except NotNow as refused:
        return {reason.rule for reason in refused.reasons} or {refused.what}
    return set()


@pytest.mark.parametrize("protocol", TODAYS, ids=lambda one: one.id)
def test_what_a_protocol_adds_takes_no_reason_of_the_law_away(protocol: Protocol) -> None:
    law = edition_on(editions(), TODAY, protocol.jurisdiction)
    bare = changed(protocol, gate=())
    for case in CASES.values():
        for step in protocol.step:
            alone, together = (
                set(reasons_against(one, law, case, step, "", answered=True)) for one in (bare, protocol)
            )
            assert alone <= together


def test_every_rule_that_stops_is_wanted_by_some_protocol_of_today() -> None:
    """But for what began before 26 July 2026, and for a direction in Wales: nothing does either any more."""
    wanted = {rule.id for _, rule, _ in LAWS}
    for jurisdiction in ("england", "wales"):
        law = edition_on(editions(), TODAY, jurisdiction)
        left = {rule.id for rule in law.rule if rule.effect in STOPS} - wanted
        assert left <= {"mm_01", "cy_04"}


# Nothing that a case can be makes the rules stumble --------------------------------------------------------

CHOSEN = facts(host=HOST, approaches=(asked("yes", chosen=True),))
STATES = [*CASES.values(), facts(), facts(parties=()), facts(approaches=(asked(),)), CHOSEN]
DAYS = st.integers(min_value=-40, max_value=400).map(lambda days: TODAY + timedelta(days=days))
TEXTS = st.sampled_from(["", "Yes", "no", "red", "not_known"])


def any_answer(question: Question) -> st.SearchStrategy[Any]:
    """Give any answer that a question takes, or none."""
    if question.options:
        one = st.sampled_from(list(question.options))
        return one if question.kind == "choice" else st.lists(one, unique=True)
    some: dict[QuestionKind, st.SearchStrategy[Any]] = {
        "yes_no": st.sampled_from(list(Tri)),
        "rating": st.sampled_from(["red", "amber", "green"]),
        "date": DAYS.map(date.isoformat),
        "text": TEXTS,
        "words": TEXTS,
        "lines": st.lists(TEXTS, max_size=2),
    }
    return st.none() | some.get(question.kind, st.just(answer_to(question)))


@st.composite
def any_case(draw: st.DrawFn, protocol: Protocol) -> Facts:
    """Give some case at some day, with some steps taken and some questions answered, in whatever order."""
    case, today = draw(st.sampled_from(STATES)), draw(DAYS)
    questions = draw(st.lists(st.sampled_from(protocol.question), unique_by=lambda one: one.id, max_size=9))
    answers = {one.id: Given(draw(any_answer(one)), on=draw(DAYS)) for one in questions}
    taken = draw(st.lists(st.sampled_from(protocol.step), max_size=9))
    records = tuple(taking(draw, step) for step in taken)
    return replace(case, today=today, answers={**case.answers, **answers}, records=(*case.records, *records))


def taking(draw: st.DrawFn, step: Step) -> Record:
    occasion = {"review": "d4", "approach": "7", "week": "2026-11-30", "": ""}.get(step.each, "none")
    here = draw(st.sampled_from(["yes", "no"]))
    return record(step.id, draw(DAYS), occasion, arrived_today=here, who_met=["home_nominee"])


@pytest.mark.parametrize("name", ALL)
@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_whatever_a_case_is_it_is_known_what_can_be_done_and_what_is_owed(
    name: str, data: st.DataObject
) -> None:
    protocol = protocols()[name]
    case = data.draw(any_case(protocol))
    law = law_for(editions(), protocol.jurisdiction, case)
    offers = available(protocol, law, case, NOBODY)
    assert len({offer.key for offer in offers}) == len(offers)
    for offer in offers:
        assert (offer.state is State.LATER) <= bool(offer.reasons)
        assert all(reason.why and reason.way_on and reason.source for reason in offer.reasons)
    for debt in due(protocol, law, case):
        assert debt.owners
        assert debt.source
    for fact in names_for(protocol):
        assert holds(case, fact) in tuple(Tri)


@pytest.mark.parametrize("name", ALL)
@settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_what_stands_open_is_refused_only_for_what_was_typed(name: str, data: st.DataObject) -> None:
    """A button and its guard do not drift apart: no step that is offered is then not to be taken at all."""
    protocol = protocols()[name]
    case = data.draw(any_case(protocol))
    law = law_for(editions(), protocol.jurisdiction, case)
    reads = {gate.id: asked_by(gate.fact) for gate in ground(protocol, law).gates}
    for offer in available(protocol, law, case, NOBODY):
        if offer.is_open and offer.step.each not in {"approach", "sign_off"}:
            asked_here = {f"{question}{why}" for question in offer.step.asks for why in ("", "__why")}
            known = {f"reason__{one.rule}" for one in offer.reasons}
            about = {rule for rule, question in reads.items() if question in offer.step.asks}
            refused = refused_for(protocol, law, case, Attempt(offer.step.id, offer.occurrence))
            assert refused <= asked_here | known | about | {f"reason__{rule}" for rule in about}


@pytest.mark.parametrize("name", ALL)
def test_each_question_takes_an_answer(name: str) -> None:
    for question in protocols()[name].question:
        assert problem_with(question, answer_to(question)) == ""
