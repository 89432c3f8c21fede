"""How does the national register of schools come in from a file?"""

from argparse import ArgumentParser
from collections.abc import Iterable, Iterator
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from freshstart.actions.organisations import RegisterUpdate, update_register
from freshstart.outside import clocks
from freshstart.outside.registers import SchoolEntry, StrangeRow, read_register
from freshstart.process.refusals import Refused

STRIDE = 5_000  # rows between two signs of life


class Command(BaseCommand):
    """Import the register; 0 says that it is done, 1 that it was refused and nothing changed."""

    help = "Bring schools and councils into line with the national register (GIAS). Safe to run every day."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="the register as .csv or .csv.gz")
        parser.add_argument(
            "--partial",
            action="store_true",
            help="the file is a part of the register: close no school for being left out",
        )
        parser.add_argument(
            "--dry-run", action="store_true", help="say what would change, and change nothing"
        )

    def handle(self, *, file: Path, partial: bool, dry_run: bool, **_options: object) -> None:
        try:
            update = update_register(
                by=None,
                at=clocks.now(),
                entries=self._counted(read_register(file)),
                partial=partial,
                rehearsal=dry_run,
            )
        except Refused as refused:
            raise CommandError(f"{refused.what}\n{refused.next_step}\nNothing was changed.") from refused
        except OSError as error:
            raise CommandError(f"{file} cannot be opened: {error.strerror}.") from error
        self._report(update)
        self.stdout.write("Dry run: nothing was changed." if dry_run else "Done.")

    def _counted(self, rows: Iterable[SchoolEntry | StrangeRow]) -> Iterator[SchoolEntry | StrangeRow]:
        """Hand the rows on, with a sign of life now and then; on a terminal it stays on one line."""
        ending = "\r" if self.stdout.isatty() else "\n"
        count = 0
        for row in rows:
            yield row
            count += 1
            if count % STRIDE == 0:
                self.stdout.write(f"{count:,} rows read …", ending=ending)
                self.stdout.flush()
        self.stdout.write(f"{count:,} rows read. Comparing and writing …")

    def _report(self, update: RegisterUpdate) -> None:
        lines = {
            **{change.capitalize(): count for change, count in update.counts.items()},
            "Outside England": update.outside_england,
            "Passed over": len(update.passed_over),
        }
        for words, count in lines.items():
            self.stdout.write(f"{words:<16}{count:>8,}")
        self._list("Rows passed over:", (f"row {row.line}: {row.why}" for row in update.passed_over))
        self._list(
            "Types that are not known here, so that their schools do not count as mainstream:",
            (f"{name or '(blank)'}: {count:,}" for name, count in sorted(update.unknown_types.items())),
        )
        self._list("Closed, with cases that still run. Look at each:", update.closed_with_cases)

    def _list(self, heading: str, items: Iterable[str]) -> None:
        lines = [f"  {item}" for item in items]
        if lines:
            self.stdout.write("\n".join([heading, *lines]))
