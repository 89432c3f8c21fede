"""What holds for every calendar, whatever its terms and closed days?"""

import json
from datetime import date, timedelta

from hypothesis import assume, given
from hypothesis import strategies as st

from freshstart.process.calendars import Calendar, CalendarEnds, notice_start

DAY = timedelta(days=1)
FIRST, LAST = date(2026, 8, 24), date(2027, 8, 6)
dates = st.dates(FIRST, LAST)


@st.composite
def calendars(draw: st.DrawFn) -> Calendar:
    """Make a calendar that is known from FIRST to LAST, with a school day in it."""
    inner = draw(st.lists(dates.filter(lambda day: FIRST < day < LAST), max_size=10, unique=True).map(sorted))
    edges = [FIRST, *inner[: len(inner) // 2 * 2], LAST]
    closed = draw(st.frozensets(dates, max_size=20))
    calendar = Calendar("Thornley Vale", tuple(zip(edges[::2], edges[1::2], strict=True)), closed)
    assume(any(map(calendar.is_school_day, each_day(FIRST, LAST))))
    return calendar


def each_day(first: date, last: date) -> list[date]:
    return [first + DAY * n for n in range((last - first).days + 1)]


@given(calendars(), dates, st.integers(-60, 60).filter(bool))
def test_counting_back_undoes_counting(calendar: Calendar, start: date, count: int) -> None:
    try:
        reached = calendar.add_school_days(start, count)
    except CalendarEnds:
        return
    assert calendar.is_school_day(reached)
    assert calendar.school_days_between(start, reached) == count


@given(calendars(), dates, dates)
def test_days_are_counted_as_by_walking_through_them(calendar: Calendar, start: date, end: date) -> None:
    if start <= end:
        walked = sum(map(calendar.is_school_day, each_day(start + DAY, end)))
    else:
        walked = -sum(map(calendar.is_school_day, each_day(end, start - DAY)))
    assert calendar.school_days_between(start, end) == walked


@given(calendars(), dates, dates, st.integers(-20, 20))
def test_a_later_start_never_ends_earlier(calendar: Calendar, a: date, b: date, count: int) -> None:
    early, late = sorted((a, b))
    try:
        assert calendar.add_school_days(early, count) <= calendar.add_school_days(late, count)
    except CalendarEnds:
        return


@given(calendars(), dates, st.integers(1, 30))
def test_every_school_week_ends_on_a_school_day_of_its_own(
    calendar: Calendar, first_day: date, week: int
) -> None:
    try:
        end = calendar.week_end(first_day, week)
    except CalendarEnds:
        return
    assert calendar.is_school_day(end)
    assert calendar.week_of(first_day, end) == week
    to_sunday = each_day(end + DAY, min(end + DAY * (6 - end.weekday()), LAST))
    assert not any(map(calendar.is_school_day, to_sunday))


@given(calendars(), dates, dates)
def test_the_weeks_hold_every_school_day_once(calendar: Calendar, first_day: date, last_day: date) -> None:
    weeks = calendar.school_weeks(first_day, last_day)
    days = [day for week in weeks for day in week.days]
    assert days == [day for day in each_day(first_day, last_day) if calendar.is_school_day(day)]
    for week in weeks:
        assert week.monday.weekday() == 0
        assert {calendar.week_of(first_day, day) for day in week.days} == {week.number}


@given(calendars(), calendars(), dates, st.integers(1, 5))
def test_the_first_lawful_day_is_the_earliest_that_gives_notice_at_both_schools(
    home: Calendar, host: Calendar, notice_on: date, days: int
) -> None:
    try:
        start = notice_start(notice_on, home, host, days)
    except CalendarEnds:
        return
    lawful = (
        on
        for on in each_day(notice_on, LAST)
        if host.is_school_day(on)
        and all(-calendar.school_days_between(on, notice_on) >= days for calendar in (home, host))
    )
    assert start == next(lawful)


@given(calendars())
def test_every_calendar_can_be_kept_as_json(calendar: Calendar) -> None:
    assert Calendar.from_plain(json.loads(json.dumps(calendar.to_plain()))) == calendar
