"""A walk through a case as chance has it: anybody takes an open step, answers, signs, or lets days pass."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from freshstart.actions import corrections, views
from freshstart.actions.days import turn_day
from freshstart.actions.standings import law_for
from freshstart.models.cases import Party
from freshstart.models.placements import Approach
from freshstart.process.answers import applies, asked_on
from freshstart.process.calendars import proposed_start
from freshstart.process.facts import Facts
from freshstart.process.families import Said, asked_of
from freshstart.process.grounds import ground
from freshstart.process.protocols import Protocol, Question
from freshstart.process.refusals import Incomplete, Refused
from freshstart.process.steps import NOBODY, Offer, State, available
from freshstart.process.values import Value, Values
from tests.stories.move import PROMISES
from tests.world import WEEK_OF_MARKS, World

WORDS = "As it was talked over on Tuesday."
LIKELY = {
    "arrived_today": "yes",
    "place_answer": "yes",
    "consent_to_delete": "yes",
    "improves_behaviour": "yes",
    "pack_sent": "yes",
    "sanction": "no",
}
ANSWERS: dict[str, Value] = {
    "lines": ["Be in every lesson"],
    "promises": PROMISES,
    "commitments": [{"what": PROMISES[0]["what"], "kept": "partly"}],
    "people": ["home_lead", "home_nominee"],
    "number": 2,
    "time": "15:30",
    "rating": "amber",
}


SOON = timedelta(days=7)


def key_of(offer: Offer) -> str:
    """Name a step as what is owed for it is named."""
    return f"{offer.step.id}:{offer.occurrence}"


def ends(offer: Offer) -> bool:
    """Tell whether a step would end the case or the direction."""
    return any(effect.startswith(("close", "end_placement")) for effect in offer.step.does)


@dataclass
class Walk:
    """Somebody walking through one case: the dice, the case as it stands, and what was done so far."""

    world: World
    dice: Random
    protocol: Protocol
    done: list[str] = field(default_factory=list)

    def step(self) -> None:
        """Do one thing; a refusal is an answer too."""
        facts = self.world.facts()
        acts: list[Callable[[Facts], str]] = [self.take_a_step, self.hear_the_family, self.let_days_pass]
        act = self.dice.choices(acts, [16, 4, 1])[0]
        try:
            self.done.append(act(facts))
        except Incomplete as refused:
            self.done.append(f"refused: {refused.errors}")
        except Refused as refused:
            self.done.append(f"refused: {refused}")

    # What can be done ---------------------------------------------------------------------------------

    def take_a_step(self, facts: Facts) -> str:
        offers = available(self.protocol, law_for(self.protocol, facts), facts, NOBODY)
        if any(one.step.id == "give_notice" and one.state is State.STOPPED for one in offers):
            return self.move_the_first_day(facts)
        owes = self.world.owed()
        now = [
            one for one in offers if one.is_open and owes.get(key_of(one), facts.today) <= facts.today + SOON
        ]
        owed = [one for one in now if key_of(one) in owes]
        other = [one for one in now if one not in owed and self.dice.random() < (0.03 if ends(one) else 0.3)]
        if other and self.dice.random() < 0.1:
            return self.take(facts, self.dice.choice(other))
        return self.take(facts, self.dice.choice(owed)) if owed else self.let_days_pass(facts)

    def move_the_first_day(self, facts: Facts) -> str:
        """Put a first day right that came too soon for its notice."""
        starts_on = proposed_start(facts.today, facts.calendar("home"), facts.calendar("host"))
        corrections.correct_start(
            case_id=self.world.case_id(),
            by=self.world.people["home_lead"],
            at=self.world.now,
            why=WORDS,
            starts_on=starts_on,
        )
        return f"first day {starts_on}"

    def take(self, facts: Facts, offer: Offer) -> str:
        values: Values = {}
        for one in asked_on(self.protocol, facts, offer.step):
            if applies(one, facts.assuming(values, facts.today)):
                values[one.id] = self.answer(one, offer, facts)
                values |= {f"{one.id}__why": WORDS} if one.reason_required else {}
        self.world.take(
            offer.step.id,
            by=self.person(self.dice.choice(offer.who), offer, facts),
            occurrence=offer.occurrence,
            reasons={gate.id: WORDS for gate in ground(self.protocol, law_for(self.protocol, facts)).gates},
            **values,
        )
        return offer.key

    def hear_the_family(self, facts: Facts) -> str:
        """Let somebody answer: a question to the family, or a paper (the heads, too)."""
        party = self.dice.choice(facts.parties)
        if facts.papers and self.dice.random() < 0.7:
            return self.sign(facts, facts.papers[-1].paper, self.dice.random() < 0.95)
        questions = [one for one in asked_of(self.protocol, facts, party) if one.options]
        if not questions:
            return self.take_a_step(facts)
        family = self.dice.choice(questions)
        value = "yes" if "yes" in family.options and self.dice.random() < 0.8 else [*family.options][-1]
        row = Party.objects.get(pk=party.id)
        views.answer_by_link(party=row, by=None, at=self.world.now, said=Said(family.id, value))
        return f"{party.name} answered {family.id}: {value}"

    def sign(self, facts: Facts, paper: str, signed: bool) -> str:
        version = facts.papers[-1]
        missing = [one for one in version.signers if version.answer_of(one) is None]
        signer = self.dice.choice(missing or [*version.signers])
        if party := facts.party(int(signer.partition(":")[2] or 0)):
            self.world.family_signs(paper, party.relation, signed=signed, view=WORDS)
        else:
            self.world.staff_signs(
                paper, self.person(signer, None, facts), signed=signed, view=WORDS, signer=signer
            )
        return f"{signer} answered the {paper}: {signed}"

    def let_days_pass(self, facts: Facts) -> str:
        ahead = [on for on in self.world.owed().values() if on > facts.today]
        soon = facts.today + timedelta(days=1)
        self.world.go_to(self.dice.choice([soon, min(ahead, default=soon)]))
        turn_day(at=self.world.now)
        return self.world.today.isoformat()

    # With what ----------------------------------------------------------------------------------------

    def answer(self, question: Question, offer: Offer, facts: Facts) -> Value:
        """Give a plausible answer; now and then one that a rule has something against."""
        match question.kind:
            case "yes_no" | "choice":
                likely = (
                    self.decision(offer, facts)
                    if question.id == "review_decision"
                    else LIKELY.get(question.id)
                )
                options = [*question.options] or ["yes", "no", "not_known"]
                return likely if likely and self.dice.random() < 0.9 else self.dice.choice(options)
            case "choices":
                return [*question.options][:1]
            case "school":
                return self.dice.choice([self.world.host.pk, self.world.other.pk])
            case "staff":
                return self.named(question, facts)
            case "date":
                return self.day(question, facts).isoformat()
            case "week":
                days = [date.fromisoformat(offer.occurrence) + timedelta(days=n) for n in range(5)]
                return {on.isoformat(): [*WEEK_OF_MARKS] for on in days}
        return ANSWERS.get(question.kind, WORDS)

    def decision(self, offer: Offer, facts: Facts) -> str:
        last = facts.last_planned_review(facts.placement)
        return "ask_for_move" if last and last.number == offer.occurrence else "continue"

    def named(self, question: Question, facts: Facts) -> int:
        if question.id == "key_adult" and facts.host:
            return [one.id for people in facts.host.posts.values() for one in people][-1]
        return self.world.people["facilitator"].pk

    def day(self, question: Question, facts: Facts) -> date:
        home, today = facts.calendar("home"), facts.today
        agreed = facts.value("move_starts_on")
        days = {
            "starts_on": lambda: proposed_start(today, home, facts.calendar("host")),
            "new_end": lambda: today + timedelta(days=self.dice.choice([1, 30, 90])),
            "review_on": lambda: today + timedelta(days=self.dice.choice([0, 3, 8])),
            "back_on": lambda: home.next_school_day(today),
            "move_starts_on": lambda: (
                date.fromisoformat(agreed)
                if agreed and self.dice.random() < 0.5
                else today + timedelta(days=14)
            ),
        }
        return days.get(question.id, lambda: today)()

    def person(self, role: str, offer: Offer | None, facts: Facts) -> str:
        """Find who has a role, by the name under which the world knows them."""
        side, _, post = role.partition("_")
        if side == "approached" and offer:
            return f"{self.side_of(Approach.objects.get(pk=offer.occurrence).organisation_id)}_{post}"
        if side == "host" and facts.host:
            return f"{self.side_of(facts.host.id)}_{post}"
        return "home_lead" if role == "lead" else role

    def side_of(self, school: int) -> str:
        return "other" if school == self.world.other.pk else "host"
