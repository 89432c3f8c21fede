"""Does every visitor see what is theirs, and nobody a word of anything else?

Two answers are held against each other: the table in access.toml, and words that stand in one case alone
(see visitors.py), which are looked for in everything that is sent, PDFs included.
"""

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from freshstart.models.cases import Grant
from freshstart.pages.urls import urlpatterns
from tests.pages.doors import (
    FAMILIES,
    LINKS,
    NOT_SIGNED_IN,
    ONE_STEP,
    arrive,
    canaries_in,
    knock,
    telling_addresses_in,
    undone,
    words_in,
)
from tests.pages.visitors import CANARIES, LEADS, Town

pytestmark = pytest.mark.once

TABLE: dict[str, Any] = tomllib.loads(Path(__file__).with_name("access.toml").read_text())
FIRST = "hamza"
LAW = "law"  # it shows every rule to anybody, so the words of a rule betray nobody there
POSTS = ("lead", "head", "senco", "safeguarding", "attendance", "clerk", "nominee", "key_adult")
VISITORS = {
    "the home school": (*(f"home_{post}" for post in POSTS), ONE_STEP, "administrator", "left"),
    "the receiving school": tuple(f"host_{post}" for post in POSTS),
    "a school that was asked, and the council": (
        "other_head", "other_lead", "other_senco", "council_inclusion", "council_adviser", "council_sen",
        "council_admissions", "facilitator", "other_facilitator", "social_worker",
    ),
    "families and strangers": (
        "nobody", "suspended", *LINKS, *FAMILIES, "school_away_head", "council_away_inclusion",
    ),
}  # fmt: skip


def grids(child: str) -> dict[str, dict[str, str]]:
    """Give the tables that hold for a child, by the name of their columns."""
    return {"anywhere": TABLE["anywhere"], "case": TABLE[child], "family": TABLE["family"][child]}


def expected(visitor: str, child: str) -> dict[str, tuple[str, str]]:
    """Read from the table what a visitor is answered at each address: to a look, and to an empty form."""
    found: dict[str, tuple[str, str]] = {}
    for grid, rows in grids(child).items():
        row = rows.get(visitor, rows["nobody" if visitor in NOT_SIGNED_IN else "signed_in"])
        for cell, addresses in zip(row.split(), TABLE["columns"][grid].values(), strict=True):
            look, _, send = cell.replace("-", "404").partition("/")
            found |= dict.fromkeys(addresses, (look, send or look))
    return found


def visits(visitor: str, child: str) -> Iterator[tuple[str, str, str]]:
    """Say where a visitor goes, how, and what is expected there.

    Addresses that are about no child are tried once, and so are empty forms from whoever has no part.
    """
    first, anywhere = child == FIRST, {one for some in TABLE["columns"]["anywhere"].values() for one in some}
    has_part = visitor in TABLE[child] or visitor in TABLE["family"][child]
    for name, (look, send) in expected(visitor, child).items():
        if first or name not in anywhere:
            yield name, "GET", look
        if first or (name not in anywhere and has_part):
            yield name, "POST", send


def breaches_of(town: Town, visitor: str) -> list[str]:
    """Send a visitor to every address of every child, and list what is not as the table says."""
    key, wrong = arrive(town, visitor), []
    seen: set[tuple[str, str]] = set()
    for child in CANARIES:
        addresses = town.addresses(child)
        for name, method, wanted in visits(visitor, child):
            if name in addresses:
                response = knock(key, method, addresses[name])
                said = canaries_in(words_in(response)) if name != LAW else set()
                wrong += [f"{child}: {method} {name} {one}" for one in faults_of(response, wanted)]
                if said and response.headers.get("Cache-Control") != "no-store":
                    wrong.append(f"{child}: {method} {name} may be kept by a browser or a proxy")
                seen |= said
    due = {(child, kind) for child, kinds in TABLE["sees"].get(visitor, {}).items() for kind in kinds}
    wrong += [f"{child}: sees {kind}" for child, kind in sorted(seen - due)]
    wrong += [f"{child}: does not see {kind}" for child, kind in sorted(due - seen)]
    return [f"{visitor}, {one}" for one in wrong]


def faults_of(response: Any, wanted: str) -> Iterator[str]:
    """Say what is wrong with one answer by itself."""
    if str(response.status_code) != wanted:
        yield f"is {response.status_code}, not {wanted}"
    if response.status_code == 403 and "What you can do" not in words_in(response):
        yield "is refused without a reason"
    for address in telling_addresses_in(response):
        yield f"leads to {address}"


# The table --------------------------------------------------------------------------------------------------


def labels() -> list[str]:
    """Name every address we have, as the table does."""
    found = []
    for pattern in urlpatterns:
        leads = LEADS.get(pattern.name or "", [{}])
        found += [":".join([pattern.name or "", *lead.values()][: len(leads)]) for lead in leads]
    return found


def test_every_address_stands_in_the_table_once() -> None:
    named = [one for grid in TABLE["columns"].values() for addresses in grid.values() for one in addresses]
    assert sorted(named) == sorted(labels())


def test_every_row_of_the_table_is_tried() -> None:
    tried = {one for side in VISITORS.values() for one in side}
    rows = {one for grid in ("anywhere", "sees", *CANARIES) for one in TABLE[grid]}
    rows |= {one for some in TABLE["family"].values() for one in some}
    assert rows - {"nobody", "signed_in"} <= tried


@pytest.mark.parametrize("side", VISITORS)
def test_everybody_sees_what_is_theirs_and_no_more(town: Town, side: str) -> None:
    found = []
    for visitor in VISITORS[side]:
        with undone():
            found += breaches_of(town, visitor)
    assert not found, "\n".join(found)


def test_a_door_left_open_is_found(town: Town) -> None:
    Grant.objects.create(case=town.cases["lena"], role="host_head", user=town.world.people["other_head"])
    found = breaches_of(town, "other_head")
    assert "other_head, lena: GET case is 200, not 404" in found
    assert "other_head, lena: sees safeguarding" in found
