"""Are school days counted as a school office counts them?"""

import json
from collections.abc import Callable

import pytest

from freshstart.process.calendars import Calendar, CalendarEnds, notice_start
from tests.process.school_terms import EVERY_WEEKDAY, FERNLOW, HARROWMERE, KESTREL, SALTMARSH, d, terms

COUNTED = [
    (KESTREL, "Thu 2026-09-03", 1, "Fri 2026-09-04", "the next day"),
    (KESTREL, "Fri 2026-09-04", 1, "Mon 2026-09-07", "over a weekend"),
    (KESTREL, "Sat 2026-09-05", 1, "Mon 2026-09-07", "from a Saturday"),
    (KESTREL, "Sat 2026-09-05", 0, "Mon 2026-09-07", "a Saturday moves on"),
    (KESTREL, "Mon 2026-09-07", 0, "Mon 2026-09-07", "a school day stays"),
    (KESTREL, "Mon 2026-09-07", -1, "Fri 2026-09-04", "back over a weekend"),
    (KESTREL, "Sun 2026-09-06", -1, "Fri 2026-09-04", "back from a Sunday"),
    (KESTREL, "Mon 2026-09-07", 5, "Mon 2026-09-14", "five school days are a week"),
    (KESTREL, "Wed 2026-09-02", 1, "Thu 2026-09-03", "from the eve of the first term"),
    (KESTREL, "Fri 2026-10-23", 1, "Mon 2026-11-02", "over half-term"),
    (KESTREL, "Thu 2026-10-22", 2, "Mon 2026-11-02", "over half-term, two days"),
    (KESTREL, "Wed 2026-10-28", 1, "Mon 2026-11-02", "from half-term"),
    (KESTREL, "Wed 2026-10-28", 0, "Mon 2026-11-02", "half-term moves on"),
    (KESTREL, "Wed 2026-10-28", -1, "Fri 2026-10-23", "back from half-term"),
    (KESTREL, "Mon 2026-11-02", -1, "Fri 2026-10-23", "back over half-term"),
    (KESTREL, "Mon 2026-11-02", -2, "Thu 2026-10-22", "back over half-term, two days"),
    (KESTREL, "Thu 2026-11-26", 1, "Mon 2026-11-30", "over an INSET day"),
    (KESTREL, "Fri 2026-11-27", 0, "Mon 2026-11-30", "an INSET day moves on"),
    (KESTREL, "Mon 2026-11-30", -1, "Thu 2026-11-26", "back over an INSET day"),
    (KESTREL, "Fri 2026-12-18", 1, "Tue 2027-01-05", "over Christmas"),
    (KESTREL, "Thu 2026-12-17", 5, "Fri 2027-01-08", "over Christmas, five days"),
    (KESTREL, "Fri 2026-12-25", 0, "Tue 2027-01-05", "Christmas Day moves on"),
    (KESTREL, "Tue 2027-01-05", -1, "Fri 2026-12-18", "back over Christmas"),
    (KESTREL, "Fri 2027-01-01", -3, "Wed 2026-12-16", "back from New Year's Day"),
    (KESTREL, "Fri 2027-02-12", 1, "Mon 2027-02-22", "over the February half-term"),
    (KESTREL, "Mon 2027-02-22", -5, "Mon 2027-02-08", "back over the February half-term"),
    (KESTREL, "Thu 2027-03-25", 1, "Mon 2027-04-12", "over the Easter holiday"),
    (KESTREL, "Fri 2027-03-26", 0, "Mon 2027-04-12", "Good Friday moves on"),
    (KESTREL, "Mon 2027-03-29", -1, "Thu 2027-03-25", "back from Easter Monday"),
    (KESTREL, "Fri 2027-04-30", 1, "Tue 2027-05-04", "over the May bank holiday"),
    (KESTREL, "Mon 2027-05-03", 0, "Tue 2027-05-04", "the May bank holiday moves on"),
    (KESTREL, "Tue 2027-05-04", -1, "Fri 2027-04-30", "back over the May bank holiday"),
    (KESTREL, "Fri 2027-05-28", 1, "Mon 2027-06-07", "over Whitsun"),
    (KESTREL, "Mon 2027-05-31", -1, "Fri 2027-05-28", "back from the spring bank holiday"),
    (KESTREL, "Fri 2027-07-23", 1, "Thu 2027-09-02", "over the summer"),
    (KESTREL, "Mon 2027-08-02", 0, "Thu 2027-09-02", "early August moves on"),
    (KESTREL, "Mon 2027-08-02", 5, "Wed 2027-09-08", "five days from early August"),
    (KESTREL, "Tue 2027-08-03", -1, "Fri 2027-07-23", "back from early August"),
    (KESTREL, "Mon 2027-08-30", 1, "Thu 2027-09-02", "from the summer bank holiday"),
    (KESTREL, "Mon 2027-07-19", 15, "Thu 2027-09-16", "fifteen days for the records, over the summer"),
    (KESTREL, "Sat 2027-10-23", -1, "Fri 2027-10-22", "back from the morrow of the last term"),
    (FERNLOW, "Fri 2026-10-16", 1, "Tue 2026-11-03", "two weeks of half-term and an INSET day"),
    (FERNLOW, "Tue 2026-11-03", -1, "Fri 2026-10-16", "back over them"),
    (FERNLOW, "Wed 2026-12-16", 1, "Mon 2027-01-04", "a term that ends on a Wednesday"),
    (FERNLOW, "Tue 2027-01-12", 1, "Fri 2027-01-15", "over two days of snow"),
    (FERNLOW, "Fri 2027-01-15", -2, "Mon 2027-01-11", "back over two days of snow"),
    (FERNLOW, "Mon 2027-01-11", 5, "Wed 2027-01-20", "five days with snow between"),
    (FERNLOW, "Wed 2027-03-24", 1, "Mon 2027-04-12", "Easter at the other school"),
    (FERNLOW, "Thu 2027-05-27", 2, "Tue 2027-06-08", "Whitsun at the other school"),
    (FERNLOW, "Wed 2026-09-09", 15, "Wed 2026-09-30", "fifteen days for the records"),
    (SALTMARSH, "Thu 2027-03-25", 1, "Tue 2027-03-30", "over Easter within a term"),
    (SALTMARSH, "Fri 2027-03-26", 0, "Tue 2027-03-30", "Good Friday within a term moves on"),
    (SALTMARSH, "Tue 2027-03-30", -1, "Thu 2027-03-25", "back over Easter within a term"),
    (SALTMARSH, "Wed 2027-03-24", 5, "Fri 2027-04-02", "five days with Easter between"),
    (SALTMARSH, "Fri 2027-04-02", 1, "Mon 2027-04-19", "a holiday after Easter"),
    (EVERY_WEEKDAY, "Thu 2026-12-24", 1, "Tue 2026-12-29", "weekdays, over Christmas"),
    (EVERY_WEEKDAY, "Thu 2026-12-31", 1, "Mon 2027-01-04", "weekdays, over New Year's Day"),
    (EVERY_WEEKDAY, "Thu 2027-03-25", 1, "Tue 2027-03-30", "weekdays, over Easter"),
    (EVERY_WEEKDAY, "Fri 2027-04-30", 2, "Wed 2027-05-05", "weekdays, over the May bank holiday"),
    (EVERY_WEEKDAY, "Fri 2027-08-27", 1, "Tue 2027-08-31", "weekdays, in August"),
]


