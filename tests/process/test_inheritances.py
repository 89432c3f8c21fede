"""How are the files of a protocol read, and what does a protocol take from the one it extends?"""

from copy import deepcopy
from typing import Any

import pytest

from freshstart.process.inheritances import Whole, inherited, put_together, read_protocol
from freshstart.process.refusals import ProtocolInvalid
from tests.process.school_terms import d

STEP = {"id": "one", "stage": "leaving", "name": "One", "who": ["lead"], "source": "Here"}
STAGE = {"id": "leaving", "name": "Leaving", "means": "Leaving"}
BOOK = {"id": "area", "name": "Area", "jurisdiction": "england", "in_force_from": d("2026-09-01")}
FILES: dict[str, dict[str, Any]] = {
    "area/protocol.toml": {**BOOK, "stage": [STAGE], "phase": [], "question": []},
    "area/steps.toml": {"step": [STEP]},
}
GONE = {"list": "step", "id": "two", "reason": "Not here."}
BASE = put_together(
    {
        "base/protocol.toml": {
            **FILES["area/protocol.toml"],
            "id": "base",
            "about": "The base",
            "words": {"panel": "panel", "team": "team"},
            "step": [STEP, {**STEP, "id": "two"}, {**STEP, "id": "three", "fixed": True}],
        }
    }
)


def problems(files: dict[str, dict[str, Any]]) -> tuple[str, ...]:
    with pytest.raises(ProtocolInvalid) as refused:
        read_protocol(put_together(files))
    return refused.value.problems


def heir(**lists: Any) -> Whole:
    return put_together({"area/protocol.toml": {**BOOK, "extends": "base", **lists}})


def said(**lists: Any) -> tuple[str, ...]:
    with pytest.raises(ProtocolInvalid) as refused:
        inherited(BASE, heir(**lists))
    return refused.value.problems


def test_the_lists_of_several_files_are_read_as_one_book() -> None:
    more = {**FILES, "area/more.toml": {"step": [{**STEP, "id": "two"}]}}
    assert [step.id for step in read_protocol(put_together(more)).step] == ["one", "two"]


def test_a_key_that_nobody_knows_is_an_error_with_its_file_its_entry_and_the_likely_key() -> None:
    wrong = deepcopy(FILES)
    wrong["area/steps.toml"]["step"][0]["opnes"] = ["case_open"]
    assert problems(wrong) == ("area/steps.toml: [[step]] one, opnes: there is no such key. Is it “opens”?",)


def test_every_problem_is_said_at_once_with_what_to_do() -> None:
    wrong = deepcopy(FILES)
    wrong["area/steps.toml"]["step"][0] |= {"id": "Not An Id", "each": "moon"}
    del wrong["area/protocol.toml"]["name"], wrong["area/steps.toml"]["step"][0]["source"]
    found = problems(wrong)
    assert len(found) == 4
    assert "area/protocol.toml, name: this is missing. Add it." in found
    assert "area/steps.toml: [[step]] Not An Id, source: this is missing. Add it." in found
    assert any("“moon” cannot stand here. It is " in one for one in found)


# What is inherited ----------------------------------------------------------------------------------------


def test_everything_is_inherited_and_its_own_words_come_first() -> None:
    found = read_protocol(inherited(BASE, heir(words={"team": "SEIP"})))
    assert [step.id for step in found.step] == ["one", "two", "three"]
    assert (found.id, found.about) == ("area", "")
    assert found.words == {"panel": "panel", "team": "SEIP"}


def test_an_entry_of_the_same_name_replaces_the_inherited_one_whole_and_in_its_place() -> None:
    own = {**STEP, "id": "two", "name": "Otherwise"}
    found = read_protocol(inherited(BASE, heir(step=[own])))
    assert [(step.id, step.name) for step in found.step] == [
        ("one", "One"),
        ("two", "Otherwise"),
        ("three", "One"),
    ]


def test_a_new_entry_stands_where_it_is_told_to_or_at_the_end() -> None:
    own = [
        {**STEP, "id": "new", "after": "one"},
        {**STEP, "id": "last"},
        {**STEP, "id": "next", "after": "new"},
    ]
    found = read_protocol(inherited(BASE, heir(step=own)))
    assert [step.id for step in found.step] == ["one", "new", "next", "two", "three", "last"]


def test_an_entry_is_taken_out_with_a_reason_that_stays_in_the_text() -> None:
    found = read_protocol(inherited(BASE, heir(remove=[GONE])))
    assert [step.id for step in found.step] == ["one", "three"]
    assert found.remove[0].reason == "Not here."


@pytest.mark.parametrize(
    ("lists", "words"),
    [
        (
            {"remove": [{**GONE, "id": "tow"}]},
            "no step of this name is inherited. Is it “two”?",
        ),
        (
            {"remove": [{**GONE, "id": "three"}]},
            "[[remove]] three, id: this step is fixed",
        ),
        ({"step": [{**STEP, "id": "three", "name": "Mine"}]}, "[[step]] three, id: this step is fixed"),
        ({"step": [dict(STEP)]}, "[[step]] one, id: this is what is inherited already. Take it out."),
        ({"step": [{**STEP, "id": "new", "after": "tow"}]}, "after: there is no step “tow”. Is it “two”?"),
        ({"step": [{**STEP, "id": "new"}, {**STEP, "id": "new"}]}, "this id stands here twice"),
    ],
)
def test_what_cannot_be_merged_is_said_with_its_file(lists: dict[str, Any], words: str) -> None:
    (problem,) = said(**lists)
    assert problem.startswith("area/protocol.toml: ")
    assert words in problem
