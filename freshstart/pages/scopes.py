"""What may this person open?

Every page about a case begins here: out of scope is "not found", whether the case exists or not; in scope
but not allowed is a refusal with its reason.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from django.contrib.auth.models import AnonymousUser
from django.http import Http404

from freshstart.actions.standings import law_for
from freshstart.models.cases import Case, Grant
from freshstart.models.facts import stored_facts
from freshstart.models.people import User
from freshstart.models.placements import Approach
from freshstart.models.protocols import protocol_of
from freshstart.outside import clocks
from freshstart.process.facts import Facts
from freshstart.process.grounds import ground
from freshstart.process.laws import LawEdition
from freshstart.process.permissions import Permission, may, strands_for
from freshstart.process.predicates import asked_by
from freshstart.process.protocols import Protocol
from freshstart.process.refusals import NotYours, Reason
from freshstart.process.steps import Actor, Offer, available, find_offer
from freshstart.process.values import Value
from freshstart.process.vocabulary import Effect, Strand

UNTOLD = Reason(
    rule="readers",
    effect=Effect.BLOCK,
    why="Something that is not yours to read has to be settled first.",
    way_on="Whoever takes this step knows what it is.",
    source="Each part of a case has its own readers",
)


@dataclass(frozen=True, slots=True)
class Opened:
    """A case as one person may see it."""

    case: Case
    facts: Facts
    protocol: Protocol
    law: LawEdition
    actor: Actor

    @property
    def strands(self) -> frozenset[Strand]:
        """Give the strands this person may read."""
        return strands_for(self.actor.roles)

    def may(self, permission: Permission) -> bool:
        """Tell whether one of the person's roles on the case carries a permission."""
        return may(self.actor.roles, permission)

    def must(self, permission: Permission) -> None:
        """Refuse (NotYours) where none of the person's roles carries a permission."""
        if not self.may(permission):
            raise NotYours(
                "This part of the case is not yours to read.",
                next_step=f"If you need it for the child, ask {self.facts.lead.name}.",
            )

    def value(self, question: str) -> Value:
        """Give an answer, or None where it is not known or of a strand not theirs."""
        known = self.protocol.questions.get(question)
        return self.facts.value(question) if known and known.strand in self.strands else None

    def reads(self, step: str, occurrence: str) -> bool:
        """Tell whether a step is of a strand of theirs; a sign-off is of that of the answer behind it."""
        terms = self.protocol.steps.get(step)
        if terms and terms.each == "sign_off":
            return self._strand_behind(occurrence) in self.strands
        return (terms.strand if terms else Strand.PLAN) in self.strands

    def every_offer(self) -> tuple[Offer, ...]:
        """Give every step of the case, to be counted; what is shown of them goes through `readable`."""
        return available(self.protocol, self.law, self.facts, self.actor)

    def readable(self, offers: Iterable[Offer]) -> tuple[Offer, ...]:
        """Leave out the steps of strands not theirs, and what would tell of them."""
        return tuple(self._told(one) for one in offers if self.reads(one.step.id, one.occurrence))

    def offers(self) -> tuple[Offer, ...]:
        """Give every step of the case as it stands for this person, but those of strands not theirs."""
        return self.readable(self.every_offer())

    def offer(self, step: str, occurrence: str) -> Offer:
        """Find a step on an occasion; not found where the protocol, the case or the strand has none."""
        found = find_offer(self.protocol, self.law, self.facts, self.actor, step, occurrence)
        if found is None or not self.reads(step, occurrence):
            raise Http404
        return self._told(found)

    def _told(self, offer: Offer) -> Offer:
        """Leave out of the reasons why a step is stopped what would tell of a strand not theirs."""
        hidden = [one for one in offer.reasons if self._strand_behind(one.rule) not in self.strands]
        return replace(offer, reasons=tuple(UNTOLD if one in hidden else one for one in offer.reasons))

    def _strand_behind(self, rule: str) -> Strand:
        """Find the strand of the answer that a rule looks at."""
        gates = ground(self.protocol, self.law).gates
        fact = next((one.fact for one in gates if one.id == rule), "")
        question = self.protocol.questions.get(asked_by(fact))
        return question.strand if question else Strand.PLAN


def opened(user: User | AnonymousUser, reference: str) -> Opened:
    """Open a case for a person; not found unless they hold a grant on it."""
    mine = Grant.objects.held_by(user).filter(case__reference=reference.upper())
    grants = dict(mine.values_list("role", "case_id"))
    if not grants or not isinstance(user, User):
        raise Http404
    case = Case.objects.get(pk=next(iter(grants.values())))
    facts = stored_facts(case, clocks.day_of(clocks.now()))
    actor = Actor(user.pk, user.name, frozenset(grants))
    protocol = protocol_of(case.protocol_id)
    result = Opened(case, facts, protocol, law_for(protocol, facts), actor)
    result.must(Permission.CASE_SEE)
    return result


def asked(user: User | AnonymousUser, approach_id: int) -> Approach:
    """Open what a school was asked, for that school; not found once it declined or the approach is closed."""
    rows = Approach.objects.visible_to(user).select_related("case", "organisation").filter(pk=approach_id)
    found = rows.distinct().first()
    if found is None:
        raise Http404
    return found


def today() -> date:
    """Give today's date in London by the service's clock."""
    return clocks.day_of(clocks.now())
