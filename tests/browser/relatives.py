"""How does one of a family come to their pages, what does it take them, and what can they reach there?

Three children of one council are on their way: Hamza's parents read Urdu and Arabic, Kamal's father must not
learn where he is, and the council is Lena's parent.
"""

import re
import sqlite3
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager
from copy import copy
from datetime import date
from functools import cache
from html import unescape
from io import BytesIO
from urllib.parse import urlsplit

import pikepdf
from django.db import connection
from playwright.sync_api import Frame, Page
from pytest_django import DjangoDbBlocker

from freshstart.actions import contacts
from freshstart.actions.cases import NewParty
from freshstart.models.cases import Party
from freshstart.models.papers import Document, Paper
from freshstart.models.people import Membership, User
from freshstart.models.protocols import protocol_of
from freshstart.outside.pdfs import Pdf
from freshstart.outside.translations import catalog, offered
from freshstart.process.restrictions import PLACES
from freshstart.process.values import Value
from freshstart.process.vocabulary import Channel, Hidden, Post, Relation, Verified
from tests.browser.looks import RULES, SCRIPT, VIOLATIONS
from tests.browser.people import Person
from tests.browser.towns import PHONE, Town
from tests.outside.readers import close, pages_of
from tests.stories import move
from tests.world import World

MOTHER, FATHER, CHILD = "Saira Siddiqui", "Imran Siddiqui", "Hamza Siddiqui"
KAMALS_FATHER, COUNCIL_AS_PARENT = "Adam Rahman", "Harrowmere Council as parent"
ADDRESSES = {
    MOTHER: "saira@family.example",
    FATHER: "imran@family.example",
    CHILD: "hamza@thornley.example",
    KAMALS_FATHER: "adam@family.example",
    COUNCIL_AS_PARENT: "parent@council.example",
}
ADVISER, SOCIAL_WORKER = "Maeve Costello", "Nuala Prentice"

# What must not reach Kamal's father: the new school with its people, and where Kamal lives with his mother.
NEW_SCHOOL = {"street": "7 Orchard Rise", "postcode": "ZZ4 7QT", "phone": "01632 960 555"}
PEOPLE_THERE = {
    "host_head": "Ottilie Brandreth",
    "host_lead": "Magnus Fairweather",
    "host_key_adult": "Daniel Mensah",
    "host_senco": "Petra Lindholm",
    "host_safeguarding": "Yusuf Kaplan",
    "host_attendance": "Gwen Tolliver",
}
MOTHERS_ADDRESS, MOTHERS_EMAIL, MOTHERS_PHONE = "9 Harbour Walk", "huda@safe.example", "07700 900 777"
CANARIES = ("Kestrel", *NEW_SCHOOL.values(), MOTHERS_ADDRESS, MOTHERS_EMAIL, MOTHERS_PHONE)
CANARIES += tuple(part for name in PEOPLE_THERE.values() for part in name.split())


# Three children ---------------------------------------------------------------------------------------------


class Area(World):
    """An area in which whoever writes of a place says why, where somebody must not learn of it."""

    def take(
        self,
        step: str,
        *,
        by: str,
        occurrence: str = "",
        reasons: dict[str, str] | None = None,
        seen: dict[str, int] | None = None,
        **values: Value,
    ) -> None:
        """Take a step, and say why what it says of a place is written all the same."""
        why = {PLACES: "The others need it."} | (reasons or {})
        super().take(step, by=by, occurrence=occurrence, reasons=why, seen=seen, **values)


@contextmanager
def kept(blocker: DjangoDbBlocker) -> Iterator[None]:
    """Open the database to the tests of a file, and put it back as it was."""
    with blocker.unblock(), closing(sqlite3.connect(":memory:")) as before:
        connection.ensure_connection()
        connection.connection.backup(before)
        yield
        before.backup(connection.connection)


def three_children() -> dict[str, World]:
    """Give the area as it is for each child on the day of their story."""
    world = Area()
    _name_people(world)
    found: dict[str, World] = {}
    for name, begin in (("hamza", _hamza), ("kamal", _kamal), ("lena", _lena)):
        begin(found.setdefault(name, copy(world)))
    return found


