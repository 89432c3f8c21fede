"""Where was the child on each school day, who was responsible, and was the child there?"""

from dataclasses import replace

import pytest

from freshstart.process.calendars import Calendar
from freshstart.process.days import SchoolDay, State, school_days
from freshstart.process.facts import Facts, Week
from freshstart.process.vocabulary import PhaseOutcome
from tests.process.samples import FIRST_DAY, HOME, MOVED, TODAY, directed, facts, moved, record
from tests.process.school_terms import d

TUESDAY = d("Tue 2026-12-01")


def on(case: Facts, day: str) -> SchoolDay:
    return next(one for one in school_days(case) if one.on == d(day))


def marked(*marks: str) -> Facts:
    week = Week(FIRST_DAY, {"2026-11-30": (marks[0], marks[1])}, d("2026-12-04"))
    return directed(TUESDAY, phase={"arrived_on": FIRST_DAY}, weeks=(week,))


@pytest.mark.parametrize(
    ("marks", "state", "words"),
    [
        (("/", "\\"), "in_school", "in school at Kestrel Park"),
        (("L", "V"), "in_school", "in school at Kestrel Park"),
        (("/", "I"), "half", "half a day at Kestrel Park: present in the morning, ill"),
        (("M", "M"), "absent", "absent: at a medical or dental appointment"),
        (("e", "E"), "suspended", "suspended: suspended or excluded, with nothing arranged instead"),
        (
            ("/", "N"),
            "missing",
            "not accounted for at Kestrel Park: present in the morning, away, the reason not yet known",
        ),
        (("U", "U"), "absent", "absent: late, after the register closed"),
        (("", ""), "expected", "not yet told from Kestrel Park"),
    ],
)
def test_what_two_marks_come_to(marks: tuple[str, str], state: State, words: str) -> None:
    day = on(marked(*marks), "2026-11-30")
    assert (day.state, day.words) == (state, words)


def test_a_day_that_nobody_told_of_is_never_in_school() -> None:
    case = directed(TUESDAY)
    assert on(case, "2026-11-30").words == "not yet told from Kestrel Park"
    assert on(case, "2026-12-01").words == "not yet told from Kestrel Park"
    assert on(case, "2026-12-02").words == "expected at Kestrel Park"
    assert on(facts(), "2026-11-24").words == "expected at Thornley Vale"


def test_an_arrival_that_was_told_is_a_day_in_school() -> None:
    arrived = directed(FIRST_DAY, records=(record("confirm_arrival", FIRST_DAY, arrived_today="yes"),))
    assert (on(arrived, "2026-11-30").state, on(arrived, "2026-11-30").words) == (
        "in_school",
        "arrived at Kestrel Park",
    )


def test_who_is_responsible_changes_with_the_placement() -> None:
    before, after = on(directed(FIRST_DAY), "2026-11-26"), on(directed(FIRST_DAY), "2026-11-30")
    assert (before.at_host, before.responsible) == (False, ("home",))
    assert (after.at_host, after.responsible) == (True, ("home", "new"))
    assert on(moved(MOVED), "2027-03-22").responsible == ("new",)
    assert on(moved(MOVED), "2027-03-19").responsible == ("home", "new")


def test_after_an_early_end_the_child_is_expected_at_home_the_next_day() -> None:
    ended = {"arrived_on": FIRST_DAY, "outcome": PhaseOutcome.ENDED_EARLY, "ended_on": TUESDAY}
    case = directed(TUESDAY, phase=ended)
    assert on(case, "2026-12-01").at_host
    assert not on(case, "2026-12-02").at_host


def test_only_school_days_since_the_opening_are_listed() -> None:
    days = [one.on for one in school_days(facts(opened_on=d("2026-11-23")))]
    assert days[0] == d("2026-11-23")
    assert d("Fri 2026-11-27") not in days  # INSET
    assert max(days) == d("2026-12-01")
    unknown = facts(home=replace(HOME, calendar=Calendar("New", ()).to_plain()), today=TODAY)
    assert school_days(unknown) == ()
