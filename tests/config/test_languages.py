"""Does a page speak the language that was chosen for it, and say so where it does not?"""

from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from django.template import engines
from django.utils import translation
from pytest_django import Settings

from freshstart.process.tongues import Untranslated
from tests.languages import few, offer

READY = "%(name)s is ready. 100 %% sure."
SAID = {
    "ar": {"Yes": "نعم", READY: "%(name)s جاهز. %%"},
    "pl": {"Yes": "Tak", READY: "%(name)s: gotowe, na 100 %%.", "<b>Ring</b>": "<b>Zadzwoń</b>"},
}
Write = Callable[..., str]


@pytest.fixture
def write(settings: Settings, tmp_path: Path) -> Write:
    """Write a template in a language."""
    polish = few("pl", SAID["pl"])
    polish.add(("%(num)s letter", "%(num)s letters"), ("%(num)s list", "%(num)s listy", "%(num)s listów"))
    offer(settings, tmp_path, polish, few("ar", SAID["ar"]))

    def written(template: str, code: str = "en-gb", **known: object) -> str:
        with translation.override(code):
            return engines["jinja2"].from_string(template).render(known)

    return written


BLOCK = "{% trans name=name %}{{ name }} is ready. 100 % sure.{% endtrans %}"


def test_a_template_is_said_in_the_language_of_the_page(write: Write) -> None:
    assert write("{{ _('Yes') }}") == write("{{ _('Yes') }}", "en") == "Yes"
    assert write("{{ _('Yes') }}", "pl") == "Tak"
    assert write(BLOCK, name="Leo") == "Leo is ready. 100 % sure."
    assert write(BLOCK, "pl", name="Leo") == "Leo: gotowe, na 100 %."


def test_a_block_over_several_lines_is_one_text(write: Write) -> None:
    assert write("{% trans %}\n  Yes\n{% endtrans %}", "pl") == "Tak"


def test_a_value_is_escaped_and_runs_its_own_way_where_the_page_is_turned(write: Write) -> None:
    assert write(BLOCK, "pl", name="<i>") == "&lt;i&gt;: gotowe, na 100 %."
    assert write(BLOCK, "ar", name="<i>") == "\u2068&lt;i&gt;\u2069 جاهز. %"
    assert write("{% trans %}<b>Ring</b>{% endtrans %}", "pl") == "<b>Zadzwoń</b>"


@pytest.mark.parametrize(("count", "wanted"), [(1, "1 list"), (3, "3 listy"), (5, "5 listów")])
def test_a_number_takes_the_form_that_its_language_wants(write: Write, count: int, wanted: str) -> None:
    template = "{% trans num=count %}{{ num }} letter{% pluralize %}{{ num }} letters{% endtrans %}"
    assert write(template, "pl", count=count) == wanted
    assert write(template, count=count) == f"{count} letter{'' if count == 1 else 's'}"


def test_dates_are_those_of_the_page_and_staff_read_english(write: Write) -> None:
    template = "{{ on | day }}; {{ on | date }}; {{ on | day_short }}; {{ at | time }}"
    known = {"on": date(2026, 11, 30), "at": datetime(2026, 11, 30, 8, 40, tzinfo=UTC)}
    assert write(template, **known) == "Monday 30 November; 30 November; Mon 30 Nov; 8:40"
    assert write(template, "pl", **known) == "poniedziałek, 30 listopada; 30 listopada; pon., 30 lis; 8:40"
    assert write("{{ at | day }}", "ar", **known) == "الاثنين، 30 نوفمبر"


# What has no words ------------------------------------------------------------------------------------------


def test_a_text_without_words_is_an_error_here(write: Write) -> None:
    for template in ("{{ _('Not yet') }}", "{% trans %}Not yet{% endtrans %}"):
        with pytest.raises(Untranslated, match="Not yet"):
            write(template, "pl")
    with pytest.raises(Untranslated):
        write("{% trans num=2 %}{{ num }} day{% pluralize %}{{ num }} days{% endtrans %}", "pl")


@pytest.mark.parametrize(
    ("template", "wanted"),
    [
        ("<p>{{ _('Not yet') }}</p>", '<p><span lang="en" dir="ltr">Not yet</span></p>'),
        ("{{ _('Not yet') }} {{ _('Yes') }}", '<span lang="en" dir="ltr">Not yet</span> نعم'),
        (
            "{% trans name=name %}Ring {{ name }}.{% endtrans %}",
            '<span lang="en" dir="ltr">Ring \u2068Leo\u2069.</span>',
        ),
        ('<nav aria-label="{{ _("Not yet") }}">', '<nav aria-label="\u2066Not yet\u2069">'),
        ("<title>{{ _('Not yet') }}</title>", "<title>\u2066Not yet\u2069</title>"),
        ("<p>{{ typed }}</p>", "<p>\u2066a &lt; b</p>"),
    ],
)
def test_in_real_life_it_stays_english_and_is_read_out_as_english(
    write: Write, settings: Settings, template: str, wanted: str
) -> None:
    settings.UNTRANSLATED_STOPS = False
    assert write(template, "ar", name="Leo", typed="\u2066a < b") == wanted
