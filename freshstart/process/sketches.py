"""Does what somebody wrote down of a case by hand belong to the protocol, name by name and answer by answer?

What cannot be is a problem that names its place in the file.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, time

from freshstart.process.answers import problem_with
from freshstart.process.assessments import AnswerLines, ApproachLines, PartyLines, PlaceLines, Sketch
from freshstart.process.calendars import Calendar
from freshstart.process.facts import Approach, Organisation, Party, Pupil, Sent
from freshstart.process.faults import nearest
from freshstart.process.laws import LawEdition
from freshstart.process.permissions import ROLES
from freshstart.process.protocols import Protocol, Question, Whose
from freshstart.process.values import Value
from freshstart.process.vocabulary import RELATION_WORDS, Relation, Tri

USUAL_YEAR = 8
SEPTEMBER = 9  # in which the school year begins
RESPONSIBLE = {Tri.YES: True, Tri.NO: False, Tri.NOT_KNOWN: None}
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
        called = {one.name: one for one in self.parties if one.name != RELATION_WORDS[one.relation]}
        return {**alone, **called}

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


# Who and where --------------------------------------------------------------------------------------------


def pupil(desk: Desk) -> Pupil:
    """Give the child; of year group and date of birth the one by the other."""
    lines, began = desk.sketch.pupil, desk.on.year - (desk.on.month < SEPTEMBER)
    born = lines.born or date(began - 4 - (lines.year or USUAL_YEAR), 1, 1)
    year = lines.year or began - 5 - (born.year - (born.month < SEPTEMBER))
    if not (lines.year or lines.born):
        desk.assumed.append(f"The child is in Year {year}.")
    given, _, family = lines.name.partition(" ")
    return Pupil(given, family, lines.known_as, born, year, lines.upn)


def parties(desk: Desk) -> Iterator[Party]:
    """Give the child and the others, numbered from 1."""
    lines, child = desk.sketch.parties, desk.sketch.pupil.name
    if "parties" not in desk.sketch.model_fields_set:
        desk.assumed.append("One parent is asked: the mother, who has parental responsibility.")
    if all(one.relation is not Relation.PUPIL for one in lines):
        yield _party(1, PartyLines(relation=Relation.PUPIL, name=child))
    for number, one in enumerate(lines, 2):
        yield _party(number, one)


def _party(number: int, lines: PartyLines) -> Party:
    adult = lines.relation not in {Relation.PUPIL, Relation.SOCIAL_WORKER}
    name = lines.name or RELATION_WORDS[lines.relation]
    responsible = RESPONSIBLE[lines.responsibility] if adult else None
    return Party(number, name, lines.relation, responsible, lines.asked, lines.reached)


def organisation(desk: Desk, number: int, lines: PlaceLines, whose: Whose) -> Organisation:
    """Give a school or council with its school days."""
    return Organisation(
        number,
        lines.name,
        lines.name,
        is_mainstream=lines.mainstream,
        is_registered_school=lines.registered,
        governance=lines.governance,
        calendar=_calendar(desk, lines.name, whose).to_plain(),
    )


def _calendar(desk: Desk, name: str, whose: Whose) -> Calendar:
    """Give the school days of a place as they are written, else every weekday but the holidays."""
    written = desk.sketch.calendars
    lines = {"home": written.home, "host": written.host, "council": written.council}[whose] or written.all
    if lines is None:
        desk.assumed.append("Where no calendar is written, school is on every weekday but bank holidays.")
        return Calendar.weekdays(name, desk.holidays)
    try:
        terms = tuple((first, last) for first, last in lines.terms)
        return Calendar(name, terms, frozenset(lines.closed), provisional=False)
    except ValueError as error:
        desk.say(f"calendars.{whose}", str(error))
        return Calendar.weekdays(name)


def receive(desk: Desk) -> None:
    """Let a receiving school that is only named have been asked, have said yes and have been chosen."""
    sketch = desk.sketch
    chosen = [one for one in sketch.approaches if one.chosen]
    if len(chosen) > 1:
        desk.say("approaches", "two schools are chosen. Only one can be the receiving school.")
    elif not sketch.approaches and (sketch.host or sketch.phases or sketch.stages_done):
        name = sketch.host.name if sketch.host else "The new school"
        sketch.approaches.append(ApproachLines(school=name, answer="yes", chosen=True))
        desk.assumed.append(f"{name} was asked, said yes and was chosen.")
    elif sketch.host and sketch.approaches:
        mine = [one for one in sketch.approaches if one.school == sketch.host.name]
        if desk.knows("host.name", sketch.host.name, [one.school for one in sketch.approaches]):
            mine[0].chosen = True


def receiving_school(desk: Desk) -> Organisation | None:
    """Give the school that was chosen; None while there is none."""
    chosen = [number for number, one in enumerate(desk.sketch.approaches) if one.chosen]
    if not chosen:
        return None
    name = desk.sketch.approaches[chosen[0]].school
    return organisation(desk, 2, desk.sketch.host or PlaceLines(name=name), "host")


def approaches(desk: Desk) -> Iterator[Approach]:
    """Give the schools that were asked, numbered from 1; once one is chosen the others are let go."""
    chosen = any(one.chosen for one in desk.sketch.approaches)
    for number, one in enumerate(desk.sketch.approaches, 1):
        place, answer = f"approaches.{number}", one.answer or ("yes" if one.chosen else "")
        if one.answered and not answer:
            desk.say(place, "it answered, and the answer is missing. Write answer = “yes” or “no”.")
        answered = desk.day(f"{place}.answered", one.answered) if answer else None
        asked = desk.day(f"{place}.asked", one.asked or answered)
        school = Organisation(desk.number_of(one.school), one.school, one.school)
        closed = one.closed or answer == "no" or (chosen and not one.chosen)
        yield Approach(number, school, asked, answer, answered, chosen=one.chosen, closed=closed)
