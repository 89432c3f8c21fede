"""What is known about one case, as plain values that the rules can read?

Rows are the truth; these are a picture of them at one moment, and can be stored as JSON and read back.
"""

from dataclasses import dataclass, field, replace
from datetime import date, datetime

from freshstart.process.calendars import Calendar
from freshstart.process.identities import once_for_the_same
from freshstart.process.replies import PaperVersion, View
from freshstart.process.values import Value, Values
from freshstart.process.vocabulary import (
    TEMPORARY,
    CaseOutcome,
    Channel,
    Hidden,
    PhaseKind,
    PhaseOutcome,
    Post,
    Relation,
)


@dataclass(frozen=True, slots=True)
class Person:
    """A member of staff or a council officer, as others may know them."""

    id: int
    name: str
    phone: str = ""


@dataclass(frozen=True, slots=True)
class Organisation:
    """A school or council that takes part: what letters, calendars and rules need of it."""

    id: int
    name: str
    known_as: str
    address: tuple[str, ...] = ()
    phone: str = ""
    is_mainstream: bool = False
    is_registered_school: bool = False
    governance: str = ""
    hours: dict[str, str] = field(default_factory=dict)
    advice: dict[str, str] = field(default_factory=dict)
    calendar: Values = field(default_factory=dict)
    posts: dict[Post, tuple[Person, ...]] = field(default_factory=dict)

    def school_days(self) -> Calendar:
        """Give the days on which this place is in session."""
        return _days_of(self)

    def holder(self, post: Post) -> Person | None:
        """Give the person in a post where exactly one person holds it."""
        people = self.posts.get(post, ())
        return people[0] if len(people) == 1 else None


@once_for_the_same(256)
def _days_of(place: Organisation) -> Calendar:
    """Read the calendar of a place; the rules ask for it dozens of times on one case."""
    return Calendar.from_plain(place.calendar)


@dataclass(frozen=True, slots=True)
class Pupil:
    """The child, with the name as the family writes it."""

    given: str
    family: str
    known_as: str
    born_on: date
    year_group: int
    upn_known: bool

    @property
    def name(self) -> str:
        """Give the full name in the family's order."""
        return " ".join(part for part in (self.given, self.family) if part)

    @property
    def called(self) -> str:
        """Give the name the child goes by."""
        return self.known_as or self.given or self.family

    def age_on(self, on: date) -> int:
        """Give the age in whole years on a date."""
        return on.year - self.born_on.year - ((on.month, on.day) < (self.born_on.month, self.born_on.day))


@dataclass(frozen=True, slots=True)
class Party:
    """A person without an account who takes part: pupil, parent, governor, provider, social worker."""

    id: int
    name: str
    relation: Relation
    has_responsibility: bool | None
    is_asked: bool
    channel: Channel
    address: tuple[str, ...] = ()
    language: str = "en"
    interpreter: bool = False
    large_print: bool = False
    easy_read: bool = False
    on_paper: bool = False
    hides: tuple[Hidden, ...] = ()

    @property
    def is_parent(self) -> bool:
        """Tell whether this person answers for the child."""
        return self.relation in {
            Relation.MOTHER,
            Relation.FATHER,
            Relation.CARER,
            Relation.COUNCIL_PARENT,
        }

    @property
    def reads_on_screen(self) -> bool:
        """Tell whether this person is reached in a way that can bring a link."""
        return self.channel is not Channel.POST

    @property
    def reads_otherwise(self) -> bool:
        """Tell whether this person reads another text than the English in full."""
        return self.language != "en" or self.easy_read or bool(self.hides)


@dataclass(frozen=True, slots=True)
class Given:
    """One answer: its value, the reason given with it, when and by whom."""

    value: Value
    reason: str = ""
    on: date | None = None
    by: str = ""
    version: int = 1


@dataclass(frozen=True, slots=True)
class Record:
    """One taking of a step: for which occasion, when, by whom, and what was written then.

    `before` says that it was taken before the case was kept here: it stands, and nothing is asked about it.
    """

    step: str
    occurrence: str
    at: datetime
    on: date
    by: str
    values: Values = field(default_factory=dict)
    reasons: dict[str, str] = field(default_factory=dict)
    before: bool = False


@dataclass(frozen=True, slots=True)
class Approach:
    """A school that was asked, and its answer: yes or no in principle, or none yet."""

    id: int
    school: Organisation
    asked_on: date
    answer: str = ""
    answered_on: date | None = None
    why: str = ""
    chosen: bool = False
    closed: bool = False


@dataclass(frozen=True, slots=True)
class Phase:
    """A placement with its own legal basis. `ends_on` is the last day stated; `ended_on` the real one."""

    id: int
    kind: PhaseKind
    edition: str
    decided_on: date
    starts_on: date
    ends_on: date | None
    days: int | None = None
    arrived_on: date | None = None
    ended_on: date | None = None
    outcome: PhaseOutcome | None = None


@dataclass(frozen=True, slots=True)
class Review:
    """A review meeting of one placement. `number` is unique in the case: `d4`, `d8`, `i6`, `r1`."""

    number: str
    phase: int
    week: int
    due_on: date
    asked_by: str = ""
    invited_on: date | None = None
    meets_on: date | None = None
    held_on: date | None = None
    decided_on: date | None = None
    decision: str = ""


@dataclass(frozen=True, slots=True)
class Week:
    """A weekly attendance record: the Monday it belongs to and the two marks of each day told.

    Until the whole week was sent it was recorded on no day.
    """

    monday: date
    marks: dict[str, tuple[str, str]]
    recorded_on: date | None


