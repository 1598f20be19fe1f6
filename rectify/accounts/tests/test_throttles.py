"""Limits of doors: who is counted where, what stops whom, what it costs, who hears of it; and counting at the same instant."""

import threading
from datetime import timedelta
from types import SimpleNamespace

import pytest
import time_machine
from django.conf import settings as project
from django.db import OperationalError, connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from issues.models import Status
from rectify.accounts import throttles
from rectify.accounts.actions import throttles as actions
from rectify.accounts.models import ThrottleCount, User
from rectify.accounts.throttles import Throttle, network_of
from rectify.audit.models import Event
from rectify.audit.sentences import sentence
from rectify.lib import turnstile
from rectify.notices.models import Notice
from rectify.roof import throttling
from rectify.roof.testing.counting import counted
from rectify.roof.testing.walk import every_address

pytestmark = pytest.mark.django_db
AT = "2026-11-23T09:00:20+08:00"
SCRIPT = {"X-Requested-With": "XMLHttpRequest"}


@pytest.fixture(autouse=True)
def awake(settings):
    settings.THROTTLES = True


def entered(user, **headers) -> Client:
    client = Client(headers=headers)
    client.force_login(user, backend=project.AUTHENTICATION_BACKENDS[-1])
    return client


def counts() -> dict[tuple[str, str], int]:
    return {(row.throttle, row.counted.partition(":")[0]): row.calls for row in ThrottleCount.objects.all()}


def spent(throttle: Throttle, counted: str, calls: int | None = None) -> None:
    """`counted` has used the door as often as it may, or `calls` times."""
    since = throttle.begins(timezone.now())
    about = {"throttle": throttle.name, "counted": counted, "since": since}
    ThrottleCount.objects.update_or_create(**about, defaults={"calls": calls or throttle.most})


# who, how, where, with what → the door, and who is counted there
DOORS = [
    ("", "post", "/login/", {"username": "clerk"}, "login", "address"),
    ("clerk", "get", "/issues/?q=巡河", {}, "search", "person"),
    ("clerk", "get", "/books/problems/?q=巡河", {}, "search", "person"),
    ("sysadmin", "get", "/users/?q=li", {}, "search", "person"),
    ("clerk", "get", "/issues/export.xlsx?q=巡河", {}, "export", "person"),
    ("clerk", "get", "/books/problems.xlsx", {}, "export", "person"),
    ("clerk", "get", "/api/v1/issues/?q=巡河", {}, "api", "person"),
    ("clerk", "post", "/password/", {"old": "x"}, "password", "person"),
    ("clerk", "post", "/drafts/keep/", "{}", "draft", "person"),
    ("clerk", "post", "/drafts/files/", {"form": "/x/"}, "upload", "person"),
    ("clerk", "post", "/import/", {"kind": "x"}, "upload", "person"),
]
FREE = [
    ("", "/login/"),
    ("", "/healthz"),
    ("clerk", "/"),
    ("clerk", "/issues/"),
    ("clerk", "/issues/?q="),
    ("clerk", "/import/template.xlsx"),
    ("clerk", "/books/problems/"),
    ("sysadmin", "/users/"),
]


def ask(who: str, world, how: str, address: str, sent):
    client = entered(getattr(world, who)) if who else Client()
    kind = {"content_type": "application/json"} if isinstance(sent, str) else {}
    return getattr(client, how)(address, sent or None, **kind)


@pytest.mark.parametrize(("who", "how", "address", "sent", "door", "counted"), DOORS)
def test_a_door_counts_who_uses_it_once(world, who, how, address, sent, door, counted):
    ask(who, world, how, address, sent)
    assert counts() == {(door, counted): 1}


@pytest.mark.parametrize(("who", "address"), FREE)
def test_any_other_page_counts_nobody(world, who, address):
    ask(who, world, "get", address, {})
    assert counts() == {}


