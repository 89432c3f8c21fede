"""An invented area with its people, and a clock that the stories move by hand."""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from freshstart.actions import cases, papers, protocols, signings, steps, views
from freshstart.models.cases import Case, Party
from freshstart.models.deadlines import Deadline
from freshstart.models.facts import facts_of
from freshstart.models.organisations import Organisation
from freshstart.models.papers import Document, Paper
from freshstart.models.people import Membership, User
from freshstart.models.protocols import ProtocolVersion, protocol_of
from freshstart.outside.books import protocols as books
from freshstart.outside.clocks import day_of
from freshstart.process.facts import Facts, Phase, Review
from freshstart.process.families import Said
from freshstart.process.protocols import Protocol
from freshstart.process.signings import UNDO, has_time_to_think, may_sign_from
from freshstart.process.values import Value, Values
from freshstart.process.vocabulary import Channel, Post, Relation, Reply

LONDON = ZoneInfo("Europe/London")
TERMS = {
    "terms": [
        ["2026-09-02", "2026-10-23"],
        ["2026-11-02", "2026-12-18"],
        ["2027-01-04", "2027-02-12"],
        ["2027-02-22", "2027-03-25"],
        ["2027-04-12", "2027-05-28"],
        ["2027-06-07", "2027-07-22"],
        ["2027-09-02", "2027-10-22"],
        ["2027-11-01", "2027-12-17"],
    ],
    "closed": ["2027-01-04"],
}
ADVICE = {
    "name": "Harrowmere SENDIASS",
    "phone": "01632 960 177",
    "complaint": "Unhappy with how this was done? Ask the school for its complaints page.",
}
STAFF = {
    Post.LEAD: "Rana Okafor",
    Post.HEAD: "Colin Bright",
    Post.SENCO: "Joy Adeyemi",
    Post.SAFEGUARDING: "Priya Nair",
    Post.ATTENDANCE: "Tom Ashdown",
    Post.CLERK: "Edith Lowe",
    Post.NOMINEE: "George Pell",
    Post.KEY_ADULT: "Daniel Mensah",
}
ANSWERS = {
    "kind": "ordinary",
    "why_now": "at_risk",
    "sen": "support",
    "looked_after": "no",
    "child_protection_plan": "no",
    "tried": ["Mentor since May: fewer rows", "Smaller maths group"],
}
WEEK_OF_MARKS = ("/", "\\")


def school(name: str, council: Organisation, **more: Value) -> Organisation:
    """Make an invented school of the area."""
    return Organisation.objects.create(
        kind="school",
        name=name,
        known_as=name.removesuffix(" School").removesuffix(" Academy"),
        la_code="999",
        phase="secondary",
        is_mainstream=True,
        is_registered_school=True,
        council=council,
        source="demonstration",
        street="1 Mill Road",
        town="Harrowmere",
        postcode="ZZ1 1AA",
        phone="01632 960 100",
        **more,
    )


def staff(organisation: Organisation, posts: dict[Post, str]) -> dict[Post, User]:
    """Give each post of an organisation to somebody."""
    found = {}
    for post, name in posts.items():
        address = f"{name.split()[0].lower()}.{organisation.pk}.{post}@harrowmere.example"
        found[post] = User.objects.create_user(address, name, phone="01632 960 142")
        Membership.objects.create(user=found[post], organisation=organisation, post=post)
    return found


