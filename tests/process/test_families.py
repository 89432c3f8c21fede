"""What are the child and each parent asked, when, what is taken for an answer, and who reads it?"""

from dataclasses import replace

import pytest

from freshstart.process.facts import Facts, Party
from freshstart.process.families import (
    KEEPS_SAFE,
    READERS,
    Said,
    asked_of,
    check_answer,
    in_words,
    may_read,
    occasion_of,
    week_asked,
)
from freshstart.process.permissions import ROLES
from freshstart.process.protocols import Family
from freshstart.process.refusals import Incomplete, NotNow
from freshstart.process.values import Value, Values
from freshstart.process.vocabulary import PhaseKind, Private
from tests.process.samples import (
    FIRST_DAY,
    GRACE,
    HAMZA,
    HOST,
    IMRAN,
    MOVED,
    SAIRA,
    TODAY,
    asked,
    changed,
    directed,
    facts,
    moved,
    record,
    reviews,
    southwark,
    view,
)
from tests.process.school_terms import d

TOLD = facts(records=(record("tell_family"),), parties=(HAMZA, SAIRA, IMRAN, GRACE))
NOTICE = (record("give_notice"),)
NOTICED = directed(records=NOTICE)
HERE = {"arrived_on": FIRST_DAY}
ARRIVED = directed(phase=HERE, records=NOTICE)
REVIEWED = directed(phase=HERE, records=(record("hold_review", FIRST_DAY, "d4"),))
HELD = {number: {"held_on": d("2027-03-12")} for number in ("d4", "d8", "d12")}
ALL_HELD = directed(d("Mon 2027-03-15"), phase=HERE, reviews=reviews(**HELD))
SETTLING = moved(phases=(moved().phases[0], replace(moved().phases[1], arrived_on=MOVED)))


def family(name: str) -> Family:
    return southwark().families[name]


# Who is asked what, and when --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("case", "party", "questions"),
    [
        (facts(), SAIRA, []),
        (TOLD, SAIRA, ["ask_schools"]),
        (TOLD, IMRAN, ["ask_schools"]),
        (TOLD, HAMZA, ["my_words"]),
        (TOLD, GRACE, []),
        (facts(records=(record("tell_family"),), approaches=(asked("yes", chosen=True),)), SAIRA, []),
        (NOTICED, SAIRA, ["parent_asks_review"]),
        (NOTICED, HAMZA, []),
        (ARRIVED, SAIRA, ["view_before_review", "parent_asks_review"]),
        (ARRIVED, HAMZA, ["check_in", "view_before_review"]),
        # What has helped is asked once everybody has met about it.
        (REVIEWED, SAIRA, ["view_before_review", "what_helped"]),
        (REVIEWED, HAMZA, ["check_in", "view_before_review", "what_helped"]),
        # Where no review is to come, nobody is asked what to say there.
        (ALL_HELD, HAMZA, ["check_in"]),
        (ALL_HELD, SAIRA, []),
        (SETTLING, HAMZA, ["check_in"]),
        (SETTLING, SAIRA, []),
    ],
)
def test_who_is_asked_what(case: Facts, party: Party, questions: list[str]) -> None:
    assert [one.id for one in asked_of(southwark(), case, party)] == questions


def test_a_question_for_the_pupil_alone_is_asked_of_the_pupil_alone() -> None:
    alone = family("view_before_review").model_copy(update={"to": "pupil"})
    protocol = changed(southwark(), family=(alone,))
    assert asked_of(protocol, ARRIVED, HAMZA) == (alone,)
    assert asked_of(protocol, ARRIVED, SAIRA) == ()


def test_whoever_is_not_to_be_asked_is_asked_nothing() -> None:
    assert asked_of(southwark(), ARRIVED, replace(SAIRA, is_asked=False)) == ()


# A question of each review, and of some weeks ---------------------------------------------------------------


def test_what_is_asked_before_each_review_is_about_the_next_one() -> None:
    before = family("view_before_review")
    held = directed(reviews=reviews(d4={"held_on": d("2027-01-08")}))
    assert [occasion_of(case, before) for case in (ARRIVED, held, ALL_HELD)] == ["d4", "d8", ""]
    assert occasion_of(ARRIVED, family("my_words")) == ""


