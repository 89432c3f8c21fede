"""What would a protocol say about a case that somebody wrote down by hand?

A sketch is such a file, read by shape alone: `sketches` makes facts of it, and `assess` asks the rules.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Annotated, Any, Literal, TypeAlias, get_args

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from freshstart.process.answers import applies
from freshstart.process.deadlines import SIGN, Due, due
from freshstart.process.facts import Facts, Party
from freshstart.process.families import asked_of
from freshstart.process.faults import nearest
from freshstart.process.grounds import ground
from freshstart.process.laws import LawEdition, law_for
from freshstart.process.predicates import asked_by
from freshstart.process.protocols import Family, Protocol, Question
from freshstart.process.refusals import Reason, Refused
from freshstart.process.steps import NOBODY, Actor, Offer, State, available, reasons_against
from freshstart.process.values import EMPTY
from freshstart.process.vocabulary import CaseOutcome, Channel, Effect, PhaseKind, PhaseOutcome, Relation, Tri


class SketchInvalid(Refused):
    """Refuse the file of a case; `problems` are lines that name the place in the file and the remedy."""

    def __init__(self, problems: tuple[str, ...]) -> None:
        super().__init__("This case cannot be read.\n" + "\n".join(problems))
        self.problems = problems


# What may be written ----------------------------------------------------------------------------------------


def _named(key: str) -> BeforeValidator:
    """Let a text stand for a table of which it is the one key."""
    return BeforeValidator(lambda value: {key: value} if isinstance(value, str) else value)


def _listed(key: str) -> BeforeValidator:
    """Let one entry stand for a list of one, and a text for an entry."""

    def read(value: object) -> object:
        many = value if isinstance(value, list) else [value]
        return [{key: one} if isinstance(one, str) else one for one in many]

    return BeforeValidator(read)


def _taken(value: object) -> object:
    """Read `["a"]`, `{ a = 2026-11-02 }` and `{ a = { on = … } }` as the takings of each by its name."""
    if isinstance(value, list) and all(isinstance(one, str) for one in value):
        value = {name: [{}] * value.count(name) for name in value}
    if not isinstance(value, dict):
        return value
    many = {name: one if isinstance(one, list) else [one] for name, one in value.items()}
    return {name: [_dated(one) for one in ones] for name, ones in many.items()}


def _dated(value: object) -> object:
    return {"on": value} if isinstance(value, date) else value


def _signing(value: object) -> object:
    if isinstance(value, list) and all(isinstance(one, str) for one in value):
        return dict.fromkeys(value)
    return value


def _iso(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else value


def _with_reason(value: object) -> object:
    """Read an answer alone as an answer without a reason."""
    return value if isinstance(value, dict) and "value" in value else {"value": value}


def _each_with_reason(value: object) -> object:
    return {name: _with_reason(one) for name, one in value.items()} if isinstance(value, dict) else value


class Lines(BaseModel):
    """Hold one table of the file; a key that is not described here is an error."""

    model_config = ConfigDict(extra="forbid", strict=True)


class PupilLines(Lines):
    name: str = Field("Pupil", description="the full name, given name first")
    known_as: str = Field("", description="the name the child goes by")
    year: int | None = Field(None, description="year group; by the date of birth, else Year 8")
    born: date | None = Field(None, description="date of birth; else one that fits the year group")
    upn: bool = Field(True, description="the unique pupil number is known")


class PlaceLines(Lines):
    name: str = Field(description="the school’s name")
    mainstream: bool = Field(True, description="it is a mainstream school")
    registered: bool = Field(True, description="it is a registered school")
    governance: Literal["maintained", "academy", "other"] = Field("maintained", description="who keeps it")


class PartyLines(Lines):
    relation: Annotated[Relation, Field(strict=False)] = Field(description="what the person is to the child")
    name: str = Field("", description="the name; needed where two have the same relation")
    responsibility: Annotated[Tri, Field(strict=False)] = Field(
        Tri.YES, description="whether a parent has parental responsibility"
    )
    asked: bool = Field(True, description="the person is asked")
    reached: Annotated[Channel, Field(strict=False)] = Field(Channel.EMAIL, description="how letters come")


class MadeLines(Lines):
    on: date | None = Field(None, description="the day; else the day of the assessment")
    occasion: Annotated[str, BeforeValidator(_iso)] = Field(
        "", description="the school asked, the review, the Monday of the week, the parent, or the rule"
    )


class AnswerLines(Lines):
    value: Any = Field(description="the answer")
    reason: str = Field("", description="the words beside it")


Answers: TypeAlias = Annotated[dict[str, AnswerLines], BeforeValidator(_each_with_reason)]


class TakenLines(MadeLines):
    answers: Answers = Field({}, description="what was answered then, by question")
    reasons: dict[str, str] = Field({}, description="why it was right to go on, by rule that warned")
    before: bool = Field(False, description="it was taken before the case was kept here")


class ApproachLines(Lines):
    school: str = Field(description="the school that was asked")
    asked: date | None = Field(None, description="when; else the day of its answer")
    answer: Literal["", "yes", "no"] = Field("", description="its answer; none yet, if it is left out")
    answered: date | None = Field(None, description="when it answered")
    chosen: bool = Field(False, description="it is the receiving school")
    closed: bool = Field(False, description="it was let go")


class PhaseLines(Lines):
    kind: Annotated[PhaseKind, Field(strict=False)] = Field(description="the kind of placement")
    starts: date = Field(description="the first day")
    decided: date | None = Field(None, description="when it was decided: the law of this day holds for it")
    ends: date | None = Field(None, description="the last day stated; else by the protocol’s weeks")
    arrived: date | None = Field(None, description="when the child’s arrival was confirmed")
    ended: date | None = Field(None, description="the day on which it came to its end")
    outcome: Annotated[PhaseOutcome, Field(strict=False)] | None = Field(None, description="how it ended")


class ReviewLines(Lines):
    due: date | None = Field(None, description="by when it is held; else by the protocol’s weeks")
    asked_by: str = Field("", description="who asked for it, if the protocol did not plan it")
    invited: date | None = Field(None, description="when everyone was invited; else when it was held")
    meets: date | None = Field(None, description="the day for which it is called")
    held: date | None = Field(None, description="when it was held")
    decided: date | None = Field(None, description="when it was decided what comes next")
    decision: str = Field("", description="an option of the question `review_decision`")


Signed: TypeAlias = Annotated[dict[str, date | None], BeforeValidator(_signing)]


class PaperLines(Lines):
    drawn: date | None = Field(None, description="when it was drawn up; else the day of the assessment")
    signed: Signed = Field({}, description="who signed: a list, or the day for each")
    refused: Signed = Field({}, description="who did not sign: a list, or the day for each")


class CalendarLines(Lines):
    terms: list[Annotated[list[date], Field(min_length=2, max_length=2)]] = Field(
        description="the first and last day of each term, without half-term holidays"
    )
    closed: list[date] = Field([], description="days without school within them, bank holidays too")


class CalendarsLines(Lines):
    home: CalendarLines | None = Field(None, description="of the home school")
    host: CalendarLines | None = Field(None, description="of the receiving school")
    council: CalendarLines | None = Field(None, description="of the council")
    all: CalendarLines | None = Field(None, description="of each of them that has none of its own")


class Sketch(Lines):
    """Hold the file of a case."""

    on: date | None = Field(
        None, description="the day of the assessment, unless `--on` gives one; else today"
    )
    opened: date | None = Field(None, description="when the case was opened; else the first day in the file")
    entered: date | None = Field(None, description="when it was entered here, if it was running already")
    pupil: Annotated[PupilLines, _named("name")] = Field(
        PupilLines(), description="the child: a name, or a table"
    )
    home: Annotated[PlaceLines, _named("name")] = Field(
        PlaceLines(name="The home school"), description="the home school: a name, or a table"
    )
    host: Annotated[PlaceLines, _named("name")] | None = Field(
        None, description="the receiving school; without `approaches` it was asked, said yes and was chosen"
    )
    council: str = Field("The council", description="the council of the home school")
    home_council: str = Field("", description="the council where the child lives, if it is another one")
    lead: str = Field("The lead", description="who runs the case")
    staff: dict[str, str] = Field({}, description="names by role: facilitator, key_adult, social_worker")
    parties: Annotated[list[PartyLines], _listed("relation")] = Field(
        [PartyLines(relation=Relation.MOTHER)],
        description="the family and others without an account: relations, or tables; else a mother. The "
        "child is always there",
    )
    calendars: CalendarsLines = Field(
        CalendarsLines(), description="school days; else every weekday but bank holidays"
    )
    answers: Answers = Field({}, description="what is known of the case, by question")
    done: Annotated[dict[str, list[TakenLines]], BeforeValidator(_taken)] = Field(
        {}, description="the steps that were taken: a list, or for each its day, a table, or tables"
    )
    stages_done: list[str] = Field(
        [], description="stages all of whose steps were taken on the way to the placement, with nothing asked"
    )
    approaches: Annotated[list[ApproachLines], _listed("school")] = Field([], description="the schools asked")
    phases: Annotated[list[PhaseLines], _listed("kind")] = Field([], description="the placements, in order")
    reviews: dict[str, ReviewLines] = Field({}, description="what is known of reviews, by number, such as d4")
    papers: dict[str, PaperLines] = Field({}, description="the papers that were drawn up")
    family: dict[str, dict[str, str]] = Field({}, description="who answered what, by question to the family")
    letters: Annotated[dict[str, list[MadeLines]], BeforeValidator(_taken)] = Field(
        {}, description="letters beside those of the steps that were taken: as in `done`"
    )
    weeks: list[date] = Field([], description="the Mondays of the weeks whose attendance was sent")
    every_week: bool = Field(False, description="the attendance of every week that is over was sent")
    repeated: bool = Field(False, description="there was an earlier case for this child")
    outcome: Annotated[CaseOutcome, Field(strict=False)] | None = Field(
        None, description="how the case ended, if it is closed"
    )


# Reading ----------------------------------------------------------------------------------------------------

WRONG_KIND = {
    "date_type": "Write a day without quotation marks, for example 2026-11-30.",
    "string_type": "Write a text in quotation marks.",
    "int_type": "Write a whole number.",
    "bool_type": "Write true or false.",
    "list_type": "Write a list in square brackets.",
    "dict_type": "Write a table.",
    "model_type": "Write a table.",
    "too_short": "Write the first day and the last day.",
    "too_long": "Write the first day and the last day.",
    "missing": "This is missing. Add it.",
}


def read_sketch(content: Mapping[str, Any]) -> Sketch:
    """Read the file of a case by its shape; refuse with every problem at once (SketchInvalid)."""
    try:
        return Sketch.model_validate(content)
    except ValidationError as error:
        raise SketchInvalid(tuple(map(_problem, error.errors()))) from error


def _problem(error: Any) -> str:
    path = [str(one + 1) if isinstance(one, int) else str(one) for one in error["loc"]]
    key, where = path[-1], ".".join(path)
    table, options = _described(error["loc"])
    match error["type"]:
        case "extra_forbidden":
            return f"{where}: there is no key “{key}” here. {nearest(key, table.model_fields)}"
        case "enum" | "literal_error":
            return f"{where}: there is no “{error['input']}” here. {nearest(str(error['input']), options)}"
        case kind:
            return f"{where}: {WRONG_KIND.get(kind, error['msg'] + '.')}"


def _described(path: Sequence[str | int]) -> tuple[type[Lines], list[str]]:
    """Give the table in which a place of the file lies, and the options of its last key."""
    table: type[Lines] = Sketch
    options: list[str] = []
    for key in path:
        field = table.model_fields.get(str(key))
        kinds = _kinds(field.annotation) if field else []
        table = next((one for one in kinds if isinstance(one, type) and issubclass(one, Lines)), table)
        options = [
            str(one) for kind in kinds if isinstance(kind, type) and issubclass(kind, StrEnum) for one in kind
        ]
        options += [one for one in kinds if isinstance(one, str)]
    return table, options


def _kinds(annotation: object) -> list[object]:
    """Give every type and option of which an annotation is made."""
    inner = get_args(annotation)
    return [one for part in inner for one in _kinds(part)] if inner else [annotation]


# Assessing --------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Verdict:
    """One step on one occasion: where it stands, every rule that bites, and the answers it still needs."""

    offer: Offer
    state: State
    reasons: tuple[Reason, ...]
    missing: tuple[Question, ...]

    @property
    def ending(self) -> str:
        """Say how the case would end by this step; nothing where it goes on."""
        closing = [effect for effect in self.offer.step.does if effect.startswith("close:")]
        return closing[0].removeprefix("close:") if closing else ""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question to the family that is open to one person, with the answer there is."""

    question: Family
    party: Party
    answer: str


