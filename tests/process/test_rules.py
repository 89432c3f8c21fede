"""Each rule of the law and each gate of the protocol: where it bites, where it is silent, what it says."""

from dataclasses import replace

import pytest

from freshstart.process.facts import Facts
from freshstart.process.protocols import Gate
from freshstart.process.steps import reasons_against
from freshstart.process.vocabulary import Effect, Tri
from tests.process.samples import (
    GRACE,
    HAMZA,
    HOST,
    SAIRA,
    TODAY,
    answered,
    directed,
    everyone_signed,
    facts,
    law,
    moved,
    paper,
    record,
    southwark,
    view,
)
from tests.process.school_terms import d

UNSURE = replace(SAIRA, has_responsibility=None)
ACCEPTED = (record("accept_place"),)
SATURDAY = "2026-12-05"


def known(**values: str) -> Facts:
    return facts(host=HOST, answers=answered(**values))


def held(*people: str) -> Facts:
    return directed(records=(record("hold_review", occurrence="d4", who_met=list(people)),))


# The rule and the step it is about: a case on which it bites, and one on which it does not.
TABLE: dict[str, tuple[Facts, Facts]] = {
    "osd_01 determine_direction": (known(improves_behaviour="no"), known(improves_behaviour="yes")),
    "osd_03 determine_direction": (known(sanction="yes"), known(sanction="no")),
    "osd_03 is_a_move_right": (known(sanction="yes"), known(sanction="not_known")),
    "osd_04 determine_direction": (known(needs_understood="no"), known(needs_understood="yes")),
    "osd_05 determine_direction": (known(starts_on="2026-11-25"), known(starts_on="2026-11-26")),
    "osd_05 give_notice": (directed(today=d("2026-11-27")), directed(today=TODAY)),
    "osd_05_dates determine_direction": (known(starts_on=SATURDAY), known(starts_on="2026-12-07")),
    "osd_11 determine_direction": (facts(), known(parents_views="Near enough to walk")),
    "osd_12 determine_direction": (facts(), known(pupils_views="One teacher")),
    "osd_14 determine_direction": (facts(), facts(records=ACCEPTED)),
    "osd_16 decide_after_review d4": (held("home_head"), held("home_head", "home_nominee")),
    "osd_17 invite_review d4": (known(review_on="2026-11-29"), known(review_on="2026-11-30")),
    "mm_05 is_a_move_right": (facts(), known(tried="A mentor")),
    "mm_06 draw_up_agreement": (directed(host=replace(HOST, is_mainstream=False)), directed()),
    "mm_06 complete_move": (facts(), directed()),
    "mm_08 draw_up_agreement": (known(pack_sent="not_known"), known(pack_sent="yes")),
    "mm_02 complete_move": (
        directed(papers=(paper("agreement"),)),
        directed(papers=(everyone_signed("agreement"),)),
    ),
    "mm_11 complete_move": (known(consent_to_delete="no"), known(consent_to_delete="yes")),
    "mm_16 complete_move": (known(sen="plan"), known(sen="plan", plan_amended="yes")),
    "mm_17 determine_direction": (known(looked_after="yes"), known(looked_after="no")),
    "mm_17 draw_up_agreement": (
        known(looked_after="yes"),
        facts(answers=answered(looked_after="yes"), parties=(GRACE,)),
    ),
    "mm_18 ask_school": (facts(parties=(HAMZA, UNSURE)), facts()),
    "mm_18 determine_direction": (facts(parties=(HAMZA,)), facts()),
    "mm_18 draw_up_agreement": (facts(parties=(HAMZA, UNSURE)), facts()),
    "not_to_be_asked_elsewhere ask_school": (
        facts(views=(view("ask_schools", "no"),)),
        facts(views=(view("ask_schools", "yes"),)),
    ),
    "another_parent_says_no ask_school": (
        facts(views=(view("ask_schools", "no"),)),
        facts(views=(view("ask_schools", "yes"),)),
    ),
    "absence_is_not_a_reason is_a_move_right": (
        known(persistent_absence="yes"),
        known(persistent_absence="no"),
    ),
    "year_11_stays_on_roll is_a_move_right": (facts(pupil=replace(facts().pupil, year_group=11)), facts()),
    "protection_plan_signed_off tell_family": (
        known(child_protection_plan="yes"),
        known(child_protection_plan="no"),
    ),
    "can_be_solved_here tell_family": (known(solvable_here="yes"), known(solvable_here="no")),
    "child_heard first_meeting": (facts(), known(pupils_views="One teacher")),
}

RULES = {rule.id: rule for rule in (*law().rule, *southwark().gate)}


