"""Which council, schools and people does the demonstration have?"""

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import count
from pathlib import Path
from typing import Any

from freshstart.actions.organisations import SORTS
from freshstart.models.facts import calendar_of
from freshstart.models.organisations import (
    Organisation,
    OrganisationKind,
    OrganisationSource,
    SchoolPhase,
)
from freshstart.models.people import Membership, User
from freshstart.process.calendars import Calendar
from freshstart.process.vocabulary import Post

FOLDER = Path(__file__).parent
MAIL = "harrowmere.example"
PHONE = "01632 960 {}"  # numbers that Ofcom keeps for drama: nobody answers them
FIRST_PHONE = 200


def read(name: str) -> dict[str, Any]:
    """Read one of the TOML files of this folder."""
    return tomllib.loads((FOLDER / name).read_text(encoding="utf-8"))


@dataclass
class Area:
    """Hold what was made: the schools by their short names, and who holds which post where."""

    council: Organisation
    schools: dict[str, Organisation] = field(default_factory=dict)
    people: dict[tuple[int, str], list[User]] = field(default_factory=dict)

    def holder(self, place: Organisation, post: str, number: int = 0) -> User:
        """Give the person in a post, or the one of that number where several hold it."""
        return self.people[place.pk, post][number]


def make() -> Area:
    """Make the council, its schools and their people."""
    facts = read("council.toml")
    area = Area(_council(facts))
    phones = (PHONE.format(number) for number in count(FIRST_PHONE))
    _employ(area, area.council, facts["people"], phones)
    for slug, school in read("schools.toml").items():
        area.schools[slug] = _school(school, area.council, facts["calendar"])
        _employ(area, area.schools[slug], school["people"], phones)
    return area


def _council(facts: dict[str, Any]) -> Organisation:
    own = {name: value for name, value in facts.items() if name not in {"people", "calendar"}}
    return Organisation.objects.create(
        kind=OrganisationKind.COUNCIL,
        source=OrganisationSource.DEMONSTRATION,
        calendar=_plain(facts["calendar"], ()),
        **own,
    )


def _school(facts: dict[str, Any], council: Organisation, terms: dict[str, Any]) -> Organisation:
    """Make a school. One with INSET days alone has the council's terms; one without them said nothing."""
    own = {name: value for name, value in facts.items() if name not in {"people", "terms", "inset"}}
    sort = SORTS[facts["type_name"]]
    return Organisation.objects.create(
        kind=OrganisationKind.SCHOOL,
        source=OrganisationSource.DEMONSTRATION,
        governance=sort.governance,
        is_mainstream=sort.is_mainstream,
        is_registered_school=sort.is_registered_school,
        la_code=council.la_code,
        council=council,
        calendar=_plain(terms | facts, facts.get("inset", ())) if {"terms", "inset"} & facts.keys() else {},
        **{"phase": sort.phase or SchoolPhase.SECONDARY, "low_age": 11, "high_age": 16} | own,
    )


def _employ(area: Area, place: Organisation, posts: dict[str, list[str]], phones: Iterable[str]) -> None:
    """Let each person hold a post; nobody has a password."""
    for post, names in posts.items():
        for name, phone in zip(names, phones, strict=False):
            user = User.objects.create_user(f"{'.'.join(name.lower().split())}@{MAIL}", name, phone=phone)
            Membership.objects.create(user=user, organisation=place, post=Post(post))
            area.people.setdefault((place.pk, post), []).append(user)


# School days ------------------------------------------------------------------------------------------------


def _plain(facts: dict[str, Any], closed: Iterable[date]) -> dict[str, Any]:
    return {
        "terms": [[first.isoformat(), last.isoformat()] for first, last in facts["terms"]],
        "closed": [day.isoformat() for day in closed],
    }


def shared_days(home: Organisation, host: Organisation) -> Calendar:
    """Give the days on which both schools are in: on these, the people of both can act together."""
    mine, theirs = (calendar_of(school, school.council) for school in (home, host))
    return replace(mine, closed=mine.closed | (_days_in(mine) - _days_in(theirs)))


def _days_in(calendar: Calendar) -> frozenset[date]:
    weeks = calendar.school_weeks(calendar.terms[0][0], calendar.terms[-1][1])
    return frozenset(day for week in weeks for day in week.days)
