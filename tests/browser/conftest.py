"""A real Chromium on the live server: pages that fail on any console error, and a person signed in.

Without Chromium these tests are skipped on a developer's machine and fail in CI (CI=true): CI never skips.
"""

import os
import re
import shutil
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    ViewportSize,
    expect,
    sync_playwright,
)

from tests.factories.people import UserFactory

# The headless shell draws the same pages for half the CPU time that Chromium with its windows takes.
CHROMIUM = (
    os.environ.get("CHROMIUM")
    or shutil.which("chromium-headless-shell")
    or shutil.which("chromium")
    or "/usr/bin/chromium"
)

STATIC = Path(settings.BASE_DIR, "guidelines_site", "static")

DESKTOP: ViewportSize = {"width": 1280, "height": 900}
PHONE: ViewportSize = {"width": 390, "height": 844}

PICTURES = os.environ.get("PICTURES", "")
"""A folder for pictures of the stations of a journey; none are made without it."""

PATIENCE = 20_000
"""How long a page may take to show what is expected, in milliseconds: on a busy machine, with others beside it."""

# Playwright's loop runs in the thread of the tests, where Django would refuse every query. No test is async here.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

expect.set_options(timeout=PATIENCE)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium, started once for each test process."""
    if not os.access(CHROMIUM, os.X_OK):
        message = (
            f"Browser tests need Chromium; {CHROMIUM} is not there (apt-get install chromium, or set CHROMIUM)."
        )
        if os.environ.get("CI") == "true":
            pytest.fail(message)
        pytest.skip(message)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield chromium
        chromium.close()


@pytest.fixture
def expected_console() -> list[str]:
    """Regular expressions of console errors that the test brings about on purpose."""
    return []


class Console:
    """Collects what pages complain about."""

    def __init__(self) -> None:
        self.faults: list[str] = []

    def watch(self, page: Page) -> None:
        """Note every console error and every uncaught error of the page."""
        page.on("console", self._heard)
        page.on("pageerror", lambda error: self.faults.append(f"uncaught: {error}"))

    def _heard(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.faults.append(f"{message.text} ({message.location.get('url', '')})")


@pytest.fixture
def new_context(browser, live_server, expected_console) -> Iterator[Any]:
    """Make browser contexts on the live server; at the end no page of theirs may have complained."""
    console = Console()
    contexts: list[BrowserContext] = []

    def make(**options: Any) -> BrowserContext:
        context = browser.new_context(
            base_url=live_server.url, reduced_motion="reduce", viewport=options.pop("viewport", DESKTOP), **options
        )
        context.set_default_timeout(PATIENCE)
        context.on("page", console.watch)
        contexts.append(context)
        return context

    yield make
    for context in contexts:
        context.close()
    unexpected = [
        fault for fault in console.faults if not any(re.search(pattern, fault) for pattern in expected_console)
    ]
    assert unexpected == []


def sign_in(context: BrowserContext, person, live_server) -> None:
    """Give the context a session of the person, without the sign-in page."""
    client = Client()
    client.force_login(person)
    value = client.cookies[settings.SESSION_COOKIE_NAME].value
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": value, "url": live_server.url}])


@pytest.fixture
def person():
    """The person who is signed in."""
    return UserFactory(username="ada", display_name="Ada Park")


@pytest.fixture(params=[DESKTOP, PHONE], ids=["desktop", "phone"])
def page(request, new_context, live_server, person) -> Page:
    """A page of the signed-in person, once as wide as a desktop and once as a phone."""
    context = new_context(viewport=request.param)
    sign_in(context, person, live_server)
    return context.new_page()


@pytest.fixture
def desktop_page(new_context, live_server, person) -> Page:
    """A page of the signed-in person on a desktop alone, where the test sets the widths itself."""
    context = new_context()
    sign_in(context, person, live_server)
    return context.new_page()


@pytest.fixture
def plain_page(new_context, live_server, person) -> Page:
    """A phone's page of the signed-in person in a browser without JavaScript."""
    context = new_context(viewport=PHONE, java_script_enabled=False)
    sign_in(context, person, live_server)
    return context.new_page()


@pytest.fixture
def picture(request) -> Callable[[Page, str], None]:
    """Keep a picture of a station, as wide as a desktop and as a phone, in the folder PICTURES; or do nothing."""
    numbers = count(1)

    def keep(page: Page, station: str) -> None:
        if not PICTURES:
            return
        before = page.viewport_size or DESKTOP
        number = next(numbers)
        whole = page.get_by_role("dialog").count() == 0  # a dialog covers the window alone, not all of the page
        for viewport in (DESKTOP, PHONE):
            page.set_viewport_size(viewport)
            name = f"{number:02}-{station}-{viewport['width']}.png"
            page.screenshot(path=Path(PICTURES, request.node.name, name), full_page=whole)
        page.set_viewport_size(before)

    return keep


@pytest.fixture(scope="module")
def module_page(browser) -> Iterator[Page]:
    """An empty page from which the static files can be imported, with no server behind it: for pure functions."""
    context = browser.new_context(base_url="http://modules.test")
    context.route(
        "**/*",
        lambda route: (
            route.fulfill(path=STATIC / urlsplit(route.request.url).path.removeprefix("/"))
            if route.request.url.endswith(".js")
            else route.fulfill(body="<!doctype html><title>Modules</title>", content_type="text/html")
        ),
    )
    page = context.new_page()
    page.goto("/")
    yield page
    context.close()


@pytest.fixture
def stranger_page(new_context) -> Page:
    """A page of somebody who is not signed in."""
    return new_context().new_page()
