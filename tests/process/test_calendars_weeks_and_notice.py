"""When does a school week end, and which first day leaves two school days of notice?"""

import pytest

from freshstart.process.calendars import Calendar, SchoolWeek, notice_start, proposed_start
from tests.process.school_terms import FERNLOW, KESTREL, SALTMARSH, d


@pytest.mark.parametrize(
    ("calendar", "first_day", "week", "ends", "why"),
    [
        (KESTREL, "Thu 2026-09-10", 1, "Fri 2026-09-11", "week 1 contains the first day"),
        (KESTREL, "Thu 2026-09-10", 4, "Fri 2026-10-02", "an ordinary week"),
        (KESTREL, "Thu 2026-09-10", 7, "Fri 2026-10-23", "the last before half-term"),
        (KESTREL, "Thu 2026-09-10", 8, "Fri 2026-11-06", "half-term is no school week"),
        (KESTREL, "Thu 2026-09-10", 11, "Thu 2026-11-26", "an INSET day on the Friday"),
        (KESTREL, "Thu 2026-09-10", 12, "Fri 2026-12-04", "week 12"),
        (KESTREL, "Thu 2026-09-10", 15, "Fri 2027-01-08", "Christmas, and a term that begins on a Tuesday"),
        (KESTREL, "Mon 2027-04-26", 2, "Fri 2027-05-07", "a bank holiday on the Monday"),
        (KESTREL, "Mon 2027-04-26", 6, "Fri 2027-06-11", "Whitsun"),
        (KESTREL, "Fri 2026-11-27", 1, "Fri 2026-12-04", "a first day on an INSET day is the next one"),
        (KESTREL, "Wed 2026-10-28", 1, "Fri 2026-11-06", "a first day in half-term is the next one"),
        (KESTREL, "Mon 2027-06-21", 5, "Fri 2027-07-23", "the last of the summer term"),
        (KESTREL, "Mon 2027-06-21", 12, "Fri 2027-10-15", "over the summer"),
        (FERNLOW, "Thu 2026-09-10", 7, "Fri 2026-11-06", "the same week at a school with another half-term"),
        (FERNLOW, "Mon 2027-01-04", 2, "Fri 2027-01-15", "snow in the middle of the week"),
        (SALTMARSH, "Mon 2027-03-22", 1, "Thu 2027-03-25", "Good Friday"),
        (SALTMARSH, "Mon 2027-03-22", 2, "Fri 2027-04-02", "Easter Monday"),
        (SALTMARSH, "Mon 2027-03-22", 3, "Fri 2027-04-23", "a holiday after Easter"),
    ],
)
def test_a_school_week_ends_on_its_last_school_day(
    calendar: Calendar, first_day: str, week: int, ends: str, why: str
) -> None:
    assert calendar.week_end(d(first_day), week) == d(ends), why


@pytest.mark.parametrize(
    ("on", "week"),
    [
        ("Thu 2026-09-03", 0),
        ("Wed 2026-09-09", 0),
        ("Thu 2026-09-10", 1),
        ("Sun 2026-09-13", 1),
        ("Mon 2026-09-14", 2),
        ("Fri 2026-10-23", 7),
        ("Wed 2026-10-28", 7),
        ("Mon 2026-11-02", 8),
        ("Fri 2026-12-25", 14),
        ("Tue 2027-01-05", 15),
    ],
)
def test_a_date_has_a_school_week(on: str, week: int) -> None:
    assert KESTREL.week_of(d("Thu 2026-09-10"), d(on)) == week


def test_there_is_no_week_nought() -> None:
    with pytest.raises(ValueError, match="counted from 1"):
        KESTREL.week_end(d("Thu 2026-09-10"), 0)


def test_the_school_weeks_of_a_span_leave_half_term_out() -> None:
    assert KESTREL.school_weeks(d("Thu 2026-10-22"), d("Tue 2026-11-03")) == [
        SchoolWeek(1, d("Mon 2026-10-19"), (d("Thu 2026-10-22"), d("Fri 2026-10-23"))),
        SchoolWeek(2, d("Mon 2026-11-02"), (d("Mon 2026-11-02"), d("Tue 2026-11-03"))),
    ]
    assert KESTREL.school_weeks(d("Sat 2026-10-24"), d("Sun 2026-11-01")) == []


@pytest.mark.parametrize(
    ("home", "host", "notice_on", "lawful", "proposed", "why"),
    [
        (KESTREL, KESTREL, "Mon 2026-09-07", "Wed 2026-09-09", "Thu 2026-09-10", "Monday allows Wednesday"),
        (KESTREL, KESTREL, "Fri 2026-09-11", "Tue 2026-09-15", "Wed 2026-09-16", "a weekend between"),
        (
            KESTREL,
            KESTREL,
            "Sat 2026-09-12",
            "Wed 2026-09-16",
            "Thu 2026-09-17",
            "Saturday counts from Monday",
        ),
        (KESTREL, KESTREL, "Thu 2026-10-22", "Mon 2026-11-02", "Tue 2026-11-03", "half-term between"),
        (
            KESTREL,
            KESTREL,
            "Fri 2026-10-23",
            "Tue 2026-11-03",
            "Wed 2026-11-04",
            "the last day before half-term",
        ),
        (KESTREL, KESTREL, "Wed 2026-10-28", "Wed 2026-11-04", "Thu 2026-11-05", "notice in half-term"),
        (KESTREL, KESTREL, "Thu 2026-12-17", "Tue 2027-01-05", "Wed 2027-01-06", "Christmas between"),
        (KESTREL, KESTREL, "Fri 2027-04-30", "Wed 2027-05-05", "Thu 2027-05-06", "a bank holiday between"),
        (KESTREL, KESTREL, "Thu 2027-07-22", "Thu 2027-09-02", "Fri 2027-09-03", "the summer between"),
        (FERNLOW, FERNLOW, "Mon 2027-01-11", "Fri 2027-01-15", "Mon 2027-01-18", "snow on the first day"),
        (KESTREL, FERNLOW, "Thu 2026-10-15", "Tue 2026-11-03", "Wed 2026-11-04", "the host is on half-term"),
        (
            FERNLOW,
            KESTREL,
            "Thu 2026-10-15",
            "Mon 2026-10-19",
            "Wed 2026-11-04",
            "home gave two days before its own",
        ),
        (FERNLOW, KESTREL, "Fri 2026-10-16", "Wed 2026-11-04", "Thu 2026-11-05", "home is on half-term"),
        (KESTREL, FERNLOW, "Wed 2026-11-25", "Fri 2026-11-27", "Tue 2026-12-01", "INSET at home only"),
        (FERNLOW, KESTREL, "Wed 2026-11-25", "Mon 2026-11-30", "Tue 2026-12-01", "INSET at the host only"),
    ],
)
def test_notice_comes_two_school_days_before_the_first_day(
    *, home: Calendar, host: Calendar, notice_on: str, lawful: str, proposed: str, why: str
) -> None:
    assert notice_start(d(notice_on), home, host) == d(lawful), why
    assert proposed_start(d(notice_on), home, host) == d(proposed), why


def test_a_protocol_may_ask_for_more_notice() -> None:
    assert notice_start(d("Mon 2026-09-07"), KESTREL, KESTREL, days=5) == d("Mon 2026-09-14")
    assert proposed_start(d("Mon 2026-09-07"), KESTREL, KESTREL, days=5) == d("Tue 2026-09-15")
