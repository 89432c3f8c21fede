"""What is owed on a case, by whom, by when, and how near is that?"""

from dataclasses import replace
from datetime import date

import pytest

from freshstart.outside.books import editions
from freshstart.process.calendars import Calendar
from freshstart.process.deadlines import Due, Nearness, counted, due, nearness
from freshstart.process.facts import Facts, Week
from freshstart.process.laws import law_for
from freshstart.process.protocols import Within
from freshstart.process.vocabulary import CaseOutcome, PhaseKind, PhaseOutcome
from tests.process.samples import (
    CASES,
    FIRST_DAY,
    GRACE,
    HOST,
    MOVED,
    TODAY,
    answered,
    asked,
    calendar,
    directed,
    everyone_signed,
    excluded,
    facts,
    law,
    moved,
    older,
    paper,
    record,
    reviews,
    signature,
    southwark,
    view,
)
from tests.process.school_terms import d
from tests.process.test_standpoints import TO_TALK

TRIED = answered(tried=["A mentor"], sen="support", looked_after="no", child_protection_plan="no")
OPENED = record("open_case", d("2026-11-02"))
RIGHT = record("is_a_move_right", d("2026-11-03"))
TOLD = record("tell_family", d("2026-11-05"))
TALKED = record("talk_options", d("2026-11-09"))
YES = (view("ask_schools", "yes"),)
NOTICE = (record("give_notice"),)
DONE_BEFORE = (
    *(OPENED, RIGHT, TOLD, TALKED, record("alert_council")),
    *(record(step) for step in ("appoint_facilitator", "home_visit", "first_meeting", "settle_transport")),
    *(record(step) for step in ("accept_place", "determine_direction", "give_notice", "draw_up_plan")),
    *(record(step) for step in ("send_records", "acknowledge_records", "ask_school")),
    *(record(step) for step in ("send_safeguarding_file", "acknowledge_safeguarding_file")),
    record("choose_school", occurrence="7"),
)
ACCEPTED = (record("accept_place"), record("first_meeting"))
TUESDAY = d("Tue 2027-01-12")
FAMILY_AGREED = paper("agreement", signature("party:1"), signature("party:2", on=d("2026-12-03")))
HELD = {"invited_on": d("2026-12-18"), "held_on": d("2027-01-08"), "meets_on": d("2027-01-08")}


def running(today: date, **changes: object) -> Facts:
    """Give the case with everything done before the first day, and the child there since then."""
    defaults = {"records": DONE_BEFORE, "phase": {"arrived_on": FIRST_DAY}}
    return directed(today, **{**defaults, **changes})


def owed(case: Facts) -> list[Due]:
    return list(due(southwark(), law(), case))


def dates(case: Facts) -> dict[str, date]:
    return {one.key: one.due_on for one in owed(case)}


def one(case: Facts, key: str) -> Due:
    return next(each for each in owed(case) if each.key == key)


