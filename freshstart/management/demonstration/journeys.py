"""How do the people of the demonstration take a child's steps?

Everything goes through the actions, as if somebody had filled in the forms: what the law or the protocol refuses
is refused here, too.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from freshstart.actions import cases, papers, steps, views
from freshstart.management.demonstration.answers import filled_in
from freshstart.management.demonstration.children import Leg
from freshstart.management.demonstration.roles import Roles
from freshstart.models.cases import Party
from freshstart.models.papers import Paper
from freshstart.models.people import User
from freshstart.models.placements import Approach
from freshstart.models.protocols import ProtocolVersion, protocol_of
from freshstart.outside.clocks import day_of
from freshstart.process.facts import Values
from freshstart.process.vocabulary import Channel, Relation


class Journey:
    """One child's way, and the case as it goes along."""

    def __init__(self, roles: Roles, version: ProtocolVersion) -> None:
        self.roles, self.version = roles, version
        self.timetable, self.child = roles.timetable, roles.timetable.child
        self.case_id = 0

    def take(self, leg: Leg, at: datetime) -> None:
        """Let somebody do one act."""
        kind, _, about = leg.act.partition(":")
        if kind == "family":
            self._family_answers(about, leg.occasion, at)
        elif kind == "sign":
            self._sign(about, leg.by, at)
        else:
            OTHERWISE.get(leg.act, Journey._step)(self, leg, at)

    # Steps --------------------------------------------------------------------------------------------------

    def _step(self, leg: Leg, at: datetime) -> None:
        self._take(leg, at, self.roles.person(leg.by), leg.occasion)

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

    def _values(self, leg: Leg, at: datetime) -> Values:
        questions = protocol_of(self.version.pk).steps[leg.act].asks
        return filled_in(self.roles, questions, leg, day_of(at))

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

    # The family ---------------------------------------------------------------------------------------------

    def _family_answers(self, question: str, occasion: str, at: datetime) -> None:
        key = f"{question}:{occasion}" if occasion else question
        for relation, said in self.child.says.get(key, {}).items():
            party = self.roles.family[relation]
            answer: Values = {"at": at, "question": question, "value": said.value, "words": said.words}
            if _writes_on_paper(party):
                views.record_answer(case_id=self.case_id, party_id=party.pk, by=self.roles.person("lead"), **answer)
            else:
                views.answer_by_link(party=party, by=None, **answer)

    def _sign(self, kind: str, by: str, at: datetime) -> None:
        paper = Paper.objects.filter(case_id=self.case_id, paper=kind).latest("version")
        given: Values = {"paper_id": paper.pk, "at": at, "signed": True}
        if by != "family":
            user = self.roles.person(by)
            own = {"signer": by, "by": user, "read": paper.digest, "view": "", "name": user.name}
            papers.sign(case_id=self.case_id, **own, **given)
            return
        signers = {f"party:{party.pk}": party for party in self.roles.family.values()}
        for signer in paper.signers:
            if signer in signers and f"{kind}:{signers[signer].relation}" not in self.child.unsigned:
                self._family_signs(signers[signer], paper, given)

    def _family_signs(self, party: Party, paper: Paper, given: Values) -> None:
        own: dict[str, Any] = {"view": self.child.signing.get(party.relation, ""), "name": party.name}
        if _writes_on_paper(party):
            by = self.roles.person("lead")
            papers.record_signature(case_id=self.case_id, party_id=party.pk, by=by, **own, **given)
        else:
            papers.sign_by_link(party=party, by=None, read=paper.digest, **own, **given)


def _writes_on_paper(party: Party) -> bool:
    """Tell who answers a letter by post; a pupil answers at school, on a screen."""
    return party.channel == Channel.POST and party.relation != Relation.PUPIL


OTHERWISE: dict[str, Callable[[Journey, Leg, datetime], None]] = {
    "open_case": Journey._open,
    "ask_school": Journey._ask_schools,
    "answer_approach": Journey._answer_for_schools,
    "choose_school": Journey._choose_school,
}