@dataclass(frozen=True, slots=True)
class Sent:
    """A letter that was made: which, on what occasion, when."""

    letter: str
    occurrence: str
    on: date


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything the rules may know about one case on one day."""

    reference: str
    today: date
    opened_on: date
    lead: Person
    pupil: Pupil
    home: Organisation
    council: Organisation
    home_council: Organisation
    host: Organisation | None = None
    parties: tuple[Party, ...] = ()
    staff: dict[str, Person] = field(default_factory=dict)
    answers: dict[str, Given] = field(default_factory=dict)
    records: tuple[Record, ...] = ()
    approaches: tuple[Approach, ...] = ()
    phases: tuple[Phase, ...] = ()
    reviews: tuple[Review, ...] = ()
    papers: tuple[PaperVersion, ...] = ()
    views: tuple[View, ...] = ()
    weeks: tuple[Week, ...] = ()
    letters: tuple[Sent, ...] = ()
    outcome: CaseOutcome | None = None
    is_repeated: bool = False
    entered_on: date | None = None
    # Whoever the lead stands in for today, and whoever has been asked to lead, since when.
    absent_lead: Person | None = None
    asked_to_lead: Person | None = None
    asked_to_lead_on: date | None = None

    # What is asked most often of the lists above -----------------------------------------------------

    def value(self, question: str) -> Value:
        """Give the value of an answer, or None."""
        given = self.answers.get(question)
        return given.value if given else None

    def done(self, step: str, occurrence: str = "") -> Record | None:
        """Give the latest taking of a step, on one occasion if one is named."""
        fitting = [
            record
            for record in self.records
            if record.step == step and (not occurrence or record.occurrence in {"", occurrence})
        ]
        return fitting[-1] if fitting else None

    def sent(self, letter: str, occurrence: str = "") -> date | None:
        """Give the day on which a letter was last made, on one occasion if one is named."""
        fitting = (one for one in self.letters if not occurrence or one.occurrence in {"", occurrence})
        days = [one.on for one in fitting if one.letter == letter]
        return days[-1] if days else None

    @property
    def phase(self) -> Phase | None:
        """Give the placement that is open, of which there is at most one."""
        return next((phase for phase in reversed(self.phases) if phase.outcome is None), None)

    @property
    def placement(self) -> Phase | None:
        """Give the latest placement from which the child can come back, such as a direction."""
        return next((phase for phase in reversed(self.phases) if phase.kind in TEMPORARY), None)

    @property
    def move(self) -> Phase | None:
        """Give the placement that is for good, once it is complete: a managed move, or what a plan names."""
        return next((phase for phase in self.phases if phase.kind not in TEMPORARY), None)

    @property
    def parents(self) -> tuple[Party, ...]:
        """Give those who answer for the child and are to be asked."""
        return tuple(party for party in self.parties if party.is_parent and party.is_asked)

    @property
    def child(self) -> Party | None:
        """Give the pupil as a person who answers."""
        return next((party for party in self.parties if party.relation is Relation.PUPIL), None)

    def party(self, party_id: int) -> Party | None:
        """Find a person without an account."""
        return next((party for party in self.parties if party.id == party_id), None)

    def approach(self, occurrence: str) -> Approach | None:
        """Find an approach by the text of its id."""
        return next((one for one in self.approaches if str(one.id) == occurrence), None)

    def review(self, number: str) -> Review | None:
        """Find a review by its number."""
        return next((review for review in self.reviews if review.number == number), None)

    def reviews_of(self, phase: Phase | None) -> tuple[Review, ...]:
        """Give the reviews of a placement in the order of their dates."""
        mine = [review for review in self.reviews if phase is not None and review.phase == phase.id]
        return tuple(sorted(mine, key=lambda review: review.due_on))

    def last_planned_review(self, phase: Phase | None) -> Review | None:
        """Give the last review that the protocol (not a request) asks for."""
        planned = [review for review in self.reviews_of(phase) if not review.asked_by]
        return planned[-1] if planned else None

    def paper(self, kind: str) -> PaperVersion | None:
        """Give the version of a paper that counts: the newest."""
        versions = [one for one in self.papers if one.paper == kind]
        return versions[-1] if versions else None

    def views_on(self, question: str, occurrence: str = "") -> dict[int, View]:
        """Give each person's latest answer to a question to the family, on one occasion if one is named."""
        on = [view for view in self.views if view.question == question]
        return {view.party: view for view in on if not occurrence or view.occurrence == occurrence}

    def named(self, role: str) -> Person | None:
        """Give whoever was named for a role on this case: facilitator, key adult, who is asked to lead."""
        if role == "next_lead":
            return self.asked_to_lead
        return self.staff.get(role.removeprefix("host_"))

    def place_of(self, role: str) -> Organisation | None:
        """Give the school or council of a role; a plan is kept by the council where the child lives."""
        if role == "council_sen":
            return self.home_council
        side = role.partition("_")[0]
        return {"home": self.home, "host": self.host, "council": self.council}.get(side)

    def calendar(self, whose: str) -> Calendar:
        """Give the school days of the home school, the receiving school or the council."""
        holder = {"home": self.home, "host": self.host or self.home, "council": self.council}[whose]
        return holder.school_days()

    def assuming(self, answers: Values, on: date) -> "Facts":
        """Give the facts as they would be if these answers were saved."""
        new = {name: Given(value, on=on) for name, value in answers.items()}
        return replace(self, answers={**self.answers, **new})

    def without_answers(self) -> "Facts":
        """Give the facts without what anybody answered, for whoever may read none of it."""
        return replace(self, answers={}, records=(), views=())