@pytest.mark.parametrize(("calendar", "start", "count", "expected", "why"), COUNTED)
def test_school_days_are_counted(calendar: Calendar, start: str, count: int, expected: str, why: str) -> None:
    assert calendar.add_school_days(d(start), count) == d(expected), why


@pytest.mark.parametrize(
    ("calendar", "start", "end", "days"),
    [
        (KESTREL, "Mon 2026-09-07", "Fri 2026-09-11", 4),
        (KESTREL, "Mon 2026-09-07", "Mon 2026-09-07", 0),
        (KESTREL, "Fri 2026-09-04", "Mon 2026-09-07", 1),
        (KESTREL, "Sat 2026-09-05", "Sun 2026-09-06", 0),
        (KESTREL, "Mon 2026-09-07", "Fri 2026-09-04", -1),
        (KESTREL, "Sun 2026-09-06", "Fri 2026-09-04", -1),
        (KESTREL, "Fri 2026-10-23", "Mon 2026-11-02", 1),
        (KESTREL, "Mon 2026-10-26", "Fri 2026-10-30", 0),
        (KESTREL, "Mon 2026-11-23", "Mon 2026-11-30", 4),
        (KESTREL, "Fri 2026-12-18", "Tue 2027-01-05", 1),
        (KESTREL, "Tue 2027-01-05", "Fri 2026-12-18", -1),
        (KESTREL, "Thu 2027-03-25", "Mon 2027-04-12", 1),
        (KESTREL, "Mon 2027-04-26", "Fri 2027-05-07", 8),
        (KESTREL, "Fri 2027-07-23", "Thu 2027-09-02", 1),
        (KESTREL, "Wed 2026-09-02", "Fri 2026-12-18", 71),
        (KESTREL, "Wed 2026-09-02", "Fri 2027-07-23", 193),
        (FERNLOW, "Mon 2027-01-11", "Fri 2027-01-15", 2),
        (FERNLOW, "Fri 2026-10-16", "Fri 2026-10-30", 0),
    ],
)
def test_school_days_between_two_dates(calendar: Calendar, start: str, end: str, days: int) -> None:
    assert calendar.school_days_between(d(start), d(end)) == days


