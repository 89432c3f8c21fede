"""What do people fill in when they take a step?

What the child's file says, and otherwise what goes without saying: dates, people, places and promises.
"""

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from freshstart.management.demonstration.children import Leg
from freshstart.management.demonstration.roles import Roles
from freshstart.models.facts import calendar_of
from freshstart.process.values import Values

Known = Callable[[Roles, Leg, date, Any], Any]
TO_THINK_AND_SIGN = 7  # school days
MEETING = ("home_lead", "host_lead", "facilitator")


def filled_in(roles: Roles, questions: Iterable[str], leg: Leg, on: date) -> Values:
    """Answer the questions of a step on a day; what is not known is left open."""
    child = roles.timetable.child
    written = child.answers | child.on.get(f"{leg.act}:{leg.occasion}", {}) | leg.values
    found = {name: KNOWN.get(name, _as_written)(roles, leg, on, written.get(name)) for name in questions}
    return {name: value for name, value in found.items() if value is not None}


def _as_written(_roles: Roles, _leg: Leg, _on: date, value: Any) -> Any:
    return value


def _person(role: str) -> Known:
    return lambda roles, leg, on, value: roles.person(role).pk


def _day(name: str) -> Known:
    return lambda roles, leg, on, value: roles.timetable.dates[name or leg.occasion].isoformat()


def _on_the_day(_roles: Roles, _leg: Leg, on: date, _value: Any) -> str:
    return on.isoformat()


def _first_day_of_move(roles: Roles, leg: Leg, on: date, _value: Any) -> str:
    """Give the first day of the move; an agreement drawn up late leaves the family its time to think."""
    planned = roles.timetable.dates["move"]
    if leg.act != "draw_up_agreement":
        return planned.isoformat()
    return max(planned, roles.timetable.shared.add_school_days(on, TO_THINK_AND_SIGN)).isoformat()


def _next_home_day(roles: Roles, _leg: Leg, on: date, _value: Any) -> str:
    home = roles.timetable.home
    return calendar_of(home, home.council).next_school_day(on).isoformat()


def _who_met(roles: Roles, leg: Leg, _on: date, _value: Any) -> list[str]:
    """Say who was there: the family and those who run the case; at reviews the board's nominee, too."""
    board = ("home_nominee",) if leg.act == "hold_review" else ()
    return [roles.named(role) for role in (*roles.family, *MEETING, *board)]


def _report_to(roles: Roles, _leg: Leg, _on: date, _value: Any) -> str:
    hours = roles.timetable.host.hours
    return f"{hours['report_to']}, {hours['am_start']}, {roles.person('host_key_adult').name}"


def _session_times(roles: Roles, _leg: Leg, _on: date, _value: Any) -> str:
    hours = roles.timetable.host.hours
    return f"{hours['am_start']} to {hours['pm_end']}, break {hours['break']}"


def _promises(roles: Roles, _leg: Leg, _on: date, value: Any) -> list[dict[str, str]]:
    return [promise | {"who": roles.named(promise["who"])} for promise in value]


def _kept(roles: Roles, leg: Leg, on: date, value: Any) -> list[dict[str, str]] | None:
    """Say of each promise, in their order, whether it was kept."""
    promises = _promises(roles, leg, on, roles.timetable.child.answers["promises"])
    pairs = zip(promises, value, strict=True)
    return [{"who": one["who"], "what": one["what"], "kept": how} for one, how in pairs]


KNOWN: dict[str, Known] = {
    "facilitator": _person("facilitator"),
    "key_adult": _person("host_key_adult"),
    "starts_on": _day("first_day"),
    "move_starts_on": _first_day_of_move,
    "review_on": _day(""),
    "told_on": _on_the_day,
    "visited_on": _on_the_day,
    "met_on": _on_the_day,
    "back_on": _next_home_day,
    "who_met": _who_met,
    "report_to": _report_to,
    "session_times": _session_times,
    "promises": _promises,
    "kept": _kept,
}
