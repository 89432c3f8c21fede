"""What does the service do by itself, while people do something else?"""

import signal
import time
from argparse import ArgumentParser
from datetime import date

from django.core.management.base import BaseCommand
from django.db import OperationalError, connection

from freshstart.actions import calendars, days, messages, notices, papers
from freshstart.outside import clocks

PAUSE = 2  # seconds between two looks at what waits


class Command(BaseCommand):
    """Work until told to stop; what was begun then is finished, and nothing more is begun."""

    help = "Send the messages that wait, and let every case turn its day. Any number may run side by side."

    stopped = False
    turned_on: date | None = None

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--once", action="store_true", help="do what waits now, and end")

    def handle(self, *, once: bool, **_options: object) -> None:
        if not once:
            signal.signal(signal.SIGTERM, self._stop)
            signal.signal(signal.SIGINT, self._stop)
        while not self.stopped:
            try:
                self._turn_day()
                self._deliver()
            except OperationalError as error:  # busy with something long, or away for a moment
                if once:
                    raise
                self.stderr.write(f"The database does not answer, and is asked again: {error}")
                connection.close()
            if once:
                break
            time.sleep(PAUSE)

    def _stop(self, *_signal: object) -> None:
        self.stopped = True

    def _turn_day(self) -> None:
        """Turn the day once when it begins, and once when the work does."""
        now = clocks.now()
        if self.turned_on != clocks.day_of(now):
            days.turn_day(at=now)
            self.turned_on = clocks.day_of(now)

    def _deliver(self) -> None:
        """Seal what everybody has signed, and send one message after the other until none waits."""
        for deliver in (
            calendars.count_next,
            papers.seal_next,
            messages.deliver_next,
            notices.deliver_next_notice,
        ):
            while not self.stopped and deliver(at=clocks.now()):
                pass
