"""How does somebody come to a page, and what does it say to them?"""

import html
import re
import runpy
from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.test import Client, override_settings
from django.urls import include, path

from config import urls as config_urls
from freshstart.actions import doors as actions
from freshstart.models.messages import Link, Opening
from freshstart.models.people import User
from freshstart.outside import clocks
from freshstart.outside.pdfs import Pdf
from freshstart.pages import urls
from freshstart.process.vocabulary import Relation
from tests.outside.readers import close, pages_of
from tests.pages.visitors import CANARIES, Town

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
BOTH_STEPS = ("password", "mfa")
FAMILIES = ("hamzas_mother", "hamzas_father", "bilals_mother")
LINKS = ("link_before_the_press", "link_before_its_code", "link_left", "link_closed", "link_run_out")
ONE_STEP = "home_lead_one_step"
NOT_SIGNED_IN = {"nobody", "suspended", *LINKS, *FAMILIES, ONE_STEP}
TELLING = {
    "names",
    "contact",
    "his_home",
    "moved",
    "upn",
}  # never in an address, where browsers and proxies keep them


def signed_in(user: User, *steps: str) -> str:
    """Sign somebody in, and give the cookie they come with."""
    client = Client()
    client.force_login(user, backend=BACKEND)
    session = client.session
    session["account_authentication_methods"] = [{"method": step} for step in steps or BOTH_STEPS]
    session.save()
    return str(session.session_key)


def by_link(link: Link, *, with_code: bool = True) -> str:
    """Let somebody in who pressed on their link and typed their code; without one they wait at the door."""
    opening = actions.open_link(link_id=link.pk, by=None, at=clocks.now(), device="telephone")
    if with_code:
        Opening.objects.filter(pk=opening.pk).update(verified_at=clocks.now())
    session = Client().session
    session["family"] = opening.pk
    session.save()
    return str(session.session_key)


def arrive(town: Town, visitor: str) -> str:
    """Let a visitor come, and give the cookie they come with."""
    if visitor in {"nobody", "link_before_the_press"}:
        return ""
    if visitor in {*FAMILIES, *LINKS}:
        return _of_a_family(town, visitor)
    if visitor == ONE_STEP:
        return signed_in(town.world.people["home_lead"], "password")
    return signed_in(town.world.people[visitor])


def _of_a_family(town: Town, visitor: str) -> str:
    relation = Relation.FATHER if visitor == "hamzas_father" else Relation.MOTHER
    link, now = town.link("bilal" if visitor == "bilals_mother" else "hamza", relation), clocks.now()
    key = by_link(link, with_code=visitor != "link_before_its_code")
    if visitor == "link_left":
        link.openings.update(ended_at=now)
    if visitor in {"link_closed", "link_run_out"}:
        field = "revoked_at" if visitor == "link_closed" else "expires_at"
        Link.objects.filter(pk=link.pk).update(**{field: now})
    return key


def at(key: str, machine: str = "127.0.0.1") -> Client:
    """Give a browser on a machine, with a cookie."""
    client = Client(REMOTE_ADDR=machine)
    client.cookies[settings.SESSION_COOKIE_NAME] = key
    return client


@contextmanager
def in_the_demonstration() -> Iterator[None]:
    """Let the addresses be those of the demonstration, and leave ours as they are."""
    there = ModuleType("there")
    with override_settings(DEMONSTRATION=True):
        addresses = runpy.run_path(str(urls.__file__))["urlpatterns"]
        addresses.append(path("account/", include("allauth.urls")))
        vars(there).update(vars(config_urls) | {"urlpatterns": addresses})
        with override_settings(ROOT_URLCONF=there):
            yield


@contextmanager
def undone() -> Iterator[None]:
    """Take back whatever happens."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@contextmanager
def only_looking() -> Iterator[None]:
    """Let whoever only looks change nothing; that they looked at a sensitive strand is noted by itself."""

    def guard(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        assert not re.match(r"(INSERT INTO|UPDATE|DELETE FROM) .freshstart_(?!sensitivereading)", sql), sql
        return execute(sql, params, many, context)

    with connection.execute_wrapper(guard):
        yield


def knock(key: str, method: str, address: str) -> Any:
    """Come to an address once, to look or with an empty form, and leave everything as it was."""
    with undone():
        if method == "POST":
            return at(key).post(address)
        with only_looking():
            return at(key).get(address)


# What is said -----------------------------------------------------------------------------------------------


def words_in(response: Any) -> str:
    """Give everything a response says: the page, the text of a PDF, and where it leads."""
    if response.headers["Content-Type"] == "application/pdf":
        return "".join(pages_of(Pdf(response.content, "ua-1", "")))
    return html.unescape(response.content.decode(errors="replace")) + str(
        response.headers.get("Location", "")
    )


def canaries_in(words: str) -> set[tuple[str, str]]:
    """Find of which child what kind of words are said."""
    tight = close(words)
    return {
        (child, kind)
        for child, kinds in CANARIES.items()
        for kind, canaries in kinds.items()
        if any(close(one) in tight for one in canaries)
    }


def telling_addresses_in(response: Any) -> list[str]:
    """List the addresses on a page, and the one that it leads to, which say who the child is."""
    words = words_in(response)
    addresses = [*re.findall(r'(?:href|action|src)="([^"]*)"', words), response.headers.get("Location", "")]
    return [one for one in addresses if {kind for _, kind in canaries_in(one)} & TELLING]
