"""Who comes to the door, and what is written behind it that not everybody may read?

Three children of one council are on their way: Hamza is at his new school, which his father must not learn,
for Bilal two schools have been asked, and Lena's family has not been told yet. What `CANARIES` name stands
in that child's case alone.
"""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from freshstart.actions import cases, concerns, contacts, enquiries, leads, signings, welcomes
from freshstart.actions.messages import live_link, token_of
from freshstart.models.cases import Case, ContactChange, Grant
from freshstart.models.leads import Cover
from freshstart.models.messages import Link
from freshstart.models.organisations import Organisation
from freshstart.models.papers import Concern, Enquiry
from freshstart.models.people import Membership, User
from freshstart.models.welcomes import Picture
from freshstart.outside.books import protocols as books
from freshstart.outside.pictures import Drawn
from freshstart.pages.urls import urlpatterns
from freshstart.process.protocols import Protocol
from freshstart.process.vocabulary import Channel, Hidden, Post, Private, Relation, Strand
from tests.stories import move
from tests.world import World, school, staff

UPNS = {"hamza": "H801200001001", "bilal": "X801200001002", "lena": "L801200001003"}

CANARIES = {
    "hamza": {
        "names": ("Hamza", "Siddiqui"),
        "contact": ("saira@family.example",),
        "his_home": ("4 Mill Road",),
        "upn": (UPNS["hamza"],),
        "plan": ("cannot here, with the group around him", "one teacher who knows when I go quiet"),
        "disclosure": ("Likes cooking.",),
        "family": ("He sleeps badly before Mondays",),
        "private": ("They want it signed by Friday", "She takes her time"),
        "asked": ("Who pays for the bus in August",),
        "order": ("Order of 3 June",),
    },
    "bilal": {
        "names": ("Bilal", "Farouk"),
        "contact": ("nadia@family.example",),
        "upn": (UPNS["bilal"],),
        "plan": ("Two friends have left and he sits alone",),
        "safeguarding": ("Agreed with Mx Holloway",),
        "family": ("Only a school on our side of the river",),
        "private": ("There is no other way, I was told",),
        "moved": ("nadia@elsewhere.example",),
    },
    "lena": {
        "names": ("Lena", "Novak"),
        "contact": ("petra@family.example",),
        "upn": (UPNS["lena"],),
        "plan": ("She wants to sing again",),
        "safeguarding": ("There is a child protection plan",),
    },
}


