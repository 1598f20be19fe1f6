"""First pages: each role lands where its work is; a unit reads the reason of a return in full; costs do not grow."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from issues.models import Status
from rectify.accounts.models import Holding
from rectify.roof.testing.counting import counted
from rectify.roof.testing.markup import flat


def home(client, user):
    client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[-1])
    return client.get(reverse("issues:home"))


@pytest.mark.parametrize(
    ("role", "template"),
    [
        ("clerk", "home_office"),
        ("head", "home_office"),
        ("liaison", "home_unit"),
        ("principal", "home_unit"),
        ("stranger", "home_none"),
    ],
)
def test_each_role_has_its_first_page(world, client, role, template):
    world.issue(at=Status.PLANNING)
    assert f"issues/homes/{template}.html" in [t.name for t in home(client, getattr(world, role)).templates]


def test_whose_post_has_ended_is_told_so(world, client):
    assert "您现在没有岗位" not in home(client, world.liaison).content.decode()
    Holding.objects.filter(user=world.liaison).update(ends=timezone.localdate() - timedelta(days=1))
    assert "您现在没有岗位" in home(client, world.liaison).content.decode()


def test_a_leader_lands_on_the_board_and_an_administrator_on_the_accounts(world, client):
    world.issue(at=Status.PLANNING)
    assert home(client, world.leader).url == reverse("ledgers:board")
    assert home(client, world.sysadmin).url != reverse("ledgers:board")


def test_a_unit_reads_why_something_came_back(world, client):
    issue = world.issue(at=Status.FIRST_REVIEW)
    reason = "第 2 条标准只附了 12 天数据，请补齐 30 天。" * 4
    world.move(issue, "return_review", "checker", note=reason)
    text = home(client, world.liaison).content.decode()
    assert reason in text
    assert "被退回 1 件" in text


def test_a_unit_signs_from_its_first_page(world, client):
    issue = world.issue(at=Status.DISPATCHED)
    page = home(client, world.liaison)
    assert issue.original in page.content.decode()
    key = f"{page.context['desk'].key}{issue.pk}"
    client.post(reverse("issues:move", args=[issue.public_id]), {"move": "sign", "version": issue.version, "key": key})
    issue.refresh_from_db()
    assert issue.status == Status.PLANNING


def test_what_is_late_says_what_it_lacks(world, client):
    issue = world.issue(at=Status.RECTIFYING)
    type(issue).objects.filter(pk=issue.pk).update(due="2026-01-05")
    assert "还没有报完成" in home(client, world.liaison).content.decode()


@pytest.mark.parametrize("role", ["clerk", "liaison"])
def test_it_costs_the_same_for_few_and_many(world, client, role):
    def cost():
        for _ in range(3):
            for status in (Status.DISPATCHED, Status.FIRST_REVIEW, Status.AWAITING_SIGNATURE):
                world.issue(at=status)
        home(client, getattr(world, role))
        with counted() as told:
            assert home(client, getattr(world, role)).status_code == 200
        return len(told)

    few = cost()
    assert cost() == few
    assert few <= 48


@pytest.mark.parametrize(("who", "status"), [("head", Status.AWAITING_DECISION), ("liaison", Status.DISPATCHED)])
def test_what_waits_in_another_round_is_seen(world, client, who, status):
    for _ in range(3):
        world.issue(at=Status.RECTIFYING)
    waits = world.issue(at=status, round_=world.later_round())
    client.force_login(getattr(world, who), backend=settings.AUTHENTICATION_BACKENDS[-1])
    page = client.get(reverse("issues:home"))
    main = flat(page.content.decode()).partition("<main")[2]
    assert waits.number in main
    assert f"{waits.round.name} 1" in main
    # The three under way in the first round wait for their unit alone.
    rest = 3 if who == "liaison" else 0
    assert [view.count for view in page.context["views"]] == [1 + rest, 1, rest]
    alone = client.get(page.context["views"][2].url)
    assert waits.number not in alone.content.decode().partition("<main")[2]
    assert waits.number in home(client, getattr(world, who)).content.decode()  # what was chosen narrows no desk
