"""Is a case that is written down by hand read to the letter, and what is then said of it?"""

import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from freshstart.outside.books import editions, protocols
from freshstart.process.assessments import Assessment, SketchInvalid, Verdict, assess, read_sketch
from freshstart.process.drawings import Drawn, facts_of
from freshstart.process.predicates import holds
from freshstart.process.protocols import Protocol
from freshstart.process.steps import State
from freshstart.process.vocabulary import PhaseOutcome, Tri

TODAY = date(2026, 11, 24)
DIRECTED = """
host = "Kestrel Park"
stages_done = ["leaving", "transition"]
phases = [{ kind = "off_site_direction", starts = 2026-11-02 }]
"""


WRONG = tomllib.loads(Path(__file__).with_name("wrong_cases.toml").read_text(encoding="utf-8"))["wrong"]


def drawn(text: str, protocol: str = "southwark", on: date = TODAY) -> Drawn:
    terms = protocols()[protocol]
    return facts_of(read_sketch(tomllib.loads(text)), terms, editions(), on=on)


def assessed(text: str, protocol: str = "southwark", on: date = TODAY, role: str = "") -> Assessment:
    return assess(protocols()[protocol], editions(), drawn(text, protocol, on).facts, role)


def verdict(found: Assessment, step: str, occasion: str = "") -> Verdict:
    return next(
        one for one in found.verdicts if (one.offer.step.id, one.offer.occurrence) == (step, occasion)
    )


def problems(text: str, protocol: str = "southwark") -> tuple[str, ...]:
    with pytest.raises(SketchInvalid) as refused:
        drawn(text, protocol)
    return refused.value.problems


# What is usual --------------------------------------------------------------------------------------------


def test_an_empty_file_is_a_case_that_can_be_opened() -> None:
    found = drawn("")
    assert (found.facts.pupil.year_group, found.facts.parents[0].name) == (8, "Mother")
    assert found.facts.home.calendar["provisional"]
    assert found.assumed == (
        "One parent is asked: the mother, who has parental responsibility.",
        "Where no calendar is written, school is on every weekday but bank holidays.",
        "The child is in Year 8.",
    )
    assert verdict(assessed(""), "open_case").state is State.OPEN


@pytest.mark.parametrize(
    ("pupil", "year", "born"),
    [
        ("{ year = 11 }", 11, date(2011, 1, 1)),
        ("{ born = 2014-03-03 }", 8, date(2014, 3, 3)),
        ("{ born = 2014-09-01, year = 8 }", 8, date(2014, 9, 1)),
    ],
)
def test_of_year_group_and_birthday_the_one_follows_from_the_other(pupil: str, year: int, born: date) -> None:
    child = drawn(f"pupil = {pupil}").facts.pupil
    assert (child.year_group, child.born_on) == (year, born)


def test_a_text_stands_for_a_table_and_one_entry_for_a_list() -> None:
    found = drawn(
        'pupil = "Ana Ferreira"\nhome = "Thornley Vale"\nparties = "carer"\napproaches = "Kestrel Park"'
    ).facts
    assert (found.pupil.given, found.pupil.family, found.home.name) == ("Ana", "Ferreira", "Thornley Vale")
    assert [party.relation for party in found.parties] == ["pupil", "carer"]
    assert [(one.school.name, one.answer, one.chosen) for one in found.approaches] == [
        ("Kestrel Park", "", False)
    ]


def test_a_receiving_school_that_is_named_was_asked_and_chosen() -> None:
    found = drawn('host = { name = "Kestrel Park", mainstream = false }').facts
    assert found.host is not None
    assert (found.host.name, found.host.is_mainstream, found.approaches[0].chosen) == (
        "Kestrel Park",
        False,
        True,
    )
    assert holds(found, "school_chosen") is Tri.YES


def test_the_receiving_school_is_one_of_those_that_were_asked() -> None:
    asked = 'approaches = [{ school = "Kestrel Park", answer = "no" }, "Fernlow"]\n'
    found = drawn(f'{asked}host = "Fernlow"').facts
    assert [(one.answer, one.chosen, one.closed) for one in found.approaches] == [
        ("no", False, True),
        ("yes", True, False),
    ]
    assert problems(f'{asked}host = "Fernlo"') == ("host.name: there is no “Fernlo” here. Is it “Fernlow”?",)


