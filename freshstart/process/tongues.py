"""In which language is something said, and what turns our English words into it?

Whole sentences with {names} are turned, never pieces of them. What people typed stays as they typed it.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import reduce
from string import Formatter

# What stands between the first and the last of these signs runs its own way, and leaves the words around it
# in their order. The second opens what runs from left to right: so is English marked that had to stay so.
OWN_WAY, RIGHTWARD, END = "\u2068", "\u2066", "\u2069"


class Untranslated(LookupError):
    """A text of ours has no words in the language of its reader."""


def told(words: str) -> str:
    """Mark words of ours that a family reads, so that whoever translates is given them."""
    return words


# What stands for an answer, and for a school, that a reader must not learn.
NOT_SHOWN, SOMEWHERE = told("not shown here"), told("the new school")


def long_date(on: date) -> str:
    """Say a date as people do: Monday 30 November 2026."""
    return f"{on:%A} {on.day} {on:%B %Y}"


def names_in(text: str) -> frozenset[str]:
    """Give the {names} that a text uses."""
    return frozenset(name for _, name, _, _ in Formatter().parse(text) if name)


def has_words(text: str) -> bool:
    """Tell whether there is anything to translate beside the {names}."""
    return any(letter.isalpha() for plain, *_ in Formatter().parse(text) for letter in plain)


def kept_english(text: str) -> str:
    """Mark a text that has to stay English among words of another language."""
    return _each_line(text, RIGHTWARD)


def _each_line(words: str, opening: str) -> str:
    """Put every line between two signs: neither reaches beyond its line."""
    return "\n".join(f"{opening}{line}{END}" if line else line for line in words.split("\n"))


@dataclass(frozen=True, slots=True)
class Tongue:
    """One language: how our words and a date are said in it, and whether it is read from right to left."""

    code: str
    say: Callable[[str], str]
    day: Callable[[date], str]
    turned: bool = False

    def apart(self, words: str) -> str:
        """Let words of another language, a name or a number run their own way in a line that is turned."""
        return _each_line(words, OWN_WAY) if self.turned else words

    def fill(self, text: str, **known: str) -> str:
        """Say a text of ours and fill its {names}."""
        return self.fill_from(text, known.__getitem__)

    def fill_from(self, text: str, known: Callable[[str], str]) -> str:
        """Say a text of ours and fill each of its {names} with what `known` gives for it."""
        said = self.say(text)
        return said.format_map({name: self.apart(known(name)) for name in names_in(said)})

    def listed(self, between: str, items: Sequence[str]) -> str:
        """Say several things in a row; `between` is a text of ours such as "{first}, {then}"."""
        said = self.say(between)
        return reduce(lambda first, then: said.format(first=first, then=then), items) if items else ""


ENGLISH = Tongue("en", str, long_date)
