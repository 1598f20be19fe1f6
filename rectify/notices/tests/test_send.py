"""Mailings: once per person and slot, claimed before they are sent, given up after five tries and shown."""

import threading
from datetime import datetime, timedelta

import pytest
from django.core import mail
from django.db import connection

from rectify.calendars import days
from rectify.lib.dates import SHANGHAI
from rectify.notices import channels, send
from rectify.notices.models import MOST_ATTEMPTS, Mailing, Notice
from rectify.notices.notify import Letter, notify, notify_all
from rectify.options.stored import set_option
from rectify.roof.testing.counting import counted
from rectify.roof.testing.world import build

pytestmark = pytest.mark.engines
MONDAY = datetime(2026, 11, 23, 8, 45, tzinfo=SHANGHAI)


@pytest.fixture
def people(world):
    """The liaison and the clerk have an address, the head has none."""
    days.seed()
    for name in ("liaison", "clerk"):
        person = world.cast[name]
        person.email = f"{name}@example.org"
        person.save(update_fields=["email"])
    return world


def tell(*users, key="k", at=MONDAY - timedelta(minutes=5)) -> None:
    notify(users, key=key, kind="move", title="05-014 退回：资金问题", why="联络员", url="/issues/x/")
    Notice.objects.filter(key=key).update(at=at)


def test_one_message_with_numbers_and_no_content(people):
    set_option("notices.address", "http://10.1.2.3")
    tell(people.liaison, people.head, key="a")
    tell(people.liaison, key="b")
    assert send.send_due(at=MONDAY) == 1
    message = mail.outbox[0]
    assert message.to == ["liaison@example.org"]
    assert "2 条未读通知" in message.subject
    assert "http://10.1.2.3/notices/" in message.body
    assert "05-014" not in message.subject + message.body
    assert "资金" not in message.subject + message.body


SLOTS = {
    "2026-11-23T08:44": None,
    "2026-11-23T08:45": "2026-11-23T08:45",
    "2026-11-23T14:59": "2026-11-23T08:45",
    "2026-11-23T15:00": "2026-11-23T15:00",
    "2026-11-23T19:59": "2026-11-23T15:00",
    "2026-11-23T20:00": None,
    "2026-11-24T03:00": None,
    "2026-11-22T09:00": None,
    "2026-10-01T09:00": None,
    "2026-10-10T09:00": "2026-10-10T08:45",
}


@pytest.mark.parametrize("moment", SLOTS)
def test_slots_are_those_of_working_days_and_never_at_night(people, moment):
    at = datetime.fromisoformat(moment).replace(tzinfo=SHANGHAI)
    slot = send.slot_of(at)
    assert (slot and f"{slot:%Y-%m-%dT%H:%M}") == SLOTS[moment]


def test_twice_a_slot_sends_once_and_later_news_wait_for_the_next(people):
    tell(people.liaison)
    assert [send.send_due(at=MONDAY), send.send_due(at=MONDAY)] == [1, 0]
    tell(people.liaison, key="later", at=MONDAY + timedelta(minutes=5))
    assert send.send_due(at=MONDAY + timedelta(hours=1)) == 0
    assert send.send_due(at=MONDAY.replace(hour=15, minute=0)) == 1
    assert len(mail.outbox) == 2


def test_three_silent_days_are_one_message(people):
    for day in range(3):
        tell(people.liaison, key=f"d{day}", at=MONDAY - timedelta(days=day))
    assert send.send_due(at=MONDAY + timedelta(minutes=1)) == 1
    assert "3 条" in mail.outbox[0].subject


def test_what_was_read_meanwhile_is_not_sent(people):
    tell(people.liaison)
    slot = send.slot_of(MONDAY)
    send.plan(channels.EMAIL, slot=slot, at=MONDAY)
    Notice.objects.update(read_at=MONDAY)
    assert send.send_due(at=MONDAY) == 0
    assert mail.outbox == []
    assert Mailing.objects.get().sent_at


@pytest.fixture
def dead_mail(monkeypatch):
    def refuse(user, message):
        raise OSError("邮件服务器没有应答")

    dead = channels.Channel("email", "邮件", channels.EMAIL.reaches, refuse)
    monkeypatch.setitem(channels.CHANNELS, "email", dead)


def test_a_failed_try_is_kept_tried_again_and_given_up_after_five(people, dead_mail, client):
    tell(people.liaison)
    for minute in range(120):
        send.send_due(at=MONDAY + timedelta(minutes=minute))
    mailing = Mailing.objects.get()
    assert (mailing.attempts, mailing.sent_at) == (MOST_ATTEMPTS, None)
    assert "邮件服务器没有应答" in mailing.error
    client.force_login(people.liaison, backend="django.contrib.auth.backends.ModelBackend")
    assert "有一封邮件没有发出" in client.get("/notices/").content.decode()


