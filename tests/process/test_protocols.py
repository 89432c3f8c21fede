"""What may a protocol or a law edition say, and which edition counts?"""

from copy import deepcopy
from typing import Any

import pytest

from freshstart.process.protocols import LawEdition, Protocol, edition_on, read_law, read_protocol
from freshstart.process.refusals import ProtocolInvalid
from freshstart.process.vocabulary import PhaseKind
from tests.process.samples import law, southwark
from tests.process.school_terms import d

STEP = {"id": "one", "stage": "leaving", "name": "One", "who": ["lead"], "source": "Here"}
STAGE = {"id": "leaving", "name": "Leaving", "means": "Leaving"}
BOOK = {"id": "area", "name": "Area", "jurisdiction": "england", "in_force_from": d("2026-09-01")}
FILES: dict[str, dict[str, Any]] = {
    "area/protocol.toml": {**BOOK, "stage": [STAGE], "phase": [], "question": []},
    "area/steps.toml": {"step": [STEP]},
}


def problems(files: dict[str, dict[str, Any]]) -> tuple[str, ...]:
    with pytest.raises(ProtocolInvalid) as refused:
        read_protocol(files)
    return refused.value.problems


def test_the_lists_of_several_files_are_read_as_one_book() -> None:
    more = {**FILES, "area/more.toml": {"step": [{**STEP, "id": "two"}]}}
    assert [step.id for step in read_protocol(more).step] == ["one", "two"]


def test_a_key_that_nobody_knows_is_an_error_and_says_where_it_stands() -> None:
    wrong = deepcopy(FILES)
    wrong["area/steps.toml"]["step"][0]["opnes"] = ["case_open"]
    (problem,) = problems(wrong)
    assert problem.startswith("area/steps.toml: step.0.opnes: ")


def test_every_problem_is_said_at_once() -> None:
    wrong = deepcopy(FILES)
    wrong["area/steps.toml"]["step"][0] |= {"id": "Not An Id", "each": "moon"}
    del wrong["area/protocol.toml"]["name"]
    found = problems(wrong)
    assert len(found) == 3
    assert any("area/protocol.toml, area/steps.toml: name:" in one for one in found)


def test_a_law_edition_is_read_in_the_same_way() -> None:
    with pytest.raises(ProtocolInvalid, match=r"england/x.toml: rule: "):
        read_law({"england/x.toml": {**BOOK, "rule": "none"}})


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


# Which edition counts -------------------------------------------------------------------------------------


def edition(on: str) -> LawEdition:
    return law().model_copy(update={"id": on, "in_force_from": d(on)})


THREE = (edition("2023-09-01"), edition("2026-07-26"), edition("2024-08-19"))


@pytest.mark.parametrize(
    ("decided_on", "counts"),
    [
        ("2026-07-25", "2024-08-19"),
        ("2026-07-26", "2026-07-26"),
        ("2030-01-01", "2026-07-26"),
        ("2023-09-01", "2023-09-01"),
    ],
)
def test_the_edition_of_the_day_of_the_decision_counts(decided_on: str, counts: str) -> None:
    assert edition_on(THREE, d(decided_on)).id == counts


def test_a_decision_before_every_edition_is_refused() -> None:
    with pytest.raises(ProtocolInvalid, match="the first is of 2023-09-01"):
        edition_on(THREE, d("2023-08-31"))
