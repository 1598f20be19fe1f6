"""交接: a frozen list, a receipt in person, a letter with its number, and what is otherwise since."""

import json
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from issues.actions import extensions, handover
from issues.documents.handover import body, differences
from issues.models import ExtensionReason, Handover, Report, Status
from issues.tests.test_pages_issue import report_weeks
from rectify.accounts.actions import standins
from rectify.accounts.models import Holding
from rectify.accounts.roles import Role
from rectify.audit.models import Event
from rectify.lib.dates import business_now, today
from rectify.lib.digests import digest_of
from rectify.lib.errors import Refused
from rectify.roof.testing.world import person

pytestmark = [pytest.mark.django_db, pytest.mark.workflow]


@pytest.fixture
def enter(client, settings):
    def go(user):
        client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[-1])
        return client

    return go


@pytest.fixture
def incoming(world):
    return person("incoming", (Role.UNIT_PRINCIPAL, world.lead), name="新任", title="局长")


@pytest.fixture
def issue(world):
    """Under way, with a promise and an application for more time."""
    issue = world.issue(at=Status.RECTIFYING, title="保障房空置")
    report_weeks(world, issue, 2)
    Report.objects.filter(issue=issue).update(
        sent_at=business_now(), sent_by=world.liaison, next_step="11月27日前追缴最后 1 户"
    )
    reason = ExtensionReason.objects.get_or_create(code="test", defaults={"name": "等专户", "kind": "objective"})[0]
    extensions.apply(issue=issue, reason=reason, text="等", to_due=issue.due + timedelta(days=20), by=world.principal)
    return issue


def drawn(world, incoming, **words):
    given = {"unit": world.lead, "outgoing": world.principal, "incoming": incoming, "on": today(), "by": world.head}
    return handover.draw_up(**given | words)


def test_what_is_open_is_frozen_with_its_digest(world, incoming, issue):
    world.issue(at=Status.CLOSED)
    world.issue(at=Status.RECTIFYING, lead_unit=world.other)
    found = drawn(world, incoming)
    assert {part: len(rows) for part, rows in found.body.items()} == {
        "issues": 1,
        "promises": 1,
        "extensions": 1,
        "measures": 2,
    }
    assert found.body["promises"][0]["text"] == "11月27日前追缴最后 1 户"
    assert found.digest == digest_of(found.body)
    event = Event.objects.get(kind="issues.handover.draw_up")
    assert (event.by, event.facts["digest"], event.facts["serial"]) == (world.head, found.digest, str(found))
    assert incoming.notices.filter(key=f"handover:{found.pk}").exists()


def test_numbers_are_given_once_per_office_and_year_also_to_those_withdrawn(world, incoming):
    first = drawn(world, incoming)
    with pytest.raises(Refused, match="还有一次交接没有签收"):
        drawn(world, incoming)
    handover.withdraw(handover=first, reason="接收人选错", by=world.head)
    second = drawn(world, incoming)
    assert [str(row) for row in (first, second)] == [f"巡改责提〔{today().year}〕{n}号" for n in (1, 2)]
    with pytest.raises(Refused, match="作废"):
        handover.receive(handover=first, digest=first.digest, by=incoming)


def test_the_one_who_comes_in_signs_and_nobody_for_him(world, incoming):
    found = drawn(world, incoming)
    standins.name_deputy(deputy=world.liaison, starts=today(), ends=today(), reason="出差", by=incoming)
    for who in (world.liaison, world.principal, world.head, world.other_principal):
        with pytest.raises(Refused, match="本人签收"):
            handover.receive(handover=found, digest=found.digest, by=who)
    with pytest.raises(Refused, match="不一致"):
        handover.receive(handover=found, digest="0" * 64, by=incoming)
    handover.receive(handover=found, digest=found.digest, by=incoming)
    assert (found.received_by, found.received_at is not None) == (incoming, True)
    for again in (
        lambda: handover.receive(handover=found, digest=found.digest, by=incoming),
        lambda: handover.withdraw(handover=found, reason="晚了", by=world.head),
    ):
        with pytest.raises(Refused, match="已由新任签收"):
            again()


@pytest.mark.parametrize("who", ["clerk", "principal", "liaison", "leader", "stranger", "secadmin"])
def test_nobody_but_the_head_of_the_office_draws_up(world, incoming, who):
    with pytest.raises(Refused):
        drawn(world, incoming, by=getattr(world, who))
    assert not Handover.objects.exists()


