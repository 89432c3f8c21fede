"""What would a complete language look like? One is made up, for as long as a test needs it.

Every word becomes a sign of another script, so that what has stayed English is seen at once.
"""

import re
from copy import deepcopy
from functools import cache
from pathlib import Path

from babel.messages.catalog import Catalog
from pytest_django import Settings

from freshstart.outside import catalogues, extractions

STAYS = re.compile(r"(\{\w*\}|%\(\w+\)[sd]|<[^>]*>|%%)")
SIGNS = {"ar": "عربي", "ur": "اردو", "bn": "বাংলা"}


def turned(text: str, code: str) -> str:
    """Make up a translation: every word is the same one, and {names} stay."""
    sign = SIGNS.get(code, "słowo")
    pieces = STAYS.split(text)
    pieces[::2] = [re.sub(r"[^\W\d_]+(['’-][^\W\d_]+)*", sign, piece) for piece in pieces[::2]]
    return "".join(pieces)


@cache
def messages() -> Catalog:
    """Give every text that a family reads, once for all tests."""
    return extractions.messages()


def made_up(code: str) -> Catalog:
    """Make up a complete language."""
    catalog = Catalog(locale=code, charset="utf-8")
    catalog.update(deepcopy(messages()))
    for one in catalog:
        if isinstance(one.id, str):
            one.string = one.id and turned(one.id, code)
        else:
            one.string = (turned(one.id[1], code),) * catalog.num_plurals
    return catalog


def few(code: str, words: dict[str, str]) -> Catalog:
    """Give a language of a few words."""
    catalog = Catalog(locale=code, charset="utf-8")
    for english, said in words.items():
        catalog.add(english, said)
    return catalog


def offer(settings: Settings, folder: Path, *catalogs: Catalog) -> None:
    """Offer these languages, and no others, while a test runs."""
    settings.LOCALE_PATHS = [folder]
    for catalog in catalogs:
        catalogues.write(str(catalog.locale), catalog)
    catalogues.compile_all()
