"""What every screen must hold, asked of the page as a browser shows it."""

from collections.abc import Sequence
from typing import Literal

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page, ViewportSize

from tests.browser.conftest import DESKTOP, PHONE

NARROWEST: ViewportSize = {"width": 320, "height": 640}

# Another colour scheme changes contrasts and nothing else; only they are asked again.
RULES: dict[Literal["light", "dark"], dict[str, list[str]]] = {
    "light": {},
    "dark": {"runOnly": ["color-contrast"]},
}

# Only what breaks a rule is asked for: the full report of a long page is megabytes.
# Colours that fade from one scheme to the other are asked for at the end of their way.
RUN = """async ([options, without]) => {
    for (const each of document.getAnimations()) if (each instanceof CSSTransition) each.finish();
    const place = { include: document, exclude: without };
    const { violations } = await axeOfTests.run(place, { ...options, resultTypes: ["violations"] });
    return violations.map(({ id, nodes }) => [id, nodes.map((node) => `${node.target} ${node.failureSummary}`)]);
}"""


def assert_accessible(page: Page, *, without: Sequence[str] = ()) -> None:
    """Fail on any axe violation, light and dark, on desktop and phone, and on sideways scrolling at 320 pixels.

    without: selectors of what is not ours and cannot be mended from here; say beside each why.
    """
    before = page.viewport_size
    if not page.evaluate("'axeOfTests' in window"):
        page.evaluate(AXE_SCRIPT)
        # Wagtail's editor loads one too, with other rules. Without void, all of axe would be sent back here.
        page.evaluate("void (window.axeOfTests = window.axe)")
    for viewport in (DESKTOP, PHONE):
        page.set_viewport_size(viewport)
        for scheme, rules in RULES.items():
            page.emulate_media(color_scheme=scheme)
            faults = page.evaluate(RUN, [rules, list(without)])
            assert faults == [], f"{page.url}, {viewport['width']} wide, {scheme}: {faults}"
    page.set_viewport_size(NARROWEST)
    assert _wider_than_window(page) == [], f"{page.url} scrolls sideways at {NARROWEST['width']} pixels"
    page.emulate_media(color_scheme="light")
    if before:
        page.set_viewport_size(before)


def _wider_than_window(page: Page) -> list[str]:
    """Return the elements that make the page wider than the window; none if it does not scroll sideways."""
    return page.evaluate(
        """() => {
            const width = document.documentElement.clientWidth;
            if (document.documentElement.scrollWidth <= width) return [];
            return [...document.querySelectorAll("body *")]
                .filter((element) => element.getBoundingClientRect().right > width + 1)
                .map((element) => `${element.tagName.toLowerCase()}.${element.className}`)
                .slice(0, 8);
        }"""
    )
