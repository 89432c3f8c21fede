"""What may somebody do now, and how are they told that they may not?"""

from dataclasses import replace

import pytest

from freshstart.process.facts import Facts
from freshstart.process.refusals import Incomplete, NotNow, NotYours, Reason, Refused
from freshstart.process.steps import (
    NOBODY,
    Actor,
    Attempt,
    Offer,
    State,
    available,
    decide,
    find_offer,
    reasons_against,
)
from freshstart.process.vocabulary import CaseOutcome, Effect
from tests.process.samples import (
    FIRST_DAY,
    GRACE,
    HAMZA,
    HOST,
    TODAY,
    UNSURE,
    answered,
    asked,
    directed,
    facts,
    inaura,
    law,
    moved,
    record,
    somebody,
    southwark,
    view,
)

OPENED = (record("open_case"),)
RIGHT = {
    "solvable_here": "no",
    "needs_understood": "yes",
    "sanction": "no",
    "persistent_absence": "no",
    "best_interests": "He wants to learn and cannot here.",
}
READY = answered(tried=["A mentor"])


def offer(case: Facts, step: str, occasion: str = "", actor: Actor = NOBODY) -> Offer:
    found = find_offer(southwark(), law(), case, actor, step, occasion)
    assert found is not None
    return found


def take(case: Facts, attempt: Attempt, *roles: str) -> list[str]:
    """Give the codes of what follows."""
    return [one.code for one in decide(southwark(), law(), case, attempt, somebody(*roles))]


# Where a step stands --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("case", "step", "occasion", "state"),
    [
        (facts(), "is_a_move_right", "", State.LATER),
        (facts(records=OPENED, answers=READY), "is_a_move_right", "", State.OPEN),
        (facts(records=OPENED), "is_a_move_right", "", State.STOPPED),
        (facts(records=(*OPENED, record("is_a_move_right"))), "is_a_move_right", "", State.DONE),
        (facts(records=OPENED), "close_not_taken_further", "", State.OPEN),
        (directed(records=OPENED), "close_not_taken_further", "", State.SHUT),
        (facts(records=OPENED, outcome=CaseOutcome.RETURNED), "is_a_move_right", "", State.SHUT),
        # What may be repeated is done once its end has come, and open until then.
        (directed(records=(record("ask_school"),)), "ask_school", "", State.DONE),
        (
            facts(
                records=(record("talk_options"), record("ask_school")), views=(view("ask_schools", "yes"),)
            ),
            "ask_school",
            "",
            State.OPEN,
        ),
        (facts(approaches=(asked(),)), "answer_approach", "7", State.OPEN),
        (facts(approaches=(asked("no"),)), "answer_approach", "7", State.SHUT),
        (directed(phase={"arrived_on": FIRST_DAY}), "invite_review", "d4", State.OPEN),
        (directed(phase={"arrived_on": FIRST_DAY}), "invite_review", "d8", State.LATER),
    ],
)
def test_where_a_step_stands(case: Facts, step: str, occasion: str, state: State) -> None:
    assert offer(case, step, occasion).state is state


MET = (*OPENED, record("accept_place"), record("first_meeting"), record("tell_family"))


@pytest.mark.parametrize(
    ("kind", "way", "opened", "shut"),
    [
        ("ordinary", "direction", {"determine_direction"}, {"review_plan", "record_exclusion"}),
        (
            "ordinary",
            "move",
            {"draw_up_agreement"},
            {"determine_direction", "review_plan", "record_exclusion"},
        ),
        ("provision", "direction", {"determine_direction"}, {"review_plan", "record_exclusion"}),
        (
            "reintegration",
            "direction",
            {"review_plan"},
            {"determine_direction", "draw_up_agreement", "record_exclusion"},
        ),
        ("diversion", "direction", {"record_exclusion", "determine_direction"}, {"review_plan"}),
    ],
)
def test_each_kind_of_case_and_each_way_has_its_own_steps(
    kind: str, way: str, opened: set[str], shut: set[str]
) -> None:
    case = facts(host=HOST, records=MET, answers=answered(kind=kind, way=way, sen="plan"))
    stand = {one.step.id: one.state for one in available(inaura(), law(), case, NOBODY)}
    of_one_kind = {"determine_direction", "draw_up_agreement", "review_plan", "record_exclusion"}
    live = {State.OPEN, State.STOPPED}
    assert {step for step in of_one_kind if stand[step] in live} == opened
    assert {step for step in of_one_kind if stand[step] is State.SHUT} == shut


def test_a_sign_off_is_for_one_role_and_is_called_for_by_the_facts_of_its_rule() -> None:
    asked_for = offer(
        facts(answers=answered(child_protection_plan="yes")), "sign_off", "protection_plan_signed_off"
    )
    assert (asked_for.who, asked_for.since) == (("home_safeguarding",), ("child_protection_plan",))


