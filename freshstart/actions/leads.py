"""How does the lead of a case pass on, and who leads while somebody is away?

A case always has exactly one lead. Whoever is asked to lead leads from the moment in which they accept.
"""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.db.models import Q

from freshstart.actions.cases import MAY_OPEN, may_open_at
from freshstart.actions.standings import Standing, keep, locked, refresh, stand, stand_alone
from freshstart.models.cases import Case, Grant
from freshstart.models.leads import Cover, LeadOffer
from freshstart.models.people import Membership, User
from freshstart.outside.clocks import day_of
from freshstart.process.leads import stand_in_of
from freshstart.process.permissions import Permission
from freshstart.process.refusals import Incomplete, NotNow, NotYours
from freshstart.process.vocabulary import Post

WHO_LEADS = "Choose the headteacher, the SENCO or a pastoral lead of the home school."


@transaction.atomic
def offer(*, case_ids: Sequence[int], by: User, at: datetime, to: User) -> None:
    """Ask somebody of the home school to lead these cases; whoever asks for themselves leads at once.

    Until they accept the lead stays who it was. Refused for whoever could not open a case at that school, and
    where nothing was chosen (Incomplete); to whoever does not run one of the cases (NotYours).
    """
    if not case_ids:
        raise Incomplete({"cases": "Choose at least one child."})
    for case_id in case_ids:
        standing = stand(case_id=case_id, by=by, at=at, must=Permission.PEOPLE_CHANGE)
        if not may_open_at(to, standing.case.home):
            raise Incomplete({"to": WHO_LEADS})
        if to == by:
            _pass_on(standing, to)
            continue
        _close_offers(standing)
        LeadOffer.objects.create(case=standing.case, to=to, offered_by=by, offered_at=at)
        keep(standing, code="lead_offered", subject=("case", standing.case.reference), detail={"to": to.name})


@transaction.atomic
def accept(*, case_id: int, by: User, at: datetime) -> None:
    """Lead a case from now on, as one was asked. Refused where one was not, or not any more (NotNow)."""
    standing = stand(case_id=case_id, by=by, at=at)
    _asked(standing, by)
    if not may_open_at(by, standing.case.home):
        raise NotYours("You cannot lead cases at this school any more.", next_step="Say that you cannot.")
    _pass_on(standing, by)


@transaction.atomic
def decline(*, case_id: int, by: User, at: datetime, why: str) -> None:
    """Say that one cannot lead a case; the lead stays who it was, and reads why."""
    standing = stand(case_id=case_id, by=by, at=at)
    row = _asked(standing, by)
    row.answered_at, row.why = at, why.strip()
    row.save()
    detail = {"why": f": {row.why}" if row.why else ""}
    keep(standing, code="lead_declined", subject=("case", standing.case.reference), detail=detail)


def _asked(standing: Standing, by: User) -> LeadOffer:
    row = LeadOffer.objects.filter(case=standing.case, to=by, answered_at=None).first()
    if row is None:
        raise NotNow("You are not asked to lead this case, or not any more.")
    return row


def _close_offers(standing: Standing, accepted_by: User | None = None) -> None:
    rows = LeadOffer.objects.filter(case=standing.case, answered_at=None)
    rows.filter(to=accepted_by).update(answered_at=standing.at, is_accepted=True)
    rows.update(answered_at=standing.at)


def _pass_on(standing: Standing, to: User) -> None:
    """Make somebody the lead, and whoever stands in for them today the one who acts."""
    case, was = standing.case, standing.case.lead
    _close_offers(standing, to)
    case.lead = to
    _seat(case, stand_in_of(to.pk, _covers(day_of(standing.at))), standing.at)
    detail = {"from": was.name, "to": to.name}
    keep(standing, code="lead_changed", subject=("case", case.reference), detail=detail)


def _seat(case: Case, stand_in: int | None, at: datetime) -> None:
    """Let exactly the lead, and whoever stands in, hold the lead's grant. The case is saved by the caller."""
    case.stand_in = User.objects.get(pk=stand_in) if stand_in else None
    holders = {case.lead_id} | ({stand_in} if stand_in else set())
    there = Grant.objects.filter(case=case, role="lead", ended_at=None)
    there.exclude(user__in=holders).update(ended_at=at)
    held = set(there.values_list("user_id", flat=True))
    for user in sorted(holders - held):
        Grant.objects.create(case=case, role="lead", user_id=user)


# Away -------------------------------------------------------------------------------------------------------


def _covers(on: date) -> dict[int, int]:
    return dict(Cover.objects.on(on).values_list("away_id", "stand_in_id"))