def _name_people(world: World) -> None:
    for name, value in NEW_SCHOOL.items():
        setattr(world.host, name, value)
    world.host.save()
    world.people["home_key_adult"].name = "Nia Vaughan"
    world.people["home_key_adult"].save()
    for role, name in PEOPLE_THERE.items():
        user = world.people[role]
        user.name, user.phone = name, NEW_SCHOOL["phone"]
        user.save()
    for role, name, post in (
        ("council_adviser", ADVISER, Post.ADVISER),
        ("social_worker", SOCIAL_WORKER, Post.SOCIAL_WORKER),
    ):
        address = f"{name.split()[0].lower()}@harrowmere.example"
        user = User.objects.create_user(address, name, phone="01632 960 199")
        Membership.objects.create(user=user, organisation=world.council, post=post)
        world.people[role] = user


def _parent(name: str, relation: Relation, **more: Value) -> NewParty:
    return NewParty(name, relation, True, Channel.EMAIL, ADDRESSES.get(name, MOTHERS_EMAIL), **more)


def _hamza(world: World) -> None:
    """Every review was held, and everyone is to be asked afresh."""
    parents = (
        _parent(MOTHER, Relation.MOTHER, language="ur"),
        _parent(FATHER, Relation.FATHER, language="ar"),
    )
    world.open_case(parties=parents, email=ADDRESSES[CHILD], born_on=date(2011, 10, 5))
    move.the_rest_up_to_the_first_day(world, sign=False)
    move.the_child_arrives(world, move.FIRST_DAY)
    move.every_review_is_held(world, "ask_for_move")


def _kamal(world: World) -> None:
    """Everyone has agreed, the father among them, and he must not learn where Kamal lives and learns."""
    mother = _parent("Huda Rahman", Relation.MOTHER, phone=MOTHERS_PHONE, address=(MOTHERS_ADDRESS,))
    father = _parent(KAMALS_FATHER, Relation.FATHER, on_paper=True, address=("4 Mill Road", "Harrowmere"))
    world.open_case(parties=(mother, father), given="Kamal", family="Rahman")
    contacts.restrict(
        case_id=world.case_id(),
        party_id=world.party(Relation.FATHER).pk,
        by=world.people["home_head"],
        at=world.now,
        hides=[Hidden.SCHOOL, Hidden.ADDRESS],
        order="Child arrangements order of 3 June",
    )
    move.the_rest_up_to_the_first_day(world, sign=False)
    move.the_child_arrives(world, move.FIRST_DAY)
    world.take(
        "write_home", by="host_key_adult", week_word="Kestrel Park suits him. Magnus Fairweather helps."
    )
    for number in ("d4", "d8"):
        move.a_review_is_held(world, number, "continue")
    move.a_review_is_held(world, "d12", "ask_for_move")
    move.the_agreement_is_drawn_up(world)


def _lena(world: World) -> None:
    """Lena is looked after, and her family has been told."""
    council = _parent(COUNCIL_AS_PARENT, Relation.COUNCIL_PARENT)
    world.open_case(parties=(council,), given="Lena", family="Novak", answers={"looked_after": "yes"})
    move.the_home_school_looks_whether_a_move_is_right(world)
    world.take("tell_family", by="home_head")


def reads(world: World, relation: Relation, language: str, **needs: bool) -> None:
    """Let the lead note how somebody reads."""
    party, lead = world.party(relation), world.people["home_lead"]
    contacts.note_needs(
        case_id=world.case_id(), party_id=party.pk, by=lead, at=world.now, language=language, **needs
    )


