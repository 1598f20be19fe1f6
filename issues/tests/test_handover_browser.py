"""In a browser: a list is frozen, the new principal signs for it, the letter prints, a later change shows."""

import pytest
from django.urls import reverse

from issues.models import Handover, Status
from rectify.accounts.roles import Role
from rectify.roof.testing.pictures import picture
from rectify.roof.testing.world import person

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_freeze_receipt_and_letter(world, open_page, enter):
    issue = world.issue(at=Status.RECTIFYING, title="保障性住房长期空置")
    incoming = person("incoming", (Role.UNIT_PRINCIPAL, world.lead), name="周新任", title="局长")
    head, principal = open_page(), open_page(width=390, height=844)
    enter(head, world.head)
    enter(principal, incoming)
    freeze(head)
    handover = Handover.objects.get()
    receive(principal, handover)
    letter(head, handover)
    world.move(issue, "terminate", "head", note="政策已调整", data={"ending": "not_applicable"})
    head.goto(handover.get_absolute_url())
    head.get_by_role("heading", name="冻结以后的变动").wait_for()
    assert "已不在清单，现在是“终止”" in head.locator("main").inner_text()
    assert "保障性住房长期空置" in head.locator("section", has=head.locator("#p-issues")).inner_text()


def freeze(head):
    """The head of the office chooses the unit and the people."""
    head.goto(reverse("issues:handovers"))
    head.get_by_role("link", name="办理交接").click()
    head.get_by_role("link", name="市住建局").click()
    head.get_by_label("移交人").select_option(label="principal")
    head.get_by_label("接收人").select_option(label="周新任（局长）")
    picture(head, "handover-new")
    head.get_by_role("button", name="冻结清单，通知签收").click()
    head.get_by_text("已冻结移交清单").wait_for()
    assert head.get_by_role("button", name="签收这张清单").count() == 0


def receive(principal, handover):
    """The one who comes in finds it on the first page and signs on the phone."""
    principal.goto("/")
    principal.get_by_role("link", name="看移交清单").click()
    assert "保障性住房长期空置" in principal.locator("main").inner_text()
    picture(principal, "handover-phone")
    principal.get_by_role("button", name="签收这张清单").click()
    principal.get_by_text("从现在起这些问题由您负第一责任").wait_for()
    handover.refresh_from_db()
    assert handover.received_by.name == "周新任"


def letter(head, handover):
    head.goto(handover.get_absolute_url())
    head.get_by_role("link", name="责任提醒函").click()
    head.get_by_role("heading", name="履行巡察整改责任提醒函").wait_for()
    text = head.get_by_role("article").inner_text()
    assert str(handover) in text
    assert "周新任同志：" in text
    assert "签收：周新任" in text
    picture(head, "handover-letter")
    head.emulate_media(media="print")
    margins = head.evaluate("getComputedStyle(document.querySelector('.letter')).page")
    assert margins == "letter"
    assert not head.get_by_role("button", name="打印").is_visible()
    assert head.pdf().startswith(b"%PDF")
    head.emulate_media(media="screen")
