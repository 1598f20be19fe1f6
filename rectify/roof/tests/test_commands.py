"""Commands for those who run it."""

import re
from datetime import timedelta
from io import StringIO

import pytest
from django.contrib.auth import authenticate, get_user_model
from django.core.cache import cache
from django.core.management import CommandError, call_command
from django.test import RequestFactory

from rectify.accounts.roles import AccountKind
from rectify.audit.models import Event
from rectify.backups import keys
from rectify.backups.notes import note
from rectify.calendars.models import Day
from rectify.management.commands import doctor
from rectify.tasks import HEARTBEAT, heartbeat

pytestmark = pytest.mark.django_db


def said(command, **options):
    out = StringIO()
    call_command(command, stdout=out, **options)
    return out.getvalue()


def test_three_administrators_with_passwords_that_work_once_shown():
    text = said("create_administrators")
    passwords = dict(re.findall(r"账号 (\w+)  一次性密码 (\w+)", text))
    people = get_user_model().objects.in_bulk(field_name="username")
    assert set(passwords) == set(people) == {"sysadmin", "secadmin", "auditor"}
    assert {user.kind for user in people.values()} == set(AccountKind) - {AccountKind.BUSINESS}
    assert all(user.must_change_password for user in people.values())
    request = RequestFactory().post("/login/")
    assert all(authenticate(request, username=name, password=passwords[name]) == people[name] for name in people)
    assert Event.objects.filter(kind="accounts.administrator.create").count() == 3
    assert not any(password in str(Event.objects.values()) for password in passwords.values())


def test_administrators_are_made_once():
    said("create_administrators")
    assert "没有改动" in said("create_administrators")
    assert get_user_model().objects.count() == 3


def test_a_taken_name_stops_all_three():
    get_user_model().objects.create(username="auditor", name="张三")
    with pytest.raises(CommandError, match="账号 auditor 已被占用"):
        said("create_administrators")
    assert get_user_model().objects.count() == 1


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
    assert "异常  时钟与后台工作进程：还没有过心跳" in out.getvalue()
    assert "年的调休安排" in out.getvalue()


def test_doctor_looks_at_backups(settings, tmp_path, time_machine):
    time_machine.move_to("2026-11-23 08:00:00+08:00", tick=False)
    settings.VAR = tmp_path
    assert doctor.backups()
    note("backup", "3 张表", ok=True)
    assert "--key-kept" in doctor.backups().reason
    keys.confirm(str(keys.identity())[-keys.PRINTED :])
    assert doctor.backups()
    note("drill", "还原不成", ok=False)
    assert doctor.backups().reason == "还原不成"
    note("drill", "好", ok=True)
    time_machine.shift(timedelta(days=3))
    assert "两天内没有备份" in doctor.backups().reason


def test_doctor_is_content(time_machine):
    time_machine.move_to("2026-11-23 08:00:00+08:00", tick=False)
    Day.objects.get_or_create(date="2026-10-01", defaults={"works": False})
    heartbeat()
    assert "异常" not in said("doctor")