def is_reached_by_post(world: World, relation: Relation) -> None:
    """Let one of the home school write down that somebody is reached by post, and another one check it."""
    party, case, now = world.party(relation), world.case_id(), world.now
    contacts.ask_change(
        case_id=case,
        party_id=party.pk,
        by=world.people["home_lead"],
        at=now,
        new={"channel": Channel.POST, "address": ["4 Mill Road", "Harrowmere"]},
    )
    contacts.check_change(
        case_id=case,
        change_id=party.changes.get().pk,
        by=world.people["home_head"],
        at=now,
        is_right=True,
        how=Verified.IN_PERSON,
    )


# One of a family --------------------------------------------------------------------------------------------


class Relative(Person):
    """One of a family at their telephone. Each screen of each visit is counted, and what they typed where."""

    def __init__(self, town: Town, name: str) -> None:
        super().__init__(town.window(PHONE), town.did[name])
        self.town, self.name = town, name
        self.screens: list[int] = []
        self.typed: Counter[str] = Counter()
        self.page.on("framenavigated", self._count)

    def _count(self, frame: Frame) -> None:
        if frame.parent_frame is None and self.screens:
            self.screens[-1] += 1

    @property
    def party(self) -> Party:
        """Give their row, with the telephone to which codes come."""
        return self.town.with_a_telephone(self.name)

    @property
    def counted(self) -> str:
        """Say what it took them."""
        typed = ", ".join(f"{count} {what}" for what, count in sorted(self.typed.items()))
        return f"screens of each visit {self.screens}, typed: {typed or 'nothing'}"

    def say(self, english: str) -> str:
        """Say words of ours as the page in front of them does."""
        language = self.page.locator("html").get_attribute("lang") or "en"
        return catalog(language).get(english) or english

    def fills(self, field: str, text: str) -> None:
        """Fill the box of a field, in whatever language its label is."""
        self.page.locator(f"[name={field}]:visible").fill(text)
        self.did["typed"] += 1
        self.typed[field] += 1

    def comes(self) -> "Relative":
        """Come by the link in the latest message, and type the code that came by text."""
        self.comes_to_the_door()
        self.presses(self.say("Open it"))
        self.goes_in()
        return self

    def comes_to_the_door(self) -> None:
        """Follow the link in the latest message."""
        self.town.with_a_telephone(self.name)
        self.screens.append(0)
        self.page.goto(self.town.link_to(ADDRESSES[self.name]))

    def goes_in(self) -> None:
        """Type the code that came by text."""
        self.fills("code", self.town.code_for(self.party))
        self.presses(self.say("Go in"))
        self.page.wait_for_url("**/for-you/")

    def opens_the(self, paper: str) -> Paper:
        """Open a paper from their own page."""
        row = self.town.world.paper(paper)
        self.page.locator(f"a[href='/for-you/papers/{row.pk}/']").click()
        self.page.wait_for_url(f"**/papers/{row.pk}/")
        self.did["pressed"] += 1
        return row

    def answers(self, reply: str) -> None:
        """Press on one of the answers that weigh the same."""
        self.page.locator(f"[action$='/{reply}/'] .fs-answer, a.fs-answer[href$='/{reply}/']").click()
        self.page.wait_for_url(f"**/{reply}/")
        self.did["pressed"] += 1

    def signs(self, reply: str = "yes", view: str = "") -> None:
        """Press on an answer, and give it with a name and a fresh code; a no needs no name."""
        self.answers(reply)
        if view:
            self.fills("view", view)
        if reply == "yes":
            self.fills("name", self.name)
        self.fills("code", self.town.code_for(self.party))
        self.presses(self.say("Yes, this is my answer"))
        self.page.wait_for_url(re.compile(r"/papers/\d+/$"))


# What somebody can reach ------------------------------------------------------------------------------------

LINK = re.compile(r"""(?:href|src|action)=["'](/[^"'#?]*)""")


def reached(page: Page, *starts: str, within: str) -> dict[str, str]:
    """Read every page and file that leads on from some addresses, as the browser gets it: head and body.

    `within` is the pattern of the addresses that are followed.
    """
    found: dict[str, str] = {}
    waiting = list(starts)
    while waiting:
        address = waiting.pop()
        if address in found:
            continue
        answer = page.context.request.get(address)
        head = f"{answer.status} {answer.headers.get('content-disposition', '')} {answer.url}\n"
        is_pdf = answer.headers.get("content-type") == "application/pdf"
        found[address] = head + (words_in(answer.body()) if is_pdf else unescape(answer.text()))
        waiting += [] if is_pdf else [one for one in LINK.findall(found[address]) if re.match(within, one)]
    return found


