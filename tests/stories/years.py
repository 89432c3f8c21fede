"""A school year of many children, day by day, at schools of which some forget.

Every morning the day is turned, and it is looked whether any child is without a lead, a next step or a
date, and whether every child who may be with nobody stands on *Today*. What must stand there is worked out
here from the rows, by other rules than the product's.
"""

from collections import Counter
from copy import copy
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from random import Random

from django.db.models import Q

from freshstart.actions import calendars, leads
from freshstart.actions.days import turn_day
from freshstart.models.cases import Case, Grant, StepRecord
from freshstart.models.facts import calendar_of
from freshstart.models.placements import Phase
from freshstart.models.protocols import protocol_of
from freshstart.outside.clocks import LONDON
from freshstart.process.facts import Facts
from freshstart.process.refusals import Refused
from freshstart.process.vocabulary import PhaseOutcome
from tests.actions.walks import Walk
from tests.world import World

FIRST, LAST = date(2026, 9, 2), date(2027, 7, 20)
DILIGENT, ORDINARY, FORGETFUL = 0.9, 0.5, 0.12  # how likely somebody does something for a child on a day
LEADERS = ("home_lead", "home_senco", "home_head")


class DayAtSchool(Walk):
    """A walk in which nobody moves the clock: where nothing is to be done today, nothing is done."""

    def let_days_pass(self, _facts: Facts) -> str:
        """Leave the case as it is until tomorrow."""
        return "nothing today"


