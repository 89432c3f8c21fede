"""Does a view or a template decide anything about a managed move by itself?

What it shows may hang on what the rules gave it (a state, a kind of field, a strand, a permission), but never
on the name of one step, question, role or outcome: another area's protocol has others.
"""

import ast
from collections.abc import Iterator
from functools import cache
from typing import get_args

import pytest
from jinja2 import DictLoader, Environment, nodes

from config.jinja import environment
from freshstart.outside.books import protocols
from freshstart.process.permissions import ROLES
from freshstart.process.protocols import Each, QuestionKind
from tests.house.sources import Source, planted, sources

KINDS = {"CaseOutcome", "Channel", "PhaseKind", "PhaseOutcome", "Post", "Relation", "Side", "Tri"}
SIDES = {"approached", "council", "home", "host"}
ALLOWED = {
    "freshstart/pages/showing.py": {
        "facts.outcome in {CaseOutcome.RETURNED, CaseOutcome.NOT_TAKEN_FURTHER}": "where the line goes",
        "facts.outcome is CaseOutcome.SETTLED": "what is drawn green",
        "row.owner_role.startswith('approached')": "a school that was asked has a page of its own",
    },
    "freshstart/pages/steps.py": {
        "'key_adult' in offer.step.asks": "a protocol has no words for where somebody to be named works",
    },
    "freshstart/pages/people.py": {
        "one is not Relation.PUPIL": "the child is there already; everybody else can be added",
    },
}


@cache
def ids() -> set[str]:
    """Name every step, question, paper, letter and role of the protocols we ship."""
    found = ROLES.keys() | SIDES
    for protocol in protocols().values():
        found = found.union(
            protocol.steps, protocol.questions, protocol.papers, protocol.letters, protocol.families
        )
    return {*found} - {*get_args(QuestionKind), *get_args(Each), "lead"}  # words that say something else, too


def _is_domain(node: ast.AST) -> bool:
    return any(
        (isinstance(one, ast.Constant) and isinstance(one.value, str) and one.value in ids())
        or (isinstance(one, ast.Attribute) and isinstance(one.value, ast.Name) and one.value.id in KINDS)
        for one in ast.walk(node)
    )


def conditions(tree: ast.AST) -> Iterator[ast.AST]:
    """Go through everything on which the way through the code may hang."""
    for node in ast.walk(tree):
        match node:
            case ast.Compare() | ast.MatchValue():
                yield node
            case ast.Call(func=ast.Attribute(attr="startswith" | "endswith")):
                yield node
            case ast.If(test=ast.Call() as test) | ast.IfExp(test=ast.Call() as test):
                yield test


def choices_in(source: Source) -> list[str]:
    found = [ast.unparse(one) for one in conditions(source.tree) if _is_domain(one)]
    return [one for one in found if one not in ALLOWED.get(source.path, {})]


@cache
def jinja() -> Environment:
    return environment(loader=DictLoader({}), auto_reload=False)


def template_choices_in(source: Source) -> list[str]:
    tree = jinja().parse(source.text)
    return [
        f"{one.value}, line {one.lineno}"
        for node in tree.find_all(nodes.Compare)
        for one in node.find_all(nodes.Const)
        if one.value in ids()
    ]


def test_views_decide_nothing_about_the_domain() -> None:
    pages = sources("freshstart/pages", "freshstart/api")
    assert {one.path: choices_in(one) for one in pages if choices_in(one)} == {}


def test_templates_decide_nothing_about_the_domain() -> None:
    pages = sources("freshstart/templates", ending=".jinja")
    assert {one.path: template_choices_in(one) for one in pages if template_choices_in(one)} == {}


def test_what_is_allowed_is_still_there() -> None:
    there = {
        one.path: {ast.unparse(node) for node in conditions(one.tree)} for one in sources("freshstart/pages")
    }
    assert all(ALLOWED[path].keys() <= there[path] for path in ALLOWED)


@pytest.mark.parametrize(
    "breach",
    [
        "if step == 'tell_family': pass",
        "if facts.phase.kind is PhaseKind.MANAGED_MOVE: pass",
        "x = 1 if role.startswith('approached') else 2",
        "x = [one for one in parties if one.relation == Relation.MOTHER]",
        "if 'key_adult' in step.asks: pass",
        "match outcome:\n    case CaseOutcome.SETTLED: pass",
        "if facts.done('tell_family'): pass",
    ],
)
def test_a_view_that_decides_is_found(breach: str) -> None:
    assert choices_in(planted(breach))


def test_a_template_that_decides_is_found() -> None:
    assert template_choices_in(planted("{% if offer.step.id == 'tell_family' %}Told{% endif %}"))
    assert template_choices_in(planted("{{ 'Yes' if 'sen' in step.asks }}"))
    assert not template_choices_in(planted("{% if offer.state == 'open' %}Open{% endif %}"))
