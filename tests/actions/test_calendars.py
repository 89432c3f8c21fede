"""What follows when a school writes down its terms, or closes for a day?"""

from datetime import date, timedelta

import pytest

from freshstart.actions import calendars, days
from freshstart.models.histories import Event
from freshstart.models.messages import Message
from freshstart.models.organisations import Organisation
from freshstart.process.refusals import Incomplete, NotNow, NotYours
from freshstart.process.terms import read
from freshstart.process.vocabulary import Channel, GapKind, Relation
from tests.stories import move
from tests.stories.move import FIRST_DAY
from tests.world import World

pytestmark = pytest.mark.django_db
YEAR = "Term: 1 September 2026 to 18 December 2026\nTerm: 4 January 2027 to 26 March 2027"
SNOW = "Snow"


@pytest.fixture
def world() -> World:
    """Go to the day before Hamza begins at Kestrel Park."""
    world = World()
    move.up_to_the_first_day(world)
    return world


def close(
    world: World, on: date = FIRST_DAY, *, by: str = "host_attendance", why: str = SNOW
) -> calendars.Told:
    return calendars.close(by=world.people[by], at=world.now, place=world.host.pk, on=on, why=why)


def test_a_family_with_a_first_day_is_told_and_the_case_says_so(world: World) -> None:
    before = Message.objects.count()
    told = close(world)
    assert (told.told, told.to_ring) == (("Saira Siddiqui",), ())
    assert Message.objects.count() == before + len(told.told)
    closed = Event.objects.filter(code="school_closed").get()
    assert (closed.actor_kind, closed.acting_as) == ("account", "attendance")
    event = Event.objects.filter(code="first_day_moved").get()
    assert (event.actor_kind, event.acting_as) == ("service", "service")
    assert event.detail.payload["now"] == (FIRST_DAY + timedelta(days=1)).isoformat()


def test_nobody_is_missed_on_a_closed_day_and_everybody_on_the_next(world: World) -> None:
    close(world)
    world.go_to(FIRST_DAY)
    days.turn_day(at=world.now)
    assert world.row().gap == ""
    world.later()
    days.turn_day(at=world.now)
    assert (world.row().gap, world.row().gap_since) == (GapKind.NOT_ARRIVED, FIRST_DAY + timedelta(days=1))


def test_open_after_all_tells_them_again_and_counts_as_before(world: World) -> None:
    close(world)
    sent = Message.objects.count()
    told = calendars.reopen(
        by=world.people["host_attendance"], at=world.now, place=world.host.pk, on=FIRST_DAY
    )
    assert Message.objects.count() == sent + len(told.told) > sent
    world.go_to(FIRST_DAY)
    days.turn_day(at=world.now)
    assert world.row().gap == GapKind.NOT_ARRIVED


def test_whoever_is_reached_by_post_alone_is_to_be_rung(world: World) -> None:
    world.row().parties.filter(relation=Relation.MOTHER).update(channel=Channel.POST)
    assert close(world).to_ring == ("Saira Siddiqui",)


def test_what_is_due_moves_on_with_the_closed_day(world: World) -> None:
    move.the_child_arrives(world, FIRST_DAY)
    friday = FIRST_DAY + timedelta(days=4)
    world.go_to(friday + timedelta(days=1))
    days.turn_day(at=world.now)
    key, monday = f"record_week:{FIRST_DAY}", friday + timedelta(days=3)
    assert world.owed()[key] == monday
    close(world, monday)
    assert world.owed()[key] == monday + timedelta(days=1)


def test_terms_count_at_once_and_closures_stay(world: World) -> None:
    close(world)
    calendars.set_dates(
        by=world.people["host_attendance"], at=world.now, place=world.host.pk, dates=read(YEAR)
    )
    host = Organisation.objects.get(pk=world.host.pk)
    assert host.calendar["closures"] == {FIRST_DAY.isoformat(): SNOW}
    calendar = world.facts().calendar("host")
    assert not calendar.is_school_day(FIRST_DAY)
    assert calendar.next_school_day(date(2026, 12, 18)) == date(2027, 1, 4)
    assert Event.objects.filter(code="term_dates_set").get().detail.payload["terms"] == 2


def test_a_council_s_dates_count_for_its_schools_a_few_at_once_the_others_by_the_worker(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(calendars, "AT_ONCE", 1)
    first = world.case_id()
    world.open_case(given="Lena", family="Novak")
    calendars.set_dates(
        by=world.people["council_inclusion"], at=world.now, place=world.council.pk, dates=read(YEAR)
    )
    stale = type(world.row()).objects.filter(is_stale=True)
    assert list(stale.values_list("pk", flat=True)) == [world.case_id()] != [first]
    assert calendars.count_next(at=world.now)
    assert not calendars.count_next(at=world.now)
    assert not stale.exists()


def test_a_day_needs_a_reason_and_is_not_past(world: World) -> None:
    with pytest.raises(Incomplete) as refused:
        close(world, world.today - timedelta(days=1), why=" ")
    assert refused.value.errors.keys() == {"on", "why"}


def test_only_its_own_staff_close_a_school(world: World) -> None:
    for role in ("home_head", "host_key_adult", "council_sen"):
        with pytest.raises(NotYours):
            close(world, by=role)


def test_a_council_is_not_closed_for_snow(world: World) -> None:
    by = world.people["council_inclusion"]
    with pytest.raises(NotNow):
        calendars.close(by=by, at=world.now, place=world.council.pk, on=FIRST_DAY, why=SNOW)