def bites(rule: str, step: str, occasion: str, case: Facts) -> bool:
    plan = southwark()
    against = reasons_against(plan, law(), case, plan.steps[step], occasion, answered=True)
    return rule in {reason.rule for reason in against}


@pytest.mark.parametrize("about", TABLE)
def test_a_rule_bites_where_it_should_and_nowhere_else(about: str) -> None:
    rule, step, *occasion = about.split()
    case, other = TABLE[about]
    assert bites(rule, step, "".join(occasion), case)
    assert not bites(rule, step, "".join(occasion), other)


def test_what_each_rule_does_to_a_step() -> None:
    assert {effect: {rule.id for rule in RULES.values() if rule.effect is effect} for effect in Effect} == {
        Effect.BLOCK: {
            "osd_01",
            "osd_03",
            "osd_05",
            "osd_05_dates",
            "osd_14",
            "mm_05",
            "mm_06",
            "mm_08",
            "mm_02",
            "mm_11",
            "not_to_be_asked_elsewhere",
        },
        Effect.WARN: {
            "osd_04",
            "osd_11",
            "osd_12",
            "osd_16",
            "osd_17",
            "mm_16",
            "mm_17",
            "mm_18",
            "another_parent_says_no",
            "absence_is_not_a_reason",
            "year_11_stays_on_roll",
            "can_be_solved_here",
            "child_heard",
        },
        Effect.SIGN_OFF: {"protection_plan_signed_off"},
    }


def test_each_rule_is_shown_on_each_step_it_is_about() -> None:
    plan = southwark()
    about = {
        f"{rule.id} {step.id}"
        for rule in RULES.values()
        for step in plan.step
        if {step.id, *step.does} & set(rule.on)
    }
    assert about == {" ".join(key.split()[:2]) for key in TABLE}


@pytest.mark.parametrize("rule", RULES.values(), ids=lambda rule: rule.id)
def test_each_rule_says_why_what_to_do_and_where_it_stands(rule: Gate) -> None:
    assert rule.why.endswith(".")
    assert rule.way_on.endswith(".")
    assert rule.source
    assert bool(rule.sign_off_by) is (rule.effect is Effect.SIGN_OFF)


def test_only_what_is_read_in_the_law_or_twice_blocks_and_what_is_impossible_without() -> None:
    blocking = {
        rule.id for rule in law().rule if rule.effect is Effect.BLOCK and rule.sure not in {"P", "C2"}
    }
    assert blocking == {"osd_14"}  # nobody can make another school take a child


# How rules are answered -----------------------------------------------------------------------------------


def test_a_warning_that_was_answered_for_the_whole_case_bites_no_more() -> None:
    case = facts(parties=(HAMZA, UNSURE))
    answer = replace(record("ask_school"), reasons={"mm_18": "The father is not known."})
    assert bites("mm_18", "determine_direction", "", case)
    assert not bites("mm_18", "determine_direction", "", replace(case, records=(answer,)))


def test_a_warning_that_was_answered_for_one_review_bites_at_the_next() -> None:
    first = replace(record("decide_after_review", occurrence="d4"), reasons={"osd_16": "She was ill."})
    second = record("hold_review", occurrence="d8", who_met=["home_head"])
    case = directed(records=(first, second))
    assert bites("osd_16", "decide_after_review", "d8", case)
    assert not bites("osd_16", "decide_after_review", "d4", case)


def test_what_blocks_is_not_talked_away() -> None:
    answer = replace(record("is_a_move_right"), reasons={"osd_03": "Never mind."})
    assert bites("osd_03", "determine_direction", "", replace(known(sanction="yes"), records=(answer,)))


def test_a_rule_that_was_signed_off_bites_no_more() -> None:
    case = known(child_protection_plan="yes")
    signed = record("sign_off", occurrence="protection_plan_signed_off")
    assert not bites("protection_plan_signed_off", "tell_family", "", replace(case, records=(signed,)))


def test_a_rule_about_an_answer_waits_until_the_answer_is_given() -> None:
    plan = southwark()
    before = reasons_against(plan, law(), facts(), plan.steps["is_a_move_right"], "", answered=False)
    assert [reason.rule for reason in before] == ["mm_05"]  # what was tried is asked earlier


def test_the_answers_in_which_a_rule_bites_are_answers() -> None:
    assert all(set(rule.when) <= set(Tri) for rule in RULES.values())


def test_after_a_move_the_rules_about_a_direction_have_nothing_to_bite_on() -> None:
    assert not bites("osd_05", "give_notice", "", replace(moved(), answers={}, today=TODAY))
