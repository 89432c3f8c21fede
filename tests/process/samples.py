"""One invented case in plain values, for rules that need no database.

Hamza of Thornley Vale goes to Kestrel Park from Monday 30 November 2026; today is the Tuesday before.
"""

import tomllib
from dataclasses import replace
from datetime import UTC, date, datetime, time
from functools import cache
from pathlib import Path
from typing import Any

from freshstart.outside.books import editions, protocols
from freshstart.process.calendars import Calendar
from freshstart.process.effects import planned_reviews
from freshstart.process.facts import (
    Approach,
    Facts,
    Given,
    Organisation,
    Party,
    Person,
    Phase,
    Pupil,
    Record,
    Review,
    Sent,
)
from freshstart.process.laws import LawEdition, edition_on
from freshstart.process.protocols import Protocol
from freshstart.process.replies import PaperVersion, Signature, View
from freshstart.process.steps import Actor
from freshstart.process.values import Value
from freshstart.process.vocabulary import Channel, Method, PhaseKind, PhaseOutcome, Post, Relation, Reply
from tests.process.school_terms import KESTREL, d

TODAY = d("Tue 2026-11-24")
FIRST_DAY = d("Mon 2026-11-30")
LAST_DAY = d("Mon 2027-04-19")
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
HARROWMERE = Party(
    5,
    "Priya Nair, Harrowmere Council",
    Relation.COUNCIL_PARENT,
    has_responsibility=True,
    is_asked=True,
    channel=Channel.EMAIL,
)
GRACE = Party(4, "Grace Obi", Relation.SOCIAL_WORKER, None, is_asked=True, channel=Channel.EMAIL)

DIRECTION = Phase(1, PhaseKind.OFF_SITE_DIRECTION, "england_2026_07_26", TODAY, FIRST_DAY, LAST_DAY, 74)
MOVE = Phase(2, PhaseKind.MANAGED_MOVE, "england_2026_07_26", MOVED, MOVED, None, arrived_on=MOVED)


@cache
def southwark() -> Protocol:
    return protocols()["southwark"]


@cache
def inaura() -> Protocol:
    return protocols()["inaura"]


@cache
def older() -> Protocol:
    return protocols()["older"]


@cache
def law() -> LawEdition:
    return edition_on(editions(), TODAY)


def changed(plan: Protocol, **lists: Any) -> Protocol:
    """Give a protocol with other lists."""
    given = {name: getattr(plan, name) for name in Protocol.model_fields}
    return Protocol.model_construct(**{**given, **lists})


def with_step(plan: Protocol, step_id: str, **changes: Any) -> Protocol:
    """Give a protocol with one step otherwise."""
    steps = tuple(one.model_copy(update=changes) if one.id == step_id else one for one in plan.step)
    return changed(plan, step=steps)


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
    return Signature(signer, signer, Reply.YES if signed else Reply.NO, "", at(on), on, Method.LINK)


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


def excluded(today: date = TODAY, *records: Record, **answers: Value) -> Facts:
    """Give the case of a child who is permanently excluded from the day of these samples on."""
    return facts(
        today=today, records=records, answers=answered(kind="diversion", excluded_on=f"{TODAY}", **answers)
    )


def somebody(*roles: str, **more: Value) -> Actor:
    return Actor(1, "Rana Okafor", frozenset(roles), **more)


# What the law and the protocols demand ----------------------------------------------------------------------

RETURNED = ("send_new_pupil_return", "send_deletion_return", "send_last_records", "send_safeguarding_file")
UNSURE = replace(SAIRA, has_responsibility=None)
SIXTEEN = replace(facts().pupil, born_on=d("2010-08-31"), year_group=11)
CANCELLED = record("cancel_exclusion")
WEEK_7 = (replace(reviews()[0], number="d7", week=7),)
REVIEWED = {"invited_on": d("2026-12-18"), "held_on": d("2027-01-08"), "decided_on": d("2027-01-11")}
IN_WEEK_6 = d("2027-01-11")

