"""What may a protocol or a law edition say, and in which form?

Both are flat lists read from TOML. A key that is not described here is an error: a spelling mistake must
never switch a rule off in silence.
"""

import hashlib
from collections.abc import Mapping, Sequence
from datetime import date
from functools import cached_property
from typing import Any, Literal, TypeAlias, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from freshstart.process.refusals import ProtocolInvalid
from freshstart.process.vocabulary import Effect, PhaseKind, Strand, Tri

Unit: TypeAlias = Literal["school_days", "calendar_days"]
Whose: TypeAlias = Literal["home", "host", "council"]
Each: TypeAlias = Literal["", "approach", "review", "week", "parent", "signer", "sign_off"]
QuestionKind: TypeAlias = Literal[
    "text",
    "words",
    "lines",
    "yes_no",
    "choice",
    "choices",
    "date",
    "time",
    "number",
    "school",
    "staff",
    "people",
    "week",
    "commitments",
    "promises",
]


class Part(BaseModel):
    """Hold what every part of a protocol has: a name of its own and nothing unknown."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str = Field(pattern=r"^[a-z][a-z0-9_]*$")


class Stage(Part):
    """Name one of the three stages and say what it is for."""

    name: str
    means: str


class PhaseTerms(Part):
    """Say how a kind of placement runs: its review weeks, and for how long after the last of them."""

    kind: PhaseKind
    name: str
    basis: str
    reviews: tuple[int, ...]
    review_calendar: Whose
    runs_on_school_days: int = 0
    source: str


class Question(Part):
    """Ask one thing, once. `occasion` questions belong to one taking of a step, the others to the case."""

    text: str
    short: str = ""
    hint: str = ""
    kind: QuestionKind
    options: dict[str, str] = {}
    required: bool = False
    occasion: bool = False
    reason: str = ""
    strand: Strand = Strand.PLAN
    default: str = ""

    @property
    def label(self) -> str:
        """Name the question in tables and summaries."""
        return self.short or self.text


class Within(BaseModel):
    """Say by when a step is wanted: `count` units after it opened, or after the moment `since`."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    count: int
    unit: Unit = "school_days"
    calendar: Whose = "home"
    since: str = ""
    before: bool = False


class Step(Part):
    """Describe one thing somebody does: who, when it opens and shuts, what it asks, what it brings about.

    `press` are the words of its button, where its name does not say what a press does.
    It is owed once, if it has a `within`; with `until`, again and again until that fact is so.
    """

    stage: str
    name: str
    press: str = ""
    help: str = ""
    who: tuple[str, ...]
    opens: tuple[str, ...] = ()
    shuts: tuple[str, ...] = ()
    asks: tuple[str, ...] = ()
    rests_on: tuple[str, ...] = ()
    does: tuple[str, ...] = ()
    each: Each = ""
    repeat: bool = False
    until: str = ""
    optional: bool = False
    decision: bool = False
    milestone: bool = False
    within: Within | None = None
    did: str = ""
    strand: Strand = Strand.PLAN
    source: str


class Gate(Part):
    """Let a rule bite on steps, or on what steps do, when a named fact has one of the answers in `when`."""

    on: tuple[str, ...]
    fact: str
    when: tuple[Tri, ...]
    effect: Effect
    why: str
    way_on: str
    source: str
    sign_off_by: str = ""


class Rule(Gate):
    """State a rule of the law: a gate that also says who must do what, and how sure we are of it."""

    says: str
    actor: str
    sure: Literal["P", "C2", "C1", "BRIEF", "INF", "REC"]


class Deadline(Part):
    """Set a date that does not come from a step: counted from the moment of one fact, met by another."""

    what: str
    owner: str
    since: str
    met_by: str
    opens: tuple[str, ...] = ()
    shuts: tuple[str, ...] = ()
    count: int = 0
    unit: Unit = "school_days"
    calendar: Whose = "home"
    before: bool = False
    each: Each = ""
    step: str = ""
    source: str


class Clause(Part):
    """Give one clause of a plan or an agreement; it is left out while the fact in `when` is not yes."""

    paper: str
    heading: str
    text: str = ""
    list_of: str = ""
    when: str = ""


class Paper(Part):
    """Describe a paper that people sign: what it is, who signs, and what a signature says and does."""

    title: str
    lede: str
    basis_title: str
    basis: str
    directed: bool
    signers: tuple[str, ...]
    statement: str
    refusing: str
    source: str


class Letter(Part):
    """Give the words of one letter, to whom it goes and in whose name."""

    title: str
    to: tuple[str, ...]
    sender: str
    paragraphs: tuple[str, ...]
    facts: tuple[tuple[str, str], ...] = ()
    paragraphs_after: tuple[str, ...] = ()
    kind: Literal["letter", "notice", "report"] = "letter"
    advice: bool = True
    source: str


