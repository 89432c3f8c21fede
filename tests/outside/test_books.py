"""Which protocols and law editions lie in the folder, and what is said of one that cannot be read?"""

from pathlib import Path

import pytest

from freshstart.outside.books import FOLDER, editions, protocol_folders, protocols, read_folder
from freshstart.process.refusals import ProtocolInvalid

AREA = """
id = "harrowmere"
name = "Harrowmere"
jurisdiction = "england"
in_force_from = 2026-09-01
extends = "{}"
"""


def write(folder: Path, text: str) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "protocol.toml").write_text(text)
    return folder


def test_every_protocol_and_every_edition_of_the_folder_is_read() -> None:
    assert protocols().keys() == {path.name for path in FOLDER.iterdir() if (path / "protocol.toml").exists()}
    countries = {path.name for path in FOLDER.iterdir() if (path / "editions.toml").exists()}
    assert {edition.jurisdiction for edition in editions()} == countries
    assert {protocol.jurisdiction for protocol in protocols().values()} <= countries
    dates = [one.in_force_from for one in editions()]
    assert dates == sorted(dates)


def test_a_folder_bears_the_name_of_the_protocol_in_it() -> None:
    assert [read_folder(folder).id for folder in protocol_folders()] == [
        folder.name for folder in protocol_folders()
    ]


def test_a_protocol_of_the_past_names_one_in_force_in_which_it_goes_on() -> None:
    past = {one.id: one for one in protocols().values() if one.in_force_until}
    assert past
    for protocol in past.values():
        assert protocols()[protocol.today].in_force_until is None
        assert protocols()[protocol.today].jurisdiction == protocol.jurisdiction
    assert not [one.id for one in protocols().values() if one.today and one.id not in past]


def test_an_empty_folder_and_a_broken_file_are_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(ProtocolInvalid, match="there is no TOML file in this folder"):
        read_folder(tmp_path)
    (tmp_path / "steps.toml").write_text("[[step]\n")
    with pytest.raises(ProtocolInvalid, match=r"steps\.toml: "):
        read_folder(tmp_path)


def test_a_protocol_extends_one_that_lies_beside_it_else_one_of_ours(tmp_path: Path) -> None:
    area = read_folder(write(tmp_path / "harrowmere", AREA.format("inaura")))
    assert (area.id, area.step) == ("harrowmere", protocols()["inaura"].step)
    write(tmp_path / "county", AREA.format("southwark"))
    town = read_folder(write(tmp_path / "town", AREA.format("county")))
    assert town.step == protocols()["southwark"].step


@pytest.mark.parametrize("parent", ["inora", "harrowmere"])
def test_what_is_not_there_and_oneself_cannot_be_extended(tmp_path: Path, parent: str) -> None:
    folder = write(tmp_path / "harrowmere", AREA.format(parent))
    with pytest.raises(ProtocolInvalid, match=f"“{parent}” cannot be extended here. There are: ") as refused:
        read_folder(folder)
    assert "southwark" in str(refused.value)


def test_two_protocols_do_not_extend_each_other(tmp_path: Path) -> None:
    write(tmp_path / "one", AREA.format("two"))
    write(tmp_path / "two", AREA.format("one"))
    with pytest.raises(ProtocolInvalid, match="“one” cannot be extended here"):
        read_folder(tmp_path / "one")
