"""Which texts are there to translate, and how far has each language come?"""

from argparse import ArgumentParser
from collections.abc import Sequence

from django.core.management.base import BaseCommand, CommandError

from freshstart.outside import catalogues
from freshstart.outside.extractions import messages
from freshstart.outside.translations import LANGUAGES


class Command(BaseCommand):
    """Bring the files of translators up to date with every text that a family reads."""

    help = "Write every text that a family reads into the file of each language; with a code, begin that one."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("codes", metavar="CODE", nargs="*", help="a language to begin, such as pl")

    def handle(self, *, codes: Sequence[str], **_options: object) -> None:
        if unknown := [code for code in codes if code not in LANGUAGES or code == "en"]:
            known = ", ".join(code for code in LANGUAGES if code != "en")
            raise CommandError(f"“{unknown[0]}” is none of the languages that can be begun here: {known}.")
        there = messages()
        words = sum(len(str(one.id).split()) for one in there if one.id)
        self.stdout.write(f"{len(there)} texts of {words:,} words that a family reads.")
        for code in sorted({*catalogues.codes(), *codes}):
            catalogues.write(code, catalogues.updated(code, there))
            open_ones = catalogues.faults_in(code, there)
            self.stdout.write(f"{LANGUAGES[code].english}: {len(open_ones)} to mend.")
