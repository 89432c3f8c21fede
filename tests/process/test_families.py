"""What are the child and each parent asked, and when?"""

import pytest

from freshstart.process.facts import Facts, Party
from freshstart.process.families import Said, asked_of, check_answer
from freshstart.process.refusals import Incomplete, NotNow
from tests.process.samples import (
    FIRST_DAY,
    GRACE,
    HAMZA,
    IMRAN,
    SAIRA,
    asked,
    directed,
    facts,
    record,
    southwark,
)

TOLD = facts(records=(record("tell_family"),), parties=(HAMZA, SAIRA, IMRAN, GRACE))
NOTICE = (record("give_notice"),)
NOTICED = directed(records=NOTICE)
ARRIVED = directed(phase={"arrived_on": FIRST_DAY}, records=NOTICE)


@pytest.mark.parametrize(
    ("case", "party", "questions"),
    [
        (facts(), SAIRA, []),
        (TOLD, SAIRA, ["ask_schools"]),
        (TOLD, IMRAN, ["ask_schools"]),
        (TOLD, HAMZA, []),
        (TOLD, GRACE, []),
        (facts(records=(record("tell_family"),), approaches=(asked("yes", chosen=True),)), SAIRA, []),
        (NOTICED, SAIRA, ["parent_asks_review"]),
        (NOTICED, HAMZA, []),
        (ARRIVED, SAIRA, ["view_before_review", "parent_asks_review"]),
        (ARRIVED, HAMZA, ["view_before_review"]),
    ],
)
def test_who_is_asked_what(case: Facts, party: Party, questions: list[str]) -> None:
    assert [one.id for one in asked_of(southwark(), case, party)] == questions


def test_a_question_for_the_pupil_alone_is_asked_of_the_pupil_alone() -> None:
    plan = southwark()
    alone = plan.families["view_before_review"].model_copy(update={"to": "pupil"})
    protocol = plan.model_copy(update={"family": (alone,)})
    assert asked_of(protocol, ARRIVED, HAMZA) == (alone,)
    assert asked_of(protocol, ARRIVED, SAIRA) == ()


def test_an_answer_that_was_offered_is_taken() -> None:
    for value in ("yes", "no", "talk"):
        check_answer(southwark(), TOLD, SAIRA.id, Said("ask_schools", value))


def test_an_answer_that_was_not_offered_is_refused() -> None:
    with pytest.raises(Incomplete) as refused:
        check_answer(southwark(), TOLD, SAIRA.id, Said("ask_schools", "maybe"))
    assert refused.value.errors == {"ask_schools": "Choose one of the answers."}


@pytest.mark.parametrize(
    ("question", "party"), [("ask_schools", HAMZA.id), ("ask_schools", 99), ("fly", SAIRA.id)]
)
def test_what_is_not_asked_of_somebody_is_not_answered_by_them(question: str, party: int) -> None:
    with pytest.raises(NotNow) as refused:
        check_answer(southwark(), TOLD, party, Said(question, "yes"))
    assert refused.value.next_step == "Ask the person named on your letter."


def test_who_is_reached_by_post_gets_no_link() -> None:
    assert SAIRA.reads_on_screen
    assert not IMRAN.reads_on_screen


def test_answers_to_the_family_weigh_the_same() -> None:
    """A free choice has a no among its answers; what needs no consent does not pretend to ask for it."""
    for family in southwark().family:
        assert family.directed or {"yes", "no"} <= set(family.options)
        assert family.basis
