"""What time is it, and how does the demonstration get to week 12?"""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
import time_machine
from pytest_django.fixtures import Settings

from freshstart.outside import clocks

NOON = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)


@pytest.fixture
def demonstration(settings: Settings, tmp_path: Path) -> None:
    settings.DEMONSTRATION, settings.VAR = True, tmp_path


@time_machine.travel(NOON, tick=False)
def test_the_clock_is_that_of_the_machine() -> None:
    assert clocks.now() == NOON
    assert clocks.days_ahead() == 0


@pytest.mark.usefixtures("demonstration")
@time_machine.travel(NOON, tick=False)
def test_in_the_demonstration_the_clock_moves_forward_by_days() -> None:
    assert clocks.days_ahead() == 0
    assert clocks.move_forward(7) == 7
    assert clocks.move_forward(14) == 21
    assert clocks.now() == NOON + timedelta(days=21)


@pytest.mark.usefixtures("demonstration")
def test_it_never_moves_back() -> None:
    with pytest.raises(ValueError, match="only forward"):
        clocks.move_forward(-1)


def test_outside_the_demonstration_nobody_moves_it() -> None:
    with pytest.raises(ValueError, match="only in the demonstration"):
        clocks.move_forward(1)


def test_every_date_is_that_of_london() -> None:
    assert clocks.day_of(datetime(2026, 7, 1, 23, 30, tzinfo=UTC)) == date(2026, 7, 2)
    assert clocks.day_of(datetime(2026, 12, 1, 23, 30, tzinfo=UTC)) == date(2026, 12, 1)
