"""The steps of a move, as English functions that stories share."""

from datetime import date, timedelta

from freshstart.models.placements import Approach
from tests.world import WEEK_OF_MARKS, World

PROMISES = [
    {"who": "home_lead", "what": "Rings on Fridays", "by": "each week"},
    {"who": "host_head", "what": "A quiet place at break", "by": "from the start"},
]


def the_home_school_looks_whether_a_move_is_right(world: World) -> None:
    world.take(
        "is_a_move_right",
        by="home_lead",
        solvable_here="no",
        solvable_here__why="Two years of the same group around him",
        needs_understood="yes",
        sanction="no",
        persistent_absence="no",
        best_interests="He wants to learn and cannot here, with the group around him.",
    )
    world.take("appoint_facilitator", by="home_lead", facilitator=world.people["facilitator"].pk)


def the_family_is_told_and_heard(world: World) -> None:
    world.take("tell_family", by="home_head")
    world.take(
        "talk_options",
        by="facilitator",
        told_on=world.today.isoformat(),
        alternatives=["stay", "application", "no"],
        parents_views="A new start would be good, near enough to walk.",
        pupils_views="I want one teacher who knows when I go quiet.",
    )
    world.family_says("ask_schools", "yes")


def schools_are_asked(world: World) -> None:
    for school, answer in ((world.other, "no"), (world.host, "yes")):
        world.take("ask_school", by="home_lead", school_to_ask=school.pk)
        approach = Approach.objects.get(case_id=world.case_id(), organisation=school)
        side = "other" if school == world.other else "host"
        world.take(
            "answer_approach",
            by=f"{side}_head",
            occurrence=str(approach.pk),
            place_answer=answer,
            year_group_full="no",
            place_why="No place in this year group" if answer == "no" else "",
        )
    world.take("choose_school", by="home_lead", occurrence=str(approach.pk))


def everyone_meets(world: World) -> None:
    world.take(
        "home_visit", by="facilitator", visited_on=world.today.isoformat(), visit_notes="Likes cooking."
    )
    world.take(
        "first_meeting",
        by="home_lead",
        met_on=world.today.isoformat(),
        who_met=["home_lead", "host_head", "facilitator"],
        targets=["Be in every lesson", "Tell somebody when it gets loud"],
        promises=PROMISES,
    )
    world.take(
        "settle_transport", by="home_lead", travel="Bus 14, the council pays", uniform_and_meals="Given"
    )


def the_receiving_school_accepts(world: World) -> None:
    world.take(
        "accept_place",
        by="host_head",
        key_adult=world.people["host_key_adult"].pk,
        report_to="Main door, 8:40, Daniel Mensah",
        session_times="8:50 to 10:50, break, 11:10 to 15:10",
        support_there="A mentor twice a week",
    )


def the_board_decides(world: World, *, starts_on: date) -> None:
    world.take(
        "determine_direction",
        by="home_nominee",
        improves_behaviour="yes",
        objectives="Back in all lessons, calmer in corridors",
        starts_on=starts_on.isoformat(),
        decided_by="committee",
        delegation="Pupil committee, 24 November, item 2",
    )
    world.take("give_notice", by="home_clerk")


def the_hand_over_is_signed_for(world: World) -> None:
    world.take("send_records", by="home_lead", records_how="secure")
    world.take("acknowledge_records", by="host_lead")
    world.take("send_safeguarding_file", by="home_safeguarding")
    world.take("acknowledge_safeguarding_file", by="host_safeguarding")


def the_plan_is_drawn_up_and_signed(world: World) -> None:
    facts = world.facts()
    world.take(
        "draw_up_plan",
        by="home_lead",
        targets=facts.value("targets"),
        promises=facts.value("promises"),
        support_there=facts.value("support_there"),
    )
    world.everyone_signs("plan")


def the_child_arrives(world: World, on: date) -> None:
    world.go_to(on)
    world.take(
        "confirm_arrival", by="host_key_adult", arrived_today="yes", arrival_note="Daniel Mensah met him"
    )


def attendance_is_sent_up_to(world: World, on: date) -> None:
    """Send every school week that has ended by a day."""
    world.go_to(on)
    facts = world.facts()
    recorded = {week.monday for week in facts.weeks}
    direction = facts.direction
    assert direction is not None
    for _, monday, days in facts.calendar("host").school_weeks(direction.starts_on, on):
        if monday not in recorded and days[-1] <= on and monday + timedelta(days=4) <= on:
            marks = {day.isoformat(): list(WEEK_OF_MARKS) for day in days}
            world.take("record_week", by="host_attendance", occurrence=monday.isoformat(), marks=marks)


def a_review_is_held(world: World, number: str, decision: str, **more: str) -> None:
    """Invite to a review, hold it on its day, and let the board decide."""
    review = world.facts().review(number)
    assert review is not None
    invite_on = review.due_on - timedelta(days=8)
    if invite_on > world.today:
        world.go_to(invite_on)
    world.take(
        "invite_review",
        by="home_clerk",
        occurrence=number,
        review_on=review.due_on.isoformat(),
        review_at="15:30",
    )
    attendance_is_sent_up_to(world, review.due_on)
    world.take(
        "hold_review",
        by="home_lead",
        occurrence=number,
        met_on=world.today.isoformat(),
        who_met=["home_lead", "home_head", "host_head", "home_nominee", "facilitator"],
        kept=[{"what": one["what"], "kept": "met"} for one in PROMISES],
        progress="In every lesson but two. The quiet place helps.",
        said_at_review="He says cooking is the best day. His mother sees him calmer.",
        promises=PROMISES,
    )
    world.take(
        "decide_after_review",
        by="home_nominee",
        occurrence=number,
        review_decision=decision,
        review_reasons="It helps, and he says so.",
        **more,
    )


def up_to_the_first_day(world: World, *, parents: int = 1) -> date:
    """Go from the first worry to the day before the start, and give the first day."""
    world.open_case(parents=parents)
    the_home_school_looks_whether_a_move_is_right(world)
    the_family_is_told_and_heard(world)
    schools_are_asked(world)
    everyone_meets(world)
    the_receiving_school_accepts(world)
    starts_on = date(2026, 11, 30)
    the_board_decides(world, starts_on=starts_on)
    the_plan_is_drawn_up_and_signed(world)
    the_hand_over_is_signed_for(world)
    return starts_on
