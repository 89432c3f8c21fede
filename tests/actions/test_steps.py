"""A step is taken whole or not at all, and what somebody else wrote meanwhile is never lost."""

from typing import Any

import pytest

from freshstart.actions import writers
from freshstart.actions.standings import Standing
from freshstart.models.cases import Answer, StepRecord
from freshstart.models.histories import Event
from freshstart.models.people import User
from freshstart.process.refusals import Incomplete, NotNow, NotYours, Stale
from freshstart.process.values import Values
from tests.stories import move
from tests.world import World

pytestmark = pytest.mark.django_db

TALK: Values = {
    "told_on": "2026-11-24",
    "alternatives": ["stay"],
    "parents_views": "Yes",
    "pupils_views": "Hm",
}


def told() -> World:
    world = World()
    world.open_case()
    move.the_home_school_looks_whether_a_move_is_right(world)
    world.take("tell_family", by="home_head")
    return world


def counted(world: World) -> tuple[int, int, int]:
    case = world.case_id()
    return (
        StepRecord.objects.filter(case=case).count(),
        Answer.objects.filter(case=case).count(),
        Event.objects.filter(case=case).count(),
    )


# Whole or not at all --------------------------------------------------------------------------------------


@pytest.mark.parametrize("code", ["family_told", "letter_due"])
def test_where_a_writer_breaks_no_row_and_no_line_of_history_is_left(
    code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = World()
    world.open_case()
    move.the_home_school_looks_whether_a_move_is_right(world)
    before, row = counted(world), world.row().__dict__

    def breaks(standing: Standing, values: Values) -> None:
        raise RuntimeError("The disk is full.")

    monkeypatch.setitem(writers.WRITERS, code, breaks)
    with pytest.raises(RuntimeError):
        world.take("tell_family", by="home_head")
    assert counted(world) == before
    assert {**world.row().__dict__, "_state": 0} == {**row, "_state": 0}
    assert not world.letters("head_proposal")


def test_each_happening_has_one_writer() -> None:
    with pytest.raises(ValueError, match="has a writer already"):
        writers.writes("school_asked")(lambda standing, values: None)


# What is written ------------------------------------------------------------------------------------------


def test_an_answer_is_kept_once_and_what_belongs_to_the_occasion_stays_with_it() -> None:
    world = told()
    world.take("talk_options", by="facilitator", **TALK)
    record = StepRecord.objects.get(case=world.case, step="talk_options")
    assert record.values == {"told_on": "2026-11-24"}
    assert (record.taken_by, record.acting_as) == (world.people["facilitator"], "facilitator")
    answer = Answer.objects.get(case=world.case, question="pupils_views")
    assert (answer.value, answer.version, answer.given_by) == ("Hm", 1, world.people["facilitator"])


def test_the_reason_beside_an_answer_is_kept_with_it() -> None:
    world = told()
    answer = Answer.objects.get(case=world.case, question="solvable_here")
    assert (answer.value, answer.reason) == ("no", "Two years of the same group around him")


def test_an_answer_that_is_given_again_unchanged_is_no_new_version() -> None:
    world = World()
    move.the_child_arrives(world, move.up_to_the_first_day(world))
    targets = ["Be in every lesson", "Tell somebody when it gets loud"]
    for expected, value in ((1, targets), (2, targets[:1])):
        world.take("change_targets", by="host_lead", targets=value, liaised_with=["home_lead"])
        assert Answer.objects.get(case=world.case, question="targets").version == expected


def test_the_history_says_what_was_answered_but_not_what_only_few_may_read() -> None:
    world = told()
    opening = Event.objects.filter(case=world.case).earliest("seq").detail.payload["said"]
    assert opening["sen"] == "SEN support"
    assert "child_protection_plan" not in opening
    named = Event.objects.get(case=world.case, subject_id="appoint_facilitator").detail.payload
    assert (named["by"], named["said"]["facilitator"]) == ("Rana Okafor (home)", "Fay Lindqvist")


# Two people at once ---------------------------------------------------------------------------------------


def test_the_second_to_save_is_told_what_changed_and_by_whom_and_loses_nothing() -> None:
    world = told()
    seen = {"parents_views": 0, "pupils_views": 0}
    world.take("talk_options", by="facilitator", seen=seen, **TALK)
    with pytest.raises(Stale) as stale:
        world.take("talk_options", by="home_lead", seen=seen, **{**TALK, "pupils_views": "I do not know"})
    assert stale.value.what == "Somebody else saved this while you were writing."
    assert stale.value.changed == (("The child’s views", "Hm", "Fay Lindqvist"),)
    assert stale.value.next_step == "Your words are kept below. Look at what changed, then save again."
    assert Answer.objects.get(case=world.case, question="pupils_views").value == "Hm"


def test_who_looked_at_what_stands_saves_over_it_with_open_eyes() -> None:
    world = World()
    move.the_child_arrives(world, move.up_to_the_first_day(world))
    world.take(
        "change_targets", by="host_lead", seen={"targets": 1}, targets=["One"], liaised_with=["home_lead"]
    )
    with pytest.raises(Stale) as stale:
        world.take(
            "change_targets", by="host_head", seen={"targets": 1}, targets=["Two"], liaised_with=["lead"]
        )
    assert stale.value.changed == (("Targets", "One.", "Rana Okafor (host)"),)
    world.take("change_targets", by="host_head", seen={"targets": 2}, targets=["Two"], liaised_with=["lead"])
    assert Answer.objects.get(case=world.case, question="targets").value == ["Two"]


def test_two_who_wrote_the_same_are_not_in_each_others_way() -> None:
    world = World()
    move.the_child_arrives(world, move.up_to_the_first_day(world))
    for person in ("host_lead", "host_head"):
        world.take(
            "change_targets", by=person, seen={"targets": 1}, targets=["One"], liaised_with=["home_lead"]
        )
    assert Answer.objects.get(case=world.case, question="targets").version == 2


# Each refusal says what, why and what next ----------------------------------------------------------------


def refusal_of(world: World, kind: type[Exception], step: str, by: str, **values: Any) -> Any:
    before = counted(world)
    with pytest.raises(kind) as caught:
        world.take(step, by=by, **values)
    assert counted(world) == before
    return caught.value


def test_a_stranger_is_refused_and_told_whom_to_ask() -> None:
    world = told()
    refused = refusal_of(world, NotYours, "talk_options", "other_lead", **TALK)
    assert (refused.what, refused.next_step) == ("This case is not yours.", "Ask its lead.")


def test_whoever_is_on_the_case_but_does_not_take_this_step_is_told_where_it_lies() -> None:
    refused = refusal_of(told(), NotYours, "talk_options", "home_attendance", **TALK)
    assert refused.what == "“Talk through the options” is for somebody else."
    assert refused.next_step == "Ask them: they find it in their own work."


def test_a_step_that_a_rule_stops_names_the_rule_the_source_and_the_way_on() -> None:
    world = told()
    world.take("talk_options", by="facilitator", **TALK)
    refused = refusal_of(world, NotNow, "ask_school", "home_lead", school_to_ask=world.host.pk)
    (reason,) = refused.reasons
    assert refused.what == "“Ask a school” cannot go on."
    assert reason.why == "No parent has said yes to asking other schools."
    assert reason.source == "Advice page on managed moves, step 4: with the parents’ part in it"
    assert refused.next_step == reason.way_on
    assert reason.way_on == "Send the family their link, or record what they answered on paper."


def test_what_is_missing_is_said_beside_each_question() -> None:
    refused = refusal_of(told(), Incomplete, "talk_options", "home_lead", told_on="yesterday")
    assert refused.errors == {
        "told_on": "Enter a real date, for example 30 11 2026.",
        "alternatives": "Choose an answer: other ways talked through.",
    }
    assert refused.next_step == "Fill in what is marked, then save again."


@pytest.mark.parametrize("school", ["council", "nothing"])
def test_only_a_school_can_be_asked(school: str) -> None:
    world = told()
    world.take("talk_options", by="facilitator", **TALK)
    world.family_says("ask_schools", "yes")
    number = world.council.pk if school == "council" else 10**6
    refused = refusal_of(world, Incomplete, "ask_school", "home_lead", school_to_ask=number)
    assert refused.errors == {"school_to_ask": "Choose a school from the list."}


def test_only_somebody_we_know_can_be_named() -> None:
    world = World()
    world.open_case()
    move.the_home_school_looks_whether_a_move_is_right(world, facilitator=False)
    User.objects.filter(pk=world.people["facilitator"].pk).update(is_active=False)
    for number in (world.people["facilitator"].pk, 10**6):
        refused = refusal_of(world, Incomplete, "appoint_facilitator", "home_lead", facilitator=number)
        assert refused.errors == {"facilitator": "Choose a person from the list."}
