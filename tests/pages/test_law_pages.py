import re
from datetime import date
from html import unescape

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from freshstart.outside.books import editions
from freshstart.process.laws import SURE_WORDS, edition_on

pytestmark = pytest.mark.django_db
TODAY = "2026-11-24T09:00:00Z"


def read(path: str) -> str:
    """Open a page without signing in, on a day of November 2026, and give its words and marks."""
    with time_machine.travel(TODAY, tick=False):
        answer = Client().get(path)
    assert answer.status_code == 200
    return unescape(answer.content.decode())


def law(**asked: str) -> str:
    return read(f"{reverse('law')}?{'&'.join(f'{name}={value}' for name, value in asked.items())}")


def changes(first: str, last: str, country: str = "england") -> str:
    return read(f"{reverse('law_changes')}?from={first}&to={last}&country={country}")


def anchors(page: str) -> set[str]:
    return set(re.findall(r'<li class="fs-row fs-rule" id="([^"]+)"', page))


# The law of a day ------------------------------------------------------------------------------------------


def test_anybody_reads_the_law_of_today() -> None:
    page = law()
    assert "The law of England on 24 November 2026" in page
    assert anchors(page) == {rule.id for rule in edition_on(editions(), date(2026, 11, 24)).rule}


@pytest.mark.parametrize("on", ["2011-01-01", "2012-12-31", "2015-03-04", "2022-09-01", "2026-07-25"])
def test_anybody_reads_the_law_of_an_earlier_day(on: str) -> None:
    assert anchors(law(on=on)) == {rule.id for rule in edition_on(editions(), date.fromisoformat(on)).rule}


def test_a_day_can_be_typed_into_three_boxes() -> None:
    page = law(**{"on-day": "4", "on-month": "3", "on-year": "2015"})
    assert "The law of England on 4 March 2015" in page


def test_the_law_of_wales_is_another_one() -> None:
    page = law(country="wales")
    assert "The law of Wales on 24 November 2026" in page
    assert anchors(page) == {rule.id for rule in edition_on(editions(), date(2026, 11, 24), "wales").rule}


def test_a_country_that_is_not_known_is_england() -> None:
    assert "The law of England" in law(country="france")


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ("2001-13-04", "The law on: enter a real date"),
        ("yesterday", "The law on: enter a real date"),
        ("1999-01-01", "The first law of England known here is of 1 September 2010."),
    ],
)
def test_a_day_that_cannot_be_is_said_in_words_and_todays_law_is_shown(asked: str, words: str) -> None:
    page = law(on=asked)
    assert words in page
    assert "There is a problem" in page
    assert "The law of England on 24 November 2026" in page


def test_what_was_typed_wrongly_is_still_there() -> None:
    assert 'value="13"' in law(on="2001-13-04")


def test_each_rule_says_who_acts_when_what_it_does_and_how_sure_we_are() -> None:
    page = law()
    rule = edition_on(editions(), date(2026, 11, 24)).find("osd_05")
    assert rule is not None
    shown = page[page.index('id="osd_05"') :]
    shown = shown[: shown.index("</li>")]
    for words in (rule.says, rule.trigger, rule.clock, rule.source, rule.why, SURE_WORDS[rule.sure]):
        assert words in shown
    assert "Stops" in shown
    assert "Clerk to the governing board, home school" in shown
    assert "since 26 July 2026" in shown


def test_a_rule_that_has_ended_says_until_when_it_held() -> None:
    page = law(on="2026-07-25")
    shown = page[page.index('id="osd_01_academy"') :]
    assert "from 1 September 2010 until 25 July 2026" in shown[: shown.index("</li>")]


def test_every_edition_is_listed_with_its_day_and_leads_to_it() -> None:
    page = law()
    for one in editions():
        if one.jurisdiction == "england":
            assert f"{one.in_force_from.day} {one.in_force_from:%B %Y}" in page
    assert "?on=2012-09-01&country=england" in page


def test_the_counts_add_up_to_all_rules() -> None:
    page = law()
    counts = [int(one) for one in re.findall(r"<li><b>(\d+)</b>", page)]
    assert sum(counts) == len(edition_on(editions(), date(2026, 11, 24)).rule)


# What changed ----------------------------------------------------------------------------------------------


def test_what_changed_shows_both_texts_side_by_side() -> None:
    page = changes("2026-07-25", "2026-07-26")
    rule = page[page.index('id="mm_01"') :]
    rule = rule[: rule.index("</table>")]
    assert "Warns" in rule
    assert "Stops" in rule
    assert rule.index("Warns") < rule.index("Stops")
    assert "A managed move is permanent and cannot be tried out." in rule


def test_what_is_new_and_what_is_gone_stands_apart() -> None:
    page = changes("2026-07-25", "2026-07-26")
    new, changed, gone = (
        page.index(f'<h2 class="govuk-heading-m">{one} ') for one in ("New", "Changed", "Gone")
    )
    assert new < changed < gone < page.index('id="osd_01_academy"')


def test_between_two_days_of_one_edition_nothing_changed() -> None:
    assert "Nothing changed" in changes("2022-09-01", "2023-08-31")


def test_days_in_the_wrong_order_are_said_in_words() -> None:
    assert "To: choose a day after the first one." in changes("2026-11-01", "2015-01-01")


def test_a_country_with_one_edition_has_nothing_that_changed() -> None:
    assert "Nothing changed" in read(f"{reverse('law_changes')}?country=wales")


# For everybody ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["law", "law_changes"])
def test_the_law_asks_nothing_of_the_database(name: str) -> None:
    client = Client()
    client.get(reverse(name))
    with CaptureQueriesContext(connection) as found:
        assert client.get(reverse(name)).status_code == 200
    assert len(found.captured_queries) == 0


def test_no_style_is_written_into_the_pages() -> None:
    for page in (law(), changes("2010-09-01", "2026-07-26")):
        assert not re.search(r"\sstyle=", page)
        assert "{" not in page.partition("<main")[2].partition("</main>")[0]


def test_the_footer_leads_to_the_law() -> None:
    assert f'href="{reverse("law")}"' in read(reverse("help"))