@transaction.atomic
def arrange_cover(
    *, by: User, at: datetime, away: User, stand_in: User, from_on: date, until_on: date
) -> Cover:
    """Let somebody lead a person's cases while they are away; both days are included.

    Whoever is away arranges it, or somebody who may lead at a school of theirs. Refused: NotYours; days that
    cannot be, and somebody who could not lead at that school (Incomplete).
    """
    places = places_to_lead(away)
    if by != away and not places & places_to_lead(by):
        raise NotYours(
            "Only a colleague at the school arranges this.", next_step="Ask the headteacher of the school."
        )
    errors = {}
    if until_on < from_on or until_on < day_of(at):
        errors["until_on"] = "Choose a last day that is not before the first, and not past."
    if away == stand_in or not places <= places_to_lead(stand_in):
        errors["stand_in"] = WHO_LEADS
    if errors:
        raise Incomplete(errors)
    row = Cover.objects.create(
        away=away, stand_in=stand_in, from_on=from_on, until_on=until_on, made_by=by, made_at=at
    )
    _tell(row, by, at, "cover_arranged")
    return row


@transaction.atomic
def end_cover(*, cover_id: int, by: User, at: datetime) -> None:
    """End a cover today, because the person is back or it was a slip. Refused to others (NotYours)."""
    row = Cover.objects.select_related("away", "stand_in").filter(pk=cover_id, ended_at=None).first()
    if row is None:
        raise NotNow("This has ended already.")
    if by != row.away and not places_to_lead(row.away) & places_to_lead(by):
        raise NotYours("Only a colleague at the school ends this.", next_step="Ask the headteacher.")
    row.ended_at = at
    row.save()
    _tell(row, by, at, "cover_ended")


def places_to_lead(user: User) -> set[int]:
    """Give the schools at which a person may lead cases."""
    rows = Membership.objects.filter(user=user, post__in=MAY_OPEN, ended_on=None)
    return set(rows.values_list("organisation_id", flat=True))


def _tell(row: Cover, by: User, at: datetime, code: str) -> None:
    """Write a cover into the history of each case of whoever is away, and let it count if it runs today."""
    covers = _covers(day_of(at))
    detail = {
        "away": row.away.name,
        "stand_in": row.stand_in.name,
        "first": row.from_on.isoformat(),
        "last": row.until_on.isoformat(),
    }
    for pk in Case.objects.filter(lead=row.away, outcome="").order_by("pk").values_list("pk", flat=True):
        standing = stand(case_id=pk, by=by, at=at)
        _seat(standing.case, stand_in_of(row.away_id, covers), at)
        keep(standing, code=code, subject=("case", standing.case.reference), detail=detail)


def turn_covers(at: datetime) -> None:
    """Let those covers count that begin today, and no more those that are over.

    Nobody acts here: the history has it from when it was arranged. Safe to run twice.
    """
    covers = _covers(day_of(at))
    rows = Case.objects.filter(outcome="").filter(Q(stand_in__isnull=False) | Q(lead__in=covers))
    for pk, lead, now in rows.order_by("pk").values_list("pk", "lead_id", "stand_in_id"):
        if stand_in_of(lead, covers) != now:
            with transaction.atomic():
                case = locked(pk)
                _seat(case, stand_in_of(case.lead_id, covers), at)
                refresh(case, at)


# Leaving ----------------------------------------------------------------------------------------------------


def pass_on_what_is_left(user: User, place: int, at: datetime) -> None:
    """Give the cases of somebody who leaves a school to its headteacher, so that none is without a lead.

    Runs inside the action that ends the post. Refused (NotNow) where nobody there could lead them.
    """
    if place in places_to_lead(user):
        return  # by another post of theirs
    for pk in user.lead_offers.filter(answered_at=None, case__home=place).values_list("case", flat=True):
        standing = stand_alone(pk, at)
        _close_offers(standing)
        keep(
            standing,
            code="lead_declined",
            subject=("case", standing.case.reference),
            detail={"by": user.name, "why": ""},
        )
    rows = Case.objects.filter(lead=user, home=place, outcome="").order_by("pk")
    numbers = list(rows.values_list("pk", flat=True))
    heir = _heir(place) if numbers else None
    if numbers and heir is None:
        raise NotNow(
            f"{user.name} leads {len(numbers)} cases there, and nobody else could lead them.",
            next_step="First give somebody a post there as headteacher, SENCO or pastoral lead.",
        )
    for pk in numbers:
        if heir:
            _pass_on(stand_alone(pk, at), heir)
    mine = Cover.objects.filter(Q(away=user) | Q(stand_in=user), ended_at=None, until_on__gte=day_of(at))
    mine.update(ended_at=at)
    turn_covers(at)


def _heir(place: int) -> User | None:
    rows = Membership.objects.filter(organisation=place, post__in=MAY_OPEN, ended_on=None)
    order = (Post.HEAD, Post.LEAD, Post.SENCO)
    found = sorted(rows.select_related("user"), key=lambda one: (order.index(Post(one.post)), one.pk))
    return found[0].user if found else None
