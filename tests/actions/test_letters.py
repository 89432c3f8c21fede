"""How a letter comes about: for whom, in whose name, with which words."""

import pytest

from freshstart.actions.letters import Reading, advice_lines, recipients, sheet_of
from freshstart.models.papers import Document
from freshstart.process.tongues import ENGLISH
from freshstart.process.vocabulary import Relation
from freshstart.process.wordings import words
from tests.process.samples import (
    COUNCIL,
    HOST,
    OTHER_COUNCIL,
    answered,
    directed,
    facts,
    southwark,
)
from tests.stories import move
from tests.world import World

LETTERS = southwark().letters
WITH_PLAN = directed(answers=answered(sen="plan"), home_council=OTHER_COUNCIL)


@pytest.mark.parametrize(
    ("letter", "names"),
    [
        ("direction_notice", ["Saira Siddiqui", "SEN caseworker, Aldermoor Council"]),
        ("settled", ["Hamza Siddiqui", "Saira Siddiqui"]),
        ("breakdown_report", ["Colin Bright"]),
    ],
)
def test_who_gets_a_letter(letter: str, names: list[str]) -> None:
    assert [to.name for to in recipients(WITH_PLAN, LETTERS[letter])] == names


def test_without_a_plan_no_council_gets_a_copy_and_without_a_pupil_no_child() -> None:
    assert [to.name for to in recipients(directed(), LETTERS["direction_notice"])] == ["Saira Siddiqui"]
    assert recipients(facts(parties=()), LETTERS["settled"]) == ()


def test_a_letter_to_a_school_that_is_not_there_yet_has_no_address() -> None:
    to_host = LETTERS["breakdown_report"].model_copy(update={"to": ("host_head",)})
    (nobody,) = recipients(facts(), to_host)
    assert (nobody.name, nobody.address) == ("Host head", ())
    (head,) = recipients(directed(), to_host)
    assert head.address == (HOST.name, *HOST.address)


def test_a_letter_is_sent_in_the_name_of_a_post_and_ends_with_where_advice_is() -> None:
    case = directed()
    letter = LETTERS["direction_notice"]
    (to,) = recipients(case, letter)
    sheet = sheet_of(letter, to, Reading(case, ENGLISH, words(southwark(), case)))
    assert sheet.sender[:2] == ("Governing board, Thornley Vale", "Thornley Vale Academy")
    assert (sheet.kind, sheet.reference) == ("notice", "7K3M-9Q2T")
    without = letter.model_copy(update={"facts": (), "advice": False})
    assert len(sheet_of(without, to, Reading(case, ENGLISH, {})).blocks) == len(sheet.blocks) - 1


def test_advice_is_named_as_far_as_the_council_has_told() -> None:
    assert advice_lines(facts()) == ()
    advice = {
        "name": "Harrowmere SENDIASS",
        "phone": "01632 960 177",
        "complaint": "Ask for the complaints page.",
    }
    from_council = COUNCIL.__class__(3, "Harrowmere", "Harrowmere", advice=advice)
    assert advice_lines(facts(council=from_council)) == (
        "Free independent advice: Harrowmere SENDIASS 01632 960 177.",
        "Ask for the complaints page.",
    )


@pytest.mark.django_db
def test_a_letter_is_kept_as_it_was_made_with_what_this_very_step_has_changed() -> None:
    world = World()
    move.the_child_arrives(world, move.up_to_the_first_day(world, sign=False))
    move.a_review_is_held(world, "d4", "continue")
    (letter,) = Document.objects.filter(case=world.case, source="review_outcome")
    assert (letter.kind, letter.occurrence, letter.made_by) == ("letter", "d4", world.people["home_nominee"])
    assert bytes(letter.data).startswith(b"%PDF")
    assert letter.title == "After the review: what the governing board decided for Hamza"


@pytest.mark.django_db
@pytest.mark.parametrize(
    "language", ["en", "it"]
)  # what we cannot say in a language is said in English, once
def test_a_letter_is_made_once_in_each_language(language: str) -> None:
    world = World()
    world.open_case(parents=1)
    world.row().parties.filter(relation=Relation.MOTHER).update(language=language)
    move.the_rest_up_to_the_first_day(world)
    made = Document.objects.filter(case=world.case, source="head_proposal", recipient="Saira Siddiqui")
    assert [one.language for one in made] == ["en"]
