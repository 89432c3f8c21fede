"""A mistake is put right: what was written stays in the history, and what follows from it is made anew."""

from datetime import date

import pytest

from freshstart.actions import cases, corrections
from freshstart.actions.messages import find_link, token_of
from freshstart.models.cases import Case
from freshstart.models.histories import Event, EventDetail, verify
from freshstart.models.messages import Link, Message
from freshstart.models.placements import Approach
from freshstart.process.refusals import Incomplete, NotNow, NotYours
from freshstart.process.values import Values
from freshstart.process.vocabulary import CaseOutcome, Relation
from tests.stories import move
from tests.world import World

pytestmark = pytest.mark.django_db

HAMZA: Values = {"given": "Hamza", "family": "Siddiqui", "known_as": "", "upn": ""}


def test_another_birthday_closes_the_links_of_the_family() -> None:
    world = World()
    move.up_to_the_first_day(world, sign=False)
    token = token_of(Link.objects.get(party=world.party(Relation.MOTHER), revoked_at=None))
    assert find_link(token, world.now) is not None

    lead = the_lead(world, "The birthday was that of another Hamza Siddiqui")
    corrections.correct_child(**lead, **{**HAMZA, "known_as": "Hamzi"}, born_on=date(2013, 3, 3))
    assert find_link(token, world.now) is None
    assert not Message.objects.filter(case=world.case, link__isnull=False, sent_at=None).exists()
    case = world.row()
    assert (case.year_group, case.known_as) == (9, "Hamzi")
    assert the_last_line(world).payload["before"]["born_on"] == "2014-03-03"
    the_history_holds()


def test_a_name_is_corrected_for_the_child_who_signs_too() -> None:
    world = World()
    world.open_case()
    lead = the_lead(world, "Spelt wrongly")
    corrections.correct_child(**lead, **{**HAMZA, "family": "Siddiqi"}, born_on=date(2014, 3, 3))
    assert world.party(Relation.PUPIL).name == "Hamza Siddiqi"
    assert Case.objects.get(folded__startswith="siddiqi").pk == world.case_id()


def test_a_number_or_a_name_that_cannot_be_right_is_refused_and_nothing_changes() -> None:
    world = World()
    world.open_case()
    wrong: Values = {"given": " ", "family": "", "known_as": "", "upn": "A12"}
    with pytest.raises(Incomplete) as refused:
        corrections.correct_child(**the_lead(world, "Wrong"), **wrong, born_on=date(2030, 1, 1))
    assert refused.value.errors.keys() == {"given", "upn", "born_on"}
    assert world.row().name == "Hamza Siddiqui"


def test_the_wrong_school_was_chosen_and_sees_nothing_more() -> None:
    world = World()
    two_schools_have_said_yes(world)
    wrong = Approach.objects.get(case=world.case, organisation=world.other)
    world.take("choose_school", by="home_lead", occurrence=str(wrong.pk))
    assert Case.objects.visible_to(world.people["other_head"]).exists()

    corrections.correct_school(**the_lead(world, "The other school was meant"))
    assert not Case.objects.visible_to(world.people["other_head"]).exists()
    assert the_last_line(world).payload["was"] == "Carrow Hill School"
    right = Approach.objects.get(case=world.case, organisation=world.host)
    assert f"choose_school:{right.pk}" in world.owed()
    world.take("choose_school", by="home_lead", occurrence=str(right.pk))
    assert Case.objects.visible_to(world.people["host_head"]).exists()


def test_a_school_is_not_taken_back_once_the_board_has_decided() -> None:
    world = World()
    move.up_to_the_first_day(world, sign=False)
    with pytest.raises(NotNow, match="cannot be taken back"):
        corrections.correct_school(**the_lead(world, "Another school"))


def test_the_first_day_is_moved_and_the_notice_is_owed_again() -> None:
    world = World()
    move.up_to_the_first_day(world)
    world.family_says("parent_asks_review", "yes")
    before = world.owed()
    plan = world.paper("plan")

    corrections.correct_start(**the_lead(world, "The Monday was meant"), starts_on=date(2026, 12, 7))
    direction, owed = world.direction(), world.owed()
    assert (direction.starts_on, direction.ends_on) == (date(2026, 12, 7), date(2027, 4, 26))
    assert world.review("d4").due_on == date(2027, 1, 15)
    assert world.review("r1").held_on is None  # what a parent asked for stays asked for
    assert owed["osd_20_clock:"] > before["osd_20_clock:"]
    assert owed["give_notice:"] == world.today
    assert world.letters("direction_notice") == []
    assert world.facts().answers["starts_on"].version == 2

    new = world.paper("plan")
    assert new.version == plan.version + 1
    assert {key for key in owed if key.startswith("sign:plan:")} == {
        f"sign:plan:{signer}" for signer in new.signers
    }
    world.take("give_notice", by="home_clerk")
    assert len(world.letters("direction_notice")) == 1
    the_history_holds()


