"""How a day is told at once, and a good week in one press."""

from datetime import date, timedelta

import pytest

from freshstart.actions import days, registers
from freshstart.models.placements import Week
from freshstart.process.days import school_days
from freshstart.process.refusals import Incomplete, NotNow, NotYours
from freshstart.process.vocabulary import GapKind
from tests.stories import move
from tests.stories.move import FIRST_DAY
from tests.world import World

pytestmark = pytest.mark.django_db
TUESDAY = FIRST_DAY + timedelta(days=1)
SATURDAY = FIRST_DAY + timedelta(days=5)
AWAY = ("N", "N")


@pytest.fixture
def world() -> World:
    """Go to the day after Hamza has come to Kestrel Park."""
    world = World()
    move.the_child_arrives(world, move.up_to_the_first_day(world))
    world.go_to(TUESDAY)
    return world


def tell(
    world: World, on: date = TUESDAY, marks: tuple[str, str] = AWAY, *, by: str = "host_attendance"
) -> None:
    registers.tell_day(case_id=world.case_id(), by=world.people[by], at=world.now, on=on, marks=marks)


def send(world: World, monday: date = FIRST_DAY, *, by: str = "host_attendance") -> None:
    registers.send_weeks(by=world.people[by], at=world.now, weeks={(world.case_id(), monday): None})


def marks(world: World) -> dict[str, list[str]]:
    found: dict[str, list[str]] = Week.objects.get(case=world.case, monday=FIRST_DAY).marks
    return found


def test_an_absence_nobody_can_explain_stands_on_today_the_same_morning(world: World) -> None:
    tell(world)
    assert (world.row().gap, world.row().gap_since) == (GapKind.NOT_SEEN, TUESDAY)
    assert world.row().events.filter(code="day_told").count() == 1
    tell(world, marks=("I", "I"))  # the mother has rung: he is ill
    assert world.row().gap == ""


def test_a_day_told_is_not_a_week_sent(world: World) -> None:
    tell(world)
    world.go_to(SATURDAY)
    days.turn_day(at=world.now)
    assert f"record_week:{FIRST_DAY}" in world.owed()
    send(world)
    assert f"record_week:{FIRST_DAY}" not in world.owed()


def test_a_week_as_expected_keeps_what_was_told_on_the_day(world: World) -> None:
    tell(world, marks=("I", "\\"))
    world.go_to(SATURDAY)
    send(world)
    assert marks(world)[TUESDAY.isoformat()] == ["I", "\\"]
    assert marks(world)[FIRST_DAY.isoformat()] == ["/", "\\"]
    assert len(marks(world)) == 5


def test_a_mark_is_put_right_after_the_week_was_sent(world: World) -> None:
    tell(world)
    world.go_to(SATURDAY)
    send(world)
    assert world.row().gap == ""  # he was there on Friday
    world.go_to(FIRST_DAY + timedelta(days=7))
    tell(world, marks=("M", "\\"))
    assert marks(world)[TUESDAY.isoformat()] == ["M", "\\"]
    assert Week.objects.get(case=world.case).recorded_at is not None


def test_what_cannot_be_is_refused(world: World) -> None:
    for on, said, wrong in (
        (TUESDAY + timedelta(days=1), AWAY, "on"),  # still to come
        (FIRST_DAY - timedelta(days=3), AWAY, "on"),  # before the child came
        (TUESDAY, ("D", "D"), "marks"),  # D belongs in the other register
        (TUESDAY, ("H", "H"), "marks"),  # withdrawn in 2024
        (TUESDAY, ("", "N"), "marks"),
    ):
        with pytest.raises(Incomplete) as refused:
            tell(world, on, said)
        assert refused.value.errors.keys() == {wrong}
    world.go_to(SATURDAY)
    with pytest.raises(Incomplete):
        tell(world, SATURDAY)  # no school then
    assert not Week.objects.exists()


def test_only_whoever_keeps_the_register_there_tells(world: World) -> None:
    for role in ("host_head", "home_attendance", "home_lead"):
        with pytest.raises(NotYours):
            tell(world, by=role)
    world.go_to(SATURDAY)
    with pytest.raises((NotYours, NotNow)):
        send(world, by="home_attendance")


def test_all_weeks_are_sent_or_none(world: World) -> None:
    world.go_to(SATURDAY)
    weeks = {(world.case_id(), FIRST_DAY): None, (world.case_id(), FIRST_DAY + timedelta(days=7)): None}
    with pytest.raises(Incomplete):
        registers.send_weeks(by=world.people["host_attendance"], at=world.now, weeks=weeks)
    with pytest.raises(Incomplete):
        registers.send_weeks(by=world.people["host_attendance"], at=world.now, weeks={})


def test_an_export_sends_whole_weeks_and_tells_the_other_days(world: World) -> None:
    monday = FIRST_DAY + timedelta(days=7)
    world.go_to(monday)
    told = {FIRST_DAY + timedelta(days=n): ("/", "\\") for n in range(5)} | {monday: AWAY}
    found = registers.take_in(by=world.people["host_attendance"], at=world.now, days={world.case_id(): told})
    assert found == (1, 1)
    assert world.row().gap == GapKind.NOT_SEEN
    with pytest.raises(Incomplete):
        registers.take_in(
            by=world.people["host_attendance"],
            at=world.now,
            days={world.case_id(): {monday: ("/", "\\"), monday + timedelta(days=1): AWAY}},
        )
    assert world.row().gap == GapKind.NOT_SEEN  # nothing of it was taken in


def test_a_day_before_the_child_came_stays_untold_when_the_week_is_sent_as_expected() -> None:
    world = World()
    move.up_to_the_first_day(world)
    world.go_to(FIRST_DAY)
    days.turn_day(at=world.now)
    move.the_child_arrives(world, TUESDAY)
    world.go_to(SATURDAY)
    send(world)
    assert marks(world)[FIRST_DAY.isoformat()] == ["", ""]
    assert marks(world)[TUESDAY.isoformat()] == ["/", "\\"]
    told = {one.on: one.state for one in school_days(world.facts())}
    assert (told[FIRST_DAY], told[TUESDAY]) == ("expected", "in_school")
