"""The steps of a move, as English functions that stories share."""

from datetime import date, timedelta

from freshstart.actions.standings import law_for
from freshstart.models.placements import Approach
from freshstart.models.protocols import protocol_of
from freshstart.process.predicates import weeks_to_record
from freshstart.process.steps import NOBODY, Offer, find_offer
from freshstart.process.values import Value
from freshstart.process.vocabulary import Relation
from tests.world import WEEK_OF_MARKS, World

FIRST_DAY = date(2026, 11, 30)
PROMISES = [
    {"who": "home_lead", "what": "Rings on Fridays", "by": "each week"},
    {"who": "host_head", "what": "A quiet place at break", "by": "from the start"},
]


def the_home_school_looks_whether_a_move_is_right(world: World, *, facilitator: bool = True) -> None:
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
    world.take("alert_council", by="home_lead")
    if facilitator:
        world.take("appoint_facilitator", by="home_lead", facilitator=world.people["facilitator"].pk)


def the_family_is_told_and_heard(
    world: World, *, answer: str = "yes", by: Relation = Relation.MOTHER, **more: Value
) -> None:
    world.take("tell_family", by="home_head")
    the_options_are_talked_over(world, **more)
    world.family_says("ask_schools", answer, by)


def the_options_are_talked_over(world: World, **more: Value) -> None:
    world.take(
        "talk_options",
        by="facilitator",
        told_on=world.today.isoformat(),
        alternatives=["stay", "application", "no"],
        parents_views="A new start would be good, near enough to walk.",
        pupils_views="I want one teacher who knows when I go quiet.",
        **more,
    )


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


def the_board_decides(
    world: World,
    *,
    starts_on: date,
    reasons: dict[str, str] | None = None,
    notice: bool = True,
    **more: Value,
) -> None:
    world.take(
        "determine_direction",
        by="home_nominee",
        reasons=reasons,
        improves_behaviour="yes",
        objectives="Back in all lessons, calmer in corridors",
        starts_on=starts_on.isoformat(),
        decided_by="committee",
        delegation="Pupil committee, 24 November, item 2",
        **more,
    )
    if notice:
        world.take("give_notice", by="home_clerk")


def the_hand_over_is_signed_for(world: World) -> None:
    world.take("send_records", by="home_lead", records_how="secure")
    world.take("acknowledge_records", by="host_lead")
    world.take("send_safeguarding_file", by="home_safeguarding")
    world.take("acknowledge_safeguarding_file", by="host_safeguarding")


def the_plan_is_drawn_up(world: World) -> None:
    facts = world.facts()
    world.take(
        "draw_up_plan",
        by="home_lead",
        targets=facts.value("targets"),
        promises=facts.value("promises"),
        support_there=facts.value("support_there"),
    )


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
    for monday in weeks_to_record(facts):
        if monday not in recorded:
            days = (monday + timedelta(days=n) for n in range(5))
            school = [day for day in days if facts.calendar("host").is_school_day(day)]
            marks = {day.isoformat(): list(WEEK_OF_MARKS) for day in school}
            world.take("record_week", by="host_attendance", occurrence=monday.isoformat(), marks=marks)


def a_review_is_held(world: World, number: str, decision: str, **more: Value) -> None:
    """Invite to a review, hold it on its day, and let the board decide."""
    review = world.review(number)
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


def up_to_the_first_day(world: World, *, parents: int = 1, sign: bool = True) -> date:
    """Go from the first worry to the day before the start, and give the first day."""
    world.open_case(parents=parents)
    return the_rest_up_to_the_first_day(world, sign=sign)


def the_rest_up_to_the_first_day(world: World, *, sign: bool = True) -> date:
    """Go from an open case to the day before the start, and give the first day."""
    the_home_school_looks_whether_a_move_is_right(world)
    the_family_is_told_and_heard(world)
    return from_asking_schools_to_the_first_day(world, sign=sign)


def from_asking_schools_to_the_first_day(world: World, *, sign: bool = True) -> date:
    """Go from a yes to asking schools to the day before the start, and give the first day."""
    schools_are_asked(world)
    everyone_meets(world)
    the_receiving_school_accepts(world)
    the_board_decides(world, starts_on=FIRST_DAY)
    the_plan_is_drawn_up(world)
    if sign:
        world.everyone_signs("plan")
    the_hand_over_is_signed_for(world)
    return FIRST_DAY


def every_review_is_held(world: World, decision: str) -> None:
    """Hold the three reviews, with a decision after the last."""
    for number in ("d4", "d8"):
        a_review_is_held(world, number, "continue")
    a_review_is_held(world, "d12", decision)


def the_agreement_is_drawn_up(world: World) -> None:
    """Draw the agreement up for a first day that leaves the family its time to think."""
    starts_on = world.facts().calendar("home").add_school_days(world.today, 8)
    world.take(
        "draw_up_agreement",
        by="home_lead",
        move_starts_on=starts_on.isoformat(),
        pack_sent="yes",
        integration_plan="Daniel Mensah goes on meeting him each Friday.",
        promises=PROMISES,
    )


def both_registers_are_changed(world: World) -> None:
    """Go to the first day that was agreed, and change the registers."""
    world.go_to(max(world.today, date.fromisoformat(world.facts().value("move_starts_on"))))
    world.take(
        "complete_move", by="home_attendance", move_starts_on=world.today.isoformat(), consent_to_delete="yes"
    )
    world.take("send_new_pupil_return", by="host_attendance")
    world.take("send_deletion_return", by="home_attendance")
    world.take("send_last_records", by="home_lead")


def settling_in_is_looked_at(world: World) -> None:
    world.go_to(world.review("i6").due_on)
    world.take(
        "hold_integration_review",
        by="host_lead",
        occurrence="i6",
        met_on=world.today.isoformat(),
        who_met=["host_lead"],
        progress="Settled in.",
        said_at_review="It is my school now.",
        promises=PROMISES,
    )


def the_child_is_back(world: World) -> None:
    """Go to the next school day and see the child at the home school."""
    world.go_to(world.facts().calendar("home").next_school_day(world.today))
    world.take("confirm_return", by="home_attendance", arrived_today="yes", arrival_note="Rana met him")


def the_plan_at_home_is_agreed(world: World) -> None:
    world.take(
        "plan_meeting",
        by="home_lead",
        met_on=world.today.isoformat(),
        who_met=["home_lead", "facilitator"],
        education_plan="A smaller group for English, and his mentor again.",
    )
    world.take("close_returned", by="home_lead")


def offer(world: World, step: str, occurrence: str = "") -> Offer:
    """Look at a step as it stands for nobody in particular."""
    facts, protocol = world.facts(), protocol_of(world.row().protocol_id)
    found = find_offer(protocol, law_for(protocol, facts), facts, NOBODY, step, occurrence)
    assert found is not None
    return found