@pytest.mark.parametrize(("address", "more"), [("/issues/?q=巡河", 1), ("/books/problems.xlsx", 1), ("/issues/", 0)])
def test_a_door_costs_one_statement_and_a_page_none(world, settings, address, more):
    world.issue(at=Status.RECTIFYING)
    client, asked = entered(world.clerk), []
    client.get(address)
    for awake in (False, True):
        settings.THROTTLES = awake
        with counted() as statements:
            client.get(address)
        asked.append(len(statements))
    turn = 2 if address.endswith(".xlsx") and connection.vendor == "postgresql" else 0  # taken and given back
    assert asked[1] - asked[0] == more + turn


def test_a_second_export_of_a_person_waits_and_a_third_is_sent_away(world, monkeypatch):
    """RL-02"""
    monkeypatch.setattr(throttling, "PATIENCE", 0)
    address, turn = "/books/problems.xlsx", f"export:{throttles.of_person(world.clerk)}"
    held, gone = threading.Event(), threading.Event()

    def first() -> None:
        assert turnstile.enter(turn, wait=0)
        held.set()
        gone.wait(20)
        turnstile.leave(turn)
        connection.close()

    other = threading.Thread(target=first)
    other.start()
    held.wait(20)
    refused = entered(world.clerk).get(address)
    assert (refused.status_code, refused["Retry-After"]) == (429, "15")
    assert "上一份导出还在写" in refused.content.decode()
    assert entered(world.head).get(address).status_code == 200
    gone.set()
    assert turnstile.enter(turn, wait=20)
    turnstile.leave(turn)
    other.join()
    for _ in range(2):  # each gives its turn back
        assert entered(world.clerk).get(address).status_code == 200


def test_every_door_that_takes_files_or_gives_workbooks_is_one():
    """A new address behind `receives`, or one whose name ends as a file's, stands in the table by itself; names in it exist."""
    named = throttling.SECRETS | throttling.DRAFTS | throttling.HANDED_IN
    assert named <= {address.name for address in every_address()}
    files = [address for address in every_address() if address.route.endswith(throttling.FILES)]
    assert len(files) > 6
    for address in files:
        match = SimpleNamespace(view_name=address.name, route=address.route)
        request = SimpleNamespace(resolver_match=match, user=User(username="x"), method="GET", GET={})
        door = throttling.door_of(request)
        assert door is (None if address.route.endswith("template.xlsx") else throttles.EXPORT), address


@pytest.mark.parametrize(
    ("door", "address", "key"),
    [
        (throttles.SEARCH, "/issues/?q=巡河", None),
        (throttles.API, "/api/v1/issues/", "reasons"),
        (throttles.EXPORT, "/issues/export.xlsx", None),
    ],
)
def test_who_comes_too_often_is_told_when_to_come_again_and_others_are_unharmed(world, door, address, key):
    with time_machine.travel(AT, tick=False) as clock:
        spent(door, throttles.of_person(world.clerk))
        clerk = entered(world.clerk)
        refused = clerk.get(address)
        assert refused.status_code == 429
        assert 0 < int(refused["Retry-After"]) <= door.within.total_seconds()
        text = refused.json()[key][0] if key else refused.content.decode()
        assert f"{door.label}太频繁：{door.span}最多 {door.most} 次" in text
        assert entered(world.head).get(address).status_code == 200
        assert clerk.get("/books/").status_code == 200
        clock.shift(int(refused["Retry-After"]))
        assert entered(world.clerk).get(address).status_code == 200  # the session has ended meanwhile


def test_the_script_that_sends_files_gets_a_sentence(world):
    spent(throttles.UPLOAD, throttles.of_person(world.clerk))
    client = entered(world.clerk, **SCRIPT)
    refused = client.post("/drafts/files/", {"form": "/x/"})
    assert (refused.status_code, "上传太频繁" in refused.json()["errors"][0]) == (429, True)


