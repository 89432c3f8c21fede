"""Does every visitor see what is theirs, and nobody a word of anything else?

Two answers are held against each other: the table in access.toml, and words that stand in one case alone
(see visitors.py), which are looked for in everything that is sent, PDFs included.
"""

import html
import re
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.conf import settings
from django.db import connection, transaction
from django.test import Client

from freshstart.models.protocols import protocol_of
from freshstart.outside.pdfs import Pdf
from tests.outside.readers import close, pages_of
from tests.pages.visitors import CANARIES, UPNS, Town

TABLE: dict[str, Any] = tomllib.loads(Path(__file__).with_name("access.toml").read_text())
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
BOTH_STEPS = [{"method": "password"}, {"method": "mfa"}]
CHILDREN = ("hamza", "bilal", "lena")
LAW = "law"  # it shows every rule to anybody, so the words of a rule betray nobody there
FAMILIES = ("hamzas_mother", "bilals_mother")
POSTS = ("lead", "head", "senco", "safeguarding", "attendance", "clerk", "nominee", "key_adult")
VISITORS = {
    "nobody": ("nobody", "suspended", "link_before_the_press", "link_closed", "link_run_out"),
    "family": FAMILIES,
    "home school": (*(f"home_{post}" for post in POSTS), "lead_without_second_step", "administrator", "left"),
    "receiving school": tuple(f"host_{post}" for post in POSTS),
    "school that was asked": tuple(f"other_{post}" for post in POSTS),
    "council and others": (
        "council_inclusion", "council_sen", "council_admissions", "facilitator", "other_facilitator", "social_worker",
    ),
    "elsewhere": (
        "school_away_head", "school_away_lead", "council_away_head", "council_away_lead", "council_away_inclusion",
    ),
}  # fmt: skip
STRANGERS = {*VISITORS["nobody"], *FAMILIES, "lead_without_second_step"}  # nobody who is signed in fully


@pytest.fixture
def town(db: None) -> Iterator[Town]:
    """Build the town on its day; every knock at a door is taken back again."""
    protocol_of.cache_clear()
    built = Town()
    with time_machine.travel(built.world.now, tick=False):
        yield built
    protocol_of.cache_clear()


@contextmanager
def undone() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


# Doors --------------------------------------------------------------------------------------------------------


def key_of(town: Town, visitor: str) -> str:
    """Give the cookie with which a visitor comes; none for whoever has no session."""
    client = Client()
    session = client.session
    if visitor in {"link_closed", "link_run_out", *FAMILIES}:
        link = town.link("bilal" if visitor == "bilals_mother" else "hamza")
        assert link is not None
        session["family"] = link.pk
        session.save()
    elif visitor not in {"nobody", "link_before_the_press"}:
        client.force_login(town.world.people[visitor.replace("lead_without_second_step", "home_lead")], backend=BACKEND)
        session = client.session
        session["account_authentication_methods"] = BOTH_STEPS[: 1 if "without" in visitor else 2]
        session.save()
    return str(client.cookies[settings.SESSION_COOKIE_NAME].value) if client.cookies else ""


def change_link(town: Town, visitor: str) -> None:
    """Close a link, or let it run out, before its holder comes again."""
    link = town.link("hamza")
    assert link is not None
    if visitor == "link_closed":
        link.revoked_at = town.world.now
    if visitor == "link_run_out":
        link.expires_at = town.world.now
    link.save()


@contextmanager
def reading_only() -> Iterator[None]:
    """Let whoever only looks change nothing that is about a child."""

    def guard(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        assert not re.match(r"(INSERT INTO|UPDATE|DELETE FROM) .?freshstart_", sql), sql
        return execute(sql, params, many, context)

    with connection.execute_wrapper(guard):
        yield


def knock(key: str, method: str, address: str) -> Any:
    """Come to an address once, and leave everything as it was."""
    client = Client()
    client.cookies[settings.SESSION_COOKIE_NAME] = key
    with undone():
        if method == "GET":
            with reading_only():
                return client.get(address)
        return client.post(address)


# The table ----------------------------------------------------------------------------------------------------


def kind_of(visitor: str) -> str:
    return "nobody" if visitor in STRANGERS else "signed_in"


def expected(visitor: str, child: str) -> dict[str, tuple[str, str]]:
    """Read from the table what a visitor is answered at each address: to a look, and to an empty form."""
    found = {}
    for grid in ("anywhere", "case"):
        rows = TABLE["anywhere" if grid == "anywhere" else child]
        cells = rows.get(visitor, rows[kind_of(visitor)]).replace("-", "404").split()
        columns = TABLE["columns"][grid]
        assert len(cells) == len(columns), (visitor, child)
        for cell, addresses in zip(cells, columns.values(), strict=True):
            look, _, send = cell.partition("/")
            found |= dict.fromkeys(addresses, (look, send or look))
    return found


def words_in(response: Any) -> str:
    """Give everything a response says: the page, the text of a PDF, and where it leads."""
    if response.headers["Content-Type"] == "application/pdf":
        return "".join(pages_of(Pdf(response.content, "", "")))
    return html.unescape(response.content.decode()) + response.headers.get("Location", "")


def canaries_in(words: str) -> set[tuple[str, str]]:
    tight = close(words)
    return {
        (child, kind)
        for child, kinds in CANARIES.items()
        for kind, canaries in kinds.items()
        if any(one in words or close(one) in tight for one in canaries)
    }


def breaches_of(town: Town, visitor: str) -> list[str]:
    """Send a visitor to every address of every child, and list what is not as the table says."""
    key, wrong, seen, nowhere = key_of(town, visitor), [], set(), set()
    for child in CHILDREN:
        answers = expected(visitor, child)
        for name, address in town.addresses(child).items():
            for method, wanted in zip(("GET", "POST"), answers[name], strict=True):
                response = knock(key, method, address)
                words = words_in(response)
                seen |= canaries_in(words) if name != LAW else set()
                if str(response.status_code) != wanted:
                    wrong.append(f"{child}: {method} {name} is {response.status_code}, not {wanted}")
                if response.status_code == 404:
                    nowhere.add(words)
                if response.status_code == 403 and "What you can do" not in words:
                    wrong.append(f"{child}: {method} {name} is refused without a reason")
    due = {(child, kind) for child, kinds in TABLE["sees"].get(visitor, {}).items() for kind in kinds}
    wrong += [f"sees of {child}: {kind}" for child, kind in sorted(seen - due)]
    wrong += [f"does not see of {child}: {kind}" for child, kind in sorted(due - seen)]
    if len(nowhere) > 1:
        wrong.append("can tell what is not theirs from what does not exist")
    return [f"{visitor}, {one}" for one in wrong]


@pytest.mark.parametrize("side", VISITORS)
def test_everybody_sees_what_is_theirs_and_no_more(town: Town, side: str) -> None:
    found = []
    for visitor in VISITORS[side]:
        with undone():
            change_link(town, visitor)
            found += breaches_of(town, visitor)
    assert not found, "\n".join(found)
