"""Is everything that a family can read there in every language that is offered?

A text that has no words, or words that have become untrue since, is a breach: nobody is shown half a page of
English without a reason.
"""

import re
from collections.abc import Callable
from pathlib import Path
from pkgutil import iter_modules
from typing import Any

import pytest
from babel.messages.catalog import Catalog, Message
from django import forms
from django.utils import translation
from django.utils.functional import Promise
from django.utils.module_loading import import_string
from jinja2 import Environment, meta
from pytest_django import Settings

from freshstart import pages
from freshstart.outside import catalogues
from freshstart.outside.translations import LANGUAGES
from tests.house.sources import Source, planted, sources
from tests.languages import made_up, messages, offer

TEMPLATES = "freshstart/templates/"
FIRST = "We would like to hear from you."
# Words that stand in every language as they are.
NAMES = {"Fresh Start", "PDF"}


def test_every_language_that_is_offered_has_words_for_everything() -> None:
    there = catalogues.codes()
    assert set(there) < LANGUAGES.keys()
    assert {code: faults for code in there if (faults := catalogues.faults_in(code, messages()))} == {}


def some(catalog: Catalog, wanted: str) -> Message:
    return next(one for one in catalog if isinstance(one.id, str) and wanted in one.id)


def emptied(catalog: Catalog) -> None:
    some(catalog, "Nothing has been decided").string = ""


def taken_out(catalog: Catalog) -> None:
    catalog.delete(some(catalog, "Nothing has been decided").id)


def unsure(catalog: Catalog) -> None:
    some(catalog, "Nothing has been decided").flags.add("fuzzy")


def left(catalog: Catalog) -> None:
    one = some(catalog, "Nothing has been decided")
    one.string = one.id


def half_left(catalog: Catalog) -> None:
    one = some(catalog, "Nothing has been decided")
    one.string = f"{one.string} {str(one.id).rpartition('. ')[2]}"


def without_name(catalog: Catalog) -> None:
    one = some(catalog, "A fresh start for {child}")
    one.string = str(one.string).replace("{child}", "")


def left_over(catalog: Catalog) -> None:
    catalog.add("What nobody says", "Słowo")


@pytest.mark.parametrize("code", ["pl", "ar"])
@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (lambda catalog: None, ""),
        (emptied, "it is not translated."),
        (taken_out, "it is not translated."),
        (unsure, "changed since"),
        (left, "it is still English."),
        (half_left, "is still English."),
        (without_name, "{child} is missing."),
        (left_over, "nothing says this any more."),
    ],
)
def test_what_is_missing_or_broken_is_found(
    settings: Settings, tmp_path: Path, code: str, change: Callable[[Catalog], None], fault: str
) -> None:
    catalog = made_up(code)
    change(catalog)
    offer(settings, tmp_path, catalog)
    found = catalogues.faults_in(code, messages())
    assert len(found) == bool(fault)
    assert all(fault in one for one in found)


# Is everything marked that has to be translated? ----------------------------------------------------------

JINJA = Environment(extensions=["jinja2.ext.i18n"])
TAG = re.compile(r"<(svg|script).*?</\1>|<[^>]*>", re.S)
ON_PURPOSE = re.compile(r'<(\w+)[^>]* lang="en"[^>]*>.*?</\1>', re.S)  # it says that it is English
READ_OUT = re.compile(r'\b(?:alt|title|placeholder|aria-label)="([^"]*)"')
CLASSES = re.compile(r"[a-z][a-z0-9-]*(--?[a-z0-9-]+)+( |$)")  # of a stylesheet


def unmarked_in(source: Source) -> list[str]:
    """Find words of a template that would stay English in every language."""
    data, literals = pieces_of(source.text)
    data = ON_PURPOSE.sub("\n", data)
    beside = [*TAG.sub("\n", data).split("\n"), *READ_OUT.findall(data)]
    plain = [re.sub(r"&\w+;", "", piece).strip() for piece in beside]
    found = [piece for piece in plain if re.search(r"[^\W\d_]{2}", piece)]
    found += [one for one in literals if re.match(r"[A-Z][a-z]", one) or _is_sentence(one)]
    return [one for one in found if one.strip(" ,.:–()") not in NAMES]


def _is_sentence(literal: str) -> bool:
    words = re.findall(r"[^\W\d_]{2,}", literal)
    return " " in literal and bool(words) and not CLASSES.search(literal)