def test_the_first_day_is_moved_before_there_is_a_plan_or_a_notice() -> None:
    world = World()
    world.open_case()
    move.the_home_school_looks_whether_a_move_is_right(world)
    move.the_family_is_told_and_heard(world)
    move.schools_are_asked(world)
    move.everyone_meets(world)
    move.the_receiving_school_accepts(world)
    move.the_board_decides(world, starts_on=move.FIRST_DAY, notice=False)
    corrections.correct_start(**the_lead(world, "The Monday after was meant"), starts_on=date(2026, 12, 7))
    assert world.direction().starts_on == date(2026, 12, 7)
    assert not world.facts().papers


def test_a_first_day_too_soon_is_refused() -> None:
    world = World()
    move.up_to_the_first_day(world)
    for too_soon in (date(2026, 11, 25), date(2026, 12, 5)):
        with pytest.raises(Incomplete) as refused:
            corrections.correct_start(**the_lead(world, "Sooner"), starts_on=too_soon)
        assert "starts_on" in refused.value.errors


def test_the_first_day_is_not_moved_once_the_child_is_there() -> None:
    world = World()
    move.the_child_arrives(world, move.up_to_the_first_day(world))
    with pytest.raises(NotNow, match="first day cannot be moved"):
        corrections.correct_start(**the_lead(world, "Later"), starts_on=date(2026, 12, 14))


def test_a_wrong_recipient_is_off_the_case_at_once_and_nobody_waits_for_them() -> None:
    world = World()
    move.up_to_the_first_day(world, parents=2, sign=False)
    father = world.party(Relation.FATHER)
    assert f"sign:plan:party:{father.pk}" in world.owed()
    corrections.correct_recipient(**the_lead(world, "Another Mr Siddiqui"), party_id=father.pk)

    assert f"sign:plan:party:{father.pk}" not in world.owed()
    assert not Message.objects.filter(party=father, sent_at=None).exists()
    with pytest.raises(NotYours, match="not on this case any more"):
        world.family_signs("plan", Relation.FATHER)
    with pytest.raises(NotNow, match="not on this case"):
        corrections.correct_recipient(**the_lead(world, "Twice"), party_id=father.pk)


def test_a_parent_who_comes_late_is_asked_too() -> None:
    world = World()
    move.up_to_the_first_day(world)
    version = world.paper("plan").version
    world.add(cases.NewParty("Imran Siddiqui", Relation.FATHER, True))
    father = world.party(Relation.FATHER)
    assert f"sign:plan:party:{father.pk}" in world.owed()
    assert world.paper("plan").version == version  # the text and what the others wrote stand


def test_a_case_opened_for_the_wrong_child_closes_to_everyone_outside_the_school() -> None:
    world = World()
    two_schools_have_said_yes(world)
    corrections.opened_in_error(**the_lead(world, "It was his cousin"))
    assert world.facts().outcome is CaseOutcome.OPENED_IN_ERROR
    assert world.owed() == {}
    for outside in ("council_inclusion", "facilitator", "host_head"):
        assert not Case.objects.visible_to(world.people[outside]).exists()
    assert not Approach.objects.visible_to(world.people["host_head"]).exists()
    assert not Message.objects.filter(case=world.case, sent_at=None).exists()
    assert Case.objects.visible_to(world.people["home_lead"]).exists()


def test_no_case_is_closed_in_error_while_the_child_is_elsewhere() -> None:
    world = World()
    move.up_to_the_first_day(world, sign=False)
    with pytest.raises(NotNow) as refused:
        corrections.opened_in_error(**the_lead(world, "A mistake"))
    assert "the child must be somewhere" in refused.value.next_step


def test_a_correction_needs_a_reason_and_somebody_who_runs_the_case() -> None:
    world = World()
    world.open_case()
    with pytest.raises(Incomplete) as refused:
        corrections.opened_in_error(**the_lead(world, " "))
    assert refused.value.errors.keys() == {"why"}
    attendance = {**the_lead(world, "Why not"), "by": world.people["home_attendance"]}
    with pytest.raises(NotYours) as not_theirs:
        corrections.opened_in_error(**attendance)
    assert not_theirs.value.next_step == "Ask Rana Okafor (home)."


def the_lead(world: World, why: str) -> Values:
    return {"case_id": world.case_id(), "by": world.people["home_lead"], "at": world.now, "why": why}


def two_schools_have_said_yes(world: World) -> None:
    world.open_case()
    move.the_home_school_looks_whether_a_move_is_right(world)
    move.the_family_is_told_and_heard(world)
    for side, school in (("other", world.other), ("host", world.host)):
        world.take("ask_school", by="home_lead", school_to_ask=school.pk)
        asked = Approach.objects.get(case=world.case, organisation=school)
        world.take("answer_approach", by=f"{side}_head", occurrence=str(asked.pk), place_answer="yes")


def the_last_line(world: World) -> EventDetail:
    return Event.objects.filter(case=world.case).latest("seq").detail


def the_history_holds() -> None:
    assert verify(Event.objects.all()).fault is None