def test_calendars_can_be_written_for_each_place_or_for_all() -> None:
    found = drawn(
        "calendars.all = { terms = [[2026-09-03, 2026-10-23], [2026-11-02, 2026-12-18]] }\n"
        "calendars.council = { terms = [[2026-09-01, 2026-12-18]], closed = [2026-10-02] }"
    ).facts
    assert found.calendar("home").is_school_day(date(2026, 10, 2))
    assert not found.calendar("council").is_school_day(date(2026, 10, 2))
    assert problems("calendars.home = { terms = [[2026-12-18, 2026-11-02]] }")[0].startswith(
        "calendars.home: The terms of The home school are out of order"
    )


# Steps that were taken --------------------------------------------------------------------------------------


def test_steps_are_a_list_or_have_their_days_and_answers() -> None:
    text = """
    [done]
    tell_family = 2026-11-06
    open_case = 2026-11-02
    talk_options = { on = 2026-11-09, answers = { told_on = 2026-11-09, alternatives = ["stay"] } }
    """
    found = drawn(text).facts
    assert [record.step for record in found.records] == ["open_case", "tell_family", "talk_options"]
    assert found.opened_on == date(2026, 11, 2)
    assert found.records[2].values == {"told_on": "2026-11-09"}
    assert found.answers["alternatives"].on == date(2026, 11, 9)
    assert drawn('done = ["open_case"]').facts.records[0].on == TODAY


def test_a_step_that_was_taken_has_sent_its_letters_and_drawn_up_its_papers() -> None:
    found = drawn('done = ["tell_family", "draw_up_agreement"]').facts
    assert found.sent("head_proposal") == TODAY
    assert list(found.papers[0].signers) == ["party:1", "party:2", "home_head", "host_head"]


def test_what_was_taken_before_the_case_was_kept_here_asks_nothing() -> None:
    found = drawn("done.draw_up_agreement = { on = 2026-11-02, before = true }")
    assert (found.unwritten, found.facts.papers) == ((), ())
    assert holds(found.facts, "agreement_signed_by_all") is Tri.YES


def test_what_a_step_had_to_ask_and_is_not_written_is_named() -> None:
    found = drawn('done = ["name_social_worker"]\nanswers = { social_worker = "Grace Obi" }')
    assert (found.unwritten, found.facts.staff["social_worker"].name) == ((), "Grace Obi")
    assert [one.id for one in drawn('done = ["name_social_worker"]').unwritten] == ["social_worker"]


def test_stages_that_are_done_leave_out_what_is_not_on_the_way() -> None:
    found = drawn(DIRECTED).facts
    taken = {record.step for record in found.records}
    assert {"open_case", "tell_family", "determine_direction", "give_notice", "confirm_arrival"} <= taken
    assert not taken & {"record_exclusion", "review_plan", "begin_by_plan", "know_more", "sign_off"}
    at_once = drawn('stages_done = ["leaving", "transition"]').facts
    assert "accept_place" in {record.step for record in at_once.records}
    assert at_once.phases == ()


# Placements, reviews, papers ------------------------------------------------------------------------------


def test_a_placement_runs_as_the_protocol_has_it() -> None:
    found = drawn(DIRECTED).facts
    phase = found.phases[0]
    assert (phase.decided_on, phase.arrived_on, phase.edition) == (
        date(2026, 11, 2),
        date(2026, 11, 2),
        "england_2026_07_26",
    )
    assert [review.number for review in found.reviews] == ["d4", "d8", "d12"]
    assert found.reviews[0].due_on == date(2026, 11, 27)


def test_a_placement_follows_from_the_first_day_that_was_typed() -> None:
    found = drawn(
        'host = "Kestrel Park"\ndone = ["determine_direction"]\nanswers.starts_on = 2026-11-30'
    ).facts
    assert [(phase.kind, phase.starts_on, phase.decided_on) for phase in found.phases] == [
        ("off_site_direction", date(2026, 11, 30), TODAY)
    ]
    assert problems('done = ["determine_direction"]') == (
        "done.determine_direction: write its placement in `phases`: kind = “off_site_direction”, "
        "and its first day.",
    )


