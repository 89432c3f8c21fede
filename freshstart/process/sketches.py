"""Does what somebody wrote down of a case by hand belong to the protocol, name by name and answer by answer?

What cannot be is a problem that names its place in the file.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date, time

from freshstart.process.answers import problem_with
from freshstart.process.assessments import AnswerLines, Sketch
from freshstart.process.facts import Party, Sent, Value
from freshstart.process.faults import nearest
from freshstart.process.laws import LawEdition
from freshstart.process.permissions import ROLES
from freshstart.process.protocols import Protocol, Question

STAFF = {
    "facilitator": "The facilitator",
    "key_adult": "The key adult",
    "social_worker": "The social worker",
}
STAFF_FROM = 100  # the numbers of people and schools that only the file names begin here


@dataclass(slots=True)
class Desk:
    """What lies at hand while a sketch is read, and what was found wrong or taken as usual."""

    sketch: Sketch
    protocol: Protocol
    editions: Sequence[LawEdition]
    on: date
    holidays: frozenset[date] = frozenset()
    parties: tuple[Party, ...] = ()
    sent: list[Sent] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    assumed: list[str] = field(default_factory=list)

    def say(self, place: str, problem: str) -> None:
        """Write down a problem with its place in the file."""
        self.problems.append(f"{place}: {problem}")

    def knows(self, place: str, name: str, known: Collection[str]) -> bool:
        """Tell whether a name is known; if not, say so with the nearest ones."""
        if name not in known:
            otherwise = "Correct it, or take it out."
            self.say(place, f"there is no “{name}” here. {nearest(name, known, otherwise)}")
        return name in known

    def day(self, place: str, on: date | None) -> date:
        """Give the day of something that happened, else the day of the assessment."""
        if on is None:
            self.assumed.append(f"What has no day in the file happened on {self.on}.")
        elif on > self.on:
            self.say(place, f"{on} comes after {self.on}, the day of the assessment. Correct one of the two.")
        return on or self.on

    def people(self) -> dict[str, Party]:
        """Give those without an account by their names, and by their relations where one person has it."""
        relations = [party.relation for party in self.parties]
        alone = {str(one.relation): one for one in self.parties if relations.count(one.relation) == 1}
        return {**alone, **{party.name: party for party in self.parties}}

    def number_of(self, name: str) -> int:
        """Give a number to a person or school that only the file names."""
        if name not in self.names:
            self.names.append(name)
        return STAFF_FROM + self.names.index(name)


# Answers --------------------------------------------------------------------------------------------------


def plain(value: Value) -> Value:
    """Give a value of a file as answers are kept: days and times as text."""
    if isinstance(value, time):
        return f"{value:%H:%M}"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, dict):
        return {key: plain(one) for key, one in value.items()}
    return [plain(one) for one in value] if isinstance(value, list) else value


def answer(desk: Desk, place: str, question: Question, lines: AnswerLines) -> Value:
    """Give the value of an answer; what is no answer to the question is a problem."""
    value = plain(lines.value)
    match question.kind:
        case "staff" if isinstance(value, str) and value:
            if question.id in STAFF:
                desk.sketch.staff.setdefault(question.id, value)
            value = desk.number_of(value)
        case "school" if isinstance(value, str) and value:
            value = desk.number_of(value)
        case "people" if isinstance(value, list):
            value = [_person(desk, place, one) for one in value]
        case "promises" | "commitments" if isinstance(value, list):
            value = [_promise(desk, place, one) for one in value]
    problem = problem_with(question, value)
    if problem:
        desk.say(place, f"{problem}{_options(question, value)}")
    if lines.reason and not question.reason:
        desk.say(place, "this question asks no reason. Take it out.")
    return value


def _options(question: Question, value: Value) -> str:
    """Name the options that a wrong answer may have meant."""
    options = ["yes", "no", "not_known"] if question.kind == "yes_no" else [*question.options]
    wrong = [one for one in (value if isinstance(value, list) else [value]) if one not in options]
    return f" {nearest(str(wrong[0]), options)}" if options and wrong else ""


def _person(desk: Desk, place: str, name: Value) -> Value:
    """Give a role as it is, and somebody without an account as their signature names them."""
    people = desk.people()
    if not isinstance(name, str) or name in ROLES:
        return name
    desk.knows(place, name, {*ROLES, *people})
    return f"party:{people[name].id}" if name in people else name


def _promise(desk: Desk, place: str, row: Value) -> Value:
    return {**row, "who": _person(desk, place, row["who"])} if isinstance(row, dict) and "who" in row else row
