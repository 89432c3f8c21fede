import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse
from playwright.sync_api import Page, expect

from freshstart.models.people import User

ADDRESS, PASSWORD = "head@kestrel.example", "a long and quiet sentence"


@pytest.mark.parametrize("width", [320, 390, 1280])
def test_everybody_can_read_the_page_where_one_signs_in(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 844})
    page.goto(reverse("account_login"))
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_a_head_who_signs_in_is_asked_for_a_second_step(page: Page) -> None:
    User.objects.create_user(ADDRESS, "Ada Quill", PASSWORD)
    page.goto(reverse("account_login"))
    page.get_by_label("Email").fill(ADDRESS)
    page.get_by_label("Password").fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("2fa"))


def test_the_browser_finds_nothing_that_our_policy_forbids(page: Page) -> None:
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.goto(reverse("account_login"))
    assert complaints == []
