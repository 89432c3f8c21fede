"""How does a question of a protocol become fields of a form, and a form the answers again?"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import Any

from django import forms
from django.http import QueryDict

from freshstart.models.organisations import Organisation
from freshstart.pages.fields import DateField
from freshstart.process.answers import REASON
from freshstart.process.attendances import CODES
from freshstart.process.facts import Facts
from freshstart.process.protocols import Question
from freshstart.process.refusals import Incomplete, Reason
from freshstart.process.tones import Found
from freshstart.process.values import Values
from freshstart.process.vocabulary import RATINGS
from freshstart.process.wordings import KEPT, TRI_WORDS, role_words

NOTHING_CHOSEN = ("", "Choose")
SPARE_ROWS = 2


@dataclass(frozen=True, slots=True)
class Room:
    """What the fields of a form are made from: the facts, and who and which schools can be chosen."""

    facts: Facts
    people: Sequence[tuple[str, str]]
    staff: Sequence[tuple[int, str]]
    schools: Sequence[Organisation]
    defaults: Mapping[str, Any]
    marks: Mapping[str, Sequence[str]] = field(default_factory=dict)


def initial(question: Question, room: Room) -> Any:
    """Give what stands in a field at first: what is known already, else the question's default."""
    given = room.facts.answers.get(question.id) if room.facts else None
    if given is not None and not question.occasion:
        return given.value
    return question.default if question.default in question.options else room.defaults.get(question.default)


class StepForm(forms.Form):
    """Ask the questions of a step, and a reason for each warning."""

    seen = forms.JSONField(widget=forms.HiddenInput, required=False)
    listened = forms.CharField(widget=forms.HiddenInput, required=False)
    read_by_family: frozenset[str] = frozenset()
    heard: Mapping[str, tuple[Found, ...]] = MappingProxyType({})

    def __init__(
        self, questions: Sequence[Question], room: Room, warnings: Sequence[Reason], **more: Any
    ) -> None:
        super().__init__(**more)
        self.questions, self.room, self.warnings = questions, room, warnings
        self.initial["seen"] = {
            one.id: given.version if (given := room.facts.answers.get(one.id)) else 0
            for one in questions
            if not one.occasion
        }
        for question in questions:
            self._ask(question)
        for warning in warnings:
            self._ask_reason(warning)

    def _ask(self, question: Question) -> None:
        first = initial(question, self.room)
        self.fields.update(fields_for(question, self.room, first))
        if question.reason:
            given = self.room.facts.answers.get(question.id)
            words = forms.CharField(
                label=question.reason,
                required=False,
                widget=forms.Textarea(attrs={"rows": 2}),
                initial=given.reason if given else "",
            )
            self.fields[question.id + REASON] = words

    def _ask_reason(self, warning: Reason) -> None:
        self.fields[f"reason__{warning.rule}"] = forms.CharField(
            label="Why is it right to go on all the same?",
            help_text=f"{warning.why} {warning.way_on} Source: {warning.source}.",
            required=False,
            widget=forms.Textarea(attrs={"rows": 2}),
        )

    def values(self) -> Values:
        """Give the answers in plain values, without what was left empty."""
        found: Values = {}
        for question in self.questions:
            value = read_value(question, self.cleaned_data, self.room)
            if value not in (None, "", [], {}):
                found[question.id] = value
            reason = self.cleaned_data.get(question.id + REASON, "").strip()
            if reason:
                found[question.id + REASON] = reason
        return found

    def has_heard(self, heard: Mapping[str, tuple[Found, ...]], mark: str) -> None:
        """Show what was heard in what was typed; the same words may go out when they are sent again."""
        self.heard = heard
        sent = QueryDict(mutable=True)
        sent.update(self.data)
        sent["listened"] = mark
        self.data = sent

    def has_seen_what_stands(self) -> None:
        """Let what is sent next count as having seen what stands now: the page says what has changed."""
        sent = QueryDict(mutable=True)
        sent.update(self.data)
        sent["seen"] = json.dumps(self.initial["seen"])
        self.data = sent

    def reasons(self) -> dict[str, str]:
        """Give the reasons for warnings, by rule."""
        return {
            name.removeprefix("reason__"): value
            for name, value in self.cleaned_data.items()
            if name.startswith("reason__") and value
        }

    def show(self, incomplete: Incomplete) -> None:
        """Show what is missing or wrong beside its field."""
        for name, words in incomplete.errors.items():
            known = (
                name
                if name in self.fields
                else next((one for one in self.fields if one.startswith(name)), None)
            )
            self.add_error(known, words)

    def rows(self) -> list[tuple[Question | None, list[forms.BoundField]]]:
        """Give the fields of each question together, in order, then the reasons for warnings."""
        found: list[tuple[Question | None, list[forms.BoundField]]] = []
        for question in self.questions:
            names = [
                name for name in self.fields if name == question.id or name.startswith(question.id + "__")
            ]
            found.append((question, [self[name] for name in names]))
        found += [(None, [self[f"reason__{warning.rule}"]]) for warning in self.warnings]
        return found


