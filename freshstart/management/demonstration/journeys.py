"""How do the people of the demonstration take a child's steps?

Everything goes through the actions, as if somebody had filled in the forms: what the law and the protocol refuse
is refused here, too.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from freshstart.actions import cases, papers, steps, views
from freshstart.management.demonstration.areas import Area
from freshstart.management.demonstration.children import Leg
from freshstart.management.demonstration.timetables import Timetable
from freshstart.models.cases import Party
from freshstart.models.organisations import Organisation
from freshstart.models.papers import Paper
from freshstart.models.people import User
from freshstart.models.placements import Approach
from freshstart.models.protocols import ProtocolVersion, protocol_of
from freshstart.outside.clocks import day_of
from freshstart.process.calendars import DAY
from freshstart.process.facts import Values
from freshstart.process.vocabulary import Channel, Relation

FAMILY = (Relation.MOTHER, Relation.FATHER, Relation.CARER, Relation.COUNCIL_PARENT, Relation.PUPIL)


@dataclass
class Journey:
    """One child's way, and the case as it goes along."""

    timetable: Timetable
    area: Area
    version: ProtocolVersion
    case_id: int = 0
    parties: dict[str, Party] = field(default_factory=dict)

    def take(self, leg: Leg, at: datetime) -> None:
        """Let somebody do one act."""
        kind, _, about = leg.act.partition(":")
        if kind == "family":
            self._family_answers(about, leg.occasion, at)
        elif kind == "sign":
            self._sign(about, leg.by, at)
        else:
            SPECIAL.get(leg.act, Journey.step)(self, leg, at)

    # The school's own steps ---------------------------------------------------------------------------------

    def open(self, leg: Leg, at: datetime) -> None:
        """Open the case."""
        child = self.timetable.child
        new = cases.NewCase(
            given=child.given,
            family=child.family,
            known_as=child.known_as,
            born_on=child.born_on(self.timetable.today),
            upn=child.upn,
            home_council=self.area.council,
            parties=child.parties,
        )
        case = cases.open_case(
            by=self.person(leg.by),
            at=at,
            home=self.timetable.home,
            protocol=self.version,
            new=new,
            values=self.values(leg, day_of(at)),
        )
        self.case_id = case.pk
        self.parties = {party.relation: party for party in case.parties.all()}

    def step(self, leg: Leg, at: datetime, occurrence: str = "") -> None:
        """Take a step of the protocol."""
        steps.take(
            case_id=self.case_id,
            step=leg.act,
            by=self.person(leg.by, occurrence),
            at=at,
            values=self.values(leg, day_of(at)),
            occurrence=occurrence or leg.occasion,
            reasons=self.timetable.child.reasons.get(leg.act),
        )

    def ask_schools(self, leg: Leg, at: datetime) -> None:
        """Ask each of the schools."""
        for asked in self.timetable.child.asked:
            school = {"school_to_ask": self.area.schools[asked.school].pk}
            self.step(leg.model_copy(update={"values": school}), at)

    def answer_for_schools(self, leg: Leg, at: datetime) -> None:
        """Answer for the schools that say what this act says: yes or no."""
        for asked in self.timetable.child.asked:
            if asked.answer == leg.occasion:
                values = {"place_answer": asked.answer, "place_why": asked.why}
                self.step(leg.model_copy(update={"values": values}), at, self._approach(asked.school))

    def choose_school(self, leg: Leg, at: datetime) -> None:
        """Choose the school that said yes."""
        chosen = next(one.school for one in self.timetable.child.asked if one.answer == "yes")
        self.step(leg, at, self._approach(chosen))

    def _approach(self, school: str) -> str:
        made = Approach.objects.get(case_id=self.case_id, organisation=self.area.schools[school])
        return str(made.pk)

    # The people ---------------------------------------------------------------------------------------------

    def person(self, role: str, approach: str = "") -> User:
        """Give the person who has a role in this case."""
        child, council = self.timetable.child, self.area.council
        side, _, post = role.partition("_")
        if role == "lead":
            return self.area.holder(self.timetable.home, child.opened_by)
        if role == "facilitator":
            return self.area.holder(council, role, child.facilitator)
        if side == "approached":
            return self.area.holder(Approach.objects.get(pk=approach).organisation, post)
        place = {"home": self.timetable.home, "host": self.timetable.host, "council": council}[side]
        return self.area.holder(place, post, child.key_adult if role == "host_key_adult" else 0)

    def _named(self, role: str) -> str:
        """Name somebody of the family by their place among the people of the case."""
        return f"party:{self.parties[role].pk}" if role in self.parties else role

    # The answers --------------------------------------------------------------------------------------------

    def values(self, leg: Leg, on: date) -> Values:
        """Fill in what a step asks: from the child's file, or from what goes without saying."""
        child = self.timetable.child
        occasion = child.on.get(f"{leg.act}:{leg.occasion}", {})
        written = child.answers | occasion | leg.values
        found = {}
        for question in protocol_of(self.version.pk).steps[leg.act].asks:
            known = READ.get(question, lambda journey, leg, on, value: value)
            value = known(self, leg, on, written.get(question))
            if value is not None:
                found[question] = value
        return found

    def promises(self, _leg: Leg, _on: date, value: Any) -> list[dict[str, str]]:
        """Say what each has promised, the family named as people of the case."""
        return [promise | {"who": self._named(promise["who"])} for promise in value]

    def kept(self, leg: Leg, on: date, value: Any) -> list[dict[str, str]] | None:
        """Say of each promise whether it was kept."""
        promises = self.promises(leg, on, self.timetable.child.answers.get("promises", ()))
        pairs = zip(promises, value or (), strict=False)
        return [{"who": one["who"], "what": one["what"], "kept": how} for one, how in pairs] or None

    def marks(self, leg: Leg, _on: date, _value: Any) -> dict[str, list[str]]:
        """Give the register of a week: present, but for the days that the child's file names."""
        table = self.timetable
        first, monday = table.dates["first_day"], date.fromisoformat(leg.occasion)
        days = [day for day in (monday + number * DAY for number in range(5)) if first <= day]
        here = [day for day in days if table.host_days.is_school_day(day)]
        number = {day: table.host_days.school_days_between(first - DAY, day) for day in here}
        marks = table.child.marks
        return {day.isoformat(): list(marks.get(str(number[day]), ("/", "\\"))) for day in here}

    # The family ---------------------------------------------------------------------------------------------

    def _family_answers(self, question: str, occasion: str, at: datetime) -> None:
        """Let each of the family answer by their link, or have recorded what they wrote on paper."""
        key = f"{question}:{occasion}" if occasion else question
        for relation, said in self.timetable.child.says.get(key, {}).items():
            party = self.parties[relation]
            answer = {"at": at, "question": question, "value": said.value, "words": said.words}
            if party.channel == Channel.POST and relation != Relation.PUPIL:
                views.record_answer(
                    case_id=self.case_id, party_id=party.pk, by=self.person("lead"), **answer
                )
            else:
                views.answer_by_link(party=party, by=None, **answer)

    def _sign(self, kind: str, by: str, at: datetime) -> None:
        paper = Paper.objects.filter(case_id=self.case_id, paper=kind).latest("version")
        if by != "family":
            user = self.person(by)
            papers.sign(
                case_id=self.case_id,
                paper_id=paper.pk,
                signer=by,
                by=user,
                at=at,
                read=paper.digest,
                signed=True,
                view="",
                name=user.name,
            )
            return
        for relation in FAMILY:
            if relation in self.parties and f"{kind}:{relation}" not in self.timetable.child.unsigned:
                self._family_signs(paper, self.parties[relation], at)

    def _family_signs(self, paper: Paper, party: Party, at: datetime) -> None:
        view = self.timetable.child.signing.get(party.relation, "")
        given = {"paper_id": paper.pk, "at": at, "signed": True, "view": view, "name": party.name}
        if party.channel == Channel.POST and party.relation != Relation.PUPIL:
            papers.record_signature(
                case_id=self.case_id, party_id=party.pk, by=self.person("lead"), **given
            )
        else:
            papers.sign_by_link(party=party, by=None, read=paper.digest, **given)


SPECIAL: dict[str, Callable[[Journey, Leg, datetime], None]] = {
    "open_case": Journey.open,
    "ask_school": Journey.ask_schools,
    "answer_approach": Journey.answer_for_schools,
    "choose_school": Journey.choose_school,
}