def pieces_of(text: str) -> tuple[str, list[str]]:
    """Give what a template writes as it stands, and the literals in its code that nothing translates."""
    data, literals, inside, before = "", list[str](), "", ["", ""]
    for _line, kind, value in JINJA.lex(text):
        if kind == "whitespace":
            continue
        if before[-1:] == ["{%"] and value in {"trans", "endtrans", "block"}:
            inside = value.removeprefix("endtrans")
        elif kind == "data" and inside != "trans" and before[-3:-1] != ["block", "body_classes"]:
            data += value
        elif kind == "string" and before[-2:] != ["_", "("]:
            literals.append(value[1:-1])
        before.append(value if kind != "block_begin" else "{%")
    return data, literals


def reached(names: set[str]) -> set[str]:
    """Follow what a template extends, imports and includes."""
    found, todo = set[str](), set(names)
    while todo:
        name = todo.pop()
        found.add(name)
        tree = Environment(extensions=["jinja2.ext.i18n"]).parse(Path(TEMPLATES, name).read_text())
        todo |= {one for one in meta.find_referenced_templates(tree) if one} - found
    return found


def of_families() -> list[Source]:
    first = {one.path.removeprefix(TEMPLATES) for one in sources(f"{TEMPLATES}pages/family", ending=".jinja")}
    there = reached(first)
    return [one for one in sources(TEMPLATES, ending=".jinja") if one.path.removeprefix(TEMPLATES) in there]


def test_every_word_of_a_page_for_families_is_marked() -> None:
    assert len(of_families()) > 8
    found = {one.path: words for one in of_families() if (words := unmarked_in(one))}
    assert found == {f"{TEMPLATES}parts/forms.jinja": ["Change"]}  # in a part that only staff pages use


@pytest.mark.parametrize(
    "breach",
    [
        "<p>Ring the school.</p>",
        "<p>{{ _('Yes') }} or no</p>",
        '{{ govukButton({"text": "Open it"}) }}',
        '{{ button("Send") }}',
        '<nav aria-label="Menu">',
        "{% trans %}Yes{% endtrans %} and no",
        "{% if a %}Both{% endif %}",
    ],
)
def test_a_word_that_is_not_marked_is_found(breach: str) -> None:
    assert unmarked_in(planted(breach, f"{TEMPLATES}planted.jinja"))


@pytest.mark.parametrize(
    "right",
    [
        "{% trans %}Ring <b>the</b> school.{% endtrans %}",
        '{{ govukButton({"text": _("Open it"), "classes": "govuk-button--secondary"}) }}',
        "{# A note. #}<p class='govuk-body'>{{ school }}, {{ phone }} – Fresh Start</p>",
        '<nav aria-label="{{ _("Menu") }}">',
        '<p class="govuk-body" lang="en" dir="ltr">You are signed in as <b>{{ person }}</b>.</p>',
    ],
)
def test_what_is_marked_or_no_word_of_ours_is_left_alone(right: str) -> None:
    assert not unmarked_in(planted(right, f"{TEMPLATES}planted.jinja"))


# What forms say -------------------------------------------------------------------------------------------

FOR_STAFF = {"WordsForm", "PictureForm"}  # beside pages for families, and no family fills them in


def family_forms() -> list[type[forms.Form]]:
    """Find every form in the modules that have pages for families."""
    modules = [import_string(f"freshstart.pages.{one.name}.__dict__") for one in iter_modules(pages.__path__)]
    found = [each for module in modules if "for_families" in module for each in module.values()]
    kinds = [each for each in found if isinstance(each, type) and issubclass(each, forms.Form)]
    return [each for each in kinds if each.__name__ not in FOR_STAFF]


def said_by(form: type[forms.Form]) -> list[object]:
    """Give everything that the fields of a form can say."""
    said: list[object] = []
    for field in form.base_fields.values():
        said += [field.label, field.help_text, *field.error_messages.values()]
        said += [getattr(one, "message", "") for one in field.validators]
    return [one for one in said if one]


def english(said: Any) -> str:
    """Give the English of what a form says, as whoever translates knows it."""
    with translation.override(None):
        return str(said % COUNTED) if "%(limit_value)" in said else str(said)


COUNTED = {"limit_value": "%(limit_value)d", "show_value": "%(show_value)d"}


def test_everything_that_a_form_for_families_can_say_is_translated() -> None:
    known = {part for one in messages() for part in ([one.id] if isinstance(one.id, str) else one.id)}
    said = [(form.__name__, one) for form in family_forms() for one in said_by(form)]
    assert len(said) > 3
    assert {(form, english(one)) for form, one in said if english(one) not in known} == set()
    assert {(form, one) for form, one in said if not isinstance(one, Promise)} == set()
