"""Does anything that one person must not learn stand in what they are given?"""

from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from freshstart.outside.books import protocols
from freshstart.process.facts import Approach, Facts, Given, Organisation, Party, Person
from freshstart.process.papers import compose, digest
from freshstart.process.progress import promises_of, told_to
from freshstart.process.protocols import Protocol, Question, QuestionKind
from freshstart.process.restrictions import LEFT_OUT, TYPED, cleared_for, facts_for, places_told, protected
from freshstart.process.tongues import ENGLISH, NOT_SHOWN, SOMEWHERE, Tongue
from freshstart.process.values import Value
from freshstart.process.vocabulary import Hidden, Post
from freshstart.process.wordings import letter_words, role_words, words
from tests.process.samples import (
    FIRST_DAY,
    HAMZA,
    HOST,
    IMRAN,
    SAIRA,
    TODAY,
    directed,
    everyone_signed,
    inaura,
    record,
    southwark,
    view,
)
from tests.process.test_tongues import TURNED

HEAD, KEY_ADULT, LEAD = (
    Person(71, "Perpetua Quarles"),
    Person(72, "Oswin Tregarth"),
    Person(73, "Ilse Varnum"),
)
THERE = replace(
    HOST,
    name="Quillmoor Heights Academy",
    known_as="Quillmoor",
    address=("17 Larkspur Rise", "Tarnholme"),
    phone="01632 960 177",
    posts={Post.HEAD: (HEAD,), Post.KEY_ADULT: (KEY_ADULT,), Post.LEAD: (LEAD,)},
)
ASKED_TOO = Organisation(9, "Bramblewick School", "Bramblewick")
FATHER = replace(IMRAN, hides=(Hidden.SCHOOL, Hidden.ADDRESS), address=("4 Elder Court", "Harrowmere"))
MOTHER = replace(SAIRA, address=("9 Wychwood Terrace", "Sallowby"))
SECRET = (
    *("Quillmoor Heights Academy", "Quillmoor", "17 Larkspur Rise", "Tarnholme", "01632 960 177"),
    *("Perpetua Quarles", "Oswin Tregarth", "Ilse Varnum", "Bramblewick School"),
    *("9 Wychwood Terrace", "Sallowby"),
)
OF_TODAY = [one for one in protocols().values() if one.in_force_until is None]

# An answer to each kind of question, with some words in it where words can be typed.
FILLED: dict[QuestionKind, Any] = {
    "text": lambda text: text,
    "words": lambda text: f"{text}\n{text}",
    "lines": lambda text: [text, "Another line"],
    "time": lambda text: "15:30",
    "promises": lambda text: [{"who": "host_key_adult", "what": text, "by": text}],
    "commitments": lambda text: [{"what": text, "kept": "partly"}],
    "yes_no": lambda text: "yes",
    "rating": lambda text: "amber",
    "date": lambda text: "2026-11-30",
    "number": lambda text: 2,
    "school": lambda text: THERE.id,
    "staff": lambda text: KEY_ADULT.id,
    "people": lambda text: ["host_head", "host_lead", "key_adult", "party:2"],
    "week": lambda text: {"2026-11-30": ["/", "\\"]},
}


def answer(question: Question, text: str) -> Value:
    options = list(question.options)
    if options:
        return options if question.kind == "choices" else options[0]
    return FILLED[question.kind](text)


def case_of(protocol: Protocol, text: str, **more: Value) -> Facts:
    """Give a case on which everything was answered, and every free text holds these words."""
    given = {
        one.id: Given(answer(one, text), reason=text, on=TODAY, by=HEAD.name) for one in protocol.question
    }
    known: dict[str, Value] = {
        "host": THERE,
        "answers": given,
        "parties": (HAMZA, MOTHER, FATHER),
        "staff": {"key_adult": KEY_ADULT, "facilitator": LEAD},
        "approaches": (
            Approach(7, THERE, TODAY, "yes", TODAY, chosen=True),
            Approach(8, ASKED_TOO, TODAY, "no", TODAY, why=text, closed=True),
        ),
        "papers": (everyone_signed("plan"),),
        "records": tuple(record(step.id, FIRST_DAY) for step in protocol.step),
        "views": (replace(view("ask_schools", "yes", MOTHER), words=text),),
    }
    return directed(**{**known, **more})


def lines_of(value: Value) -> Iterator[str]:
    match value:
        case str():
            yield value
        case dict():
            yield from (line for one in value.values() for line in lines_of(one))
        case list() | tuple():
            yield from (line for one in value for line in lines_of(one))


def read(protocol: Protocol, facts: Facts, tongue: Tongue = ENGLISH) -> Iterator[str]:
    """Give every word that letters, papers and pages could be made of, and the letters and papers."""
    yield from words(protocol, facts, tongue).values()
    for letter in protocol.letters:
        yield from lines_of(letter_words(protocol, facts, letter, tongue=tongue))
    for paper in protocol.papers:
        yield from lines_of(compose(protocol, facts, paper, tongue))
    yield from lines_of(list(promises_of(facts, tongue)))
    yield from (role_words(facts, role, tongue) for role in ("host_head", "host_lead", "key_adult"))


