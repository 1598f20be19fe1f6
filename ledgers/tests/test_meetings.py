"""领导小组会议: an agenda prepared beforehand, one minutes number, a word for each item, every one an act of its own."""

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from issues.models import Gate, Issue, Status
from ledgers.actions import meetings
from ledgers.models import MeetingItem
from ledgers.pages.meetings.agenda import waiting
from rectify.audit.models import Event
from rectify.audit.sentences import sentence
from rectify.lib.dates import today
from rectify.lib.errors import Conflict, Refused
from rectify.lib.pages import form_key
from rectify.roof.testing.world import DECISION

pytestmark = pytest.mark.django_db
NUMBER = "巡改领〔2026〕5号"
SITE = {name: DECISION[name] for name in ("site_check", "site_note", "site_by")}
DECIDED = {
    "minutes": NUMBER,
    "held_on": "",
    "chair": "组长",
    "attendees": "全体",
    "site": "done",
    "site_note": "现场查看属实",
    "site_by": "督查科",
}


def as_(user):
    client = Client()
    client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[-1])
    return client


def texts(response):
    return response.content.decode()


def meeting_of(world, *issues, minutes=NUMBER):
    meeting = meetings.call(
        office=world.office, title="领导小组第 5 次会议", held_on=today(), by=world.head, minutes=minutes
    )
    assert meetings.put(meeting=meeting, issues=issues, by=world.head) == []
    return meeting


def waits(world, count):
    return [world.issue(at=Status.AWAITING_DECISION) for _ in range(count)]


def test_a_meeting_decides_row_by_row(world):
    issues = waits(world, 4)
    meeting, head = meeting_of(world, *issues, minutes=""), as_(world.head)
    address = reverse("ledgers:meeting_decide", args=[meeting.public_id])
    assert "逐件定结论 4 件" in texts(head.get(address))
    items = list(meeting.items.order_by("order"))
    data = DECIDED | {"held_on": today().isoformat(), "items": [item.public_id for item in items], "confirm": "4"}
    for item, word, note in zip(items, ("full", "mostly", "decline", "later"), ("", "", "没有整改", ""), strict=True):
        pid, version = item.public_id, item.issue.version
        data |= {f"{pid}-word": word, f"{pid}-note": note, f"{pid}-version": version, f"{pid}-key": form_key()}
    assert "请核对" in texts(head.post(address, data | {"confirm": "3"}))
    world.move(issues[1], "decline", "second_head", note="先一步")
    done = texts(head.post(address, data))
    assert [Issue.objects.get(pk=issue.pk).status for issue in issues] == [
        Status.CLOSED,
        Status.RECTIFYING,
        Status.RECTIFYING,
        Status.AWAITING_DECISION,
    ]
    assert "已销号，认定全面完成" in done
    assert "没有整改" in done
    assert "不再等这次会议" in done
    assert "还有 1 件没有结论" in done
    again = texts(head.post(address, data))  # the same form twice: the same answers, nothing done twice
    assert "已销号，认定全面完成" in again
    assert Issue.objects.get(pk=issues[0].pk).entries.count() == 2
    assert issues[0].closures.get().minutes == NUMBER
    assert [item.word for item in meeting.items.order_by("order")] == ["full", "", "decline", "later"]


def test_what_was_not_decided_comes_onto_the_next_agenda(world):
    (issue,) = waits(world, 1)
    first = meeting_of(world, issue)
    (item,) = first.items.all()
    meetings.decide(item=item, word="later", by=world.head)
    issue.refresh_from_db()
    assert issue.status == Status.AWAITING_DECISION
    assert [row.issue for row in waiting(world.head, first)] == []
    assert "这次会上已经议过" in meetings.put(meeting=first, issues=[issue], by=world.head)[0][1]
    meetings.close(meeting=first, by=world.head)
    second = meeting_of(world, issue, minutes="6号")
    meetings.decide(item=second.items.get(), word="full", by=world.head, site=SITE)
    issue.refresh_from_db()
    assert issue.status == Status.CLOSED
    assert issue.closures.get().minutes == "6号"
    said = [sentence(event) for event in Event.objects.about(issue)]
    assert f"会议纪要 {NUMBER}：暂缓审议" in said
    assert "会议纪要 6号：全面完成" in said


def test_an_item_stands_on_one_agenda_at_a_time(world):
    (issue,) = waits(world, 1)
    meeting_of(world, issue)
    other = meetings.call(office=world.office, title="另一次", held_on=today(), by=world.head)
    assert "已列入" in meetings.put(meeting=other, issues=[issue], by=world.head)[0][1]
    rectifying = world.issue(at=Status.RECTIFYING)
    assert "不在待审定" in meetings.put(meeting=other, issues=[rectifying], by=world.head)[0][1]


def test_the_agenda_is_put_in_order_and_closes_up(world):
    issues = waits(world, 3)
    meeting = meeting_of(world, *issues)
    third = meeting.items.get(order=3)
    meetings.shift(item=third, up=True, by=world.head)
    meetings.take_off(item=meeting.items.get(order=1), by=world.head)
    assert [(item.order, item.issue) for item in meeting.items.all()] == [(1, issues[2]), (2, issues[1])]
    meetings.shift(item=meeting.items.get(order=1), up=True, by=world.head)  # already first
    assert meeting.items.get(order=1).issue == issues[2]


