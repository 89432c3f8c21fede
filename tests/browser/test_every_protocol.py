"""Is a case run under every protocol of today on the pages, to settled, to safely back, and to a heard no?"""

import os
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from playwright.sync_api import Page, expect

from freshstart.process.facts import Facts
from freshstart.process.protocols import Protocol
from freshstart.process.steps import Offer
from freshstart.process.values import Value
from freshstart.process.vocabulary import OUTCOME_WORDS, CaseOutcome
from tests.browser.towns import Town
from tests.stories.runs import WORDS, Run
from tests.stories.test_every_protocol import ENDS, TODAY


@dataclass
class RunOnPages(Run):
    """The same case, each step of which is taken on its page by whoever is to take it."""

    town: Town | None = None

    def take(self, offer: Offer, facts: Facts) -> None:
        """Open the page of the step, fill it in, give a reason for each warning, and press."""
        assert self.town is not None
        values = self.values(offer, facts)
        page = self.town.person(self.person(offer.who[0], offer, facts)).page
        case = self.world.row()
        if offer.step.each == "approach" and offer.who[0].startswith("approached"):
            super().take(offer, facts)  # a school that was asked answers on a page without the child’s name
            return
        page.goto(
            f"/cases/{case.reference}/steps/{offer.step.id}/"
            + (f"{offer.occurrence}/" if offer.occurrence else "")
        )
        for question in self.protocol.asked(offer.step):
            if question.id in values:
                FILL.get(question.kind, _fill)(page, question.id, values[question.id])
            if f"{question.id}__why" in values:
                page.locator(f"[name={question.id}__why]").fill(WORDS)
        self.press(page, offer)
        if page.locator("[name^=reason__]").count():
            for box in page.locator("[name^=reason__]").all():
                box.fill(WORDS)
            self.press(page, offer)
        self.done.append(f"{facts.today} {offer.key} on its page")
        expect(page.get_by_text(f"Done: {offer.step.name}.").first).to_be_visible()

    @staticmethod
    def press(page: Page, offer: Offer) -> None:
        """Press the button of the step."""
        page.get_by_role("button", name=offer.step.press or offer.step.name, exact=True).click()


def _check(page: Page, name: str, value: Value) -> None:
    page.locator(f"[name={name}][value='{value}']").check()


def _check_all(page: Page, name: str, value: Value) -> None:
    for one in value:
        box = page.locator(f"[name={name}][value='{one}']")
        if box.count():  # nobody holds this post here
            box.check()


def _date(page: Page, name: str, value: Value) -> None:
    for part, number in zip(("year", "month", "day"), value.split("-"), strict=True):
        page.locator(f"[name={name}-{part}]").fill(str(int(number)))


def _promises(page: Page, name: str, value: Value) -> None:
    for row, one in enumerate(value):
        page.locator(f"[name={name}__{row}__who]").select_option(one["who"])
        page.locator(f"[name={name}__{row}__what]").fill(one["what"])


def _commitments(page: Page, name: str, value: Value) -> None:
    for row, one in enumerate(value):
        page.locator(f"[name={name}__{row}][value='{one['kept']}']").check()


def _fill(page: Page, name: str, value: Value) -> None:
    page.locator(f"[name={name}]").fill("\n".join(value) if isinstance(value, list) else str(value))


# How each kind of question is filled in; any other is a box to write in. Attendance stands there already.
FILL: dict[str, Callable[[Page, str, Value], None]] = {
    **dict.fromkeys(("yes_no", "choice", "rating", "school"), _check),
    **dict.fromkeys(("choices", "people"), _check_all),
    "staff": lambda page, name, value: (page.locator(f"[name={name}]").select_option(str(value)), None)[1],
    "date": _date,
    "promises": _promises,
    "commitments": _commitments,
    "week": lambda page, name, value: None,
}


def begun(town: Town, protocol: Protocol, aim: CaseOutcome) -> RunOnPages:
    town.world.protocol = town.world.puts_in_force(protocol)
    run = RunOnPages(town.world, aim, {"way": "direction"}, ENDS[aim], town=town)
    town.world.open_case(answers=run.opening(protocol.asked(protocol.steps["open_case"])))
    return run


# The return takes the same pages whatever the protocol, so one is enough here; EVERY_WAY=1 tries all.
WAYS = [
    pytest.param(name, aim, id=f"{name}-{aim}")
    for name in TODAY
    for aim in ENDS
    if aim is not CaseOutcome.RETURNED or name == "default" or os.environ.get("EVERY_WAY")
]


@pytest.mark.parametrize(("name", "aim"), WAYS)
def test_a_case_is_run_to_its_end_on_the_pages(town: Town, name: str, aim: CaseOutcome) -> None:
    run = begun(town, TODAY[name], aim)
    assert run.to_the_end().outcome is aim
    lead = town.person("home_lead")
    lead.page.goto(f"/cases/{town.world.row().reference}/")
    lead.sees(OUTCOME_WORDS[aim])
