"""Whoever sends too little is told what is missing, and finds what was typed."""

from typing import NamedTuple

import pytest
from playwright.sync_api import expect

from tests.browser import journeys
from tests.browser.looks import barriers_of
from tests.browser.points import addresses, reach
from tests.browser.test_every_page import whoever
from tests.browser.towns import Town


class Mistake(NamedTuple):
    """Somebody who fills one box of a form and sends it."""

    point: str
    role: str
    path: str
    box: str
    press: str
    first: str = ""  # what is opened before


MISTAKES = (
    Mistake("a case is open", "home_lead", "/cases/new/", "Given names", "Open the case"),
    Mistake("a case is open", "home_lead", "{case}/correct/child/", "Called", "Correct this"),
    Mistake(
        "a case is open",
        "home_lead",
        "{case}/steps/is_a_move_right/",
        "What makes you think so?",
        "Save these answers",
    ),
    Mistake(
        "a school is chosen",
        "host_head",
        "{case}/steps/accept_place/",
        "What are the times of the day?",
        "Accept the child",
    ),
    Mistake(
        "a school is chosen",
        "home_lead",
        "{case}/steps/first_meeting/",
        "Which targets does the child have?",
        "Record the meeting",
    ),
    Mistake("the plan is drawn up", "home_head", "{case}/papers/{plan}/", "My view", journeys.KEPT),
    Mistake(
        "the plan is drawn up",
        "mother",
        "/for-you/papers/{plan}/yes/",
        "What you want to say to it, if anything",
        "Yes, this is my answer",
        first="/for-you/papers/{plan}/",
    ),
)


@pytest.mark.parametrize("mistake", MISTAKES, ids=lambda mistake: mistake.path)
def test_what_is_missing_is_said_first_and_what_was_typed_is_there(town: Town, mistake: Mistake) -> None:
    reach(town.world, mistake.point)
    person = whoever(town, mistake.role)
    if mistake.first:
        person.page.goto(mistake.first.format(**addresses(town.world)))
    person.page.goto(mistake.path.format(**addresses(town.world)))
    if mistake.first:
        person.presses("Send me the code")
    person.types(mistake.box, "Written with care")
    person.presses(mistake.press)
    summary = person.page.locator(".govuk-error-summary")
    expect(summary).to_be_focused()
    expect(summary).to_contain_text("There is a problem")
    assert person.page.title().startswith("Error: ")
    expect(person.page.get_by_label(mistake.box, exact=True).first).to_have_value("Written with care")
    summary.get_by_role("link").first.click()
    assert person.page.evaluate("document.activeElement.matches('input, select, textarea')")
    assert barriers_of(person.page) == []
