"""What every screen must hold, asked of the page as a browser shows it."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, ViewportSize

from tests.browser.conftest import DESKTOP, PHONE

NARROWEST: ViewportSize = {"width": 320, "height": 640}


def assert_accessible(page: Page) -> None:
    """Fail on any axe violation, light and dark, on desktop and phone, and on sideways scrolling at 320 pixels."""
    before = page.viewport_size
    for viewport in (DESKTOP, PHONE):
        page.set_viewport_size(viewport)
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            found = [_described(violation) for violation in Axe().run(page).response["violations"]]
            assert found == [], f"{page.url}, {viewport['width']} wide, {scheme}"
    page.set_viewport_size(NARROWEST)
    assert _is_too_wide(page) == [], f"{page.url} scrolls sideways at {NARROWEST['width']} pixels"
    page.emulate_media(color_scheme="light")
    if before:
        page.set_viewport_size(before)


def _described(violation) -> tuple[str, list[str]]:
    """Name the rule and the elements that break it."""
    return violation["id"], [f"{node['target']} {node.get('failureSummary', '')}" for node in violation["nodes"]]


def _is_too_wide(page: Page) -> list[str]:
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
