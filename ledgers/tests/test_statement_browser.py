"""In a browser: 对账单 of a quarter, one disputed on a phone, answered, accepted, all confirmed by both sides, printed."""

from datetime import UTC, time, timedelta

import pytest
import time_machine
from django.urls import reverse

from issues.models import Status
from ledgers.actions import statements
from ledgers.models import AccountStatement
from ledgers.reconcile import visible
from rectify.lib.dates import at_time, month_start, today
from rectify.roof.testing.pictures import picture

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PHONE = {"width": 390, "height": 844}
MONTHS = 3


def months():
    """The first day of each of the last three months that are over, the oldest first."""
    firsts = [month_start(today())]
    for _ in range(MONTHS):
        firsts.append(month_start(firsts[-1] - timedelta(days=1)))
    return sorted(firsts[1:])


def test_a_quarter_is_disputed_settled_and_confirmed_by_both(world, open_page, enter):
    for number, first in enumerate(months()):
        with time_machine.travel(at_time(first + timedelta(days=3), time(9)).astimezone(UTC), tick=True):
            world.issue(at=Status.RECTIFYING, title=f"第 {number} 个月的漏水没有人管")
            world.issue(at=Status.CLOSED, title=f"第 {number} 个月的台账没有人记")
        with time_machine.travel(at_time(first + timedelta(days=33), time(9)).astimezone(UTC), tick=True):
            statements.draw_up_month(round_=world.round, on=today())
    office, unit = open_page(), open_page(**PHONE)
    enter(office, world.clerk)
    enter(unit, world.liaison)
    unit.goto("/")
    assert unit.get_by_role("heading", name="等我们办的对账单").is_visible()
    for place, one in enumerate(AccountStatement.objects.order_by("until")):
        confirm(unit, office, one, disputed=place == 1)
    assert set(AccountStatement.objects.values_list("status", flat=True)) == {"confirmed"}
    assert not visible(world.clerk, [world.round]).differences
    office.goto(reverse("ledgers:statements"))
    picture(office, "statements")
    assert office.get_by_text("双方已确认").count() == MONTHS
    one = AccountStatement.objects.order_by("-until").first()
    office.goto(reverse("ledgers:statement_print", args=[one.public_id]))
    picture(office, "statement-print")
    assert one.digest[:16] in office.locator("main").inner_text()


def confirm(unit, office, one, *, disputed):
    unit.goto(one.get_absolute_url())
    assert unit.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    if disputed:
        unit.get_by_text("有异议", exact=True).first.click()
        unit.get_by_label("有异议，差在哪里").first.fill("这件10月30日局长已经审签")
        picture(unit, "statement-phone")
    unit.get_by_role("button", name="确认本单").click()
    if disputed:
        settle(unit, office, one)
    office.goto(one.get_absolute_url())
    office.get_by_role("button", name="督查办确认").click()
    office.get_by_text("校验码").first.wait_for()


def settle(unit, office, one):
    unit.get_by_text("等督查办").first.wait_for()
    office.goto("/")
    office.get_by_role("link", name=str(one)).click()
    office.get_by_label("答复").fill("审签不是审定，以账目为准")
    picture(office, "statement-disputed")
    office.get_by_role("button", name="答复异议").click()
    unit.goto(one.get_absolute_url())
    picture(unit, "statement-answered-phone")
    unit.get_by_role("button", name="认可答复").click()
    unit.get_by_text("待督查办核对").first.wait_for()
