"""What may this person open?

Every page about a case begins here: out of scope is "not found", whether the case exists or not; in scope
but not allowed is a refusal with its reason.
"""

from dataclasses import dataclass
from datetime import date

from django.contrib.auth.models import AnonymousUser
from django.http import Http404

from freshstart.actions.standings import law_for, roles_on
from freshstart.models.cases import Case, Grant
from freshstart.models.facts import stored_facts
from freshstart.models.people import User
from freshstart.models.placements import Approach
from freshstart.models.protocols import protocol_of
from freshstart.outside import clocks
from freshstart.process.facts import Facts
from freshstart.process.permissions import Permission, may, strands_for
from freshstart.process.protocols import LawEdition, Protocol
from freshstart.process.refusals import NotYours
from freshstart.process.steps import Actor, Offer, available, find_offer
from freshstart.process.vocabulary import Strand


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

    def offers(self) -> tuple[Offer, ...]:
        """Give every step of the case as it stands for this person, but those of strands not theirs."""
        offers = available(self.protocol, self.law, self.facts, self.actor)
        return tuple(one for one in offers if one.step.strand in self.strands)

    def offer(self, step: str, occurrence: str) -> Offer:
        """Find a step on an occasion; not found where the protocol, the case or the strand has none."""
        found = find_offer(self.protocol, self.law, self.facts, self.actor, step, occurrence)
        if found is None or found.step.strand not in self.strands:
            raise Http404
        return found


def opened(user: User | AnonymousUser, reference: str) -> Opened:
    """Open a case for a person, in one query; not found unless they hold a grant on it."""
    grants = list(
        Grant.objects.held_by(user)
        .filter(case__reference=reference.upper())
        .select_related("case")
        .distinct()
    )
    if not grants or not isinstance(user, User):
        raise Http404
    case = grants[0].case
    facts = stored_facts(case, clocks.day_of(clocks.now()))
    actor = Actor(user.pk, user.name, roles_on(grants))
    result = Opened(case, facts, protocol_of(case.protocol_id), law_for(facts), actor)
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
