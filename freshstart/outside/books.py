"""Which protocols and law editions lie in the folder `protocols/`?

`protocols/england/` holds one file for each law edition, named by the date it came into force; every other
folder is one protocol, read from all its files together.
"""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from freshstart.process.protocols import LawEdition, Protocol, read_law, read_protocol
from freshstart.process.refusals import ProtocolInvalid

FOLDER = Path(__file__).resolve().parents[2] / "protocols"
LAW = "england"


def _content(path: Path) -> Mapping[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ProtocolInvalid((f"{path.parent.name}/{path.name}: {error}",)) from error


def read_folder(folder: Path) -> Protocol:
    """Read one protocol from the TOML files of its folder. Refuses with every problem (ProtocolInvalid)."""
    files = {f"{folder.name}/{path.name}": _content(path) for path in sorted(folder.glob("*.toml"))}
    if not files:
        raise ProtocolInvalid((f"{folder.name}: there is no TOML file in this folder.",))
    return read_protocol(files)


@cache
def protocols() -> dict[str, Protocol]:
    """Read every protocol, by its id."""
    folders = sorted(path for path in FOLDER.iterdir() if path.is_dir() and path.name != LAW)
    found = [read_folder(folder) for folder in folders]
    return {protocol.id: protocol for protocol in found}


@cache
def editions() -> tuple[LawEdition, ...]:
    """Read every law edition, the oldest first."""
    paths = sorted((FOLDER / LAW).glob("*.toml"))
    return tuple(read_law({f"{LAW}/{path.name}": _content(path)}) for path in paths)