# Case, what is owed, by whom, by when.
TABLE: list[tuple[Facts, str, str, str]] = [
    # Five school days from the opening on Monday 2 November.
    (facts(records=(OPENED,), answers=TRIED), "is_a_move_right:", "lead", "Mon 2026-11-09"),
    (facts(records=(OPENED, RIGHT)), "tell_family:", "home_head", "Tue 2026-11-10"),
    (facts(records=(OPENED, RIGHT)), "appoint_facilitator:", "lead", "Fri 2026-11-06"),
    (facts(parties=()), "name_a_parent:", "lead", "Wed 2026-11-04"),
    (facts(records=(OPENED, RIGHT, TOLD)), "talk_options:", "lead", "Thu 2026-11-19"),
    (facts(records=(TALKED,), views=YES), "ask_school:", "lead", "Thu 2026-11-12"),
    (facts(approaches=(asked(),)), "answer_approach:7", "approached_head", "Tue 2026-11-17"),
    (facts(approaches=(asked("yes"),)), "choose_school:7", "lead", "Tue 2026-11-17"),
    (  # asked again: three school days after the no, not after the talk
        facts(
            records=(TALKED, record("ask_school", d("2026-11-10"))),
            views=YES,
            approaches=(asked("no", closed=True),),
        ),
        "ask_school:",
        "lead",
        "Tue 2026-11-17",
    ),
    (
        facts(answers=answered(child_protection_plan="yes"), records=(OPENED, RIGHT)),
        "sign_off:protection_plan_signed_off",
        "home_safeguarding",
        "Thu 2026-11-05",
    ),
    (directed(TODAY, records=(TALKED,)), "accept_place:", "host_head", "Thu 2026-11-19"),
    (directed(TODAY), "give_notice:", "home_clerk", "Tue 2026-11-24"),
    (directed(TODAY), "osd_20_clock:", "home_head", "Mon 2027-04-19"),
    (directed(TODAY), "osd_17_clock:d4", "home_clerk", "Sat 2027-01-02"),
    (directed(TODAY, records=NOTICE), "send_records:", "home_lead", "Thu 2026-11-26"),  # the 27th is INSET
    (directed(TODAY, records=NOTICE), "send_safeguarding_file:", "home_safeguarding", "Thu 2026-11-26"),
    (directed(FIRST_DAY, records=NOTICE), "confirm_arrival:", "host_key_adult", "Mon 2026-11-30"),
    (
        directed(d("2026-12-01"), records=(*NOTICE, record("confirm_arrival", arrived_today="no"))),
        "confirm_arrival:",
        "host_key_adult",
        "Mon 2026-11-30",
    ),
    (running(d("Fri 2026-12-04")), "record_week:2026-11-30", "host_attendance", "Mon 2026-12-07"),
    (running(d("Fri 2026-12-04")), "invite_review:d4", "home_clerk", "Thu 2026-12-10"),
    (
        running(d("2027-01-08"), reviews=reviews(d4={**HELD, "held_on": None})),
        "hold_review:d4",
        "lead",
        "Fri 2027-01-08",
    ),
    (
        running(d("2027-01-08"), reviews=reviews(d4=HELD)),
        "decide_after_review:d4",
        "home_nominee",
        "Thu 2027-01-14",
    ),
    (running(TODAY, papers=(paper("plan"),)), "sign:plan:home_head", "home_head", "Wed 2026-12-02"),
    (running(TODAY, papers=(paper("plan"),)), "sign:plan:party:2", "lead", "Wed 2026-12-02"),
    # Five school days to think, and five to answer; the heads from the last yes of the family on.
    (running(TODAY, papers=(paper("agreement"),)), "sign:agreement:party:2", "lead", "Wed 2026-12-09"),
    (running(TODAY, papers=(FAMILY_AGREED,)), "sign:agreement:host_head", "host_head", "Thu 2026-12-10"),
    (running(d("2026-12-04"), views=(TO_TALK,)), "talk_with_child:", "host_key_adult", "Tue 2026-12-01"),
    (
        running(d("2027-01-14"), records=(*DONE_BEFORE, record("withdraw_place", d("2027-01-14")))),
        "end_placement:",
        "home_nominee",
        "Thu 2027-01-14",
    ),
    (moved(), "send_new_pupil_return:", "host_attendance", "Sat 2027-03-27"),  # five calendar days
    (moved(), "send_deletion_return:", "home_attendance", "Mon 2027-03-22"),
    (moved(), "send_last_records:", "home_lead", "Tue 2027-04-27"),
    (moved(), "hold_integration_review:i6", "host_lead", "Fri 2027-05-14"),
    # After an exclusion from Tuesday 24 November on.
    (
        facts(records=(OPENED,), answers=answered(kind="diversion")),
        "record_exclusion:",
        "home_head",
        "Mon 2026-11-02",
    ),
    (excluded(), "arrange_education:", "council_inclusion", "Mon 2026-11-30"),
    (excluded(), "consider_exclusion:", "home_head", "Mon 2026-11-30"),
    (excluded(), "consult_excluded:", "council_inclusion", "Wed 2026-12-02"),
    (excluded(), "record_governors:", "home_clerk", "Wed 2026-12-16"),
    (excluded(), "unmanaged_move:", "council_inclusion", "Tue 2026-11-24"),
    (CASES["cancelled"], "confirm_back:", "home_attendance", "Wed 2026-11-25"),
    (
        excluded(TODAY, *(record(step) for step in ("arrange_education", "record_governors"))),
        "close_excluded:",
        "council_inclusion",
        "Mon 2026-11-30",
    ),
    # Nobody ended a direction whose last day is past.
    (running(d("Wed 2027-04-21")), "unmanaged_move:", "council_inclusion", "Mon 2027-04-19"),
    (
        running(d("2027-01-12"), reviews=reviews(d4={**HELD, "decided_on": TUESDAY, "decision": "return"})),
        "return_as_decided:",
        "home_head",
        "Tue 2027-01-19",
    ),
    # Through the plan, and a move at once.
    (
        facts(records=(OPENED, RIGHT, TOLD), answers=answered(kind="reintegration", sen="plan")),
        "review_plan:",
        "council_sen",
        "Fri 2026-12-04",
    ),
    (
        facts(host=HOST, records=ACCEPTED, answers=answered(way="move")),
        "draw_up_agreement:",
        "lead",
        "Thu 2026-11-26",
    ),
    (
        facts(papers=(everyone_signed("agreement"),), answers=answered(move_starts_on="2026-12-01")),
        "complete_move:",
        "home_attendance",
        "Tue 2026-12-01",
    ),
    (
        facts(papers=(paper("agreement", signature("party:2", signed=False)),)),
        "talk_after_a_no:",
        "lead",
        "Wed 2026-12-02",
    ),
]


