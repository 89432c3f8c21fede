"""Is the history whole, and does it still hold what was noted outside?"""

import re
from argparse import ArgumentParser, FileType
from typing import TextIO

from django.core.management.base import BaseCommand, CommandError

from freshstart.models.histories import Event, verify
from freshstart.process.histories import Fault, Verdict

HASH = re.compile(r"\b[0-9a-f]{64}\b")

WORDS = {
    Fault.MISSING: "entry {seq:,} is missing",
    Fault.UNLINKED: "entry {seq:,} does not follow the one before it, so one of the two was altered",
    Fault.ALTERED: "entry {seq:,} was altered",
    Fault.DETAIL_ALTERED: "the details of entry {seq:,} were altered",
}


class Command(BaseCommand):
    help = (
        "Follow the history from its first entry to its last. Keep what this prints outside this computer: "
        "only against such a note is it found out when somebody cuts off the end."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--expect", metavar="HASH", action="append", default=[], help="a head printed earlier"
        )
        parser.add_argument(
            "--head", metavar="FILE", type=FileType(), help="a file with what this printed earlier"
        )

    def handle(self, *, expect: list[str], head: TextIO | None, **_options: object) -> None:
        noted = [*expect, *(_heads_in(head) if head else ())]
        verdict = verify(Event.objects.all(), noted)
        if verdict.fault or verdict.lost:
            raise CommandError(_alarm(verdict))
        self.stdout.write(f"{_entries(verdict.count)}, unbroken, head {verdict.head}")
        if verdict.erased:
            self.stdout.write(f"{_entries(verdict.erased)} of these without details: they were erased.")


def _heads_in(file: TextIO) -> list[str]:
    with file:
        heads = HASH.findall(file.read())
    if not heads:
        raise CommandError(
            f"There is no head in {file.name}: 64 letters and digits, as this command prints them."
        )
    return heads


def _alarm(verdict: Verdict) -> str:
    if verdict.fault:
        seq, fault = verdict.fault
        return (
            f"The history is broken: {WORDS[fault].format(seq=seq)}. Whole before that: {_entries(seq - 1)}."
        )
    return (
        f"The history of {_entries(verdict.count)} holds together, but its end was cut off or written anew: "
        f"it no longer has the head {', '.join(sorted(verdict.lost))}."
    )


def _entries(count: int) -> str:
    return f"{count:,} {'entry' if count == 1 else 'entries'}"
