"""Which school days do the dates come to that somebody wrote down, pasted or handed in?

Each line says one thing: a term with its first and last day, a holiday within it, or days on which school is
closed. So a school can paste what stands on its own website.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from freshstart.process.refusals import Incomplete

DAY = timedelta(days=1)
MOST_LINES = 400
LONGEST_TERM = timedelta(days=200)  # a longer one is two terms, or a slip in the year
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
ON = re.compile(
    r"(?P<iso>\d{4}-\d{1,2}-\d{1,2})"
    r"|(?P<figures>\d{1,2}[/.]\d{1,2}[/.]\d{4})"
    r"|(?P<day>\d{1,2})(?:st|nd|rd|th)?\s+(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?"
    r"|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b\.?,?\s*(?P<year>\d{4})?",
    re.IGNORECASE,
)
CLOSED = re.compile(
    r"(?<![a-z])(inset|closed?|closure|training|holidays?|half[\s_-]*term|break|bank|occasional|polling"
    r"|non[\s-]*pupil|staff|development)(?![a-z])",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Dates:
    """The terms without their holidays, and single days within them on which school is closed."""

    terms: tuple[tuple[date, date], ...]
    closed: frozenset[date] = frozenset()


@dataclass(frozen=True, slots=True)
class Said:
    """What one line says: from when to when, and whether school is in or closed."""

    line: int
    first: date
    last: date
    is_closed: bool


def read(text: str) -> Dates:
    """Read term dates, one thing in each line: “Autumn term: 3 September 2026 to 18 December 2026”.

    A line with a word such as holiday, half term, INSET or closed takes days out; any other is a term.
    Refused (Incomplete), naming the line: no date, three dates, a date that there is not, dates out of order,
    a single day without such a word, terms that overlap, and no term at all.
    """
    said = [one for number, line in enumerate(text.splitlines(), 1) if (one := _said(number, line))]
    if not 0 < len(said) <= MOST_LINES:
        raise _wrong("Write at least one term, such as “Autumn term: 3 September 2026 to 18 December 2026”.")
    terms = sorted((one for one in said if not one.is_closed), key=lambda one: one.first)
    if not terms:
        raise _wrong("No line says when a term begins and ends.")
    for before, after in pairwise(terms):
        if after.first <= before.last:
            raise _wrong(f"Line {after.line}: this term begins before that of line {before.line} ends.")
    out = {day for one in said if one.is_closed for day in _days(one.first, one.last)}
    return Dates(tuple(_parts(terms, said)), frozenset(day for day in out if _is_within(terms, day, said)))


def written(dates: Dates) -> str:
    """Write dates so that `read` gives them again."""
    lines = [f"Term: {_long(first)} to {_long(last)}" for first, last in dates.terms]
    return "\n".join([*lines, *(f"Closed: {_long(day)}" for day in sorted(dates.closed))])


def _said(number: int, line: str) -> Said | None:
    words = line.strip()
    if not words:
        return None
    days = list(_dates(number, words))
    is_closed = bool(CLOSED.search(words))
    if not 1 <= len(days) <= 2:
        how = "has no date" if not days else "has more than two dates"
        what = "Write one thing in each line, such as “INSET: 27 November 2026”."
        raise _wrong(f"Line {number} {how}: “{words}”. {what}")
    if len(days) == 1 and not is_closed:
        what = "Write “to” and the last day of the term, or INSET if it is one."
        raise _wrong(f"Line {number}: “{words}”. {what}")
    first, last = days[0], days[-1]
    if last < first:
        raise _wrong(f"Line {number}: the last day comes before the first: “{words}”.")
    if not is_closed and last - first > LONGEST_TERM:
        raise _wrong(f"Line {number}: no term is so long: “{words}”. Look at the years.")
    return Said(number, first, last, is_closed)


def _dates(number: int, words: str) -> Iterator[date]:
    """Find the dates of a line; the first of two may leave its year to the second."""
    found = list(ON.finditer(words))
    years = [int(one["year"]) for one in found if one["year"]]
    for one in found:
        try:
            yield _date(one, years[-1] if years else None)
        except ValueError as no_date:
            wrong = f"Line {number}: there is no {one.group().strip()}."
            raise _wrong(f"{wrong} Write it as 3 September 2026.") from no_date


def _date(found: re.Match[str], year: int | None) -> date:
    if found["iso"]:
        return date(*map(int, found["iso"].split("-")))
    if found["figures"]:
        day, month, of = map(int, re.split(r"[/.]", found["figures"]))
        return date(of, month, day)
    written_year = int(found["year"]) if found["year"] else year
    if written_year is None:
        raise ValueError("no year")
    return date(written_year, MONTHS.index(found["month"][:3].lower()) + 1, int(found["day"]))


def _days(first: date, last: date) -> Iterator[date]:
    return (first + DAY * n for n in range((last - first).days + 1))


def _parts(terms: Iterable[Said], said: Iterable[Said]) -> Iterator[tuple[date, date]]:
    """Part each term at the holidays within it; a single day leaves it whole."""
    breaks = sorted((one.first, one.last) for one in said if one.is_closed and one.last > one.first)
    for term in terms:
        first = term.first
        for begin, end in breaks:
            if first <= begin and end <= term.last:
                if first < begin:
                    yield first, begin - DAY
                first = end + DAY
        if first <= term.last:
            yield first, term.last


def _is_within(terms: Iterable[Said], day: date, said: Iterable[Said]) -> bool:
    """Tell whether a closed day is to be kept: a single one in a term, or part of a break that parts none."""
    whole = next((one for one in terms if one.first <= day <= one.last), None)
    if whole is None:
        return False
    inside = (one for one in said if one.is_closed and one.last > one.first and one.first <= day <= one.last)
    return not any(whole.first <= one.first and one.last <= whole.last for one in inside)


def _long(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def _wrong(words: str) -> Incomplete:
    return Incomplete({"dates": words})
