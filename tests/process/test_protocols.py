"""What is kept of a protocol, and how are its parts found?"""

from freshstart.process.protocols import Protocol
from freshstart.process.vocabulary import PhaseKind
from tests.process.samples import southwark


def test_the_text_that_is_kept_reads_back_as_the_same_protocol() -> None:
    plan = southwark()
    assert Protocol.model_validate_json(plan.text) == plan
    assert Protocol.model_validate_json(plan.text).digest == plan.digest


def test_a_changed_word_is_another_protocol() -> None:
    plan = southwark()
    assert plan.model_copy(update={"about": "Otherwise"}).digest != plan.digest


def test_parts_are_found_by_their_names() -> None:
    plan = southwark()
    assert plan.steps["tell_family"].name == "Send the head’s letter to the parents"
    assert plan.questions["sen"].label == "Special needs"
    assert plan.letters["settled"].to == ("pupil", "parents")
    assert plan.papers["plan"].directed
    assert not plan.families["ask_schools"].directed
    assert plan.terms(PhaseKind.OFF_SITE_DIRECTION).reviews == (4, 8, 12)
    assert [question.id for question in plan.asked(plan.steps["appoint_facilitator"])] == ["facilitator"]


def test_a_question_without_a_short_name_is_called_by_its_text() -> None:
    assert southwark().questions["marks"].label == "Attendance this week"
