"""Which days is school in?

A calendar is one school's own: its terms, less the days it closes within them. Nothing is said about days
outside the terms that are known, so that a date counted into an unknown year is asked for and never guessed.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from itertools import chain, groupby, pairwise
from typing import Any, NamedTuple, Self

from freshstart.process.refusals import NotNow

Terms = tuple[tuple[date, date], ...]

DAY = timedelta(days=1)
WEEK = timedelta(weeks=1)
SATURDAY = 5
# From the first regulations on directions to beyond the time for which any pupil's papers are kept.
EVERY_YEAR: Terms = ((date(2010, 1, 1), date(2059, 12, 31)),)
# SI 2010/1156, regulation 3: written notice not less than two school days before the first day.
NOTICE_SCHOOL_DAYS = 2


class CalendarEnds(NotNow):
    """Refuse to count into days of which nobody has said whether school is in."""

    def __init__(self, name: str, where: str = "") -> None:
        super().__init__(
            f"The term dates of {name}{where} are not known. School days are counted only in known terms.",
            next_step=f"Ask {name} to enter them.",
        )


class SchoolWeek(NamedTuple):
    """A week with a school day in it: its number, its Monday, and its school days in the span asked for."""

    number: int
    monday: date
    days: tuple[date, ...]


@dataclass(frozen=True, slots=True)
class Calendar:
    """The days, Mondays to Fridays only, on which one school is in.

    `name` is whose they are, `terms` are inclusive and leave the half-term holidays out, `closed` are INSET
    days, bank holidays and closures, `provisional` says that some of the dates are not the school's own.
    """

    name: str
    terms: Terms
    closed: frozenset[date] = frozenset()
    provisional: bool = False

    def __post_init__(self) -> None:
        """Refuse terms that end before they begin, overlap or are out of order (ValueError)."""
        for at, (earlier, later) in enumerate(pairwise(chain.from_iterable(self.terms))):
            within_one_term = at % 2 == 0
            if later < earlier or (later == earlier and not within_one_term):
                raise ValueError(
                    f"The terms of {self.name} are out of order: {_in_words(later)} stands after"
                    f" {_in_words(earlier)}. Enter them from the first to the last, none within another."
                )

    @classmethod
    def weekdays(cls, name: str, closed: frozenset[date] = frozenset()) -> Self:
        """Make a provisional calendar of Mondays to Fridays, 2010 to 2059, for want of any terms."""
        return cls(name, EVERY_YEAR, closed, provisional=True)

    @classmethod
    def from_plain(cls, plain: Mapping[str, Any]) -> Self:
        """Read back what `to_plain` gave."""
        return cls(
            name=plain["name"],
            terms=tuple(
                (date.fromisoformat(first), date.fromisoformat(last)) for first, last in plain["terms"]
            ),
            closed=frozenset(map(date.fromisoformat, plain["closed"])),
            provisional=plain["provisional"],
        )

    def to_plain(self) -> dict[str, Any]:
        """Give the calendar as values that JSON can hold, the same for equal calendars."""
        return {
            "name": self.name,
            "terms": [[first.isoformat(), last.isoformat()] for first, last in self.terms],
            "closed": sorted(day.isoformat() for day in self.closed),
            "provisional": self.provisional,
        }

    def extended_by(self, council: Self) -> Self:
        """Add the council's terms from before and after the known ones, and say by `provisional` if any came.

        A council's term that only reaches past one of the school's is left out: the school has said its own.
        """
        first, last = (self.terms[0][0], self.terms[-1][1]) if self.terms else (date.max, date.max)
        before = tuple(term for term in council.terms if term[1] < first)
        after = tuple(term for term in council.terms if term[0] > last)
        if not before + after:
            return self
        closed = self.closed | {day for day in council.closed if not first <= day <= last}
        return type(self)(self.name, before + self.terms + after, closed, provisional=True)

    def is_school_day(self, on: date) -> bool:
        """Tell whether school is in. Refuses a day outside the known terms (CalendarEnds)."""
        self._check_known(on)
        days = self._days()
        return bisect_left(days, on) < bisect_right(days, on)

    def add_school_days(self, start: date, count: int) -> date:
        """Give the count-th school day after `start`, or before it for a negative count.

        `start` is not counted; a count of 0 gives it if it is a school day, else the next. Refuses to leave
        the known terms (CalendarEnds).
        """
        if count > 0:
            self._check_known(start + DAY)
            return self._day(bisect_right(self._days(), start) + count - 1)
        self._check_known(start - DAY if count else start)
        return self._day(bisect_left(self._days(), start) + count)

    def school_days_between(self, start: date, end: date) -> int:
        """Count the school days after `start` up to and including `end`.

        With `end` the earlier, those before `start` down to and including `end`, as a negative number. Undoes
        `add_school_days`. Refuses days outside the known terms (CalendarEnds).
        """
        days = self._days()
        if end >= start:
            self._check_known(min(start + DAY, end), end)
            return bisect_right(days, end) - bisect_right(days, start)
        self._check_known(end, start - DAY)
        return bisect_left(days, end) - bisect_left(days, start)

    def next_school_day(self, on: date) -> date:
        """Give the first school day after a date. Refuses as `add_school_days`."""
        return self.add_school_days(on, 1)

    def on_or_after(self, on: date) -> date:
        """Give the date itself if school is in, else the next school day. Refuses as `add_school_days`."""
        return self.add_school_days(on, 0)

    def on_or_before(self, on: date) -> date:
        """Give the date itself if school is in, else the last before. Refuses as `add_school_days`."""
        return self.add_school_days(on + DAY, -1)

    def week_end(self, first_day: date, week: int) -> date:
        """Give the last school day of a school week.

        Week 1 is that of `first_day`, or of the next school day if school is out then; weeks without a school
        day are not counted (design: Weeks). Refuses a week below 1 (ValueError) and to leave the known terms
        (CalendarEnds).
        """
        if week < 1:
            raise ValueError("School weeks are counted from 1.")
        mondays = self._mondays()
        at = bisect_right(mondays, self.on_or_after(first_day)) + week - 2
        if at >= len(mondays):
            raise self._ends()
        days = self._days()
        return days[bisect_left(days, mondays[at] + WEEK) - 1]

    def week_of(self, first_day: date, on: date) -> int:
        """Give the number of the school week of a date: 0 before week 1, and in a holiday the week just over.

        Refuses days outside the known terms (CalendarEnds).
        """
        begin = self.on_or_after(first_day)
        if on < begin:
            return 0
        self._check_known(on)
        mondays = self._mondays()
        return bisect_right(mondays, on) - bisect_right(mondays, begin) + 1

    def school_weeks(self, first_day: date, last_day: date) -> list[SchoolWeek]:
        """List the school weeks from `first_day` to `last_day`, both included, with the school days between.

        Refuses days outside the known terms (CalendarEnds).
        """
        self._check_known(first_day, last_day)
        days = self._days()
        span = days[bisect_left(days, first_day) : bisect_right(days, last_day)]
        return [
            SchoolWeek(number, monday, tuple(week))
            for number, (monday, week) in enumerate(groupby(span, _monday), start=1)
        ]

    def _days(self) -> tuple[date, ...]:
        return _school_days(self.terms, self.closed)

    def _mondays(self) -> tuple[date, ...]:
        return _school_mondays(self.terms, self.closed)

    def _day(self, at: int) -> date:
        days = self._days()
        if at < 0:
            raise self._begins()
        if at >= len(days):
            raise self._ends()
        return days[at]

    def _check_known(self, *days: date) -> None:
        if not self.terms:
            raise CalendarEnds(self.name)
        if min(days) < self.terms[0][0]:
            raise self._begins()
        if max(days) > self.terms[-1][1]:
            raise self._ends()

    def _begins(self) -> CalendarEnds:
        return CalendarEnds(self.name, f" before {_in_words(self.terms[0][0])}")

    def _ends(self) -> CalendarEnds:
        return CalendarEnds(self.name, f" after {_in_words(self.terms[-1][1])}")


def notice_start(notice_on: date, home: Calendar, host: Calendar, days: int = NOTICE_SCHOOL_DAYS) -> date:
    """Give the earliest lawful first day of a direction: a school day of the host's.

    The notice comes not less than `days` (1 or more) school days before it, counted back from it in the
    calendars of both schools; the later start holds, and notice on Monday allows Wednesday. Refuses to leave
    the known terms (CalendarEnds). Source: SI 2010/1156 regulation 3 (OSD-05, decision 9).
    """
    return host.on_or_after(max(_notice_over(notice_on, calendar, days) for calendar in (home, host)))


def proposed_start(notice_on: date, home: Calendar, host: Calendar, days: int = NOTICE_SCHOOL_DAYS) -> date:
    """Give the first day to propose: one school day later, so that `days` clear days lie before it.

    Refuses as `notice_start`. Source: decision 9.
    """
    return notice_start(notice_on, home, host, days + 1)


def _notice_over(notice_on: date, calendar: Calendar, days: int) -> date:
    """Give the day after the notice days; a notice on a day without school counts from the next."""
    return calendar.add_school_days(calendar.on_or_after(notice_on), days - 1) + DAY


# Kept by value, so that calendars read anew for each page share the work.
@lru_cache(maxsize=512)
def _school_days(terms: Terms, closed: frozenset[date]) -> tuple[date, ...]:
    spans = (range(first.toordinal(), last.toordinal() + 1) for first, last in terms)
    days = map(date.fromordinal, chain.from_iterable(spans))
    return tuple(day for day in days if day.weekday() < SATURDAY and day not in closed)


@lru_cache(maxsize=512)
def _school_mondays(terms: Terms, closed: frozenset[date]) -> tuple[date, ...]:
    return tuple(dict.fromkeys(map(_monday, _school_days(terms, closed))))


def _monday(day: date) -> date:
    return day - day.weekday() * DAY


def _in_words(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
