"""Which protocols and law editions lie in the folder `protocols/`?

A folder with a file `editions.toml` is the law of one country; one with a file `protocol.toml` is a protocol,
read from all its files together and on top of the protocol it extends.
"""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from freshstart.process.inheritances import Whole, inherited, put_together, read_protocol
from freshstart.process.laws import LawEdition, read_law
from freshstart.process.protocols import Protocol
from freshstart.process.refusals import ProtocolInvalid

FOLDER = Path(__file__).resolve().parents[2] / "protocols"


def _content(path: Path) -> Mapping[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ProtocolInvalid((f"{path.parent.name}/{path.name}: {error}",)) from error


@cache
def _own(folder: Path) -> Whole:
    """Put the files of one folder together, once."""
    files = {f"{folder.name}/{path.name}": _content(path) for path in sorted(folder.glob("*.toml"))}
    if not files:
        raise ProtocolInvalid((f"{folder.name}: there is no TOML file in this folder.",))
    return put_together(files)


def whole_of(folder: Path, heirs: tuple[Path, ...] = ()) -> Whole:
    """Put a protocol together with what it extends. Refused with every problem (ProtocolInvalid)."""
    own = _own(folder)
    parent = own.content.get("extends")
    if not parent:
        return own
    beside, ours = folder.parent / str(parent), FOLDER / str(parent)
    above = beside if beside.is_dir() else ours
    if not above.is_dir() or above in (*heirs, folder):
        remedy = f"There are: {', '.join(one.name for one in protocol_folders())}."
        raise ProtocolInvalid((f"{folder.name}: extends: “{parent}” cannot be extended here. {remedy}",))
    return inherited(whole_of(above, (*heirs, folder)), own)


def read_folder(folder: Path) -> Protocol:
    """Read one protocol from the files of its folder. Refuses with every problem (ProtocolInvalid)."""
    return read_protocol(whole_of(folder))


def protocol_folders() -> list[Path]:
    """Give the folders that hold a protocol, in the order of their names."""
    return sorted(path.parent for path in FOLDER.glob("*/protocol.toml"))


@cache
def protocols() -> dict[str, Protocol]:
    """Read every protocol, by its id."""
    return {protocol.id: protocol for protocol in map(read_folder, protocol_folders())}


@cache
def editions() -> tuple[LawEdition, ...]:
    """Read every law edition of every country, the oldest first."""
    folders = sorted(path.parent for path in FOLDER.glob("*/editions.toml"))
    found = [edition for folder in folders for edition in read_law(_own(folder))]
    return tuple(sorted(found, key=lambda edition: edition.in_force_from))
