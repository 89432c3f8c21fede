from datetime import date, timedelta
from typing import Any

import pytest

from freshstart.outside.books import editions, protocols
from freshstart.process.calendars import SATURDAY
from freshstart.process.inventions import WRITTEN
from freshstart.process.protocols import Protocol
from freshstart.process.vocabulary import CaseOutcome, Effect, Tri
from freshstart.process.walks import Row, Walk, kinds_in, walked, ways_in
from tests.process.samples import changed as with_lists

START = date(2026, 9, 1)
FORBIDDEN_TO_GO_ON = {("older", "provision", "return"), ("southwark_2023", "provision", "return")}
ENDS = {
    "direction": CaseOutcome.SETTLED,
    "return": CaseOutcome.RETURNED,
    "move": CaseOutcome.SETTLED,
    "plan": CaseOutcome.SETTLED,
    "stands": CaseOutcome.EXCLUDED,
    "no": CaseOutcome.NOT_TAKEN_FURTHER,
}


def walk(slug: str = "southwark", kind: str = "ordinary", way: str = "direction", **more: Any) -> Walk:
    book = protocols()[slug]
    start = more.get("start") or (book.in_force_from if book.in_force_until else START)
    return walked(more.get("book") or book, editions(), kind, way, start)


def row(found: Walk, step: str) -> Row:
    return next(one for one in found.rows if one.step == step)


def changed(slug: str, name: str, entry: str, **changes: Any) -> Protocol:
    """Give a shipped protocol with one entry changed."""
    book = protocols()[slug]
    parts = tuple(one.model_copy(update=changes) if one.id == entry else one for one in getattr(book, name))
    return with_lists(book, **{name: parts})


EVERY = [
    (slug, kind, way)
    for slug, book in protocols().items()
    for kind in kinds_in(book)
    for way in ways_in(book, kind)
]


@pytest.mark.parametrize(("slug", "kind", "way"), EVERY)
def test_every_way_of_every_protocol_comes_to_its_end_or_says_what_stops_it(
    slug: str, kind: str, way: str
) -> None:
    found = walk(slug, kind, way)
    if (slug, kind, way) in FORBIDDEN_TO_GO_ON:
        assert found.outcome is None
        assert all(reasons for _, reasons in found.stopped)
        assert found.stopped
    else:
        assert found.outcome is ENDS[way]
        assert not found.stopped


def test_what_is_done_follows_the_days() -> None:
    days = [one.on for one in walk().rows]
    assert days == sorted(days)
    assert days[0] == START


def test_a_step_is_taken_on_the_last_day_on_which_it_is_owed() -> None:
    found = walk()
    assert row(found, "is_a_move_right").on - START == timedelta(days=7)  # five school days
    assert row(found, "send_records").on < row(found, "confirm_arrival").on


def test_the_order_comes_from_the_rules_and_not_from_the_list_of_steps() -> None:
    book = protocols()["southwark"]
    turned = with_lists(book, step=tuple(reversed(book.step)))
    assert {(one.step, one.on) for one in walk(book=turned).rows} == {
        (one.step, one.on) for one in walk().rows
    }


def test_a_protocol_that_wants_something_sooner_is_walked_through_sooner() -> None:
    within = protocols()["southwark"].steps["is_a_move_right"].within
    assert within is not None
    hasty = changed("southwark", "step", "is_a_move_right", within=within.model_copy(update={"count": 1}))
    assert row(walk(book=hasty), "is_a_move_right").on == START + timedelta(days=1)


