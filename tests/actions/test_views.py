"""How the family answers, each person alone."""

from itertools import product

import pytest

from freshstart.actions import views
from freshstart.models.histories import Event
from freshstart.models.papers import View
from freshstart.process.families import Said
from freshstart.process.refusals import Incomplete, NotNow, NotYours
from freshstart.process.values import Values
from freshstart.process.vocabulary import Method, Relation
from tests.stories import move
from tests.world import World

pytestmark = pytest.mark.django_db


def told() -> World:
    world = World()
    world.open_case(parents=2)
    move.the_home_school_looks_whether_a_move_is_right(world)
    world.take("tell_family", by="home_head")
    return world


def test_an_answer_by_link_has_no_account_behind_it() -> None:
    world = told()
    world.family_says("ask_schools", "yes", words=" On Friday? ")
    view = View.objects.get(case=world.case)
    assert (view.value, view.words, view.method, view.recorded_by) == (
        "yes",
        "On Friday?",
        Method.LINK,
        None,
    )
    event = Event.objects.filter(case=world.case).latest("seq")
    assert (event.code, event.actor, event.actor_kind) == ("family_answered", None, "link")
    assert event.detail.payload["who"] == "Saira Siddiqui"
    assert "value" not in event.detail.payload  # what was said is read where the views are


def test_an_answer_on_paper_is_recorded_by_those_who_run_the_case() -> None:
    world = told()
    given: Values = {"said": Said("ask_schools", "no", "By letter"), "at": world.now}
    father = world.party(Relation.FATHER)
    views.record_answer(case_id=world.case_id(), party_id=father.pk, by=world.people["home_lead"], **given)
    view = View.objects.get(case=world.case)
    assert (view.method, view.recorded_by, view.party) == (Method.PAPER, world.people["home_lead"], father)
    with pytest.raises(NotYours, match="Only those who run the case"):
        views.record_answer(
            case_id=world.case_id(), party_id=father.pk, by=world.people["home_attendance"], **given
        )


def test_what_was_not_asked_is_not_answered() -> None:
    world = told()
    with pytest.raises(NotNow):
        world.family_says("parent_asks_review", "yes")
    with pytest.raises(Incomplete):
        world.family_says("ask_schools", "perhaps")
    with pytest.raises(NotNow):
        world.family_says("ask_schools", "yes", Relation.PUPIL)
    assert not View.objects.exists()


def test_no_answer_of_one_parent_changes_the_others() -> None:
    world = told()
    for mother, father in product(["yes", "no", "talk", "pressed"], repeat=2):
        world.family_says("ask_schools", mother, Relation.MOTHER)
        world.family_says("ask_schools", father, Relation.FATHER)
        given = world.facts().views_on("ask_schools")
        private = {"talk", "pressed"}
        for relation, said in ((Relation.MOTHER, mother), (Relation.FATHER, father)):
            view = given.get(world.party(relation).pk)
            assert (view.value if view else "") == ("" if said in private else said)
