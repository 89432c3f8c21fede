"""What changes when a new day begins?"""

from datetime import datetime

from django.db import transaction

from freshstart.actions.concerns import remind_listeners
from freshstart.actions.invitations import invite
from freshstart.actions.leads import turn_covers
from freshstart.actions.standings import locked, refresh
from freshstart.models.cases import Case
from freshstart.outside.clocks import day_of


def turn_day(*, at: datetime) -> int:
    """Make what lists show and what is owed true again on every open case last looked at on another day.

    Whoever of a family is asked something new today gets a link, and who listens to families is reminded of
    those who have waited too long. Gives how many cases there were. Safe to
    run twice: the second time there are none. Nobody acts here, so nothing is added to the history. Each case
    is a transaction of its own, for people go on working meanwhile.
    """
    turn_covers(at)
    today = day_of(at).isoformat()
    rows = Case.objects.filter(outcome="").exclude(facts__today=today)
    numbers = list(rows.order_by("pk").values_list("pk", flat=True))
    for number in numbers:
        with transaction.atomic():
            case = locked(number)
            refresh(case, at)
            invite(case, at)
    remind_listeners(at)
    return len(numbers)
