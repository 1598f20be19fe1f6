"""接口密钥: two hands to have one, one to end it; it reads what its post reads and writes what it was granted, and no more."""

import re
from base64 import b64encode
from datetime import timedelta
from io import BytesIO

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from openpyxl import Workbook

from issues.actions import knowing
from issues.models import Issue, Restriction, Status
from ledgers.models import Batch
from rectify.accounts import machines, throttles
from rectify.accounts.actions import api_keys, users
from rectify.accounts.models import ApiKey, ApiKeyUse, KeyRight
from rectify.accounts.roles import Role
from rectify.accounts.throttles import Throttle
from rectify.audit.models import Event
from rectify.audit.sentences import sentence
from rectify.lib.dates import today
from rectify.lib.errors import Refused
from rectify.roof.testing.walk import every_address
from rectify.workflow.moves import labels, moves_of

pytestmark = pytest.mark.django_db
PLACE = re.compile(r"<[^>]+>")
WRITES = ("post", "put", "patch", "delete")
# What a key with every right may write: all else is a person's.
WRITTEN_BY_KEYS = {("api:imports", "post")}
MOVES_OF_KEYS = {"issues.report.send"}


def asked(world, *rights, role=Role.UNIT_LIAISON, unit=None, **changed) -> ApiKey:
    about = {"name": "协同办公", "reason": "对接", "ends_on": today() + timedelta(days=30)} | changed
    return api_keys.ask(role=role, unit=unit or world.lead, rights=list(rights), **about, by=world.sysadmin)


def key_text(world, *rights, **about) -> str:
    """The whole key, as the other system has it."""
    key = asked(world, *rights, **about)
    last = api_keys.grant(key=key, by=world.secadmin)
    return machines.beginning(key, api_keys.collect(key=key, by=world.sysadmin)) + last


def caller(text: str) -> Client:
    return Client(headers={"authorization": f"Bearer {text}"})


