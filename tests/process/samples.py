"""One invented case in plain values, for rules that need no database.

Hamza of Thornley Vale goes to Kestrel Park from Monday 30 November 2026; today is the Tuesday before.
"""

from dataclasses import replace
from datetime import UTC, date, datetime, time
from functools import cache

from freshstart.outside.books import editions, protocols
from freshstart.process.calendars import Calendar
from freshstart.process.effects import planned_reviews
from freshstart.process.facts import (
    Approach,
    Facts,
    Given,
    Organisation,
    PaperVersion,
    Party,
    Person,
    Phase,
    Pupil,
    Record,
    Review,
    Sent,
    Signature,
    Value,
    View,
)
from freshstart.process.laws import LawEdition, edition_on
from freshstart.process.protocols import Protocol
from freshstart.process.steps import Actor
from freshstart.process.vocabulary import Channel, Method, PhaseKind, PhaseOutcome, Post, Relation
from tests.process.school_terms import KESTREL, d

TODAY = d("Tue 2026-11-24")
FIRST_DAY = d("Mon 2026-11-30")
LAST_DAY = d("Mon 2027-04-12")
MOVED = d("Mon 2027-03-22")

HEADS = {
    "home": Person(11, "Colin Bright"),
    "host": Person(21, "Sunita Rao"),
    "council": Person(31, "Omar Reyes"),
}
DANIEL = Person(22, "Daniel Mensah", "01632 960 142")
FAY = Person(41, "Fay Lindqvist")

HOME = Organisation(
    1,
    "Thornley Vale Academy",
    "Thornley Vale",
    ("1 Mill Road", "Harrowmere"),
    "01632 960 100",
    is_mainstream=True,
    is_registered_school=True,
    calendar=replace(KESTREL, name="Thornley Vale").to_plain(),
    posts={Post.HEAD: (HEADS["home"],)},
)
HOST = Organisation(
    2,
    "Kestrel Park School",
    "Kestrel Park",
    ("2 Mill Road", "Harrowmere"),
    is_mainstream=True,
    is_registered_school=True,
    calendar=KESTREL.to_plain(),
    posts={Post.HEAD: (HEADS["host"],), Post.KEY_ADULT: (DANIEL,), Post.LEAD: (DANIEL, FAY)},
)
COUNCIL = Organisation(
    3,
    "Harrowmere Council",
    "Harrowmere Council",
    calendar=replace(KESTREL, name="Harrowmere Council").to_plain(),
)
OTHER_COUNCIL = replace(COUNCIL, id=4, name="Aldermoor Council", known_as="Aldermoor Council")

HAMZA = Party(1, "Hamza Siddiqui", Relation.PUPIL, None, is_asked=True, channel=Channel.POST)
SAIRA = Party(
    2, "Saira Siddiqui", Relation.MOTHER, has_responsibility=True, is_asked=True, channel=Channel.EMAIL
)
IMRAN = Party(
    3, "Imran Siddiqui", Relation.FATHER, has_responsibility=True, is_asked=True, channel=Channel.POST
)
GRACE = Party(4, "Grace Obi", Relation.SOCIAL_WORKER, None, is_asked=True, channel=Channel.EMAIL)

DIRECTION = Phase(1, PhaseKind.OFF_SITE_DIRECTION, "england_2026_07_26", TODAY, FIRST_DAY, LAST_DAY, 69)
MOVE = Phase(2, PhaseKind.MANAGED_MOVE, "england_2026_07_26", MOVED, MOVED, None, arrived_on=MOVED)


@cache
def southwark() -> Protocol:
    return protocols()["southwark"]


@cache
def law() -> LawEdition:
    return edition_on(editions(), TODAY)


