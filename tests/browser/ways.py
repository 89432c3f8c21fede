"""What leads from one point of a move to the next?"""

from datetime import timedelta
from typing import Any

from freshstart.actions import contacts, enquiries, leads, views
from freshstart.models.placements import Approach
from freshstart.process.families import Said
from freshstart.process.vocabulary import Channel, Hidden, Private, Relation, Verified
from tests.stories import move
from tests.world import World


def a_case_is_opened(world: World) -> None:
    world.open_case(parents=2)


def somebody_is_asked_to_lead(world: World) -> None:
    """Let the lead ask the SENCO, who will be away in a week."""
    joy, head = world.people["home_senco"], world.people["home_head"]
    leads.offer(case_ids=[world.case_id()], by=world.people["home_lead"], at=world.now, to=joy)
    first = world.today + timedelta(days=7)
    leads.arrange_cover(by=joy, at=world.now, away=joy, stand_in=head, from_on=first, until_on=first)


def a_protected_child_is_thought_of(world: World) -> None:
    world.open_case(answers={"child_protection_plan": "yes"})
    move.the_home_school_looks_whether_a_move_is_right(world)


def a_move_may_be_right(world: World) -> None:
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


def the_family_is_told(world: World) -> None:
    world.take("appoint_facilitator", by="home_lead", facilitator=world.people["facilitator"].pk)
    world.take("tell_family", by="home_head")


def a_mother_is_reached_another_way_and_asks(world: World) -> None:
    mother, lead = world.party(Relation.MOTHER), world.people["home_lead"]
    given: dict[str, Any] = {"case_id": world.case_id(), "party_id": mother.pk, "by": lead, "at": world.now}
    contacts.verify_phone(phone="07700 900 123", how=Verified.IN_PERSON, **given)
    contacts.ask_change(new={"channel": Channel.POST, "address": ["4 Mill Road", "Harrowmere"]}, **given)
    enquiries.ask(party=mother, by=None, at=world.now, words="Who tells his grandmother?")


def a_mother_feels_pressed(world: World) -> None:
    world.family_says("ask_schools", Private.PRESSED, words="They want it signed by Friday.")


def a_mother_must_not_learn_where(world: World) -> None:
    contacts.restrict(
        case_id=world.case_id(),
        party_id=world.party(Relation.MOTHER).pk,
        by=world.people["home_head"],
        at=world.now,
        hides=[Hidden.SCHOOL],
        order="Order of 3 June",
    )


def the_family_is_heard(world: World) -> None:
    world.take(
        "talk_options",
        by="facilitator",
        told_on=world.today.isoformat(),
        alternatives=["stay", "no"],
        parents_views="A new start would be good, near enough to walk.",
        pupils_views="I want one teacher who knows when I go quiet.",
    )


def a_school_is_asked(world: World) -> None:
    world.family_says("ask_schools", "yes")
    world.take("ask_school", by="home_lead", school_to_ask=world.host.pk)


def asked(world: World) -> str:
    """Give the number under which the school was asked."""
    return str(Approach.objects.get(case_id=world.case_id()).pk)


def the_school_says_yes(world: World) -> None:
    world.take("answer_approach", by="host_head", occurrence=asked(world), place_answer="yes")


def the_school_is_chosen(world: World) -> None:
    world.take("choose_school", by="home_lead", occurrence=asked(world))


def everyone_meets_and_the_school_accepts(world: World) -> None:
    move.everyone_meets(world)
    move.the_receiving_school_accepts(world)


def the_board_decides(world: World) -> None:
    world.take(
        "determine_direction",
        by="home_nominee",
        improves_behaviour="yes",
        objectives="Back in all lessons, calmer in corridors",
        starts_on=move.FIRST_DAY.isoformat(),
        decided_by="committee",
        delegation="Pupil committee, 24 November, item 2",
    )


def the_plan_is_drawn_up(world: World) -> None:
    world.take("give_notice", by="home_clerk")
    move.the_plan_is_drawn_up(world)
    world.family_signs("plan", Relation.PUPIL, view="I hope it is quieter there.")


def the_first_day_has_come(world: World) -> None:
    world.take("send_records", by="home_lead", records_how="secure")
    world.take("send_safeguarding_file", by="home_safeguarding")
    world.go_to(move.FIRST_DAY)


def some_weeks_have_passed(world: World) -> None:
    move.the_child_arrives(world, move.FIRST_DAY)
    move.attendance_is_sent_up_to(world, world.review("d4").due_on - timedelta(days=8))
    world.go_to(world.review("d4").due_on - timedelta(days=7))
    world.family_says("view_before_review", "well", words="He sings in the morning.")