def test_a_step_that_waits_says_what_comes_first() -> None:
    (reason,) = offer(facts(), "is_a_move_right").reasons
    assert reason.why == "First: Say what worries you."
    (missing,) = offer(facts(records=(*OPENED, record("is_a_move_right")), parties=()), "tell_family").reasons
    assert missing.why == "Not so yet: At least one parent or carer is to be asked."


def test_a_warning_leaves_a_step_open_and_a_sign_off_does_not() -> None:
    done = (*OPENED, record("is_a_move_right"))
    warned = offer(facts(records=done, answers=answered(solvable_here="yes")), "tell_family")
    assert (warned.state, warned.is_open, warned.reasons[0].effect) == (State.OPEN, True, Effect.WARN)
    stopped = offer(facts(records=done, answers=answered(child_protection_plan="yes")), "tell_family")
    assert (stopped.state, stopped.is_open) == (State.STOPPED, False)


def test_steps_have_as_many_occasions_as_there_are_schools_reviews_weeks_and_rules_to_sign_off() -> None:
    case = directed(
        today=FIRST_DAY.replace(month=12, day=4),
        phase={"arrived_on": FIRST_DAY},
        answers=answered(child_protection_plan="yes"),
    )
    keys = {one.key for one in available(southwark(), law(), case, NOBODY)}
    assert keys >= {
        "tell_family",
        "answer_approach:7",
        "hold_review:d4",
        "hold_review:d8",
        "record_week:2026-11-30",
        "sign_off:protection_plan_signed_off",
    }
    assert not {key for key in keys if key.startswith("sign_off:")} - {"sign_off:protection_plan_signed_off"}


def test_a_step_for_each_parent_has_an_occasion_for_each() -> None:
    plan = southwark()
    ring = plan.steps["home_visit"].model_copy(update={"id": "ring", "each": "parent", "opens": ()})
    protocol = plan.model_copy(update={"step": (ring,)})
    assert [one.key for one in available(protocol, law(), facts(), NOBODY)] == ["ring:2"]


def test_no_such_step_and_no_such_occasion_are_no_offer() -> None:
    assert find_offer(southwark(), law(), facts(), NOBODY, "fly") is None
    assert find_offer(southwark(), law(), facts(), NOBODY, "hold_review", "d4") is None


# Whose it is ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("actor", "step", "occasion", "yours"),
    [
        (somebody("home_lead"), "is_a_move_right", "", True),
        (somebody("home_attendance"), "is_a_move_right", "", False),
        (NOBODY, "is_a_move_right", "", False),
        (somebody("approached_head", approaches=frozenset({"7"})), "answer_approach", "7", True),
        (somebody("approached_head", approaches=frozenset({"8"})), "answer_approach", "7", False),
        (somebody("home_head"), "answer_approach", "7", False),
        (somebody("lead"), "choose_school", "7", True),
        (somebody("home_safeguarding"), "sign_off", "protection_plan_signed_off", True),
        (somebody("home_head"), "sign_off", "protection_plan_signed_off", False),
    ],
)
def test_whose_step_it_is(actor: Actor, step: str, occasion: str, yours: bool) -> None:
    case = facts(approaches=(asked("yes"),), answers=answered(child_protection_plan="yes"))
    assert offer(case, step, occasion, actor).yours is yours


# Taking it ------------------------------------------------------------------------------------------------


def test_what_follows_from_a_step() -> None:
    attempt = Attempt("is_a_move_right", values=RIGHT)
    assert take(facts(records=OPENED, answers=READY), attempt, "home_lead") == ["step_taken"]


def test_a_step_is_refused_before_its_time_with_what_comes_first() -> None:
    refused = refusal(NotNow, facts(), Attempt("is_a_move_right"), "home_lead")
    assert refused.what == "“Ask whether a move is right” cannot be done now."
    assert refused.next_step == "It opens by itself when this is done."


def test_a_step_that_was_taken_is_not_taken_twice() -> None:
    done = facts(records=(*OPENED, record("is_a_move_right")))
    refused = refusal(NotNow, done, Attempt("is_a_move_right"), "home_lead")
    assert refused.what == "“Ask whether a move is right” is done already."


def test_a_step_that_nobody_knows_is_refused() -> None:
    assert refusal(NotNow, facts(), Attempt("fly"), "home_lead").what == "“fly” cannot be done now."


def test_another_persons_step_is_refused_with_where_it_lies() -> None:
    refused = refusal(NotYours, facts(records=OPENED, answers=READY), Attempt("is_a_move_right"), "host_head")
    assert refused.next_step == "Ask them: they find it in their own work."


def test_what_is_missing_is_said_by_question() -> None:
    attempt = Attempt("is_a_move_right", values={"sanction": "no", "why_now": "at_risk"})
    refused = refusal(Incomplete, facts(records=OPENED, answers=READY), attempt, "lead")
    assert isinstance(refused, Incomplete)
    assert refused.errors.keys() == {
        "solvable_here",
        "needs_understood",
        "best_interests",
        "persistent_absence",
        "why_now",
    }
    assert refused.errors["why_now"] == "This was not asked here."


