"""Is what was typed an answer to what was asked?"""

from datetime import date
from typing import Any

from freshstart.process.facts import Facts, Values
from freshstart.process.protocols import Protocol, Question, Step
from freshstart.process.refusals import Incomplete
from freshstart.process.vocabulary import Tri

REASON = "__why"
_EMPTY: tuple[Any, ...] = (None, "", [], {})


def checked(protocol: Protocol, step: Step, facts: Facts, values: Values) -> Values:
    """Give the values that belong to a step; refuse (Incomplete) with an error for each question.

    Values are plain: text, numbers, lists, ISO dates. What was not asked is an error, never passed over.
    """
    questions = {question.id: question for question in protocol.asked(step)}
    allowed = set(questions) | {name + REASON for name in questions}
    errors = {name: "This was not asked here." for name in values if name not in allowed}
    for name, question in questions.items():
        problem = problem_with(question, values.get(name))
        if problem:
            errors[name] = problem
    if errors:
        raise Incomplete(errors)
    return {name: value for name, value in values.items() if value not in _EMPTY}


def problem_with(question: Question, value: Any) -> str:
    """Say what is wrong with one answer, in the user's words; nothing where it is right."""
    if value in _EMPTY:
        return _missing(question) if question.required else ""
    match question.kind:
        case "yes_no":
            allowed = {str(one) for one in Tri}
            return "" if value in allowed else "Choose yes, no or not known yet."
        case "choice":
            return "" if value in question.options else "Choose one of the answers."
        case "choices":
            return "" if set(value) <= set(question.options) else "Choose from the answers."
        case "date":
            return "" if _is_date(value) else "Enter a real date, for example 30 11 2026."
        case "number":
            right = isinstance(value, int) and value > 0
            return "" if right else "Enter a whole number, for example 2."
        case _:
            return ""


def _missing(question: Question) -> str:
    if question.kind in {"choice", "choices", "yes_no", "people", "school", "staff"}:
        return f"Choose an answer: {question.label[0].lower()}{question.label[1:]}."
    return f"Fill this in: {question.label[0].lower()}{question.label[1:]}."


def _is_date(value: Any) -> bool:
    try:
        date.fromisoformat(str(value))
    except ValueError:
        return False
    return True