def test_the_administrator_sees_what_was_given_up_and_sends_it_again(people, client):
    tell(people.liaison)
    send.plan(channels.EMAIL, slot=MONDAY, at=MONDAY)
    Mailing.objects.update(attempts=MOST_ATTEMPTS, error="OSError: 没有应答")
    mailing = Mailing.objects.get()
    client.force_login(people.clerk, backend="django.contrib.auth.backends.ModelBackend")
    assert client.get("/notices/sending/").status_code == 403
    assert client.post(f"/notices/sending/{mailing.pk}/").status_code == 404
    client.force_login(people.sysadmin, backend="django.contrib.auth.backends.ModelBackend")
    page = client.get("/notices/sending/?parked").content.decode()
    assert "没有应答" in page
    assert "05-014" not in page
    client.post(f"/notices/sending/{mailing.pk}/")
    assert send.send_due(at=MONDAY) == 1


def test_one_poison_message_does_not_stop_the_others(people, monkeypatch):
    def pick(user, message):
        if user.username == "clerk":
            raise OSError("no such box")
        channels.by_mail(user, message)

    monkeypatch.setitem(channels.CHANNELS, "email", channels.Channel("email", "邮件", channels.EMAIL.reaches, pick))
    tell(people.clerk, people.liaison)
    assert send.send_due(at=MONDAY) == 1
    assert mail.outbox[0].to == ["liaison@example.org"]


def test_the_same_news_is_planned_once(people):
    letter = Letter([people.liaison, people.liaison], "same", "move", "题", "联络员")
    notify_all([letter, letter])
    notify_all([letter])
    assert Notice.objects.count() == 1


def test_what_one_sender_is_busy_with_another_lets_alone_until_the_lease_is_over(people, monkeypatch):
    """The mail server is slow: while it has a message, ten minutes of other senders come by."""
    tried = []

    def slowly(user, message):
        tried.append(user.username)
        if len(tried) == 1:
            moments = [MONDAY + send.LEASE * part for part in (0, 0.5, 0.99)]
            assert [send.send_due(at=moment) for moment in moments] == [0, 0, 0]

    slow = channels.Channel("email", "邮件", channels.EMAIL.reaches, slowly)
    monkeypatch.setitem(channels.CHANNELS, "email", slow)
    tell(people.liaison)
    assert (send.send_due(at=MONDAY), tried) == (1, ["liaison"])
    assert Mailing.objects.get().attempts == 1


def test_who_died_while_sending_is_followed_by_another_after_the_lease(people, monkeypatch):
    def dies(user, message):
        raise SystemExit

    tell(people.liaison)
    with monkeypatch.context() as broken:
        broken.setitem(channels.CHANNELS, "email", channels.Channel("email", "邮件", channels.EMAIL.reaches, dies))
        with pytest.raises(SystemExit):
            send.send_due(at=MONDAY)
    assert send.send_due(at=MONDAY + send.LEASE / 2) == 0
    assert send.send_due(at=MONDAY + send.LEASE * 1.01) == 1
    assert mail.outbox[0].to == ["liaison@example.org"]


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_six_senders_at_once_send_one_message_each(transactional_db):
    world = build()
    days.seed()
    users = list(world.cast.values())[:6]
    for user in users:
        user.email = f"{user.username}@example.org"
        user.save(update_fields=["email"])
    tell(*users)
    gate = threading.Barrier(6)

    def run():
        try:
            gate.wait()
            send.send_due(at=MONDAY)
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert sorted(to for message in mail.outbox for to in message.to) == sorted(user.email for user in users)
    assert Notice.objects.filter(mailing=None).count() == 0


# ---- the inbox ------------------------------------------------------------------------------------------------------


@pytest.fixture
def inbox(people, client):
    client.force_login(people.liaison, backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_the_inbox_says_why_and_opening_marks_as_read(people, inbox):
    tell(people.liaison)
    assert "您收到此件，因为您是联络员。" in inbox.get("/notices/").content.decode()
    notice = Notice.objects.get()
    assert inbox.post(f"/notices/{notice.pk}/").url == "/issues/x/"
    notice.refresh_from_db()
    assert notice.read_at


def test_anothers_notice_is_not_found(people, inbox):
    tell(people.clerk)
    notice = Notice.objects.get()
    assert inbox.post(f"/notices/{notice.pk}/").status_code == 404
    assert inbox.post("/notices/read/").status_code == 302
    notice.refresh_from_db()
    assert notice.read_at is None


def test_a_notice_does_not_lead_out_of_the_house(people, inbox):
    tell(people.liaison)
    Notice.objects.update(url="//evil.example/")
    assert inbox.post(f"/notices/{Notice.objects.get().pk}/").url == "/notices/"


def test_the_inbox_costs_the_same_for_many(people, inbox):
    tell(people.liaison)
    with counted(30) as few:
        inbox.get("/notices/")
    notify_all([Letter([people.liaison], f"n{n}", "move", f"第 {n} 条", "联络员") for n in range(70)])
    with counted(len(few)):
        page = inbox.get("/notices/")
    assert len(page.context["page"].rows) == 30
    assert page.context["page"].after


def test_all_are_marked_at_once(people, inbox):
    tell(people.liaison, key="a")
    tell(people.liaison, key="b")
    inbox.post("/notices/read/")
    assert Notice.objects.unread().count() == 0
