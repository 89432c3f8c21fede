"""Can every page be read and used, at every point of a move?"""

import pytest

from freshstart.actions.standings import law_for
from freshstart.models.protocols import protocol_of
from freshstart.outside.books import protocols
from freshstart.process.steps import NOBODY, Offer, State, available
from tests.browser.journeys import ADDRESSES, MOTHER
from tests.browser.looks import faults_of
from tests.browser.people import Person
from tests.browser.points import POINTS, Point, addresses, reach
from tests.browser.towns import Town

WITH_A_PAGE_OF_THEIR_OWN = {"open_case", "answer_approach", "enter_case"}


def test_no_step_of_the_protocol_is_left_out() -> None:
    looked_at = {step for point in POINTS for step in point.steps}
    assert looked_at | WITH_A_PAGE_OF_THEIR_OWN == set(protocols()["southwark"].steps)


@pytest.mark.parametrize("point", POINTS, ids=lambda point: point.name)
def test_everybody_can_read_and_use_every_page(town: Town, point: Point) -> None:
    reach(town.world, point.name)
    town.morning(town.world.today)
    places = addresses(town.world)
    pages = [(role, path.format(**places)) for role, path in point.pages]
    pages += [step_page(town, step, places["case"]) for step in point.steps]
    faults = {}
    for role, path in pages:
        reader = whoever(town, role)
        reader.page.goto(path)
        faults[f"{role} {path}"] = faults_of(reader.page)
    assert {page: found for page, found in faults.items() if found} == {}


def test_the_door_and_an_answer_said_back_can_be_read(town: Town) -> None:
    reach(town.world, "the family knows")
    mother = Person(town.window(), town.did[MOTHER])
    party = town.with_a_telephone(MOTHER)
    mother.page.goto(town.link_to(ADDRESSES[MOTHER]))
    assert faults_of(mother.page) == []
    mother.presses("Open it")
    mother.sees("Nobody from a school asks you for this code.")
    assert faults_of(mother.page) == []
    mother.types("Code", town.code_for(party))
    mother.presses("Go in")
    mother.follows("May we ask other schools whether they have a place for Hamza?")
    mother.presses("No, do not ask")
    mother.sees("You are about to answer")
    assert faults_of(mother.page) == []


def whoever(town: Town, role: str) -> Person:
    """Give the reader of a page: somebody of the family, somebody with an account, or anybody."""
    if role == "mother":
        return town.inside.get(MOTHER) or town.family(ADDRESSES[MOTHER], MOTHER)
    return town.person(role)


def step_page(town: Town, step: str, case: str) -> tuple[str, str]:
    """Give whoever takes a step that can be taken now or is stopped, and its address."""
    offer = next(
        one for one in offers(town) if one.step.id == step and one.state in {State.OPEN, State.STOPPED}
    )
    role = offer.who[0] if offer.who[0] in town.world.people else "home_lead"
    return role, f"{case}/steps/{step}/" + (f"{offer.occurrence}/" if offer.occurrence else "")


def offers(town: Town) -> tuple[Offer, ...]:
    """Give every step as it stands."""
    facts, protocol = town.world.facts(), protocol_of(town.world.row().protocol_id)
    return available(protocol, law_for(protocol, facts), facts, NOBODY)
