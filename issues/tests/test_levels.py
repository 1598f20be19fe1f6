"""How far an issue goes: changed by the head with a reason; of 工作秘密 nothing but its number leaves the page."""

import pytest
from django.conf import settings
from django.urls import reverse

from issues.actions.levels import set_level
from issues.models import Status
from rectify.audit.models import Event
from rectify.audit.sentences import sentence
from rectify.lib.errors import Refused
from rectify.lib.levels import Confidentiality
from rectify.notices.models import Notice

TITLE, WHY = "某处选址尚未公开", "选址方案写得不清楚"


@pytest.mark.parametrize(("level", "title_told"), [("internal", True), ("work_secret", False)])
def test_a_notice_of_a_work_secret_holds_its_number_and_no_word(world, level, title_told):
    """8.1.4.2 g"""
    issue = world.issue(at=Status.PLAN_REVIEW, title=TITLE, confidentiality=level)
    world.move(issue, "return_plan", "clerk", note=WHY)
    notices = Notice.objects.filter(url=issue.get_absolute_url(), to=world.principal)
    texts = [f"{notice.title} {notice.text}" for notice in notices]
    assert all(issue.number in notice.title for notice in notices)
    assert (any(TITLE in text for text in texts), any(WHY in text for text in texts)) == (title_told, title_told)


def test_the_head_changes_it_with_a_reason_and_the_trail_tells(world, client):
    issue = world.issue(at=Status.RECTIFYING)
    client.force_login(world.head, backend=settings.AUTHENTICATION_BACKENDS[-1])
    address = reverse("issues:level", args=[issue.public_id])
    assert client.post(address, {"level": "work_secret", "reason": ""}).context["form"].errors
    assert client.post(address, {"level": "work_secret", "reason": "涉及选址"}).status_code == 302
    issue.refresh_from_db()
    event = Event.objects.about(issue).latest("number")
    assert (issue.confidentiality, sentence(event)) == ("work_secret", "范围由“内部”调整为“工作秘密”")
    assert event.note == "涉及选址"


@pytest.mark.parametrize("who", ["clerk", "principal", "leader"])
def test_nobody_else_changes_it(world, who):
    """8.1.4.2 g"""
    issue = world.issue(at=Status.RECTIFYING)
    with pytest.raises(Refused, match="只有督查负责人"):
        set_level(issue=issue, level="public", reason="公开", by=getattr(world, who))
    with pytest.raises(Refused, match="理由"):
        set_level(issue=issue, level="public", reason=" ", by=world.head)


def test_a_file_goes_no_further_than_its_issue(world, client):
    issue = world.issue(at=Status.RECTIFYING)
    world.attach(issue, name="甲.pdf", confidentiality="internal")
    set_level(issue=issue, level="work_secret", reason="涉及选址", by=world.head)
    client.force_login(world.clerk, backend=settings.AUTHENTICATION_BACKENDS[-1])
    assert "工作秘密" in client.get(reverse("issues:evidence_upload", args=[issue.public_id])).content.decode()
    assert Confidentiality.stricter("internal", "work_secret", "public") == "work_secret"
