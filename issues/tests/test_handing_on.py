"""Before a unit is stopped: what it leads is listed for the office with the way to hand each on; others read its numbers."""

import re

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from issues.models import Issue, Status
from rectify.accounts.actions import units

pytestmark = pytest.mark.django_db


def entered(user) -> Client:
    client = Client()
    client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[-1])
    return client


def duty_page(world, user) -> str:
    return entered(user).get(reverse("issues:unit_duty", args=[world.branch.public_id])).content.decode()


def test_each_open_issue_is_handed_on_from_the_page_of_the_unit_until_it_can_be_stopped(world):
    under_way, contested = (world.issue(at=at, lead_unit=world.branch) for at in (Status.RECTIFYING, Status.CONTESTED))
    kept = entered(world.sysadmin).get(reverse("accounts:unit", args=[world.branch.public_id])).content.decode()
    assert "2 件没有办结的问题由它牵头" in kept
    assert under_way.title not in kept
    assert 'value="stop"' not in kept
    head = entered(world.head)
    for issue in (under_way, contested):
        way = re.search(rf'href="([^"]*{issue.public_id}/move/[^"]*)">改派', duty_page(world, world.head))[1]
        asked = head.get(way.replace("&amp;", "&"))
        assert asked.status_code == 200
        form = asked.context["form"]
        sent = {
            "move": form.move.name,
            "version": issue.version,
            "unit": world.lead.public_id,
            "note": "单位撤并",
            "sure": "on",
        }
        head.post(reverse("issues:move", args=[issue.public_id]), sent)
    assert set(Issue.objects.values_list("lead_unit", flat=True)) == {world.lead.pk}
    assert "没有办结的" not in duty_page(world, world.head)
    units.stop(unit=world.branch, by=world.sysadmin)


@pytest.mark.parametrize(
    ("who", "status", "words"),
    [
        ("clerk", Status.RECTIFYING, "由督查负责人改派"),
        ("head", Status.AWAITING_DECISION, "先办完或退回，再改派"),
        ("clerk", Status.DRAFT, "改牵头单位"),
    ],
)
def test_what_cannot_be_handed_on_now_says_why(world, who, status, words):
    world.issue(at=status, lead_unit=world.branch)
    assert words in duty_page(world, getattr(world, who))


def test_a_unit_reads_its_issues_elsewhere(world):
    world.issue(at=Status.RECTIFYING, lead_unit=world.branch)
    assert "没有办结的" not in duty_page(world, world.liaison)
