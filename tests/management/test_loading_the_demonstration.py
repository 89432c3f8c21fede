from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from pytest_django import Settings

from freshstart.management.demonstration import areas, stories
from freshstart.management.demonstration.children import read_all
from freshstart.management.demonstration.timetables import Timetable
from freshstart.models.deadlines import Deadline
from freshstart.models.facts import calendar_of
from freshstart.models.marks import is_demonstration_database
from freshstart.models.people import User
from freshstart.outside.books import editions
from freshstart.outside.clocks import LONDON

A_SUNDAY_IN_SUMMER = datetime(2027, 8, 15, 10, 0, tzinfo=LONDON)
A_WEDNESDAY = datetime(2027, 11, 17, 9, 0, tzinfo=LONDON)
MOMENTS = [
    datetime(2026, 11, 22, 11, 0, tzinfo=LONDON),
    A_SUNDAY_IN_SUMMER,
    datetime(2027, 9, 1, 7, 0, tzinfo=LONDON),
    datetime(2027, 12, 22, 20, 0, tzinfo=LONDON),
    datetime(2028, 2, 14, 9, 0, tzinfo=LONDON),
    *(A_WEDNESDAY + timedelta(days=days) for days in range(7)),
]

pytestmark = pytest.mark.django_db


# Any day --------------------------------------------------------------------------------------------------


def test_it_can_be_loaded_on_a_sunday_in_the_summer_holidays() -> None:
    assert stories.load(at=A_SUNDAY_IN_SUMMER) == timedelta(0)
    late = Deadline.objects.open().filter(due_on__lt=A_SUNDAY_IN_SUMMER.date())
    assert {(one.case.given, one.step) for one in late} == {("Minh Anh", "record_week")}
    back = Deadline.objects.open().get(case__given="Finlay", step="confirm_return")
    assert back.due_on == date(2027, 9, 1)


@pytest.mark.parametrize("at", MOMENTS, ids=str)
def test_on_any_day_all_that_was_done_lies_before_it_in_school_time_and_in_order(at: datetime) -> None:
    area = areas.make()
    ahead = stories.time_to_wait(area, at)
    today = (at + ahead).date()
    for child in read_all():
        home, host = area.schools[child.home], area.schools[child.host or child.home]
        table = Timetable(child, home, host, today)
        moments = [moment for moment, _ in table.acts()]
        assert moments == sorted(moments)
        assert editions()[0].in_force_from <= moments[0].date()
        assert moments[-1].date() < today
        schools = [calendar_of(school, school.council) for school in (home, host)]
        assert all(any(days.is_school_day(moment.date()) for days in schools) for moment in moments)


def test_beyond_the_known_terms_it_is_refused(settings: Settings, tmp_path: Path) -> None:
    settings.DEMONSTRATION, settings.VAR = True, tmp_path
    (tmp_path / "clock-ahead-days").write_text("36500")
    with pytest.raises(CommandError, match="term dates of the demonstration have run out"):
        call_command("demonstration")
    assert not is_demonstration_database()


# The command ----------------------------------------------------------------------------------------------


def test_outside_the_demonstration_it_is_refused() -> None:
    with pytest.raises(CommandError, match="for the demonstration only"):
        call_command("demonstration")


def test_a_database_with_people_in_it_never_becomes_a_demonstration(settings: Settings) -> None:
    settings.DEMONSTRATION = True
    User.objects.create_user("real@school.example", "Somebody Real")
    with pytest.raises(CommandError, match="wants an empty one"):
        call_command("demonstration")
    assert not is_demonstration_database()
