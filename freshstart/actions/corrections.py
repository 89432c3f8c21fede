"""How is a mistake put right, so that its history stays?

Each correction is a named act with a reason. It recomputes what is owed and closes links that should never
have been open.
"""

from datetime import date, datetime

from django.db import transaction

from freshstart.actions.cases import child_fields
from freshstart.actions.messages import revoke_links
from freshstart.actions.papers import ask_signers, paper_drawn
from freshstart.actions.placements import make_reviews, open_phase
from freshstart.actions.standings import Standing, keep, stand
from freshstart.actions.steps import write_answer
from freshstart.models.cases import Grant, Party
from freshstart.models.messages import Message
from freshstart.models.papers import Document
from freshstart.models.people import User
from freshstart.models.placements import Approach, Review
from freshstart.process.effects import placement_terms
from freshstart.process.permissions import Permission
from freshstart.process.predicates import holds
from freshstart.process.refusals import Incomplete, NotNow
from freshstart.process.vocabulary import CaseOutcome, Relation, Tri


def _standing(case_id: int, by: User, at: datetime, why: str) -> Standing:
    standing = stand(case_id=case_id, by=by, at=at, must=Permission.CASE_CORRECT)
    if not why.strip():
        raise Incomplete({"why": "Write what was wrong, in a few words."})
    return standing


@transaction.atomic
def correct_child(
    *,
    case_id: int,
    by: User,
    at: datetime,
    why: str,
    given: str,
    family: str,
    known_as: str,
    born_on: date,
    upn: str,
) -> None:
    """Correct how the child is written down. Links to this child's family are closed if the birthday changes.

    Another birthday means that it may have been another child: whoever holds a link must not read on.
    Refused for a name, a birthday or a UPN that cannot be right (Incomplete).
    """
    standing = _standing(case_id, by, at, why)
    case = standing.case
    before = {"given": case.given, "family": case.family, "born_on": case.born_on.isoformat()}
    was_born_on = case.born_on
    for name, value in child_fields(given, family, known_as, born_on, upn, at=at).items():
        setattr(case, name, value)
    case.parties.filter(relation=Relation.PUPIL).update(name=case.name)
    if case.born_on != was_born_on:
        for party in case.parties.all():
            revoke_links(party.pk, at)
    detail = {"why": why, "before": before}
    keep(standing, code="child_corrected", subject=("case", case.reference), detail=detail)


@transaction.atomic
def opened_in_error(*, case_id: int, by: User, at: datetime, why: str) -> None:
    """Close a case that was opened for the wrong child: every link and every grant outside the school ends.

    What waits to be sent is not sent. Refused while a placement runs (NotNow).
    """
    standing = _standing(case_id, by, at, why)
    case = standing.case
    if standing.facts.phase is not None:
        raise NotNow(
            "A placement is running.", next_step="End the placement first: the child must be somewhere."
        )
    case.outcome, case.closed_on = CaseOutcome.OPENED_IN_ERROR, standing.today
    Message.objects.filter(case=case, sent_at=None).delete()
    case.links.filter(revoked_at=None).update(revoked_at=at)
    Approach.objects.filter(case=case, closed_at=None).update(closed_at=at)
    outside = Grant.objects.filter(case=case, ended_at=None).exclude(role__startswith="home_")
    outside.exclude(role="lead").update(ended_at=at)
    keep(standing, code="opened_in_error", subject=("case", case.reference), detail={"why": why})


@transaction.atomic
def correct_school(*, case_id: int, by: User, at: datetime, why: str) -> None:
    """Take back the choice of a receiving school; that school sees no more of the case.

    The schools that were let go by this choice are asked again. Refused after the direction (NotNow).
    """
    standing = _standing(case_id, by, at, why)
    case = standing.case
    if case.host is None or standing.facts.placement is not None:
        raise NotNow(
            "The school cannot be taken back now.",
            next_step="End the direction, or let the board decide anew.",
        )
    Grant.objects.filter(case=case, role__startswith="host_", ended_at=None).update(ended_at=at)
    wrong = Approach.objects.get(case=case, chosen_at__isnull=False)
    let_go = Approach.objects.filter(case=case, closed_at=wrong.chosen_at)
    let_go.update(closed_at=None)
    wrong.chosen_at, wrong.closed_at = None, at
    wrong.save()
    case.host = None
    case.records.filter(step__in=["choose_school", "accept_place"], corrected_at=None).update(corrected_at=at)
    detail = {"why": why, "was": wrong.organisation.name}
    keep(standing, code="school_corrected", subject=("case", case.reference), detail=detail)


@transaction.atomic
def correct_start(*, case_id: int, by: User, at: datetime, why: str, starts_on: date) -> None:
    """Move the first day of a direction before anybody arrived: days, last day and reviews are dated anew.

    The notice, if it was sent, is recalled, and a new one is owed; a plan that was drawn up is drawn up anew,
    to be read and signed again. Refused if it breaks the notice period (Incomplete) or after the arrival.
    """
    standing = _standing(case_id, by, at, why)
    direction = standing.facts.placement
    if direction is None or direction.outcome is not None or direction.arrived_on is not None:
        raise NotNow("The first day cannot be moved now.", next_step="A later end is decided after a review.")
    assumed = standing.facts.assuming({"starts_on": starts_on.isoformat()}, standing.today)
    if any(holds(assumed, name) is not Tri.YES for name in ("notice_period_kept", "start_is_school_day")):
        raise Incomplete({"starts_on": "Choose a school day at least two school days after the notice."})
    terms = placement_terms(standing.protocol, assumed, direction.kind, starts_on)
    phase = open_phase(standing)
    phase.starts_on, phase.ends_on, phase.days = starts_on, terms["ends_on"], terms["days"]
    phase.save()
    Review.objects.filter(phase=phase, asked_by="").delete()
    make_reviews(phase, terms["reviews"])
    write_answer(standing, "starts_on", starts_on.isoformat())
    _recall_notice(standing)
    if standing.facts.paper("plan"):
        paper_drawn(standing, {"paper": "plan"})
    detail = {"why": why, "was": direction.starts_on.isoformat(), "now": starts_on.isoformat()}
    keep(standing, code="start_corrected", subject=("phase", str(phase.pk)), detail=detail)


def _recall_notice(standing: Standing) -> None:
    """Recall the notice and what was not sent of it, and let the step that made it be taken again."""
    giving = [step for step in standing.protocol.step if "give_notice" in step.does]
    letters = {effect.removeprefix("letter:") for step in giving for effect in step.does}
    notices = Document.objects.filter(case=standing.case, source__in=letters, recalled_at=None)
    Message.objects.filter(document__in=notices, sent_at=None).delete()
    notices.update(recalled_at=standing.at)
    taken = standing.case.records.filter(step__in=[step.id for step in giving], corrected_at=None)
    taken.update(corrected_at=standing.at)


@transaction.atomic
def correct_recipient(*, case_id: int, by: User, at: datetime, why: str, party_id: int) -> None:
    """Take a wrong person off the case at once: their link is closed and what waits for them is not sent.

    Nobody waits for their signature any more. Refused for whoever is not on the case (NotNow).
    """
    standing = _standing(case_id, by, at, why)
    party = Party.objects.filter(case=standing.case, pk=party_id, removed_at=None).first()
    if party is None:
        raise NotNow("This person is not on this case.")
    revoke_links(party.pk, at)
    Message.objects.filter(party=party, sent_at=None).delete()
    party.removed_at = at
    party.save()
    ask_signers(standing)
    detail = {"why": why, "who": party.name}
    keep(standing, code="recipient_corrected", subject=("party", str(party.pk)), detail=detail)
