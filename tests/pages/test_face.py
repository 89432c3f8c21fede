import base64
import hashlib
import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.conf import settings
from django.contrib.messages import constants
from django.contrib.messages.storage.base import Message
from django.utils.translation import override
from jinja2 import Environment, UndefinedError

from freshstart.pages import pictures
from tests.pages.reading import ids, tags, words

Shown = Callable[..., str]
ROOT = Path(settings.BASE_DIR) / "freshstart"
STYLES = {path.name: path.read_text() for path in ROOT.glob("static/*/*.css")}
TEMPLATES = {
    str(path.relative_to(ROOT / "templates")): path.read_text() for path in ROOT.glob("templates/**/*.jinja")
}
PLAIN = '{% extends "base.jinja" %}{% block title %}A page{% endblock %}'
LINK = {"text": "Remind Priya Nair", "href": "/remind"}


# The frame -----------------------------------------------------------------------------------------


def test_the_one_script_in_a_page_is_the_one_the_policy_allows(shown: Shown) -> None:
    inline = re.findall(r"<script>(.*?)</script>", shown(PLAIN), re.DOTALL)
    digest = base64.b64encode(hashlib.sha256(inline[0].encode()).digest()).decode()
    assert len(inline) == 1
    assert f"'sha256-{digest}'" in settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]["script-src"]


@pytest.mark.parametrize("name", TEMPLATES)
def test_no_template_needs_what_the_policy_forbids(name: str) -> None:
    source = TEMPLATES[name]
    assert not re.search(r"\sstyle=|\son[a-z]+=|javascript:|<style", source)
    assert len(re.findall(r"<script>", source)) == (name == "skeleton.jinja")


@pytest.mark.parametrize("name", TEMPLATES)
def test_every_template_can_be_read(name: str, templates: Environment) -> None:
    assert templates.get_template(name)


@pytest.mark.parametrize("name", STYLES)
def test_stylesheets_fetch_only_our_own_fonts(name: str) -> None:
    for address in re.findall(r"url\(([^)]+)\)", STYLES[name]):
        assert (ROOT / "static/look" / address.strip("\"'")).is_file()


def test_every_class_of_ours_in_a_template_has_a_rule() -> None:
    known = set(re.findall(r"\.(fs-[\w-]+)", "".join(STYLES.values())))
    used = set(re.findall(r"[\" ](fs-[a-z][\w-]*)(?![\w{-])", "".join(TEMPLATES.values())))
    assert {name for name in used if not name.endswith("-")} - known == set()


def test_a_page_without_menu_or_person_is_the_mark_alone(shown: Shown) -> None:
    page = shown(PLAIN)
    assert words(page) == "Skip to main content Fresh Start"
    assert not tags(page, "nav")


def test_the_menu_says_which_page_is_shown_and_who_is_signed_in(shown: Shown) -> None:
    page = shown(
        PLAIN,
        menu=[("My work", "/", False), ("Cases", "/cases", True)],
        person="Leila Haddad, Harrowmere Council",
        account_links=[("Sign out", "/account/logout/")],
        footer_links=[("Help", "/help")],
        footer_note="Run by Harrowmere Council.",
    )
    assert words(page) == (
        "Skip to main content Fresh Start My work Cases Leila Haddad, Harrowmere Council Sign out Help"
        " Run by Harrowmere Council."
    )
    assert [link["href"] for link in tags(page, "a") if link.get("aria-current")] == ["/cases"]


def test_the_demonstration_has_a_place_for_its_clock(shown: Shown) -> None:
    page = shown(PLAIN + "{% block clock %}<p>Today is Monday.</p>{% endblock %}")
    assert words(page).endswith("Today is Monday.")


def test_a_page_with_mistakes_says_so_in_its_title(shown: Shown) -> None:
    page = shown(PLAIN, form=SimpleNamespace(errors=["something"]))
    assert "<title>Error: A page – Fresh Start</title>" in page


def test_a_familys_page_has_languages_named_in_themselves_and_no_menu(shown: Shown) -> None:
    page = shown(
        '{% extends "family.jinja" %}{% block title %}A new school{% endblock %}',
        menu=[("Cases", "/cases", False)],
        language_links=[("English", "?en", "en", True), ("اردو", "?ur", "ur", False)],
    )
    assert words(page) == "Skip to main content Fresh Start English اردو Listen to this page"
    assert [link.get("lang") for link in tags(page, "a")] == [None, "en", "ur"]


