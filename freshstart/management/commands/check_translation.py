"""What is to be mended in a translation, and has a person read it?"""

from argparse import ArgumentParser

from django.core.management.base import BaseCommand, CommandError

from freshstart.outside import catalogues, clocks
from freshstart.outside.extractions import messages
from freshstart.outside.translations import LANGUAGES, unchecked


class Command(BaseCommand):
    """Say what is to be mended in a language; with a name, record that this person has read all of it."""

    help = "Check a translation, and record who has read it: check_translation pl --by 'Ana Ng'"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("code", help="a language that has a folder in freshstart/locale")
        parser.add_argument("--by", default="", help="who has read every text, and found it right")

    def handle(self, *, code: str, by: str, **_options: object) -> None:
        if code not in catalogues.codes():
            there = ", ".join(catalogues.codes()) or "none yet"
            raise CommandError(f"There is no folder for “{code}”. There are: {there}.")
        found, name = catalogues.faults_in(code, messages()), LANGUAGES[code].english
        if found:
            self.stdout.write("\n".join(found))
            raise CommandError(f"{name}: {len(found)} to mend. Mend what is listed above, then check again.")
        if by.strip():
            new = catalogues.record_check(code, by=by, on=clocks.day_of(clocks.now()))
            self.stdout.write(f"{name}: {by.strip()} has read {new} texts that nobody had read.")
        self.stdout.write(f"{name}: nothing to mend, {unchecked(code)} texts to be read by a person.")
