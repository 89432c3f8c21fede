"""How is what is known said?"""

from dataclasses import replace

import pytest

from freshstart.process.calendars import Calendar
from freshstart.process.facts import Facts, Week
from freshstart.process.protocols import Question, QuestionKind
from freshstart.process.values import Value
from freshstart.process.vocabulary import Post
from freshstart.process.wordings import (
    NOT_YET,
    attendance_line,
    filled,
    letter_words,
    long_date,
    names_in,
    role_words,
    said,
    said_lines,
    words,
)
from tests.process.samples import (
    COUNCIL,
    DIRECTION,
    FIRST_DAY,
    HOME,
    HOST,
    OTHER_COUNCIL,
    answered,
    asked,
    directed,
    facts,
    moved,
    reviews,
    southwark,
)
from tests.process.school_terms import d

CASE = directed()


@pytest.mark.parametrize(
    ("case", "role", "name"),
    [
        (CASE, "lead", "Rana Okafor"),
        (CASE, "facilitator", "Fay Lindqvist"),
        (CASE, "host_key_adult", "Daniel Mensah"),
        (facts(), "host_key_adult", "Host key adult"),
        (facts(), "facilitator", "Facilitator"),
        (CASE, "home_head", "Colin Bright"),
        (CASE, "host_lead", "Pastoral lead, Kestrel Park"),  # two hold the post
        (CASE, "home_clerk", "Clerk to the governing board, Thornley Vale"),
        (CASE, "party:2", "Saira Siddiqui"),
        (CASE, "party:9", NOT_YET),
        (CASE, "approached_head", "Headteacher of the school asked"),
        (facts(home_council=OTHER_COUNCIL), "council_sen", "SEN caseworker, Aldermoor Council"),
        (facts(home_council=OTHER_COUNCIL), "council_inclusion", "Inclusion officer, Harrowmere Council"),
        (CASE, "home_gardener", "Home gardener"),
    ],
)
def test_who_holds_a_role(case: Facts, role: str, name: str) -> None:
    assert role_words(case, role) == name


@pytest.mark.parametrize(
    ("kind", "value", "case", "words_for_it"),
    [
        ("text", "By bus", CASE, "By bus"),
        ("number", 3, CASE, "3"),
        ("time", "15:30", CASE, "15:30"),
        ("yes_no", "not_known", CASE, "Not known yet"),
        ("choice", "a", CASE, "One"),
        ("choices", ["a", "b"], CASE, "One; Two"),
        ("date", "2026-11-30", CASE, "Monday 30 November 2026"),
        ("people", ["lead", "party:2"], CASE, "Rana Okafor, Saira Siddiqui"),
        ("school", 2, facts(approaches=(asked(),)), "Kestrel Park School"),
        ("school", 9, facts(approaches=(asked(),)), NOT_YET),
        ("staff", 22, CASE, "Daniel Mensah"),
        ("staff", 99, CASE, NOT_YET),
        ("lines", ["A mentor", "Smaller groups."], CASE, "A mentor. Smaller groups."),
        ("week", {"2026-11-30": ["/", "I"], "2026-12-01": ["/", "\\"]}, CASE, "3 of 4 sessions (75.0 %)"),
        (
            "promises",
            [{"who": "lead", "what": "Rings", "by": "Fridays"}],
            CASE,
            "Rana Okafor: Rings (Fridays)",
        ),
        ("promises", [{"who": "lead", "what": "Rings"}], CASE, "Rana Okafor: Rings"),
        ("commitments", [{"what": "Rings", "kept": "partly"}], CASE, "Rings: kept in part"),
        ("words", "", CASE, NOT_YET),
        ("choices", [], CASE, NOT_YET),
        ("week", {}, CASE, NOT_YET),
        ("date", None, CASE, NOT_YET),
    ],
)
def test_an_answer_in_words(kind: QuestionKind, value: Value, case: Facts, words_for_it: str) -> None:
    assert said(question(kind), value, case) == words_for_it


def question(kind: QuestionKind) -> Question:
    return Question(id="one", text="What?", kind=kind, options={"a": "One", "b": "Two"})


