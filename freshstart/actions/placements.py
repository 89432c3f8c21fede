"""How do schools come to be asked and chosen, and how does a placement begin, change and end?"""

from datetime import date
from typing import Any

from freshstart.actions.standings import Standing, grant_to_posts
from freshstart.actions.writers import writes
from freshstart.models.cases import Case, Grant
from freshstart.models.organisations import Organisation
from freshstart.models.placements import Approach, Phase, Review, Week
from freshstart.process.facts import Facts
from freshstart.process.vocabulary import CaseOutcome, PhaseKind, PhaseOutcome, Post

HOST_POSTS = (Post.HEAD, Post.LEAD, Post.SENCO, Post.SAFEGUARDING, Post.ATTENDANCE)
COUNCIL_POSTS = (Post.INCLUSION, Post.ADMISSIONS)
BOARD_POSTS = (Post.CLERK, Post.NOMINEE)


@writes("family_told")
def _family_told(standing: Standing, values: dict[str, Any]) -> None:
    """Open the case to the council and the board: the family knows now."""
    case = standing.case
    grant_to_posts(case, "home", case.home, BOARD_POSTS)
    posts = (*COUNCIL_POSTS, Post.SEN) if standing.facts.value("sen") == "plan" else COUNCIL_POSTS
    grant_to_posts(case, "council", case.council, posts)


@writes("person_named")
def _person_named(standing: Standing, values: dict[str, Any]) -> None:
    role = {"key_adult": "host_key_adult"}.get(values["role"], values["role"])
    named = Grant.objects.filter(case=standing.case, role=role, ended_at=None)
    named.exclude(user_id=values["person"]).update(ended_at=standing.at)
    Grant.objects.get_or_create(case=standing.case, role=role, user_id=values["person"], ended_at=None)


def shown_to_school(facts: Facts) -> dict[str, str]:
    """Give the least a school needs to answer: nothing by which the child could be known."""
    sen = {"support": "SEN support", "plan": "An education, health and care plan", "none": "None"}
    return {
        "year_group": str(facts.pupil.year_group),
        "sen": sen.get(str(facts.value("sen")), "Not known yet"),
        "from": facts.council.known_as,
    }


@writes("school_asked")
def _school_asked(standing: Standing, values: dict[str, Any]) -> None:
    Approach.objects.create(
        case=standing.case,
        organisation_id=values["school"],
        asked_at=standing.at,
        asked_by=standing.by,
        shown=shown_to_school(standing.facts),
    )


@writes("approach_answered")
def _approach_answered(standing: Standing, values: dict[str, Any]) -> None:
    approach = Approach.objects.get(case=standing.case, pk=values["approach"])
    approach.answer, approach.why, approach.answered_at = values["answer"], values["why"], standing.at
    approach.closed_at = standing.at if values["answer"] == "no" else None
    approach.save()


@writes("school_chosen")
def _school_chosen(standing: Standing, values: dict[str, Any]) -> None:
    """Make the school the receiving school and close the other approaches: those schools see no more."""
    approach = Approach.objects.get(case=standing.case, pk=values["approach"])
    approach.chosen_at = standing.at
    approach.save()
    others = Approach.objects.filter(case=standing.case, closed_at=None).exclude(pk=approach.pk)
    others.update(closed_at=standing.at)
    standing.case.host = approach.organisation
    grant_to_posts(standing.case, "host", approach.organisation, HOST_POSTS)


def make_reviews(phase: Phase, reviews: tuple[tuple[str, int, date], ...]) -> None:
    """Write the reviews of a placement with the dates the rules gave them."""
    Review.objects.bulk_create(
        Review(case_id=phase.case_id, phase=phase, number=number, week=week, due_on=due_on)
        for number, week, due_on in reviews
    )


@writes("direction_determined")
def _direction_determined(standing: Standing, values: dict[str, Any]) -> None:
    phase = Phase.objects.create(
        case=standing.case,
        kind=PhaseKind.OFF_SITE_DIRECTION,
        host=host_of(standing.case),
        law_edition=standing.law.id,
        decided_on=standing.today,
        starts_on=values["starts_on"],
        ends_on=values["ends_on"],
        days=values["days"],
    )
    make_reviews(phase, values["reviews"])


def host_of(case: Case) -> Organisation:
    """Give the receiving school of a case that has one."""
    if case.host is None:
        raise ValueError(f"Case {case} has no receiving school.")
    return case.host


def open_phase(standing: Standing) -> Phase:
    """Give the placement that is open."""
    return Phase.objects.get(case=standing.case, outcome=None)


@writes("direction_longer")
def _direction_longer(standing: Standing, values: dict[str, Any]) -> None:
    phase = open_phase(standing)
    phase.ends_on, phase.days = values["ends_on"], values["days"]
    phase.save()
    make_reviews(phase, (values["review"],))


@writes("arrived")
def _arrived(standing: Standing, values: dict[str, Any]) -> None:
    phase = open_phase(standing)
    phase.arrived_on = standing.today
    phase.save()


@writes("not_arrived")
@writes("returned")
@writes("not_returned")
def _told_only(standing: Standing, values: dict[str, Any]) -> None:
    """Leave it at the record of the step: the rules read arrival and return from there."""


@writes("week_recorded")
def _week_recorded(standing: Standing, values: dict[str, Any]) -> None:
    direction = standing.facts.direction
    Week.objects.create(
        case=standing.case,
        phase_id=direction.id if direction else None,
        monday=values["monday"],
        marks=values["marks"],
        recorded_by=standing.by,
        recorded_at=standing.at,
    )


@writes("direction_ended")
def _direction_ended(standing: Standing, values: dict[str, Any]) -> None:
    end_phase(open_phase(standing), on=standing.today, outcome=values["outcome"])


def end_phase(phase: Phase, *, on: date, outcome: PhaseOutcome) -> None:
    """Write the end of a placement."""
    phase.ended_on, phase.outcome = on, outcome
    phase.save()


@writes("move_completed")
def _move_completed(standing: Standing, values: dict[str, Any]) -> None:
    """End the direction and begin the managed move: from this day there is one register."""
    end_phase(open_phase(standing), on=values["starts_on"], outcome=PhaseOutcome.MANAGED_MOVE)
    phase = Phase.objects.create(
        case=standing.case,
        kind=PhaseKind.MANAGED_MOVE,
        host=host_of(standing.case),
        law_edition=standing.law.id,
        decided_on=standing.today,
        starts_on=values["starts_on"],
        arrived_on=values["starts_on"],
    )
    make_reviews(phase, values["reviews"])


@writes("case_closed")
def _case_closed(standing: Standing, values: dict[str, Any]) -> None:
    """Close the case; whoever saw it only for a place that did not come about sees it no longer."""
    case, outcome = standing.case, values["outcome"]
    case.outcome, case.closed_at = outcome, standing.at
    Phase.objects.filter(case=case, outcome=None).update(
        outcome=PhaseOutcome.SETTLED if outcome is CaseOutcome.SETTLED else PhaseOutcome.RETURNED,
        ended_on=standing.today,
    )
    Approach.objects.filter(case=case, closed_at=None).update(closed_at=standing.at)
    case.links.filter(revoked_at=None).update(revoked_at=standing.at)
    if outcome is not CaseOutcome.SETTLED:
        case.grants.filter(role__startswith="host_", ended_at=None).update(ended_at=standing.at)
