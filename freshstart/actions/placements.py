"""How do schools come to be asked and chosen, and how does a placement begin, change and end?"""

from datetime import date

from freshstart.actions.standings import Standing, grant_to_posts
from freshstart.actions.writers import writes
from freshstart.models.cases import Grant
from freshstart.models.organisations import Organisation, OrganisationKind, OrganisationStatus
from freshstart.models.people import User
from freshstart.models.placements import Approach, Phase, Review, Week
from freshstart.outside.books import editions
from freshstart.process.facts import Facts
from freshstart.process.laws import edition_on
from freshstart.process.refusals import Incomplete
from freshstart.process.values import Values
from freshstart.process.vocabulary import TEMPORARY, CaseOutcome, PhaseOutcome, Post

HOST_POSTS = (Post.HEAD, Post.LEAD, Post.SENCO, Post.SAFEGUARDING, Post.ATTENDANCE)
COUNCIL_POSTS = (Post.INCLUSION, Post.ADMISSIONS, Post.ADVISER)
BOARD_POSTS = (Post.CLERK, Post.NOMINEE)


@writes("family_told")
def _family_told(standing: Standing, values: Values) -> None:
    """Open the case to the council and the board: the family knows now."""
    case = standing.case
    grant_to_posts(case, "home", case.home, BOARD_POSTS)
    grant_to_posts(case, "council", case.council, COUNCIL_POSTS)
    if values["has_plan"]:
        grant_to_posts(case, "council", case.home_council, (Post.SEN,))


@writes("person_named")
def _person_named(standing: Standing, values: Values) -> None:
    """Name one person for a role; whoever had it before has it no longer. Refused for nobody we know."""
    role, person = values["role"], values["person"]
    if not User.objects.filter(pk=person, is_active=True).exists():
        raise Incomplete({role.removeprefix("host_"): "Choose a person from the list."})
    named = Grant.objects.filter(case=standing.case, role=role, ended_at=None)
    named.exclude(user_id=person).update(ended_at=standing.at)
    Grant.objects.get_or_create(case=standing.case, role=role, user_id=person, ended_at=None)


def shown_to_school(facts: Facts) -> dict[str, str]:
    """Give the least a school needs to answer: nothing by which the child could be known."""
    sen = {"support": "SEN support", "plan": "An education, health and care plan", "none": "None"}
    return {
        "year_group": str(facts.pupil.year_group),
        "sen": sen.get(str(facts.value("sen")), "Not known yet"),
        "from": facts.council.known_as,
    }


@writes("school_asked")
def _school_asked(standing: Standing, values: Values) -> None:
    """Ask a school. Refused for what is no open school (Incomplete)."""
    schools = Organisation.objects.filter(kind=OrganisationKind.SCHOOL).exclude(
        status=OrganisationStatus.CLOSED
    )
    if not schools.filter(pk=values["school"]).exists():
        raise Incomplete({"school_to_ask": "Choose a school from the list."})
    Approach.objects.create(
        case=standing.case,
        organisation_id=values["school"],
        asked_at=standing.at,
        asked_by=standing.account,
        shown=shown_to_school(standing.facts),
    )


@writes("approach_answered")
def _approach_answered(standing: Standing, values: Values) -> None:
    approach = Approach.objects.get(case=standing.case, pk=values["approach"])
    approach.answer, approach.why, approach.answered_at = values["answer"], values["why"], standing.at
    approach.closed_at = standing.at if values["answer"] == "no" else None
    approach.save()


@writes("school_chosen")
def _school_chosen(standing: Standing, values: Values) -> None:
    """Make the school the receiving school and close the other approaches: those schools see no more."""
    approach = Approach.objects.get(case=standing.case, pk=values["approach"])
    approach.chosen_at = standing.at
    approach.save()
    others = Approach.objects.filter(case=standing.case, closed_at=None).exclude(pk=approach.pk)
    others.update(closed_at=standing.at)
    standing.case.host = approach.organisation
    grant_to_posts(standing.case, "host", approach.organisation, HOST_POSTS)