def test_an_answer_that_stops_the_step_names_the_rule_its_source_and_the_way_on() -> None:
    attempt = Attempt("is_a_move_right", values={**RIGHT, "sanction": "yes"})
    refused = refusal(NotNow, facts(records=OPENED, answers=READY), attempt, "lead")
    assert refused.reasons == (
        Reason(
            "osd_03",
            Effect.BLOCK,
            "A move may not be a punishment.",
            "Deal with what happened under the behaviour policy. Come back if a fresh start is right for"
            " the child.",
            "Suspension and permanent exclusion guidance, since 1 September 2022",
        ),
    )
    assert refused.next_step == refused.reasons[0].way_on


def test_a_warning_asks_for_a_reason_and_blank_words_are_none() -> None:
    case = facts(records=OPENED, answers=READY)
    values = {**RIGHT, "persistent_absence": "yes"}
    for words in ({}, {"absence_is_not_a_reason": "  "}):
        refused = refusal(Incomplete, case, Attempt("is_a_move_right", values=values, reasons=words), "lead")
        assert isinstance(refused, Incomplete)
        assert refused.errors == {
            "reason__absence_is_not_a_reason": "This protocol is not meant for children whose main difficulty"
            " is absence. Write why it is right to go on all the same."
        }
    why = {"absence_is_not_a_reason": "The absence began with the bullying."}
    assert take(case, Attempt("is_a_move_right", values=values, reasons=why), "lead") == ["step_taken"]


def test_what_belongs_to_another_term_is_refused_until_its_dates_are_known() -> None:
    ready = (*OPENED, record("first_meeting"), record("accept_place"))
    known = answered(
        sanction="no",
        needs_understood="yes",
        tried=["A mentor"],
        parents_views="Yes",
        pupils_views="Yes",
        support_there="A key adult",
    )
    values = {
        "improves_behaviour": "yes",
        "objectives": "Back in lessons",
        "starts_on": "2027-10-11",
        "decided_by": "board",
        "delegation": "Item 6",
    }
    case = replace(directed(), phases=(), records=ready, answers=known, parties=(*facts().parties, GRACE))
    refused = refusal(NotNow, case, Attempt("determine_direction", values=values), "home_clerk")
    assert refused.what.startswith("The term dates of Thornley Vale after 22 October 2027 are not known.")
    assert refused.next_step == "Ask Thornley Vale to enter them."


def refusal(kind: type[Refused], case: Facts, attempt: Attempt, *roles: str) -> Refused:
    with pytest.raises(kind) as caught:
        take(case, attempt, *roles)
    return caught.value


# How rules are answered -----------------------------------------------------------------------------------


def bites(rule: str, step: str, case: Facts, occasion: str = "") -> bool:
    against = reasons_against(inaura(), law(), case, inaura().steps[step], occasion, answered=True)
    return rule in {reason.rule for reason in against}


def test_a_warning_that_was_answered_for_the_whole_case_bites_no_more() -> None:
    case = facts(parties=(HAMZA, UNSURE))
    answer = replace(record("ask_school"), reasons={"mm_18": "The father is not known."})
    assert bites("mm_18", "determine_direction", case)
    assert not bites("mm_18", "determine_direction", replace(case, records=(answer,)))


def test_where_evidence_is_asked_for_a_reason_stands_in_its_place() -> None:
    answer = replace(record("determine_direction"), reasons={"osd_12": "Ill at home; asked twice."})
    assert bites("osd_12", "determine_direction", facts())
    assert not bites("osd_12", "determine_direction", facts(records=(answer,)))


def test_a_warning_that_was_answered_for_one_review_bites_at_the_next() -> None:
    first = replace(record("decide_after_review", occurrence="d4"), reasons={"osd_16": "She was ill."})
    second = record("hold_review", occurrence="d8", who_met=["home_head"])
    case = directed(records=(first, second))
    assert bites("osd_16", "decide_after_review", case, "d8")
    assert not bites("osd_16", "decide_after_review", case, "d4")


def test_what_blocks_is_not_talked_away() -> None:
    answer = replace(record("is_a_move_right"), reasons={"osd_03": "Never mind."})
    assert bites("osd_03", "determine_direction", facts(answers=answered(sanction="yes"), records=(answer,)))


def test_a_rule_that_was_signed_off_bites_no_more() -> None:
    case = facts(answers=answered(child_protection_plan="yes"))
    signed = record("sign_off", occurrence="protection_plan_signed_off")
    assert bites("protection_plan_signed_off", "tell_family", case)
    assert not bites("protection_plan_signed_off", "tell_family", replace(case, records=(signed,)))


def test_a_rule_about_an_answer_waits_until_the_answer_is_given() -> None:
    plan = southwark()
    before = reasons_against(plan, law(), facts(), plan.steps["is_a_move_right"], "", answered=False)
    assert [reason.rule for reason in before] == ["mm_05"]  # what was tried is asked earlier


def test_after_a_move_the_rules_about_a_direction_have_nothing_to_bite_on() -> None:
    assert not bites("osd_05", "give_notice", replace(moved(), answers={}, today=TODAY))