def facts(**changes: Value) -> Facts:
    """Give the case before anybody outside the school was told, with these changes."""
    whole = Facts(
        reference="7K3M-9Q2T",
        today=TODAY,
        opened_on=d("Mon 2026-11-02"),
        lead=Person(12, "Rana Okafor", "01632 960 111"),
        pupil=Pupil("Hamza", "Siddiqui", "", d("2014-03-03"), 8, upn_known=True),
        home=HOME,
        council=COUNCIL,
        home_council=COUNCIL,
        parties=(HAMZA, SAIRA),
    )
    return replace(whole, **changes)


def answered(**values: Value) -> dict[str, Given]:
    """Give answers as they were given on the day the case was opened."""
    return {name: Given(value, on=d("Mon 2026-11-02"), by="Rana Okafor") for name, value in values.items()}


def at(on: date) -> datetime:
    return datetime.combine(on, time(9), UTC)


def record(step: str, on: date = TODAY, occurrence: str = "", **values: Value) -> Record:
    return Record(step, occurrence, at(on), on, "Rana Okafor", values)


def asked(answer: str = "", **more: Value) -> Approach:
    """Ask Kestrel Park on the 10th; it answers, if it does, on the 12th."""
    answered_on = d("2026-11-12") if answer else None
    return replace(Approach(7, HOST, d("2026-11-10"), answer, answered_on), **more)


def view(question: str, value: str, party: Party = SAIRA, on: date = TODAY) -> View:
    return View(question, party.id, value, "", on, Method.LINK)


def sent(letter: str, occurrence: str = "", on: date = TODAY) -> Sent:
    return Sent(letter, occurrence, on)


def signature(signer: str, *, signed: bool = True, on: date = TODAY) -> Signature:
    return Signature(signer, signer, signed, "", at(on), on, Method.LINK)


def paper(kind: str, *signatures: Signature, **more: Value) -> PaperVersion:
    """Draw up a paper for the child, the mother and both heads."""
    signers = {
        "party:1": HAMZA.name,
        "party:2": SAIRA.name,
        "home_head": "Headteacher",
        "host_head": "Headteacher",
    }
    return replace(PaperVersion(5, kind, 1, 1, "d" * 64, TODAY, signers, signatures), **more)


def everyone_signed(kind: str, on: date = TODAY) -> PaperVersion:
    return paper(kind, *(signature(signer, on=on) for signer in paper(kind).signers))


def reviews(**changes: dict[str, Value]) -> tuple[Review, ...]:
    """Plan the reviews of the direction, each with what is said of it by its number."""
    terms = southwark().terms(PhaseKind.OFF_SITE_DIRECTION)
    planned = planned_reviews(terms, calendar(), FIRST_DAY)
    return tuple(
        replace(Review(number, DIRECTION.id, week, due_on), **changes.get(number, {}))
        for number, week, due_on in planned
    )


def calendar() -> Calendar:
    return HOME.school_days()


def directed(today: date = FIRST_DAY, phase: Value = None, **changes: Value) -> Facts:
    """Give the case while the direction runs."""
    defaults: dict[str, Value] = {
        "host": HOST,
        "today": today,
        "phases": (replace(DIRECTION, **(phase or {})),),
        "reviews": reviews(),
        "approaches": (asked("yes", chosen=True),),
        "staff": {"key_adult": DANIEL, "facilitator": FAY},
    }
    return facts(**{**defaults, **changes})


def moved(today: date = MOVED, **changes: Value) -> Facts:
    """Give the case once the managed move is complete."""
    ended = replace(DIRECTION, arrived_on=FIRST_DAY, ended_on=MOVED, outcome=PhaseOutcome.MANAGED_MOVE)
    settling = Review("i6", MOVE.id, 6, d("Fri 2027-05-14"))
    defaults: dict[str, Value] = {"phases": (ended, MOVE), "reviews": (*reviews(), settling)}
    return directed(today, **{**defaults, **changes})


def somebody(*roles: str, **more: Value) -> Actor:
    return Actor(1, "Rana Okafor", frozenset(roles), **more)
