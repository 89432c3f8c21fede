"""Which lines of term dates stand in the spreadsheet or calendar file that a school hands in?

What is found is shown as lines that people read and mend before they keep them; `process.terms` reads those.
"""

import re
from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Any

import icalendar

from freshstart.outside.clocks import LONDON
from freshstart.outside.sheets import MOST_BYTES, Row, read_sheet
from freshstart.process.refusals import Refused
from freshstart.process.terms import CLOSED

FIRST = {"start", "starts", "start date", "from", "first day", "begin", "begins", "date", "day"}
LAST = {"end", "ends", "end date", "to", "until", "last day"}
BEGINS = re.compile(r"\b(begins?|starts?|opens?|first day|return)\b", re.IGNORECASE)
ENDS = re.compile(r"\b(ends?|last day|finish(es)?|break up)\b", re.IGNORECASE)
TERM = re.compile(r"\bterm\b", re.IGNORECASE)
SHORTEST = timedelta(days=7)  # an event called a term that is shorter names its first or last day


def lines_of(name: str, data: bytes) -> str:
    """Give the term dates of a file as lines of text. Refused: too large, unreadable, or none in it."""
    if len(data) > MOST_BYTES:
        raise Refused("This file is too large.", next_step="Hand in the term dates alone.")
    lines = _from_calendar(data) if name.lower().endswith((".ics", ".ical")) else _from_sheet(name, data)
    text = "\n".join(lines)
    if not text:
        raise Refused("No term dates were found in this file.", next_step="Write or paste them instead.")
    return text


def _from_sheet(name: str, data: bytes) -> Iterator[str]:
    for _, row in read_sheet(name, data):
        headings = {one.lower(): one for one in row}
        first = next((headings[one] for one in headings if one in FIRST), None)
        last = next((headings[one] for one in headings if one in LAST), None)
        yield _line(row, first, last) if first else " ".join(_words(row, ()))


def _line(row: Row, first: str, last: str | None) -> str:
    """Write one row: its words, then its days; other days in it, such as when it was checked, say nothing."""
    days = " to ".join(str(row[one]) for one in (first, last) if one and row.get(one))
    what = [one for one in _words(row, (first, last)) if not re.search(r"\d{4}|https?:", one)]
    return f"{' '.join(what) or 'Term'}: {days}"


def _words(row: Row, but: tuple[str | None, ...]) -> Iterator[str]:
    return (str(value) for heading, value in row.items() if value and heading not in but)


def _from_calendar(data: bytes) -> Iterator[str]:
    try:
        events = list(icalendar.Calendar.from_ical(data).walk("VEVENT"))
    except (ValueError, IndexError, KeyError) as error:
        raise Refused(
            "This file is not a calendar that can be read.", next_step="Export it again as .ics."
        ) from error
    found = sorted(_spans(events))
    yield from (f"{what}: {first} to {last}" for first, last, what in found if CLOSED.search(what))
    terms = [(first, last, what) for first, last, what in found if not CLOSED.search(what)]
    yield from (f"{what}: {first} to {last}" for first, last, what in terms if last - first >= SHORTEST)
    yield from _paired([one for one in terms if one[1] - one[0] < SHORTEST])


def _spans(events: Iterable[Any]) -> Iterator[tuple[date, date, str]]:
    """Give the first and last day of each event about a term or about closed days, with its words."""
    for event in events:
        what = " ".join(str(event.get("SUMMARY", "")).split()).replace(":", " ")
        begin: Any = event.get("DTSTART")
        if begin is None or not (TERM.search(what) or CLOSED.search(what)):
            continue
        until: Any = event.get("DTEND", begin)
        first, end = begin.dt, until.dt
        last = _on(end)
        if not isinstance(end, datetime) and end > _on(first):
            last = end - timedelta(days=1)  # RFC 5545, 3.6.1: the end of an event is not part of it
        yield _on(first), max(last, _on(first)), what


def _on(moment: date | datetime) -> date:
    if isinstance(moment, datetime):
        return (moment.astimezone(LONDON) if moment.tzinfo else moment).date()
    return moment


def _paired(events: Iterable[tuple[date, date, str]]) -> Iterator[str]:
    """Join events such as “Term begins” and “Term ends”, in their order."""
    marked = [(first, bool(ENDS.search(what)), what) for first, _, what in events if _is_edge(what)]
    runs = [list(run) for _, run in groupby(marked, key=lambda one: one[1])]
    for begin, end in zip(runs[::2], runs[1::2], strict=False):
        if not begin[0][1]:
            yield f"Term: {begin[0][0]} to {end[-1][0]}"


def _is_edge(what: str) -> bool:
    return bool(BEGINS.search(what) or ENDS.search(what))