def test_only_a_head_of_the_office_draws_up_and_decides(world):
    (issue,) = waits(world, 1)
    meeting = meeting_of(world, issue)
    for who in ("clerk", "liaison", "leader", "stranger", "sysadmin"):
        by = getattr(world, who)
        acts = (
            lambda by=by: meetings.call(office=world.office, title="会", held_on=today(), by=by),
            lambda by=by: meetings.put(meeting=meeting, issues=[issue], by=by),
            lambda by=by: meetings.decide(item=meeting.items.get(), word="full", by=by, site=SITE),
            lambda by=by: meetings.take_off(item=meeting.items.get(), by=by),
            lambda by=by: meetings.close(meeting=meeting, by=by),
            lambda by=by: meetings.correct(meeting=meeting, by=by, title="别的"),
        )
        for act in acts:
            with pytest.raises(Refused, match="督查负责人"):
                act()
    clerk = as_(world.clerk)
    assert "议程" in texts(clerk.get(reverse("ledgers:meeting", args=[meeting.public_id])))
    assert clerk.get(reverse("ledgers:meeting_decide", args=[meeting.public_id])).status_code == 404
    assert as_(world.liaison).get(reverse("ledgers:meeting", args=[meeting.public_id])).status_code == 404


def test_a_record_stays_as_it_was_closed(world):
    issues = waits(world, 2)
    meeting = meeting_of(world, *issues)
    with pytest.raises(Refused, match="还有 2 件没有结论"):
        meetings.close(meeting=meeting, by=world.head)
    first, second = meeting.items.order_by("order")
    meetings.decide(item=first, word="full", by=world.head, site=SITE)
    with pytest.raises(Conflict, match="已由head定为"):
        meetings.decide(item=first, word="later", by=world.second_head)
    with pytest.raises(Refused, match="纪要号不能再改"):
        meetings.correct(meeting=meeting, by=world.head, minutes="另一个号")
    with pytest.raises(Refused, match="要留在会议记录里"):
        meetings.take_off(item=first, by=world.head)
    meetings.decide(item=second, word="later", by=world.head)
    meetings.close(meeting=meeting, by=world.head)
    for act in (
        lambda: meetings.correct(meeting=meeting, by=world.head, title="别的"),
        lambda: meetings.put(meeting=meeting, issues=issues, by=world.head),
    ):
        with pytest.raises(Refused, match="已经归档"):
            act()
    page = texts(as_(world.clerk).get(reverse("ledgers:meeting_print", args=[meeting.public_id])))
    assert "销号审定记录" in page
    assert NUMBER in page


def test_a_number_is_used_for_one_meeting(world):
    meeting_of(world)
    with pytest.raises(Refused, match="已经用在"):
        meeting_of(world)


def test_where_the_procedure_asks_for_the_group_nobody_decides_alone(world):
    world.work_by(world.procedure(Gate.LEADING_GROUP))
    (issue,) = waits(world, 1)
    with pytest.raises(Refused, match="请写会议纪要号"):
        world.move(issue, "approve", "head", data=dict(DECISION))
    head = as_(world.head)
    page = texts(head.get(reverse("ledgers:decide", args=[issue.public_id])))
    assert "按规程须经领导小组会议审定" in page
    link = f"{reverse('ledgers:meeting_add')}?ids={issue.public_id}"
    assert link in page
    assert "列入会议 1 件" in texts(head.get(link))
    new = {"ids": issue.public_id, "title": "第 5 次会议", "held_on": today().isoformat(), "key": form_key()}
    assert head.post(reverse("ledgers:meeting_add"), new).status_code == 302
    item = MeetingItem.objects.get(issue=issue)
    assert "已列入会议" in texts(head.get(reverse("ledgers:decide", args=[issue.public_id])))
    meetings.correct(meeting=item.meeting, by=world.head, minutes=NUMBER)
    meetings.decide(item=item, word="mostly", by=world.head, site=SITE)
    issue.refresh_from_db()
    assert (issue.status, issue.grade) == (Status.CLOSED, "mostly")


def test_pages_of_a_meeting(world):
    issues = waits(world, 2)
    meeting, head = meeting_of(world, issues[0]), as_(world.head)
    page = texts(head.get(reverse("ledgers:meeting", args=[meeting.public_id])))
    assert issues[1].title in page
    head.post(reverse("ledgers:meeting_put", args=[meeting.public_id]), {"ids": issues[1].public_id})
    assert meeting.items.count() == 2
    item = meeting.items.get(order=2)
    head.post(reverse("ledgers:meeting_arrange", args=[meeting.public_id, item.public_id]), {"act": "up"})
    assert meeting.items.get(order=1).issue == issues[1]
    head.post(reverse("ledgers:meeting_arrange", args=[meeting.public_id, item.public_id]), {"act": "off"})
    assert meeting.items.count() == 1
    assert "拟审定销号问题清单" in texts(head.get(reverse("ledgers:meeting_print", args=[meeting.public_id])))
    assert meeting.title in texts(head.get(reverse("ledgers:meetings")))
    edit = reverse("ledgers:meeting_edit", args=[meeting.public_id])
    saved = {"title": "改过的名称", "held_on": today().isoformat(), "minutes": NUMBER, "chair": "", "attendees": ""}
    assert head.post(edit, saved).status_code == 302
    meeting.refresh_from_db()
    assert meeting.title == "改过的名称"
