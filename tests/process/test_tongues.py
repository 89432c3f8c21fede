"""How is something said in another language than English, and what stays as it is?"""

from dataclasses import replace
from datetime import date

import pytest

from freshstart.process.facts import Facts
from freshstart.process.papers import compose
from freshstart.process.protocols import Question, QuestionKind
from freshstart.process.tongues import ENGLISH, Tongue, has_words, kept_english, told
from freshstart.process.values import Value
from freshstart.process.wordings import (
    attendance_line,
    filled,
    letter_words,
    role_words,
    said,
    said_lines,
    words,
)
from tests.process.samples import answered, asked, directed, facts, moved, southwark

OWN = {
    "{post}, {place}": "{place}: {post}",
    "week {week}, by {day}": "{day} ({week})",
    "weeks {first} and {last}": "{first} & {last}",
    "{first}, {then}": "{first}، {then}",
    "to be told": "LATER",
    "none planned": "NONE",
}


def say(text: str) -> str:
    return OWN.get(text, f"<{text}>" if has_words(text) else text)


LOUD = Tongue("xx", say, lambda on: f"{on:%d.%m.%Y}")
TURNED = replace(LOUD, turned=True)
CASE = directed()


def test_english_is_said_as_it_is_written() -> None:
    assert ENGLISH.say(told("Nobody has to say yes.")) == "Nobody has to say yes."
    assert ENGLISH.day(date(2026, 11, 30)) == "Monday 30 November 2026"
    assert ENGLISH.apart("Hamza") == "Hamza"


@pytest.mark.parametrize(
    ("text", "wanted"),
    [("{home}", False), ("{lead}, {lead_phone}", False), ("", False), ("For {child}", True)],
)
def test_a_text_of_names_alone_has_nothing_to_translate(text: str, wanted: bool) -> None:
    assert has_words(text) is wanted


@pytest.mark.parametrize(
    ("case", "role", "name"),
    [
        (CASE, "lead", "Rana Okafor"),
        (CASE, "home_clerk", "Thornley Vale: <Clerk to the governing board>"),
        (CASE, "approached_head", "<Headteacher of the school asked>"),
        (CASE, "party:9", "LATER"),
        (facts(), "host_key_adult", "<Key adult>"),
        (facts(), "facilitator", "<Facilitator>"),
        (CASE, "home_gardener", "LATER"),
    ],
)
def test_a_post_is_translated_and_a_name_is_not(case: Facts, role: str, name: str) -> None:
    assert role_words(case, role, LOUD) == name


@pytest.mark.parametrize(
    ("kind", "value", "wanted"),
    [
        ("text", "By bus", "By bus"),
        ("yes_no", "not_known", "<Not known yet>"),
        ("rating", "green", "<Green: in place>"),
        ("choice", "a", "<One>"),
        ("choice", "as typed before", "as typed before"),
        ("choices", ["a", "b"], "<One>; <Two>"),
        ("date", "2026-11-30", "30.11.2026"),
        ("people", ["lead", "party:2"], "Rana Okafor، Saira Siddiqui"),
        ("school", 2, "Kestrel Park School"),
        ("school", 9, "LATER"),
        ("staff", 99, "LATER"),
        ("lines", ["A mentor", "Small groups."], "A mentor. Small groups."),
        ("promises", [{"who": "lead", "what": "Rings"}], "Rana Okafor: Rings"),
        ("commitments", [{"what": "Rings", "kept": "partly"}], "<Rings: kept in part>"),
        ("week", {"2026-11-30": ["/", "I"]}, "<1 of 2 sessions (50.0 %)>"),
        ("words", "", "LATER"),
    ],
)
def test_an_answer_in_another_language(kind: QuestionKind, value: Value, wanted: str) -> None:
    question = Question(id="one", text="What?", kind=kind, options={"a": "One", "b": "Two"})
    assert said(question, value, facts(approaches=(asked(),), staff=CASE.staff), LOUD) == wanted