def a_check_in_falls(world: World) -> None:
    for belongs in (3, 1):
        said = Said("check_in", items={"belong": belongs, "talk_today": ["yes"]})
        views.answer_by_link(party=world.party(Relation.PUPIL), by=None, at=world.now, said=said)
        world.later(days=7)


def the_review_has_come(world: World) -> None:
    due_on = world.review("d4").due_on
    world.take(
        "invite_review", by="home_clerk", occurrence="d4", review_on=due_on.isoformat(), review_at="15:30"
    )
    world.go_to(due_on)


def the_review_was_held(world: World) -> None:
    world.take(
        "hold_review",
        by="home_lead",
        occurrence="d4",
        met_on=world.today.isoformat(),
        who_met=["home_lead", "home_nominee"],
        kept=[{"what": one["what"], "kept": "met"} for one in move.PROMISES],
        progress="In every lesson but two.",
        said_at_review="Cooking is the best day.",
        promises=move.PROMISES,
    )


def every_review_was_held(world: World) -> None:
    world.take(
        "decide_after_review",
        by="home_nominee",
        occurrence="d4",
        review_decision="continue",
        review_reasons="It helps.",
    )
    move.a_review_is_held(world, "d8", "continue")
    move.a_review_is_held(world, "d12", "ask_for_move")


def everyone_agrees(world: World) -> None:
    for relation in (Relation.PUPIL, Relation.MOTHER, Relation.FATHER):
        world.family_signs("agreement", relation)
    world.staff_signs("agreement", "home_head")
    world.staff_signs("agreement", "host_head")


def the_move_is_complete(world: World) -> None:
    world.take(
        "complete_move", by="home_attendance", move_starts_on=world.today.isoformat(), consent_to_delete="yes"
    )


def settling_in_has_come(world: World) -> None:
    world.go_to(world.review("i6").due_on)


def the_child_has_settled(world: World) -> None:
    world.take("settle", by="host_head")


def the_host_withdraws(world: World) -> None:
    world.take(
        "withdraw_place", by="host_head", rung=["Saira Siddiqui at 10:05"], withdraw_reason="Two fights."
    )


def the_direction_ends(world: World) -> None:
    back_on = world.facts().calendar("home").next_school_day(world.today)
    world.take("end_placement", by="home_nominee", back_on=back_on.isoformat())


def there_is_a_plan_at_home(world: World) -> None:
    move.the_child_is_back(world)
    world.take(
        "plan_meeting",
        by="home_lead",
        met_on=world.today.isoformat(),
        who_met=["home_lead", "facilitator"],
        education_plan="A smaller group for English, and his mentor again.",
    )


def the_child_is_safely_back(world: World) -> None:
    world.take("close_returned", by="home_lead")


# Other kinds of case ----------------------------------------------------------------------------------------


def an_excluded_child_is_thought_of(world: World) -> None:
    world.open_case(answers={"kind": "diversion"})


def the_exclusion_is_written_down(world: World) -> None:
    world.take(
        "record_exclusion",
        by="home_head",
        excluded_on=world.today.isoformat(),
        excluded_because="Something that happened on the bus",
    )


def it_is_asked_whether_it_was_necessary(world: World) -> None:
    world.take("consider_exclusion", by="home_head", was_necessary="No: the mentor would have done.")


def the_exclusion_is_cancelled(world: World) -> None:
    world.take(
        "cancel_exclusion",
        by="home_head",
        cancel_because="It was not necessary.",
        cancel_for_a_yes="no",
        exclusion_held_over="no",
        back_on=world.facts().calendar("home").next_school_day(world.today).isoformat(),
    )


def the_exclusion_stands(world: World) -> None:
    today = world.today.isoformat()
    world.take("arrange_education", by="council_inclusion", taught_where="Larch House", taught_from=today)
    world.take("record_governors", by="home_clerk", governors_met_on=today, governors_decision="upheld")


def a_child_is_to_come_from_a_special_school(world: World) -> None:
    world.open_case(answers={"kind": "reintegration", "sen": "plan"})
    a_move_may_be_right(world)
    the_family_is_told(world)


def a_school_would_take_the_child(world: World) -> None:
    the_family_is_heard(world)
    a_school_is_asked(world)
    the_school_says_yes(world)
    the_school_is_chosen(world)
    move.the_receiving_school_accepts(world)
    world.take(
        "review_plan",
        by="council_sen",
        met_on=world.today.isoformat(),
        who_met=["home_lead"],
        plan_review_says="He is ready for a mainstream school with help.",
    )


def the_plan_names_the_school(world: World) -> None:
    world.take("amend_plan", by="council_sen", plan_amended="yes", move_starts_on=world.today.isoformat())