@pytest.mark.parametrize(
    ("on", "occasion"),
    [
        ("Fri 2026-11-27", ""),  # before the first day
        ("Mon 2026-11-30", "d1"),
        ("Sun 2026-12-06", "d1"),
        ("Mon 2026-12-07", "d2"),
        ("Wed 2026-12-30", "d3"),  # nothing new in the holidays
        ("Tue 2027-01-05", "d4"),
        ("Mon 2027-01-11", "d4"),  # week 5 has no check-in of its own
        ("Mon 2027-01-18", "d6"),
        ("Mon 2027-03-22", "d12"),  # nor have the weeks after the twelfth
        ("Mon 2028-03-06", ""),  # of these days nobody has said whether school is in
    ],
)
def test_what_is_asked_in_some_weeks_is_about_the_latest_that_has_begun(on: str, occasion: str) -> None:
    case = replace(ARRIVED, today=d(on))
    assert occasion_of(case, family("check_in")) == week_asked(case, family("check_in"), d(on)) == occasion
    assert ("check_in" in {one.id for one in asked_of(southwark(), case, HAMZA)}) is bool(occasion)


def test_the_weeks_are_those_of_the_placement_that_runs() -> None:
    weeks = {
        kind: week_asked(directed(phase={**HERE, "kind": kind}), family("check_in"), FIRST_DAY)
        for kind in (PhaseKind.OFF_SITE_DIRECTION, PhaseKind.TRIAL_MANAGED_MOVE)
    }
    assert list(weeks.values()) == ["d1", "t1"]
    assert week_asked(SETTLING, family("check_in"), MOVED) == "i1"
    assert week_asked(facts(host=HOST), family("check_in"), TODAY) == ""


def test_no_week_is_asked_about_before_the_first_of_the_question() -> None:
    later = family("check_in").model_copy(update={"weeks": (2, 4)})
    assert week_asked(ARRIVED, later, FIRST_DAY) == ""
    assert week_asked(ARRIVED, later, d("Mon 2026-12-07")) == "d2"


# What is taken for an answer --------------------------------------------------------------------------------


def check(question: str, case: Facts = ARRIVED, party: Party = HAMZA, **said: Value) -> Family:
    return check_answer(southwark(), case, party.id, Said(question, **said))


def errors_of(question: str, case: Facts = ARRIVED, party: Party = HAMZA, **said: Value) -> dict[str, str]:
    with pytest.raises(Incomplete) as refused:
        check(question, case, party, **said)
    return refused.value.errors


@pytest.mark.parametrize("value", ["yes", "no", *Private])
def test_an_answer_that_was_offered_is_taken(value: str) -> None:
    assert check("ask_schools", TOLD, SAIRA, value=value) == family("ask_schools")


@pytest.mark.parametrize("value", ["maybe", ""])
def test_an_answer_that_was_not_offered_is_refused(value: str) -> None:
    errors = errors_of("ask_schools", TOLD, SAIRA, value=value)
    assert errors == {"ask_schools": "Choose one of the answers."}


@pytest.mark.parametrize(
    ("question", "party"), [("ask_schools", HAMZA.id), ("ask_schools", 99), ("fly", SAIRA.id)]
)
def test_what_is_not_asked_of_somebody_is_not_answered_by_them(question: str, party: int) -> None:
    with pytest.raises(NotNow) as refused:
        check_answer(southwark(), TOLD, party, Said(question, "yes"))
    assert refused.value.next_step == "Ask the person named on your letter."


@pytest.mark.parametrize(
    ("question", "items"),
    [
        ("check_in", {"adult": 0}),
        ("check_in", {"adult": 3, "belong": 1, "talk_today": ["yes"]}),
        ("check_in", {"talk_today": ["yes"], "adult": None}),
        ("my_words", {"hopes": "To draw"}),
        ("my_words", {"good_at": ["art", "music"], "helps": []}),
    ],
)
def test_any_part_of_a_question_is_answer_enough(question: str, items: Values) -> None:
    check(question, replace(ARRIVED, records=TOLD.records), items=items)


@pytest.mark.parametrize(
    ("question", "items", "wrong"),
    [
        ("check_in", {"adult": 4}, "adult"),
        ("check_in", {"adult": -1}, "adult"),
        ("check_in", {"adult": "3"}, "adult"),
        ("check_in", {"adult": True}, "adult"),
        ("check_in", {"adult": 2, "lunch": 3}, "lunch"),
        ("check_in", {"adult": 2, "talk_today": "yes"}, "talk_today"),
        ("check_in", {"adult": 2, "talk_today": ["no"]}, "talk_today"),
        ("my_words", {"hopes": ["To draw"]}, "hopes"),
        ("my_words", {"good_at": ["flying"]}, "good_at"),
    ],
)
def test_a_part_that_was_not_offered_is_refused(question: str, items: Values, wrong: str) -> None:
    case = replace(ARRIVED, records=TOLD.records)
    assert errors_of(question, case, items=items) == {wrong: "Choose from the answers."}


