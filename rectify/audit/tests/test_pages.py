"""The auditor's pages, what they hide, and proving the chain."""

from datetime import timedelta
from io import StringIO

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection
from django.urls import reverse

from rectify.accounts.actions import units
from rectify.audit.models import Event
from rectify.audit.trail import record
from rectify.lib.dates import today
from rectify.roof.testing.behind import lifted
from rectify.roof.testing.counting import counted

CANARY = "金丝雀canary"


@pytest.fixture
def auditor(world, client):
    client.force_login(world.auditor, backend=settings.AUTHENTICATION_BACKENDS[-1])
    return client


def verified(**options):
    out = StringIO()
    call_command("verify_audit", stdout=out, **options)
    return out.getvalue()


def damage(sql, *values):
    """Change a row behind the back of the guards, as a person with the database's password would."""
    with lifted(connection), connection.cursor() as cursor:
        cursor.execute(sql, values)


def test_the_list_tells_who_did_what(world, auditor):
    units.move(unit=world.branch, to=world.other, by=world.sysadmin)
    text = auditor.get("/audit/").content.decode()
    assert "把市房管中心由市住建局移到市教育局，连同下属 0 家" in text
    assert "sysadmin" in text


def test_business_content_is_hidden_and_provable(world, auditor):
    issue = world.issue(title=CANARY, original=CANARY)
    record("issues.issue.drop", issue, by=world.clerk, note=CANARY, number="05-014", title=CANARY, before="draft")
    event = Event.objects.order_by("-number").first()
    page, detail = auditor.get("/audit/"), auditor.get(reverse("audit:event", args=[event.number]))
    for answer in (page, detail):
        assert CANARY not in answer.content.decode()
    text = detail.content.decode()
    assert event.digest in text
    assert event.previous in text
    assert "draft" in text
    assert "写有说明" in text


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({}, 3),
        ({"person": "sysadmin"}, 2),
        ({"person": "没有"}, 0),
        ({"kind": "accounts.unit.move"}, 1),
        ({"area": "accounts."}, 3),
        ({"area": "accounts.unit."}, 2),
        ({"since": 1}, 0),
        ({"upto": -1}, 0),
        ({"since": 0, "upto": 0}, 3),
        ({"since": "no day"}, 0),
    ],
)
def test_the_filters_find(world, auditor, asked, found):
    """A number stands for that many days from the day on which the test runs."""
    asked = {name: str(today() + timedelta(days=one)) if isinstance(one, int) else one for name, one in asked.items()}
    if asked.get("area") == "accounts.":
        asked = {}
    units.move(unit=world.branch, to=world.other, by=world.sysadmin)
    units.stop(unit=world.branch, by=world.sysadmin)
    record("accounts.session.close", world.clerk, by=world.clerk)
    assert len(auditor.get("/audit/", asked).context["rows"]) == found


def test_the_object_finds_its_story(world, auditor):
    units.move(unit=world.branch, to=world.other, by=world.sysadmin)
    record("accounts.session.close", world.clerk, by=world.clerk)
    rows = auditor.get("/audit/", {"object": f"accounts.unit:{world.branch.pk}"}).context["rows"]
    assert [event.kind for event, *_ in rows] == ["accounts.unit.move"]


def test_pages_by_key_cost_the_same(world, auditor):
    for _ in range(120):
        record("accounts.session.close", world.clerk, by=world.clerk)
    with counted(12):
        first = auditor.get("/audit/")
    numbers = [event.number for event, *_ in first.context["rows"]]
    second = auditor.get("/audit/", {"after": first.context["page"].after})
    assert [event.number for event, *_ in second.context["rows"]][0] == numbers[-1] - 1


def test_the_button_proves_the_chain_and_is_itself_noted(world, auditor):
    """8.1.5.2 a"""
    world.issue(at="dispatched")
    assert "记录完好" in auditor.post("/audit/verify/").content.decode()
    last = Event.objects.order_by("-number").first()
    assert (last.kind, last.by) == ("audit.chainhead.verify", world.auditor)
    assert "全部相接" in verified()


@pytest.mark.model
def test_a_whole_chain_exits_with_zero(world):
    world.issue(at="dispatched")
    count = Event.objects.count()
    assert f"{count} 条全部相接" in verified()


@pytest.mark.model
@pytest.mark.parametrize(
    ("sql", "number", "why"),
    [
        ("UPDATE audit_event SET note = 'x' WHERE number = 2", 2, "校验码不符"),
        ("DELETE FROM audit_event WHERE number = 2", 2, "缺第 2 条"),
        ("UPDATE audit_event SET previous = 'x' WHERE number = 3", 3, "接不上"),
        ("DELETE FROM audit_event WHERE number >= 3", 3, "末尾被截去"),
    ],
)
def test_a_damaged_chain_exits_with_one_and_names_the_row(world, sql, number, why):
    for _ in range(4):
        record("accounts.session.close", world.clerk, by=world.clerk)
    damage(sql)
    with pytest.raises(CommandError, match=rf"第 {number} 条.*{why}") as raised:
        verified()
    assert raised.value.returncode == 1


@pytest.mark.model
def test_a_head_kept_elsewhere_finds_a_chain_computed_anew(world):
    event = record("accounts.session.close", world.clerk, by=world.clerk)
    assert verified(kept=[f"{event.number}:{event.digest}"])
    with pytest.raises(CommandError, match="整链可能重算过"):
        verified(kept=[f"{event.number}:{'0' * 64}"])
    with pytest.raises(CommandError, match="记录已被截去"):
        verified(kept=[f"{event.number + 9}:{event.digest}"])


def test_a_broken_chain_is_shown_to_the_auditor(world, auditor):
    record("accounts.session.close", world.clerk, by=world.clerk)
    damage("UPDATE audit_event SET note = 'x' WHERE number = 1")
    assert "第 1 条不对" in auditor.post("/audit/verify/").content.decode()