def test_a_page_in_urdu_runs_from_right_to_left(shown: Shown) -> None:
    with override("ur"):
        page = shown('{% extends "family.jinja" %}{% block title %}حمزہ{% endblock %}')
    assert '<html class="govuk-template" lang="ur" dir="rtl">' in page


def test_a_name_that_is_not_there_is_an_error(shown: Shown) -> None:
    with pytest.raises(UndefinedError):
        shown("{{ pupil }}")


def test_what_people_wrote_is_never_taken_for_markup(shown: Shown) -> None:
    assert shown("{{ said }}", said="<script>") == "&lt;script&gt;"


# Dates and numbers ---------------------------------------------------------------------------------


def test_dates_and_times_are_written_as_people_say_them(shown: Shown) -> None:
    source = "{{ on | date }}, {{ on | day }}, {{ on | day_short }}, {{ at | time }}, {{ at | day }}"
    late = datetime(2026, 7, 1, 23, 30, tzinfo=UTC)  # half past midnight in England
    assert shown(source, on=date(2026, 11, 30), at=late) == (
        "30 November, Monday 30 November, Mon 30 Nov, 0:30, Thursday 2 July"
    )


def test_numbers_agree_with_their_nouns(shown: Shown) -> None:
    source = '{{ 1 | plural("step") }}, {{ 3 | plural("step") }}, {{ 2 | plural("child", "children") }}'
    assert shown(source) == "1 step, 3 steps, 2 children"


# The parts -----------------------------------------------------------------------------------------

JOURNEY = pictures.journey(
    pictures.Journey(
        "Hamza",
        [
            pictures.StagePicture("Leaving", 5, 5),
            pictures.StagePicture("Transition", 3, 6, stopped=1),
            pictures.StagePicture("Integration", 0, 3, note="From 30 November."),
        ],
        "Thornley Vale",
        "Kestrel Park",
    )
)
STRIP = pictures.strip(
    [
        pictures.Span(
            [pictures.Responsible("Thornley Vale", "home")],
            [
                pictures.Day(date(2026, 11, 23), "missing", "not accounted for in the afternoon"),
                pictures.Day(date(2026, 11, 24), "in_school", "in school at Thornley Vale", is_today=True),
            ],
        ),
        pictures.Span([], [pictures.Day(date(2026, 11, 25), "absent", "at home")]),
    ]
)
ROW = {
    "when": {"shape": "late", "words": "2 school days late", "more": "was due Fri 20 Nov"},
    "what": {"text": "Offer the family a talk", "href": "/talk"},
    "more": "Asked for on 17 November",
    "who": "Keira Dunmore",
    "who_more": "Year 10, Millbeck High",
    "act": {"text": "Ring the family", "href": "/ring", "about": "for Keira Dunmore"},
}
GALLERY = {
    "band.band": (
        {
            "heading": "Hamza Siddiqui",
            "trail": [{"text": "Cases", "href": "/cases"}, {"text": "7K3M-9Q2T"}],
            "facts": ["Year 8, age 12", "SEN support"],
            "lede": "One thing is late.",
            "tag": {"text": "Managed move, agreed by everyone", "colour": "turquoise"},
            "link": {"text": "Hand over", "href": "/hand-over"},
        },
        "Cases 7K3M-9Q2T Hamza Siddiqui Year 8, age 12 SEN support One thing is late."
        " Managed move, agreed by everyone Hand over",
    ),
    "band.sections": (
        {"label": "Whose work", "links": [{"text": "Mine", "href": "?mine", "current": True, "count": 13}]},
        "Mine 13",
    ),
    "band.today": (
        {
            "label": "Today, Tuesday 24 November",
            "cells": [
                {"question": "Where is Hamza today?", "answer": "At Thornley Vale"},
                {"question": "Who is responsible?", "answer": "Rana Okafor", "phone": "01632 960 142"},
            ],
        },
        "Where is Hamza today? At Thornley Vale Who is responsible? Rana Okafor 01632 960 142",
    ),
    "journey.journey": (
        JOURNEY,
        "Thornley Vale Kestrel Park Hamza is here Leaving All five steps done."
        " Transition Hamza is here. Three of six steps done. One is stopped. Integration From 30 November.",
    ),
    "days.days": (
        STRIP,
        "3 school days so far: 1 in school, 1 absent with a reason, 1 not accounted for,"
        " 1 with nobody responsible",
    ),
    "work.stop": (
        {
            "heading": "One thing stops the start on Monday",
            "stops": [
                {
                    "what": "Kestrel Park has not signed for the safeguarding file",
                    "why": "Sent on Thursday 19 November.",
                    "source": "Harrowmere protocol, step 9",
                    "act": LINK,
                }
            ],
        },
        "One thing stops the start on Monday Kestrel Park has not signed for the safeguarding file"
        " Sent on Thursday 19 November. Harrowmere protocol, step 9 Remind Priya Nair",
    ),
    "work.alert": (
        {"what": "Lena Marsh has not arrived.", "more": "Her mother was rung at 9:15.", "act": LINK},
        "Lena Marsh has not arrived. Her mother was rung at 9:15. Remind Priya Nair",
    ),
    "work.group": (
        {"heading": "Late", "rows": [ROW], "work": True},
        "Late 1 2 school days late was due Fri 20 Nov Offer the family a talk Asked for on 17 November"
        " Keira Dunmore Year 10, Millbeck High Ring the family for Keira Dunmore",
    ),
    "people.people": (
        [{"name": "Saira Siddiqui", "role": "Mother. Agreed 19 November", "shape": "family"}],
        "Saira Siddiqui Mother. Agreed 19 November",
    ),
    "people.events": (
        [{"what": "First visit", "more": "Friday 13 November"}],
        "First visit Friday 13 November",
    ),
    "people.quote": (
        {"words": "I go quiet.", "source": "Meeting on 12 November.", "link": LINK},
        "“I go quiet.” Meeting on 12 November. Remind Priya Nair",
    ),
    "family.basis": (
        {"directed": False, "heading": "You decide", "words": ["This is an agreed move.", "You may say no."]},
        "You decide This is an agreed move. You may say no.",
    ),
    "family.facts": (
        [{"question": "First day", "answer": "Monday 30 November"}],
        "First day Monday 30 November",
    ),
    "family.answers": (
        {
            "name": "answer",
            "choices": [
                {"value": "yes", "icon": "yes", "text": "I agree", "more": "You see it before you sign"},
                {"value": "press", "icon": "press", "text": "I feel pressed"},
            ],
        },
        "I agree You see it before you sign I feel pressed",
    ),
    "family.private": ("Your answer is your own.", "Your answer is your own."),
    "family.call_us": ({"words": "Questions?", "phone": "01632 960 118"}, "Questions? 01632 960 118"),
}


