"""By which protocol do new cases of an area begin?"""

from argparse import ArgumentParser
from datetime import date

from django.core.management.base import BaseCommand, CommandError

from freshstart.actions import protocols
from freshstart.models.organisations import Organisation
from freshstart.models.people import User
from freshstart.outside import books, clocks
from freshstart.process.refusals import Incomplete, NotYours, ProtocolInvalid


class Command(BaseCommand):
    """Put a protocol of the folder `protocols` into force in a council's area; running cases keep theirs."""

    help = "Let new cases begin by a protocol: put_in_force southwark 210 --by ana@council.example"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("protocol", help="its id, such as southwark")
        parser.add_argument("council", help="the council’s code in the register, such as 210")
        parser.add_argument("--by", required=True, metavar="EMAIL", help="the officer who decided it")
        parser.add_argument(
            "--from", dest="since", type=date.fromisoformat, metavar="DATE", help="from today"
        )

    def handle(
        self, *, protocol: str, council: str, by: str, since: date | None = None, **_options: object
    ) -> None:
        known, now = books.protocols(), clocks.now()
        if protocol not in known:
            raise CommandError(f"There is no protocol {protocol}. There are: {', '.join(sorted(known))}.")
        area = Organisation.objects.filter(kind="council", la_code=council).first()
        if area is None:
            raise CommandError(f"No council has the code {council}. Import the register first.")
        user = User.objects.filter(email=by.lower()).first()
        if user is None:
            raise CommandError(f"Nobody here has the address {by}. Give them a post first, with `staff`.")
        from_on = since or clocks.day_of(now)
        try:
            use = protocols.put_in_force(
                by=user, at=now, protocol=known[protocol], council=area, from_on=from_on
            )
        except ProtocolInvalid as invalid:
            raise CommandError(str(invalid)) from invalid
        except NotYours as refused:
            raise CommandError(f"{refused.what} {refused.next_step}") from refused
        except Incomplete as missing:
            raise CommandError(" ".join(missing.errors.values())) from missing
        self.stdout.write(f"{use}: new cases begin by it.")