def make_reviews(phase: Phase, reviews: tuple[tuple[str, int, date], ...], *, asked_by: str = "") -> None:
    """Write the reviews of a placement with the numbers, weeks and dates that the rules gave them."""
    Review.objects.bulk_create(
        Review(case_id=phase.case_id, phase=phase, number=number, week=week, due_on=due_on, asked_by=asked_by)
        for number, week, due_on in reviews
    )


@writes("placement_decided")
def _placement_decided(standing: Standing, values: Values) -> None:
    chosen = Approach.objects.get(case=standing.case, chosen_at__isnull=False)
    phase = Phase.objects.create(
        case=standing.case,
        kind=values["kind"],
        host=chosen.organisation,
        law_edition=standing.law.id,
        decided_on=standing.today,
        starts_on=values["starts_on"],
        ends_on=values["ends_on"],
        days=values["days"],
    )
    make_reviews(phase, values["reviews"])


def open_phase(standing: Standing) -> Phase:
    """Give the placement that is open."""
    return Phase.objects.get(case=standing.case, outcome=None)


@writes("placement_longer")
def _placement_longer(standing: Standing, values: Values) -> None:
    phase = open_phase(standing)
    phase.ends_on, phase.days = values["ends_on"], values["days"]
    phase.save()
    make_reviews(phase, (values["review"],))


@writes("arrived")
def _arrived(standing: Standing, values: Values) -> None:
    phase = open_phase(standing)
    phase.arrived_on = values["on"]
    phase.save()


@writes("week_recorded")
def _week_recorded(standing: Standing, values: Values) -> None:
    Week.objects.update_or_create(
        phase=Phase.objects.filter(case=standing.case, kind__in=TEMPORARY).latest("starts_on"),
        monday=values["monday"],
        defaults={
            "case": standing.case,
            "marks": values["marks"],
            "recorded_by": standing.account,
            "recorded_at": standing.at,
        },
    )


@writes("placement_ended")
def _placement_ended(standing: Standing, values: Values) -> None:
    end_phase(open_phase(standing), on=standing.today, outcome=values["outcome"])


def end_phase(phase: Phase, *, on: date, outcome: PhaseOutcome) -> None:
    """Write the end of a placement."""
    phase.ended_on, phase.outcome = on, outcome
    phase.save()


@writes("move_completed")
def _move_completed(standing: Standing, values: Values) -> None:
    """Begin the placement that is for good, and end the one before it: one register from now on."""
    chosen = Approach.objects.get(case=standing.case, chosen_at__isnull=False)
    before = Phase.objects.filter(case=standing.case, outcome=None).first()
    if before:
        end_phase(before, on=values["starts_on"], outcome=PhaseOutcome.MANAGED_MOVE)
    phase = Phase.objects.create(
        case=standing.case,
        kind=values["kind"],
        host=chosen.organisation,
        law_edition=edition_on(editions(), standing.today, standing.protocol.jurisdiction).id,
        decided_on=standing.today,
        starts_on=values["starts_on"],
        arrived_on=values["starts_on"] if before else None,
    )
    make_reviews(phase, values["reviews"])


@writes("case_closed")
def _case_closed(standing: Standing, values: Values) -> None:
    """Close the case; whoever saw it only for a place that did not come about sees it no longer."""
    case, outcome = standing.case, values["outcome"]
    case.outcome, case.closed_on = outcome, standing.today
    Phase.objects.filter(case=case, outcome=None).update(
        outcome=PhaseOutcome.SETTLED, ended_on=standing.today
    )
    Approach.objects.filter(case=case, closed_at=None).update(closed_at=standing.at)
    case.links.filter(revoked_at=None).update(revoked_at=standing.at)
    if outcome is not CaseOutcome.SETTLED:
        case.grants.filter(role__startswith="host_", ended_at=None).update(ended_at=standing.at)
