"""What does one row of a spreadsheet of running cases say?

Headings are those of the form people hand in; whatever is not understood is said beside its row and heading.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from difflib import get_close_matches
from typing import TypeAlias

from freshstart.process.vocabulary import RELATION_WORDS, PhaseKind, Relation, Tri

Row: TypeAlias = Mapping[str, str | date]

# What we call a column, and its heading; those with a star must be filled in.
HEADINGS = {
    "given": "Given names*",
    "family": "Family names*",
    "born_on": "Date of birth*",
    "upn": "UPN",
    "school": "School (URN)",
    "lead": "Lead (e-mail)",
    "parent": "Parent or carer*",
    "relation": "Relation*",
    "email": "E-mail",
    "phone": "Telephone",
    "protocol": "Protocol*",
    "placement": "Where it stands*",
    "host": "New school (URN)",
    "decided_on": "Decided on*",
    "starts_on": "First day",
    "ends_on": "Last day",
    "next_review_on": "Next review",
    "sen": "Special needs*",
    "looked_after": "Looked after*",
    "child_protection_plan": "Child protection plan*",
    "entered_because": "Entered because*",
}
MUST = {name for name, heading in HEADINGS.items() if heading.endswith("*")}
DATES = {"born_on", "decided_on", "starts_on", "ends_on", "next_review_on"}
STANDS = {
    "directed": PhaseKind.OFF_SITE_DIRECTION,
    "with a way back": PhaseKind.TRIAL_MANAGED_MOVE,
    "moved": PhaseKind.MANAGED_MOVE,
    "told": None,
}
CHOICES: dict[str, dict[str, str]] = {
    "placement": {one: one for one in STANDS},
    "relation": {
        words.lower(): one.value for one, words in RELATION_WORDS.items() if one is not Relation.PUPIL
    },
    "sen": {"none": "none", "sen support": "support", "plan": "plan", "not known": "not_known"},
    "looked_after": {"yes": Tri.YES, "no": Tri.NO, "not known": Tri.NOT_KNOWN},
    "child_protection_plan": {"yes": Tri.YES, "no": Tri.NO, "not known": Tri.NOT_KNOWN},
}
BRITISH = re.compile(r"(\d{1,2})[./ -](\d{1,2})[./ -](\d{4})")


@dataclass(frozen=True, slots=True)
class Read:
    """One row as read: texts and dates by our names, and what is wrong by heading."""

    texts: dict[str, str]
    dates: dict[str, date]
    errors: dict[str, str]


def read_row(row: Row) -> Read:
    """Read one row. Nothing is passed over: a heading that is not known is an error with the likely one."""
    known = {_plain(heading): name for name, heading in HEADINGS.items()}
    read = Read({}, {}, {})
    for heading, value in row.items():
        name = known.get(_plain(heading))
        if name is None:
            if value:
                close = get_close_matches(_plain(heading), known, n=1)
                hint = (
                    f"Is it “{HEADINGS[known[close[0]]].rstrip('*')}”?" if close else "Take the column out."
                )
                read.errors[heading] = f"This heading is not known. {hint}"
        elif value:
            _read_cell(read, name, value)
    for name in MUST - read.texts.keys() - read.dates.keys():
        read.errors.setdefault(_heading(name), "This is missing.")
    return read


def _plain(heading: str) -> str:
    return heading.rstrip("* ").strip().lower()


def _heading(name: str) -> str:
    return HEADINGS[name].rstrip("*")


def _read_cell(read: Read, name: str, value: str | date) -> None:
    if name in DATES:
        day = _day(value)
        if day is None:
            read.errors[_heading(name)] = f"“{value}” is no date. Write 30/11/2026."
        else:
            read.dates[name] = day
    elif name in CHOICES:
        chosen = CHOICES[name].get(str(value).lower())
        if chosen is None:
            read.errors[_heading(name)] = f"“{value}” is not one of: {', '.join(CHOICES[name])}."
        else:
            read.texts[name] = chosen
    else:
        read.texts[name] = str(value)


def _day(value: str | date) -> date | None:
    """Read a date as people in Britain write it, or as the computer does."""
    if isinstance(value, date):
        return value
    british = BRITISH.fullmatch(value)
    try:
        if british:
            return date(int(british[3]), int(british[2]), int(british[1]))
        return datetime.fromisoformat(value).date()
    except ValueError:
        return None
