"""How do tests see our templates, and whom do they meet behind our pages?"""

from collections.abc import Callable, Iterator

import pytest
import time_machine
from django.template import engines
from django.template.backends.jinja2 import Jinja2
from jinja2 import Environment

from tests.pages.scenes import Scene, parents_with_codes, told
from tests.pages.signers import at_the_last_review
from tests.pages.visitors import Town
from tests.world import World


@pytest.fixture
def templates() -> Environment:
    """Give the environment that pages are made in."""
    engine = engines["jinja2"]
    assert isinstance(engine, Jinja2)
    return engine.env


@pytest.fixture
def shown(templates: Environment) -> Callable[..., str]:
    """Show a template given as text."""

    def show(source: str, **context: object) -> str:
        return templates.from_string(source).render(context)

    return show


@pytest.fixture
def town(db: None) -> Iterator[Town]:
    """Build the town with its three children, and stay on its day."""
    built = Town()
    with time_machine.travel(built.world.now, tick=False):
        yield built


@pytest.fixture
def world(db: None) -> Iterator[World]:
    """Build an area, and stay on its day."""
    built = World()
    with time_machine.travel(built.now, tick=False):
        yield built


@pytest.fixture
def scene(db: None) -> Iterator[Scene]:
    """Let Hamza's parents be told, each with a link and a way for codes, and stay on that day."""
    world = told()
    sheet = parents_with_codes(world)
    with time_machine.travel(world.now, tick=False) as clock:
        yield Scene(world, clock, sheet)


@pytest.fixture
def agreement(db: None) -> Iterator[Scene]:
    """Let the agreement lie before both parents."""
    world = at_the_last_review()
    sheet = parents_with_codes(world)
    with time_machine.travel(world.now, tick=False) as clock:
        yield Scene(world, clock, sheet)
