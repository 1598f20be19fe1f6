"""「为什么不能提交」: whoever is shown a refused button finds its reasons on the page."""

import re

import pytest
from django.urls import reverse

from issues.models import Status

pytestmark = pytest.mark.django_db
S = Status


@pytest.fixture
def enter(client, settings):
    def enter(person):
        client.force_login(person, backend=settings.AUTHENTICATION_BACKENDS[-1])
        return client

    return enter


@pytest.mark.parametrize(
    "at",
    [
        S.DRAFT,
        S.PLANNING,
        S.PLAN_REVIEW,
        S.RECTIFYING,
        S.AWAITING_SIGNATURE,
        S.FIRST_REVIEW,
        S.AWAITING_DECISION,
        S.CLOSED,
    ],
)
def test_every_refused_button_leads_to_its_reasons(world, enter, at):
    issue = world.issue(at=at)
    for who in ("clerk", "checker", "head", "liaison", "principal"):
        page = enter(getattr(world, who)).get(issue.get_absolute_url()).content.decode()
        for anchor in re.findall(r'data-why="([^"]+)"', page):
            assert f'id="{anchor}"' in page, f"{who} at {at}: {anchor} has no list"


def test_the_list_of_a_second_refused_move_waits_hidden(world, enter):
    issue = world.issue(at=S.FIRST_REVIEW)
    world.prepare(issue, "pass_review")
    page = enter(world.liaison).get(issue.get_absolute_url()).content.decode()
    assert 'data-why="why-withdraw"' in page
    assert "<div hidden>" in page
    assert "初审已经开始，不能撤回" in page


def test_evidence_of_a_closed_issue_says_why_nothing_can_be_added(world, enter):
    issue = world.issue(at=S.CLOSED)
    address = reverse("issues:evidence_upload", args=[issue.public_id])
    assert "为什么不能上传" in enter(world.liaison).get(address).content.decode()
    assert "为什么不能上传" not in enter(world.checker).get(address).content.decode()


def test_an_extension_that_cannot_be_asked_for_says_why(world, enter):
    issue = world.issue(at=S.CLOSED)
    answer = enter(world.principal).get(reverse("issues:extend", args=[issue.public_id]), follow=True)
    assert "现在不能申请延期：本件现在是“已销号”" in answer.content.decode()
    answer = enter(world.liaison).get(
        reverse("issues:extend", args=[world.issue(at=S.RECTIFYING).public_id]), follow=True
    )
    assert "现在不能申请延期：只有牵头单位主要负责人可以办理" in answer.content.decode()