def test_a_move_ends_the_placement_before_it() -> None:
    both = DIRECTED.replace("2026-11-02 }", '2026-11-02 }, { kind = "managed_move", starts = 2026-11-23 }')
    found = drawn(both).facts
    assert (found.phases[0].outcome, found.phases[0].ended_on) == (
        PhaseOutcome.MANAGED_MOVE,
        date(2026, 11, 23),
    )
    assert holds(found, "move_complete") is Tri.YES


def test_reviews_take_what_is_written_and_what_steps_say() -> None:
    text = f"""{DIRECTED}
    reviews.r1 = {{ due = 2026-11-20, asked_by = "The mother" }}
    [done.hold_review]
    on = 2026-11-23
    occasion = "d4"
    answers = {{ met_on = 2026-11-23, who_met = ["home_nominee", "mother"] }}
    [done.decide_after_review]
    occasion = "d4"
    answers = {{ review_decision = "continue" }}
    """
    found = drawn(text).facts
    first = found.review("d4")
    assert first is not None
    assert (first.held_on, first.decided_on, first.decision) == (date(2026, 11, 23), TODAY, "continue")
    assert [review.number for review in found.reviews] == ["r1", "d4", "d8", "d12"]
    assert found.records[-2].values["who_met"] == ["home_nominee", "party:2"]


def test_who_signed_is_named_by_relation_name_or_role() -> None:
    text = """
    parties = [{ relation = "father", name = "Imran Siddiqui" }]
    papers.plan = { signed = ["pupil", "Imran Siddiqui"], refused = { home_head = 2026-11-20 } }
    """
    found = assessed(f"{DIRECTED}{text}")
    assert [(one.name, one.answer) for one in found.signers] == [
        ("Pupil", "signed"),
        ("Imran Siddiqui", "signed"),
        ("Headteacher, The home school", "refused"),
        ("Headteacher, Kestrel Park", ""),
    ]


def test_weeks_are_written_or_all_of_them_were_sent() -> None:
    assert drawn(f"{DIRECTED}weeks = [2026-11-02]").facts.weeks[0].monday == date(2026, 11, 2)
    every = drawn(f"{DIRECTED}every_week = true").facts
    assert len(every.weeks) == 3
    assert not [one for one in assessed(f"{DIRECTED}every_week = true").owed if one.id == "record_week"]


def test_a_week_and_an_arrival_are_what_their_steps_say() -> None:
    text = """
    host = "Kestrel Park"
    phases = [{ kind = "off_site_direction", starts = 2026-11-02 }]
    done.confirm_arrival = [{ answers = { arrived_today = "no" } }, { on = 2026-11-03 }]
    done.record_week = { occasion = 2026-11-09 }
    """
    found = drawn(text).facts
    assert found.phases[0].arrived_on == date(2026, 11, 3)
    assert [week.monday for week in found.weeks] == [date(2026, 11, 9)]


def test_a_placement_that_was_ended_and_a_case_that_was_closed_are_over() -> None:
    ended = drawn(f"{DIRECTED}done.end_placement = 2026-11-20").facts
    assert (ended.phases[0].outcome, ended.phases[0].ended_on) == ("ended_early", date(2026, 11, 20))
    closed = drawn(f'{DIRECTED}done = ["close_not_taken_further"]')
    assert (closed.facts.outcome, closed.facts.phases[0].outcome) == ("not_taken_further", "settled")
    assert drawn('outcome = "settled"').facts.outcome == "settled"


def test_letters_are_those_of_the_steps_and_those_that_are_written() -> None:
    text = """
    letters.review_invitation = { on = 2026-11-20, occasion = "d4" }
    letters.head_proposal = 2026-11-09
    done = ["tell_family"]
    """
    found = drawn(f"{DIRECTED}{text}").facts
    assert found.sent("review_invitation", "d4") == date(2026, 11, 20)
    assert found.sent("head_proposal") == date(2026, 11, 9)


# What is said -----------------------------------------------------------------------------------------------


