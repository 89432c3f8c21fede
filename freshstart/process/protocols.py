"""What may a protocol or a law edition say, and in which form?

Both are flat lists read from TOML. A key that is not described here is an error: a spelling mistake must
never switch a rule off in silence.
"""

import hashlib
from datetime import date
from functools import cached_property
from typing import Literal, TypeAlias

from pydantic import BaseModel, ConfigDict, Field

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
    "rating",
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
    """Hold what every part of a protocol has: a name of its own and nothing unknown.

    What a protocol marks as `fixed` stays as it is in every protocol that extends it.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    fixed: bool = False


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
    """Ask one thing, once. `occasion` questions belong to one taking of a step, the others to the case.

    It is asked only where the facts in `when` are all so; `group` is the heading it stands under; `reason`
    asks for words beside the answer, which `reason_required` wants. `quoted` words are the child's or the
    parents' own: nobody corrects them. What is answered is `shown_to` the family on their own page; what
    `tells_place` is kept from whoever must not learn where the child is.
    """

    text: str
    short: str = ""
    hint: str = ""
    kind: QuestionKind
    options: dict[str, str] = {}
    required: bool = False
    occasion: bool = False
    reason: str = ""
    reason_required: bool = False
    strand: Strand = Strand.PLAN
    default: str = ""
    when: tuple[str, ...] = ()
    group: str = ""
    quoted: bool = False
    shown_to: Literal["", "pupil", "parents", "family"] = ""
    tells_place: bool = False

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
    """Let a rule bite on steps, or on what steps do, when a named fact has one of the answers in `when`.

    It bites only where the facts in `given` are all so.
    """

    on: tuple[str, ...]
    fact: str
    when: tuple[Tri, ...]
    effect: Effect
    why: str
    way_on: str
    source: str
    sign_off_by: str = ""
    given: tuple[str, ...] = ()


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
    """Describe a paper that people sign: what it is, who signs, and what a signature says and does.

    The family has `thinking` school days between delivery and a yes. Who signs in a later one of the `rounds`
    waits for the earlier; without rounds all sign side by side. `points` are said before anybody is asked.
    Whoever wants easy words reads `easy` before the text.
    """

    title: str
    lede: str
    basis_title: str
    basis: str
    directed: bool
    signers: tuple[str, ...]
    statement: str
    refusing: str
    thinking: int = 0
    rounds: tuple[tuple[str, ...], ...] = ()
    points: tuple[str, ...] = ()
    easy: tuple[str, ...] = ()
    source: str


class Letter(Part):
    """Give the words of one letter, to whom it goes and in whose name.

    A letter that is owed the `same_day` is never held for its wording. A leaflet has `sections`, each a
    heading with its lines. Whoever wants easy words reads `easy` before the rest.
    """

    title: str
    to: tuple[str, ...]
    sender: str
    paragraphs: tuple[str, ...]
    facts: tuple[tuple[str, str], ...] = ()
    paragraphs_after: tuple[str, ...] = ()
    sections: tuple[tuple[str, tuple[str, ...]], ...] = ()
    easy: tuple[str, ...] = ()
    kind: Literal["letter", "notice", "report", "leaflet"] = "letter"
    advice: bool = True
    same_day: bool = False
    source: str


class Item(BaseModel):
    """Ask one part of a question to the family: one of four words, some of several, or words of their own.

    An option of a pick may have a picture, by the name of an icon.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    text: str
    kind: Literal["scale", "picks", "words"]
    options: dict[str, str] = {}
    pictures: dict[str, str] = {}


class Family(Part):
    """Ask something of each parent or of the pupil separately, with the answers that weigh the same.

    It may have parts (`items`); those on a scale share the words of `scale`, from least to most. It is asked
    once, or afresh before `each` review or in each of the `weeks` of a placement. The answers in `private` go
    to who listens, outside both schools: everybody else sees no answer yet. `read_by` are the roles that read
    what was said; where there are `readers`, the child chooses among these instead.
    """

    to: Literal["parents", "pupil", "family"]
    text: str
    hint: str = ""
    options: dict[str, str] = {}
    items: tuple[Item, ...] = ()
    scale: tuple[str, ...] = ()
    each: Literal["", "review", "week"] = ""
    weeks: tuple[int, ...] = ()
    private: tuple[str, ...] = ()
    readers: dict[str, str] = {}
    read_by: tuple[str, ...] = ()
    opens: tuple[str, ...] = ()
    shuts: tuple[str, ...] = ()
    basis_title: str
    basis: str
    directed: bool
    points: tuple[str, ...] = ()
    source: str


class Difference(Part):
    """Say where the practice a protocol was written for differs from what is lawful, and what stands now."""

    was: str
    now: str
    why: str
    rules: tuple[str, ...] = ()
    source: str


class Removed(BaseModel):
    """Take out an entry of the protocol that is extended, and say why."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    list: Literal["question", "step", "gate", "deadline", "clause", "paper", "letter", "family", "phase"]
    id: str
    reason: str


class Book(BaseModel):
    """Hold what protocols and law editions have in common."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str
    name: str
    jurisdiction: str
    in_force_from: date
    in_force_until: date | None = None
    about: str = ""


class Protocol(Book):
    """Hold one area's practice. Everything a case shows or asks comes from here.

    `extends` names the protocol whose entries it shares; `today` the one in which an older practice goes on.
    """

    extends: str = ""
    today: str = ""
    words: dict[str, str] = {}
    remove: tuple[Removed, ...] = ()
    difference: tuple[Difference, ...] = ()
    stage: tuple[Stage, ...]
    phase: tuple[PhaseTerms, ...]
    question: tuple[Question, ...]
    step: tuple[Step, ...]
    gate: tuple[Gate, ...] = ()
    deadline: tuple[Deadline, ...] = ()
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