class Family(Part):
    """Ask something of each parent or of the pupil separately, with the answers that weigh the same."""

    to: Literal["parents", "pupil", "family"]
    text: str
    hint: str = ""
    options: dict[str, str]
    opens: tuple[str, ...] = ()
    shuts: tuple[str, ...] = ()
    basis_title: str
    basis: str
    directed: bool
    points: tuple[str, ...] = ()
    source: str


class Book(BaseModel):
    """Hold the lists that protocols and law editions have in common."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str
    name: str
    jurisdiction: str
    in_force_from: date
    in_force_until: date | None = None
    about: str = ""
    deadline: tuple[Deadline, ...] = ()


class LawEdition(Book):
    """Hold the national rules of one date."""

    rule: tuple[Rule, ...] = ()

    def gates(self) -> tuple[Gate, ...]:
        """Give the rules that can stop a step."""
        return self.rule


class Protocol(Book):
    """Hold one area's practice. Everything a case shows or asks comes from here."""

    words: dict[str, str] = {}
    stage: tuple[Stage, ...]
    phase: tuple[PhaseTerms, ...]
    question: tuple[Question, ...]
    step: tuple[Step, ...]
    gate: tuple[Gate, ...] = ()
    clause: tuple[Clause, ...] = ()
    paper: tuple[Paper, ...] = ()
    letter: tuple[Letter, ...] = ()
    family: tuple[Family, ...] = ()

    @cached_property
    def questions(self) -> dict[str, Question]:
        """Find a question by its id."""
        return {question.id: question for question in self.question}

    @cached_property
    def steps(self) -> dict[str, Step]:
        """Find a step by its id."""
        return {step.id: step for step in self.step}

    @cached_property
    def letters(self) -> dict[str, Letter]:
        """Find a letter by its id."""
        return {letter.id: letter for letter in self.letter}

    @cached_property
    def papers(self) -> dict[str, Paper]:
        """Find a paper by its id."""
        return {paper.id: paper for paper in self.paper}

    @cached_property
    def families(self) -> dict[str, Family]:
        """Find a question to the family by its id."""
        return {family.id: family for family in self.family}

    def terms(self, kind: PhaseKind) -> PhaseTerms:
        """Give the terms of a kind of placement; a protocol without them cannot hold such a phase."""
        return next(terms for terms in self.phase if terms.kind is kind)

    def gates(self) -> tuple[Gate, ...]:
        """Give the protocol's own rules."""
        return self.gate

    def asked(self, step: Step) -> tuple[Question, ...]:
        """Give the questions of a step, in order."""
        return tuple(self.questions[name] for name in step.asks)

    @property
    def text(self) -> str:
        """Give the resolved text, in which nothing depends on the order of keys in the files."""
        return self.model_dump_json()

    @property
    def digest(self) -> str:
        """Give the SHA-256 of the resolved text, in hexadecimal."""
        return hashlib.sha256(self.text.encode()).hexdigest()


B = TypeVar("B", bound=Book)


def _read(model: type[B], files: Mapping[str, Mapping[str, Any]]) -> B:
    """Merge the lists of several files, read them as one book, and say every problem at once."""
    merged: dict[str, Any] = {}
    for content in files.values():
        for key, value in content.items():
            merged[key] = [*merged[key], *value] if isinstance(value, list) and key in merged else value
    try:
        return model.model_validate(merged)
    except ValidationError as error:
        raise ProtocolInvalid(tuple(_problem(files, one) for one in error.errors())) from error


def _problem(files: Mapping[str, Mapping[str, Any]], error: Any) -> str:
    """Say one problem with the file it most likely stands in, its key and the remedy."""
    path = [str(part) for part in error["loc"]]
    holders = [name for name, content in files.items() if path and path[0] in content]
    where = ", ".join(holders) or ", ".join(files)
    return f"{where}: {'.'.join(path) or 'the file'}: {error['msg']}"


def read_protocol(files: Mapping[str, Mapping[str, Any]]) -> Protocol:
    """Read a protocol from the content of its files by name; refuse with all problems (ProtocolInvalid)."""
    return _read(Protocol, files)


def read_law(files: Mapping[str, Mapping[str, Any]]) -> LawEdition:
    """Read a law edition from the content of its files by name; refuse with all problems."""
    return _read(LawEdition, files)


def edition_on(editions: Sequence[LawEdition], decided_on: date) -> LawEdition:
    """Choose the edition in force on the date of a decision, never on today's (law.md, decision 5)."""
    fitting = [edition for edition in editions if edition.in_force_from <= decided_on]
    if not fitting:
        earliest = min(edition.in_force_from for edition in editions)
        raise ProtocolInvalid((f"No law edition is loaded for {decided_on}: the first is of {earliest}.",))
    return max(fitting, key=lambda edition: edition.in_force_from)