@pytest.mark.parametrize(("case", "key", "owner", "on"), TABLE)
def test_what_is_owed_by_whom_and_by_when(case: Facts, key: str, owner: str, on: str) -> None:
    debt = one(case, key)
    assert (debt.owners[0], debt.due_on) == (owner, d(on))
    assert debt.what
    assert debt.source


def test_a_case_that_is_closed_owes_nothing() -> None:
    assert owed(running(TODAY, outcome=CaseOutcome.SETTLED)) == []


def test_the_earliest_comes_first() -> None:
    days = [debt.due_on for debt in owed(running(d("Fri 2026-12-04"), papers=(paper("plan"),)))]
    assert days == sorted(days)


def test_a_step_that_was_taken_is_owed_no_more() -> None:
    assert "is_a_move_right:" not in dates(facts(records=(OPENED, RIGHT), answers=TRIED))


def test_a_school_that_thinks_it_over_owes_the_answer_and_nobody_asks_another() -> None:
    case = facts(records=(TALKED, record("ask_school")), views=YES, approaches=(asked(),))
    assert dates(case).keys() == {"answer_approach:7"}


def test_what_is_stopped_is_owed_all_the_same_and_says_what_stops_it() -> None:
    case = facts(records=(TALKED,), views=(view("ask_schools", "no"),))
    stopped = one(case, "ask_school:").stopped_by
    assert stopped.startswith("No parent has said yes to asking other schools.")
    assert one(facts(records=(OPENED, RIGHT)), "tell_family:").stopped_by == ""


def test_a_clock_of_the_law_steps_back_behind_the_step_it_watches() -> None:
    keys = dates(running(d("Fri 2026-12-04"))).keys()
    assert "invite_review:d4" in keys
    assert "osd_17_clock:d4" not in keys
    assert "osd_17_clock:d8" not in keys  # one review at a time


def test_the_next_review_stands_on_the_list_from_the_first_day_on() -> None:
    assert dates(running(d("Fri 2026-12-04")))["next_review:d4"] == d("2027-01-08")


