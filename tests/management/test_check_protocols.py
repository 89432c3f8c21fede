"""Does the check of protocols name the file, the entry, the key and the remedy of each thing to mend?"""

import re
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from freshstart.outside.books import FOLDER, protocol_folders, read_folder
from freshstart.process.protocols import Book, Protocol

HOW_TO = FOLDER.parent / "docs" / "how-to" / "write-a-protocol.md"
AREA = """
id = "harrowmere"
name = "Harrowmere"
jurisdiction = "england"
in_force_from = 2026-09-01
extends = "inaura"
"""


def area(folder: Path, text: str = "", head: str = AREA) -> Path:
    """Write a protocol that extends the baseline, with more in a file of its own."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "protocol.toml").write_text(head, encoding="utf-8")
    (folder / "more.toml").write_text(text, encoding="utf-8")
    return folder


def checked(*folders: Path) -> list[str]:
    out = StringIO()
    call_command("check_protocols", *folders, stdout=out)
    return out.getvalue().splitlines()


def faults(*folders: Path) -> list[str]:
    out = StringIO()
    with pytest.raises(CommandError, match="Mend what is listed above"):
        call_command("check_protocols", *folders, stdout=out)
    return out.getvalue().splitlines()


def test_all_protocols_are_counted_with_the_law_and_the_time() -> None:
    *lines, last = checked()
    assert len(lines) == len(protocol_folders())
    assert all(line.endswith("; nothing to mend.") for line in lines)
    southwark = next(line for line in lines if line.startswith("Southwark: "))
    steps = len(read_folder(FOLDER / "southwark").step)
    assert southwark.startswith(f"Southwark: {steps} steps, ")
    assert "; under england_2026_07_26; " in southwark
    older = next(line for line in lines if line.startswith("Southwark, until 25 July 2026: "))
    assert "; under england_2022_09_01, england_2023_09_01, england_2024_08_19; " in older
    assert re.fullmatch(
        rf"{len(lines)} protocols checked in \d+\.\d\d seconds, letters heard in \d+\.\d\d\.", last
    )


def test_a_fault_begins_with_the_file_in_which_its_entry_stands(tmp_path: Path) -> None:
    gate = '[[gate]]\nid = "calm"\non = ["tell_famly"]\nfact = "year_1"\nwhen = ["yes"]\neffect = "warn"\n'
    folder = area(tmp_path / "harrowmere", f'{gate}why = "x"\nway_on = "x"\nsource = "x"\n')
    head, *lines, last = faults(folder)
    assert head == "Harrowmere: 2 to mend, under england_2026_07_26."
    assert lines == [
        "  harrowmere/more.toml: [[gate]] calm, on: there is no “tell_famly” that can stand here. "
        "Is it “tell_family”?",
        "  harrowmere/more.toml: [[gate]] calm, fact: “year_1” is no fact that is known here. "
        "Is it “year_11”?",
    ]
    assert last.startswith("1 protocol checked in ")


def test_a_fault_of_an_inherited_entry_names_the_file_it_is_inherited_from(tmp_path: Path) -> None:
    removed = '[[remove]]\nlist = "question"\nid = "visit_notes"\nreason = "x"\n'
    _, line, _ = faults(area(tmp_path / "harrowmere", removed))
    assert line.startswith("  inaura/steps.toml: [[step]] home_visit, asks: there is no “visit_notes”")


def test_what_cannot_be_read_is_listed_with_its_file_beside_what_can(tmp_path: Path) -> None:
    unread = area(tmp_path / "unread", "[[gate]\n")
    lost = area(tmp_path / "lost", head=AREA.replace("inaura", "inora"))
    empty = tmp_path / "empty"
    empty.mkdir()
    lines = faults(unread, lost, empty, FOLDER / "southwark")
    assert lines[0] == "unread: 1 to mend."
    assert lines[1].startswith("  unread/more.toml: ")
    assert lines[3].startswith("  lost: extends: “inora” cannot be extended here. There are: ")
    assert lines[5] == "  empty: there is no TOML file in this folder."
    assert lines[6].startswith("Southwark: ")


@pytest.mark.parametrize(
    ("head", "text", "fault"),
    [
        (
            AREA + 'today = "southwerk"\n',
            "",
            "harrowmere/protocol.toml: harrowmere, today: there is no protocol “southwerk” in which this "
            "practice goes on. Is it “southwark”",
        ),
        (
            AREA,
            '[[difference]]\nid = "x"\nwas = "x"\nnow = "x"\nwhy = "x"\nrules = ["mm_1"]\nsource = "x"\n',
            "harrowmere/more.toml: [[difference]] x, rules: no law edition has a rule “mm_1”. Is it “mm_",
        ),
        (
            AREA,
            '[[letter]]\nid = "settled"\ntitle = " "\nto = ["pupil"]\nsender = "host_head"\n'
            'paragraphs = [""]\nsource = "x"\n',
            "harrowmere/more.toml: [[letter]] settled, title: this letter has no title.",
        ),
        (
            AREA,
            '[[letter]]\nid = "settled"\ntitle = "Well done"\nto = ["pupil"]\nsender = "host_head"\n'
            'paragraphs = []\nsource = "x"\n',
            "harrowmere/more.toml: [[letter]] settled, paragraphs: this letter says nothing.",
        ),
    ],
)
def test_what_only_the_folders_and_the_editions_can_tell_is_found(
    tmp_path: Path, head: str, text: str, fault: str
) -> None:
    lines = faults(area(tmp_path / "harrowmere", text, head))
    assert any(line.strip().startswith(fault) for line in lines), lines


def test_an_older_practice_may_go_on_in_a_protocol_beside_it(tmp_path: Path) -> None:
    area(tmp_path / "town")
    assert "nothing to mend" in checked(area(tmp_path / "harrowmere", head=AREA + 'today = "town"\n'))[0]


def test_each_step_of_the_how_to_leaves_a_protocol_with_nothing_to_mend(tmp_path: Path) -> None:
    blocks = re.findall(r"```toml\n(.*?)```", HOW_TO.read_text(encoding="utf-8"), re.DOTALL)
    folder = tmp_path / "harrowmere"
    folder.mkdir()
    for count in range(1, len(blocks) + 1):
        (folder / "protocol.toml").write_text("\n".join(blocks[:count]), encoding="utf-8")
        assert checked(folder)[0].endswith("nothing to mend.")


def test_the_how_to_shows_every_list_and_is_read_at_one_sitting() -> None:
    text = HOW_TO.read_text(encoding="utf-8")
    lists = Protocol.model_fields.keys() - Book.model_fields.keys() - {"extends", "today", "words"}
    assert [name for name in lists if f"\n[[{name}]]\n" not in text] == []
    assert len(text.splitlines()) <= 200
