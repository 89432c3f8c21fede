"""How does the receiving school tell of an absence on the day, and send many good weeks in one press?"""

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from django.db import transaction

from freshstart.actions import steps
from freshstart.actions.standings import Standing, keep, stand
from freshstart.models.people import User
from freshstart.models.placements import Phase, Week
from freshstart.process import registers
from freshstart.process.refusals import Incomplete, NotYours
from freshstart.process.registers import Marks


@transaction.atomic
def tell_day(*, case_id: int, by: User, at: datetime, on: date, marks: tuple[str, str]) -> None:
    """Tell the two marks of one day, such as of a child who has not come; the week is sent later.

    Refused: to whoever does not send the week’s attendance (NotYours); a day on which the child is not due
    there, and what is no mark (Incomplete).
    """
    standing = stand(case_id=case_id, by=by, at=at)
    _check_teller(standing)
    registers.check_day(standing.facts, on, marks)
    monday = on - timedelta(days=on.weekday())
    phase = Phase.objects.get(case=standing.case, outcome=None)
    row, _ = Week.objects.get_or_create(
        phase=phase,
        monday=monday,
        defaults={"case": standing.case, "marks": {}, "recorded_by": by},
    )
    row.marks = row.marks | {on.isoformat(): list(marks)}
    row.save()
    detail = {"on": on.isoformat(), "am": marks[0], "pm": marks[1]}
    keep(standing, code="day_told", subject=("case", standing.case.reference), detail=detail)


def _check_teller(standing: Standing) -> None:
    step = registers.telling(standing.protocol)
    if step is None or not set(step.who) & standing.actor.roles:
        raise NotYours(
            "Whoever keeps the register of the receiving school tells this.",
            next_step="Ask its attendance officer.",
        )


@transaction.atomic
def send_weeks(*, by: User, at: datetime, weeks: Mapping[tuple[int, date], Marks | None]) -> None:
    """Send the weeks of many children at once, all of them or none.

    Where no marks are given the child was there as expected, but for what was told on the day. Refused as
    `steps.take` does, and without a week (Incomplete).
    """
    if not weeks:
        raise Incomplete({"weeks": "Choose at least one week."})
    for (case_id, monday), given in weeks.items():
        standing = stand(case_id=case_id, by=by, at=at)
        step = registers.telling(standing.protocol)
        marks = given if given is not None else registers.as_expected(standing.facts, monday)
        if step is None or not marks:
            raise Incomplete({"weeks": "One of these weeks is not to be sent: look at the list again."})
        steps.take(
            case_id=case_id,
            step=step.id,
            by=by,
            at=at,
            occurrence=monday.isoformat(),
            values={"marks": marks},
        )


@transaction.atomic
def take_in(*, by: User, at: datetime, days: Mapping[int, Mapping[date, tuple[str, str]]]) -> tuple[int, int]:
    """Take in what a school’s system exported: for each case its days with two marks each; all or nothing.

    A week that is over and told in full is sent; any other day is told by itself. Gives the number of weeks
    and of single days. Refused as `tell_day` and `steps.take` do.
    """
    weeks, single = 0, 0
    for case_id, told in days.items():
        facts = stand(case_id=case_id, by=by, at=at).facts
        mondays = {on - timedelta(days=on.weekday()) for on in told}
        recorded = {week.monday for week in facts.weeks if week.recorded_on}
        whole = {
            monday: expected
            for monday in sorted(mondays - recorded)
            if (expected := registers.week_days(facts, monday)) and set(expected) <= told.keys()
        }
        for monday, expected in whole.items():
            marks = {on.isoformat(): list(told[on]) for on in expected}
            send_weeks(by=by, at=at, weeks={(case_id, monday): marks})
        covered = {on for expected in whole.values() for on in expected}
        for on in sorted(told.keys() - covered):
            tell_day(case_id=case_id, by=by, at=at, on=on, marks=told[on])
        weeks, single = weeks + len(whole), single + len(told.keys() - covered)
    return weeks, single