def test_a_rule_that_reads_an_answer_bites_once_the_answer_is_known() -> None:
    opened = 'done = ["open_case"]\nanswers.tried = ["A mentor"]\n'
    right = verdict(assessed(opened), "is_a_move_right")
    assert (right.state, [one.rule for one in right.reasons]) == (State.OPEN, [])
    assert "sanction" in {one.id for one in right.missing}
    wrong = verdict(assessed(f'{opened}answers.sanction = "yes"'), "is_a_move_right")
    assert wrong.state is State.STOPPED
    assert "sanction" not in {one.id for one in wrong.missing}


def test_an_ending_says_how_the_case_would_end() -> None:
    found = assessed('done = ["open_case"]')
    assert verdict(found, "close_not_taken_further").ending == "not_taken_further"
    assert verdict(found, "is_a_move_right").ending == ""


def test_the_family_is_asked_each_alone() -> None:
    parents = 'parties = ["mother", "father"]\nfamily.ask_schools = { father = "no" }'
    found = assessed(f'done = ["open_case", "tell_family"]\n{parents}')
    assert [(one.question.id, one.party.name, one.answer) for one in found.asked] == [
        ("my_words", "Pupil", ""),
        ("ask_schools", "Mother", ""),
        ("ask_schools", "Father", "no"),
    ]


def test_what_is_asked_before_each_review_or_in_some_weeks_is_asked_while_there_is_one() -> None:
    held = "reviews.d{0} = {{ held = 2026-11-{1}, decided = 2026-11-{1}, decision = 'continue' }}"
    reviewed = "\n".join(held.format(*one) for one in ((4, 25), (8, 26), (12, 27)))
    cases = {text: assessed(f"{DIRECTED}{text}", on=date(2026, 11, 30)) for text in ("", reviewed)}
    asked = [
        {one.question.id for one in found.asked if one.party.name == "Pupil"} for found in cases.values()
    ]
    assert asked == [{"my_words", "check_in", "view_before_review"}, {"my_words", "check_in"}]


def test_a_role_is_told_only_what_is_for_it() -> None:
    text = 'host = "Kestrel Park"\ndone = ["open_case"]'
    found = assessed(text, role="host_head")
    assert {one.offer.step.id for one in found.verdicts if one.state is State.OPEN} == {"accept_place"}
    assert {one.owners[0] for one in found.owed} == {"host_head"}
    assert found.asked == ()


def test_an_older_placement_goes_on_by_the_law_of_its_day() -> None:
    text = 'phases = [{ kind = "trial_managed_move", starts = 2026-06-08, decided = 2026-05-18 }]'
    found = assessed(text, "southwark_2023", date(2026, 9, 10))
    assert found.law.id == "england_2024_08_19+england_2026_07_26"


# What is wrong --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("row", WRONG, ids=lambda row: row["says"].partition(":")[0])
def test_what_cannot_be_is_refused_with_its_place_and_the_nearest_name(row: dict[str, str]) -> None:
    said = problems(row["file"].replace("DIRECTED", DIRECTED))
    assert any(one.startswith(row["says"]) for one in said), said


def test_an_answer_stands_in_one_place_only() -> None:
    text = 'answers.sen = "plan"\ndone.open_case = { answers = { sen = "none" } }'
    assert problems(text) == (
        "done.open_case.answers.sen: it stands in `answers` too. Take one of the two out.",
    )


def test_a_step_about_one_of_several_says_which() -> None:
    two = 'approaches = ["Fernlow", { school = "Kestrel Park", answer = "yes" }]\n'
    assert "There are: Fernlow, Kestrel Park." in problems(f'{two}done = ["choose_school"]')[0]
    found = drawn(f'{two}done.choose_school = {{ occasion = "Kestrel Park" }}').facts
    assert found.host is not None
    assert (found.host.name, found.records[0].occurrence) == ("Kestrel Park", "2")


@pytest.mark.parametrize("protocol", protocols().values(), ids=protocols().keys())
def test_every_protocol_can_be_tried_on_a_running_case(protocol: Protocol) -> None:
    kind: Any = protocol.phase[0].kind
    text = f'phases = [{{ kind = "{kind}", starts = 2026-06-08 }}]\nstages_done = ["leaving", "transition"]'
    found = assessed(text, protocol.id, date(2026, 9, 10))
    assert found.owed