# The cases on which the rules of `rules_of_2026.toml` are shown, by the names they have there.
CASES: dict[str, Facts] = {
    "before": facts(host=HOST),
    "accepted": facts(host=HOST, records=(record("accept_place"),)),
    "not_a_school": facts(host=replace(HOST, is_registered_school=False)),
    "not_mainstream": facts(host=replace(HOST, is_mainstream=False)),
    "parent_unsure": facts(host=HOST, parties=(HAMZA, UNSURE)),
    "parents_differ": facts(
        host=HOST,
        parties=(HAMZA, SAIRA, IMRAN),
        views=(view("ask_schools", "yes"), view("ask_schools", "no", IMRAN)),
    ),
    "council_answers": facts(host=HOST, parties=(HAMZA, SAIRA, HARROWMERE)),
    # Of school age until 31 August after the sixteenth birthday.
    "last_of_school_age": facts(host=HOST, pupil=SIXTEEN, today=d("2026-08-31")),
    "after_school_age": facts(host=HOST, pupil=SIXTEEN, today=d("2026-09-01")),
    "social_worker": facts(host=HOST, parties=(HAMZA, SAIRA, GRACE)),
    "said_yes": facts(views=(view("ask_schools", "yes"),)),
    "said_no": facts(views=(view("ask_schools", "no"),)),
    "year_11": facts(pupil=replace(facts().pupil, year_group=11)),
    "moved_before": facts(is_repeated=True),
    "family_told": facts(host=HOST, records=(record("tell_family"),)),
    "partnership_decided": facts(host=HOST, records=(record("partnership_decides"),)),
    "rated": facts(host=HOST, records=(record("rate_readiness"),)),
    "risks_read": facts(host=HOST, records=(record("acknowledge_risks"),)),
    "decided": directed(TODAY),
    "decided_late": directed(d("2026-11-27")),
    "endless": directed(TODAY, phase={"ends_on": None}),
    "review_in_week_7": directed(TODAY, reviews=WEEK_7),
    "of_age": directed(TODAY, pupil=replace(facts().pupil, born_on=d("2008-11-24"))),
    "nearly_of_age": directed(TODAY, pupil=replace(facts().pupil, born_on=d("2008-11-25"))),
    "there": directed(phase={"arrived_on": FIRST_DAY}),
    "there_with_records": directed(phase={"arrived_on": FIRST_DAY}, records=(record("send_records"),)),
    "there_not_a_school": directed(
        phase={"arrived_on": FIRST_DAY}, host=replace(HOST, is_registered_school=False)
    ),
    "invited": directed(reviews=reviews(d4={"invited_on": FIRST_DAY})),
    "without_nominee": directed(
        records=(record("hold_review", occurrence="d4", who_met=["home_head", "party:2"]),)
    ),
    "with_nominee": directed(
        records=(record("hold_review", occurrence="d4", who_met=["home_head", "home_nominee"]),)
    ),
    "reviewed": directed(IN_WEEK_6, reviews=reviews(d4={**REVIEWED, "decided_on": None})),
    "review_decided": directed(IN_WEEK_6, reviews=reviews(d4=REVIEWED)),
    "back_again": directed(MOVED, phase={"outcome": PhaseOutcome.RETURNED, "ended_on": MOVED}),
    "drawn": directed(papers=(paper("agreement"),)),
    "one_no": directed(papers=(paper("agreement", signature("party:2", signed=False)),)),
    "agreed": directed(papers=(everyone_signed("agreement"),)),
    "agreed_at_once": facts(host=HOST, papers=(everyone_signed("agreement"),)),
    "moved": moved(),
    "moved_and_returned": moved(records=tuple(record(step, MOVED) for step in RETURNED)),
    "excluded": excluded(),
    "excluded_and_taught": excluded(TODAY, record("arrange_education")),
    "excluded_and_considered": excluded(TODAY, record("record_governors"), governors_decision="upheld"),
    "cancelled": excluded(TODAY, CANCELLED),
    "cancelled_30_days_ago": excluded(d("2026-12-24"), CANCELLED),
    "cancelled_31_days_ago": excluded(d("2026-12-25"), CANCELLED),
    "cancelled_and_back": excluded(TODAY, CANCELLED, record("confirm_back", arrived_today="yes")),
}


@cache
def demands() -> dict[str, list[dict[str, Any]]]:
    """Read what is demanded: by the law `stop`, `clock`, `document` and `tell`, beyond it `gate`."""
    return tomllib.loads(Path(__file__).with_name("rules_of_2026.toml").read_text(encoding="utf-8"))


def case_of(shown: dict[str, Value]) -> Facts:
    """Give a case of the table: a named one, with the answers that stand beside its name."""
    answers = {name: value for name, value in shown.items() if name != "case"}
    case = CASES[shown.get("case", "before")]
    return replace(case, answers={**case.answers, **answered(**answers)})
