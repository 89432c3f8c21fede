"""Which points does a move come to, and what can be looked at there?"""

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import Model

from freshstart.models.cases import ContactChange
from freshstart.models.papers import Concern, Enquiry, Paper
from freshstart.models.placements import Approach
from freshstart.process.vocabulary import Relation
from tests.browser import ways
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
        return {"host": str(world.host.pk)}
    papers = {paper.paper: str(paper.pk) for paper in Paper.objects.filter(case_id=world.case_id())}
    return {
        "case": f"/cases/{world.case.reference}",
        "reference": world.case.reference,
        "lead": str(world.people["home_lead"].pk),
        "mother": str(world.party(Relation.MOTHER).pk),
        "asked": latest(Approach, case=world.case),
        "change": latest(ContactChange, party__case=world.case),
        "question": latest(Enquiry, case=world.case),
        "heard": latest(Concern, case=world.case),
        **papers,
    }


def latest(kind: type[Model], **of: object) -> str:
    """Give the number of the latest row of a kind, or nothing."""
    row = kind._default_manager.filter(**of).last()
    return str(row.pk) if row else ""


def read_by(role: str, *paths: str) -> tuple[tuple[str, str], ...]:
    """Pair addresses with whoever reads them."""
    return tuple((role, path) for path in paths)


