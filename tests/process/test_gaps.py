"""Is every child found of whom it is not known where they are, and nobody else?"""

from dataclasses import replace
from datetime import date

import pytest

from freshstart.process.calendars import Calendar
from freshstart.process.facts import Facts, Week
from freshstart.process.gaps import Elapsed, Gap, elapsed, gap
from freshstart.process.vocabulary import CaseOutcome, GapKind, PhaseOutcome, Post
from tests.process.samples import (
    CANCELLED,
    COUNCIL,
    FIRST_DAY,
    HEADS,
    HOME,
    LAST_DAY,
    MOVED,
    TODAY,
    answered,
    directed,
    excluded,
    facts,
    moved,
    record,
)
from tests.process.school_terms import d

TUESDAY = d("Tue 2026-12-01")
HERE: dict[str, object] = {"arrived_on": FIRST_DAY}
TAUGHT = record("arrange_education", d("2026-11-26"))
OFFICER = "Inclusion officer, Harrowmere Council"
NAMED = replace(COUNCIL, posts={Post.INCLUSION: (HEADS["council"],)})


def ended(today: date, outcome: PhaseOutcome = PhaseOutcome.ENDED_EARLY, **more: object) -> Facts:
    """Give a direction that ended on the Tuesday."""
    return directed(today, phase=HERE | {"ended_on": TUESDAY, "outcome": outcome}, **more)


def marked(today: date, *days: tuple[str, str, str]) -> Facts:
    """Give the marks of some days of a direction that the child has come to."""
    weeks = tuple(Week(FIRST_DAY, {on: (morning, noon)}, TUESDAY) for on, morning, noon in days)
    return directed(today, phase=HERE, weeks=weeks)


# A case, what is wrong, since when, and who acts; None where it is known where the child is.
CASES: list[tuple[str, Facts, tuple[GapKind, date, str] | None]] = [
    ("at the home school", facts(), None),
    ("excluded today", excluded(), (GapKind.NOTHING_ARRANGED, TODAY, OFFICER)),
    (
        "excluded, by whom it is named",
        replace(excluded(TUESDAY), council=NAMED),
        (GapKind.NOTHING_ARRANGED, TODAY, "Omar Reyes"),
    ),
    ("excluded from tomorrow", excluded(d("Mon 2026-11-23")), None),
    ("excluded and taught", excluded(TUESDAY, TAUGHT), None),
    (
        "excluded, taken back, not seen back",
        excluded(TUESDAY, CANCELLED),
        (GapKind.NOT_BACK, d("Wed 2026-11-25"), "Rana Okafor"),
    ),
    ("excluded and taken back today", excluded(TODAY, CANCELLED), None),
    (
        "excluded, taken back, said not to have come",
        excluded(TUESDAY, CANCELLED, record("confirm_back", TUESDAY, arrived_today="no")),
        (GapKind.NOT_BACK, d("Wed 2026-11-25"), "Rana Okafor"),
    ),
    (
        "excluded, taken back and back",
        excluded(TUESDAY, CANCELLED, record("confirm_back", TUESDAY, arrived_today="yes")),
        None,
    ),
    ("the day before the first day", directed(d("Fri 2026-11-27")), None),
    ("the first day", directed(), (GapKind.NOT_ARRIVED, FIRST_DAY, "Daniel Mensah")),
    ("a day later", directed(TUESDAY), (GapKind.NOT_ARRIVED, FIRST_DAY, "Daniel Mensah")),
    (
        "without a key adult",
        directed(TUESDAY, staff={}),
        (GapKind.NOT_ARRIVED, FIRST_DAY, "Headteacher, Kestrel Park"),
    ),
    ("arrived", directed(phase=HERE), None),
    ("the last day", directed(LAST_DAY, phase=HERE), None),
    (
        "past the last day",
        directed(d("Tue 2027-04-20"), phase=HERE),
        (GapKind.NOTHING_ARRANGED, d("Tue 2027-04-20"), OFFICER),
    ),
    ("the move is complete", moved(), None),
    (
        "the move is complete, not arrived",
        moved(phases=(replace(moved().phases[1], arrived_on=None),)),
        (GapKind.NOT_ARRIVED, MOVED, "Daniel Mensah"),
    ),
    ("the day on which it ended", ended(TUESDAY), None),
    ("the day after", ended(d("Wed 2026-12-02")), (GapKind.NOT_BACK, d("Wed 2026-12-02"), "Rana Okafor")),
    (
        "after the planned end",
        ended(d("Thu 2026-12-03"), PhaseOutcome.RETURNED),
        (GapKind.NOT_BACK, d("Wed 2026-12-02"), "Rana Okafor"),
    ),
    (
        "expected back on a day that was settled",
        ended(d("Wed 2026-12-02"), answers=answered(back_on="2026-12-03")),
        None,
    ),
    (
        "back",
        ended(d("Wed 2026-12-02"), records=(record("confirm_return", d("2026-12-02"), arrived_today="yes"),)),
        None,
    ),
    ("in school", marked(TUESDAY, ("2026-11-30", "/", "\\")), None),
    ("ill", marked(TUESDAY, ("2026-11-30", "I", "I")), None),
    (
        "absent, unexplained",
        marked(TUESDAY, ("2026-11-30", "N", "N")),
        (GapKind.NOT_SEEN, FIRST_DAY, "Daniel Mensah"),
    ),
    (
        "absent for two days",
        marked(d("Wed 2026-12-02"), ("2026-11-30", "O", "O"), ("2026-12-01", "N", "N")),
        (GapKind.NOT_SEEN, FIRST_DAY, "Daniel Mensah"),
    ),
    (
        "in school, then absent",
        marked(d("Wed 2026-12-02"), ("2026-11-30", "/", "\\"), ("2026-12-01", "N", "N")),
        (GapKind.NOT_SEEN, TUESDAY, "Daniel Mensah"),
    ),
    (
        "absent, then in school",
        marked(d("Wed 2026-12-02"), ("2026-11-30", "N", "N"), ("2026-12-01", "/", "\\")),
        None,
    ),
    ("excluded and closed", replace(excluded(), outcome=CaseOutcome.NOT_TAKEN_FURTHER), None),
]