@pytest.mark.parametrize(
    ("calendar", "on", "is_in"),
    [
        (KESTREL, "Thu 2026-09-03", True),
        (KESTREL, "Sat 2026-09-05", False),
        (KESTREL, "Sun 2026-09-06", False),
        (KESTREL, "Fri 2026-10-23", True),
        (KESTREL, "Mon 2026-10-26", False),
        (KESTREL, "Fri 2026-11-27", False),
        (FERNLOW, "Fri 2026-11-27", True),
        (KESTREL, "Mon 2027-05-03", False),
        (KESTREL, "Tue 2027-08-03", False),
        (SALTMARSH, "Fri 2027-04-02", True),
        (EVERY_WEEKDAY, "Tue 2027-08-03", True),
    ],
)
def test_each_school_has_its_own_days(calendar: Calendar, on: str, is_in: bool) -> None:
    assert calendar.is_school_day(d(on)) is is_in


def test_the_school_days_round_a_half_term() -> None:
    assert KESTREL.next_school_day(d("Fri 2026-10-23")) == d("Mon 2026-11-02")
    assert KESTREL.on_or_after(d("Fri 2026-10-23")) == d("Fri 2026-10-23")
    assert KESTREL.on_or_after(d("Sat 2026-10-24")) == d("Mon 2026-11-02")
    assert KESTREL.on_or_before(d("Sun 2026-11-01")) == d("Fri 2026-10-23")
    assert KESTREL.on_or_before(d("Mon 2026-11-02")) == d("Mon 2026-11-02")


@pytest.mark.parametrize(
    "beyond",
    [
        lambda: KESTREL.is_school_day(d("Sat 2027-10-23")),
        lambda: KESTREL.add_school_days(d("Fri 2027-10-22"), 1),
        lambda: KESTREL.add_school_days(d("Mon 2027-11-01"), 0),
        lambda: KESTREL.add_school_days(d("Mon 2027-11-01"), -1),
        lambda: KESTREL.school_days_between(d("Fri 2027-10-22"), d("Mon 2027-10-25")),
        lambda: KESTREL.school_days_between(d("Mon 2027-10-25"), d("Fri 2027-10-22")),
        lambda: KESTREL.week_end(d("Mon 2027-10-18"), 2),
        lambda: KESTREL.week_of(d("Mon 2027-10-18"), d("Mon 2027-10-25")),
        lambda: KESTREL.school_weeks(d("Mon 2027-10-18"), d("Mon 2027-10-25")),
        lambda: notice_start(d("Thu 2027-10-21"), KESTREL, KESTREL),
    ],
)
def test_nothing_is_guessed_after_the_known_terms(beyond: Callable[[], object]) -> None:
    with pytest.raises(
        CalendarEnds, match=r"^The term dates of Kestrel Park after 22 October 2027 are not known\."
    ):
        beyond()


@pytest.mark.parametrize(
    "beyond",
    [
        lambda: KESTREL.is_school_day(d("Wed 2026-09-02")),
        lambda: KESTREL.add_school_days(d("Thu 2026-09-03"), -1),
        lambda: KESTREL.add_school_days(d("Fri 2026-09-04"), -2),
        lambda: KESTREL.add_school_days(d("Tue 2026-09-01"), 1),
        lambda: KESTREL.school_days_between(d("Tue 2026-09-01"), d("Thu 2026-09-03")),
        lambda: KESTREL.school_days_between(d("Thu 2026-09-03"), d("Wed 2026-09-02")),
        lambda: KESTREL.school_weeks(d("Wed 2026-09-02"), d("Thu 2026-09-03")),
    ],
)
def test_nothing_is_guessed_before_the_known_terms(beyond: Callable[[], object]) -> None:
    with pytest.raises(CalendarEnds, match="before 3 September 2026 are not known"):
        beyond()