# The points ------------------------------------------------------------------------------------------

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
            "/law/changes/?from=2024-08-19&to=2026-07-26",
            "/account/login/",
            "/account/password/reset/",
            "/sealed/",
        )
        + read_by("home_lead", "/work/", "/today/", "/cases/", "/cases/new/", "/nowhere/", "/account/2fa/")
        + read_by(
            "home_lead",
            "/cases/enter/",
            "/cases/enter/many/",
            "/protocols/",
            "/protocols/southwark/",
            "/protocols/southwark/compare/?with=default",
            "/protocols/leicestershire/walk/",
        )
        + read_by("council_inclusion", "/protocols/default/put-in-force/", "/listening/", "/helped/")
        + read_by("host_lead", "/welcome/", "/welcome/{host}/", "/welcome/{host}/pictures/")
        + read_by("host_lead", "/school-days/{host}/", "/registers/"),
    ),
    Point(
        "a case is open",
        "",
        ways.a_case_is_opened,
        read_by(
            "home_lead",
            "/cases/",
            *CASE,
            "{case}/people/add/",
            "{case}/lead/",
            "{case}/correct/",
            *CORRECTIONS,
            "{case}/protocol/",
        ),
        ("is_a_move_right", "close_not_taken_further", "know_more", "know_protection", "name_social_worker"),
    ),
    Point(
        "somebody is asked to lead, and will be away",
        "a case is open",
        ways.somebody_is_asked_to_lead,
        read_by("home_lead", "/leads/", "/leads/{lead}/pass-on/", "/leads/{lead}/away/", "{case}/lead/")
        + read_by("home_senco", "/work/", "{case}/lead/"),
    ),
    Point(
        "a move may be right",
        "a case is open",
        ways.a_move_may_be_right,
        read_by("home_head", "/work/"),
        ("alert_council", "appoint_facilitator", "tell_family"),
    ),
    Point(
        "somebody has to sign off",
        "",
        ways.a_protected_child_is_thought_of,
        read_by("home_head", "{case}/"),
        ("sign_off", "tell_family"),
    ),
    Point(
        "the family knows",
        "a move may be right",
        ways.the_family_is_told,
        read_by("mother", "/for-you/", "/for-you/answer/ask_schools/")
        + read_by(
            "home_lead", "{case}/people/", "{case}/people/{mother}/answered/ask_schools/", "{case}/letters/"
        ),
        ("talk_options",),
    ),
    Point(
        "a mother is reached another way, and asks",
        "the family knows",
        ways.a_mother_is_reached_another_way_and_asks,
        read_by(
            "home_lead", *(f"{{case}}/people/{{mother}}/{part}/" for part in ("reads", "telephone", "reach"))
        )
        + read_by("home_lead", "{case}/people/", "{case}/asked/{question}/", "/work/")
        + read_by("home_head", "{case}/people/check/{change}/")
        + read_by("mother", "/for-you/"),
    ),
    Point(
        "a mother feels pressed",
        "the family knows",
        ways.a_mother_feels_pressed,
        read_by("council_inclusion", "/listening/", "/listening/{heard}/", "{case}/people/{mother}/codes/")
        + read_by("council_inclusion", "{case}/people/{mother}/said/ask_schools/", "/work/")
        + read_by("council_inclusion", "{case}/people/{mother}/printed-link/", "{case}/people/")
        + read_by("mother", "/for-you/", "/for-you/ask/", "/for-you/answer/ask_schools/"),
    ),
    Point(
        "a mother must not learn where",
        "the family knows",
        ways.a_mother_must_not_learn_where,
        read_by("home_head", "{case}/people/", "{case}/people/{mother}/keep-from/")
        + read_by("home_lead", "{case}/people/"),
    ),
    Point(
        "no parent has agreed yet",
        "the family knows",
        ways.the_family_is_heard,
        read_by("home_lead", "{case}/"),
        ("ask_school",),
    ),
    Point(
        "a school is asked",
        "no parent has agreed yet",
        ways.a_school_is_asked,
        read_by("host_head", "/work/", "/requests/{asked}/") + read_by("home_lead", "/work/waiting/"),
        ("ask_school",),
    ),
    Point(
        "a school says yes",
        "a school is asked",
        ways.the_school_says_yes,
        read_by("host_head", "/requests/{asked}/"),
        ("choose_school",),
    ),
    Point(
        "a school is chosen",
        "a school says yes",
        ways.the_school_is_chosen,
        read_by("council_admissions", "{case}/"),
        ("home_visit", "first_meeting", "accept_place", "settle_transport"),
    ),
    Point(
        "the school has accepted",
        "a school is chosen",
        ways.everyone_meets_and_the_school_accepts,
        read_by("home_nominee", "/work/"),
        ("determine_direction",),
    ),
    Point(
        "the board has decided",
        "the school has accepted",
        ways.the_board_decides,
        read_by("home_lead", "{case}/", "{case}/plan/"),
        ("give_notice", "draw_up_plan", "name_key_adult"),
    ),
    Point(
        "the plan is drawn up",
        "the board has decided",
        ways.the_plan_is_drawn_up,
        read_by("home_lead", "{case}/papers/", "{case}/people/", "{case}/papers/{plan}/on-paper/{mother}/")
        + read_by("home_head", "/work/", "{case}/papers/{plan}/")
        + read_by("council_inclusion", "{case}/people/{mother}/said-to/{plan}/")
        + read_by("mother", "/for-you/", "/for-you/papers/{plan}/", "/for-you/papers/{plan}/yes/"),
        ("send_records", "send_safeguarding_file"),
    ),
    Point(
        "the first day has come",
        "the plan is drawn up",
        ways.the_first_day_has_come,
        read_by("host_key_adult", "/work/", "{case}/", "{case}/history/"),
        ("acknowledge_records", "acknowledge_safeguarding_file", "confirm_arrival"),
    ),
    Point(
        "some weeks have passed",
        "the first day has come",
        ways.some_weeks_have_passed,
        read_by("home_lead", "/work/", "{case}/", "{case}/attendance/", "{case}/history/")
        + read_by("host_attendance", "/registers/", "/registers/{reference}/")
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
            "tell_what_changed",
            "write_home",
        ),
    ),
    Point(
        "a check-in falls",
        "some weeks have passed",
        ways.a_check_in_falls,
        read_by("host_key_adult", "/work/", "{case}/", "{case}/words/"),
        ("talk_with_child",),
    ),
    Point(
        "a review has come",
        "some weeks have passed",
        ways.the_review_has_come,
        read_by("home_lead", "{case}/print/"),
        ("record_week", "hold_review"),
    ),
    Point("a review was held", "a review has come", ways.the_review_was_held, steps=("decide_after_review",)),
    Point(
        "every review was held",
        "a review was held",
        ways.every_review_was_held,
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
    Point("everyone agrees", "everyone is asked afresh", ways.everyone_agrees, steps=("complete_move",)),
    Point(
        "the move is complete",
        "everyone agrees",
        ways.the_move_is_complete,
        read_by("host_head", "{case}/"),
        ("send_new_pupil_return", "send_deletion_return", "send_last_records"),
    ),
    Point(
        "settling in is looked at",
        "the move is complete",
        ways.settling_in_has_come,
        steps=("hold_integration_review",),
    ),
    Point(
        "settling in is done", "settling in is looked at", move.settling_in_is_looked_at, steps=("settle",)
    ),
    Point(
        "the child has settled",
        "settling in is done",
        ways.the_child_has_settled,
        read_by("home_lead", "{case}/", "{case}/plan/", "/cases/?show=closed")
        + read_by("mother", "/for-you/"),
    ),
    Point(
        "the school withdraws", "some weeks have passed", ways.the_host_withdraws, steps=("end_placement",)
    ),
    Point(
        "the child goes back",
        "the school withdraws",
        ways.the_direction_ends,
        read_by("home_lead", "{case}/", "{case}/plan/"),
        ("report_to_home_school", "confirm_return", "plan_meeting"),
    ),
    Point(
        "there is a plan at home",
        "the child goes back",
        ways.there_is_a_plan_at_home,
        steps=("close_returned",),
    ),
    Point(
        "the child is safely back",
        "there is a plan at home",
        ways.the_child_is_safely_back,
        read_by("home_lead", "{case}/"),
    ),
    Point("a child is excluded", "", ways.an_excluded_child_is_thought_of, steps=("record_exclusion",)),
    Point(
        "the exclusion is written down",
        "a child is excluded",
        ways.the_exclusion_is_written_down,
        read_by("home_lead", "{case}/") + read_by("council_inclusion", "/work/", "/today/"),
        ("arrange_education", "consider_exclusion", "record_governors", "consult_excluded"),
    ),
    Point(
        "the exclusion was not necessary",
        "the exclusion is written down",
        ways.it_is_asked_whether_it_was_necessary,
        steps=("cancel_exclusion",),
    ),
    Point(
        "the exclusion is cancelled",
        "the exclusion was not necessary",
        ways.the_exclusion_is_cancelled,
        read_by("home_head", "{case}/", "{case}/letters/"),
        ("confirm_back",),
    ),
    Point(
        "the exclusion stands",
        "the exclusion is written down",
        ways.the_exclusion_stands,
        read_by("home_lead", "{case}/"),
        ("close_excluded",),
    ),
    Point(
        "a child comes from a special school",
        "",
        ways.a_child_is_to_come_from_a_special_school,
        steps=("review_plan",),
    ),
    Point(
        "a school would take the child",
        "a child comes from a special school",
        ways.a_school_would_take_the_child,
        read_by("home_lead", "{case}/", "{case}/plan/"),
        ("amend_plan",),
    ),
    Point(
        "the plan names the school",
        "a school would take the child",
        ways.the_plan_names_the_school,
        steps=("begin_by_plan",),
    ),
)
