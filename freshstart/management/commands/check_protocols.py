"""Can cases rest on these protocols?"""

from argparse import ArgumentParser
from collections.abc import Sequence
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from freshstart.outside import books
from freshstart.process.checks import faults_in
from freshstart.process.protocols import Protocol
from freshstart.process.refusals import ProtocolInvalid

COUNTED = ("step", "question", "letter", "paper", "gate")


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
        mended = [self._check(folder) for folder in folders or _all_folders()]
        if not all(mended):
            raise CommandError("Mend what is listed above, then check again.")

    def _check(self, folder: Path) -> bool:
        """Say what is to be mended in one folder, and tell whether that is nothing."""
        try:
            protocol = books.read_folder(folder)
            lines = [str(fault) for fault in faults_in(protocol, books.editions())]
        except ProtocolInvalid as invalid:
            self._list(folder.name, invalid.problems)
            return False
        if lines:
            self._list(protocol.name, lines)
        else:
            self.stdout.write(f"{protocol.name}: {_counts(protocol)}; nothing to mend.")
        return not lines

    def _list(self, name: str, lines: Sequence[str]) -> None:
        self.stdout.write("\n".join([f"{name}: {len(lines)} to mend.", *(f"  {line}" for line in lines)]))


def _all_folders() -> list[Path]:
    return books.protocol_folders()


def _counts(protocol: Protocol) -> str:
    counts = {name: len(getattr(protocol, name)) for name in COUNTED}
    return ", ".join(f"{count} {name if count == 1 else name + 's'}" for name, count in counts.items())