def fields_for(question: Question, room: Room, first: Any) -> dict[str, forms.Field]:
    """Make the field of a question, or its fields where the answer has several parts.

    Nothing is required here: the rules say what is missing, in the same words for page and API.
    """
    common: dict[str, Any] = {"label": question.text, "help_text": question.hint, "required": False}
    match question.kind:
        case "promises":
            return _promises(question, room, first or [])
        case "commitments":
            return _commitments(question, room)
        case "week":
            return _week(question, room)
        case "lines":
            words = forms.Textarea(attrs={"rows": 4})
            return {question.id: forms.CharField(**common, widget=words, initial="\n".join(first or []))}
        case "words":
            return {
                question.id: forms.CharField(
                    **common, widget=forms.Textarea(attrs={"rows": 3}), initial=first
                )
            }
        case "date":
            return {question.id: _date(common, first)}
        case "number":
            messages = {"invalid": "Enter a whole number, for example 2."}
            return {question.id: forms.IntegerField(**common, initial=first, error_messages=messages)}
        case "text":
            return {question.id: forms.CharField(**common, initial=first)}
        case "time":
            hint = question.hint or "For example 15:30"
            return {question.id: forms.CharField(**common | {"help_text": hint}, initial=first)}
        case _:
            return {question.id: _choice(question, room, common, first)}


def _date(common: dict[str, Any], first: Any) -> forms.Field:
    start = date.fromisoformat(first) if isinstance(first, str) else first
    messages = {"invalid": "Enter a real date, for example 30 11 2026."}
    return DateField(**common, initial=start, error_messages=messages)


def _choice(question: Question, room: Room, common: dict[str, Any], first: Any) -> forms.Field:
    several = question.kind in {"choices", "people"}
    choices: Sequence[tuple[Any, str]] = {
        "yes_no": tuple(TRI_WORDS.items()),
        "rating": tuple(RATINGS.items()),
        "people": room.people,
        "staff": room.staff,
        "school": [(school.pk, f"{school.name}, {school.town}") for school in room.schools],
    }.get(question.kind, tuple(question.options.items()))
    if question.kind == "staff":
        return forms.ChoiceField(**common, choices=[NOTHING_CHOSEN, *choices], initial=first)
    if several:
        return forms.MultipleChoiceField(
            **common, choices=choices, initial=first, widget=forms.CheckboxSelectMultiple
        )
    return forms.ChoiceField(**common, choices=choices, initial=first, widget=forms.RadioSelect)


def _promises(question: Question, room: Room, first: list[dict[str, str]]) -> dict[str, forms.Field]:
    """Ask who, what and by when, in as many rows as there are promises and two to spare."""
    rows = [*first, *({} for _ in range(SPARE_ROWS))]
    found: dict[str, forms.Field] = {}
    for number, row in enumerate(rows):
        name = f"{question.id}__{number}"
        found[f"{name}__who"] = forms.ChoiceField(
            label="Who", required=False, choices=[NOTHING_CHOSEN, *room.people], initial=row.get("who")
        )
        found[f"{name}__what"] = forms.CharField(label="Does what", required=False, initial=row.get("what"))
        found[f"{name}__by"] = forms.CharField(label="By when", required=False, initial=row.get("by"))
    return found


def _commitments(question: Question, room: Room) -> dict[str, forms.Field]:
    """Ask of each promise whether it was kept, one by one."""
    return {
        f"{question.id}__{number}": forms.ChoiceField(
            label=f"{role_words(room.facts, one['who'])}: {one['what']}",
            required=False,
            choices=tuple(KEPT.items()),
            widget=forms.RadioSelect,
        )
        for number, one in enumerate(room.facts.value("promises") or [])
    }


def _week(question: Question, room: Room) -> dict[str, forms.Field]:
    """Ask two marks for each school day; what was told, or else "present", stands there already."""
    codes = [(code, f"{code}  {known.meaning}") for code, known in CODES.items()]
    return {
        f"{question.id}__{on}__{half}": forms.ChoiceField(
            label=f"{day_words(date.fromisoformat(on))}, {words}", required=False, choices=codes, initial=mark
        )
        for on, marks in room.marks.items()
        for mark, half, words in zip(marks, ("am", "pm"), ("morning", "afternoon"), strict=True)
    }


def day_words(on: date) -> str:
    """Say a day without its year: Monday 30 November."""
    return f"{on:%A} {on.day} {on:%B}"


def read_value(question: Question, cleaned: Mapping[str, Any], room: Room) -> Any:
    """Read the plain answer to a question out of the cleaned fields of a form."""
    value = cleaned.get(question.id)
    match question.kind:
        case "lines":
            return [line.strip() for line in (value or "").splitlines() if line.strip()]
        case "date":
            return value.isoformat() if value else None
        case "staff" | "school":
            return int(value) if value else None
        case "promises":
            return _read_promises(question.id, cleaned)
        case "commitments":
            return _read_commitments(question.id, cleaned, room.facts.value("promises") or [])
        case "week":
            return _read_week(question.id, cleaned)
        case "text" | "words" | "time":
            return (value or "").strip()
        case _:
            return value


def _parts(name: str, cleaned: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """Group `name__row__part` by row."""
    found: dict[str, dict[str, Any]] = {}
    for key, value in cleaned.items():
        if key.startswith(f"{name}__") and key != name + REASON:
            row, _, part = key.removeprefix(f"{name}__").partition("__")
            found.setdefault(row, {})[part] = value
    return found


def _read_promises(name: str, cleaned: Mapping[str, Any]) -> list[dict[str, str]]:
    return [row for row in _parts(name, cleaned).values() if row.get("who") and row.get("what", "").strip()]


def _read_commitments(
    name: str, cleaned: Mapping[str, Any], promises: Sequence[Mapping[str, str]]
) -> list[dict[str, str]]:
    return [
        {"who": promises[int(row)]["who"], "what": promises[int(row)]["what"], "kept": part[""]}
        for row, part in _parts(name, cleaned).items()
        if part[""]
    ]


def _read_week(name: str, cleaned: Mapping[str, Any]) -> dict[str, list[str]]:
    return {day: [part["am"], part["pm"]] for day, part in _parts(name, cleaned).items()}
