"""Is the reference in step with the code, and does everything in it have a meaning?"""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from pydantic import BaseModel

from freshstart.management import meanings
from freshstart.management.commands.reference import ARGUMENTS, LISTS, PAGE
from freshstart.process.assessments import Lines, MadeLines, Sketch
from freshstart.process.checks import LISTS as CHECKED
from freshstart.process.effects import EFFECTS
from freshstart.process.permissions import ROLES
from freshstart.process.predicates import NAMED
from freshstart.process.protocols import Item, Protocol, Within
from freshstart.process.wordings import FIXED_NAMES


def printed() -> str:
    out = StringIO()
    call_command("reference", stdout=out)
    return out.getvalue()


def tables() -> dict[str, type[BaseModel]]:
    entries = {name: Protocol.model_fields[name].annotation.__args__[0] for name in LISTS}  # type: ignore[union-attr]
    return {"protocol": Protocol, "within": Within, "items": Item, **entries}


def test_the_reference_is_in_step_with_the_code() -> None:
    assert PAGE.read_text(encoding="utf-8") == printed(), "Run manage.py reference --write."


def test_the_reference_is_written_where_it_is_wanted(tmp_path: Path) -> None:
    file, out = tmp_path / "reference.md", StringIO()
    call_command("reference", write=file, stdout=out)
    assert file.read_text(encoding="utf-8") == printed()
    assert out.getvalue() == f"{file} is written.\n"


@pytest.mark.parametrize("name", tables())
def test_every_key_of_a_protocol_has_a_meaning(name: str) -> None:
    known = meanings.SHARED | meanings.KEYS.get(name, {})
    keys = tables()[name].model_fields.keys() - (set(LISTS) if name == "protocol" else set())
    assert keys - known.keys() == set()
    assert meanings.KEYS.get(name, {}).keys() <= keys


def test_every_list_effect_and_name_has_a_meaning_and_none_is_left_over() -> None:
    assert {*LISTS} == {*CHECKED, "remove"}
    assert meanings.KEYS.keys() <= tables().keys()
    assert meanings.EFFECTS.keys() == EFFECTS.keys() > ARGUMENTS.keys()
    assert meanings.NAMES.keys() == FIXED_NAMES


def test_every_fact_and_role_stands_in_the_reference() -> None:
    text = printed()
    assert [name for name in (*NAMED, *ROLES) if f"| `{name}` |" not in text] == []


def test_every_key_of_the_file_of_a_case_has_a_meaning() -> None:
    described: set[type[Lines]] = {Sketch, *Lines.__subclasses__(), *MadeLines.__subclasses__()}
    assert [
        f"{table.__name__}.{key}"
        for table in described
        for key, field in table.model_fields.items()
        if not field.description
    ] == []