def test_reviews_come_in_the_weeks_that_the_protocol_asks_for() -> None:
    start = row(walk(), "confirm_arrival").on
    held = [one.on for one in walk().rows if one.step == "hold_review"]
    assert [(on - start).days // 7 + 1 for on in held] == [4, 8, 12]


def test_a_first_day_is_a_monday_and_nobody_works_at_the_weekend_but_by_the_calendar() -> None:
    found = walk()
    assert row(found, "confirm_arrival").on.weekday() == 0
    by_calendar = {"send_new_pupil_return", "send_deletion_return", "decide_after_review"}
    assert all(one.on.weekday() < SATURDAY for one in found.rows if one.step not in by_calendar)


def test_what_is_done_week_by_week_stands_in_one_row() -> None:
    weeks = [one for one in walk().rows if one.step == "record_week"]
    assert len(weeks) == 1
    assert weeks[0].times > 10
    assert weeks[0].until is not None
    assert weeks[0].on < weeks[0].until


def signing(found: Walk, paper: str) -> list[Row]:
    return [one for one in found.rows if one.name.startswith(f"Read and answer: {paper}")]


def test_everyone_who_signs_a_paper_on_one_day_stands_in_one_row() -> None:
    (plan,) = signing(walk(), "Plan")
    assert plan.who == ("pupil", "parents", "home_head", "host_head")


def test_the_family_answers_an_agreement_after_its_time_to_think_and_the_heads_after_the_family() -> None:
    found = walk()
    family, heads = signing(found, "Agreement")
    assert (family.who, heads.who) == (("pupil", "parents"), ("home_head", "host_head"))
    thinking = protocols()["southwark"].papers["agreement"].thinking
    calendar = found.facts.calendar("home")
    since = calendar.school_days_between(row(found, "draw_up_agreement").on, family.on)
    assert (since, calendar.school_days_between(family.on, heads.on)) == (thinking + 1, 1)


def test_without_rounds_and_time_to_think_all_sign_side_by_side() -> None:
    at_once = changed("southwark", "paper", "agreement", thinking=0, rounds=())
    (everyone,) = signing(walk(book=at_once), "Agreement")
    assert everyone.who == ("pupil", "parents", "home_head", "host_head")


def test_the_family_is_asked_and_its_answer_is_shown() -> None:
    asked = [one for one in walk().rows if one.who == ("parents",)]
    assert asked[0].answers == "Yes, you may ask"
    refused = [one for one in walk(way="no").rows if one.who == ("parents",)]
    assert refused[0].answers == "No, do not ask"


def test_a_right_that_nobody_has_to_use_is_not_walked() -> None:
    assert not any("Do you want a review now" in one.name for one in walk().rows)


def test_the_letters_of_a_step_stand_beside_it() -> None:
    assert row(walk(), "tell_family").letters == ("head_proposal", "leaflet_parents", "leaflet_pupil")
    assert row(walk(), "give_notice").letters == ("direction_notice",)


def test_questions_are_counted_as_often_as_they_are_asked() -> None:
    found = walk()
    assert found.asked == sum(one.asked * one.times for one in found.rows)
    assert row(found, "open_case").asked == 6


def test_an_excluded_child_is_back_before_anybody_speaks_of_a_move() -> None:
    found = walk(kind="diversion", way="direction")
    assert row(found, "cancel_exclusion").on <= row(found, "confirm_back").on
    assert row(found, "confirm_back").on < row(found, "tell_family").on


def test_a_date_that_goes_by_when_all_is_done_on_the_last_day_is_told() -> None:
    late = walk(kind="diversion", way="stands")
    assert [one.id for one in late.missed] == ["unmanaged_move"]
    assert not walk().missed


def test_a_rule_that_stops_the_way_is_said_with_its_reason() -> None:
    found = walk("southwark_2023", "provision", "return")
    stopped = dict(found.stopped)
    assert any("not a mainstream school" in one.why for one in stopped["Draw up the agreement"])


def test_a_rule_that_nothing_can_satisfy_ends_the_walk_and_is_named() -> None:
    never = changed(
        "southwark", "gate", "can_be_solved_here", fact="case_open", when=(Tri.YES,), effect=Effect.BLOCK
    )
    found = walk(book=never)
    assert found.outcome is None
    assert [name for name, _ in found.stopped] == ["Send the head’s letter to the parents"]


def test_a_warning_that_cannot_be_avoided_asks_for_a_reason_and_says_so() -> None:
    always = changed("southwark", "gate", "can_be_solved_here", fact="case_open", when=(Tri.YES,))
    told = row(walk(book=always), "tell_family")
    assert [one.rule for one in told.warned] == ["can_be_solved_here"]


def test_a_way_that_a_protocol_does_not_have_is_not_offered() -> None:
    assert "move" not in ways_in(protocols()["southwark"], "ordinary")
    assert "move" in ways_in(protocols()["manchester"], "ordinary")


def test_what_can_follow_from_a_step_is_known_to_the_walk() -> None:
    never = {"placement_longer", "review_asked"}  # a longer direction and a parent's request are not walked
    assert WRITTEN.keys().isdisjoint(never)
    assert {"step_taken", "placement_decided", "move_completed", "case_closed"} <= WRITTEN.keys()
