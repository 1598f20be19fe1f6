"""Every page of every role in Chromium: axe finds nothing grave, nothing is wider than the window, the page policy holds.

A page that is drawn from the same elements as one already looked at is not opened again, by any worker of the run. By day each
page is opened by one of its readers, and by one on a phone; by night by all of them.
"""

import hashlib
import os
import re
from operator import itemgetter
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from issues.models import Status
from rectify.roof.testing.canary import sing
from rectify.roof.testing.keys import keys_of
from rectify.roof.testing.pictures import faults
from rectify.roof.testing.seed import NIGHT, some
from rectify.roof.testing.walk import every_address
from rectify.roof.tests.expectations import EXPECT
from rectify.roof.tests.test_addresses import fill, key_of

pytestmark = [pytest.mark.browser, pytest.mark.sampled, pytest.mark.django_db(transaction=True)]
ROLES = ("clerk", "head", "liaison", "principal", "leader", "stranger", "sysadmin", "secadmin", "auditor")
ON_PHONES = ("liaison", "principal")
# What the walk's two issues do not show: the page of a state, and who works on it.
STATES = (
    (Status.DRAFT, "head", "issues:detail"),
    (Status.DRAFT, "clerk", "issues:edit"),
    (Status.DISPATCHED, "liaison", "issues:detail"),
    (Status.CONTESTED, "head", "issues:detail"),
    (Status.PLANNING, "liaison", "issues:plan"),
    (Status.PLAN_REVIEW, "clerk", "issues:plan"),
    (Status.AWAITING_SIGNATURE, "principal", "ledgers:sign"),
    (Status.AWAITING_DECISION, "head", "ledgers:decide"),
    (Status.CLOSED, "leader", "issues:detail"),
    (Status.TERMINATED, "leader", "issues:detail"),
)
MOVES = (
    (Status.DISPATCHED, "liaison", "contest"),
    (Status.CONTESTED, "head", "reassign"),
    (Status.RECTIFYING, "head", "terminate"),
    (Status.CLOSED, "head", "reopen"),
)
CHAPTERS = ("clerk", "liaison", "auditor")
PAGES = [
    (who, address)
    for address in every_address()
    for who in ROLES
    if not address.is_api and who in EXPECT.get(address.route, (None, ()))[1]
]
# The browser's own reader of PDFs counts as another host.
READER = ("chrome-extension:", "chrome:")
PHONE = 390
SIZES = ((1366, 768), (PHONE, 844))
# A tick is met on its label too.
SMALL = """() => [...document.querySelectorAll(
        "main .btn, main button, main summary, .views a, .months a, .tools a, .tools summary, .ctx a, .ctx summary,"
        + "main input[type=checkbox], main input[type=radio], main select, main textarea")]
    .map((one) => [one, [one, ...(one.labels || [])].map((each) => each.getBoundingClientRect())])
    .filter(([one, boxes]) => boxes[0].height > 1 && boxes[0].width > 1 && boxes.every((box) => box.height < 43.5))
    .map(([one, boxes]) => `${one.name || one.textContent.trim().slice(0, 12)} is ${Math.round(boxes[0].height)} high`)"""
# Both workers put a file there for each kind of page that one of them looks at.
SEEN = Path(os.environ["RECTIFY_WORLDS"])


@pytest.mark.parametrize("who", ROLES)
def test_pages_are_whole(world, open_page, enter, complaints, settings, tmp_path, who):
    settings.MEDIA_ROOT = tmp_path
    page, client, found = open_page(), entered(world, who), []
    enter(page, getattr(world, who))
    for url in urls(world, who):
        response = client.get(url)
        assert response.status_code == 200, url
        for size in SIZES[: 1 + (who in ON_PHONES)]:
            if is_new(response, size):
                found += look(page, url, *size)
    complaints[:] = [text for text in complaints if not any(each in text for each in READER)]
    assert found == [], "\n".join(found)


def test_what_is_grave_is_noticed(page):
    page.set_content("<html lang='zh-CN'><title>x</title><main><h1>x</h1><button></button></main></html>")
    assert any("button-name" in fault for fault in faults(page))


def on_which_size(pair) -> tuple[str, bool]:
    """What a day looks at of an address: a page at each size at which it is read."""
    who, address = pair
    return address.route, who in ON_PHONES


def urls(world, who: str) -> list[str]:
    """The pages of the walk that this one gets, and those of further states."""
    objects = sing(world)
    keys = keys_of(objects)
    walked = [
        fill(address, objects, key_of(address, keys))
        for reader, address in some(PAGES, itemgetter(0), on_which_size)
        if reader == who
    ]
    for status, reader, name in STATES:
        if who == reader:
            walked.append(reverse(name, args=[world.issue(at=status).public_id]))
    for status, reader, move in MOVES:
        if who == reader:
            walked.append(reverse("issues:move", args=[world.issue(at=status).public_id]) + f"?move={move}")
    return walked + [reverse("manual_chapter", args=[slug]) for slug in CHAPTERS if NIGHT or who == slug]


def entered(world, who: str) -> Client:
    client = Client()
    client.force_login(getattr(world, who), backend=settings.AUTHENTICATION_BACKENDS[-1])
    return client


def is_new(response, size: tuple[int, int]) -> bool:
    """Whether it is a page, and of elements not seen together at this size before."""
    if response.streaming or not response.headers["Content-Type"].startswith("text/html"):
        return False
    text = response.content.decode()
    main = text[text.find("<main") :]
    shape = "".join(sorted(set(re.findall(r'<[a-z0-9]+|class="[^"]*"|role="[^"]*"', main))))
    if "<main" not in text:
        return False
    try:
        (SEEN / f"page-{hashlib.sha256(f'{size} {shape}'.encode()).hexdigest()}").touch(exist_ok=False)
    except FileExistsError:
        return False
    return True


def look(page, url: str, width: int, height: int) -> list[str]:
    """What is wrong with the page in a window of this size."""
    page.set_viewport_size({"width": width, "height": height})
    page.goto(url)
    return [f"{url} at {width}: {fault}" for fault in faults(page)] + misfits(page, url)


def misfits(page, url: str) -> list[str]:
    """Where the page does not fit a window of 1280 points at 100, 200 and 400 %, or a phone; and what no finger meets there."""
    found = []
    for width in (1280, 640, PHONE, 320):
        page.set_viewport_size({"width": width, "height": 800})
        real = page.evaluate("document.documentElement.scrollWidth")
        found += [f"{url} at {width}: {real} wide"] if real > width else []
        found += [f"{url}: {small}" for small in page.evaluate(SMALL)] if width == PHONE else []
    return found
