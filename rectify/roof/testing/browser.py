"""Pytest plugin: Chromium for tests marked `browser`. What a page complains about fails the test.

`open_page()` gives a page in a profile of its own at a size of your choice, `enter(page, user)` logs a person in without
the log-in page. Complaints are console errors, exceptions, Content-Security-Policy refusals and requests to another host;
a test that provokes one on purpose takes it out of `complaints`.
"""

import os
import shutil
from collections.abc import Callable, Iterator

import pytest

from rectify.roof.testing import leaving
from rectify.roof.testing.services import missing

PROGRAMS = ("chromium", "chromium-browser", "google-chrome")
# As long as anybody waits for anything: a page that has not come by then never will, however busy the machine is.
PATIENCE = 90_000  # milliseconds
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--no-first-run",
    "--disable-sync",
    "--disable-component-update",
]


@pytest.fixture(scope="session")
def chromium() -> Iterator[object]:
    program = next(filter(None, map(shutil.which, PROGRAMS)), None)
    if program is None:
        missing("no Chromium on this machine (Debian: apt-get install chromium)")
    from playwright.sync_api import Locator, sync_playwright

    # Playwright keeps an event loop in this thread, which Django would take for asynchronous code.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    leaving.read_whole_pages(Locator)
    with sync_playwright() as play:
        running = play.chromium.launch(executable_path=program, args=QUIET)
        yield running
        running.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture(scope="session")
def front_end() -> None:
    """static/dist as the sources of now make it."""
    from django.conf import settings

    from rectify.serving import frontend

    frontend.build(settings.BASE_DIR / "static", say=print)


@pytest.fixture(scope="session")
def traffic(live_server: object) -> object:
    """What runs in the server: `traffic.settle()` before a test looks into the database behind an open page."""
    from rectify.roof.testing.traffic import Traffic

    return Traffic(live_server.thread.httpd)


@pytest.fixture
def complaints() -> list[str]:
    return []


@pytest.fixture
def open_page(
    chromium: object, front_end: None, live_server: object, traffic: object, complaints: list[str]
) -> Iterator[Callable]:
    opened = []

    def open_one(width: int = 1366, height: int = 768, **options: object) -> object:
        context = chromium.new_context(
            base_url=live_server.url,
            viewport={"width": width, "height": height},
            locale="zh-CN",
            timezone_id="Asia/Shanghai",
            **options,
        )
        context.set_default_timeout(PATIENCE)
        opened.append(context)
        page = context.new_page()
        leaving.watch(page)
        listen(page, live_server.url, complaints)
        return page

    yield open_one
    for context in opened:
        context.close()
    traffic.end()
    assert complaints == []


@pytest.fixture
def page(open_page: Callable) -> object:
    return open_page()


@pytest.fixture
def enter(live_server: object) -> Callable:
    """enter(page, user): the page's profile is that person's from now on."""
    from django.conf import settings
    from django.test import Client

    def log_in(page: object, user: object) -> None:
        client = Client()
        client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[-1])
        value = client.cookies[settings.SESSION_COOKIE_NAME].value
        page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": value, "url": live_server.url}])

    return log_in


# What htmx says of a reading while typing that was cut off by leaving the page.
CUT_OFF = ("htmx:afterRequest", "htmx:sendAbort")


def listen(page: object, home: str, complaints: list[str]) -> None:
    """Collect what the browser complains about."""

    def on_console(message: object) -> None:
        if message.type == "error" and not message.text.startswith(CUT_OFF):
            complaints.append(f"{page.url}: {message.text}")

    def on_request(request: object) -> None:
        # The browser's own PDF reader is made of pages of its own, which leave this machine no more than the others.
        if not request.url.startswith((home, "data:", "blob:", "about:", "chrome:", "chrome-extension:")):
            complaints.append(f"{page.url}: asks another host: {request.url}")

    page.on("console", on_console)
    page.on("pageerror", lambda error: complaints.append(f"{page.url}: {error}"))
    page.on("request", on_request)


def drafted(page: object, text: str) -> None:
    """Return when the browser has put what was typed into its store of drafts."""
    page.wait_for_function("text => Object.values(localStorage).some(one => one.includes(text))", arg=text)
