"""Can a case rest on every protocol that comes with the service?"""

import json
import re
import shutil
import tomllib
from io import StringIO
from pathlib import Path
from time import perf_counter
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from freshstart.outside.books import FOLDER, editions, protocol_folders, read_folder
from freshstart.process.checks import faults_in
from freshstart.process.protocols import Family, Item, Protocol

FOLDERS = protocol_folders()
NEED_NO_EXAMPLE = {"words", "in_force_until", "today", "extends", "remove", "difference"}
HOW_TO = FOLDER.parent / "docs" / "how-to"


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_nothing_is_to_be_mended_in_a_shipped_protocol(folder: Path) -> None:
    assert faults_in(read_folder(folder), editions()) == ()


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_a_protocol_is_read_and_checked_in_half_a_second(folder: Path) -> None:
    laws, began = editions(), perf_counter()
    faults_in(read_folder(folder), laws)
    assert perf_counter() - began < 0.5


def test_the_command_counts_what_it_has_read() -> None:
    out = StringIO()
    call_command("check_protocols", stdout=out)
    lines = [line for line in out.getvalue().splitlines() if "nothing to mend" in line]
    assert len(lines) == len(FOLDERS)
    southwark = next(line for line in lines if line.startswith("Southwark: "))
    assert southwark.startswith(f"Southwark: {len(read_folder(FOLDER / 'southwark').step)} steps, ")


def test_the_command_lists_what_is_to_be_mended_by_protocol(tmp_path: Path) -> None:
    misspelt, unread, empty = tmp_path / "harrowmere", tmp_path / "unread", tmp_path / "empty"
    shutil.copytree(FOLDER / "southwark", misspelt)
    change(misspelt / "rules.toml", 'fact = "persistent_absence"', 'fact = "persistent_absense"')
    change(misspelt / "protocol.toml", 'name = "Southwark"', 'name = "Harrowmere"')
    shutil.copytree(misspelt, unread)
    (unread / "rules.toml").write_text("[[gate]\n")
    empty.mkdir()

    heard = told(misspelt, unread, empty, FOLDER / "southwark")
    at = [next(n for n, line in enumerate(heard) if line.startswith(name)) for name in NAMES]
    assert at == sorted(at)
    assert ["1 to mend" in heard[n] for n in at] == [True, True, True, False]
    assert "[[gate]] absence_is_not_a_reason, fact: “persistent_absense” is no fact" in heard[at[0] + 1]
    assert heard[at[1] + 1].startswith("  unread/rules.toml: ")
    assert heard[at[2] + 1] == "  empty: there is no TOML file in this folder."


NAMES = ("Harrowmere", "unread", "empty", "Southwark")


def change(path: Path, was: str, now: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert was in text
    path.write_text(text.replace(was, now), encoding="utf-8")


def told(*folders: Path) -> list[str]:
    out = StringIO()
    with pytest.raises(CommandError, match="Mend what is listed above"):
        call_command("check_protocols", *folders, stdout=out)
    return out.getvalue().splitlines()


@pytest.mark.parametrize(
    ("folder", "was", "now", "words"),
    [
        ("southwark", '"mm_01", "osd_05"', '"mm_99", "osd_05"', "no law edition has a rule “mm_99”"),
        ("southwark_2023", 'today = "southwark"', 'today = "sothwark"', "there is no protocol “sothwark”"),
    ],
)
def test_the_command_finds_rules_and_protocols_that_there_are_not(
    tmp_path: Path, folder: str, was: str, now: str, words: str
) -> None:
    shutil.copytree(FOLDER / folder, tmp_path / "harrowmere")
    change(tmp_path / "harrowmere" / "protocol.toml", was, now)
    assert any(words in line for line in told(tmp_path / "harrowmere"))


def shown(page: str) -> dict[str, Any]:
    """Give the examples of a page about writing a protocol."""
    blocks = re.findall(r"```toml\n(.*?)```", (HOW_TO / page).read_text(encoding="utf-8"), re.DOTALL)
    return tomllib.loads("\n".join(blocks))


@pytest.mark.parametrize("page", ["write-a-protocol.md", "ask-the-family.md"])
def test_the_examples_of_a_how_to_make_a_protocol_that_is_right(page: str) -> None:
    plain = json.loads(read_folder(FOLDER / "southwark").text)
    for key, value in shown(page).items():
        entries = {entry["id"]: entry for entry in (*plain[key], *value)} if isinstance(value, list) else None
        plain[key] = list(entries.values()) if entries else value
    assert faults_in(Protocol.model_validate(plain), editions()) == ()


def test_the_how_to_has_an_example_of_everything_that_a_protocol_must_have() -> None:
    assert Protocol.model_fields.keys() - shown("write-a-protocol.md").keys() <= NEED_NO_EXAMPLE


def test_the_page_about_the_family_shows_every_key_of_a_question_to_it() -> None:
    examples = shown("ask-the-family.md")
    assert {key for one in examples["family"] for key in one} >= Family.model_fields.keys() - {"fixed"}
    items = [item for one in examples["family"] for item in one.get("items", ())]
    assert {key for item in items for key in item} == Item.model_fields.keys()
    assert {item["kind"] for item in items} == {"scale", "picks", "words"}
    assert {"thinking", "rounds", "points"} <= examples["paper"][0].keys()


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_what_the_family_said_stands_at_first_where_it_was_asked(folder: Path) -> None:
    protocol = read_folder(folder)
    named = {
        one.default.removeprefix("said.") for one in protocol.question if one.default.startswith("said.")
    }
    assert named <= protocol.families.keys()