@dataclass
class Year:
    """Some children, whose cases open one after the other, and what went wrong on any day."""

    children: int
    seed: int = 0
    world: World = field(init=False)
    walks: dict[int, tuple[DayAtSchool, float]] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)
    happened: Counter[str] = field(default_factory=Counter)
    done: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        """Build the area on the first day of the school year."""
        self.dice = Random(self.seed)
        self.world = World(now=datetime.combine(FIRST, time(9), LONDON))
        self.begins = sorted(FIRST + timedelta(days=self.dice.randrange(180)) for _ in range(self.children))

    def run(self, until: date = LAST) -> None:
        """Live through the year, every day from Monday to Friday."""
        on = FIRST
        while on <= until:
            if on.weekday() < 5:
                self._live(on)
            on += timedelta(days=1)

    def _live(self, on: date) -> None:
        self.world.go_to(on, time(7))
        turn_day(at=self.world.now)
        self.look(f"{on}, morning")
        self.world.go_to(on)
        while self.begins and self.begins[0] <= on:
            self._begin()
        self._people()
        self._weather(on)
        for walk, care in list(self.walks.values()):
            walk.world.now = self.world.now
            if self.dice.random() < care and not walk.world.row().outcome:
                walk.step()
                self.happened["refused" if walk.done[-1].startswith("refused") else "acts"] += 1
                self.done[walk.done[-1].partition(":")[0]] += 1
        while calendars.count_next(at=self.world.now):
            pass
        self.look(f"{on}, evening")

    def _begin(self) -> None:
        self.begins.pop(0)
        world = copy(self.world)
        number = len(self.walks)
        world.open_case(given=f"Child {number}", family="Somebody", parents=1 + number % 2)
        walk = DayAtSchool(world, Random(self.seed * 1000 + number), protocol_of(world.row().protocol_id))
        care = self.dice.choice([DILIGENT, DILIGENT, ORDINARY, ORDINARY, FORGETFUL])
        self.walks[world.case_id()] = (walk, care)

    def _people(self) -> None:
        """Let leads pass children on, forget to answer, and go away."""
        open_cases = list(Case.objects.filter(outcome="").values_list("pk", flat=True))
        if open_cases and self.dice.random() < 0.06:
            pk = self.dice.choice(open_cases)
            to = self.world.people[self.dice.choice(LEADERS)]
            self._try(
                lambda: leads.offer(
                    case_ids=[pk], by=self.world.people["home_head"], at=self.world.now, to=to
                ),
                "asked to lead",
            )
        for role in LEADERS:
            user = self.world.people[role]
            for offer in user.lead_offers.filter(answered_at=None):
                if self.dice.random() < 0.4:
                    self._try(
                        lambda offer=offer, user=user: leads.accept(
                            case_id=offer.case_id, by=user, at=self.world.now
                        ),
                        "accepted",
                    )
        if self.dice.random() < 0.03:
            away, stand_in = self.dice.sample(LEADERS, 2)
            self._try(
                lambda: leads.arrange_cover(
                    by=self.world.people[away],
                    at=self.world.now,
                    away=self.world.people[away],
                    stand_in=self.world.people[stand_in],
                    from_on=self.world.today + timedelta(days=self.dice.randrange(3)),
                    until_on=self.world.today + timedelta(days=3 + self.dice.randrange(10)),
                ),
                "away",
            )

    def _weather(self, on: date) -> None:
        if self.dice.random() < 0.02:
            place, by = self.dice.choice(
                [(self.world.host, "host_attendance"), (self.world.home, "home_attendance")]
            )
            self._try(
                lambda: calendars.close(
                    by=self.world.people[by], at=self.world.now, place=place.pk, on=on, why="Snow"
                ),
                "closed",
            )

    def _try(self, act: object, name: str) -> None:
        try:
            act()  # type: ignore[operator]
        except Refused:
            self.happened[f"{name}, refused"] += 1
        else:
            self.happened[name] += 1

    # What must be so, every day ---------------------------------------------------------------------------

    def look(self, when: str) -> None:
        still = Case.objects.filter(outcome="")
        nothing = still.filter(Q(next_what="") | Q(next_who="") | Q(next_due_on=None))
        self.wrong += [f"{when}: {one.name} has no next step or date" for one in nothing]
        nobody = still.exclude(deadlines__met_at=None, deadlines__isnull=False)
        self.wrong += [f"{when}: nobody owes anything for {one.name}" for one in nobody]
        self._look_at_leads(when, list(still.select_related("lead", "stand_in")))
        if when.endswith("morning"):
            self._look_at_today(when)

    def _look_at_leads(self, when: str, cases: list[Case]) -> None:
        held: dict[int, set[int]] = {}
        rows = Grant.objects.filter(role="lead", ended_at=None, case__in=cases)
        for case, user in rows.values_list("case", "user"):
            held.setdefault(case, set()).add(user or 0)
        for one in cases:
            wanted = {one.lead_id} | ({one.stand_in_id} if one.stand_in_id else set())
            if held.get(one.pk) != wanted:
                self.wrong.append(f"{when}: the lead of {one.name} is not who may act for them")

    def _look_at_today(self, when: str) -> None:
        """Find whoever may be with nobody by what the rows say, and see that *Today* has them."""
        home, host, on = self._school_days()
        rows = Phase.objects.filter(case__outcome="").select_related("case").order_by("case", "id")
        latest = {row.case_id: row for row in rows}
        for phase in latest.values():
            case = phase.case
            waits = phase.outcome is None and phase.arrived_on is None
            if waits and host and phase.starts_on <= on:
                self._must_stand(case, when, "has not come to the new school")
            gone = phase.outcome in {PhaseOutcome.ENDED_EARLY, PhaseOutcome.RETURNED}
            if gone and home and phase.ended_on and phase.ended_on < on and not self._is_back(case, phase):
                self._must_stand(case, when, "is not back at the home school")

    def _school_days(self) -> tuple[bool, bool, date]:
        """Tell whether either school is open today."""
        on = self.world.today
        for place in (self.world.home, self.world.host):
            place.refresh_from_db()
        open_today = [
            calendar_of(place, self.world.council).is_school_day(on)
            for place in (self.world.home, self.world.host)
        ]
        return open_today[0], open_today[1], on

    def _is_back(self, case: Case, phase: Phase) -> bool:
        rows = StepRecord.objects.filter(case=case, step="confirm_return", taken_at__date__gte=phase.ended_on)
        return any(row.values.get("arrived_today") == "yes" for row in rows)

    def _must_stand(self, case: Case, when: str, why: str) -> None:
        self.happened["mornings with nobody"] += 1
        if not case.gap:
            self.wrong.append(f"{when}: {case.name} {why}, and does not stand on Today")
