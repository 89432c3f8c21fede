"""On which days does what happen to a child, if the demonstration is loaded today?

The way is laid so that the child has come today to where the child's file says; what lies ahead is not taken.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cached_property

from freshstart.management.demonstration.areas import shared_days
from freshstart.management.demonstration.children import Child, Leg
from freshstart.management.demonstration.ways import REVIEWS, WAY
from freshstart.models.facts import calendar_of
from freshstart.models.organisations import Organisation
from freshstart.outside.clocks import LONDON
from freshstart.process.calendars import Calendar, SchoolWeek

MOVE = 10  # school days from the last review: the last day of a direction, and the first of the move
SETTLING = 6  # school weeks
A_WEEK = timedelta(weeks=1)
PRESENT = ("/", "\\")
ENDINGS = {"complete_move": "move", "end_placement": "yesterday"}  # of attendance at the other school


@dataclass(frozen=True)
class Timetable:
    """The way of one child between two schools, laid round a day."""

    child: Child
    home: Organisation
    host: Organisation
    today: date

    @cached_property
    def shared(self) -> Calendar:
        """Give the days on which both schools are in."""
        return shared_days(self.home, self.host)

    @cached_property
    def host_days(self) -> Calendar:
        """Give the school days of the receiving school."""
        return calendar_of(self.host, self.host.council)

    @cached_property
    def home_days(self) -> Calendar:
        """Give the school days of the home school, in which reviews are dated."""
        return calendar_of(self.home, self.home.council)

    @cached_property
    def dates(self) -> dict[str, date]:
        """Give the dates that acts are counted from. On a day without school, today is the next with it."""
        now = self.shared.on_or_after(self.today)
        first = self._first_day(now)
        found = {"today": now, "yesterday": self.shared.add_school_days(now, -1), "first_day": first}
        if first < now:  # what is dated by weeks is only reached by those who have begun
            found |= {f"d{week}": self.home_days.week_end(first, week) for week in REVIEWS}
            found["move"] = self.shared.add_school_days(found["d12"], MOVE)
            found[f"i{SETTLING}"] = self.host_days.week_end(found["move"], SETTLING)
        return found

    def _first_day(self, now: date) -> date:
        if not self.child.week and not self.child.since_last_review:
            return self.shared.add_school_days(now, -self.child.day)
        weeks = self.shared.school_weeks(self.shared.terms[0][0], now)
        if self.child.week:
            return weeks[-self.child.week].days[0]
        return next(
            week.days[0]
            for week in weeks[-REVIEWS[-1] :: -1]
            if self._days_since_last_review(week.days[0], now) >= self.child.since_last_review
        )

    def _days_since_last_review(self, first: date, now: date) -> int:
        return self.shared.school_days_between(self.home_days.week_end(first, REVIEWS[-1]), now)

    def acts(self) -> list[tuple[datetime, Leg]]:
        """Give the acts of the days before today, the first first."""
        way = sorted(
            (self._moment(leg), number, leg) for number, leg in enumerate(WAY) if leg.since in self.dates
        )
        if self.child.until:
            last = max(at for at, (_, _, leg) in enumerate(way) if leg.act == self.child.until)
            way = way[: last + 1]
        taken = [(at, leg) for at, _, leg in way] + [(self._moment(leg), leg) for leg in self.child.also]
        taken = [(at, leg) for at, leg in taken if at.date() < self.today]
        return sorted([*taken, *self._weeks(taken)], key=lambda act: act[0])

    def _moment(self, leg: Leg) -> datetime:
        start = self.dates[leg.since]
        on = self.shared.add_school_days(start, leg.day) if leg.day else start
        return datetime.combine(on, leg.at, LONDON)

    def _weeks(self, taken: list[tuple[datetime, Leg]]) -> Iterator[tuple[datetime, Leg]]:
        """Give the sending of each week's attendance, on the week's last day, while the child was there."""
        done = {leg.act for _, leg in taken}
        if "confirm_arrival" not in done:
            return
        end = next((self.dates[since] for act, since in ENDINGS.items() if act in done), self.today + A_WEEK)
        weeks = self.host_days.school_weeks(self.dates["first_day"], end)
        over = [week for week in weeks if week.days[-1] < self.today]
        late = [week for week in over if self.host_days.school_days_between(week.days[-1], self.today) > 1]
        for week in over:
            if not (self.child.week_missing and week == late[-1]):
                yield self._week(week)

    def _week(self, week: SchoolWeek) -> tuple[datetime, Leg]:
        marks = {day.isoformat(): self._marks(day) for day in week.days}
        at = datetime.combine(week.days[-1], time(15, 45), LONDON)
        leg = Leg(
            day=0,
            at=at.time(),
            act="record_week",
            by="host_attendance",
            occasion=week.monday.isoformat(),
            values={"marks": marks},
        )
        return at, leg

    def _marks(self, on: date) -> list[str]:
        """Give both marks of a day: present, unless the child's file says something else."""
        number = 1 + self.host_days.school_days_between(self.dates["first_day"], on)
        return list(self.child.marks.get(str(number), PRESENT))
