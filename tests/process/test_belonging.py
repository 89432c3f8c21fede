"""Is a line drawn of what a child says about belonging, and is it noticed when it falls?"""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from freshstart.process.belonging import FALL, Point, fell_on, has_fallen, points
from freshstart.process.facts import Facts, Party
from freshstart.process.replies import View
from freshstart.process.values import Value
from tests.process.samples import FIRST_DAY, HAMZA, SAIRA, facts, view

LEVELS = st.integers(min_value=0, max_value=3)
ANSWERED = st.dictionaries(st.sampled_from(["break_time", "adult", "belong"]), LEVELS, min_size=1)


def day(week: int) -> date:
    return FIRST_DAY + timedelta(weeks=week - 1)


def said(week: int, party: Party = HAMZA, question: str = "check_in", **items: Value) -> View:
    return replace(view(question, "", party, day(week)), occurrence=f"d{week}", items=items)


def checked_in(*views: View) -> Facts:
    return facts(views=views)


def point(**answers: int) -> Point:
    return Point("d1", FIRST_DAY, 0, answers)


# The line -------------------------------------------------------------------------------------------------


def test_a_check_in_is_the_average_of_what_was_answered() -> None:
    case = checked_in(said(1, break_time=3, adult=2, belong=2), said(2, adult=1))
    assert points(case) == (
        Point("d1", day(1), 233, {"break_time": 3, "adult": 2, "belong": 2}),
        Point("d2", day(2), 100, {"adult": 1}),
    )


@pytest.mark.parametrize(
    "other",
    [
        said(2, talk_today=["yes"]),  # asked for somebody, and nothing else
        said(2, SAIRA, adult=0),  # somebody else
        replace(said(2, adult=0), occurrence=""),  # of no week
        said(2, adult=None, belong=True),  # skipped, and no level
        replace(view("view_before_review", "hard", HAMZA), occurrence="d4"),
    ],
)
def test_what_is_no_check_in_of_the_child_is_no_point(other: View) -> None:
    assert [one.occurrence for one in points(checked_in(said(1, adult=2), other))] == ["d1"]


def test_of_each_week_the_latest_counts_and_the_weeks_stay_in_order() -> None:
    case = checked_in(said(1, adult=3), said(2, adult=2), said(1, adult=0))
    assert [(one.occurrence, one.level) for one in points(case)] == [("d1", 0), ("d2", 200)]


def test_one_question_is_looked_at_alone_where_it_is_named() -> None:
    case = checked_in(said(1, adult=3), said(1, question="first_weeks", lessons=1))
    assert len(points(case)) == 2
    assert [one.level for one in points(case, "first_weeks")] == [100]


def test_a_case_without_a_pupil_has_no_line() -> None:
    assert points(facts(parties=(SAIRA,), views=(said(1, adult=0),))) == ()


# The fall -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("before", "now", "falls"),
    [
        (point(adult=3, belong=3), point(adult=3, belong=3), False),
        (point(adult=2, belong=2), point(adult=3, belong=3), False),
        (point(adult=3, belong=3), point(adult=3, belong=2), True),  # half a word on average
        (point(adult=3, belong=3, break_time=3), point(adult=3, belong=3, break_time=2), False),
        (point(adult=3, belong=1), point(adult=2, belong=2), False),
        (point(adult=3, belong=1, break_time=3), point(adult=3, belong=0, break_time=3), True),  # the lowest
        (point(adult=3, belong=0), point(adult=3, belong=0), False),  # it was there before
        (point(adult=3, belong=0), point(adult=3, belong=1), False),
        # Only what was answered both times is compared.
        (point(adult=3), point(belong=0), False),
        (point(adult=2, break_time=3), point(adult=2, belong=0), False),
        (point(adult=3, break_time=0), point(adult=1, belong=3), True),
    ],
)
def test_a_check_in_is_lower_by_half_a_word_or_where_it_comes_to_the_lowest(
    before: Point, now: Point, falls: bool
) -> None:
    assert has_fallen(before, now) is falls


@pytest.mark.parametrize(
    ("views", "on"),
    [
        ((), None),
        ((said(1, adult=1),), None),
        ((said(1, adult=0, belong=0),), day(1)),  # the very first, as low as can be
        ((said(1, adult=0, belong=1),), None),
        ((said(1, adult=3), said(2, adult=2)), day(2)),
        ((said(1, adult=3), said(3, adult=2)), day(3)),  # a week that was left out is no fall
        ((said(1, adult=3), said(2, adult=2), said(3, adult=2)), None),
        ((said(1, adult=3), said(2, adult=1), said(3, adult=2)), None),
        ((said(1, adult=3), said(2, adult=3), said(3, adult=0)), day(3)),
        ((said(1, adult=3), said(2, talk_today=["yes"])), None),
        ((said(1, adult=3), said(2, adult=2), said(2, adult=3)), None),  # answered again in that week
    ],
)
def test_the_day_of_the_latest_check_in_is_told_where_it_is_lower(
    views: tuple[View, ...], on: date | None
) -> None:
    assert fell_on(checked_in(*views)) == on


@given(ANSWERED, ANSWERED)
def test_nothing_falls_that_is_nowhere_lower(before: dict[str, int], now: dict[str, int]) -> None:
    both = before.keys() & now.keys()
    lower = [one for one in both if now[one] < before[one]]
    if has_fallen(point(**before), point(**now)):
        assert lower
    else:
        assert not any(now[one] == 0 for one in lower)
        assert sum(before[one] - now[one] for one in both) * 100 < FALL * max(len(both), 1)


@given(st.lists(ANSWERED, max_size=6))
def test_only_two_check_ins_that_follow_each_other_are_compared(weeks: list[dict[str, int]]) -> None:
    case = checked_in(*(replace(said(week), items=items) for week, items in enumerate(weeks, 1)))
    line = points(case)
    assert [one.on for one in line] == [day(week) for week in range(1, len(weeks) + 1)]
    assert all(0 <= one.level <= 300 for one in line)
    if len(line) > 1:
        assert (fell_on(case) == line[-1].on) is has_fallen(line[-2], line[-1])
