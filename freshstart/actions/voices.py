"""How does somebody answer by voice? A person from neither school reads out, records, and reads back."""

from datetime import datetime

from django.db import transaction

from freshstart.actions.messages import put_in_outbox
from freshstart.actions.signings import record_spoken
from freshstart.actions.standings import Standing, stand
from freshstart.actions.views import write
from freshstart.models.cases import Party
from freshstart.models.papers import View
from freshstart.models.people import Membership, User
from freshstart.process.families import Said
from freshstart.process.permissions import Permission, may
from freshstart.process.refusals import Incomplete, NotYours
from freshstart.process.values import Values
from freshstart.process.vocabulary import Method, Reply


def _standing(case_id: int, by: User, at: datetime) -> Standing:
    standing = stand(case_id=case_id, by=by, at=at)
    schools = [standing.case.home_id, standing.case.host_id]
    works_there = Membership.objects.filter(user=by, organisation__in=schools, ended_on=None).exists()
    if (
        works_there
        or standing.case.lead_id == by.pk
        or not may(standing.actor.roles, Permission.VOICE_RECORD)
    ):
        raise NotYours(
            "Somebody from neither school records what a family says.",
            next_step="Ask the council’s family adviser.",
        )
    return standing


def _how(by: User, interpreter: str, read_back: bool) -> Values:
    if not read_back:
        raise Incomplete({"read_back": "Read the answer back first. If it was right, say so here."})
    return {"recorded_by": by.name, "interpreter": interpreter.strip(), "read_back": True}


@transaction.atomic
def record_answer(
    *,
    case_id: int,
    party_id: int,
    by: User,
    at: datetime,
    said: Said,
    interpreter: str = "",
    read_back: bool = False,
) -> None:
    """Record what a person said to a question; they are sent a copy that says how to change it.

    Refused to anybody of the two schools and to the lead (NotYours), and until it was read back (Incomplete).
    """
    standing = _standing(case_id, by, at)
    party = Party.objects.get(pk=party_id, case_id=case_id, removed_at=None)
    before = View.objects.filter(party=party).count()
    write(standing, party, Method.VOICE, said, _how(by, interpreter, read_back))
    if View.objects.filter(party=party).count() > before:
        _send_copy(standing, party)


@transaction.atomic
def record_signature(
    *,
    case_id: int,
    paper_id: int,
    party_id: int,
    by: User,
    at: datetime,
    reply: Reply,
    view: str,
    interpreter: str = "",
    read_back: bool = False,
) -> None:
    """Record what a person said to a paper that was read out to them; they are sent a copy.

    Refused as `record_answer` is, and as any signature: too early, another text.
    """
    standing = _standing(case_id, by, at)
    party = Party.objects.get(pk=party_id, case_id=case_id, removed_at=None)
    evidence = _how(by, interpreter, read_back)
    record_spoken(standing, paper_id=paper_id, party=party, reply=reply, view=view, evidence=evidence)
    _send_copy(standing, party)


def _send_copy(standing: Standing, party: Party) -> None:
    """Send what was recorded: behind the link stands the answer, and how to change it."""
    plain = standing.facts.party(party.pk)
    if plain:
        put_in_outbox(standing, plain, None, about="spoken")