def test_a_hundred_come_in_from_one_address_and_a_known_device_when_all_others_wait(world):
    """A hundred people, each with one slip of the finger, within two minutes; and a stranger who knocks without an end keeps
    nobody out who came in from the own desk before."""
    with time_machine.travel(AT, tick=False) as clock:
        for _ in range(200):
            clock.shift(0.5)
            assert throttles.count(throttles.LOGIN, "address:10.1.1.1") is None
        spent(throttles.LOGIN, "address:127.0.0.1")
        assert Client().post("/login/", {"username": "x"}).status_code == 429
        clock.shift(600)
        desk, clerk = Client(), world.clerk
        clerk.set_password("Jiang-he-hu-hai-7")
        clerk.save(update_fields=["password"])
        mine = {"username": clerk.username, "password": "Jiang-he-hu-hai-7"}
        assert desk.post("/login/", mine).status_code == 302
        desk.post(reverse("accounts:logout"))
        spent(throttles.LOGIN, "address:127.0.0.1")
        assert Client().post("/login/", mine).status_code == 429
        assert desk.post("/login/", mine).status_code == 302


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("10.1.2.3", "10.1.2.3"),
        ("::ffff:10.1.2.3", "10.1.2.3"),
        ("[::ffff:10.1.2.3]", "10.1.2.3"),
        ("2001:db8:1:2::5", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:ffff:1:2:3", "2001:db8:1:2::/64"),
        ("2001:db8:1:3::5", "2001:db8:1:3::/64"),
        ("<script>", "?"),
    ],
)
def test_one_machine_is_counted_once_however_it_calls_itself(address, network):
    assert network_of(address) == network


def test_beyond_a_limit_there_is_one_event_and_one_alarm_an_hour(world):
    """Not one a request, nor one a minute: the same person, the same door, twenty minutes in a row."""
    counted = throttles.of_person(world.clerk)
    with time_machine.travel(AT, tick=False) as clock:
        for _ in range(20):
            spent(throttles.SEARCH, counted, calls=throttles.SEARCH.most)
            assert throttles.count(throttles.SEARCH, counted)
            actions.tell_reached(at=timezone.now())
            clock.shift(60)
        assert actions.tell_reached(at=timezone.now()) == 0
        told = Event.objects.filter(kind="accounts.throttle.reach")
        assert [sentence(event) for event in told] == [
            f"搜索太频繁（{world.clerk.username}）：2026-11-23 09:00 起的一分钟内 121 次，上限 120 次，超过的没有办"
        ]
        alarm = Notice.objects.get(kind="alarm")
        assert (alarm.to, "搜索太频繁" in alarm.title) == (world.secadmin, True)
        clock.shift(3600)
        spent(throttles.SEARCH, counted, calls=throttles.SEARCH.most + 1)
        assert actions.tell_reached(at=timezone.now()) == 1


def test_many_downloads_are_told_and_not_refused(world):
    counted = throttles.of_person(world.leader)
    spent(throttles.DOWNLOAD, counted)
    assert throttles.count(throttles.DOWNLOAD, counted) is None
    assert actions.tell_reached(at=timezone.now()) == 1
    assert "下载文件太频繁" in Notice.objects.get(to=world.secadmin, kind="alarm").title


@pytest.mark.parametrize(
    ("words", "code"), [("attempt to write a readonly database", 200), ("database or disk is full", 200), ("else", 500)]
)
def test_where_nothing_can_be_written_reading_goes_on(world, monkeypatch, words, code):
    def fails(*_):
        raise OperationalError(words)

    monkeypatch.setattr(throttles, "count", fails)
    client = entered(world.clerk)
    client.raise_request_exception = False
    assert client.get("/issues/?q=巡河").status_code == code


def test_counts_of_yesterday_are_gone(world):
    throttles.count(throttles.SEARCH, throttles.of_person(world.clerk))
    actions.tell_reached(at=timezone.now() + timedelta(hours=23))
    assert ThrottleCount.objects.exists()
    actions.tell_reached(at=timezone.now() + timedelta(hours=25))
    assert not ThrottleCount.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_at_the_same_instant_no_call_slips_through():
    """Forty calls of two workers with twenty threads each, of which ten may pass: ten pass, thirty are refused."""
    door, gate, answers, broken = Throttle("search", "搜索", 10, throttles.HOUR), threading.Barrier(40), [], []

    def call():
        try:
            gate.wait(30)
            answers.append(throttles.count(door, "person:x"))
        except Exception as error:
            broken.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=call) for _ in range(40)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert broken == []
    assert sorted(answer is None for answer in answers) == [False] * 30 + [True] * 10
    assert ThrottleCount.objects.get().calls == 40
