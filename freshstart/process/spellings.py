"""How does a text read when accents, wide letters, unseen signs and kinds of apostrophe make no difference?

What is looked for by its shape (`postcodes`, `contacts`, `streets`) or by its name (`mentions`) is looked for
in the plain text, and then shown where it stands in the text as it was typed.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, TypeAlias

Kind: TypeAlias = Literal["postcode", "telephone", "email", "web", "street", "school", "name"]
Span: TypeAlias = tuple[int, int, Kind]

# Letters of other scripts that look like ours, letters that Unicode does not take apart, and apostrophes.
_ALIKE = str.maketrans(
    "АВСЕНІЈКМОРЅТХУасеіјорѕхуΑΒΕΖΗΙΚΜΝΟΡΤΥΧøØłŁđĐðıħ’‘‛`´ʹʻʼʽʾʿˈ",
    "ABCEHIJKMOPSTXYaceijopsxyABEZHIKMNOPTYXoOlLdDdih''''''''''''",
) | {ord("æ"): "ae", ord("Æ"): "AE", ord("œ"): "oe", ord("Œ"): "OE", ord("ß"): "ss", ord("þ"): "th"}
_LONGEST = (
    4  # so many letters a sign may stand for: the Roman eight; a few Arabic signs stand for whole prayers
)


@dataclass(frozen=True, slots=True)
class Plain:
    """A text read plainly; `at` says where each of its signs, and at last its end, stands in the text."""

    text: str
    at: tuple[int, ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Say where in the text as it was typed that stands; unseen signs behind it go along."""
        return self.at[start], max(self.at[end], self.at[end - 1] + 1)


def read(text: str) -> Plain:
    """Read a text plainly: letters and figures keep their case, blanks of all kinds become blanks."""
    signs, at = [], []
    for place, sign in enumerate(text):
        plain = sign if sign.isascii() and sign.isalnum() else _plainly(sign)
        signs.append(plain)
        at += [place] * len(plain)
    return Plain("".join(signs), (*at, len(text)))


def words(text: str) -> frozenset[str]:
    """Read a list of words as it is written out in these modules."""
    return frozenset(text.split())


def pattern(text: str, **parts: str) -> re.Pattern[str]:
    """Put named parts in their <places> of a pattern in which blanks and capitals mean nothing."""
    for name, part in parts.items():
        text = text.replace(f"<{name}>", part)
    return re.compile(text, re.IGNORECASE | re.VERBOSE)


def matches(
    shape: re.Pattern[str], plain: str, right: Callable[[re.Match[str]], object]
) -> Iterator[re.Match[str]]:
    """Find what has a shape and is right; what is not hides nothing that begins within it."""
    at = 0
    while match := shape.search(plain, at):
        if right(match):
            yield match
            at = max(match.end(), at + 1)
        else:
            at = match.start() + 1


@lru_cache(maxsize=4096)
def _plainly(sign: str) -> str:
    """Give what a sign stands for: plain letters and figures, a blank, a hyphen, or nothing at all."""
    plain = ""
    for one in unicodedata.normalize("NFKD", sign.translate(_ALIKE)):
        category = unicodedata.category(one)
        if category in {"Zs", "Zl", "Zp", "Cc"}:
            plain += "\n" if one in "\n\r\u2028\u2029" else " "
        elif category == "Pd":
            plain += "-"
        elif category == "Nd":
            plain += str(unicodedata.decimal(one))
        elif category not in {"Cf", "Mn", "Me", "Cs"}:
            plain += one
    return plain if len(plain) <= _LONGEST else sign