@pytest.mark.parametrize("items", [{}, {"adult": None, "talk_today": []}])
def test_a_question_of_parts_alone_without_any_answer_is_refused(items: Values) -> None:
    assert errors_of("check_in", items=items)["check_in"].startswith("Answer at least one of these")


def test_where_there_is_nothing_to_choose_from_nothing_is_chosen() -> None:
    assert errors_of("check_in", value="fine", items={"adult": 2}).keys() == {"check_in"}


# Who reads it -----------------------------------------------------------------------------------------------


def test_only_people_who_are_named_can_be_chosen_to_read() -> None:
    case = replace(ARRIVED, records=TOLD.records)
    check("my_words", case, items={"hopes": "To draw"}, readers=("key_adult", "parents"))
    for readers in (("everyone",), ("key_adult", "home_clerk")):
        errors = errors_of("my_words", case, items={"hopes": "To draw"}, readers=readers)
        assert errors == {"my_words": "Choose from the people named here."}
    assert "check_in" in errors_of("check_in", items={"adult": 2}, readers=("parents",))


EVERYBODY = frozenset(ROLES) | {"parents"}


def reading(question: str, *readers: str) -> set[str]:
    """Give every role that reads what a child said."""
    said = replace(view(question, "", HAMZA), readers=readers)
    return {role for role in EVERYBODY if may_read(southwark(), said, frozenset({role}))}


def test_what_a_child_says_is_read_by_those_it_chose_and_by_who_keeps_it_safe() -> None:
    assert reading("my_words") == KEEPS_SAFE
    assert reading("my_words", "key_adult") == {"host_key_adult", "home_key_adult", *KEEPS_SAFE}
    assert reading("my_words", "parents", "lead") == {"parents", "lead", "facilitator", *KEEPS_SAFE}
    assert reading("my_words", "meeting") >= {"host_head", "social_worker", "home_key_adult"}
    assert not reading("my_words", *READERS) & {"home_clerk", "host_senco", "council_adviser"}


def test_where_nobody_is_chosen_the_protocol_says_who_reads() -> None:
    for name in ("ask_schools", "check_in", "view_before_review", "parent_asks_review", "what_helped"):
        assert reading(name) == {*family(name).read_by, *KEEPS_SAFE}
        assert reading(name, "parents", "meeting") == reading(name)  # nobody was to choose


def test_what_no_question_of_the_protocol_asked_is_read_by_nobody() -> None:
    assert reading("portrait", "meeting") == set()
    assert not may_read(southwark(), view("check_in", "", HAMZA), frozenset())


def test_an_answer_is_said_in_a_line_with_its_parts_but_for_what_is_shown_to_few() -> None:
    def line(name: str, value: str = "", words: str = "", **items: Value) -> str:
        return in_words(family(name), replace(view(name, value, HAMZA), words=words, items=items))

    assert line("view_before_review", "mixed", "Maths is hard.") == "Some of it. Maths is hard."
    helps = line("my_words", hopes="To draw.", helps=["quiet", "plan"], fears="", good_at=[])
    assert helps == "What I hope for: To draw. What helps me: A quiet place; To know what comes next."
    assert line("check_in", adult=0, belong=3) == ""
    assert line("check_in", "", "I am fine", adult=0) == "I am fine"


# How it is asked --------------------------------------------------------------------------------------------


def test_who_is_reached_by_post_gets_no_link() -> None:
    assert SAIRA.reads_on_screen
    assert not IMRAN.reads_on_screen


def test_answers_to_the_family_weigh_the_same() -> None:
    """A free choice has a no among its answers; what needs no consent does not pretend to ask for it."""
    for one in southwark().family:
        assert one.directed or not one.options or {"yes", "no"} <= set(one.options)
        assert one.basis


def test_who_is_asked_to_choose_can_say_in_private_that_they_feel_pressed() -> None:
    free = [one for one in southwark().family if one.options and not one.directed]
    assert [one.private for one in free] == [tuple(Private)]


def test_a_child_that_says_how_it_is_can_ask_for_somebody() -> None:
    assert "talk_today" in {item.id for item in family("check_in").items}
    assert len(family("check_in").scale) == 4
