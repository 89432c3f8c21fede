"""What does every test stand on?"""

import shutil
from pathlib import Path

import hypothesis
import pytest
from django.core.cache import cache

from freshstart.models.protocols import protocol_of
from freshstart.outside.catalogues import compile_all
from tests import postgresql

BROWSER_TESTS = Path(__file__).parent / "browser"
CHROMIUM = shutil.which("chromium")
NO_CHROMIUM = "no chromium on this machine, so no page was tried in a browser"

hypothesis.settings.register_profile("freshstart", deadline=None)
hypothesis.settings.load_profile("freshstart")


@pytest.fixture(autouse=True, scope="session")
def languages_are_there() -> None:
    """Make what Django reads of each language, so that tests run without `make`."""
    compile_all()


@pytest.fixture(autouse=True)
def nothing_remembered() -> None:
    """Forget what an earlier test left: who had tried to sign in, and the texts of protocols by number."""
    cache.clear()
    protocol_of.cache_clear()


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark which tests need a browser, and which a database."""
    for item in items:
        if item.path.is_relative_to(BROWSER_TESTS):
            item.add_marker("browser")
            if not CHROMIUM:
                item.add_marker(pytest.mark.skip(reason=NO_CHROMIUM))
        elif item.get_closest_marker("once"):
            continue
        elif item.get_closest_marker("django_db") or "db" in getattr(item, "fixturenames", ()):
            item.add_marker("database")


def counted(did: dict[str, int]) -> str:
    """Say how often somebody typed, chose and pressed."""
    return ", ".join(f"{did.get(what, 0)} {what}" for what in ("typed", "chosen", "pressed"))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say what people did in the stories, and what this machine could not test."""
    for report in terminalreporter.getreports("passed") + terminalreporter.getreports("failed"):
        for name, did in report.user_properties:
            terminalreporter.section(name)
            width = max(28, *(len(who) + 2 for who in did))
            for who, what in did.items():
                terminalreporter.write_line(
                    f"{who:{width}}{what if isinstance(what, str) else counted(what)}"
                )
    if not CHROMIUM:
        terminalreporter.write_line(f"NOT TESTED: {NO_CHROMIUM}", yellow=True)
    if postgresql.programs() is None:
        terminalreporter.write_line(f"NOT TESTED: {postgresql.MISSING}", yellow=True)
