"""Restored mode: nothing is sent, who may come in, and how it is left."""

from datetime import datetime, timedelta

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import timezone

from rectify.accounts.models import User
from rectify.audit import proofs
from rectify.audit.models import Event, Proof, ProofFault
from rectify.backups import actions, keeping, making, urls
from rectify.backups.notes import note
from rectify.backups.shelf import shelf
from rectify.calendars import days
from rectify.celery import app
from rectify.lib.dates import SHANGHAI
from rectify.lib.errors import Conflict, Refused
from rectify.lib.restored import Restored, leave, restored, write
from rectify.notices import send
from rectify.notices.models import Notice
from rectify.notices.notify import notify
from rectify.roof.testing.counting import counted

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


# What goes on: signs of life, proof and backup, and what people asked for.
GO_ON = {
    "rectify.tasks.heartbeat",
    "rectify.tasks.keep_head",
    "rectify.tasks.prove",
    "rectify.tasks.look_after",
    "rectify.backups.tasks.nightly",
    "rectify.backups.tasks.monthly",
    "rectify.backups.tasks.keep_files",
    "ledgers.tasks.sweep_batches",
}


def test_the_clock_plans_nothing_and_clears_nothing_away(world):
    """Every other job of the timetable, whatever comes to it later, does not even look."""
    app.loader.import_default_modules()
    jobs = {entry["task"] for entry in app.conf.beat_schedule.values()}
    assert jobs > GO_ON
    came_back(closed=False)
    for name in sorted(jobs - GO_ON):
        with counted() as looked:
            app.tasks[name]()
        assert looked.captured_queries == [], name
    leave()
    with counted() as looked:
        app.tasks["issues.tasks.tick"]()
    assert looked.captured_queries


@pytest.mark.parametrize("command", ["week", "end_windows", "sweep_files"])
def test_nor_is_it_done_by_hand(command):
    came_back(closed=False)
    with pytest.raises(CommandError, match="刚由备份还原"):
        call_command(command)


def test_a_backup_made_meanwhile_drives_none_out(world, settings, tmp_path):
    settings.VAR = tmp_path
    settings.BACKUP_DIR, settings.MEDIA_ROOT = tmp_path / "backups", tmp_path / "files"
    came_back(closed=False)
    for year in ("2020", "2021"):
        making.make(keep=1)[0].rename(settings.BACKUP_DIR / f"{year}0101T000000Z")
    leave()
    assert len(shelf().backups()) == 2
    making.make(keep=1)
    assert len(shelf().backups()) == 1


def test_the_web_offers_no_backup_to_anybody(world, client, settings, tmp_path):
    """Made and brought back at the shell alone; the pages tell how they ended, and take the word of an administrator."""
    assert {pattern.name: pattern.callback.__name__ for pattern in urls.urlpatterns} == {
        "backups": "backups",
        "waiting": "waiting",
        "confirm": "confirm",
    }
    settings.VAR = tmp_path
    client.force_login(world.sysadmin)
    for name in ("backups", "waiting"):
        answer = client.get(reverse(f"backups:{name}"))
        assert (answer.streaming, answer.get("Content-Disposition")) == (False, None)


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
    assert told.count("还没有过") == 2
    proof = proofs.begin(by=None)
    Proof.objects.update(finished_at=timezone.now())
    assert "封存的内容全部相符" in page_of(client, world.sysadmin).content.decode()
    ProofFault.objects.create(proof=proof, check_name="佐证", row="issues.evidence:1", about="问题 1", why="缺")
    assert "1 处不符，逐条由审计管理员" in page_of(client, world.sysadmin).content.decode()
    assert "没有成功" in told
    assert "还没有过" in told
    assert "备份密钥只在服务器上" in told
    assert page_of(client, world.head).status_code == 403
