"""How does a person get an area to try, full of invented children?"""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from freshstart.management.demonstration import stories
from freshstart.models.cases import Case
from freshstart.models.people import Membership, User
from freshstart.outside import clocks
from freshstart.process.refusals import Refused
from freshstart.process.vocabulary import POST_WORDS, Post

TO_BEGIN_WITH = {
    "Rana Okafor": "runs most of the cases",
    "Daniel Mensah": "waits for Hamza on his first day",
    "Wendy Sotheran": "has been asked whether she has a place",
    "Leila Haddad": "watches over all of them",
}


class Command(BaseCommand):
    """Fill an empty database with the demonstration; 1 says that it was refused and nothing changed."""

    help = (
        "Fill an empty database with an invented area: schools, people in every role, children on their way."
    )

    def handle(self, **_options: object) -> None:
        if not settings.DEMONSTRATION:
            raise CommandError("This is for the demonstration only: set FRESHSTART_DEMONSTRATION=1.")
        # Whoever is in a demonstration can be signed in as by anybody: real people must never be.
        if Case.objects.exists() or User.objects.exists():
            raise CommandError(
                "There are people or cases in this database. The demonstration wants an empty one."
            )
        try:
            ahead = stories.load(at=clocks.now())
        except Refused as refused:
            raise CommandError(f"{refused.what}\n{refused.next_step}\nNothing was changed.") from refused
        if ahead:
            clocks.move_forward(ahead.days)
            today = clocks.day_of(clocks.now())
            self.stdout.write(f"There it is {today:%A} {today.day} {today:%B %Y}, {ahead.days} days ahead:")
            self.stdout.write("nobody can have come so far today under the protocol that is used here.")
        self._report()

    def _report(self) -> None:
        self.stdout.write(f"{Case.objects.count()} invented children are on their way in Harrowmere.")
        self.stdout.write(f"Go to {settings.SITE} and sign in, with one press, for example as")
        for name, why in TO_BEGIN_WITH.items():
            row = Membership.objects.select_related("organisation").get(user__name=name)
            post = POST_WORDS[Post(row.post)].lower()
            self.stdout.write(f"  {name}, {post}, {row.organisation}: {why}")
