"""Commands for those who run it."""

import re
import shlex
import sys
from collections import namedtuple
from dataclasses import replace
from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest
import time_machine
from django.contrib.auth import get_user_model
from django.core.cache import cache
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from rectify.accounts.actions import sessions
from rectify.accounts.actions.slips import print_slips
from rectify.accounts.halves import SlipCheck, opening
from rectify.accounts.roles import AccountKind
from rectify.audit.models import Event
from rectify.backups import keys
from rectify.backups.notes import note
from rectify.calendars.models import Day
from rectify.lib.verdict import YES
from rectify.notices.models import Mailing, Notice
from rectify.roof import health
from rectify.roof.management.commands import doctor
from rectify.serving import place
from rectify.tasks import HEARTBEAT, heartbeat, look_after

pytestmark = pytest.mark.django_db


def said(command, **options):
    out = StringIO()
    call_command(command, stdout=out, **options)
    return out.getvalue()


SHOWN = re.compile(r"账号 (\w+)  (?:一次性密码|后一半) (\w+)")


def comes_in(name: str, password: str) -> bool:
    return opening(get_user_model().objects.get(username=name), password) is SlipCheck.RIGHT


def test_what_the_screen_shows_opens_one_account_of_three_the_system_administrator_prints_the_rest():
    """8.1.4.2 b Nobody, whoever has the screen, comes in as the other two without what is printed by who came in first."""
    shown = dict(SHOWN.findall(said("create_administrators")))
    people = get_user_model().objects.in_bulk(field_name="username")
    assert set(shown) == set(people) == {"sysadmin", "secadmin", "auditor"}
    assert {user.kind for user in people.values()} == set(AccountKind) - {AccountKind.BUSINESS}
    assert all(user.must_change_password for user in people.values())
    of_screen = [*shown.values(), *(one + other for one in shown.values() for other in shown.values())]
    opened = {name for name in people for password in of_screen if comes_in(name, password)}
    assert opened == {"sysadmin"}
    others = [people["secadmin"], people["auditor"]]
    printed = {slip.user.username: slip.half for slip in print_slips(people=others, by=people["sysadmin"])}
    assert all(comes_in(name, printed[name] + shown[name]) for name in printed)
    assert not any(comes_in(name, shown[name] + printed[name]) for name in printed)
    assert Event.objects.filter(kind="accounts.administrator.create").count() == 3
    assert Event.objects.filter(kind="accounts.user.slip").count() == 6
    assert not any(half in str(list(Event.objects.values())) for half in [*shown.values(), *printed.values()])


def test_the_screen_shows_anew_only_what_nobody_has_used():
    """The slips are dead after three days, or lost: another one for who has not come in; of who has, nothing."""
    shown = dict(SHOWN.findall(said("create_administrators")))
    system = get_user_model().objects.get(username="sysadmin")
    sessions.change_password(user=system, password="Jiang-he-hu-hai-7", by=system)  # noqa: S106  of a test
    with time_machine.travel(timezone.now() + timedelta(hours=73)):
        again = dict(SHOWN.findall(said("create_administrators", again=True)))
        assert set(again) == {"secadmin", "auditor"}
        auditor = get_user_model().objects.get(username="auditor")
        half = print_slips(people=[auditor], by=system)[0].half
        assert comes_in("auditor", half + again["auditor"])
        assert not comes_in("auditor", half + shown["auditor"])


def test_administrators_are_made_once():
    said("create_administrators")
    assert "没有改动" in said("create_administrators")
    assert get_user_model().objects.count() == 3


def test_a_taken_name_stops_all_three():
    get_user_model().objects.create(username="auditor", name="张三")
    with pytest.raises(CommandError, match="账号 auditor 已被占用"):
        said("create_administrators")
    assert get_user_model().objects.count() == 1


def test_administrators_wait_for_a_start_that_still_prepares(tmp_path, monkeypatch):
    path, said_so = tmp_path / "prepare.lock", []
    monkeypatch.setattr(place.time, "sleep", lambda seconds: held.close())
    held = place.claim_folder(path)
    place.wait_until_free(path, say=said_so.append)
    assert [text[:6] for text in said_so] == ["系统还在准备"]
    place.wait_until_free(path, say=said_so.append)
    assert len(said_so) == 1


