"""Each fact that a protocol or the law can name, on cases on which it is so, is not so, or is not known."""

from dataclasses import replace
from datetime import date

import pytest

from freshstart.process.facts import Facts, Week
from freshstart.process.predicates import (
    NAMED,
    READ_OFF,
    asked_by,
    holds,
    moment,
    names_for,
    weeks_to_record,
    words_of,
)
from freshstart.process.values import Value
from freshstart.process.vocabulary import CaseOutcome, PhaseKind, PhaseOutcome, Tri
from tests.process.samples import (
    FIRST_DAY,
    GRACE,
    HAMZA,
    HOME,
    HOST,
    LAST_DAY,
    MOVED,
    TODAY,
    WEEK_7,
    answered,
    asked,
    directed,
    everyone_signed,
    facts,
    moved,
    paper,
    record,
    reviews,
    sent,
    signature,
    southwark,
)
from tests.process.school_terms import FERNLOW, d
from tests.process.test_exclusions import FACTS as OF_EXCLUSIONS
from tests.process.test_standpoints import TABLE as OF_THE_FAMILY

SETTLED_IN = moved(reviews=(replace(moved().reviews[-1], held_on=d("2027-05-14")),))
RETURNING = reviews(d4={"held_on": d("2027-01-08"), "decided_on": d("2027-01-12"), "decision": "return"})
READY = (record("accept_place"), record("first_meeting"))
AT_ONCE = answered(way="move")
IN_WEEK_2 = d("Wed 2026-12-09")
HELD = {"held_on": d("2027-01-08"), "invited_on": d("2026-12-18"), "meets_on": d("2027-01-07")}
DECIDED = {**HELD, "decided_on": d("2027-01-12"), "decision": "continue"}
THE_WEEK = Week(FIRST_DAY, {}, d("Fri 2026-12-04"))
SIGNED = everyone_signed("agreement")
SIGNED_BY_HEAD = paper("plan", signature("home_head"))
SAID_NO, SAID_YES = signature("party:2", signed=False), signature("party:2")
NO_TERMS = replace(HOST, calendar={**FERNLOW.to_plain(), "terms": []})
ON_NO_KNOWN_DAY = facts(host=NO_TERMS, answers=answered(starts_on="2026-11-30"))
ARRIVED = {"arrived_on": FIRST_DAY}
CHOSEN = answered(kind="provision", alternatives=["stay", "no"])


def over(outcome: PhaseOutcome) -> Facts:
    return directed(phase={"outcome": outcome, "ended_on": d("2027-01-14")})


def met(*who: str) -> Facts:
    return directed(records=(record("hold_review", occurrence="d4", who_met=[*who]),))


def school(**changes: Value) -> Facts:
    return facts(home=replace(HOME, **changes), host=replace(HOST, **changes))


def last_review(decision: str) -> Facts:
    held = {"held_on": d("2027-03-12"), "decided_on": d("2027-03-15"), "decision": decision}
    return directed(reviews=reviews(d12=held))