def secrets_in(texts: Iterator[str], secret: tuple[str, ...] = SECRET) -> set[str]:
    told = "\n".join(texts).casefold()
    return {one for one in secret if one.casefold() in told}


# Nothing comes out ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("protocol", OF_TODAY, ids=lambda one: one.id)
@pytest.mark.parametrize("tongue", [ENGLISH, TURNED], ids=["english", "turned"])
def test_no_name_address_nor_person_of_the_new_school_reaches_who_must_not_learn_it(
    protocol: Protocol, tongue: Tongue
) -> None:
    typed = "Ask at Quillmoor, or Oswin Tregarth. Saira is at 9 Wychwood Terrace, Sallowby."
    case = case_of(protocol, typed)
    assert secrets_in(read(protocol, case, tongue)) >= {"Quillmoor Heights Academy", "Oswin Tregarth"}
    assert secrets_in(read(protocol, facts_for(protocol, case, FATHER), tongue)) == set()


def test_who_must_not_learn_an_address_alone_still_reads_about_the_school() -> None:
    case = case_of(southwark(), "Saira is at 9 Wychwood Terrace, Sallowby.")
    only_address = replace(FATHER, hides=(Hidden.ADDRESS,))
    found = secrets_in(read(southwark(), facts_for(southwark(), case, only_address)))
    assert "Quillmoor Heights Academy" in found
    assert not {"9 Wychwood Terrace", "Sallowby"} & found


@cache
def kept_from(protocol: Protocol) -> Facts:
    return case_of(protocol, "")


CANARIES = st.sampled_from(["Quillmoor Heights Academy", "Oswin Tregarth", "17 Larkspur Rise, Tarnholme"])
BESIDE = st.text(alphabet=st.characters(codec="utf-8", exclude_categories=("Cs", "Co", "Cn")), max_size=30)
BETWEEN = st.sampled_from([" ", ", ", ". ", "\n", ": ", " (", "“", " – "])


@pytest.mark.parametrize("name", ["inaura", "manchester", "leicestershire"])
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(canary=CANARIES, before=BESIDE, after=BESIDE, left=BETWEEN, right=BETWEEN)
def test_a_name_that_is_typed_into_any_answer_never_comes_out(  # noqa: PLR0917 - what is drawn
    name: str, canary: str, before: str, after: str, left: str, right: str
) -> None:
    protocol = protocols()[name]
    case = case_of(protocol, f"{before}{left}{canary}{right}{after}")
    shown = facts_for(protocol, case, FATHER)
    assert secrets_in(read(protocol, shown), (canary,)) == set()
    assert secrets_in((one.reason for one in shown.answers.values()), (canary,)) == set()


def test_what_is_typed_stays_but_for_the_place() -> None:
    case = case_of(southwark(), "He starts at Quillmoor after lunch.")
    shown = facts_for(southwark(), case, FATHER)
    assert shown.value("support_there") == "\n".join([f"He starts at {LEFT_OUT} after lunch."] * 2)
    assert shown.value("tried") == [f"He starts at {LEFT_OUT} after lunch.", "Another line"]
    (promise,) = shown.value("promises")
    assert promise == {
        "who": "host_key_adult",
        "what": f"He starts at {LEFT_OUT} after lunch.",
        "by": f"He starts at {LEFT_OUT} after lunch.",
    }
    assert words(southwark(), shown)["promises"].startswith("Key adult, the new school: He starts at […]")


def test_an_answer_that_tells_the_place_is_kept_as_a_whole() -> None:
    case = case_of(inaura(), "Bus 14 to the last stop")
    shown = facts_for(inaura(), case, FATHER)
    telling = [one for one in inaura().question if one.tells_place]
    assert {one.id for one in telling} >= {"travel", "report_to", "session_times", "key_adult", "first_week"}
    for question in telling:
        kept = shown.value(question.id)
        assert kept in {None, NOT_SHOWN} if question.kind != "lines" else kept == [NOT_SHOWN]
    only_address = facts_for(inaura(), case, replace(FATHER, hides=(Hidden.ADDRESS,)))
    assert only_address.value("travel") == "Bus 14 to the last stop"


def test_the_new_school_keeps_what_the_rules_need_of_it_and_nothing_that_names_it() -> None:
    host = facts_for(southwark(), case_of(southwark(), ""), FATHER).host
    assert host is not None
    assert (host.name, host.known_as, host.posts, host.address, host.phone) == (
        *(SOMEWHERE, SOMEWHERE),
        *({}, (), ""),
    )
    assert (host.is_mainstream, host.is_registered_school) == (True, True)
    assert host.school_days().is_school_day(FIRST_DAY)
    assert "Kestrel Park" not in str(host)  # whose calendar it is: a refusal would say that