def test_a_command_is_shown_as_it_must_be_typed():
    program, script, command = shlex.split(place.typed("create_administrators"))
    assert (Path.cwd() / program).samefile(sys.executable)
    assert (script, command) == ("manage.py", "create_administrators")


def test_a_weak_password_is_refused_with_the_rules(monkeypatch):
    monkeypatch.setattr("rectify.management.commands.create_administrators.getpass", lambda prompt: "password")
    with pytest.raises(CommandError, match="两类字符"):
        said("create_administrators", ask=True)


def test_doctor_names_what_is_wrong(capsys):
    Day.objects.all().delete()
    cache.delete(HEARTBEAT)
    out = StringIO()
    with pytest.raises(CommandError, match="有 2 项异常"):
        call_command("doctor", stdout=out)
    assert "异常  时钟与后台工作进程（还没有）：还没有过心跳" in out.getvalue()
    assert "年的调休安排" in out.getvalue()


def signs() -> dict[str, health.HealthSign]:
    return {sign.code: sign for sign in health.readings()}


def test_backups_are_looked_at(settings, tmp_path, time_machine):
    time_machine.move_to("2026-11-23 08:00:00+08:00", tick=False)
    settings.VAR = tmp_path
    assert doctor.key()
    note("backup", "3 张表", ok=True)
    assert "--key-kept" in doctor.key().reason
    keys.confirm(str(keys.identity())[-keys.PRINTED :])
    assert doctor.key()
    note("drill", "还原不成", ok=False)
    assert signs()["drill_hours"].verdict.reason == "还原不成"
    note("drill", "好", ok=True)
    note("check", "好", ok=True)
    assert signs()["drill_hours"].verdict
    time_machine.shift(timedelta(days=3))
    assert "两天内没有备份" in signs()["backup_hours"].verdict.reason
    assert signs()["drill_hours"] == replace(signs()["drill_hours"], value=72, verdict=YES)
    time_machine.shift(timedelta(days=38))
    assert "没有演练" in signs()["drill_hours"].verdict.reason


def test_what_is_not_well_is_told_once_to_those_who_keep_the_system(
    world, settings, tmp_path, time_machine, monkeypatch
):
    time_machine.move_to("2026-11-23 08:00:00+08:00", tick=False)
    settings.VAR = tmp_path
    heartbeat()
    for _ in range(2):
        look_after()
    assert not Notice.objects.filter(kind="alarm").exists()
    mailing = Mailing.objects.create(to=world.clerk, channel="email", slot=timezone.now(), attempts=5)
    Mailing.objects.create(to=world.liaison, channel="email", slot=timezone.now())
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr(health.shutil, "disk_usage", lambda _: usage(10, 10, 5 * 1024**2))
    time_machine.shift(timedelta(hours=3))
    for _ in range(3):
        look_after()
    told = Notice.objects.filter(kind="alarm").order_by("title")
    assert {notice.to for notice in told} == {world.sysadmin}
    assert [notice.title for notice in told] == [
        "停发的邮件异常",
        "待发的邮件异常",
        "时钟与后台工作进程异常",
        "磁盘空间异常",
    ]
    answer = Client().get("/healthz").json()
    assert (answer["tick_seconds"], answer["outbox_minutes"], answer["parked"], answer["free_mb"]) == (10800, 180, 1, 5)
    assert answer["ill"] == ["tick_seconds", "outbox_minutes", "parked", "free_mb"]
    Mailing.objects.filter(pk=mailing.pk).update(attempts=0)
    heartbeat()
    assert "parked" not in Client().get("/healthz").json()["ill"]


def test_doctor_is_content(time_machine):
    time_machine.move_to("2026-11-23 08:00:00+08:00", tick=False)
    Day.objects.get_or_create(date="2026-10-01", defaults={"works": False})
    heartbeat()
    assert "异常" not in said("doctor")
