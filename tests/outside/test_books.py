"""Which protocols and law editions lie in the folder, and what is said of one that cannot be read?"""

from pathlib import Path

import pytest

from freshstart.outside.books import FOLDER, editions, protocols, read_folder
from freshstart.process.refusals import ProtocolInvalid


def test_every_protocol_and_every_edition_of_the_folder_is_read() -> None:
    folders = {path.name for path in FOLDER.iterdir() if path.is_dir()}
    assert protocols().keys() == folders - {"england"}
    dates = [one.in_force_from for one in editions()]
    assert dates == sorted(dates)


def test_an_empty_folder_and_a_broken_file_are_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(ProtocolInvalid, match="there is no TOML file in this folder"):
        read_folder(tmp_path)
    (tmp_path / "steps.toml").write_text("[[step]\n")
    with pytest.raises(ProtocolInvalid, match=r"steps\.toml: "):
        read_folder(tmp_path)
