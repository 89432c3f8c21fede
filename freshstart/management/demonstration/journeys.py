"""How do the people of the demonstration take a child's steps?

Everything goes through the actions, as if somebody had filled in the forms: what the law or the protocol
refuses is refused here, too.
"""

from datetime import datetime

from freshstart.actions import cases, concerns, messages, signings, steps, views
from freshstart.management.demonstration.answers import filled_in
from freshstart.management.demonstration.children import Leg
from freshstart.management.demonstration.roles import Roles
from freshstart.models.cases import Case, Party
from freshstart.models.facts import facts_of
from freshstart.models.papers import Concern, Paper
from freshstart.models.people import User
from freshstart.models.placements import Approach
from freshstart.models.protocols import ProtocolVersion, protocol_of
from freshstart.outside.clocks import day_of
from freshstart.process.answers import applies
from freshstart.process.families import Said, asked_of
from freshstart.process.values import Values
from freshstart.process.vocabulary import Channel, Relation, Reply

DRAWN = {"draw_up_plan": "plan", "draw_up_agreement": "agreement"}


class Journey:
    """One child's way, and the case as it goes along."""

    def __init__(self, roles: Roles, version: ProtocolVersion) -> None:
        self.roles, self.version = roles, version
        self.timetable, self.child = roles.timetable, roles.timetable.child
        self.case_id = 0

    def take(self, leg: Leg, at: datetime) -> None:
        """Let somebody do one act."""
        match leg.act.split(":"):
            case ["family", question]:
                self._answer(question, leg, at)
            case ["sign", paper]:
                self._sign(paper, leg, at)
            case ["open_case"]:
                self._open(leg, at)
            case ["ask_school"]:
                self._ask_schools(leg, at)
            case ["answer_approach"]:
                self._answer_for_schools(leg, at)
            case ["choose_school"]:
                self._choose_school(leg, at)
            case _:
                self._take(leg, at, self.roles.person(leg.by), leg.occasion)

    def renew_links(self, at: datetime) -> None:
        """Let the lead send a new link to whoever is asked something now and has none that still opens."""
        case = Case.objects.get(pk=self.case_id)
        facts = facts_of(case, day_of(at))
        protocol = protocol_of(self.version.pk)
        live = set(case.links.filter(revoked_at=None, expires_at__gt=at).values_list("party_id", flat=True))
        for party in facts.parties:
            asked = not case.outcome and asked_of(protocol, facts, party)
            if asked and party.channel is not Channel.POST and party.id not in live:
                messages.send_link(case_id=case.pk, party_id=party.id, by=self.roles.person("lead"), at=at)

    # Steps --------------------------------------------------------------------------------------------------

    def _take(self, leg: Leg, at: datetime, by: User, occurrence: str, values: Values | None = None) -> None:
        steps.take(
            case_id=self.case_id,
            step=leg.act,
            by=by,
            at=at,
            values=values or self._values(leg, at),
            occurrence=occurrence,
            reasons=self.child.reasons.get(leg.act),
        )
        if leg.act in DRAWN:
            self._reaches_the_family(DRAWN[leg.act], at)

    def _reaches_the_family(self, kind: str, at: datetime) -> None:
        """Let a paper that was just drawn up reach everybody of the family on the same day."""
        paper = Paper.objects.filter(case_id=self.case_id, paper=kind).latest("version")
        for party in self.roles.family.values():
            if f"party:{party.pk}" not in paper.signers:
                continue
            given: Values = {"paper_id": paper.pk, "at": at}
            if _writes_on_paper(party):
                by = self.roles.person("lead")
                signings.note_handed_over(case_id=self.case_id, party_id=party.pk, by=by, **given)
            else:
                signings.note_opened(party=party, by=None, **given)

    def _values(self, leg: Leg, at: datetime) -> Values:
        """Fill in what a step asks of this child; a case that is only being opened is asked everything."""
        protocol, on = protocol_of(self.version.pk), day_of(at)
        step = protocol.steps[leg.act]
        found = filled_in(self.roles, step.asks, leg, on)
        if not self.case_id:
            return found
        facts = facts_of(Case.objects.get(pk=self.case_id), on).assuming(found, on)
        return {name: value for name, value in found.items() if applies(protocol.questions[name], facts)}

    def _open(self, leg: Leg, at: datetime) -> None:
        new = cases.NewCase(
            given=self.child.given,
            family=self.child.family,
            known_as=self.child.known_as,
            born_on=self.child.born_on(self.timetable.today),
            upn=self.child.upn,
            home_council=self.roles.area.council,
            parties=self.child.parties,
        )
        case = cases.open_case(
            by=self.roles.person(leg.by),
            at=at,
            home=self.timetable.home,
            protocol=self.version,
            new=new,
            values=self._values(leg, at),
        )
        self.case_id = case.pk
        self.roles.family = {party.relation: party for party in case.parties.order_by("id")}

    def _ask_schools(self, leg: Leg, at: datetime) -> None:
        for asked in self.child.asked:
            school = self.roles.area.schools[asked.school]
            self._take(leg, at, self.roles.person(leg.by), "", {"school_to_ask": school.pk})

    def _answer_for_schools(self, leg: Leg, at: datetime) -> None:
        """Answer for the schools that say what this act says: yes or no."""
        for asked in self.child.asked:
            if asked.answer == leg.occasion:
                full = "yes" if asked.why else "no"
                values = {"place_answer": asked.answer, "place_why": asked.why, "year_group_full": full}
                head = self.roles.head_of(self.roles.area.schools[asked.school])
                self._take(leg, at, head, self._approach(asked.school), values)

    def _choose_school(self, leg: Leg, at: datetime) -> None:
        chosen = next(one.school for one in self.child.asked if one.answer == "yes")
        self._take(leg, at, self.roles.person(leg.by), self._approach(chosen))

    def _approach(self, school: str) -> str:
        made = Approach.objects.get(case_id=self.case_id, organisation=self.roles.area.schools[school])
        return str(made.pk)

    # The family, and signatures -----------------------------------------------------------------------------

    def _answer(self, question: str, leg: Leg, at: datetime) -> None:
        """Let one of the family answer a question, if the child's file says what."""
        key = f"{question}:{leg.occasion}" if leg.occasion else question
        said = self.child.says.get(key, {}).get(leg.by)
        if said is None:
            return
        party = self.roles.family[leg.by]
        given: Values = {"at": at, "said": Said(question, said.value, said.words)}
        if _writes_on_paper(party):
            by = self.roles.person("lead")
            views.record_answer(case_id=self.case_id, party_id=party.pk, by=by, **given)
        else:
            views.answer_by_link(party=party, by=None, **given)
        if said.heard:
            row = Concern.objects.get(party=party, about=question)
            adviser = self.roles.person("council_adviser")
            concerns.settle(concern_id=row.pk, by=adviser, at=at, outcome=said.heard)

    def _sign(self, kind: str, leg: Leg, at: datetime) -> None:
        """Let a head or one of the family sign a paper, if they are asked to."""
        paper = Paper.objects.filter(case_id=self.case_id, paper=kind).latest("version")
        signer = self.roles.named(leg.by)
        if signer not in paper.signers:
            return
        given: Values = {"paper_id": paper.pk, "at": at, "reply": Reply.YES}
        if leg.by in self.roles.family:
            self._sign_as_family(self.roles.family[leg.by], paper, given)
        else:
            user = self.roles.person(leg.by)
            own: Values = {"signer": signer, "by": user, "read": paper.digest, "view": "", "name": user.name}
            signings.sign(case_id=self.case_id, **own, **given)

    def _sign_as_family(self, party: Party, paper: Paper, given: Values) -> None:
        own: Values = {"view": self.child.signing.get(party.relation, ""), "name": party.name}
        if _writes_on_paper(party):
            by = self.roles.person("lead")
            witness = self.roles.person("home_head").name
            signings.record_signature(
                case_id=self.case_id, party_id=party.pk, by=by, witness=witness, **own, **given
            )
        else:
            read = (paper.readings.get(f"party:{party.pk}") or {}).get("digest", paper.digest)
            signings.sign_by_link(party=party, by=None, read=read, **own, **given)


def _writes_on_paper(party: Party) -> bool:
    """Tell who answers a letter by post; a pupil answers at school, on a screen."""
    return party.channel == Channel.POST and party.relation != Relation.PUPIL
