"""Which points does a move come to, and what can be looked at there?"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from freshstart.models.papers import Paper
from freshstart.models.placements import Approach
from freshstart.process.vocabulary import Relation
from tests.stories import move
from tests.world import World


@dataclass(frozen=True)
class Point:
    """A point of the move: after which point, what leads here, and what is looked at.

    Pages are pairs of whoever reads them and an address; steps are read by whoever takes them.
    """

    name: str
    after: str
    act: Callable[[World], object]
    pages: tuple[tuple[str, str], ...] = ()
    steps: tuple[str, ...] = ()


def reach(world: World, name: str) -> Point:
    """Go to a point through all that come before it."""
    point = next(one for one in POINTS if one.name == name)
    if point.after:
        reach(world, point.after)
    point.act(world)
    return point


def addresses(world: World) -> dict[str, str]:
    """Give what the addresses of the pages are made from."""
    if world.case is None:
        return {}
    papers = {paper.paper: str(paper.pk) for paper in Paper.objects.filter(case_id=world.case_id())}
    asked = Approach.objects.filter(case_id=world.case_id()).last()
    return {
        "case": f"/cases/{world.case.reference}",
        "mother": str(world.party(Relation.MOTHER).pk),
        "asked": str(asked.pk) if asked else "",
        **papers,
    }


# What leads from one point to the next ---------------------------------------------------------------------------


def a_case_is_opened(world: World) -> None:
    world.open_case(parents=2)


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


def the_school_says_yes(world: World) -> None:
    occurrence = addresses(world)["asked"]
    world.take("answer_approach", by="host_head", occurrence=occurrence, place_answer="yes")


def the_school_is_chosen(world: World) -> None:
    world.take("choose_school", by="home_lead", occurrence=addresses(world)["asked"])


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
    world.take("end_direction", by="home_nominee", back_on=back_on.isoformat())


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


def read_by(role: str, *paths: str) -> tuple[tuple[str, str], ...]:
    """Pair addresses with whoever reads them."""
    return tuple((role, path) for path in paths)


# The points -----------------------------------------------------------------------------------------------------

CASE = tuple(
    f"{{case}}/{part}"
    for part in ("", "plan/", "attendance/", "letters/", "papers/", "people/", "history/", "print/")
)
CORRECTIONS = tuple(f"{{case}}/correct/{kind}/" for kind in ("child", "start", "school", "recipient", "case"))

POINTS = (
    Point(
        "nobody is in the list",
        "",
        lambda world: None,
        read_by(
            "",
            "/help/",
            "/accessibility/",
            "/privacy/",
            "/law/",
            "/account/login/",
            "/account/password/reset/",
        )
        + read_by("home_lead", "/work/", "/cases/", "/cases/new/", "/nowhere/", "/account/2fa/"),
    ),
    Point(
        "a case is open",
        "",
        a_case_is_opened,
        read_by(
            "home_lead",
            "/cases/",
            *CASE,
            "{case}/people/add/",
            "{case}/lead/",
            "{case}/correct/",
            *CORRECTIONS,
        ),
        ("is_a_move_right", "close_not_taken_further"),
    ),
    Point(
        "a move may be right",
        "a case is open",
        a_move_may_be_right,
        read_by("home_head", "/work/"),
        ("appoint_facilitator", "tell_family"),
    ),
    Point(
        "somebody has to sign off",
        "",
        a_protected_child_is_thought_of,
        read_by("home_head", "{case}/"),
        ("sign_off", "tell_family"),
    ),
    Point(
        "the family knows",
        "a move may be right",
        the_family_is_told,
        read_by("mother", "/for-you/", "/for-you/answer/ask_schools/")
        + read_by(
            "home_lead", "{case}/people/", "{case}/people/{mother}/answered/ask_schools/", "{case}/letters/"
        ),
        ("talk_options",),
    ),
    Point(
        "no parent has agreed yet",
        "the family knows",
        the_family_is_heard,
        read_by("home_lead", "{case}/"),
        ("ask_school",),
    ),
    Point(
        "a school is asked",
        "no parent has agreed yet",
        a_school_is_asked,
        read_by("host_head", "/work/", "/requests/{asked}/") + read_by("home_lead", "/work/waiting/"),
        ("ask_school",),
    ),
    Point(
        "a school says yes",
        "a school is asked",
        the_school_says_yes,
        read_by("host_head", "/requests/{asked}/"),
        ("choose_school",),
    ),
    Point(
        "a school is chosen",
        "a school says yes",
        the_school_is_chosen,
        read_by("council_admissions", "{case}/"),
        ("home_visit", "first_meeting", "accept_place", "settle_transport"),
    ),
    Point(
        "the school has accepted",
        "a school is chosen",
        everyone_meets_and_the_school_accepts,
        read_by("home_nominee", "/work/"),
        ("determine_direction",),
    ),
    Point(
        "the board has decided",
        "the school has accepted",
        the_board_decides,
        read_by("home_lead", "{case}/", "{case}/plan/"),
        ("give_notice", "draw_up_plan", "send_safeguarding_file"),
    ),
    Point(
        "the plan is drawn up",
        "the board has decided",
        the_plan_is_drawn_up,
        read_by("home_lead", "{case}/papers/", "{case}/people/", "{case}/papers/{plan}/on-paper/{mother}/")
        + read_by("home_head", "/work/", "{case}/papers/{plan}/")
        + read_by("mother", "/for-you/", "/for-you/papers/{plan}/"),
        ("send_records",),
    ),
    Point(
        "the first day has come",
        "the plan is drawn up",
        the_first_day_has_come,
        read_by("host_key_adult", "/work/", "{case}/"),
        ("acknowledge_records", "acknowledge_safeguarding_file", "confirm_arrival"),
    ),
    Point(
        "some weeks have passed",
        "the first day has come",
        some_weeks_have_passed,
        read_by("home_lead", "/work/", "{case}/", "{case}/attendance/", "{case}/history/")
        + read_by(
            "mother",
            "/for-you/",
            "/for-you/answer/view_before_review/",
            "/for-you/answer/parent_asks_review/",
        ),
        (
            "meet_child",
            "change_targets",
            "record_suspension",
            "invite_review",
            "ask_for_review",
            "withdraw_place",
        ),
    ),
    Point(
        "a review has come",
        "some weeks have passed",
        the_review_has_come,
        read_by("home_lead", "{case}/print/"),
        ("record_week", "hold_review"),
    ),
    Point("a review was held", "a review has come", the_review_was_held, steps=("decide_after_review",)),
    Point(
        "every review was held",
        "a review was held",
        every_review_was_held,
        read_by("home_lead", "{case}/", "{case}/plan/"),
        ("draw_up_agreement", "return_as_planned"),
    ),
    Point(
        "everyone is asked afresh",
        "every review was held",
        move.the_agreement_is_drawn_up,
        read_by("mother", "/for-you/papers/{agreement}/")
        + read_by("home_lead", "{case}/papers/{agreement}/"),
    ),
    Point("everyone agrees", "everyone is asked afresh", everyone_agrees, steps=("complete_move",)),
    Point(
        "the move is complete",
        "everyone agrees",
        the_move_is_complete,
        read_by("host_head", "{case}/"),
        ("send_new_pupil_return", "send_deletion_return", "send_last_records"),
    ),
    Point(
        "settling in is looked at",
        "the move is complete",
        settling_in_has_come,
        steps=("hold_integration_review",),
    ),
    Point(
        "settling in is done", "settling in is looked at", move.settling_in_is_looked_at, steps=("settle",)
    ),
    Point(
        "the child has settled",
        "settling in is done",
        the_child_has_settled,
        read_by("home_lead", "{case}/", "{case}/plan/", "/cases/?show=closed")
        + read_by("mother", "/for-you/"),
    ),
    Point("the school withdraws", "some weeks have passed", the_host_withdraws, steps=("end_direction",)),
    Point(
        "the child goes back",
        "the school withdraws",
        the_direction_ends,
        read_by("home_lead", "{case}/", "{case}/plan/"),
        ("report_to_home_school", "confirm_return", "plan_meeting"),
    ),
    Point(
        "there is a plan at home", "the child goes back", there_is_a_plan_at_home, steps=("close_returned",)
    ),
    Point(
        "the child is safely back",
        "there is a plan at home",
        the_child_is_safely_back,
        read_by("home_lead", "{case}/"),
    ),
)
