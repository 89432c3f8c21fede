"""In which language does a page speak to whoever reads it?

Staff read English. A family's page is read in the language that its view has chosen: our words are said in
it, and names and what people typed keep their own direction in a line that runs from right to left. What has
no words in the language is marked as English, so that it is read out as English.
"""

import datetime as dt
import re
from typing import Any

from django.utils.translation import get_language, ngettext
from jinja2 import Template
from markupsafe import Markup

from freshstart.outside import translations
from freshstart.process.tongues import END, ENGLISH, OWN_WAY, RIGHTWARD, Tongue

TAG = re.compile(r"(<[^>]*>)")
BARE = ("<title", "<textarea", "<option", "<script")  # what holds text alone: no other tag can stand in it
ENGLISH_TEXT = re.compile("\u2066((?:[^\u2066-\u2069]|\u2068[^\u2066-\u2069]*\u2069)*)\u2069")


def _tongue() -> Tongue:
    return translations.tongue_of(get_language() or "en")


def said(text: str, /, **values: object) -> Markup:
    """Say a text of a template in the language of the page, and fill its %(names)s."""
    tongue = _tongue()
    return _filled(tongue, tongue.say(text), values)


def counted(one: str, many: str, count: int, /, **values: object) -> Markup:
    """Say a text with a number in the form that the number has in the language of the page."""
    tongue = _tongue()
    text = ngettext(one, many, count)
    if tongue is not ENGLISH and text in (one, many):
        text = tongue.say(text)
    return _filled(tongue, text, {"num": count} | values)


def _filled(tongue: Tongue, text: str, values: dict[str, object]) -> Markup:
    """Fill a text of a template or its translation, both ours and so HTML; each value runs its own way."""
    known = {name: Markup("{}{}{}").format(*_isolated(tongue, value)) for name, value in values.items()}
    return Markup(text) % known  # noqa: S704


def _isolated(tongue: Tongue, value: object) -> tuple[object, ...]:
    return (OWN_WAY, value, END) if tongue.turned else ("", value, "")


def dated(when: dt.date, how: translations.How) -> str:
    """Write a day in the language of the page; nothing where that is English."""
    tongue = _tongue()
    return "" if tongue is ENGLISH else translations.dated(tongue.code, when, how)


class Page(Template):
    """A page, with each text that stayed English marked as such for whoever listens to it."""

    def render(self, *args: Any, **values: Any) -> str:
        page = super().render(*args, **values)
        return _marked(page) if RIGHTWARD in page else page


def _marked(page: str) -> str:
    pieces = TAG.split(page)
    for at in range(0, len(pieces), 2):
        before = pieces[at - 1] if at else ""
        if not before.startswith(BARE):
            pieces[at] = ENGLISH_TEXT.sub(r'<span lang="en" dir="ltr">\1</span>', pieces[at])
    return "".join(pieces)