def test_a_clock_is_met_and_a_clock_is_shut() -> None:
    invited = running(d("2026-12-20"), reviews=reviews(d4={"invited_on": d("2026-12-18")}))
    assert "osd_17_clock:d4" not in dates(invited)
    ended = {"outcome": PhaseOutcome.RETURNED, "ended_on": TODAY}
    assert not {key for key in dates(directed(phase=ended)) if key.startswith("osd_")}
    assert not {key for key in dates(moved()) if key.startswith("osd_")}


def test_a_clock_can_be_set_for_each_week_and_each_approach() -> None:
    plan = southwark()
    clock = plan.deadline[0].model_copy(update={"opens": (), "shuts": ()})
    week = {"id": "weekly", "each": "week", "since": "week_ends", "met_by": "week_recorded"}
    approach = {"id": "reply", "each": "approach", "since": "approach_made", "met_by": "approach_answered"}
    weekly, reply = clock.model_copy(update=week), clock.model_copy(update=approach)
    case = running(d("2026-12-04"), approaches=(asked(),))
    keys = {debt.key for debt in due(plan.model_copy(update={"deadline": (weekly, reply)}), law(), case)}
    assert {"weekly:2026-11-30", "reply:7"} <= keys


# Signatures -----------------------------------------------------------------------------------------------


def test_the_heads_are_not_asked_before_the_family_has_agreed() -> None:
    asked_now = [key for key in dates(running(TODAY, papers=(paper("agreement"),))) if key[:5] == "sign:"]
    assert asked_now == ["sign:agreement:party:1", "sign:agreement:party:2"]


def test_a_child_that_asks_for_somebody_is_talked_with_as_often_as_it_asks() -> None:
    again = replace(TO_TALK, on=d("2026-12-03"))
    asked_for = running(d("2026-12-04"), views=(TO_TALK,))
    case = replace(asked_for, records=(*asked_for.records, record("talk_with_child", d("2026-12-01"))))
    assert "talk_with_child:" not in dates(case)
    assert dates(replace(case, views=(TO_TALK, again)))["talk_with_child:"] == d("Fri 2026-12-04")


def test_each_signer_is_asked_and_the_lead_sees_to_it_that_the_family_is() -> None:
    case = running(TODAY, papers=(paper("plan", signature("party:1")),))
    debts = [debt for debt in owed(case) if debt.id == "sign"]
    assert [(debt.what, debt.waits_for_family) for debt in debts] == [
        ("Read and sign the plan", False),
        ("Read and sign the plan", False),
        ("Saira Siddiqui reads and answers the plan", True),
    ]


@pytest.mark.parametrize(
    "case",
    [
        running(TODAY),
        running(TODAY, papers=(everyone_signed("plan"),)),
        running(TODAY, papers=(paper("agreement", signature("party:2", signed=False)),)),
        running(TODAY, papers=(paper("plan"), everyone_signed("agreement"))),
        moved(papers=(paper("agreement"),)),
    ],
)
def test_nobody_is_asked_to_sign_what_is_over(case: Facts) -> None:
    assert not [debt for debt in owed(case) if debt.id == "sign"]


def test_after_a_no_the_return_is_owed_within_five_school_days() -> None:
    no = paper("agreement", signature("party:2", signed=False, on=d("Mon 2027-03-15")))
    assert dates(running(d("2027-03-15"), papers=(no,)))["return_after_a_no:"] == d("Mon 2027-03-22")


# Going back -----------------------------------------------------------------------------------------------