# What must be as it is for everybody ----------------------------------------------------------------------


@pytest.mark.parametrize("party", [None, HAMZA, MOTHER, replace(FATHER, hides=())])
def test_for_anybody_else_nothing_is_taken_out(party: Party | None) -> None:
    case = case_of(southwark(), "At Quillmoor")
    assert facts_for(southwark(), case, party) is case
    if party:
        assert cleared_for(case, party, "At Quillmoor") == "At Quillmoor"


@pytest.mark.parametrize("protocol", OF_TODAY, ids=lambda one: one.id)
def test_whoever_must_not_learn_a_place_signs_every_clause_that_the_others_sign(protocol: Protocol) -> None:
    case = case_of(protocol, "At Quillmoor")
    theirs = facts_for(protocol, case, FATHER)
    for paper in protocol.papers:
        texts = [compose(protocol, one, paper) for one in (case, theirs)]
        clauses = [[clause["id"] for clause in text["clauses"]] for text in texts]
        assert clauses[0] == clauses[1]
        assert digest(texts[0]) != digest(texts[1])


def test_ones_own_address_is_nothing_to_hide_and_the_others_are() -> None:
    case = case_of(southwark(), "")
    shown = facts_for(southwark(), case, FATHER)
    assert {one.id: one.address for one in shown.parties} == {1: (), 2: (), 3: FATHER.address}
    known = protected(case, FATHER)
    assert known.addresses == tuple(sorted(MOTHER.address))
    assert {"Quillmoor", "Oswin Tregarth", "Perpetua Quarles", "Bramblewick"} <= set(known.names)
    assert protected(case, replace(FATHER, hides=(Hidden.ADDRESS,))).names == ()


def test_what_others_said_and_did_is_not_handed_on() -> None:
    shown = facts_for(southwark(), case_of(southwark(), "At Quillmoor"), FATHER)
    assert (shown.views, shown.approaches, shown.staff) == ((), (), {})
    assert not any(one.values or one.reasons or one.by for one in shown.records)
    assert (
        "unheard_of"
        not in facts_for(
            southwark(), case_of(southwark(), "").assuming({"unheard_of": "At Quillmoor"}, TODAY), FATHER
        ).answers
    )


def test_before_a_school_is_chosen_those_that_were_asked_are_protected() -> None:
    case = case_of(southwark(), "Bramblewick School thinks about it.", host=None, staff={})
    shown = facts_for(southwark(), case, FATHER)
    assert shown.host is None
    assert secrets_in(read(southwark(), shown)) == set()


# What staff are told while they type, and what the family is told ------------------------------------------


def test_a_text_that_may_tell_a_place_is_pointed_out_while_it_is_typed() -> None:
    case, step = case_of(inaura(), ""), inaura().steps["draw_up_agreement"]
    values = {"integration_plan": "Fridays with Oswin Tregarth", "promises": [{"who": "lead", "what": "x"}]}
    assert places_told(inaura(), case, step, values) == ("Oswin Tregarth",)
    values["promises"] = [{"who": "lead", "what": "Rings Quillmoor", "by": "9 Wychwood Terrace"}]
    found = places_told(inaura(), case, step, values)
    assert found[0] == "Oswin Tregarth"
    assert set(found) == {"Oswin Tregarth", "Quillmoor", "9 Wychwood Terrace"}
    free = replace(case, parties=(HAMZA, MOTHER))
    assert places_told(inaura(), free, step, values) == ()


def test_a_question_that_asks_for_the_place_is_not_pointed_out() -> None:
    step = next(one for one in inaura().step if "report_to" in one.asks)
    values = {"report_to": "Quillmoor, main door"}
    assert places_told(inaura(), case_of(inaura(), ""), step, values) == ()


def written(question: str, text: str) -> Facts:
    told = replace(record("write_home", FIRST_DAY, **{question: text}), by=KEY_ADULT.name)
    return case_of(inaura(), "", records=(told,))


def test_what_staff_write_home_reaches_a_parent_without_the_place_and_without_who_is_there() -> None:
    case = written("week_word", "A good week at Quillmoor.")
    (mine,), (whole,) = (told_to(inaura(), case, party) for party in (FATHER, MOTHER))
    assert (whole.words, whole.by) == ("A good week at Quillmoor.", "Oswin Tregarth")
    assert mine.words == f"A good week at {LEFT_OUT}."
    assert secrets_in(iter((mine.what, mine.words, mine.by))) == set()
    assert told_to(inaura(), case, HAMZA) == ()  # it was written to the parents


def test_every_kind_of_answer_that_is_typed_is_cleared() -> None:
    chosen = {"yes_no", "choice", "choices", "rating", "date", "number", "school", "staff", "people", "week"}
    kinds: set[str] = {one.kind for one in inaura().question}
    assert kinds <= TYPED | chosen
    assert not TYPED & chosen