def test_an_answer_in_lines() -> None:
    assert said_lines(question("lines"), ["One", "Two!", "Three?"], CASE) == ("One.", "Two!", "Three?")
    assert said_lines(question("lines"), None, CASE) == ()
    assert said_lines(question("words"), "In one line", CASE) == ("In one line",)


def test_everything_a_letter_may_name_has_words_on_every_case() -> None:
    plan = southwark()
    used = {name for letter in plan.letter for text in letter.paragraphs for name in names_in(text)}
    for case in (facts(), CASE, moved()):
        known = words(plan, case)
        assert all(isinstance(text, str) and text for text in known.values())
        assert all(filled(f"{{{name}}}", known) for name in used)


def test_what_is_known_of_the_places_and_the_days() -> None:
    known = words(southwark(), CASE)
    assert known["host"] == "Kestrel Park School"
    assert known["host_address"] == "2 Mill Road, Harrowmere"
    assert known["host_phone"] == NOT_YET
    assert known["starts_on"] == "Monday 30 November 2026"
    assert known["ends_on"] == "Monday 19 April 2027"
    assert known["days"] == "74"
    assert known["next_home_day"] == "Tuesday 1 December 2026"
    assert known["review_days"].startswith("week 4, by Friday 8 January 2027; week 8, by")
    assert known["next_review"] == "Friday 8 January 2027"
    assert known["lead_phone"] == "01632 960 111"


def test_what_is_not_known_yet_is_said_to_be_told() -> None:
    known = words(southwark(), facts(home=replace(HOME, calendar=Calendar("New", ()).to_plain(), address=())))
    for name in (
        "host",
        "host_address",
        "home_address",
        "next_home_day",
        "review_days",
        "integration_review",
    ):
        assert known[name] == NOT_YET
    open_end = directed(phases=(replace(DIRECTION, ends_on=None, days=None),))
    assert words(southwark(), open_end)["ends_on"] == words(southwark(), open_end)["days"] == NOT_YET


def test_the_next_review_is_the_day_it_meets_and_after_the_last_none_is_planned() -> None:
    meets = directed(reviews=reviews(d4={"meets_on": d("2027-01-06")}))
    assert words(southwark(), meets)["next_review"] == "Wednesday 6 January 2027"
    held = {number: {"held_on": FIRST_DAY} for number in ("d4", "d8", "d12")}
    assert words(southwark(), directed(reviews=reviews(**held)))["next_review"] == "none planned"
    assert words(southwark(), moved())["integration_review"] == "Friday 14 May 2027"


def test_the_lead_is_reached_by_the_number_of_the_school_where_they_have_none() -> None:
    known = words(southwark(), facts(lead=replace(facts().lead, phone="")))
    assert known["lead_phone"] == "01632 960 100"


def test_attendance_is_counted_in_sessions() -> None:
    week = Week(FIRST_DAY, {"2026-11-30": ("/", "\\"), "2026-12-01": ("I", "")}, FIRST_DAY)
    assert attendance_line(directed(weeks=(week,))) == "2 of 3 sessions (66.7 %)"
    assert attendance_line(CASE) == "No session recorded yet"


def test_a_text_is_filled_in_and_a_name_that_is_not_known_is_to_be_told() -> None:
    assert (
        filled("{child} at {host}, {unknown}", {"child": "Hamza", "host": "{child}"})
        == "Hamza at {child}, to be told"
    )
    assert names_in("{child} at {host}: nothing else") == {"child", "host"}


def test_a_letter_can_be_read_before_it_is_sent() -> None:
    case = directed(
        answers=answered(objectives="Back in all lessons", decided_by="board", delegation="Item 6")
    )
    letter = letter_words(southwark(), case, "direction_notice")
    assert letter["title"] == "Notice: Hamza is directed to Kestrel Park School"
    assert ("Decided by", "The governing board, Item 6") in letter["facts"]
    assert len(letter["paragraphs"]) == 3


def test_a_date_is_said_as_people_say_it() -> None:
    assert long_date(d("2027-01-04")) == "Monday 4 January 2027"


def test_who_is_alone_in_a_post_is_named() -> None:
    assert HOST.holder(Post.HEAD)
    assert HOST.holder(Post.LEAD) is None
    assert COUNCIL.holder(Post.SEN) is None
