"""What does a paper say, and to exactly which text does a signature belong?"""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from freshstart.process.facts import Facts
from freshstart.process.papers import canonical, compose, digest, fingerprint
from freshstart.process.refusals import NotNow, NotYours
from freshstart.process.replies import PaperVersion, Signature
from freshstart.process.signings import check_signing, signers_of
from freshstart.process.values import Value
from freshstart.process.vocabulary import CaseOutcome, PhaseOutcome, Reply
from tests.process.samples import (
    FIRST_DAY,
    GRACE,
    HAMZA,
    IMRAN,
    SAIRA,
    TODAY,
    answered,
    at,
    directed,
    facts,
    paper,
    signature,
    southwark,
)

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


# Who signs ------------------------------------------------------------------------------------------------


def test_the_child_each_parent_who_is_asked_and_both_heads_sign() -> None:
    case = replace(CASE, parties=(HAMZA, SAIRA, replace(IMRAN, is_asked=False), GRACE))
    assert signers_of(southwark(), case, "plan") == {
        "party:1": "Hamza Siddiqui",
        "party:2": "Saira Siddiqui",
        "home_head": "Headteacher, Thornley Vale",
        "host_head": "Headteacher, Kestrel Park",
    }


def test_a_case_without_a_pupil_or_a_school_still_names_who_signs() -> None:
    assert signers_of(southwark(), facts(parties=()), "plan") == {
        "home_head": "Headteacher, Thornley Vale",
        "host_head": "Headteacher, ",
    }


def sign(
    version: PaperVersion, *, case: Facts | None = None, signer: str = "home_head", **more: Value
) -> None:
    reply = Reply.YES if more.pop("signed", True) else Reply.NO
    given: dict[str, Value] = {"read": version.digest, "at": at(TODAY), "reply": reply, **more}
    case = case or directed(papers=(version,))
    check_signing(southwark(), case, version, signer, frozenset({"home_head", "party:1"}), **given)


def test_whoever_is_asked_may_sign_the_text_they_read() -> None:
    sign(paper("plan"))
    sign(paper("plan"), signer="party:1")


@pytest.mark.parametrize("given_before", [signature("home_head"), signature("home_head", signed=False)])
def test_whoever_answered_may_answer_otherwise_but_not_the_same_twice(given_before: Signature) -> None:
    version = paper("plan", given_before)
    sign(version, signed=not given_before.signed)
    with pytest.raises(NotNow, match="answered already"):
        sign(version, signed=given_before.signed)


def test_a_signature_under_another_text_is_refused() -> None:
    old, new = paper("plan"), paper("plan", id=6, version=2)
    with pytest.raises(NotNow, match="newer text"):
        sign(old, case=directed(papers=(old, new)))
    with pytest.raises(NotNow, match="newer text"):
        sign(new, read="e" * 64)
    with pytest.raises(NotNow, match="newer text"):
        sign(new, case=directed())


@pytest.mark.parametrize("signer", ["host_head", "home_lead"])
def test_nobody_signs_for_another(signer: str) -> None:
    with pytest.raises(NotYours) as refused:
        sign(paper("plan"), signer=signer)
    assert refused.value.next_step == "Each person signs in their own name."


@pytest.mark.parametrize(
    "case",
    [
        facts(papers=(paper("plan"),), outcome=CaseOutcome.NOT_TAKEN_FURTHER),
        directed(papers=(paper("plan"),), phase={"ended_on": FIRST_DAY, "outcome": PhaseOutcome.RETURNED}),
    ],
)
def test_nothing_is_signed_once_it_is_over(case: Facts) -> None:
    with pytest.raises(NotNow, match="no longer in use"):
        sign(paper("plan"), case=case)


def test_whoever_may_read_no_answer_sees_none() -> None:
    nothing = directed(answers=answered(**ANSWERS), records=()).without_answers()
    assert (nothing.answers, nothing.records, nothing.views) == ({}, (), ())
