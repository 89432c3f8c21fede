"""What time is it?

The one place that looks at a clock. In the demonstration the clock can be moved forward, so that a person can
reach week 12 in an afternoon; it never moves back.
"""

from datetime import date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone

LONDON = ZoneInfo("Europe/London")


def _ahead_file() -> Path:
    return Path(settings.VAR) / "clock-ahead-days"


def days_ahead() -> int:
    """Give the days by which the demonstration's clock is ahead; none outside the demonstration."""
    if not settings.DEMONSTRATION:
        return 0
    try:
        return int(_ahead_file().read_text())
    except FileNotFoundError:
        return 0


def move_forward(days: int) -> int:
    """Move the demonstration's clock forward by whole days and give the days it is ahead now.

    Refused outside the demonstration, and backwards (ValueError).
    """
    if not settings.DEMONSTRATION or days < 0:
        raise ValueError("The clock moves only in the demonstration, and only forward.")
    ahead = days_ahead() + days
    _ahead_file().write_text(str(ahead))
    return ahead


def now() -> datetime:
    """Give the present moment, aware, in UTC."""
    return timezone.now() + timedelta(days=days_ahead())


def day_of(at: datetime) -> date:
    """Give the date in London of an instant: every date of the service is London's."""
    return at.astimezone(LONDON).date()


def hour_of(at: datetime) -> time:
    """Give the time of day in London of an instant."""
    return at.astimezone(LONDON).time()