def part(shown: Shown, name: str, params: object) -> str:
    file, macro = name.split(".")
    return shown(f'{{% from "parts/{file}.jinja" import {macro} %}}{{{{ {macro}(params) }}}}', params=params)


@pytest.mark.parametrize("name", GALLERY)
def test_each_part_says_what_it_is_given_in_order(shown: Shown, name: str) -> None:
    params, said = GALLERY[name]
    assert words(part(shown, name, params)).startswith(said)


@pytest.mark.parametrize("name", GALLERY)
def test_each_part_uses_only_pictures_that_are_there(shown: Shown, name: str) -> None:
    page = shown('{% from "parts/icons.jinja" import sprite %}{{ sprite() }}') + part(
        shown, name, GALLERY[name][0]
    )
    assert {str(use["href"]).removeprefix("#") for use in tags(page, "use")} <= set(ids(page))


@pytest.mark.parametrize("name", GALLERY)
def test_pictures_are_not_read_aloud(shown: Shown, name: str) -> None:
    drawings = tags(part(shown, name, GALLERY[name][0]), "svg")
    assert all(drawing["aria-hidden"] == "true" for drawing in drawings)


def test_the_present_stage_is_marked_for_those_who_listen(shown: Shown) -> None:
    items = tags(part(shown, "journey.journey", JOURNEY), "li")
    assert [item.get("aria-current") for item in items] == [None, "step", None]


def test_each_school_day_says_its_date_and_what_happened(shown: Shown) -> None:
    said = words(part(shown, "days.days", STRIP))
    assert (
        "Thornley Vale is responsible 23 November Monday 23 November: not accounted for in the afternoon"
        in said
    )
    assert "Tuesday 24 November, today: in school at Thornley Vale Today" in said
    assert "Nobody is responsible 23 November Wednesday 25 November: at home" in said


