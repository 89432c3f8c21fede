"""How do the people of a story use the pages, and how much do they do for it?"""

import re
from collections import Counter
from datetime import date

from playwright.sync_api import Locator, Page, expect

BOX = "input:not([type=radio]), textarea"
CHILD, CALLED = "Hamza Siddiqui", "Hamza"


class Person:
    """Somebody at a browser of their own. Whatever they type, choose and press is counted.

    A box that is filled is one typed field, of a date each of the three. Waiting and reading are not counted.
    """

    def __init__(self, page: Page, did: Counter[str]) -> None:
        self.page, self.did = page, did

    # What is done -------------------------------------------------------------------------------------

    def types(self, label: str, text: str, *, row: int = 0) -> None:
        """Fill the box with this label; of several the one in this row."""
        boxes = self.page.get_by_label(label, exact=True).and_(self.page.locator(BOX))
        boxes.nth(row).fill(text)
        self.did["typed"] += 1

    def dates(self, question: str, on: date) -> None:
        """Type a date into its three boxes."""
        boxes = self.group(question)
        for part, number in (("Day", on.day), ("Month", on.month), ("Year", on.year)):
            boxes.get_by_label(part, exact=True).fill(str(number))
            self.did["typed"] += 1

    def chooses(self, question: str, *answers: str) -> None:
        """Choose answers among those of a question."""
        for answer in answers:
            self.group(question).get_by_label(answer, exact=True).check()
            self.did["chosen"] += 1

    def chooses_under(self, words: str, answer: str) -> None:
        """Choose the answer to a question of which only these words are known."""
        self.page.get_by_role("group", name=words).last.get_by_label(answer, exact=True).check()
        self.did["chosen"] += 1

    def selects(self, label: str, answer: str, *, row: int = 0) -> None:
        """Choose from a list that opens."""
        self.page.get_by_label(label, exact=True).nth(row).select_option(answer)
        self.did["chosen"] += 1

    def presses(self, name: str) -> None:
        """Press a button."""
        self.page.get_by_role("button", name=name, exact=True).click()
        self.did["pressed"] += 1

    def follows(self, name: str) -> None:
        """Follow a link."""
        self.page.get_by_role("link", name=name, exact=True).first.click()
        self.did["pressed"] += 1

    def takes(self, answer: str) -> None:
        """Press on one of the answers that weigh the same."""
        self.page.locator(".fs-answer", has_text=answer).first.click()
        self.did["pressed"] += 1

    def does(self, step: str, press: str = "") -> None:
        """Press the button of a step, and look for the word that it is done."""
        self.presses(press or step)
        self.sees(f"Done: {step}.")

    # Where they go ------------------------------------------------------------------------------------

    def opens_the_case(self) -> None:
        """Go to the child's case from wherever they are."""
        self.page.goto("/cases/")
        self.follows(CHILD)

    def finds_in_my_work(self, what: str) -> None:
        """Open one of the things that wait for them."""
        self.page.goto("/work/")
        self.follows(what.replace("the child", CALLED))

    def finds_on_the_case(self, what: str) -> None:
        """Open one of the things that can be done on the case now."""
        self.opens_the_case()
        self.follows(what.replace("the child", CALLED))

    # What they see ------------------------------------------------------------------------------------

    def group(self, question: str) -> Locator:
        """Find the choices of a question by its words."""
        return self.page.get_by_role("group", name=re.compile(f"^{re.escape(question)}"))

    def sees(self, *texts: str) -> None:
        """Look for words on the page."""
        for text in texts:
            expect(self.page.get_by_text(text).first).to_be_visible()
