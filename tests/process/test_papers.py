"""What does a paper say, and to exactly which text does a signature belong?"""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from freshstart.process.facts import Facts
from freshstart.process.papers import canonical, compose, digest, fingerprint
from freshstart.process.values import Value
from tests.process.samples import answered, directed, southwark

ANSWERS = {
    "targets": ["Be in every lesson", "Tell somebody when it gets loud"],
    "promises": [{"who": "host_head", "what": "A quiet place at break", "by": "from the start"}],
    "support_there": "A mentor twice a week",
    "key_adult": 22,
    "report_to": "Main door, 8:40",
    "session_times": "8:50 to 15:10",
    "objectives": "Back in all lessons",
    "travel": "Bus 14",
    "uniform_and_meals": "Given",
    "move_starts_on": "2027-03-22",
    "integration_plan": "Fridays with Daniel",
}
CASE = directed(answers=answered(**ANSWERS))


def lines(case: Facts, kind: str) -> dict[str, list[str]]:
    return {clause["id"]: clause["lines"] for clause in compose(southwark(), case, kind)["clauses"]}


def test_a_plan_is_made_from_what_is_known() -> None:
    text = compose(southwark(), CASE, "plan")
    assert text["title"] == "Plan for Hamza at Kestrel Park School"
    assert (text["directed"], text["basis_title"]) == (True, "The school decides")
    plan = lines(CASE, "plan")
    assert plan["plan_first_day"] == [
        "Monday 30 November 2026. Main door, 8:40. Daniel Mensah is Hamza’s key adult."
    ]
    assert plan["plan_times"] == ["8:50 to 15:10. 74 school days, to Monday 19 April 2027."]
    assert plan["plan_targets"] == ["Be in every lesson.", "Tell somebody when it gets loud."]
    assert plan["plan_promises"] == ["Sunita Rao: A quiet place at break (from the start)"]


def test_an_agreement_says_whose_choice_it_is() -> None:
    text = compose(southwark(), CASE, "agreement")
    assert (text["directed"], text["basis_title"]) == (False, "You decide")
    assert text["lede"] == "Hamza moves to Kestrel Park School for good from Monday 22 March 2027."


def test_a_clause_can_wait_for_a_fact() -> None:
    plan = southwark()
    clause = plan.clause[0].model_copy(update={"id": "for_a_plan", "when": "ehc_plan"})
    protocol = plan.model_copy(update={"clause": (clause,)})
    with_plan = replace(CASE, answers=answered(**ANSWERS, sen="plan"))
    assert not compose(protocol, CASE, clause.paper)["clauses"]
    assert [one["id"] for one in compose(protocol, with_plan, clause.paper)["clauses"]] == ["for_a_plan"]


# The one form that is signed ------------------------------------------------------------------------------


def test_the_canonical_text_does_not_depend_on_the_order_of_keys_nor_on_how_letters_are_put_together() -> (
    None
):
    assert canonical({"b": 1, "a": "é"}) == canonical({"a": "e\u0301", "b": 1}) == '{"a":"é","b":1}'.encode()


def test_the_digest_of_the_same_facts_is_the_same() -> None:
    assert digest(compose(southwark(), CASE, "plan")) == digest(compose(southwark(), replace(CASE), "plan"))


@pytest.mark.parametrize(
    ("question", "value"),
    [
        ("targets", ["Be in every lesson"]),
        ("promises", [{"who": "host_head", "what": "A quiet place", "by": "from the start"}]),
        ("support_there", "A mentor once a week"),
        ("report_to", "Side door, 8:40"),
        ("session_times", "8:50 to 15:15"),
        ("objectives", "Back in most lessons"),
        ("travel", "Bus 15"),
        ("uniform_and_meals", "Not given"),
    ],
)
def test_any_changed_answer_changes_the_digest(question: str, value: Value) -> None:
    other = replace(CASE, answers={**CASE.answers, **answered(**{question: value})})
    assert digest(compose(southwark(), other, "plan")) != digest(compose(southwark(), CASE, "plan"))


@given(st.text(min_size=1), st.text(min_size=1))
def test_two_texts_have_one_digest_only_if_they_read_the_same(one: str, other: str) -> None:
    texts = [
        compose(southwark(), replace(CASE, answers=answered(support_there=each)), "plan")
        for each in (one, other)
    ]
    same = canonical(texts[0]) == canonical(texts[1])
    assert (digest(texts[0]) == digest(texts[1])) is same


def test_people_compare_twelve_figures() -> None:
    assert fingerprint("0123456789abcdef") == "0123 4567 89ab"


def test_whoever_may_read_no_answer_sees_none() -> None:
    nothing = directed(answers=answered(**ANSWERS), records=()).without_answers()
    assert (nothing.answers, nothing.records, nothing.views) == ({}, (), ())