@dataclass
class Town:
    """One council's area with its three children, and a few people from elsewhere."""

    world: World = field(default_factory=World)
    cases: dict[str, Case] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Let everything happen that leads to this day."""
        self._others()
        self._lena()
        self._bilal()
        self._hamza()
        for case in self.cases.values():
            case.refresh_from_db()

    def _others(self) -> None:
        people = self.world.people
        council = Organisation.objects.create(
            kind="council", name="Netherfold", la_code="998", source="typed"
        )
        away = school("Saltmarsh School", council)
        for place in (away, council):
            for post, user in staff(
                place, {Post.HEAD: "Una Moss", Post.LEAD: "Ivo Lund", Post.INCLUSION: "Kit Hale"}
            ).items():
                people[f"{place.kind}_away_{post}"] = user
        for role in (
            "other_facilitator",
            "social_worker",
            "administrator",
            "left",
            "suspended",
            "council_adviser",
        ):
            people[role] = User.objects.create_user(f"{role}@harrowmere.example", role.capitalize())
        self._member("other_facilitator", self.world.council, Post.FACILITATOR)
        self._member("administrator", self.world.home, Post.ADMINISTRATOR)
        self._member("council_adviser", self.world.council, Post.ADVISER)
        for role in ("left", "suspended"):
            self._member(role, self.world.home, Post.LEAD)
        Membership.objects.filter(user=people["left"]).update(ended_on=self.world.today)
        User.objects.filter(pk=people["suspended"].pk).update(is_active=False)

    def _member(self, role: str, place: Organisation, post: Post) -> None:
        Membership.objects.create(user=self.world.people[role], organisation=place, post=post)

    def _open(self, name: str, family: str, mother: str, **answers: str) -> None:
        address = f"{mother.lower()}@family.example"
        self.cases[name] = self.world.open_case(
            given=name.capitalize(),
            family=family,
            upn=UPNS[name],
            parties=(cases.NewParty(f"{mother} {family}", Relation.MOTHER, True, Channel.EMAIL, address),),
            answers={"child_protection_plan": "yes", **answers},
        )

    def _look(self, best_interests: str) -> None:
        self.world.take(
            "is_a_move_right",
            by="home_lead",
            solvable_here="no",
            solvable_here__why="Too much has happened in this year group",
            needs_understood="yes",
            sanction="no",
            persistent_absence="no",
            best_interests=best_interests,
        )

    def _lena(self) -> None:
        """Lena's family has not been told, and her school waits for its safeguarding lead."""
        self._open("lena", "Novak", "Petra")
        self._look("She wants to sing again.")

    def _bilal(self) -> None:
        """Two schools were asked for Bilal: one has said yes, and nobody has chosen yet."""
        world = self.world
        self._open("bilal", "Farouk", "Nadia", sen="plan")
        self._look("Two friends have left and he sits alone.")
        world.take(
            "sign_off",
            by="home_safeguarding",
            occurrence="protection_plan_signed_off",
            sign_off_words="Agreed with Mx Holloway of children’s services.",
        )
        world.take("tell_family", by="home_head")
        world.take(
            "talk_options",
            by="home_lead",
            told_on=world.today.isoformat(),
            alternatives=["stay", "application", "no"],
            parents_views="Somewhere smaller.",
            pupils_views="I like drawing.",
        )
        world.family_says("ask_schools", "pressed", words="There is no other way, I was told")
        world.family_says("ask_schools", "yes", words="Only a school on our side of the river")
        for place in (world.other, world.host):
            world.take("ask_school", by="home_lead", school_to_ask=place.pk)
        world.take(
            "answer_approach",
            by="host_head",
            occurrence=str(self.cases["bilal"].approaches.get(organisation=world.host).pk),
            place_answer="yes",
            year_group_full="no",
        )
        contacts.ask_change(party_id=world.party(Relation.MOTHER).pk, new=MOVED, **self._by("home_head"))

    def _by(self, role: str) -> dict[str, Any]:
        return {"case_id": self.world.case_id(), "by": self.world.people[role], "at": self.world.now}

    def _hamza(self) -> None:
        """Hamza was declined by one school and is at the other; a social worker reads his case."""
        world = self.world
        self.cases["hamza"] = world.open_case(parents=2, upn=UPNS["hamza"])
        father = world.party(Relation.FATHER)
        contacts.restrict(
            party_id=father.pk, hides=[Hidden.SCHOOL], order="Order of 3 June", **self._by("home_head")
        )
        move.the_home_school_looks_whether_a_move_is_right(world)
        move.the_family_is_told_and_heard(world)
        move.schools_are_asked(world)
        move.everyone_meets(world)
        move.the_receiving_school_accepts(world)
        move.the_board_decides(world, starts_on=move.FIRST_DAY)
        move.the_plan_is_drawn_up(world)
        self._says_that_she_feels_pressed()
        self._the_senco_will_be_away()
        world.everyone_signs("plan")
        move.the_hand_over_is_signed_for(world)
        move.the_child_arrives(world, move.FIRST_DAY)
        live_link(father, world.row(), world.now)
        for relation in (Relation.MOTHER, Relation.FATHER):
            words = (
                "He sleeps badly before Mondays" if relation is Relation.MOTHER else "I see him too little"
            )
            world.family_says("view_before_review", "hard", relation, words)
        mother = world.party(Relation.MOTHER)
        enquiries.ask(party=mother, by=None, at=world.now, words="Who pays for the bus in August?")
        Grant.objects.create(
            case=self.cases["hamza"], role="social_worker", user=world.people["social_worker"]
        )
        welcomes.add_picture(
            by=world.people["host_lead"],
            at=world.now,
            organisation=world.host,
            kind="person",
            name="Daniel Mensah (host)",
            role="Runs the quiet room",
            drawn=Drawn(b"a face", 640, 480),
        )

    def _the_senco_will_be_away(self) -> None:
        """Let the SENCO, who leads nobody, arrange next month's absence."""
        world = self.world
        leads.arrange_cover(
            by=world.people["home_senco"],
            at=world.now,
            away=world.people["home_senco"],
            stand_in=world.people["home_head"],
            from_on=world.today + timedelta(days=30),
            until_on=world.today + timedelta(days=34),
        )

    def _says_that_she_feels_pressed(self) -> None:
        """Let Hamza's mother say so at the plan, and the council's adviser hear her."""
        world, adviser = self.world, self.world.people["council_adviser"]
        signings.leave_open(
            party=world.party(Relation.MOTHER),
            by=None,
            paper_id=world.paper("plan").pk,
            at=world.now,
            kind=Private.PRESSED,
            words="They want it signed by Friday",
        )
        said = Concern.objects.get(case=self.cases["hamza"])
        concerns.settle(concern_id=said.pk, by=adviser, at=world.now, outcome="She takes her time")

    # What leads to what -------------------------------------------------------------------------------------

    def link(self, name: str, relation: Relation = Relation.MOTHER) -> Link:
        """Give the link of a child's mother, or of somebody else of the family."""
        return Link.objects.get(case=self.cases[name], party__relation=relation, revoked_at=None)

    def addresses(self, name: str) -> dict[str, str]:
        """Give every address we have, as it reads for one child; what she has nothing of is left out."""
        known = self._known(name)
        found = {}
        for pattern in urlpatterns:
            leads = LEADS.get(pattern.name or "", [{}])
            for lead in leads:
                values = {one: lead.get(one, one) for one in pattern.pattern.converters}
                filled = {one: known.get(value, value) for one, value in values.items()}
                if None not in filled.values():
                    label = ":".join([pattern.name or "", *lead.values()][: len(leads)])
                    found[label] = reverse(pattern.name, kwargs=filled)
        return found

    def _known(self, name: str) -> dict[str, str | int | None]:
        case = self.cases[name]
        link = case.links.filter(party__relation=Relation.MOTHER).first()
        mother, plan = case.parties.get(relation=Relation.MOTHER), case.papers.first()
        letters = {one.party.relation: one.pk for one in case.documents.order_by("-pk") if one.party}
        owed = case.deadlines.filter(step__in=["tell_family", "answer_approach"], met_at=None).first()
        asked = dict(case.approaches.values_list("organisation", "pk"))
        father = case.parties.filter(relation=Relation.FATHER).first()
        return {
            "reference": case.reference,
            "party": mother.pk,
            "question": "view_before_review" if plan else "ask_schools" if link else None,
            "father": father.pk if father else None,
            "moved": one_of(ContactChange.objects.filter(party__case=case)),
            "wants_to_know": one_of(Enquiry.objects.filter(case=case)),
            "told_alone": one_of(Concern.objects.filter(case=case)),
            "kind": "child",
            "token": token_of(link) if link else None,
            "to_mother": letters.get(Relation.MOTHER),
            "to_father": letters.get(Relation.FATHER),
            "plan": plan.pk if plan else None,
            "owed": owed.pk if owed else None,
            "asked_other": asked.get(self.world.other.pk),
            "asked_host": asked.get(self.world.host.pk),
            "new_school": self.world.host.pk,
            "leads": self.world.people["home_lead"].pk,
            "away": one_of(Cover.objects.order_by("pk")),
            "hung": one_of(Picture.objects.order_by("pk")),
        }


