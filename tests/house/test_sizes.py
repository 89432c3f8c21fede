"""Is everything short enough to be read at one sitting?"""

import ast
from collections.abc import Iterable
from statistics import median

from tests.house.sources import Source, functions, planted, sources

LONGEST_FILE, LONGEST_FUNCTION, LONGEST_TEMPLATE = 400, 50, 120
MADE = "freshstart/migrations/0"  # written by Django


def lines(source: Source) -> int:
    return len(source.text.splitlines())


def length(function: ast.FunctionDef) -> int:
    return (function.end_lineno or 0) - function.lineno + 1


def long_files(files: Iterable[Source], longest: int = LONGEST_FILE) -> list[str]:
    return [f"{one.path}: {lines(one)} lines" for one in files if lines(one) > longest]


def long_functions(files: Iterable[Source]) -> list[str]:
    return [
        f"{one.path}: {function.name} has {length(function)} lines"
        for one in files
        for function in functions(one.tree)
        if length(function) > LONGEST_FUNCTION
    ]


def ours() -> list[Source]:
    every = sources("config", "freshstart", "tests", "bench")
    return [one for one in every if not one.path.startswith(MADE)]


def test_every_file_function_and_template_is_short_enough() -> None:
    files, templates = ours(), sources("freshstart/templates", ending=".jinja")
    written = [one for one in files if not one.path.startswith("tests") and one.text]
    print(
        f"\nMedians: file {median(map(lines, written)):g}, "
        f"function {median(length(each) for one in written for each in functions(one.tree)):g}, "
        f"template {median(map(lines, templates)):g} lines; "
        f"tests {sum(map(lines, files)) - sum(map(lines, written))} to code {sum(map(lines, written))} lines."
    )
    assert long_files(files) + long_functions(files) + long_files(templates, LONGEST_TEMPLATE) == []


def test_what_is_too_long_is_found() -> None:
    function = "def view():\n" + "    x = 1\n" * LONGEST_FUNCTION
    assert long_functions([planted(function)])
    assert long_files([planted("x = 1\n" * (LONGEST_FILE + 1))])
    assert long_files([planted("<p>\n" * (LONGEST_TEMPLATE + 1))], LONGEST_TEMPLATE)
