"""What is a fact that protocols and the law can name?"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from freshstart.process.facts import Facts

Test = Callable[[Facts, str], bool | None]
Moment = Callable[[Facts, str], date | None]


@dataclass(frozen=True, slots=True)
class Named:
    """A fact with its words, how it is found out, and since when it is so (None where that says nothing)."""

    name: str
    words: str
    test: Test
    moment: Moment


def _never(_facts: Facts, _occasion: str) -> None:
    return None


def each_dated(name: str, words: str, moment: Moment) -> Named:
    """Name a fact of one occasion that is so from its moment on."""
    return Named(name, words, lambda facts, occasion: moment(facts, occasion) is not None, moment)


def dated(name: str, words: str, moment: Callable[[Facts], date | None]) -> Named:
    """Name a fact of the whole case that is so from its moment on."""
    return each_dated(name, words, lambda facts, _: moment(facts))


def each(name: str, words: str, test: Test) -> Named:
    """Name a fact of one occasion without a moment of its own."""
    return Named(name, words, test, _never)


def plain(name: str, words: str, test: Callable[[Facts], bool | None]) -> Named:
    """Name a fact of the whole case without a moment of its own."""
    return each(name, words, lambda facts, _: test(facts))