def test_what_is_known_is_said_in_the_language_of_the_reader() -> None:
    known = words(southwark(), CASE, LOUD)
    assert known["host"] == "Kestrel Park School"
    assert known["host_phone"] == "LATER"
    assert known["starts_on"] == "30.11.2026"
    assert known["review_days"].startswith("08.01.2027 (4); ")
    assert known["review_weeks"] == "4، 8 & 12"
    assert known["attendance_line"] == attendance_line(CASE, LOUD) == "<No session recorded yet>"
    assert words(southwark(), facts(), LOUD)["next_review"] == "NONE"
    assert words(southwark(), moved(), LOUD)["integration_review"] == "14.05.2027"


def test_what_no_family_reads_is_said_in_english_for_nobody_has_translated_it() -> None:
    known = words(southwark(), replace(CASE, answers=answered(kind="ordinary", sen="none")), LOUD)
    assert known["kind"] == "A fresh start is being thought of"


def test_a_text_is_said_before_it_is_filled() -> None:
    assert filled("{child} at {host}", {"child": "Hamza"}, LOUD) == "<Hamza at LATER>"
    assert filled("{child}", {"child": "Hamza"}, LOUD) == "Hamza"


def test_a_letter_is_said_and_what_was_typed_stays() -> None:
    case = directed(answers=answered(objectives="Back in all lessons", delegation="Item 6"))
    letter = letter_words(southwark(), case, "direction_notice", asked=["decided_by"], tongue=LOUD)
    assert letter["title"] == "<Notice: Hamza is directed to Kestrel Park School>"
    assert ("<What it is for>", "Back in all lessons") in letter["facts"]
    assert ("<Decided by>", "…, Item 6") in letter["facts"]


def test_a_paper_names_its_language_and_is_said_in_it() -> None:
    case = directed(answers=answered(targets=["Be in every lesson"], report_to="Main door", key_adult=22))
    text = compose(southwark(), case, "plan", LOUD)
    assert (text["language"], text["basis_title"]) == ("xx", "<The school decides>")
    assert text["refusing"] == "<I do not sign>"
    clauses = {one["id"]: one for one in text["clauses"]}
    assert clauses["plan_targets"]["heading"] == "<Targets>"
    assert clauses["plan_targets"]["lines"] == ["Be in every lesson."]
    assert clauses["plan_first_day"]["lines"] == [
        "<30.11.2026. Main door. Daniel Mensah is Hamza’s key adult.>"
    ]
    assert compose(southwark(), case, "plan")["language"] == "en"


# From right to left ---------------------------------------------------------------------------------------


def test_names_and_numbers_run_their_own_way_in_a_line_that_is_turned() -> None:
    known = {"child": "Hamza", "phone": "01632 960 111"}
    assert filled("{child}: {phone}", known, TURNED) == "\u2068Hamza\u2069: \u206801632 960 111\u2069"
    assert filled("{child}: {phone}", known, LOUD) == "Hamza: 01632 960 111"


def test_each_typed_line_runs_its_own_way() -> None:
    question = Question(id="one", text="What?", kind="lines")
    assert said_lines(question, ["One", "Two!"], CASE, TURNED) == ("\u2068One.\u2069", "\u2068Two!\u2069")
    assert TURNED.apart("One\n\nTwo") == "\u2068One\u2069\n\n\u2068Two\u2069"


def test_every_opening_in_a_turned_paper_is_closed_in_its_line() -> None:
    case = directed(answers=answered(targets=["One\nand more"], support_there="A\nB", session_times="8:50"))
    text = compose(southwark(), case, "plan", TURNED)
    lines = [line for one in text["clauses"] for typed in one["lines"] for line in typed.split("\n")]
    for line in (text["title"], text["lede"], text["basis"], *lines):
        assert line.count("\u2068") == line.count("\u2069")


def test_what_has_to_stay_english_is_marked() -> None:
    assert kept_english("Nobody has to.\nNobody.") == "\u2066Nobody has to.\u2069\n\u2066Nobody.\u2069"


def test_several_things_in_a_row() -> None:
    assert LOUD.listed("{first}, {then}", ["one", "two", "three"]) == "one، two، three"
    assert LOUD.listed("{first}, {then}", []) == ""