def one_of(rows: QuerySet[Any]) -> int | None:
    """Give the number of the first row there is, if there is one."""
    row = rows.first()
    return row.pk if row else None


MOVED = {"channel": Channel.EMAIL, "email": "nadia@elsewhere.example"}
REPLIES = ("yes", "no", "talk", "pressed", "time", "undo")

# What stands in an address beside the reference. Where there are several, each is an address of its own.
LEADS = {
    "letter": [{"number": "to_mother"}, {"number": "to_father"}],
    "family_letter": [{"number": "to_mother"}, {"number": "to_father"}],
    "family_file": [{"number": "to_mother"}, {"number": "to_father"}],
    "paper": [{"number": "plan"}],
    "paper_on_paper": [{"number": "plan"}],
    "handed_over": [{"number": "plan"}],
    "spoken_paper": [{"number": "plan"}],
    "family_paper": [{"number": "plan"}],
    "family_sign": [{"number": "plan", "reply": one} for one in REPLIES],
    "contact_check": [{"number": "moved"}],
    "restrict": [{"party": "party"}, {"party": "father"}],
    "restriction_lift": [{"party": "father"}],
    "enquiry": [{"number": "wants_to_know"}],
    "concern": [{"number": "told_alone"}],
    "decide": [{"number": "owed"}],
    "leads_pass_on": [{"number": "leads"}],
    "lead_away": [{"number": "leads"}],
    "lead_back": [{"number": "away"}],
    "school_days": [{"number": "new_school"}],
    "school_close": [{"number": "new_school"}],
    "school_reopen": [{"number": "new_school", "on": "2027-01-11"}],
    "request": [{"number": "asked_other"}, {"number": "asked_host"}],
    "welcome_words": [{"number": "new_school"}],
    "welcome_pictures": [{"number": "new_school"}],
    "welcome_picture": [{"number": "hung"}],
    "welcome_picture_remove": [{"number": "hung"}],
    "family_picture": [{"number": "hung"}],
    "step": [{"step": "draw_up_plan"}, {"step": "send_safeguarding_file"}],
    "step_on": [{"step": "invite_review", "occurrence": "d4"}],
}


def with_disclosure() -> Protocol:
    """Give the protocol in force, with the notes of the home visit in a narrower strand, as a council may."""
    book = books()["southwark"]
    questions = (
        one.model_copy(update={"strand": Strand.DISCLOSURE}) if one.id == "visit_notes" else one
        for one in book.question
    )
    return book.model_copy(update={"question": tuple(questions)})