def test_the_sentence_about_a_missing_day_follows_the_days(shown: Shown) -> None:
    source = (
        '{% from "parts/days.jinja" import days %}{% call days(strip) %}<p>Found at home.</p>{% endcall %}'
    )
    assert words(shown(source, strip=STRIP)).endswith("Not accounted for Found at home.")


def test_a_block_has_a_heading_and_a_way_to_the_whole_of_it(shown: Shown) -> None:
    source = (
        '{% from "parts/band.jinja" import block %}{% call block(params) %}<p>Five steps.</p>{% endcall %}'
    )
    page = shown(source, params={"heading": "Next steps", "link": {"text": "Whole plan", "href": "/plan"}})
    assert words(page) == "Next steps Whole plan Five steps."


def test_a_list_with_nothing_in_it_says_the_good_news(shown: Shown) -> None:
    group = {"heading": "Late", "rows": [], "none": "Nothing is late today."}
    assert words(part(shown, "work.group", group)) == "Late 0 Nothing is late today."


def test_all_answers_of_a_family_weigh_the_same(shown: Shown) -> None:
    buttons = tags(part(shown, "family.answers", GALLERY["family.answers"][0]), "button")
    assert {(button["class"], button["type"], button["name"]) for button in buttons} == {
        ("fs-answer", "submit", "answer")
    }


def test_agreed_and_directed_never_look_alike(shown: Shown) -> None:
    agreed, directed = (
        part(shown, "family.basis", {"directed": directed, "heading": "", "words": []})
        for directed in (False, True)
    )
    assert "#i-yes" in agreed
    assert "#i-sign" in directed
    assert "fs-basis--directed" in directed
    assert "fs-basis--directed" not in agreed


def test_a_telephone_number_rings_when_tapped(shown: Shown) -> None:
    page = part(shown, "family.call_us", {"words": "", "phone": "01632 960 118"})
    assert tags(page, "a")[0]["href"] == "tel:01632960118"


def test_a_sheet_has_our_mark_the_text_and_where_to_turn(shown: Shown) -> None:
    page = shown(
        """{% extends "print.jinja" %}{% from "parts/sheet.jinja" import box, sheet %}
        {% block title %}Agreement{% endblock %}
        {% block sheets %}{% call sheet({"top": ["Version 3"], "foot": "Free advice.", "marks": ["9f3c"]}) %}
        <h1>Agreement</h1>{% call box() %}<p>An agreed move.</p>{% endcall %}{% endcall %}{% endblock %}"""
    )
    assert (
        words(page)
        == "Skip to main content Fresh Start Version 3 Agreement An agreed move. Free advice. 9f3c"
    )


def test_what_was_just_done_is_said_once_at_the_top(shown: Shown) -> None:
    source = '{% from "parts/frame.jinja" import notices %}{{ notices(messages) }}'
    page = shown(source, messages=[Message(constants.SUCCESS, "The letter is on its way.")])
    assert words(page) == "Done The letter is on its way."


# Pages that only say something -----------------------------------------------------------------------


@pytest.mark.parametrize("name", ["errors/400", "errors/403", "errors/404", "errors/500", "429"])
def test_an_error_page_needs_nothing_and_says_what_to_do_next(templates: Environment, name: str) -> None:
    said = words(templates.get_template(f"{name}.jinja").render())
    assert re.search(r"[Gg]o back|ask the person|try again", said)


@pytest.mark.parametrize("name", ["help", "accessibility", "privacy"])
def test_the_standing_pages_need_nothing(templates: Environment, name: str) -> None:
    assert tags(templates.get_template(f"pages/{name}.jinja").render(), "h1")


def test_a_refusal_says_what_why_by_which_rule_and_what_next(templates: Environment) -> None:
    refusal = SimpleNamespace(
        what="Hamza cannot start yet.",
        reasons=[SimpleNamespace(why="Kestrel Park has not signed for the file.", source="Step 9")],
        next_step="Ring Priya Nair.",
    )
    said = words(templates.get_template("errors/refused.jinja").render(refusal=refusal))
    assert said.endswith(
        "Hamza cannot start yet. Nothing was changed. Kestrel Park has not signed for the file. Step 9"
        " What you can do Ring Priya Nair."
    )