def test_an_early_end_sets_four_clocks_at_once() -> None:
    ended = {"arrived_on": FIRST_DAY, "outcome": PhaseOutcome.ENDED_EARLY, "ended_on": d("Thu 2027-01-14")}
    recorded = [d("2026-11-30"), d("2026-12-07"), d("2026-12-14"), d("2027-01-04")]
    weeks = tuple(Week(monday, {}, monday) for monday in recorded)
    case = running(d("2027-01-14"), phase=ended, weeks=weeks)
    assert dates(case) == {
        "confirm_return:": d("Fri 2027-01-15"),
        "record_week:2027-01-11": d("Fri 2027-01-15"),
        "report_to_home_school:": d("Mon 2027-01-18"),
        "plan_meeting:": d("Thu 2027-01-21"),
    }
    back = replace(
        case, records=(*case.records, record("confirm_return", d("2027-01-15"), arrived_today="yes"))
    )
    assert "confirm_return:" not in dates(back)


# After an exclusion ---------------------------------------------------------------------------------------


def test_a_child_between_two_places_stands_on_the_list_until_the_next_one_is_known() -> None:
    assert "unmanaged_move:" in dates(excluded())
    assert "unmanaged_move:" not in dates(CASES["excluded_and_taught"])
    assert "unmanaged_move:" not in dates(CASES["cancelled"])
    assert "unmanaged_move:" not in dates(running(d("Mon 2027-04-19")))  # the last day itself


# Before 26 July 2026 --------------------------------------------------------------------------------------


def test_a_stay_that_rested_on_agreement_owes_nothing_of_a_direction() -> None:
    kind, began = PhaseKind.TRIAL_MANAGED_MOVE, d("Mon 2026-06-08")
    stay = {"kind": kind, "decided_on": d("2026-06-01"), "starts_on": began, "arrived_on": began}
    case = directed(d("2026-06-30"), phase={**stay, "ends_on": d("2026-07-22")})
    found = due(older(), law_for(editions(), "england", case), case)
    assert not [debt.what for debt in found if debt.id.startswith("osd_")]


# Counting -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("within", "start", "on"),
    [
        (Within(count=0), "Sat 2026-11-28", "Sat 2026-11-28"),
        (Within(count=1), "Thu 2026-11-26", "Mon 2026-11-30"),  # the 27th is INSET
        (Within(count=1, before=True), "Mon 2026-11-30", "Thu 2026-11-26"),
        (Within(count=6, unit="calendar_days"), "Thu 2026-11-26", "Wed 2026-12-02"),
        (Within(count=6, unit="calendar_days", before=True), "Wed 2026-12-02", "Thu 2026-11-26"),
        (Within(count=2), "Mon 2029-01-01", "Wed 2029-01-03"),  # no terms are known: weekdays will do
    ],
)
def test_days_are_counted_in_the_calendar_of_whoever_owes(within: Within, start: str, on: str) -> None:
    assert counted(within, d(start), calendar()) == d(on)


@pytest.mark.parametrize(
    ("on", "near", "days"),
    [
        ("Tue 2026-11-24", Nearness.TODAY, 0),
        ("Mon 2026-11-23", Nearness.LATE, -1),
        ("Wed 2026-11-25", Nearness.SOON, 1),
        ("Wed 2026-12-02", Nearness.SOON, 5),
        ("Thu 2026-12-03", Nearness.LATER, 6),
        ("Mon 2029-01-01", Nearness.LATER, 549),
    ],
)
def test_how_near_a_date_is_in_school_days(on: str, near: Nearness, days: int) -> None:
    assert nearness(d(on), TODAY, calendar()) == (near, days)


def test_where_nobody_entered_terms_weekdays_are_counted() -> None:
    assert nearness(d("2026-11-26"), TODAY, Calendar("Netherfold", ())) == (Nearness.SOON, 2)
    case = facts(
        records=(OPENED,), answers=TRIED, home=replace(HOST, calendar=Calendar("New", ()).to_plain())
    )
    assert dates(case)["is_a_move_right:"] == d("Mon 2026-11-09")


def test_every_open_case_of_these_tables_has_a_debt_with_an_owner_and_a_date() -> None:
    assert all(owed(case) for case, *_ in TABLE)
    assert {debt.owners for case, *_ in TABLE for debt in owed(case)} & {()} == set()
    assert dates(replace(moved(MOVED), parties=(GRACE,)))
