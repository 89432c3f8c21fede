"""Who holds which post in a school or council of this installation?"""

from argparse import ArgumentParser

from django.core.management.base import BaseCommand, CommandError

from freshstart.actions import people
from freshstart.models.organisations import Organisation, OrganisationKind
from freshstart.models.people import Membership
from freshstart.outside import clocks
from freshstart.process.refusals import Incomplete
from freshstart.process.vocabulary import Post


class Command(BaseCommand):
    """Give a post to somebody, or end it."""

    help = "Give a person a post: staff ana@school.example head 136530 --name 'Ana Ng'. Councils go by code."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email")
        parser.add_argument("post", choices=[str(post) for post in Post])
        parser.add_argument("place", help="a school's URN, or a council's three-figure code")
        parser.add_argument("--name", default="", help="for a person without an account yet")
        parser.add_argument("--end", action="store_true", help="end the post from today on")

    def handle(self, *, email: str, post: str, place: str, name: str, end: bool, **_options: object) -> None:
        where = {"kind": OrganisationKind.COUNCIL, "la_code": place} if len(place) == 3 else {"urn": place}
        organisation = Organisation.objects.filter(**where).first() if place.isdigit() else None
        if organisation is None:
            raise CommandError(
                f"{place} is no school's URN and no council's code here. Import the register first."
            )
        if end:
            self._end(email, post, organisation)
            return
        try:
            user = people.appoint(
                by=None, at=clocks.now(), email=email, name=name, organisation=organisation, post=Post(post)
            )
        except Incomplete as missing:
            raise CommandError(missing.errors["email"]) from missing
        self.stdout.write(f"{user.name} is {post} at {organisation.name}.")

    def _end(self, email: str, post: str, organisation: Organisation) -> None:
        held = Membership.objects.filter(
            user__email=email.lower(), post=post, organisation=organisation, ended_on=None
        ).first()
        if held is None:
            raise CommandError(f"Nobody with this address is {post} at {organisation.name}.")
        people.end_post(by=None, at=clocks.now(), membership=held)
        self.stdout.write(f"{held.user.name} is {post} at {organisation.name} no longer.")