@dataclass(frozen=True, slots=True)
class Signer:
    """Somebody who answers a paper, and what was answered: signed, refused, or nothing yet."""

    paper: str
    signer: str
    name: str
    answer: str


@dataclass(frozen=True, slots=True)
class Assessment:
    """All that a protocol and the law say about one case on one day."""

    law: LawEdition
    verdicts: tuple[Verdict, ...]
    asked: tuple[Asked, ...]
    signers: tuple[Signer, ...]
    owed: tuple[Due, ...]


def assess(protocol: Protocol, editions: Sequence[LawEdition], facts: Facts, role: str = "") -> Assessment:
    """Gather what the rules say about a case; with a role, what is for that role alone."""
    law = law_for(editions, protocol.jurisdiction, facts)
    approaches = frozenset(str(one.id) for one in facts.approaches)
    actor = Actor(None, role, frozenset({role}), approaches) if role else NOBODY
    offers = available(protocol, law, facts, actor)
    owed = due(protocol, law, facts)
    return Assessment(
        law,
        tuple(_verdict(protocol, law, facts, offer) for offer in offers if offer.yours or not role),
        () if role else _asked(protocol, facts),
        tuple(one for one in _signers(protocol, facts, owed) if not role or one.signer == role),
        tuple(one for one in owed if not role or role in one.owners),
    )


