"""看板 on paper and on the screen: exactly one A4 sheet however many units, nothing outside the window, all by keyboard."""

import re
from datetime import timedelta

import pytest

from issues.models import RoundUnit, Status
from rectify.lib.dates import today
from rectify.roof.testing.world import unit

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def pages(page) -> int:
    return len(re.findall(rb"/Type\s*/Page\b", page.pdf(prefer_css_page_size=True)))


@pytest.mark.parametrize("more", [8, 30])
def test_the_board_prints_on_one_sheet_and_the_meeting_on_the_next(world, open_page, enter, more):
    for place in range(more):
        RoundUnit.objects.create(
            round=world.round, unit=unit(f"市直单位第 {place} 家", parent=world.city, order=9), number=20 + place
        )
    for status in (Status.FIRST_REVIEW, Status.AWAITING_DECISION, Status.CLOSED, *[Status.DRAFT] * 7):
        world.issue(at=status)
    for _ in range(10):
        world.issue(at=Status.DISPATCHED, due=today() - timedelta(days=3))
    page = open_page()
    enter(page, world.head)
    page.goto("/board/")
    assert page.locator(".board tbody tr").count() >= more
    assert page.locator(".meeting").get_by_text("另有 2 件").count() == 1
    assert pages(page) == 2
    page.locator(".meeting").evaluate("part => part.remove()")
    assert pages(page) == 1


@pytest.mark.parametrize(
    ("path", "who"), [("/board/", "leader"), ("/", "head"), ("/", "liaison"), ("/reconcile/", "head")]
)
def test_nothing_scrolls_sideways(world, open_page, enter, path, who):
    for status in (Status.DISPATCHED, Status.FIRST_REVIEW, Status.RECTIFYING, Status.CLOSED):
        world.issue(at=status)
    for width, height in ((1366, 768), (1920, 1080), (390, 844)):
        page = open_page(width, height)
        enter(page, getattr(world, who))
        page.goto(path)
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_the_numbers_are_reached_by_keyboard(world, open_page, enter):
    world.issue(at=Status.RECTIFYING)
    page = open_page()
    enter(page, world.leader)
    page.goto("/board/")
    page.locator(".board .figs a").first.focus()
    for _ in range(4):
        page.keyboard.press("Tab")
    assert "slice=overdue" in page.evaluate("document.activeElement.href")
    page.keyboard.press("Tab")
    assert "slice=grade" in page.evaluate("document.activeElement.href")
