"""A case run to its end under any protocol, by people who do what they owe and say what helps."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta

from freshstart.actions.days import turn_day
from freshstart.actions.standings import law_for
from freshstart.models.cases import Party
from freshstart.models.deadlines import Deadline
from freshstart.models.placements import Approach
from freshstart.models.protocols import protocol_of
from freshstart.process.answers import asked_on
from freshstart.process.calendars import proposed_start
from freshstart.process.facts import Facts
from freshstart.process.families import asked_of
from freshstart.process.grounds import ground
from freshstart.process.laws import LawEdition
from freshstart.process.predicates import holds
from freshstart.process.protocols import Protocol, Question
from freshstart.process.steps import NOBODY, Offer, available
from freshstart.process.values import Value, Values
from freshstart.process.vocabulary import CaseOutcome, Relation, Tri
from tests.stories.move import PROMISES
from tests.world import WEEK_OF_MARKS, World

WORDS = "As it was talked over on Tuesday."
MOST_TURNS = 400
SOON = timedelta(days=8)
PLAIN: dict[str, Value] = {
    "lines": ["Be in every lesson"],
    "promises": PROMISES,
    "people": ["home_lead", "home_nominee", "host_head"],
    "number": 2,
    "time": "15:30",
    "rating": "green",
    "choices": [],
}
LIKELY = {
    "kind": "ordinary",
    "place_answer": "yes",
    "arrived_today": "yes",
    "sen": "support",
    "governors_decision": "upheld",
    "looked_after": "no",
    "child_protection_plan": "no",
}


LIKELY_AT_FIRST: Values = {
    name: LIKELY[name] for name in ("kind", "sen", "looked_after", "child_protection_plan")
}


@dataclass
class Run:
    """One case on its way to an end: what it is about, how it is to end, and what was done so far."""

    world: World
    aim: CaseOutcome
    likely: dict[str, str] = field(default_factory=dict)
    wished: tuple[str, ...] = ()
    done: list[str] = field(default_factory=list)

    def to_the_end(self) -> Facts:
        """Do one thing after the other until the case is closed."""
        for _turn in range(MOST_TURNS):
            facts = self.world.facts()
            if facts.outcome:
                return facts
            acts: tuple[Callable[[Facts], bool], ...] = (self.family_answers, self.step, self.sign, self.wait)
            assert any(act(facts) for act in acts), self.told()
        raise AssertionError(self.told())

    def told(self) -> str:
        """Say what was done last and what is owed, for whoever reads why a run got stuck."""
        return "\n".join([*self.done[-25:], f"today {self.world.today}", str(self.world.owed())])

    @property
    def protocol(self) -> Protocol:
        """Give the protocol of the case."""
        return protocol_of(self.world.row().protocol_id)

    def rules(self, facts: Facts) -> LawEdition:
        """Give the law that holds for the case today."""
        return law_for(self.protocol, facts)

    # What can be done -----------------------------------------------------------------------------------

    def step(self, facts: Facts) -> bool:
        """Take the first step that is open, owed soon, and does not end the case otherwise than wanted."""
        rows = Deadline.objects.open().filter(case=self.world.case_id())
        owed = {f"{one.step}:{one.occurrence}": one.due_on for one in rows}
        for offer in available(self.protocol, self.rules(facts), facts, NOBODY):
            key = f"{offer.step.id}:{offer.occurrence}"
            is_owed = key in owed and owed[key] <= facts.today + SOON
            if offer.is_open and (is_owed or self._is_wished(offer)) and self._leads_on(offer):
                self.take(offer, facts)
                return True
        return False

    def _is_wished(self, offer: Offer) -> bool:
        again = offer.step.repeat and offer.record is not None
        return offer.step.id in self.wished and not again

    def _leads_on(self, offer: Offer) -> bool:
        agreed = self.world.facts().value("move_starts_on")
        if offer.step.id == "complete_move" and agreed and date.fromisoformat(agreed) > self.world.today:
            return False  # the registers change on the day that was agreed
        closes = [effect.partition(":")[2] for effect in offer.step.does if effect.startswith("close:")]
        return not closes or self.aim in closes

    def take(self, offer: Offer, facts: Facts) -> None:
        """Take a step with likely answers, and a reason for each warning."""
        values = self.values(offer, facts)
        gates = ground(self.protocol, self.rules(facts)).gates
        self.done.append(f"{facts.today} {offer.key} {values}")
        self.world.take(
            offer.step.id,
            by=self.person(offer.who[0], offer, facts),
            occurrence=offer.occurrence,
            reasons={gate.id: WORDS for gate in gates},
            **values,
        )

    def family_answers(self, facts: Facts) -> bool:
        """Let each of the family answer what they have not answered yet."""
        for party in facts.parties:
            for family in asked_of(self.protocol, facts, party):
                if party.id in facts.views_on(family.id) or len(family.options) <= 1:
                    continue
                refuses = self.aim is CaseOutcome.NOT_TAKEN_FURTHER and "no" in family.options
                value = "no" if refuses else next(iter(family.options))
                self.world.family_says(family.id, value, party.relation)
                self.done.append(f"{facts.today} {party.name}: {family.id} {value}")
                return True
        return False

    def sign(self, facts: Facts) -> bool:
        """Let the next signer sign the paper that waits."""
        for key in self.world.owed():
            name, _, rest = key.partition(":")
            kind, _, signer = rest.partition(":")
            if name != "sign":
                continue
            if signer.startswith("party:"):
                party = Party.objects.get(pk=signer.removeprefix("party:"))
                self.world.family_signs(kind, Relation(party.relation))
            else:
                self.world.staff_signs(kind, self.person(signer, None, facts), signer=signer)
            self.done.append(f"{facts.today} {signer} signed the {kind}")
            return True
        return False

    def wait(self, facts: Facts) -> bool:
        """Let the days pass until something is owed soon."""
        ahead = [on for on in self.world.owed().values() if on > facts.today]
        tomorrow = facts.today + timedelta(days=1)
        self.world.go_to(max(tomorrow, min(ahead, default=tomorrow) - timedelta(days=7)))
        turn_day(at=self.world.now)
        return True

    def opening(self, questions: tuple[Question, ...]) -> Values:
        """Answer what is asked when a case is opened, before there are facts."""
        found = {one.id: PLAIN.get(one.kind, WORDS) for one in questions}
        chosen = {one.id: next(iter(one.options)) for one in questions if one.kind == "choice"}
        truths = {one.id: "no" for one in questions if one.kind == "yes_no"}
        return found | chosen | truths | {"why_now": "at_risk"} | LIKELY_AT_FIRST | self._own(questions)

    def _own(self, questions: tuple[Question, ...]) -> Values:
        return {one.id: self.likely[one.id] for one in questions if one.id in self.likely}

    # With what ------------------------------------------------------------------------------------------

    def values(self, offer: Offer, facts: Facts) -> Values:
        """Answer everything that is asked on this case; what hangs on another answer comes after it."""
        found: Values = {}
        for question in asked_on(self.protocol, facts, offer.step):
            assumed = facts.assuming(found, facts.today)
            if all(holds(assumed, name) is Tri.YES for name in question.when):
                found[question.id] = self.answer(question, offer, facts)
                if question.reason_required:
                    found[f"{question.id}__why"] = WORDS
        return {name: value for name, value in found.items() if value not in (None, "", [])}

    def answer(self, question: Question, offer: Offer, facts: Facts) -> Value:
        """Give the answer against which no rule has anything, as far as there is one."""
        if question.id in self.likely or question.id in LIKELY:
            return (LIKELY | self.likely)[question.id]
        match question.kind:
            case "yes_no":
                return next((one for one in ("yes", "no") if not self._bites(question.id, one, facts)), "yes")
            case "choice":
                return self._chosen(question, offer, facts)
            case "choices":
                return [*question.options]
            case "school":
                return self.world.host.pk
            case "staff":
                return self._named(question, facts)
            case "date":
                return self._day(question, offer, facts).isoformat()
            case "week":
                days = [date.fromisoformat(offer.occurrence) + timedelta(days=n) for n in range(5)]
                school = [day for day in days if facts.calendar("host").is_school_day(day)]
                return {on.isoformat(): [*WEEK_OF_MARKS] for on in school}
            case "commitments":
                return [{"what": one["what"], "kept": "met"} for one in facts.value("promises") or []]
        return PLAIN.get(question.kind, WORDS)

    def _chosen(self, question: Question, offer: Offer, facts: Facts) -> str:
        if question.id == "review_decision":
            return self._decision(question, offer, facts)
        free = (one for one in question.options if not self._bites(f"{question.id}.{one}", "yes", facts))
        return next(free, next(iter(question.options)))

    def _decision(self, question: Question, offer: Offer, facts: Facts) -> str:
        last = facts.last_planned_review(facts.placement)
        if last is None or last.number != offer.occurrence:
            return "continue"
        wanted = "return" if self.aim is CaseOutcome.RETURNED else "ask_for_move"
        return wanted if wanted in question.options else "continue"

    def _bites(self, fact: str, value: str, facts: Facts) -> bool:
        gates = ground(self.protocol, self.rules(facts)).gates
        return any(gate.fact == fact and value in gate.when for gate in gates)

    def _named(self, question: Question, facts: Facts) -> int:
        if question.id == "key_adult" and facts.host:
            return self.world.people["host_key_adult"].pk
        return self.world.people["facilitator"].pk

    def _day(self, question: Question, offer: Offer, facts: Facts) -> date:
        home, today = facts.calendar("home"), facts.today
        days: dict[str, Callable[[], date]] = {
            "starts_on": lambda: proposed_start(today, home, facts.calendar("host")),
            "review_on": lambda: max(today, home.add_school_days(today, 6)),
            "back_on": lambda: home.next_school_day(today),
            "move_starts_on": lambda: self._first_day(offer, facts),
        }
        return days.get(question.id, lambda: today)()

    def _first_day(self, offer: Offer, facts: Facts) -> date:
        """Leave the family its time to think; whoever changes the registers keeps the day that was agreed."""
        drawn = [one.partition(":")[2] for one in offer.step.does if one.startswith("draw_up:")]
        thinking = max((self.protocol.papers[one].thinking for one in drawn), default=0)
        if thinking:
            return facts.calendar("home").add_school_days(facts.today, thinking + 3)
        return facts.today

    def person(self, role: str, offer: Offer | None, facts: Facts) -> str:
        """Find who has a role, by the name under which the world knows them."""
        side, _, post = role.partition("_")
        if side == "approached" and offer:
            place = Approach.objects.get(pk=offer.occurrence).organisation_id
            return f"{'other' if place == self.world.other.pk else 'host'}_{post}"
        return "home_lead" if role == "lead" else role
