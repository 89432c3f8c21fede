"""Can everybody read and use a page, on whatever screen, by eye, by ear and by keyboard?"""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

WIDTHS = (1280, 375, 320)  # pixels
HEIGHT = 900
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
SCRIPT = Axe().axe_script
VIOLATIONS = """async rules => {
  const found = await axe.run({runOnly: rules, resultTypes: ["violations"]});
  return found.violations.map(one => [one.id, ...one.nodes.slice(0, 3).map(node => node.html)].join(" "));
}"""

# Whatever can be reached by the keyboard takes the focus and is seen with it.
UNREACHABLE = """() => [...document.querySelectorAll("a[href], button, input, select, textarea, summary")]
  .filter(one => one.type !== "hidden" && one.checkVisibility())
  .filter(one => {
    one.focus();
    const box = one.getBoundingClientRect();
    const reached = document.activeElement === one && box.width > 0 && box.height > 0;
    one.blur();
    return !reached;
  })
  .map(one => one.outerHTML.slice(0, 120))"""


def faults_of(page: Page) -> list[str]:
    """List what keeps somebody from reading or using a page that was just opened."""
    page.keyboard.press("Tab")
    first = page.evaluate("document.activeElement.textContent.trim()")
    wrong_way = [] if first == "Skip to main content" else [f"the first Tab leads to “{first}”"]
    return wrong_way + barriers_of(page)


def barriers_of(page: Page) -> list[str]:
    """List what cannot be reached by keyboard, scrolls sideways, or breaks a rule for accessible pages."""
    found = [f"no focus: {one}" for one in page.evaluate(UNREACHABLE)]
    page.evaluate(SCRIPT)
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": HEIGHT})
        if page.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
            found.append(f"{width}: scrolls sideways")
        found += [f"{width}: {one}" for one in page.evaluate(VIOLATIONS, RULES)]
    return found
