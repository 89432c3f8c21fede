"""Who looks at a clock, and who imports late?"""

import ast

import pytest

from tests.house.sources import Source, planted, sources

CLOCKS = {"now", "today", "utcnow", "localtime", "time", "time_ns", "fromtimestamp"}
HOLDERS = {"datetime", "date", "timezone", "time", "dt"}
ALLOWED = {
    "freshstart/outside/clocks.py": "the one place that looks at a clock",
    "config/sessions.py": "how long a browser has idled, whatever the demonstration's clock says",
    "config/jinja.py": "turns an instant it is given into London's time",
}
LATE = {"freshstart/pages/urls.py": "the demonstration's pages have no address, and no code, anywhere else"}


def clocks_in(source: Source) -> list[str]:
    calls = (node.func for node in ast.walk(source.tree) if isinstance(node, ast.Call))
    return [
        f"{call.lineno}: {ast.unparse(call)}"
        for call in calls
        if isinstance(call, ast.Attribute) and call.attr in CLOCKS
        if ast.unparse(call.value).rpartition(".")[2] in HOLDERS
    ]


def late_imports_in(source: Source) -> list[str]:
    late = [node for node in ast.walk(source.tree) if isinstance(node, ast.Import | ast.ImportFrom)]
    return [f"{node.lineno}: {ast.unparse(node)}" for node in late if node not in source.tree.body]


def test_nobody_but_the_clock_looks_at_the_time() -> None:
    found = {one.path: clocks_in(one) for one in sources("freshstart", "config") if clocks_in(one)}
    assert found.keys() <= ALLOWED.keys(), found


def test_nothing_is_imported_late() -> None:
    found = {
        one.path: late_imports_in(one) for one in sources("freshstart", "config") if late_imports_in(one)
    }
    assert found.keys() == LATE.keys(), found


@pytest.mark.parametrize(
    "breach",
    [
        "datetime.now(UTC)",
        "datetime.datetime.now()",
        "date.today()",
        "timezone.now()",
        "time.time()",
        "dt.date.today()",
        "default = datetime.utcnow()",
    ],
)
def test_a_look_at_the_clock_is_found(breach: str) -> None:
    assert clocks_in(planted(breach))


def test_asking_our_own_clock_is_right() -> None:
    assert not clocks_in(planted("clocks.now()\nclocks.day_of(at)\ntoday(facts)"))


@pytest.mark.parametrize("breach", ["def view():\n    import json", "if x:\n    from json import loads"])
def test_a_late_import_is_found(breach: str) -> None:
    assert late_imports_in(planted(breach))
