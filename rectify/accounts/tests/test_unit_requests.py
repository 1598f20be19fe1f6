"""Units that an office asks for: one kind of account asks, another decides (docs/rules.md: unit-request)."""

import pytest
from django.conf import settings
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from rectify.accounts.actions import unit_requests
from rectify.accounts.models import Unit, UnitAlias, UnitRequest
from rectify.audit.models import Event
from rectify.audit.sentences import sentence
from rectify.lib.errors import Conflict, Refused
from rectify.notices.models import Notice

pytestmark = [pytest.mark.model, pytest.mark.slow]


def asked(world, *names):
    return unit_requests.ask(names=names, office=world.office, by=world.clerk)


def test_an_office_asks_and_the_system_administrator_makes(world):
    rows = asked(world, "市数据局", "市数据局", " 市体育局 ", "市住建局")
    assert [row.name for row in rows] == ["市数据局", "市体育局"]
    assert asked(world, "市数据局") == []
    assert Notice.objects.filter(to=world.sysadmin).count() == 1
    made = unit_requests.make(requests=rows, parent=world.city, sector=None, by=world.sysadmin)
    assert [(unit.name, unit.parent, unit.supervising_office) for unit in made] == [
        ("市数据局", world.city, world.office),
        ("市体育局", world.city, world.office),
    ]
    assert [unit.order for unit in made] == [5, 6]
    assert set(UnitRequest.objects.values_list("state", "unit__name")) == {("made", "市数据局"), ("made", "市体育局")}
    assert Notice.objects.filter(to=world.clerk, title__contains="已经新增").count() == 2
    assert sentence(Event.objects.about(made[0]).get()) == "按市委整改办的申请新增单位市数据局，上级：江州市"


def test_nobody_does_both(world):
    with pytest.raises(Refused, match="督查办"):
        unit_requests.ask(names=["市数据局"], office=world.office, by=world.liaison)
    rows = asked(world, "市数据局")
    for who in (world.clerk, world.head, world.secadmin):
        with pytest.raises(Refused, match="系统管理员"):
            unit_requests.make(requests=rows, parent=world.city, sector=None, by=who)
    state = {"state": "made", "decided_at": timezone.now(), "decided_by": world.clerk}
    with pytest.raises(IntegrityError), transaction.atomic():
        UnitRequest.objects.update(**state)


def test_a_request_may_be_another_name_or_declined_once(world):
    first, second = asked(world, "市住房城乡建设局", "某某专班")
    unit_requests.call_it(requests=[first], unit=world.lead, by=world.sysadmin)
    assert UnitAlias.objects.get().unit == world.lead
    with pytest.raises(Refused, match="请写明为什么"):
        unit_requests.decline(requests=[second], reason=" ", by=world.sysadmin)
    unit_requests.decline(requests=[second], reason="专班不是单位", by=world.sysadmin)
    with pytest.raises(Conflict, match="没有新增"):
        unit_requests.make(requests=[second], parent=None, sector=None, by=world.sysadmin)
    assert len(asked(world, "某某专班")) == 1


def test_what_another_office_supervises_is_asked_for_and_told_not_doubled(world):
    Unit.objects.create(name="省属某校", path="999/", order=9)
    (row,) = asked(world, "省属某校")
    with pytest.raises(Refused, match="已有单位叫"):
        unit_requests.make(requests=[row], parent=world.city, sector=None, by=world.sysadmin)
    assert UnitRequest.objects.get().state == "waiting"


@pytest.mark.parametrize("name", ["局", "很" * 101])
def test_what_cannot_be_a_name_is_refused(world, name):
    with pytest.raises(Refused, match="不像单位名称"):
        asked(world, name)


def test_the_page_makes_what_is_ticked(client, world):
    rows = asked(world, "市数据局", "市体育局", "某某专班")
    client.force_login(world.sysadmin, backend=settings.AUTHENTICATION_BACKENDS[-1])
    assert "有 3 家等您新增" in client.get(reverse("accounts:units")).content.decode()
    where = reverse("accounts:unit_requests")
    page = client.get(where).content.decode()
    assert page.count(" checked") == 3
    assert f'<option value="{world.city.public_id}" selected' in page
    ids = [row.public_id for row in rows]
    assert "请先勾选要办的单位" in client.post(where, {"act": "make"}).content.decode()
    assert "请选这些名字是哪家" in client.post(where, {"act": "same", "ids": ids[0]}).content.decode()
    client.post(where, {"act": "make", "ids": ids[0], "parent": world.city.public_id})
    client.post(where, {"act": "same", "ids": ids[1], "unit": world.other.public_id})
    client.post(where, {"act": "decline", "ids": ids[2], "reason": "专班不是单位"})
    assert list(UnitRequest.objects.order_by("id").values_list("state", flat=True)) == ["made", "same", "declined"]
    page = client.get(where).content.decode()
    assert "没有等您新增的单位" in page
    assert "专班不是单位" in page
