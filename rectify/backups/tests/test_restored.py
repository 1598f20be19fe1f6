"""Restored mode: nothing is sent, who may come in, and how it is left."""

from datetime import datetime, timedelta

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from rectify.accounts.models import User
from rectify.audit.models import Event
from rectify.backups import actions, keeping
from rectify.backups.notes import note
from rectify.calendars import days
from rectify.lib.dates import SHANGHAI
from rectify.lib.errors import Conflict, Refused
from rectify.lib.restored import Restored, restored, write
from rectify.notices import send
from rectify.notices.models import Notice
from rectify.notices.notify import notify

pytestmark = pytest.mark.django_db
MONDAY = datetime(2026, 11, 23, 8, 45, tzinfo=SHANGHAI)


def came_back(*, closed: bool) -> None:
    write(Restored(timezone.now(), timezone.now(), closed=closed))


def page_of(client, user, name="backups", follow=False):
    client.force_login(user)
    return client.get(reverse(f"backups:{name}"), follow=follow)


def test_nothing_is_sent_until_two_kinds_of_administrators_have_confirmed(world):
    days.seed()
    User.objects.filter(pk=world.liaison.pk).update(email="liaison@example.org")
    notify([world.liaison], key="a", kind="move", title="请签收", why="联络员")
    Notice.objects.update(at=MONDAY - timedelta(minutes=5))
    came_back(closed=False)
    assert send.send_due(at=MONDAY) == 0
    assert mail.outbox == []
    assert not actions.confirm(by=world.sysadmin)
    assert send.send_due(at=MONDAY) == 0
    with pytest.raises(Refused, match="已经确认过"):
        actions.confirm(by=world.sysadmin)
    assert actions.confirm(by=world.secadmin)
    assert restored() is None
    assert send.send_due(at=MONDAY) == 1
    with pytest.raises(Conflict, match="已经确认完毕"):
        actions.confirm(by=world.auditor)
    kinds = list(Event.objects.filter(kind__startswith="audit.chainhead").order_by("number").values_list("kind", "by"))
    assert kinds == [
        ("audit.chainhead.confirm", world.sysadmin.pk),
        ("audit.chainhead.confirm", world.secadmin.pk),
        ("audit.chainhead.resume", world.secadmin.pk),
    ]


def test_nobody_else_may_confirm(world, client):
    came_back(closed=False)
    with pytest.raises(Refused, match="只有三员"):
        actions.confirm(by=world.head)
    client.force_login(world.head)
    assert client.post(reverse("backups:confirm")).status_code == 403
    assert restored()


def test_while_nobody_knows_who_lost_access_only_administrators_come_in(world, client):
    came_back(closed=True)
    client.force_login(world.clerk)
    answer = client.get(reverse("issues:list"), follow=True)
    assert "系统刚由备份还原" in answer.content.decode()
    assert client.get("/api/v1/issues/").status_code == 403
    assert "我已核对，还原无误" in page_of(client, world.sysadmin).content.decode()
    for person in (world.sysadmin, world.secadmin):
        client.force_login(person)
        answer = client.post(reverse("backups:confirm"), follow=True)
    assert "已恢复正常运行" in answer.content.decode()
    client.force_login(world.clerk)
    assert client.get(reverse("issues:list")).status_code == 200
    assert client.get(reverse("backups:waiting")).status_code == 302


def test_the_page_says_what_never_was_and_what_failed(world, client, settings, tmp_path):
    settings.VAR = tmp_path
    note("backup", "20260101T000000Z：3 张表 9 行，0 个文件", ok=True)
    keeping.alarm("check", "缺 a.age")
    told = page_of(client, world.sysadmin).content.decode()
    assert "3 张表 9 行" in told
    assert "没有成功" in told
    assert "还没有过" in told
    assert "备份密钥只在服务器上" in told
    assert page_of(client, world.head).status_code == 403
