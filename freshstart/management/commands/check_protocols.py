"""Can cases rest on these protocols?"""

import re
from argparse import ArgumentParser
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from time import perf_counter

from django.core.management.base import BaseCommand, CommandError

from freshstart.outside import books
from freshstart.outside.tongues import tones
from freshstart.process.checks import faults_in
from freshstart.process.faults import Fault, Faults, fault, nearest
from freshstart.process.hearings import faults_heard
from freshstart.process.inheritances import Whole, read_protocol
from freshstart.process.laws import LawEdition
from freshstart.process.protocols import Protocol
from freshstart.process.refusals import ProtocolInvalid

COUNTED = ("step", "question", "letter", "paper", "gate")
ENTRY = re.compile(r"\[\[(\w+)\]\] (\w+)")


class Command(BaseCommand):
    """Check protocols; 0 says that nothing is to be mended, 1 that something is."""

    help = "Check protocols before they come into force, also that none of them is looser than the law."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "folders",
            metavar="FOLDER",
            nargs="*",
            type=Path,
            help="a protocol's folder; without any, all are checked",
        )

    def handle(self, *, folders: Sequence[Path], **_options: object) -> None:
        began, self.listening = perf_counter(), 0.0
        chosen = folders or books.protocol_folders()
        mended = [self._check(folder.resolve()) for folder in chosen]
        count = f"{len(mended)} protocol{'' if len(mended) == 1 else 's'}"
        took = perf_counter() - began - self.listening
        self.stdout.write(f"{count} checked in {took:.2f} seconds, letters heard in {self.listening:.2f}.")
        if not all(mended):
            raise CommandError("Mend what is listed above, then check again.")

    def _check(self, folder: Path) -> bool:
        """Say what is to be mended in one folder, and tell whether that is nothing."""
        try:
            whole = books.whole_of(folder)
            protocol = read_protocol(whole)
        except ProtocolInvalid as invalid:
            self._list(folder.name, invalid.problems)
            return False
        laws = _laws(protocol)
        found = dict.fromkeys(
            (*faults_in(protocol, books.editions()), *_faults(protocol, folder), *self._heard(protocol))
        )
        lines = [_placed(whole, folder, one) for one in found]
        under = f"under {', '.join(law.id for law in laws)}"
        if lines:
            self._list(protocol.name, lines, f", {under}")
        else:
            self.stdout.write(f"{protocol.name}: {_counts(protocol)}; {under}; nothing to mend.")
        return not lines

    def _heard(self, protocol: Protocol) -> Sequence[Fault]:
        """Listen to what a protocol itself says to families; what it takes over is its parent's."""
        began, parent = perf_counter(), books.FOLDER / protocol.extends
        above = books.read_folder(parent) if protocol.extends and parent.is_dir() else None
        heard = list(faults_heard(protocol, tones(), above))
        self.listening += perf_counter() - began
        return heard

    def _list(self, name: str, lines: Sequence[str], under: str = "") -> None:
        head = f"{name}: {len(lines)} to mend{under}."
        self.stdout.write("\n".join([head, *(f"  {line}" for line in lines)]))


def _laws(protocol: Protocol) -> list[LawEdition]:
    """Give the law editions that hold while a protocol is in force."""
    return [
        law
        for law in books.editions()
        if law.jurisdiction == protocol.jurisdiction
        and law.in_force_from <= (protocol.in_force_until or date.max)
        and (law.in_force_until or date.max) >= protocol.in_force_from
    ]


def _placed(whole: Whole, folder: Path, one: Fault) -> str:
    """Say a fault behind the file in which its entry stands; a rule of the law stands in none of these."""
    entry = ENTRY.match(one.place)
    known = whole.place(*entry.groups()) if entry else whole.place(one.key, "")
    return f"{known or folder.name}: {one}"


def _counts(protocol: Protocol) -> str:
    counts = {name: len(getattr(protocol, name)) for name in COUNTED}
    return ", ".join(f"{count} {name if count == 1 else name + 's'}" for name, count in counts.items())


# What only the folders and all the editions can tell ------------------------------------------------------


def _faults(protocol: Protocol, folder: Path) -> Iterator[Fault]:
    yield from _empty_letters(protocol)
    yield from _unknown_rules(protocol)
    yield from _lost_today(protocol, folder)


def _lost_today(protocol: Protocol, folder: Path) -> Faults:
    """Find an older practice that is said to go on in a protocol that there is not."""
    beside = {path.parent.name for path in folder.parent.glob("*/protocol.toml")}
    known = (beside | {one.name for one in books.protocol_folders()}) - {folder.name}
    if protocol.today and protocol.today not in known:
        what = f"there is no protocol “{protocol.today}” in which this practice goes on."
        yield Fault(protocol.id, "today", what, nearest(protocol.today, known))


def _empty_letters(protocol: Protocol) -> Faults:
    """Find letters that say nothing."""
    for letter in protocol.letter:
        if not letter.title.strip():
            yield fault(letter, "title", "this letter has no title.", "Say in a line what it is about.")
        if not any(text.strip() for text in letter.paragraphs):
            yield fault(letter, "paragraphs", "this letter says nothing.", "Write at least one paragraph.")


def _unknown_rules(protocol: Protocol) -> Faults:
    """Find rules of the law that no edition of the country has."""
    editions = [law for law in books.editions() if law.jurisdiction == protocol.jurisdiction]
    known = {rule.id for law in editions for rule in law.rule}
    for one in protocol.difference:
        for rule in one.rules:
            if rule not in known:
                yield fault(one, "rules", f"no law edition has a rule “{rule}”.", nearest(rule, known))
