"""What do written term dates come to, and is every slip named with its line?"""

from contextlib import suppress
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from freshstart.process.calendars import Calendar
from freshstart.process.refusals import Incomplete
from freshstart.process.terms import Dates, read, written

YEAR = """
Autumn term: Thursday 3 September 2026 to Friday 18 December 2026
  Half term: 26 October to 30 October 2026
INSET: 27 November 2026
Spring term 04/01/2027 - 26/03/2027
Half-term holiday 15.02.2027 – 19.02.2027
Summer: 2027-04-12 to 2027-07-21
half_term_holiday 2027-05-31 2027-06-04
Staff training day 1st July 2027
School closed (polling station): 6 May 2027
"""


def day(words: str) -> date:
    return date.fromisoformat(words)


def test_a_year_as_it_stands_on_a_website_is_read_whole() -> None:
    found = read(YEAR)
    assert [(first.isoformat(), last.isoformat()) for first, last in found.terms] == [
        ("2026-09-03", "2026-10-25"),
        ("2026-10-31", "2026-12-18"),
        ("2027-01-04", "2027-02-14"),
        ("2027-02-20", "2027-03-26"),
        ("2027-04-12", "2027-05-30"),
        ("2027-06-05", "2027-07-21"),
    ]
    assert found.closed == {day("2026-11-27"), day("2027-05-06"), day("2027-07-01")}
    calendar = Calendar("Harrowmere", found.terms, found.closed)
    assert calendar.school_days_between(day("2026-09-02"), day("2026-12-18")) == 71
    assert not calendar.is_school_day(day("2026-10-27"))
    assert calendar.next_school_day(day("2026-11-26")) == day("2026-11-30")


def test_a_day_outside_every_term_says_nothing() -> None:
    text = "Term: 4 January 2027 to 12 February 2027\nINSET: 3 January 2027"
    assert read(f"{text}\nEaster holiday: 29 March 2027 to 9 April 2027") == Dates(
        ((day("2027-01-04"), day("2027-02-12")),)
    )


def test_closed_days_that_reach_out_of_a_term_are_kept_within_it() -> None:
    found = read("Term: 4 January 2027 to 12 February 2027\nClosed: 11 February 2027 to 15 February 2027")
    assert found.closed == {day("2027-02-11"), day("2027-02-12")}


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "Write at least one term"),
        ("INSET: 27 November 2026", "No line says when a term begins"),
        ("Autumn term begins soon", "Line 1 has no date"),
        ("Autumn: 3 September 2026", "Write “to” and the last day of the term, or INSET"),
        ("Autumn: 3 September to 18 December", "there is no 3 September"),
        ("Autumn: 31 September 2026 to 18 December 2026", "there is no 31 September 2026"),
        ("Autumn: 3 Septober 2026 to 18 December 2026", "Write “to” and the last day"),
        ("Autumn: 13/13/2026 to 18/12/2026", "there is no 13/13/2026"),
        ("Autumn: 18 December 2026 to 3 September 2026", "the last day comes before the first"),
        ("Autumn: 3 September 2026 to 18 December 2027", "no term is so long"),
        ("A: 3 September 2026, 4 September 2026, 5 September 2026", "more than two dates"),
        (
            "A: 1 September 2026 to 30 October 2026\n\nB: 30 October 2026 to 1 December 2026",
            "Line 3: this term begins",
        ),
    ],
)
def test_a_slip_is_named_with_its_line_and_what_to_write(text: str, says: str) -> None:
    with pytest.raises(Incomplete) as refused:
        read(text)
    assert says in refused.value.errors["dates"]


@st.composite
def years(draw: st.DrawFn) -> Dates:
    """Make terms in order with gaps between, and closed days within them."""
    on, terms, closed = date(2026, 9, 1), [], set()
    for _ in range(draw(st.integers(1, 6))):
        first = on + timedelta(days=draw(st.integers(1, 20)))
        last = first + timedelta(days=draw(st.integers(0, 90)))
        terms.append((first, last))
        span = (last - first).days
        closed |= {first + timedelta(days=n) for n in draw(st.sets(st.integers(0, span), max_size=4))}
        on = last
    return Dates(tuple(terms), frozenset(closed))


@given(years())
def test_what_is_written_is_read_back_the_same(dates: Dates) -> None:
    assert read(written(dates)) == dates


@given(st.text(max_size=200))
def test_whatever_is_typed_is_read_or_refused_with_words(text: str) -> None:
    with suppress(Incomplete):
        assert read(text).terms
