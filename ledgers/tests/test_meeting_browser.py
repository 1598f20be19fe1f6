"""In a browser: an agenda is drawn up and put in order, and the meeting gives three different words at once."""

import pytest
from django.urls import reverse

from issues.models import Issue, Status
from ledgers.models import Meeting
from rectify.roof.testing.pictures import picture

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def word(page, number, label, note=""):
    page.get_by_label(f"{number} 的结论").select_option(label=label)
    if note:
        page.get_by_label(f"{number} 的意见").fill(note)


def test_a_meeting_from_agenda_to_archived_record(world, open_page, enter):
    issues = [world.issue(at=Status.AWAITING_DECISION) for _ in range(3)]
    head, phone = open_page(), open_page(width=390, height=844)
    for page in (head, phone):
        enter(page, world.head)
    head.goto(f"{reverse('ledgers:closures')}?queue=awaiting_decision")
    for issue in issues[:2]:
        head.get_by_label(f"选择 {issue.number}").check()
    head.get_by_role("button", name="列入会议").click()
    head.get_by_label("新会议的名称").fill("领导小组第 5 次会议")
    picture(head, "meeting-add")
    head.get_by_role("button", name="列入议程").click()
    head.get_by_text("已列入 2 件").wait_for()
    head.get_by_label(f"选择 {issues[2].number}").check()
    head.get_by_role("button", name="列入议程").click()
    head.get_by_role("button", name=f"{issues[2].number} 上移").click()
    meeting = Meeting.objects.get()
    assert meeting.items.get(order=2).issue == issues[2]
    picture(head, "meeting")
    head.get_by_role("link", name="打印会议材料").click()
    assert "拟审定销号问题清单" in head.locator(".book-title").inner_text()
    picture(head, "meeting-print")
    phone.goto(reverse("ledgers:meeting_decide", args=[meeting.public_id]))
    picture(phone, "meeting-decide-phone")
    decide(head, meeting, issues)
    phone.goto(reverse("ledgers:meeting", args=[meeting.public_id]))
    picture(phone, "meeting-phone")


def decide(head, meeting, issues):
    head.goto(reverse("ledgers:meeting_decide", args=[meeting.public_id]))
    word(head, issues[0].number, "全面完成")
    word(head, issues[1].number, "不予销号", "住户仍有反映")
    word(head, issues[2].number, "暂缓审议")
    head.get_by_label("会议纪要号").fill("巡改领〔2026〕5号")
    head.get_by_label("主持人").fill("组长")
    head.get_by_label("已现场核查").check()
    head.get_by_label("核查情况").fill("现场查看属实")
    head.get_by_label("核查人").fill("督查科")
    head.get_by_label("请输入件数").fill("3")
    picture(head, "meeting-decide")
    head.get_by_role("button", name="按结论审定").click()
    head.get_by_role("heading", name="审定结果").wait_for()
    picture(head, "meeting-done")
    assert [Issue.objects.get(pk=issue.pk).status for issue in issues] == [
        Status.CLOSED,
        Status.RECTIFYING,
        Status.AWAITING_DECISION,
    ]
    head.get_by_role("link", name="回会议记录").click()
    head.get_by_role("button", name="归档会议记录").click()
    head.get_by_text("会议记录已归档").wait_for()
    assert head.get_by_role("link", name="逐件定结论").count() == 0
