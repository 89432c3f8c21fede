"""How does a test open our pages in a browser?"""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing

import pytest
from django.db import connection
from playwright.sync_api import Browser, Page, expect, sync_playwright
from pytest_django import DjangoDbBlocker
from pytest_django.live_server_helper import LiveServer

from freshstart.outside import clocks
from tests.browser.towns import PATIENCE, PHONE, Town, window
from tests.conftest import CHROMIUM
from tests.world import World

os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # Playwright keeps a loop running in the thread of the tests


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Start the browser, once for all tests."""
    with sync_playwright() as playwright:
        expect.set_options(timeout=PATIENCE)
        chromium = playwright.chromium.launch(executable_path=CHROMIUM)
        yield chromium
        chromium.close()


@pytest.fixture
def db(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Open the database to the test and to the server beside it, and put it back as it was.

    Django would empty it, which the history does not allow: hence the copy.
    """
    with django_db_blocker.unblock(), closing(sqlite3.connect(":memory:")) as copy:
        connection.ensure_connection()
        connection.connection.backup(copy)
        yield
        copy.backup(connection.connection)


@pytest.fixture
def site(db: None) -> Iterator[str]:
    """Serve the pages and give their address."""
    server = LiveServer("localhost")
    yield server.url
    server.stop()


@pytest.fixture
def town(browser: Browser, site: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Town]:
    """Build the invented area, let its clock be everybody's, and see that no page complains."""
    world = World()
    monkeypatch.setattr(clocks, "now", lambda: world.now)
    built = Town(world, browser, site)
    yield built
    for context in browser.contexts:
        context.close()
    assert built.complaints == []


@pytest.fixture
def page(browser: Browser, site: str) -> Iterator[Page]:
    """Open a window of a phone's size that cannot reach any other machine."""
    opened = window(browser, site, PHONE)
    yield opened
    opened.context.close()
