"""Is everything that can follow from a step written down by exactly one writer?"""

import ast
from collections.abc import Iterator

from freshstart.actions import steps
from freshstart.actions.writers import WRITERS
from tests.house.sources import functions, planted, sources

EFFECTS = "freshstart/process/effects.py"
TAKEN = "step_taken"  # the action that takes a step writes this one itself


def words_of(node: ast.AST) -> set[str]:
    return {one.value for one in ast.walk(node) if isinstance(one, ast.Constant) and isinstance(one.value, str)}


def calls(tree: ast.AST, name: str) -> Iterator[ast.Call]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == name and node.args:
            yield node


def codes_in(tree: ast.Module) -> set[str]:
    """Find every code a happening can have, be it written there, put in a name first, or handed in."""
    found: set[str] = set()
    for function in functions(tree):
        handed = [one.arg for one in function.args.args]
        for call in calls(function, "Happening"):
            code = call.args[0]
            if not isinstance(code, ast.Name):
                found |= words_of(code)
            elif code.id in handed:
                given = calls(tree, function.name)
                found = found.union(*(words_of(one.args[handed.index(code.id)]) for one in given))
            else:
                named = (one for one in ast.walk(function) if isinstance(one, ast.Assign))
                found = found.union(*(words_of(one.value) for one in named if ast.unparse(one.targets[0]) == code.id))
    return found


def test_every_happening_has_one_writer_and_every_writer_a_happening() -> None:
    (effects,) = (one for one in sources("freshstart/process") if one.path == EFFECTS)
    assert steps.WRITER_MODULES  # their writers have registered themselves
    assert codes_in(effects.tree) == WRITERS.keys() | {TAKEN}


def test_writers_know_nothing_but_the_standing_and_the_values() -> None:
    for code, writer in WRITERS.items():
        assert [*writer.__annotations__] == ["standing", "values", "return"], code


def test_a_happening_is_found_however_its_code_is_written() -> None:
    source = planted("""
        def plainly(code):
            return lambda taking: (Happening(code, {}),)

        def both(taking):
            code = "arrived" if taking.values["here"] else "not_arrived"
            return (Happening(code), Happening("told", {"who": "lead"}))

        EFFECTS = {"tell": plainly("family_told")}
    """)
    assert codes_in(source.tree) == {"family_told", "arrived", "not_arrived", "told", "here"}