@cache
def words_in(pdf: bytes) -> str:
    """Give all that a PDF says: its pages, every word in its parts, its metadata, and what is attached."""
    with pikepdf.open(BytesIO(pdf)) as document:
        told = [str(text) for one in document.objects for text in _strings(one)]
        streams = [one for one in document.objects if isinstance(one, pikepdf.Stream)]
        plain = [one for one in streams if one.get("/Type") in {"/Metadata", "/EmbeddedFile"}]
        told += [one.read_bytes().decode(errors="ignore") for one in plain]
    return "\n".join(told + pages_of(Pdf(pdf, "ua-1")))


def _strings(one: pikepdf.Object) -> Iterator[pikepdf.Object]:
    if isinstance(one, pikepdf.String):
        yield one
    elif isinstance(one, pikepdf.Array):
        for part in one:
            yield from _strings(part)
    elif isinstance(one, pikepdf.Dictionary | pikepdf.Stream):
        for part in dict(one.items()).values():
            if not getattr(part, "is_indirect", False):
                yield from _strings(part)


def told(said: dict[str, str], *secrets: str) -> list[str]:
    """List where which of some words are said, however they are spaced."""
    tight = {where: close(words).casefold() for where, words in said.items()}
    wanted = {secret: close(secret).casefold() for secret in secrets}
    return [
        f"{where}: “{secret}”"
        for where, words in tight.items()
        for secret in wanted
        if wanted[secret] in words
    ]


def every_address(world: World) -> list[str]:
    """Give each address that a family's page can have, whosever the letter or paper of the case is."""
    numbers = Document.objects.filter(case=world.case).values_list("pk", flat=True)
    letters = [f"/for-you/letters/{one}/" for one in numbers]
    papers = [f"/for-you/papers/{one}/" for one in Paper.objects.values_list("pk", flat=True)]
    replies = [f"{one}{reply}/" for one in papers for reply in ("yes", "no", "talk", "pressed")]
    asked = [f"/for-you/answer/{one}/" for one in protocol_of(world.protocol.pk).families]
    others = ["/for-you/", "/for-you/welcome/", "/for-you/ask/", "/for-you/done/"]
    return [*others, *asked, *letters, *(f"{one}pdf/" for one in letters), *papers, *replies]


# In each language -------------------------------------------------------------------------------------------

NARROWEST = 320  # pixels


def faults_in_each_language(reader: Relative, name: str, path: str = "", press: str = "") -> list[str]:
    """Open a page in each language; list where it scrolls sideways or breaks a rule for accessible pages.

    `press` is a button to what is looked at, in our words.
    """
    found, page = [], reader.page
    path = path or urlsplit(page.url).path
    for language in offered():
        came = page.goto(f"{path}?language={language.code}")
        if press:
            with page.expect_navigation() as pressed:
                reader.presses(reader.say(press))
            came = pressed.value
        html = page.locator("html")
        seen = [came and came.status, html.get_attribute("lang"), html.get_attribute("dir")]
        wrong = [] if seen == [200, language.code, language.direction] else [f"it is {seen}"]
        if page.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
            wrong.append(f"scrolls sideways: {page.evaluate(WIDE)}")
        page.evaluate(SCRIPT)
        wrong += page.evaluate(VIOLATIONS, RULES)
        found += [f"{language.code:4}{name:12}{one[:300]}" for one in wrong]
    return found


WIDE = """() => [...document.querySelectorAll("main *, nav *")]
  .filter(one => {
    const box = one.getBoundingClientRect();
    return box.right > window.innerWidth + 1 || box.left < -1;
  })
  .map(one => one.outerHTML.slice(0, 80)).slice(-2).join(" ")"""