def test_people_must_fit(world, incoming):
    later = person("later")
    cases = (
        ({"incoming": world.principal}, "同一个人"),
        ({"incoming": later}, "安全管理员先授权"),
        ({"outgoing": world.liaison}, "没有担任过"),
    )
    for words, why in cases:
        with pytest.raises(Refused, match=why):
            drawn(world, **({"incoming": incoming} | words))
    Holding.objects.create(user=later, role=Role.UNIT_PRINCIPAL, unit=world.lead, starts=today() + timedelta(days=5))
    assert drawn(world, later).incoming == later, "a grant that begins later will do"


def test_what_changed_since_is_listed_and_the_list_stays(world, incoming, issue):
    found = drawn(world, incoming)
    frozen = json.dumps(found.body, sort_keys=True)
    assert differences(found.body, body(world.lead, world.office)) == []
    new = world.issue(at=Status.DISPATCHED, title="新下发的")
    world.move(issue.measures.order_by("order").first(), "start", "liaison")
    world.move(issue, "terminate", "head", note="政策已调整", data={"ending": "not_applicable"})
    told = {(one.part, one.text) for one in differences(found.body, body(world.lead, world.office))}
    assert ("未办结问题", "已不在清单，现在是“终止”") in told
    assert ("未办结问题", "交接以后新增") in told
    found.refresh_from_db()
    assert json.dumps(found.body, sort_keys=True) == frozen
    other = drawn_for_changes(world, new)
    assert other == [("未办结问题", "待签收 → 方案编制")]


def drawn_for_changes(world, issue):
    kept = body(world.lead, world.office)
    world.move(issue, "sign", "liaison")
    return [(one.part, one.text) for one in differences(kept, body(world.lead, world.office))]


@pytest.mark.model
def test_the_database_refuses_a_receipt_by_another_and_two_that_wait(world, incoming):
    found = drawn(world, incoming)
    for wrong in (
        {"received_at": business_now(), "received_by": world.head},
        {"received_at": business_now()},
        {"outgoing": incoming},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Handover.objects.filter(pk=found.pk).update(**wrong)
    found.pk, found.public_id, found.number = None, "another", 99
    with pytest.raises(IntegrityError), transaction.atomic():
        found.save(force_insert=True)


def test_pages(world, incoming, issue, enter):
    page = enter(world.head)
    assert "市住建局" in page.get(reverse("issues:handover_new")).content.decode()
    url = f"{reverse('issues:handover_new')}?unit={world.lead.public_id}"
    assert "市教育局" not in page.get(url).content.decode()
    sent = {"outgoing": world.principal.public_id, "incoming": incoming.public_id, "on": today(), "key": "k"}
    assert page.post(url, sent).status_code == 302
    found = Handover.objects.get()
    assert "保障房空置" in page.get(found.get_absolute_url()).content.decode()
    assert "签收这张清单" not in page.get(found.get_absolute_url()).content.decode()
    page = enter(incoming)
    assert "签收这张清单" in page.get(found.get_absolute_url()).content.decode()
    receive = reverse("issues:handover_receive", args=[found.public_id])
    assert page.post(receive, {"digest": found.digest}).status_code == 302
    letter = page.get(reverse("issues:handover_letter", args=[found.public_id])).content.decode()
    assert "履行巡察整改责任提醒函" in letter
    assert "新任同志" in letter
    duty = page.get(reverse("issues:unit_duty", args=[world.lead.public_id])).content.decode()
    assert str(found) in duty
    assert "历任第一责任人" in duty
    for who in ("other_principal", "other_liaison", "stranger", "sysadmin", "secadmin", "auditor"):
        page = enter(getattr(world, who))
        for name, key in (
            ("handover", found.public_id),
            ("handover_letter", found.public_id),
            ("unit_duty", world.lead.public_id),
        ):
            assert page.get(reverse(f"issues:{name}", args=[key])).status_code == 404, (who, name)
        assert page.get(reverse("issues:handover_new")).status_code == 404


def test_the_one_who_went_still_reads_what_was_handed_over(world, incoming, issue, enter):
    found = drawn(world, incoming)
    Holding.objects.filter(user=world.principal).update(ends=today() - timedelta(days=1))
    body_ = enter(world.principal).get(found.get_absolute_url()).content.decode()
    assert "保障房空置" in body_
    assert "冻结以后的变动" not in body_
