"""Do the pages about the protocols say only what there is, and leave out no row of their source?"""

import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from django.core.management import get_commands
from django.urls import Resolver404, resolve

from freshstart.outside.books import FOLDER, editions, protocol_folders, protocols
from freshstart.process.laws import LawEdition
from freshstart.process.protocols import Protocol

ROOT = FOLDER.parent
PAGES = sorted((ROOT / "docs" / "protocols").glob("*.md"))
ROWS = {"inaura": ("S0", 11), "advice": ("S1", 11), "manchester": ("S2", 17), "southwark": ("S3", 15)}
ROWS |= {"leicestershire": ("S4", 10)}
OF_ALL = "inaura"  # the entries that the index may name are those of the baseline
CODE = re.compile(r"`([^`]+)`")
LINK = re.compile(r"\]\(([^)#]+)\)")
LISTS = {
    *("stage", "phase", "step", "question", "gate", "deadline"),
    *("letter", "paper", "clause", "family", "difference"),
}


def told(page: Path) -> Iterator[tuple[Protocol, str]]:
    """Give what a page names in backticks, with the protocol that the heading above it names."""
    about = protocols()[OF_ALL]
    for line in page.read_text(encoding="utf-8").splitlines():
        names = CODE.findall(line)
        if line.startswith("#"):
            about = next((protocols()[name] for name in names if name in protocols()), about)
        yield from ((about, name) for name in names)


def as_it_stands(country: str) -> LawEdition:
    return [one for one in editions() if one.jurisdiction == country][-1]


def is_there(about: Protocol, name: str) -> bool:
    """Tell whether an entry, a rule, a protocol, a page, a command or a file of this name can be found."""
    first, _, rest = name.removeprefix(".venv/bin/python ").partition(" ")
    if first == "rule":
        return as_it_stands(about.jurisdiction).find(rest) is not None
    if first in LISTS:
        return rest in {entry.id for entry in getattr(about, first)}
    if first in {"make", "manage.py"}:
        return rest in targets() if first == "make" else is_command(rest)
    return name in protocols() or (is_address(name) if name.startswith("/") else (ROOT / name).exists())


def targets() -> set[str]:
    return set(re.findall(r"^([a-z]+):.*##", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))


def is_command(typed: str) -> bool:
    """Tell whether there are the command, the protocol it is told, and the file it is to read."""
    command, *words = typed.split()
    named = [word for before, word in pairwise((command, *words)) if before in {"put_in_force", "--protocol"}]
    files = [word for word in words if "/" in word]
    is_known = command in get_commands() and set(named) <= protocols().keys()
    return is_known and all((ROOT / file).exists() for file in files)


def is_address(name: str) -> bool:
    try:
        resolve(name)
    except Resolver404:
        return False
    return True


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_whatever_a_page_names_is_there(page: Path) -> None:
    assert [(about.id, name) for about, name in told(page) if not is_there(about, name)] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_a_page_is_short_and_its_links_lead_somewhere(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    assert len(text.splitlines()) < 90
    assert [link for link in LINK.findall(text) if not (page.parent / link).exists()] == []


@pytest.mark.parametrize(("name", "rows"), ROWS.items(), ids=ROWS)
def test_every_row_of_a_source_stands_on_its_page(name: str, rows: tuple[str, int]) -> None:
    source, last = rows
    first_cells = re.findall(r"^\| (S\d\.\d+) \|", page_of(name), re.MULTILINE)
    assert first_cells == [f"{source}.{number}" for number in range(1, last + 1)]


@pytest.mark.parametrize("name", ROWS)
def test_a_row_says_where_it_is_or_that_it_is_not_yet(name: str) -> None:
    rows = re.findall(r"^\| S.*", page_of(name), re.MULTILINE)
    assert [row for row in rows if not CODE.search(row) and "not yet" not in row] == []


def page_of(name: str) -> str:
    return (ROOT / "docs" / "protocols" / f"{name}.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ["B1", "B9"])
def test_what_holds_for_all_stands_in_the_index(name: str) -> None:
    assert f"| {name} |" in page_of("README")


@pytest.mark.parametrize("name", [folder.name for folder in protocol_folders()])
def test_every_protocol_has_a_page_with_each_of_its_differences(name: str) -> None:
    protocol = protocols()[name]
    pages = [page for page in PAGES if page.stem != "README"]
    shown = {entry for page in pages for about, entry in told(page) if about == protocol}
    assert name in shown
    assert {f"difference {one.id}" for one in protocol.difference} <= shown


@pytest.mark.parametrize(
    "name",
    [
        "step fly_away",
        "gate said_at_the_outset",  # of an older form
        "rule mm_99",
        "/cases/REFERENCE/nowhere/",
        "make believe",
        "manage.py put_in_force nowhere 210",
        "manage.py assess docs/nowhere.toml",
        "nowhere",
    ],
)
def test_what_is_not_there_is_noticed(name: str) -> None:
    assert not is_there(protocols()["southwark"], name)