# Fact, case, occasion, whether it is so, and since when.
TABLE: list[tuple[str, Facts, str, str, date | None]] = [
    ("case_open", facts(), "", "yes", d("2026-11-02")),
    ("case_closed", facts(), "", "no", None),
    ("case_closed", facts(outcome=CaseOutcome.SETTLED), "", "yes", None),
    ("upn_known", facts(), "", "yes", None),
    ("upn_known", facts(pupil=replace(facts().pupil, upn_known=False)), "", "no", None),
    ("year_11", facts(), "", "no", None),
    ("year_11", facts(pupil=replace(facts().pupil, year_group=11)), "", "yes", None),
    ("adult_pupil", facts(pupil=replace(facts().pupil, born_on=d("2008-11-25"))), "", "no", None),
    ("adult_pupil", facts(pupil=replace(facts().pupil, born_on=d("2008-11-24"))), "", "yes", None),
    ("parents_views_known", facts(), "", "no", None),
    ("parents_views_known", facts(answers=answered(parents_views="A new start")), "", "yes", None),
    ("pupils_views_known", facts(), "", "no", None),
    ("pupils_views_known", facts(answers=answered(pupils_views="One teacher")), "", "yes", None),
    ("school_asked", facts(), "", "no", None),
    ("school_asked", facts(approaches=(asked(),)), "", "yes", None),
    ("school_considering", facts(), "", "no", None),
    ("school_considering", facts(approaches=(asked(),)), "", "yes", None),
    ("school_considering", facts(approaches=(asked("yes"),)), "", "yes", None),
    ("school_considering", facts(approaches=(asked("no", closed=True),)), "", "no", None),
    ("school_considering", facts(approaches=(asked(closed=True),)), "", "no", None),
    ("school_declined", facts(approaches=(asked("yes"),)), "", "no", None),
    ("school_declined", facts(approaches=(asked("no", closed=True),)), "", "yes", d("2026-11-12")),
    ("school_said_yes", facts(approaches=(asked("no"),)), "", "no", None),
    ("school_said_yes", facts(approaches=(asked("yes", closed=True),)), "", "no", None),
    ("school_said_yes", facts(approaches=(asked("yes"),)), "", "yes", d("2026-11-12")),
    ("approach_made", facts(approaches=(asked(),)), "7", "yes", d("2026-11-10")),
    ("approach_made", facts(approaches=(asked(),)), "8", "no", None),
    ("approach_answered", facts(approaches=(asked(),)), "7", "no", None),
    ("approach_answered", facts(approaches=(asked("no"),)), "7", "yes", d("2026-11-12")),
    ("approach_closed", facts(), "7", "not_known", None),
    ("approach_closed", facts(approaches=(asked(),)), "7", "no", None),
    ("approach_closed", facts(approaches=(asked("no", closed=True),)), "7", "yes", None),
    ("school_chosen", facts(approaches=(asked("yes"),)), "", "no", None),
    ("school_chosen", facts(approaches=(asked("yes", chosen=True),)), "", "yes", d("2026-11-12")),
    ("host_is_mainstream", facts(), "", "not_known", None),
    ("host_is_mainstream", facts(host=HOST), "", "yes", None),
    ("host_is_mainstream", facts(host=replace(HOST, is_mainstream=False)), "", "no", None),
    ("host_accepted", facts(), "", "no", None),
    ("host_accepted", facts(records=(record("accept_place"),)), "", "yes", TODAY),
    ("host_withdrew", directed(), "", "no", None),
    ("host_withdrew", directed(records=(record("withdraw_place"),)), "", "yes", TODAY),
    ("placement_decided", facts(), "", "no", None),
    ("placement_decided", directed(), "", "yes", TODAY),
    ("placement_running", facts(), "", "no", None),
    ("placement_running", directed(), "", "yes", None),
    ("placement_running", over(PhaseOutcome.RETURNED), "", "no", None),
    ("start_is_school_day", facts(host=HOST), "", "not_known", None),
    ("start_is_school_day", directed(), "", "yes", None),
    ("start_is_school_day", facts(host=HOST, answers=answered(starts_on="2026-11-28")), "", "no", None),
    ("start_is_school_day", ON_NO_KNOWN_DAY, "", "not_known", None),
    ("notice_period_kept", facts(host=HOST), "", "not_known", None),
    ("notice_period_kept", facts(answers=answered(starts_on="2026-11-30")), "", "not_known", None),
    # The 27th is an INSET day: notice on Tuesday 24th allows Thursday 26th, no day before it.
    ("notice_period_kept", facts(host=HOST, answers=answered(starts_on="2026-11-26")), "", "yes", None),
    ("notice_period_kept", facts(host=HOST, answers=answered(starts_on="2026-11-25")), "", "no", None),
    ("notice_period_kept", directed(today=d("2026-11-27")), "", "no", None),
    ("notice_period_kept", ON_NO_KNOWN_DAY, "", "not_known", None),
    ("start_has_come", facts(), "", "no", None),
    ("start_has_come", directed(today=d("2026-11-27")), "", "no", None),
    ("start_has_come", directed(), "", "yes", FIRST_DAY),
    ("start_date", facts(), "", "no", None),
    ("start_date", directed(), "", "yes", FIRST_DAY),
    ("arrived", directed(), "", "no", None),
    ("arrived", facts(), "", "no", None),
    ("arrived", directed(phase=ARRIVED), "", "yes", FIRST_DAY),
    ("stated_end", facts(), "", "no", None),
    ("stated_end", directed(), "", "yes", LAST_DAY),
    ("week_ends", directed(IN_WEEK_2), "2026-11-30", "no", None),  # nobody has arrived
    ("week_ends", directed(IN_WEEK_2, phase=ARRIVED), "2026-11-30", "yes", d("Fri 2026-12-04")),
    ("week_ends", directed(IN_WEEK_2, phase=ARRIVED), "2026-12-07", "yes", d("Fri 2026-12-11")),
    ("week_ends", directed(IN_WEEK_2, phase=ARRIVED, host=NO_TERMS), "2026-11-30", "no", None),
    ("week_recorded", directed(), "2026-11-30", "no", None),
    ("week_recorded", directed(weeks=(THE_WEEK,)), "2026-11-30", "yes", d("2026-12-04")),
    ("review_in_placement", directed(), "d4", "yes", None),
    ("review_in_placement", moved(), "i6", "no", None),
    ("review_in_placement", facts(), "d4", "no", None),
    ("review_in_move", moved(), "i6", "yes", None),
    ("review_in_move", moved(), "d4", "no", None),
    ("review_is_next", directed(), "d4", "yes", None),
    ("review_is_next", directed(), "d8", "no", None),
    ("review_is_next", directed(), "d9", "no", None),
    ("review_is_next", directed(reviews=reviews(d4=HELD)), "d8", "no", None),
    ("review_is_next", directed(reviews=reviews(d4=DECIDED)), "d8", "yes", None),
    ("review_due", directed(), "d4", "yes", d("2027-01-08")),
    ("review_due", directed(), "d5", "no", None),
    ("review_meets", directed(), "d4", "yes", d("2027-01-08")),
    ("review_meets", directed(), "d5", "no", None),
    ("review_meets", directed(reviews=reviews(d4=HELD)), "d4", "yes", d("2027-01-07")),
    ("review_invited", directed(), "d4", "no", None),
    ("review_invited", directed(reviews=reviews(d4=HELD)), "d4", "yes", d("2026-12-18")),
    ("review_held", directed(), "d4", "no", None),
    ("review_held", directed(reviews=reviews(d4=HELD)), "d4", "yes", d("2027-01-08")),
    ("review_decided", directed(reviews=reviews(d4=HELD)), "d4", "no", None),
    ("review_decided", directed(reviews=reviews(d4=DECIDED)), "d4", "yes", d("2027-01-12")),
    ("last_review_held", directed(reviews=reviews(d4=DECIDED)), "", "no", None),
    ("last_review_held", facts(), "", "no", None),
    ("last_review_held", last_review("return"), "", "yes", d("2027-03-12")),
    ("last_integration_review_held", moved(), "", "no", None),
    ("last_integration_review_held", SETTLED_IN, "", "yes", d("2027-05-14")),
    ("next_is_move", directed(), "", "no", None),
    ("next_is_move", last_review("return"), "", "no", None),
    ("next_is_move", last_review("ask_for_move"), "", "yes", d("2027-03-15")),
    ("next_is_return", last_review("ask_for_move"), "", "no", None),
    ("next_is_return", last_review("return"), "", "yes", d("2027-03-15")),
    ("return_can_be_planned", directed(reviews=reviews(d4=DECIDED)), "", "no", None),
    ("return_can_be_planned", directed(reviews=RETURNING), "", "yes", d("2027-01-12")),
    # On the last day stated in any case.
    ("return_can_be_planned", directed(LAST_DAY), "", "yes", LAST_DAY),
    ("return_can_be_planned", last_review("ask_for_move"), "", "yes", d("2027-03-12")),
    ("plan_drawn", directed(), "", "no", None),
    ("plan_drawn", directed(papers=(paper("plan"),)), "", "yes", TODAY),
    ("agreement_drawn", directed(papers=(paper("plan"),)), "", "no", None),
    ("agreement_drawn", directed(papers=(paper("agreement"),)), "", "yes", TODAY),
    ("paper_drawn", directed(), "plan:home_head", "no", None),
    ("paper_drawn", directed(papers=(paper("plan"),)), "plan:home_head", "yes", TODAY),
    ("signer_answered", directed(), "plan:home_head", "no", None),
    ("signer_answered", directed(papers=(paper("plan"),)), "plan:home_head", "no", None),
    ("signer_answered", directed(papers=(SIGNED_BY_HEAD,)), "plan:home_head", "yes", TODAY),
    ("agreement_signed_by_all", directed(), "", "no", None),
    ("agreement_signed_by_all", directed(papers=(paper("agreement", signature("party:1")),)), "", "no", None),
    ("agreement_signed_by_all", directed(papers=(SIGNED,)), "", "yes", TODAY),
    ("agreement_signed_by_all", directed(papers=(SIGNED, paper("agreement", version=2))), "", "no", None),
    ("agreement_refused", directed(papers=(SIGNED,)), "", "no", None),
    ("agreement_refused", directed(papers=(paper("agreement", SAID_NO),)), "", "yes", TODAY),
    # The latest answer counts.
    ("agreement_refused", directed(papers=(paper("agreement", SAID_NO, SAID_YES),)), "", "no", None),
    ("move_complete", directed(), "", "no", None),
    ("move_complete", moved(), "", "yes", MOVED),
    ("placement_ended", directed(), "", "no", None),
    ("placement_ended", facts(), "", "no", None),
    ("placement_ended", over(PhaseOutcome.RETURNED), "", "yes", d("2027-01-14")),
    ("ended_early", over(PhaseOutcome.RETURNED), "", "no", None),
    ("ended_early", over(PhaseOutcome.ENDED_EARLY), "", "yes", d("2027-01-14")),
    ("going_back", moved(), "", "no", None),
    ("going_back", over(PhaseOutcome.RETURNED), "", "yes", d("2027-01-14")),
    ("going_back", over(PhaseOutcome.ENDED_EARLY), "", "yes", d("2027-01-14")),
    ("ehc_plan", facts(), "", "not_known", None),
    ("ehc_plan", facts(answers=answered(sen="not_known")), "", "not_known", None),
    ("ehc_plan", facts(answers=answered(sen="support")), "", "no", None),
    ("ehc_plan", facts(answers=answered(sen="plan")), "", "yes", None),
    ("plan_not_amended", facts(answers=answered(sen="support")), "", "no", None),
    ("plan_not_amended", facts(answers=answered(sen="plan")), "", "yes", None),
    ("plan_not_amended", facts(answers=answered(sen="plan", plan_amended="yes")), "", "no", None),
    ("something_tried", facts(), "", "no", None),
    ("something_tried", facts(answers=answered(tried=["A mentor"])), "", "yes", None),
    ("nominee_was_there", directed(), "d4", "not_known", None),
    ("nominee_was_there", met("home_head"), "d4", "no", None),
    ("nominee_was_there", met("home_nominee"), "d4", "yes", None),
    ("six_days_ahead", facts(), "", "not_known", None),
    ("six_days_ahead", facts(answers=answered(review_on="2026-11-29")), "", "no", None),
    ("six_days_ahead", facts(answers=answered(review_on="2026-11-30")), "", "yes", None),
    ("back_at_home", facts(), "", "no", None),
    ("back_at_home", facts(records=(record("confirm_return", arrived_today="no"),)), "", "no", None),
    ("back_at_home", facts(records=(record("confirm_return", arrived_today="yes"),)), "", "yes", TODAY),
    ("social_worker_named", facts(), "", "no", None),
    ("social_worker_named", facts(parties=(HAMZA, GRACE)), "", "yes", None),
    ("social_worker_missing", facts(answers=answered(looked_after="no")), "", "no", None),
    ("social_worker_missing", facts(answers=answered(looked_after="yes")), "", "yes", None),
    ("social_worker_missing", facts(answers=answered(looked_after="yes"), parties=(GRACE,)), "", "no", None),
    ("entered", facts(), "", "no", None),
    ("entered", facts(entered_on=TODAY), "", "yes", TODAY),
    ("repeated_move", facts(), "", "no", None),
    ("repeated_move", facts(is_repeated=True), "", "yes", None),
    ("rated_red", facts(answers=answered(senco_ready="amber")), "", "no", None),
    ("rated_red", facts(answers=answered(senco_ready="red")), "", "yes", None),
    ("host_is_registered_school", facts(), "", "not_known", None),
    ("host_is_registered_school", school(is_registered_school=False), "", "no", None),
    ("host_is_registered_school", school(), "", "yes", None),
    ("ends_in_school_year", facts(), "", "not_known", None),
    ("ends_in_school_year", directed(phase={"ends_on": None}), "", "not_known", None),
    ("ends_in_school_year", directed(phase={"ends_on": d("2027-08-31")}), "", "yes", None),
    ("ends_in_school_year", directed(phase={"ends_on": d("2027-09-01")}), "", "no", None),
    ("ends_in_school_year", directed(phase={"starts_on": d("2027-09-02")}), "", "yes", None),
    ("first_review_in_six_weeks", facts(), "", "not_known", None),
    ("first_review_in_six_weeks", directed(), "", "yes", None),
    ("first_review_in_six_weeks", directed(reviews=WEEK_7), "", "no", None),
    ("last_looked_at", facts(), "", "no", None),
    ("last_looked_at", directed(), "", "yes", FIRST_DAY),
    ("last_looked_at", directed(reviews=reviews(d4=HELD)), "", "yes", d("2027-01-08")),
    ("way_is_open", facts(), "", "yes", None),
    ("way_is_open", facts(answers=answered(kind="reintegration")), "", "no", None),
    ("move_at_once", facts(answers=answered(way="direction")), "", "no", None),
    ("move_at_once", facts(answers=AT_ONCE), "", "yes", None),
    # At once: when the school has accepted and everybody has met; else after the last review.
    ("move_can_be_asked", facts(records=READY), "", "no", None),
    ("move_can_be_asked", facts(records=READY[:1], answers=AT_ONCE), "", "no", None),
    ("move_can_be_asked", facts(records=READY, answers=AT_ONCE), "", "yes", TODAY),
    ("move_can_be_asked", last_review("continue"), "", "no", None),
    ("move_can_be_asked", last_review("ask_for_move"), "", "yes", d("2027-03-15")),
    ("move_can_be_asked", directed(answers=AT_ONCE, records=READY), "", "no", None),
    # The first day is sure by the notice of a direction, or by everyone’s signature.
    ("start_is_sure", directed(letters=(sent("direction_notice"),)), "", "no", None),
    ("start_is_sure", directed(records=(record("give_notice"),)), "", "yes", TODAY),
    ("start_is_sure", directed(phase={"kind": PhaseKind.TRIAL_MANAGED_MOVE}), "", "yes", TODAY),
    ("start_is_sure", facts(papers=(SIGNED,)), "", "no", None),
    ("start_is_sure", facts(papers=(SIGNED,), answers=AT_ONCE), "", "yes", TODAY),
    ("start_is_sure", facts(phases=moved().phases[1:]), "", "yes", MOVED),
    # Steps that were taken, letters that were made, and answers.
    ("done.tell_family", facts(), "", "no", None),
    ("done.tell_family", facts(records=(record("tell_family"),)), "", "yes", TODAY),
    ("done.tell_family", facts(records=(record("tell_family"),)), "d4", "yes", TODAY),
    ("done.hold_review", facts(records=(record("hold_review", occurrence="d4"),)), "d8", "no", None),
    ("sent.direction_notice", facts(), "", "no", None),
    ("sent.direction_notice", facts(letters=(sent("direction_notice"),)), "", "yes", TODAY),
    ("sent.direction_notice", facts(letters=(sent("direction_notice"),)), "d4", "yes", TODAY),
    ("sent.review_outcome", facts(letters=(sent("review_outcome", "d4"),)), "d8", "no", None),
    ("sanction", facts(), "", "not_known", None),
    ("sanction", facts(answers=answered(sanction="no")), "", "no", d("2026-11-02")),
    ("sanction", facts(answers=answered(sanction="yes")), "", "yes", d("2026-11-02")),
    ("sanction", facts(answers=answered(sanction="not_known")), "", "not_known", d("2026-11-02")),
    ("tried", facts(answers=answered(tried=["A mentor"])), "", "not_known", d("2026-11-02")),
    ("kind.provision", facts(), "", "not_known", None),
    ("kind.provision", facts(answers=CHOSEN), "", "yes", d("2026-11-02")),
    ("kind.diversion", facts(answers=CHOSEN), "", "no", None),
    ("alternatives.no", facts(answers=CHOSEN), "", "yes", d("2026-11-02")),
    ("alternatives.application", facts(answers=CHOSEN), "", "no", None),
    ("written.tried", facts(), "", "no", None),
    ("written.tried", facts(answers=answered(tried=[])), "", "no", None),
    ("written.tried", facts(answers=answered(tried=["A mentor"])), "", "yes", d("2026-11-02")),
    ("written.sen", facts(answers=answered(sen="not_known")), "", "no", None),
    ("day.move_starts_on", facts(), "", "no", None),
    ("day.move_starts_on", facts(answers=answered(move_starts_on="2027-03-22")), "", "yes", MOVED),
]
GOVERNED = ("maintained", "academy")
TABLE += [
    (f"home_is_{kind}", school(governance=so), "", Tri.of(so == kind), None)
    for kind in GOVERNED
    for so in GOVERNED
]
SENDING = {
    "records_sent": "send_records",
    "last_records_sent": "send_last_records",
    "safeguarding_file_sent": "send_safeguarding_file",
    "new_pupil_returned": "send_new_pupil_return",
    "deletion_returned": "send_deletion_return",
}
TABLE += [(fact, facts(), "", "no", None) for fact in SENDING]
TABLE += [(fact, facts(records=(record(step),)), "", "yes", TODAY) for fact, step in SENDING.items()]
TABLE += [(name, case, "", "no", None) for name, case, _, _ in OF_EXCLUSIONS]
TABLE += [(name, case, "", "yes", since) for name, _, case, since in OF_EXCLUSIONS]


