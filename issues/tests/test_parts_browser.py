"""In a browser: a compound issue is drawn up in parts by a clerk and split by the head; both ends of it are to be read."""

import pytest
from django.urls import reverse

from issues.models import Ending, Status
from rectify.roof.testing.pictures import picture

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
TEXT = "一是保障房分配审核不严。二是专项资金拨付滞后；三是档案台账不清。"


def draw(page, title, unit, *sentences):
    for sentence in sentences:
        page.get_by_label(sentence).check()
    page.get_by_label("问题", exact=False).and_(page.locator("#id_title")).fill(title)
    page.get_by_label("牵头单位").select_option(label=unit)
    page.get_by_role("button", name="拟为草稿").click()
    page.get_by_text("这一件已拟为草稿").wait_for()


def test_a_compound_issue_from_page_to_dispatched_parts(world, open_page, enter):
    issue = world.issue(at=Status.RECTIFYING, original=TEXT, title="保障房管理问题")
    clerk, head, phone = open_page(), open_page(), open_page(width=390, height=844)
    for page, who in ((clerk, "clerk"), (head, "head"), (phone, "head")):
        enter(page, getattr(world, who))
    clerk.goto(issue.get_absolute_url())
    clerk.get_by_role("link", name="拆分", exact=True).click()
    picture(clerk, "parts-empty")
    draw(clerk, "保障房分配审核不严", str(world.lead), "一是保障房分配审核不严。")
    assert "2 句还不在任何一件里" in clerk.locator("#o").inner_text()
    draw(clerk, "资金拨付滞后、台账不清", str(world.other), "二是专项资金拨付滞后；", "三是档案台账不清。")
    assert "句句有着落" in clerk.locator("#o").inner_text()
    assert clerk.get_by_role("button", name="拆分为").count() == 0  # who drew them up does not split
    picture(clerk, "parts")
    phone.goto(reverse("issues:parts", args=[issue.public_id]))
    picture(phone, "parts-phone")
    head.goto(reverse("issues:parts", args=[issue.public_id]))
    head.get_by_label("理由").fill("一件里说了两件事，归两家")
    head.get_by_label("请输入编号以确认").fill(issue.number)
    head.get_by_role("button", name="拆分为 2 件并下发").click()
    head.get_by_text("已拆分").first.wait_for()
    issue.refresh_from_db()
    assert issue.ending == Ending.SPLIT
    assert {part.status for part in issue.parts.all()} == {Status.DISPATCHED}
    assert head.locator("#kin .tag").all_inner_texts() == ["拆分为", "拆分为"]
    picture(head, "parts-split")
    head.locator("#kin a").first.click()
    assert head.locator("#kin .tag").all_inner_texts() == ["拆分自"]
