"""Is everything that can follow from a step written down by exactly one writer?"""

import ast
from collections.abc import Iterator

from freshstart.actions import steps
from freshstart.actions.writers import WRITERS
from tests.house.sources import functions, planted, sources

EFFECTS = "freshstart/process/effects.py"
TAKEN = "step_taken"  # the action that takes a step writes this one itself


def codes_of(node: ast.AST) -> set[str]:
    match node:
        case ast.Constant(value=str() as code):
            return {code}
        case ast.IfExp(body=one, orelse=other):
            return codes_of(one) | codes_of(other)
    return set()


def calls(tree: ast.AST, name: str) -> Iterator[ast.Call]:
    for node in ast.walk(tree):
        match node:
            case ast.Call(func=ast.Name(id=called), args=[_, *_]) if called == name:
                yield node


def given_to(call: ast.Call, function: ast.FunctionDef, tree: ast.Module) -> list[ast.AST]:
    """Find what may stand for a code: a word, a name set in the function, or one that is handed in."""
    handed = [one.arg for one in function.args.args]
    match call.args[0]:
        case ast.Name(id=name) if name in handed:
            return [one.args[handed.index(name)] for one in calls(tree, function.name)]
        case ast.Name(id=name):
            named = (one for one in ast.walk(function) if isinstance(one, ast.Assign))
            return [one.value for one in named if ast.unparse(one.targets[0]) == name]
        case word:
            return [word]


def codes_in(tree: ast.Module) -> set[str]:
    """Find every code that a happening can have."""
    return {
        code
        for function in functions(tree)
        for call in calls(function, "Happening")
        for given in given_to(call, function, tree)
        for code in codes_of(given)
    }


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
    assert codes_in(source.tree) == {"family_told", "arrived", "not_arrived", "told"}
