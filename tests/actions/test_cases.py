"""How a case begins, who is on it, and who leads it."""

from datetime import date
from typing import Any

import pytest

from freshstart.actions import cases
from freshstart.models.cases import Case, Party, StepRecord
from freshstart.models.histories import Event
from freshstart.models.people import Membership
from freshstart.process.refusals import Incomplete, NotYours
from freshstart.process.values import Values
from freshstart.process.vocabulary import Post, Relation
from tests.world import ANSWERS, World

pytestmark = pytest.mark.django_db

UPN = "H801200001001"


def new(world: World, **more: Any) -> cases.NewCase:
    child = {"given": "Hamza", "family": "Siddiqui", "known_as": "", "born_on": date(2014, 3, 3), "upn": ""}
    return cases.NewCase(**{**child, "home_council": world.council, **more})


def opened(world: World, **more: Any) -> Case:
    keywords = {"by": world.people["home_lead"], "new": new(world), "values": ANSWERS, **more}
    return cases.open_case(at=world.now, home=world.home, protocol=world.protocol, **keywords)


# Opening --------------------------------------------------------------------------------------------------


def test_a_case_begins_with_its_first_step_its_lead_and_one_line_of_history() -> None:
    world = World()
    case = world.open_case(parents=2)
    assert (case.lead, case.year_group, case.stage) == (world.people["home_lead"], 8, "leaving")
    assert [record.step for record in case.records.all()] == ["open_case"]
    assert [event.code for event in case.events.all()] == ["step_taken"]
    assert {party.name for party in case.parties.all()} == {
        "Hamza Siddiqui",
        "Saira Siddiqui",
        "Imran Siddiqui",
    }
    assert case.next_what == "Ask whether a move is right"


def test_until_the_family_is_told_only_the_schools_own_people_may_open_it() -> None:
    world = World()
    world.open_case()
    inside = {role for role, user in world.people.items() if Case.objects.visible_to(user).exists()}
    assert inside == {"home_lead", "home_head", "home_senco", "home_safeguarding", "home_attendance"}


@pytest.mark.parametrize("role", ["home_attendance", "host_lead", "council_inclusion"])
def test_nobody_else_opens_a_case_at_a_school(role: str) -> None:
    world = World()
    with pytest.raises(NotYours) as refused:
        opened(world, by=world.people[role])
    assert refused.value.next_step == "Ask its pastoral lead."


def test_somebody_who_has_left_the_post_opens_none() -> None:
    world = World()
    Membership.objects.filter(user=world.people["home_lead"]).update(ended_on=world.today)
    with pytest.raises(NotYours):
        opened(world)


@pytest.mark.parametrize(
    ("wrong", "errors"),
    [
        ({"upn": "A1"}, {"upn"}),
        ({"given": " ", "family": ""}, {"given"}),
        ({"born_on": date(1990, 1, 1)}, {"born_on"}),
        ({"born_on": date(2030, 1, 1)}, {"born_on"}),
        ({"parties": (cases.NewParty(" ", Relation.MOTHER),)}, {"name"}),
    ],
)
def test_a_child_who_cannot_be_right_is_refused_and_nothing_is_left_behind(
    wrong: dict[str, Any], errors: set[str]
) -> None:
    world = World()
    with pytest.raises(Incomplete) as refused:
        opened(world, new=new(world, **wrong))
    assert refused.value.errors.keys() == errors
    assert not Case.objects.exists()
    assert not Party.objects.exists()


def test_without_the_first_answers_there_is_no_case() -> None:
    world = World()
    with pytest.raises(Incomplete) as refused:
        opened(world, values={"why_now": "at_risk"})
    assert "sen" in refused.value.errors
    assert not Case.objects.exists()
    assert not StepRecord.objects.exists()
    assert not Event.objects.filter(code="step_taken").exists()


def test_a_school_without_a_council_takes_that_of_the_childs_home() -> None:
    world = World()
    world.home.council = None
    world.home.save()
    assert opened(world).council == world.council


# The same child again -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("more", "same"),
    [
        ({}, True),
        ({"given": "hamza"}, True),
        ({"given": "Siddiqui", "family": "Hamza"}, True),
        ({"given": "Hana"}, False),  # a twin
        ({"born_on": date(2014, 3, 4)}, False),
        ({"upn": "not a number"}, True),
    ],
)
def test_a_case_of_likely_the_same_child_is_pointed_out(more: dict[str, Any], same: bool) -> None:
    world = World()
    case = world.open_case(upn=UPN)
    found = cases.likely_same(by=world.people["home_head"], new=new(world, **more))
    assert found == (case if same else None)


def test_a_case_that_one_may_not_open_is_not_pointed_out() -> None:
    world = World()
    world.open_case()
    assert cases.likely_same(by=world.people["other_lead"], new=new(world)) is None


def test_another_case_of_the_same_child_points_to_the_earlier_one() -> None:
    world = World()
    first = world.open_case()
    assert opened(world, duplicate_of=first).earlier == first


# Who is on it ---------------------------------------------------------------------------------------------


def test_a_person_without_a_name_is_not_added() -> None:
    world = World()
    world.open_case()
    with pytest.raises(Incomplete) as refused:
        world.add(cases.NewParty(" ", Relation.FATHER))
    assert refused.value.errors.keys() == {"name"}


def test_who_does_not_run_the_case_adds_nobody() -> None:
    world = World()
    world.open_case()
    father = cases.NewParty("Imran Siddiqui", Relation.FATHER)
    with pytest.raises(NotYours) as refused:
        cases.add_person(case_id=world.case_id(), by=world.people["home_senco"], at=world.now, new=father)
    assert refused.value.next_step == "Ask Rana Okafor (home)."


# Who is held to it -----------------------------------------------------------------------------------------


def test_a_debt_of_a_post_that_nobody_holds_is_the_leads() -> None:
    world = World()
    Membership.objects.filter(organisation=world.home, post=Post.HEAD).delete()
    world.open_case()
    world.take("is_a_move_right", by="home_lead", **RIGHT)
    debt = world.row().deadlines.get(step="tell_family")
    assert (debt.owner, debt.owner_name) == (world.people["home_lead"], "Rana Okafor (home)")


RIGHT: Values = {
    "solvable_here": "no",
    "needs_understood": "yes",
    "sanction": "no",
    "persistent_absence": "no",
    "best_interests": "He wants to learn and cannot here.",
}
