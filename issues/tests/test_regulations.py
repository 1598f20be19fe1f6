"""制度建设: rules written by the unit and accepted by the office."""

from datetime import timedelta

import pytest
from django.urls import reverse

from issues.actions import regulations
from issues.models import Regulation, Status
from rectify.lib.dates import today
from rectify.lib.errors import Refused
from rectify.roof.testing.markup import flat


@pytest.fixture
def enter(client, settings):
    def go(user):
        client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[-1])
        return client

    return go


def test_the_unit_writes_and_the_office_accepts(world, enter):
    issue = world.issue(at=Status.RECTIFYING)
    url = reverse("issues:regulations", args=[issue.public_id])
    client = enter(world.liaison)
    sent = {"act": "add", "title": "保障性住房分配管理办法", "kind": "new", "number": "江住建〔2026〕7号", "key": "a"}
    assert client.post(url, sent).status_code == 302
    client.post(url, sent)
    row = Regulation.objects.get()
    client.post(url, {"act": "accept", "regulation": row.public_id})
    row.refresh_from_db()
    assert row.accepted_at is None
    client = enter(world.clerk)
    client.post(url, {"act": "accept", "regulation": row.public_id, "check_result": "抽查 20 户，照办"})
    row.refresh_from_db()
    assert (row.accepted_by, row.check_result) == (world.clerk, "抽查 20 户，照办")
    page = flat(client.get(url).content.decode())
    assert "监督认定 <b>1</b> 项" in page


def test_what_is_not_issued_yet_is_not_entered(world, enter):
    issue = world.issue(at=Status.RECTIFYING)
    url = reverse("issues:regulations", args=[issue.public_id])
    sent = {"act": "add", "title": "办法", "kind": "new", "issued_on": (today() + timedelta(days=1)).isoformat()}
    assert "不能晚于今天" in enter(world.liaison).post(url, sent).content.decode()
    assert not Regulation.objects.exists()


def test_others_write_nothing(world):
    issue = world.issue(at=Status.RECTIFYING)
    for who in (world.clerk, world.leader, world.other_liaison):
        with pytest.raises(Refused):
            regulations.add(issue=issue, title="办法", kind="new", by=who)
