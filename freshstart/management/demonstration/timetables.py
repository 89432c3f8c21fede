"""On which days does what happen to a child, if the demonstration is loaded today?

The way of every child is the same timetable, counted in school days from the first day at the new school. It is
laid so that the child has come today to where the child's file says; what lies ahead is not taken.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cached_property

from freshstart.management.demonstration.areas import shared_days
from freshstart.management.demonstration.children import Child, Leg
from freshstart.models.facts import calendar_of
from freshstart.models.organisations import Organisation
from freshstart.outside.clocks import LONDON
from freshstart.process.calendars import Calendar, SchoolWeek

REVIEWS = (4, 8, 12)
MOVE = 8  # school days from the last review of a direction to the managed move
SETTLING = 6  # school weeks
A_WEEK = timedelta(weeks=1)
PRESENT = ("/", "\\")


def _leg(day: int, at: str, act: str, by: str, since: str = "first_day") -> Leg:
    act, _, occasion = act.partition("@")
    return Leg(day=day, at=time.fromisoformat(at), act=act, by=by, since=since, occasion=occasion)


def _review(number: str) -> tuple[Leg, ...]:
    return (
        _leg(-8, "09:40", f"invite_review@{number}", "home_clerk", number),
        _leg(-3, "17:15", f"family:view_before_review@{number}", "family", number),
        _leg(0, "16:45", f"hold_review@{number}", "lead", number),
        _leg(2, "12:00", f"decide_after_review@{number}", "home_nominee", number),
    )


WAY = (
    _leg(-20, "09:10", "open_case", "lead"),
    _leg(-19, "10:30", "is_a_move_right", "lead"),
    _leg(-18, "11:40", "appoint_facilitator", "lead"),
    _leg(-17, "14:05", "tell_family", "home_head"),
    _leg(-14, "16:10", "talk_options", "facilitator"),
    _leg(-13, "18:45", "family:ask_schools", "family"),
    _leg(-12, "09:25", "ask_school", "lead"),
    _leg(-11, "13:10", "answer_approach@no", "approached_head"),
    _leg(-9, "12:30", "answer_approach@yes", "approached_head"),
    _leg(-8, "10:05", "choose_school", "lead"),
    _leg(-7, "16:30", "home_visit", "facilitator"),
    _leg(-6, "15:30", "first_meeting", "lead"),
    _leg(-6, "16:40", "settle_transport", "lead"),
    _leg(-5, "09:50", "accept_place", "host_head"),
    _leg(-4, "12:15", "determine_direction", "home_nominee"),
    _leg(-4, "14:20", "give_notice", "home_clerk"),
    _leg(-3, "11:00", "draw_up_plan", "lead"),
    _leg(-3, "12:10", "sign:plan", "host_head"),
    _leg(-3, "13:05", "sign:plan", "home_head"),
    _leg(-2, "10:15", "send_records", "home_lead"),
    _leg(-2, "10:40", "send_safeguarding_file", "home_safeguarding"),
    _leg(-2, "17:20", "sign:plan", "family"),
    _leg(-1, "09:35", "acknowledge_records", "host_lead"),
    _leg(-1, "09:55", "acknowledge_safeguarding_file", "host_safeguarding"),
    _leg(0, "08:52", "confirm_arrival", "host_key_adult"),
    *(leg for week in REVIEWS for leg in _review(f"d{week}")),
    _leg(3, "10:20", "draw_up_agreement", "lead", "d12"),
    _leg(3, "15:40", "sign:agreement", "host_head", "d12"),
    _leg(4, "09:15", "sign:agreement", "home_head", "d12"),
    _leg(4, "17:30", "sign:agreement", "family", "d12"),
    _leg(0, "09:00", "complete_move", "home_attendance", "move"),
    _leg(0, "11:00", "send_new_pupil_return", "host_attendance", "move"),
    _leg(0, "11:30", "send_deletion_return", "home_attendance", "move"),
    _leg(2, "10:00", "send_last_records", "lead", "move"),
    _leg(0, "15:20", "hold_integration_review@i6", "host_lead", "i6"),
    _leg(1, "09:30", "settle", "host_head", "i6"),
)
ENDINGS = {"complete_move": "move", "end_direction": "yesterday"}


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
    def dates(self) -> dict[str, date]:
        """Give the dates that acts are counted from. On a day without school, today is the next with it."""
        now = self.shared.on_or_after(self.today)
        first = self._first_day(now)
        own = calendar_of(self.home, self.home.council)
        found = {"today": now, "yesterday": self.shared.add_school_days(now, -1), "first_day": first}
        if first < now:  # what is dated by weeks is only reached by those who have begun
            found |= {f"d{week}": own.week_end(first, week) for week in REVIEWS}
            found["move"] = self.shared.add_school_days(found["d12"], MOVE)
            found[f"i{SETTLING}"] = self.host_days.week_end(found["move"], SETTLING)
        return found

    def _first_day(self, now: date) -> date:
        if not self.child.week:
            return self.shared.add_school_days(now, -self.child.day)
        weeks = self.shared.school_weeks(self.shared.terms[0][0], now)
        return weeks[-self.child.week].days[0]

    def acts(self) -> list[tuple[datetime, Leg]]:
        """Give the acts of the days before today, the first first."""
        way = sorted((self._moment(leg), number, leg) for number, leg in enumerate(WAY) if leg.since in self.dates)
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
        """Give both marks of a day: present, unless the child's file says something else of this school day."""
        number = 1 + self.host_days.school_days_between(self.dates["first_day"], on)
        return list(self.child.marks.get(str(number), PRESENT))
