"""Under which protocol do new cases begin?"""

from argparse import ArgumentParser

from django.core.management.base import BaseCommand, CommandError

from freshstart.actions import protocols
from freshstart.models.people import User
from freshstart.outside import books, clocks
from freshstart.process.refusals import ProtocolInvalid


class Command(BaseCommand):
    """Put a protocol of the folder `protocols` into force; running cases keep theirs."""

    help = "Let new cases begin under a protocol: put_in_force southwark --by ana@council.example"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("protocol", help="its id, such as southwark")
        parser.add_argument("--by", default="", metavar="EMAIL", help="who decided it, for the history")

    def handle(self, *, protocol: str, by: str, **_options: object) -> None:
        user = User.objects.filter(email=by.lower()).first()
        if by and user is None:
            raise CommandError(f"Nobody here has the address {by}. Give them a post first, with `staff`.")
        known = books.protocols()
        if protocol not in known:
            raise CommandError(f"There is no protocol {protocol}. There are: {', '.join(sorted(known))}.")
        try:
            version = protocols.put_in_force(by=user, at=clocks.now(), protocol=known[protocol])
        except ProtocolInvalid as invalid:
            raise CommandError(str(invalid)) from invalid
        self.stdout.write(f"{version} is in force: new cases begin under it.")
