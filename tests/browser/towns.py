"""Who can come to the pages in a story, by which door, and what day is it there?"""

import re
from collections import Counter, defaultdict
from datetime import date, time
from urllib.parse import urlsplit

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.core import mail
from django.test import Client, override_settings
from playwright.sync_api import Browser, ConsoleMessage, Page, Route, ViewportSize

from freshstart.actions import contacts, days
from freshstart.actions.messages import deliver_next
from freshstart.models.cases import Party
from freshstart.models.messages import Message
from freshstart.models.people import Membership
from freshstart.process.vocabulary import Post, Verified
from tests.browser.people import Person
from tests.world import World

DESK = ViewportSize(width=1280, height=900)
PHONE = ViewportSize(width=375, height=812)
PATIENCE = 15_000  # milliseconds: a machine may have other work
PASSWORD = "a long and quiet sentence"
METHODS = [{"method": "password"}, {"method": "mfa"}]
REFUSALS = re.compile(r"Failed to load resource: .*status of 4\d\d")  # a browser remarks upon any refusal


def window(browser: Browser, site: str, size: ViewportSize) -> Page:
    """Open a window of its own that cannot reach any other machine."""

    def own(route: Route) -> None:
        route.continue_() if route.request.url.startswith(site) else route.abort()

    context = browser.new_context(base_url=site, viewport=size, locale="en-GB")
    context.set_default_timeout(PATIENCE)
    context.route("**/*", own)
    return context.new_page()


class Town:
    """The invented area behind real pages: a door for everyone, one clock, and one letter box."""

    def __init__(self, world: World, browser: Browser, site: str) -> None:
        self.world, self.browser, self.site = world, browser, site
        self.did: defaultdict[str, Counter[str]] = defaultdict(Counter)
        self.complaints: list[str] = []
        self.inside: dict[str, Person] = {}
        fay = world.people["facilitator"]
        Membership.objects.create(user=fay, organisation=world.council, post=Post.FACILITATOR)

    # Doors --------------------------------------------------------------------------------------------

    def window(self, size: ViewportSize = DESK) -> Page:
        """Open a window, and listen to its complaints."""

        def listen(message: ConsoleMessage) -> None:
            if message.type in {"error", "warning"} and not REFUSALS.match(message.text):
                self.complaints.append(message.text)

        page = window(self.browser, self.site, size)
        page.on("console", listen)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        return page

    def person(self, role: str, size: ViewportSize = DESK) -> Person:
        """Give the person in a role, signed in; without a role somebody who is not."""
        if role not in self.inside:
            page = self.window(size)
            if role:
                page.context.add_cookies([{"name": "session", "value": self.session(role), "url": self.site}])
            self.inside[role] = Person(page, self.did[role])
        return self.inside[role]

    def session(self, role: str) -> str:
        """Sign somebody in without a page, with both steps behind them."""
        client = Client()
        client.force_login(
            self.world.people[role], backend="allauth.account.auth_backends.AuthenticationBackend"
        )
        session = client.session
        session["account_authentication_methods"] = METHODS
        session.save()
        return str(client.cookies["session"].value)

    def signs_in(self, role: str) -> Person:
        """Let somebody sign in for the first time: password, then an authenticator app."""
        user = self.world.people[role]
        user.set_password(PASSWORD)
        user.save()
        person = Person(self.window(), self.did[f"{role}, signing in"])
        person.page.goto("/")
        person.types("Email", user.email)
        person.types("Password", PASSWORD)
        person.presses("Sign in")
        person.types("Password", PASSWORD)  # asked again before the second step is set up
        person.presses("Go on")
        person.sees("Set up your authenticator app")
        key = person.page.locator("b.fs-num").inner_text().replace(" ", "")
        with override_settings(MFA_TOTP_TOLERANCE=1):  # the half minute may turn while somebody types
            _, now, _ = yield_hotp_counters_from_time()
            person.types("Authenticator code", format_hotp_value(hotp_value(key, now)))
            person.presses("Use this app")
            person.sees("Your recovery codes")
        self.inside[role] = Person(person.page, self.did[role])
        return self.inside[role]

    def family(self, address: str, name: str) -> Person:
        """Let somebody of the family come by the link in their latest message."""
        person = Person(self.window(PHONE), self.did[name])
        party = self.with_a_telephone(name)
        person.page.goto(self.link_to(address))
        person.presses("Open it")
        person.types("Code", self.code_for(party))
        person.presses("Go in")
        person.sees(f"For {name}")
        self.inside[name] = person
        return person

    def with_a_telephone(self, name: str) -> Party:
        """Let the lead make sure of a person's telephone, if nobody has."""
        party = Party.objects.get(case_id=self.world.case_id(), name=name)
        if not party.code_phone:
            contacts.verify_phone(
                case_id=self.world.case_id(),
                party_id=party.pk,
                by=self.world.people["home_lead"],
                at=self.world.now,
                phone=f"07700 900 {party.pk:03}",
                how=Verified.IN_PERSON,
            )
        return party

    def code_for(self, party: Party) -> str:
        """Read the latest code off a person's telephone."""
        return Message.objects.filter(party=party, kind="code").latest("pk").body

    def link_to(self, address: str) -> str:
        """Bring the post, and give the link in the latest message to an address."""
        self.bring_the_post()
        letter = next(one for one in reversed(mail.outbox) if one.to == [address])
        found = re.search(r"https?://\S+", str(letter.body))
        assert found
        return urlsplit(found[0]).path

    # Time ---------------------------------------------------------------------------------------------

    def bring_the_post(self) -> None:
        """Send everything that waits in the outbox."""
        while deliver_next(at=self.world.now):
            pass

    def morning(self, on: date, at: time = time(9, 0)) -> None:
        """Let it become the morning of a day."""
        self.world.go_to(on, at)
        days.turn_day(at=self.world.now)