def test_the_end_of_a_calendar_says_what_why_and_what_to_do() -> None:
    with pytest.raises(CalendarEnds) as caught:
        Calendar("Millbeck High", ()).is_school_day(d("2026-09-07"))
    why = "School days are counted only in known terms."
    assert caught.value.what == f"The term dates of Millbeck High are not known. {why}"
    assert caught.value.next_step == "Ask Millbeck High to enter them."


def test_a_last_term_may_end_in_closed_days() -> None:
    closed = Calendar(
        "Carrow Hill", terms("Mon 2026-09-07 to Fri 2026-09-11"), frozenset({d("Fri 2026-09-11")})
    )
    with pytest.raises(CalendarEnds):
        closed.on_or_after(d("Fri 2026-09-11"))
    assert closed.week_end(d("Mon 2026-09-07"), 1) == d("Thu 2026-09-10")


@pytest.mark.parametrize(
    "spans",
    [
        ["2026-10-23 to 2026-09-03"],
        ["2026-11-02 to 2026-12-18", "2026-09-03 to 2026-10-23"],
        ["2026-09-03 to 2026-10-23", "2026-10-23 to 2026-12-18"],
    ],
)
def test_terms_out_of_order_are_refused(spans: list[str]) -> None:
    with pytest.raises(ValueError, match=r"The terms of Fernlow are out of order: \d+ \w+ 2026 stands after"):
        Calendar("Fernlow", terms(*spans))


def test_a_term_may_be_a_single_day() -> None:
    assert Calendar("Fernlow", terms("2026-09-07 to 2026-09-07")).is_school_day(d("Mon 2026-09-07"))


def test_the_council_is_asked_where_the_school_has_not_said() -> None:
    both = KESTREL.extended_by(HARROWMERE)
    assert both.name == "Kestrel Park"
    assert both.provisional
    assert both.terms == (HARROWMERE.terms[0], *KESTREL.terms, HARROWMERE.terms[-1])
    assert both.next_school_day(d("Fri 2027-10-22")) == d("Mon 2027-11-01")
    assert both.next_school_day(d("Wed 2027-11-10")) == d("Fri 2027-11-12"), (
        "the council's closed days come too"
    )
    assert not both.is_school_day(d("Fri 2026-07-03"))
    assert both.is_school_day(d("Fri 2026-10-02")), "but not into the school's own terms"
    assert not both.is_school_day(d("Wed 2027-09-01")), "the school has said when it begins"


def test_a_council_term_that_meets_a_term_of_the_school_is_left_out() -> None:
    council = Calendar("Harrowmere Council", terms("2026-09-01 to 2026-09-03", "2027-10-22 to 2027-12-17"))
    assert KESTREL.extended_by(council) is KESTREL


def test_a_school_that_has_said_everything_needs_no_council() -> None:
    assert KESTREL.extended_by(FERNLOW) is KESTREL
    assert not KESTREL.provisional


def test_a_school_that_has_said_nothing_keeps_the_days_of_the_council() -> None:
    unknown = Calendar("Tidewell Academy", ()).extended_by(HARROWMERE)
    assert (unknown.name, unknown.terms, unknown.closed) == (
        "Tidewell Academy",
        HARROWMERE.terms,
        HARROWMERE.closed,
    )
    assert unknown.provisional


def test_weekdays_stand_in_where_no_terms_are_known() -> None:
    assert EVERY_WEEKDAY.provisional
    assert EVERY_WEEKDAY.is_school_day(d("Fri 2010-01-01"))
    with pytest.raises(CalendarEnds):
        EVERY_WEEKDAY.is_school_day(d("2009-12-31"))


@pytest.mark.parametrize("calendar", [KESTREL, FERNLOW, EVERY_WEEKDAY, Calendar("Tidewell Academy", ())])
def test_a_calendar_can_be_kept_as_json(calendar: Calendar) -> None:
    assert Calendar.from_plain(json.loads(json.dumps(calendar.to_plain()))) == calendar