@pytest.mark.parametrize(("name", "case", "occasion", "so", "since"), TABLE)
def test_a_fact_is_read_off_the_case(
    name: str, case: Facts, occasion: str, so: str, since: date | None
) -> None:
    assert (holds(case, name, occasion), moment(case, name, occasion)) == (so, since)


@pytest.mark.parametrize("name", sorted(NAMED))
def test_each_named_fact_is_shown_on_a_case_where_it_is_so_and_one_where_it_is_not(name: str) -> None:
    shown = {so for fact, _, _, so, _ in (*TABLE, *OF_THE_FAMILY) if fact == name}
    assert Tri.YES in shown
    assert shown - {Tri.YES} or name == "case_open"


def test_weeks_are_recorded_when_they_are_over() -> None:
    assert weeks_to_record(directed(FIRST_DAY, phase=ARRIVED)) == ()
    assert weeks_to_record(directed(d("Fri 2026-12-04"), phase=ARRIVED)) == (FIRST_DAY,)
    # The holidays have no week.
    mondays = (FIRST_DAY, d("Mon 2026-12-07"), d("Mon 2026-12-14"), d("Mon 2027-01-04"))
    assert weeks_to_record(directed(d("Fri 2027-01-08"), phase=ARRIVED)) == mondays


def test_the_last_week_is_over_when_the_direction_is() -> None:
    ended = {**ARRIVED, "outcome": PhaseOutcome.ENDED_EARLY, "ended_on": d("Wed 2026-12-09")}
    case = directed(IN_WEEK_2, phase=ended)
    assert weeks_to_record(case) == (FIRST_DAY, d("Mon 2026-12-07"))
    assert moment(case, "week_ends", "2026-12-07") == IN_WEEK_2


