"""Can everybody read and use a page, on whatever screen, by eye, by ear and by keyboard?"""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

WIDTHS = (1280, 375, 320)  # pixels
HEIGHT = 900
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
AXE = Axe()

# Whatever can be reached by the keyboard takes the focus and is seen with it.
UNREACHABLE = """() => [...document.querySelectorAll("a[href], button, input, select, textarea, summary")]
  .filter(one => one.type !== "hidden" && one.checkVisibility())
  .filter(one => {
    one.focus();
    const box = one.getBoundingClientRect();
    return document.activeElement !== one || box.width < 1 || box.height < 1;
  })
  .map(one => one.outerHTML.slice(0, 120))"""


def faults_of(page: Page) -> list[str]:
    """List what keeps somebody from reading or using this page; nothing where all is well."""
    page.keyboard.press("Tab")
    first = page.evaluate("document.activeElement.textContent.trim()")
    found = [] if first == "Skip to main content" else [f"the first Tab leads to “{first}”"]
    found += [f"no focus: {one}" for one in page.evaluate(UNREACHABLE)]
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": HEIGHT})
        if page.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
            found.append(f"{width}: scrolls sideways")
        options = {"resultTypes": ["violations"], "runOnly": RULES}
        for one in AXE.run(page, options=options).response["violations"]:
            found.append(f"{width}: {one['id']}, {[node['html'][:160] for node in one['nodes']][:3]}")
    return found
