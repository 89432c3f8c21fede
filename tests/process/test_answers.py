"""Which answer fits which kind of question, and what is said where it does not?"""

import pytest

from freshstart.process.answers import CHECKS, asked_on, checked, problem_with
from freshstart.process.protocols import Protocol, Question, QuestionKind
from freshstart.process.refusals import Incomplete
from freshstart.process.values import Value, Values
from tests.process.samples import answered, changed, facts, southwark, with_step

GOOD: list[tuple[QuestionKind, Value]] = [
    ("text", "By bus"),
    ("words", "He wants to learn."),
    ("lines", ["A mentor", "Smaller groups"]),
    ("yes_no", "yes"),
    ("yes_no", "not_known"),
    ("choice", "a"),
    ("rating", "red"),
    ("rating", "amber"),
    ("rating", "green"),
    ("choices", ["a", "b"]),
    ("date", "2026-11-30"),
    ("time", "8:40"),
    ("time", "15:30"),
    ("number", 2),
    ("school", 7),
    ("staff", 7),
    ("people", ["home_head", "party:2"]),
    ("week", {"2026-11-30": ["/", "\\"], "2026-12-01": ["i", ""]}),
    ("commitments", [{"what": "Rings", "kept": "partly"}]),
    ("promises", [{"who": "lead", "what": "Rings", "by": ""}, {"who": "lead", "what": "Writes"}]),
]
BAD: list[tuple[QuestionKind, Value, str]] = [
    ("text", 3, "Write this in words."),
    ("words", ["a"], "Write this in words."),
    ("lines", "A mentor", "Write one line for each."),
    ("lines", ["A mentor", 3], "Write one line for each."),
    ("yes_no", "perhaps", "Choose yes, no or not known yet."),
    ("yes_no", True, "Choose yes, no or not known yet."),
    ("choice", "c", "Choose one of the answers."),
    ("choice", ["a"], "Choose one of the answers."),
    ("rating", "blue", "Choose red, amber or green."),
    ("rating", 3, "Choose red, amber or green."),
    ("choices", ["a", "c"], "Choose from the answers."),
    ("choices", "ab", "Choose from the answers."),
    ("date", "30 11 2026", "Enter a real date, for example 30 11 2026."),
    ("date", "2026-02-30", "Enter a real date, for example 30 11 2026."),
    ("date", 20261130, "Enter a real date, for example 30 11 2026."),
    ("date", "20261130", "Enter a real date, for example 30 11 2026."),
    ("time", "25:00", "Enter a time, for example 15:30."),
    ("time", "half past three", "Enter a time, for example 15:30."),
    ("time", 15, "Enter a time, for example 15:30."),
    ("number", 0, "Enter a whole number, for example 2."),
    ("number", "2", "Enter a whole number, for example 2."),
    ("number", True, "Enter a whole number, for example 2."),
    ("school", "7", "Choose a school."),
    ("staff", "7", "Choose a person."),
    ("people", "home_head", "Choose from the people."),
    ("week", ["/"], "Give each day its two marks, each a code of the register."),
    ("week", {"Monday": ["/", "\\"]}, "Give each day its two marks, each a code of the register."),
    ("week", {"2026-11-30": ["/"]}, "Give each day its two marks, each a code of the register."),
    ("week", {"2026-11-30": ["?", "/"]}, "Give each day its two marks, each a code of the register."),
    ("week", {"2026-11-30": ["", ""]}, "Give each day its two marks, each a code of the register."),
    ("week", {"2026-11-30": 3}, "Give each day its two marks, each a code of the register."),
    ("commitments", [{"what": "Rings", "kept": "never"}], "Say of each promise whether it was kept."),
    ("commitments", ["Rings"], "Say of each promise whether it was kept."),
    ("promises", [{"who": "lead", "what": " "}], "Say who does what."),
    ("promises", [{"what": "Rings"}], "Say who does what."),
    ("promises", {"who": "lead"}, "Say who does what."),
]


def question(kind: QuestionKind, *, required: bool = True) -> Question:
    return Question(
        id="one", text="What is it?", short="It", kind=kind, options={"a": "A", "b": "B"}, required=required
    )


@pytest.mark.parametrize(("kind", "value"), GOOD)
def test_an_answer_that_fits(kind: QuestionKind, value: Value) -> None:
    assert problem_with(question(kind), value) == ""


@pytest.mark.parametrize(("kind", "value", "words"), BAD)
def test_an_answer_that_does_not_fit(kind: QuestionKind, value: Value, words: str) -> None:
    assert problem_with(question(kind), value) == words


def test_several_ratings_at_once_are_no_answer() -> None:
    assert problem_with(question("rating"), ["red"]) == "Choose red, amber or green."


