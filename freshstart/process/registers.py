"""What is to be told of a child’s days at the receiving school, and by whom?

Whole weeks are sent once they are over; an absence is told on the day. What nobody has told stays untold.
"""

from datetime import date

from freshstart.process.attendances import check
from freshstart.process.calendars import CalendarEnds
from freshstart.process.facts import Facts
from freshstart.process.predicates import weeks_to_record
from freshstart.process.protocols import Protocol, Step
from freshstart.process.refusals import Incomplete

HERE = ("/", "\\")  # in the morning, in the afternoon
UNTOLD = ("", "")
Marks = dict[str, list[str]]


def telling(protocol: Protocol) -> Step | None:
    """Give the step in which a week is sent; those who take it tell single days, too."""
    return next((step for step in protocol.step if "record_week" in step.does), None)


def week_days(facts: Facts, monday: date) -> tuple[date, ...]:
    """Give the school days of a week of the placement that is over; none of any other."""
    direction = facts.placement
    if direction is None or monday not in weeks_to_record(facts):
        return ()
    last = min(direction.ended_on or facts.today, facts.today)
    weeks = facts.calendar("host").school_weeks(direction.starts_on, last)
    return next((tuple(days) for _, start, days in weeks if start == monday), ())


def as_expected(facts: Facts, monday: date) -> Marks:
    """Give the marks of a week in which the child was there, but for what was told on the day.

    A day before the child arrived stays untold: nobody was seen there.
    """
    arrived = facts.placement.arrived_on if facts.placement else None
    return {
        on.isoformat(): list(
            told_on(facts, on.isoformat()) or (HERE if arrived and arrived <= on else UNTOLD)
        )
        for on in week_days(facts, monday)
    }


def told_on(facts: Facts, on: str) -> tuple[str, str] | None:
    """Give the marks that were told of a day (ISO 8601), if any were."""
    return next((week.marks[on] for week in facts.weeks if on in week.marks), None)


def is_expected(facts: Facts, on: date) -> bool:
    """Tell whether the child has arrived and is due at the receiving school on a day, today or before."""
    phase = facts.phase
    if phase is None or phase.arrived_on is None or not phase.arrived_on <= on <= facts.today:
        return False
    try:
        return facts.calendar("host").is_school_day(on)
    except CalendarEnds:
        return False


def check_day(facts: Facts, on: date, marks: tuple[str, str]) -> None:
    """Refuse (Incomplete) to tell of a day on which the child is not due there, and what is no mark there."""
    if not is_expected(facts, on):
        raise Incomplete({"on": "Choose a school day since the child arrived, up to today."})
    wrong = [words for mark in marks if (words := check(mark, at_home=False, on_host_day=True))]
    if wrong:
        raise Incomplete({"marks": wrong[0]})