@dataclass
class World:
    """One council, three schools, everyone in them, and one case as it goes along."""

    now: datetime = datetime(2026, 11, 24, 9, 0, tzinfo=LONDON)
    case: Case | None = None
    council: Organisation = field(init=False)
    home: Organisation = field(init=False)
    host: Organisation = field(init=False)
    other: Organisation = field(init=False)
    people: dict[str, User] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Build the area."""
        self.council = Organisation.objects.create(
            kind="council",
            name="Harrowmere Council",
            la_code="999",
            source="demonstration",
            advice=ADVICE,
            calendar=TERMS,
        )
        self.home = school("Thornley Vale Academy", self.council, calendar=TERMS)
        self.host = school("Kestrel Park School", self.council, calendar=TERMS)
        self.other = school("Carrow Hill School", self.council)
        for side, place in (("home", self.home), ("host", self.host), ("other", self.other)):
            for post, user in staff(
                place, {post: f"{name} ({side})" for post, name in STAFF.items()}
            ).items():
                self.people[f"{side}_{post}"] = user
        officers = {Post.INCLUSION: "Leila Haddad", Post.SEN: "Omar Reyes", Post.ADMISSIONS: "Ann Gill"}
        for post, user in staff(self.council, officers).items():
            self.people[f"council_{post}"] = user
        self.people["facilitator"] = User.objects.create_user("fay@harrowmere.example", "Fay Lindqvist")
        self.protocol = self.puts_in_force(books()["southwark"])

    def puts_in_force(self, protocol: Protocol) -> ProtocolVersion:
        """Let the council's inclusion officer put a protocol into force from today."""
        officer = self.people["council_inclusion"]
        return protocols.put_in_force(
            by=officer, at=self.now, protocol=protocol, council=self.council, from_on=self.today
        ).protocol

    # The clock -------------------------------------------------------------------------------------------

    @property
    def today(self) -> date:
        """Give the date."""
        return day_of(self.now)

    def go_to(self, on: date, at: time = time(9, 0)) -> None:
        """Move the clock forward to a day."""
        self.now = datetime.combine(on, at, LONDON)

    def later(self, days: int = 1) -> None:
        """Move the clock forward by days."""
        self.now += timedelta(days=days)

    # The case --------------------------------------------------------------------------------------------

    def open_case(self, *, parents: int = 1, answers: Values | None = None, **child: Value) -> Case:
        """Open Hamza's case at the home school, with one parent or two."""
        both = (
            cases.NewParty("Saira Siddiqui", Relation.MOTHER, True, Channel.EMAIL, "saira@family.example"),
            cases.NewParty(
                "Imran Siddiqui", Relation.FATHER, True, Channel.POST, address=("4 Mill Road", "Harrowmere")
            ),
        )
        hamza = {
            "given": "Hamza",
            "family": "Siddiqui",
            "known_as": "",
            "born_on": date(2014, 3, 3),
            "upn": "",
        }
        self.case = cases.open_case(
            by=self.people["home_lead"],
            at=self.now,
            home=self.home,
            protocol=self.protocol,
            new=cases.NewCase(**{**hamza, "home_council": self.council, "parties": both[:parents], **child}),
            values={**ANSWERS, **(answers or {})},
        )
        return self.case

    def case_id(self) -> int:
        """Give the number of the case in hand."""
        assert self.case is not None
        return self.case.pk

    def facts(self) -> Facts:
        """Gather the facts as they stand."""
        return facts_of(self.row(), self.today)

    def review(self, number: str) -> Review:
        """Find a review of the case."""
        found = self.facts().review(number)
        assert found is not None
        return found

    def direction(self) -> Phase:
        """Give the direction of the case."""
        found = self.facts().placement
        assert found is not None
        return found

    def row(self) -> Case:
        """Read the case as it stands in its table."""
        return Case.objects.get(pk=self.case_id())

    def owed(self) -> dict[str, date]:
        """Give what is owed on the case and by when, by the key of each debt."""
        return dict(Deadline.objects.open().filter(case=self.case_id()).values_list("key", "due_on"))

    def letters(self, letter: str) -> list[Document]:
        """Give the copies of a letter that were made and not recalled."""
        rows = Document.objects.filter(case=self.case_id(), source=letter, recalled_at=None)
        return list(rows.order_by("id"))

    def take(
        self,
        step: str,
        *,
        by: str,
        occurrence: str = "",
        reasons: dict[str, str] | None = None,
        seen: dict[str, int] | None = None,
        **values: Value,
    ) -> None:
        """Take a step as the person in a role."""
        steps.take(
            case_id=self.case_id(),
            step=step,
            by=self.people[by],
            at=self.now,
            values=values,
            occurrence=occurrence,
            reasons=reasons,
            seen=seen,
        )

    def add(self, new: cases.NewParty) -> None:
        """Let the lead add a person to the case."""
        cases.add_person(case_id=self.case_id(), by=self.people["home_lead"], at=self.now, new=new)

    def party(self, relation: Relation) -> Party:
        """Find a person without an account."""
        return Party.objects.get(case_id=self.case_id(), relation=relation)

    def family_says(
        self, question: str, value: str, relation: Relation = Relation.MOTHER, words: str = ""
    ) -> None:
        """Let a parent or the child answer by their link."""
        said = Said(question, value, words)
        views.answer_by_link(party=self.party(relation), by=None, at=self.now, said=said)

    def paper(self, kind: str) -> Paper:
        """Find the version of a paper that counts."""
        return Paper.objects.filter(case_id=self.case_id(), paper=kind).latest("version")

    def read_by(self, paper: Paper, party: Party) -> str:
        """Give the digest of what a person reads."""
        return str((paper.readings.get(f"party:{party.pk}") or {}).get("digest", paper.digest))

    def has_thought(self, kind: str, relation: Relation) -> None:
        """Let a paper reach one of the family, and move the clock to the end of the time to think."""
        paper, party = self.paper(kind), self.party(relation)
        signings.note_opened(party=party, by=None, paper_id=paper.pk, at=self.now)
        facts = self.facts()
        version = next(one for one in facts.papers if one.id == paper.pk)
        signer = f"party:{party.pk}"
        if has_time_to_think(protocol_of(self.protocol.pk), facts, version, signer):
            ready = may_sign_from(protocol_of(self.protocol.pk), facts, version, signer)
            assert ready is not None
            self.now = max(self.now, ready)

    def family_signs(self, kind: str, relation: Relation, *, signed: bool = True, view: str = "") -> None:
        """Let a parent or the child sign by their link after the time to think, or say no."""
        if signed:
            self.has_thought(kind, relation)
        paper, party = self.paper(kind), self.party(relation)
        signings.sign_by_link(
            party=party,
            by=None,
            paper_id=paper.pk,
            at=self.now,
            read=self.read_by(paper, party),
            reply=Reply.YES if signed else Reply.NO,
            view=view,
            name=party.name,
        )

    def staff_signs(
        self, kind: str, role: str, *, signed: bool = True, view: str = "", signer: str = ""
    ) -> None:
        """Let a head sign in their own name, or say no."""
        paper, user = self.paper(kind), self.people[role]
        signings.sign(
            case_id=self.case_id(),
            paper_id=paper.pk,
            signer=signer or role,
            by=user,
            at=self.now,
            read=paper.digest,
            reply=Reply.YES if signed else Reply.NO,
            view=view,
            name=user.name,
        )

    def seal(self) -> None:
        """Let the worker seal what nobody can take back any more."""
        while papers.seal_next(at=self.now + UNDO):
            pass

    def everyone_signs(self, kind: str) -> None:
        """Let child, parents and heads sign."""
        signing = ("pupil", "mother", "father", "council_parent")
        for party in Party.objects.filter(case_id=self.case_id(), relation__in=signing):
            self.family_signs(kind, Relation(party.relation), view="I hope it is quieter there.")
        self.staff_signs(kind, "home_head")
        self.staff_signs(kind, "host_head")
        self.seal()