def test_every_kind_of_question_is_shown_with_a_good_and_a_bad_answer() -> None:
    assert {kind for kind, _ in GOOD} == {kind for kind, *_ in BAD} == set(CHECKS)


@pytest.mark.parametrize("nothing", [None, "", [], {}])
def test_no_answer_is_missed_only_where_one_is_needed(nothing: Value) -> None:
    assert problem_with(question("choice"), nothing) == "Choose an answer: it."
    assert problem_with(question("rating"), nothing) == "Choose an answer: it."
    assert problem_with(question("words"), nothing) == "Fill this in: it."
    assert problem_with(question("words", required=False), nothing) == ""


def test_what_was_typed_is_kept_without_what_was_left_empty() -> None:
    plan = southwark()
    values = {
        "told_on": "2026-11-24",
        "alternatives": ["stay"],
        "parents_views": "",
        "pupils_views": "One teacher",
    }
    kept = checked(plan, facts(), plan.steps["talk_options"], values)
    assert kept == {"told_on": "2026-11-24", "alternatives": ["stay"], "pupils_views": "One teacher"}


def test_the_reason_beside_an_answer_belongs_to_it_and_anything_else_was_not_asked() -> None:
    plan = southwark()
    step = plan.steps["talk_options"]
    values = {
        "told_on": "2026-11-24",
        "alternatives": ["stay"],
        "alternatives__why": "He asked",
        "sanction": "no",
    }
    with pytest.raises(Incomplete) as refused:
        checked(plan, facts(), step, values)
    assert refused.value.errors == {"sanction": "This was not asked here."}


def test_what_does_not_apply_is_neither_wanted_nor_taken() -> None:
    plan = southwark()
    step, typed = plan.steps["talk_options"], {"told_on": "2026-11-24", "alternatives": ["stay"]}
    heard = {**typed, "virtual_school_heard": "yes"}
    with pytest.raises(Incomplete) as refused:
        checked(plan, facts(answers=answered(looked_after="no")), step, heard)
    assert list(refused.value.errors) == ["virtual_school_heard"]
    looked_after = facts(answers=answered(looked_after="yes"))
    assert checked(plan, looked_after, step, heard) == heard


def test_whether_a_question_applies_may_hang_on_another_answer_of_the_same_step() -> None:
    plan = southwark()
    step = plan.steps["decide_after_review"]
    decided = {"review_decision": "continue", "review_reasons": "It helps."}
    assert checked(plan, facts(), step, decided) == decided
    with pytest.raises(Incomplete) as refused:
        checked(plan, facts(), step, {**decided, "new_end": "2027-05-14"})
    assert list(refused.value.errors) == ["new_end"]
    longer = {**decided, "review_decision": "longer", "new_end": "2027-05-14"}
    assert checked(plan, facts(), step, longer) == longer


def test_a_reason_beside_an_answer_is_wanted_where_the_question_wants_one() -> None:
    asked = question("yes_no").model_copy(update={"reason": "What makes you think so?"})
    wanting = asked.model_copy(update={"reason_required": True})
    for one, errors in ((asked, {}), (wanting, {"one__why": "Write a line: what makes you think so?"})):
        plan = with_step(changed(southwark(), question=(one,)), "home_visit", asks=("one",))
        assert missing(plan, {"one": "yes"}) == errors
        assert missing(plan, {"one": "yes", "one__why": "She said so"}) == {}
        assert missing(plan, {}) == {"one": "Choose an answer: it."}


def missing(plan: Protocol, values: Values) -> dict[str, str]:
    try:
        checked(plan, facts(), plan.steps["home_visit"], values)
    except Incomplete as refused:
        return refused.errors
    return {}


# Where a question applies ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "why_now", "asked", "not_asked"),
    [
        ("ordinary", "at_risk", set(), {"provision", "sessions_full", "refusal_looked_into"}),
        ("ordinary", "refuses", {"refusal_looked_into"}, {"risk_assessed", "assessment_considered"}),
        ("provision", "welfare", {"provision", "sessions_full", "risk_assessed"}, {"refusal_looked_into"}),
        ("", "", set(), {"provision", "sessions_full", "risk_assessed", "refusal_looked_into"}),
    ],
)
def test_what_is_asked_goes_with_the_kind_of_case_and_the_reason_for_it(
    kind: str, why_now: str, asked: set[str], not_asked: set[str]
) -> None:
    case = facts(answers=answered(kind=kind, why_now=why_now))
    found = {one.id for one in asked_on(southwark(), case, southwark().steps["is_a_move_right"])}
    assert found >= {"solvable_here", "best_interests", *asked}
    assert not found & not_asked


def test_a_question_that_another_answer_of_the_step_calls_for_is_shown_beside_it() -> None:
    found = asked_on(southwark(), facts(), southwark().steps["decide_after_review"])
    assert [one.id for one in found] == ["review_decision", "new_end", "review_reasons"]
