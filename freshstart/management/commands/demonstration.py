"""How does a person get an area to try, full of invented children?"""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from freshstart.management.demonstration import stories
from freshstart.models.cases import Case
from freshstart.models.people import Membership, User
from freshstart.outside import clocks
from freshstart.process.vocabulary import POST_WORDS, Post

TO_BEGIN_WITH = {
    "Rana Okafor": "runs most of the cases",
    "Daniel Mensah": "waits for Hamza, whose first day it is",
    "Wendy Sotheran": "has been asked whether she has a place",
    "Leila Haddad": "watches over all of them",
}


class Command(BaseCommand):
    """Fill an empty database with the demonstration; 1 says that it was refused and nothing changed."""

    help = "Fill an empty database with one invented area: schools, people in every role, children on their way."

    def handle(self, **_options: object) -> None:
        if not settings.DEMONSTRATION:
            raise CommandError("This is for the demonstration only: set FRESHSTART_DEMONSTRATION=1.")
        # Whoever is in a demonstration can be signed in as by anybody: real people must never be.
        if Case.objects.exists() or User.objects.exists():
            raise CommandError("There are people or cases in this database. The demonstration wants an empty one.")
        ahead = stories.load(at=clocks.now())
        clocks.move_forward(ahead.days)
        self._report(ahead.days)

    def _report(self, ahead: int) -> None:
        self.stdout.write(f"{Case.objects.count()} invented children are on their way in Harrowmere.")
        if ahead:
            today = clocks.day_of(clocks.now())
            self.stdout.write(
                f"It is {today:%A} {today.day} {today:%B %Y} there, {ahead} days ahead: the law is young, and "
                "the child who has come furthest began after it."
            )
        self.stdout.write(f"Go to {settings.SITE} and sign in, with one press, as")
        for row in Membership.objects.filter(user__name__in=TO_BEGIN_WITH).select_related("user", "organisation"):
            post = POST_WORDS[Post(row.post)].lower()
            self.stdout.write(f"  {row.user.name}, {post}, {row.organisation}: {TO_BEGIN_WITH[row.user.name]}")