@pytest.mark.parametrize(("case", "wanted"), [one[1:] for one in CASES], ids=[one[0] for one in CASES])
def test_whoever_may_be_with_nobody_today_is_found(
    case: Facts, wanted: tuple[GapKind, date, str] | None
) -> None:
    assert gap(case) == (Gap(*wanted) if wanted else None)


@pytest.mark.parametrize(
    ("since", "today", "days", "sixth"),
    [
        ("Tue 2026-11-24", "Tue 2026-11-24", 1, "Wed 2026-12-02"),  # the Friday is for training
        ("Tue 2026-11-24", "Wed 2026-12-02", 6, "Wed 2026-12-02"),
        ("Sat 2026-11-28", "Sun 2026-11-29", 0, "Mon 2026-12-07"),
        ("Fri 2026-12-18", "Mon 2026-12-28", 1, "Mon 2027-01-11"),
        ("Fri 2026-12-18", "Fri 2027-01-08", 5, "Mon 2027-01-11"),
    ],
)
def test_school_days_are_counted_with_the_first_and_without_holidays(
    since: str, today: str, days: int, sixth: str
) -> None:
    assert elapsed(facts(today=d(today)), d(since)) == Elapsed(days, d(sixth))


def test_beyond_the_known_terms_nothing_is_counted_and_nobody_is_lost() -> None:
    short = replace(HOME, calendar=Calendar("Thornley Vale", ((TODAY, TODAY),)).to_plain())
    case = replace(excluded(TUESDAY), home=short)
    assert elapsed(case, TODAY) == Elapsed(None, None)
    assert gap(case) == Gap(GapKind.NOTHING_ARRANGED, TODAY, OFFICER)
    gone = replace(ended(d("Wed 2026-12-02")), home=short)
    assert gap(gone) == Gap(GapKind.NOT_BACK, TUESDAY, "Rana Okafor")