def entered(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def stage(shared_world):
    shared_world.issue(at=Status.RECTIFYING)
    shared_world.issue(at=Status.RECTIFYING, lead_unit=shared_world.other)
    shared_world.issue(at=Status.AWAITING_SIGNATURE)
    for level in ("public", "work_secret"):
        shared_world.issue(at=Status.RECTIFYING, confidentiality=level)
    hidden = shared_world.issue(at=Status.RECTIFYING)
    knowing.restrict(issue=hidden, why=Restriction.PERSON, reason="涉及干部", by=shared_world.head)
    return shared_world


def test_two_hands_make_a_key_and_neither_has_the_whole(world):
    """Neither half opens anything, nor is a half found in the database; the same administrator does not do both."""
    key = asked(world)
    for who in (world.sysadmin, world.auditor, world.head):
        with pytest.raises(Refused):
            api_keys.grant(key=key, by=who)
    with pytest.raises(Refused):
        api_keys.collect(key=key, by=world.sysadmin)  # nobody has granted it
    last = api_keys.grant(key=key, by=world.secadmin)
    first = api_keys.collect(key=key, by=world.sysadmin)
    with pytest.raises(Refused):
        api_keys.collect(key=key, by=world.sysadmin)
    with pytest.raises(Refused):
        api_keys.grant(key=key, by=world.secadmin)
    assert not {first, last} & set(ApiKey.objects.values_list("first_code", "last_code").get())
    whole = machines.beginning(key, first) + last
    for text in (first, last, machines.beginning(key, first), machines.beginning(key, last) + first, f"{whole}x"):
        assert caller(text).get("/api/v1/books/").status_code == 401
    assert caller(whole).get("/api/v1/books/").status_code == 200
    with pytest.raises(IntegrityError), transaction.atomic():
        ApiKey.objects.filter(pk=key.pk).update(decided_by=world.sysadmin)


def test_who_the_key_stands_for_is_nobody_who_comes_in(world):
    key = asked(world)
    api_keys.grant(key=key, by=world.secadmin)
    account = ApiKey.objects.get().account
    for act in (users.reset, users.start, users.edit):
        with pytest.raises(Refused):
            act(user=account, by=world.sysadmin)
    assert (account.is_active, account.has_usable_password(), account.posts) == (False, False, [])
    assert account.public_id not in entered(world.sysadmin).get(reverse("accounts:users")).content.decode()


@pytest.mark.parametrize(
    ("role", "unit", "like"),
    [
        (Role.UNIT_LIAISON, "lead", "liaison"),
        (Role.UNIT_LIAISON, "other", "other_liaison"),
        (Role.OFFICE_CLERK, "office", "clerk"),
        (Role.LEADER, "city", "leader"),
    ],
)
def test_a_key_reads_what_a_person_in_that_post_reads(stage, role, unit, like):
    """8.1.4.2 f Every list of the API answers byte for byte alike; what the person may not see is 404 for the key."""
    post = next(post for post in getattr(stage, like).posts)
    machine = caller(key_text(stage, role=post.role, unit=post.unit))
    person = entered(getattr(stage, like))
    lists = [f"/{each.route}" for each in every_address() if each.is_api and not each.params]
    ids = [issue["id"] for issue in entered(stage.head).get("/api/v1/issues/").json()["rows"]]
    for path in [*lists, "/api/v1/books/problems/", *(f"/api/v1/issues/{one}/" for one in ids)]:
        if "schema" not in path:
            one, other = machine.get(path), person.get(path)
            assert (one.status_code, one.content) == (other.status_code, other.content), path
            assert not one.cookies, path


def test_a_key_writes_only_what_it_was_granted(stage):
    """8.1.4.2 d No address takes a machine but those listed above, whatever it was granted, and no move but those."""
    every, bare = (caller(key_text(stage, *rights)) for rights in (KeyRight.values, ()))
    for address in every_address():
        if not address.is_api or address.name in ("schema", "api:progress", "api:progress_moves"):
            continue
        path = f"/{PLACE.sub('x', address.route)}"
        for verb in WRITES:
            for client, may in ((every, (address.name, verb) in WRITTEN_BY_KEYS), (bare, False)):
                answer = getattr(client, verb)(path, {}, content_type="application/json")
                assert may or answer.status_code in (403, 404, 405), (address.route, verb)
    rows = [(label, move) for label in labels() for move in moves_of(label).values()]
    assert {f"{label}.{move.name}" for label, move in rows if move.by_key} == MOVES_OF_KEYS
    waits = Issue.objects.filter(status=Status.AWAITING_SIGNATURE).first()
    signer = caller(key_text(stage, *KeyRight.values, role=Role.UNIT_PRINCIPAL))
    where = f"/api/v1/issues/{waits.public_id}/moves/"
    assert signer.get(where).json() == []
    assert signer.post(where, {"move": "sign"}, content_type="application/json").status_code == 403
    assert Issue.objects.get(pk=waits.pk).status == Status.AWAITING_SIGNATURE


def test_a_workbook_waits_for_a_person(stage):
    clerk = caller(key_text(stage, KeyRight.IMPORT, role=Role.OFFICE_CLERK, unit=stage.office))
    file = BytesIO()
    book = Workbook()
    for row in (("序号", "问题", "责任单位"), (1, "窗口收费不公开", stage.lead.name)):
        book.active.append(row)
    book.save(file)
    body = {"round": stage.round.public_id, "name": "督查平台.xlsx", "content": b64encode(file.getvalue()).decode()}
    answer = clerk.post("/api/v1/imports/", body, content_type="application/json")
    assert (answer.status_code, answer.json()["state"]) == (201, Batch.Status.READY)
    assert clerk.post("/api/v1/imports/", body | {"content": "？"}, content_type="application/json").status_code == 400
    assert Batch.objects.get(public_id=answer.json()["id"]).created_by.name == "协同办公（接口）"


def test_a_key_opens_nothing_when_it_is_over(stage):
    """Its last day, its end and the end of its role's offer count at the next call."""
    text = key_text(stage)
    assert caller(text).get("/api/v1/books/").status_code == 200
    with time_machine.travel(timezone.now() + timedelta(days=31)):
        assert caller(text).get("/api/v1/books/").status_code == 401
    api_keys.end(key=ApiKey.objects.get(), by=stage.secadmin)
    assert caller(text).get("/api/v1/books/").status_code == 401


def test_calls_are_limited_and_stand_in_the_trail_by_the_hour(stage, monkeypatch):
    """Above the limit 429 until the minute is over; every call is told once, refused ones too."""
    monkeypatch.setattr(throttles, "KEY", Throttle("key", "用接口密钥调用", 3, throttles.MINUTE))
    first, other = caller(key_text(stage)), caller(key_text(stage))
    with time_machine.travel("2026-11-23T10:20:30+08:00", tick=False) as clock:
        assert [first.get("/api/v1/books/").status_code for _ in range(4)] == [200] * 3 + [429]
        stopped = first.get("/api/v1/figures/")
        assert int(stopped["Retry-After"]) == 30
        assert stopped.json()["reasons"] == ["用接口密钥调用太频繁：一分钟最多 3 次。这一次没有办，请等 30 秒再试"]
        assert other.post("/api/v1/issues/", {}, content_type="application/json").status_code == 403
        clock.shift(60)
        assert first.get("/api/v1/books/").status_code == 200
        assert api_keys.tell_uses(at=timezone.now()) == 0  # the hour is not over
        clock.shift(3600)
        assert [api_keys.tell_uses(at=timezone.now()) for _ in range(2)] == [2, 0]
    told = [sentence(event) for event in Event.objects.filter(kind="accounts.apikey.use")]
    assert any("2026-11-23 10 时用接口密钥调用 6 次，其中被拒 0 次：books/ 5、figures/ 1" in one for one in told), told
    assert any("调用 1 次，其中被拒 1 次：issues/ 1" in one for one in told), told
    assert not ApiKeyUse.objects.exists()
