"""Is what was typed an answer to what was asked?"""

import re
from collections.abc import Callable
from datetime import date
from itertools import chain

from freshstart.process.attendances import BadMark, read
from freshstart.process.facts import Facts
from freshstart.process.predicates import asked_by, holds
from freshstart.process.protocols import Protocol, Question, QuestionKind, Step
from freshstart.process.refusals import Incomplete
from freshstart.process.values import EMPTY, Value, Values
from freshstart.process.vocabulary import RATINGS, Tri
from freshstart.process.wordings import KEPT

REASON = "__why"
TIME = re.compile(r"([01]?\d|2[0-3]):[0-5]\d")
TO_CHOOSE: tuple[QuestionKind, ...] = ("choice", "rating", "choices", "yes_no", "people", "school", "staff")


def applies(question: Question, facts: Facts) -> bool:
    """Tell whether a question is asked on this case: where the facts in its `when` are all so."""
    return all(holds(facts, name) is Tri.YES for name in question.when)


def asked_on(protocol: Protocol, facts: Facts, step: Step) -> tuple[Question, ...]:
    """Give the questions of a step that are asked on this case, or may be by another answer of the step."""
    return tuple(
        question
        for question in protocol.asked(step)
        if all(holds(facts, name) is Tri.YES or asked_by(name) in step.asks for name in question.when)
    )


def checked(protocol: Protocol, facts: Facts, step: Step, values: Values) -> Values:
    """Give the values that belong to a step; refuse (Incomplete) with an error for each question.

    Values are plain: text, numbers, lists, ISO dates. What was not asked is an error, never passed over.
    """
    given = {name: value for name, value in values.items() if REASON not in name}
    assumed = facts.assuming(given, facts.today)
    questions = {question.id: question for question in protocol.asked(step)}
    asked = {name: question for name, question in questions.items() if applies(question, assumed)}
    allowed = set(questions) | {name + REASON for name in questions}
    errors = {name: "This was not asked here." for name in values if name not in allowed}
    errors |= {
        name: "This does not go with your other answers. Clear it, or change them."
        for name in questions.keys() - asked.keys()
        if values.get(name) not in EMPTY
    }
    for name, question in asked.items():
        problem = problem_with(question, values.get(name))
        if problem:
            errors[name] = problem
        elif question.reason_required and values.get(name) not in EMPTY and not values.get(name + REASON):
            errors[name + REASON] = f"Write a line: {question.reason[0].lower()}{question.reason[1:]}"
    if errors:
        raise Incomplete(errors)
    return {name: value for name, value in values.items() if value not in EMPTY}


def problem_with(question: Question, value: Value) -> str:
    """Say what is wrong with one answer, in the user's words; nothing where it is right."""
    if value in EMPTY:
        return _missing(question) if question.required else ""
    is_right, otherwise = CHECKS[question.kind]
    return "" if is_right(question, value) else otherwise


def _missing(question: Question) -> str:
    verb = "Choose an answer" if question.kind in TO_CHOOSE else "Fill this in"
    return f"{verb}: {question.label[0].lower()}{question.label[1:]}."


def _is_text(_question: Question, value: Value) -> bool:
    return isinstance(value, str)


def _are_texts(_question: Question, value: Value) -> bool:
    return isinstance(value, list) and all(isinstance(one, str) for one in value)


def _is_number(_question: Question, value: Value) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value > 0


def _is_day(value: Value) -> bool:
    try:
        day = date.fromisoformat(value)
    except (TypeError, ValueError):
        return False
    return day.isoformat() == str(value)


def _is_week(_question: Question, value: Value) -> bool:
    """Tell whether each day has two marks, each of them empty or a code of the register."""
    if not isinstance(value, dict) or not all(_is_day(on) for on in value):
        return False
    try:
        marks = [read(mark) for mark in chain.from_iterable(value.values()) if mark]
    except (AttributeError, BadMark, TypeError):
        return False
    return bool(marks) and all(len(day) == 2 for day in value.values())


def _rows_hold(*keys: str) -> Callable[[Question, Value], bool]:
    """Make a check of rows that must have these keys, each with some text."""

    def check(_question: Question, value: Value) -> bool:
        return isinstance(value, list) and all(
            isinstance(row, dict) and all(isinstance(row.get(key), str) and row[key].strip() for key in keys)
            for row in value
        )

    return check


def _are_kept(question: Question, value: Value) -> bool:
    return _rows_hold("what", "kept")(question, value) and all(row["kept"] in KEPT for row in value)


# Of each kind of question: what is an answer to it, and what is said where something else was typed.
CHECKS: dict[QuestionKind, tuple[Callable[[Question, Value], bool], str]] = {
    "text": (_is_text, "Write this in words."),
    "words": (_is_text, "Write this in words."),
    "lines": (_are_texts, "Write one line for each."),
    "yes_no": (lambda question, value: value in tuple(Tri), "Choose yes, no or not known yet."),
    "choice": (lambda question, value: value in tuple(question.options), "Choose one of the answers."),
    "rating": (lambda question, value: value in tuple(RATINGS), "Choose red, amber or green."),
    "choices": (
        lambda question, value: _are_texts(question, value) and set(value) <= set(question.options),
        "Choose from the answers.",
    ),
    "date": (lambda question, value: _is_day(value), "Enter a real date, for example 30 11 2026."),
    "time": (
        lambda question, value: isinstance(value, str) and bool(TIME.fullmatch(value)),
        "Enter a time, for example 15:30.",
    ),
    "number": (_is_number, "Enter a whole number, for example 2."),
    "school": (_is_number, "Choose a school."),
    "staff": (_is_number, "Choose a person."),
    "people": (_are_texts, "Choose from the people."),
    "week": (_is_week, "Give each day its two marks, each a code of the register."),
    "commitments": (_are_kept, "Say of each promise whether it was kept."),
    "promises": (_rows_hold("who", "what"), "Say who does what."),
}
