"""Which words does nobody write here?"""

import re
from collections.abc import Iterable
from pathlib import PurePath

import pytest

from tests.house.sources import Source, planted, sources

FOLDERS = ("config", "freshstart", "protocols", "tests", "docs", "bench")
ENDINGS = (".py", ".jinja", ".toml", ".md", ".css", ".typ")
ROOT_FILES = ("README.md", "CONTRIBUTING.md", "Makefile", "pyproject.toml", "manage.py")

FORBIDDEN = {
    "nobody is on trial, and no child failed": r"\b(trials?|failed|failing|failure)\b",
    "the words of offices and programs, not of schools": r"\b(tickets?|workflows?|stakeholders?)\b|\bSLAs?\b",
    "a place on one machine": r"/(work/(main|shared|\.\w+)|tmp|home|root)/",
    "the host of a registry": r"\b(pypi\.org|pythonhosted\.org|npmjs\.(com|org)|registry\.\w+\.\w+)\b",
    "how the project was made, not what it is": r"\bco-authored-by\b|\blanguage model\b|\bsub-?agents?\b"
    r"|\b(session|issue|pull request|task) (#|no\.? |number )?\d+\b|(?<![\w&/])#\d{1,4}\b(?!;)",
}
MODULES = {
    "util",
    "utils",
    "helper",
    "helpers",
    "common",
    "service",
    "services",
    "manager",
    "managers",
    "misc",
}
ALLOWED = {
    "freshstart/process/loosenings.py": "refuses these words in a protocol, and says what to write",
    "tests/process/test_checks.py": "shows that a protocol with these words is refused",
    "tests/process/planted_faults.toml": "shows that a protocol with these words is refused",
    "tests/conftest.py": "asks the test runner for its reports, by the runner's own words",
    "tests/browser/towns.py": "quotes what a browser says when it was refused",
    "tests/house/test_words.py": "lists them",
    "tests/process/heard.toml": "shows what is heard in letters, and what is left in peace",
    "tests/process/test_tones.py": "shows what is heard in letters, and what is left in peace",
}
LISTS = "protocols/words/"  # the lists of words that are not written to families
HISTORY = (
    "docs/adr/",
    "docs/glossary.md",
    "protocols/england/",
    "protocols/wales/",
    "freshstart/process/laws.py",
    "freshstart/process/grounds.py",
    "protocols/southwark_2023/",
    "tests/process/test_laws.py",
)  # what a trial was, and what the law says of it


def written() -> list[Source]:
    """Read all that people of the project write; what others made and what is generated stays out."""
    found = [one for ending in ENDINGS for one in sources(*FOLDERS, ending=ending)]
    found += [one for name in ROOT_FILES for one in sources(".", ending=name) if one.path == name]
    return [
        one
        for one in found
        if "vendor" not in PurePath(one.path).parts
        and one.path not in ALLOWED
        and not one.path.startswith(LISTS)
    ]


def forbidden_in(source: Source) -> list[str]:
    return [
        f"{source.path}:{number}: {match.group()} ({why})"
        for number, line in enumerate(source.text.splitlines(), 1)
        for why, pattern in FORBIDDEN.items()
        for match in re.finditer(pattern, line, re.IGNORECASE)
        if not (source.path.startswith(HISTORY) and match.group().lower().startswith("trial"))
    ]


def badly_named(paths: Iterable[str]) -> list[str]:
    return [path for path in paths if {PurePath(path).stem, *PurePath(path).parts[:-1]} & MODULES]


def relative_imports_in(source: Source) -> list[str]:
    return re.findall(r"^\s*from \.+\w* import .*$", source.text, re.MULTILINE)


def test_nobody_writes_a_forbidden_word() -> None:
    files = written()
    assert len(files) > 150
    assert [line for one in files for line in forbidden_in(one)] == []


def test_modules_are_named_for_what_is_in_them() -> None:
    assert badly_named(one.path for one in sources("config", "freshstart", "tests", "bench")) == []


def test_imports_say_the_whole_way() -> None:
    assert [
        line for one in sources("config", "freshstart", "tests") for line in relative_imports_in(one)
    ] == []


@pytest.mark.parametrize(
    "breach",
    [
        "A six-week trial at another school",
        "The placement failed.",
        "Open a ticket",
        "the approval workflow",
        "within the SLA",
        "key stakeholders",
        "open('/work/main/file')",
        "--index-url https://pypi.org/simple",
        "as asked in session 12",
        "see issue 45",
        "closes #45",
    ],
)
def test_a_forbidden_word_is_found(breach: str) -> None:
    assert forbidden_in(planted(breach, "docs/planted.md"))


@pytest.mark.parametrize(
    "line",
    ["login_failed", "&#39;", "color: #223344", "two sessions a day", "href='#main'", "half a session"],
)
def test_what_only_looks_like_one_is_left_alone(line: str) -> None:
    assert not forbidden_in(planted(line, "docs/planted.md"))


def test_a_bad_name_or_a_short_import_is_found() -> None:
    assert badly_named(["freshstart/pages/utils.py", "freshstart/services/cases.py"])
    assert relative_imports_in(planted("from .cases import index"))