def _verdict(protocol: Protocol, law: LawEdition, facts: Facts, offer: Offer) -> Verdict:
    """Judge a step with the answers that are known: what they stop cannot be taken with them."""
    if offer.state not in {State.OPEN, State.STOPPED}:
        return Verdict(offer, offer.state, offer.reasons, ())
    asked = [one for one in protocol.asked(offer.step) if applies(one, facts)]
    unknown = {one.id for one in asked if one.occasion or facts.value(one.id) in EMPTY}
    read = {gate.id: asked_by(gate.fact) for gate in ground(protocol, law).gates}
    every = reasons_against(protocol, law, facts, offer.step, offer.occurrence, answered=True)
    reasons = tuple(one for one in every if read[one.rule] not in unknown)
    stopped = any(one.effect is not Effect.WARN for one in reasons)
    missing = tuple(one for one in asked if one.id in unknown and one.required)
    return Verdict(offer, State.STOPPED if stopped else State.OPEN, reasons, missing)


def _asked(protocol: Protocol, facts: Facts) -> tuple[Asked, ...]:
    given = {(view.question, view.party): view.value for view in facts.views}
    return tuple(
        Asked(family, party, given.get((family.id, party.id), ""))
        for party in facts.parties
        for family in asked_of(protocol, facts, party)
    )


def _signers(protocol: Protocol, facts: Facts, owed: Sequence[Due]) -> Iterator[Signer]:
    """Give whoever answered a paper, and whoever still has to."""
    waiting = {one.occurrence for one in owed if one.id == SIGN}
    for version in filter(None, (facts.paper(paper) for paper in protocol.papers)):
        for signer, name in version.signers.items():
            given = version.answer_of(signer)
            if given or f"{version.paper}:{signer}" in waiting:
                answer = "" if given is None else "signed" if given.signed else "refused"
                yield Signer(version.paper, signer, name, answer)