def test_a_protocol_may_name_facts_its_own_questions_its_steps_and_its_letters() -> None:
    known = names_for(southwark())
    assert {"arrived", "sanction", "done.tell_family", "sent.settled", "kind.diversion"} <= known
    assert {"written.tried", "written.sanction", "day.starts_on"} <= known
    assert not {"arived", "done.tell_famly", "sent.tell_family", "not.there", "kind.other"} & known
    assert not {"written.tryed", "day.tried", "sanction.yes"} & known


def test_each_fact_has_words_and_any_other_name_is_said_as_it_is() -> None:
    assert words_of("arrived") == "The pupil's arrival is confirmed."
    assert words_of("done.tell_family") == "done tell family"
    assert all(one.words.endswith(".") for one in NAMED.values())


def test_what_is_read_off_an_answer_names_a_question_of_the_protocol() -> None:
    assert set(READ_OFF) <= set(NAMED)
    assert set(READ_OFF.values()) <= set(southwark().questions)


def test_a_fact_that_is_read_off_an_answer_names_its_question_and_any_other_itself() -> None:
    itself = ("sanction", "done.tell_family", "sent.direction_notice", "host_accepted")
    behind = {"kind.provision": "kind", "written.tried": "tried", "day.starts_on": "starts_on"}
    wanted = {**READ_OFF, **behind, **{name: name for name in itself}}
    assert {fact: asked_by(fact) for fact in wanted} == wanted
