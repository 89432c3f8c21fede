"""What of a protocol and of what is typed does a family read, and what is heard in it?"""

import pytest

from freshstart.outside.books import protocols
from freshstart.outside.tongues import tones
from freshstart.process.hearings import faults_heard, heard_from, heard_in, held, in_words, readers_of
from tests.process.samples import southwark

THREAT = "If you do not sign, we will permanently exclude Hamza."
BLAME = "Hamza is manipulative."


@pytest.mark.parametrize(
    ("question", "audiences", "about"),
    [
        ("best_interests", {"parents"}, ""),
        ("objectives", {"parents", "pupil"}, "direction"),
        ("targets", {"parents", "pupil"}, "direction"),
        ("review_reasons", {"parents"}, ""),
    ],
)
def test_who_reads_an_answer_is_read_off_the_letters_and_papers(
    question: str, audiences: set[str], about: str
) -> None:
    readers = readers_of(southwark(), southwark().questions[question])
    assert readers is not None
    assert (set(readers.audiences), readers.about) == (audiences, about)


@pytest.mark.parametrize("question", ["sen", "starts_on", "report_support", "pupils_views", "parents_views"])
def test_what_no_family_reads_or_what_it_said_itself_is_left_alone(question: str) -> None:
    assert readers_of(southwark(), southwark().questions[question]) is None


def test_every_kind_of_answer_is_listened_to() -> None:
    plan = southwark()
    values = {
        "targets": ["Be kind", THREAT],
        "promises": [{"who": "lead", "what": BLAME}],
        "support_there": "",
    }
    assert set(heard_in(plan, plan.steps["draw_up_plan"], values, tones())) == {"targets", "promises"}


def test_only_what_threatens_or_is_not_true_is_held_and_never_on_the_day_it_is_owed() -> None:
    plan = southwark()
    right, today = plan.steps["is_a_move_right"], plan.steps["withdraw_place"]
    assert held(plan, right, {"best_interests": THREAT}, tones())
    assert not held(plan, right, {"best_interests": BLAME}, tones())
    assert heard_in(plan, today, {"withdraw_reason": THREAT}, tones())
    assert not held(plan, today, {"withdraw_reason": THREAT}, tones())


def test_what_is_heard_is_said_with_a_better_wording() -> None:
    plan = southwark()
    found = held(plan, plan.steps["is_a_move_right"], {"best_interests": THREAT}, tones())
    assert "Better: " in in_words(found)


@pytest.mark.parametrize("name", protocols())
def test_no_shipped_protocol_threatens_blames_or_misleads_a_family(name: str) -> None:
    heard = heard_from(protocols()[name], tones())
    assert [(part.id, key, one.words) for part, key, one in heard] == []


def test_a_letter_of_a_protocol_that_threatens_is_a_fault_with_its_entry() -> None:
    plan = southwark()
    letters = tuple(
        one.model_copy(update={"paragraphs": (THREAT,)}) if one.id == "head_proposal" else one
        for one in plan.letter
    )
    (fault,) = faults_heard(plan.model_copy(update={"letter": letters}), tones())
    assert str(fault).startswith("[[letter]] head_proposal, paragraphs: “")
    assert "Better:" in str(fault)
