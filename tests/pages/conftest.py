"""How do tests see our templates?"""

from collections.abc import Callable

import pytest
from django.template import engines
from django.template.backends.jinja2 import Jinja2
from jinja2 import Environment


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
