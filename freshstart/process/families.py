"""What is a person without an account asked, and may they answer it now?"""

from freshstart.process.facts import Facts, Party
from freshstart.process.predicates import holds
from freshstart.process.protocols import Family, Protocol
from freshstart.process.refusals import Incomplete, NotNow
from freshstart.process.vocabulary import Relation, Tri


def _is_for(family: Family, party: Party) -> bool:
    is_pupil = party.relation is Relation.PUPIL
    match family.to:
        case "parents":
            return party.is_parent and party.is_asked
        case "pupil":
            return is_pupil
        case _:
            return is_pupil or (party.is_parent and party.is_asked)


def is_open(facts: Facts, family: Family) -> bool:
    """Tell whether a question to the family can be answered now."""
    opened = all(holds(facts, name) is Tri.YES for name in family.opens)
    return opened and not any(holds(facts, name) is Tri.YES for name in family.shuts)


def asked_of(protocol: Protocol, facts: Facts, party: Party) -> tuple[Family, ...]:
    """Give the questions that are open to one person."""
    return tuple(one for one in protocol.family if _is_for(one, party) and is_open(facts, one))


def check_answer(protocol: Protocol, facts: Facts, question: str, party_id: int, value: str) -> None:
    """Refuse an answer that is not among those offered, or a question that is not open to this person."""
    party = facts.party(party_id)
    family = protocol.families.get(question)
    if party is None or family is None or family not in asked_of(protocol, facts, party):
        raise NotNow("This is not being asked now.", next_step="Ask the person named on your letter.")
    if value not in family.options:
        raise Incomplete({question: "Choose one of the answers."})
