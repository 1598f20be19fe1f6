"""Versions of a plan: an approved one is locked, a change voids and keeps it, and any two are compared item by item."""

import pytest
from django.urls import reverse

from issues.actions.measures import write_plan
from issues.models import Plan, Status
from rectify.lib.errors import Refused

V = Plan.Verdict


@pytest.fixture
def enter(client, settings):
    def go(user):
        client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[-1])
        return client

    return go


def rows_of(issue):
    names = ("text", "kind", "criterion", "person", "due", "due_text")
    return [{"id": m.public_id} | {n: getattr(m, n) for n in names} for m in issue.measures.order_by("order")]


def revise(world, issue, rows, note="核查后户数有变"):
    data = {"measures": rows}
    world.move(issue, "revise_plan", "principal", note=note, data=data)


@pytest.fixture
def revised(world):
    """A passed plan, changed: version 1 void, version 2 waits."""
    issue = world.issue(at=Status.RECTIFYING)
    rows = rows_of(issue)
    rows[0]["text"] = "逐项核查 37 户并整改到位"
    revise(world, issue, [*rows, rows[1] | {"id": "", "text": "公示结果"}])
    return issue


def test_an_approved_plan_is_not_written_over(world):
    issue = world.issue(at=Status.RECTIFYING)
    with pytest.raises(Refused, match="修改已批方案"):
        write_plan(issue=issue, measures=rows_of(issue), by=world.liaison, goal="改一个字")


def test_a_change_voids_the_approval_and_keeps_it(revised):
    found = {plan.version: plan for plan in revised.plans.all()}
    assert {n: plan.verdict for n, plan in found.items()} == {1: V.VOID, 2: V.WAITING}
    assert found[1].decided_by is not None
    assert found[1].body["measures"][0]["text"] == "逐项核查并整改到位"
    assert revised.status == Status.PLAN_REVIEW


def test_a_version_says_what_changed_in_it(world, enter, revised):
    page = enter(world.liaison).get(reverse("issues:plan_version", args=[revised.public_id, 2]))
    found = page.context["difference"].found
    assert [item.how for item in found.items] == ["changed", "same", "added"]
    assert "37 户</ins>" in page.content.decode()


def test_any_two_versions_are_compared_and_the_earlier_stands_first(world, enter, revised):
    world.move(revised, "return_plan", "checker", note="再细")
    world.move(revised, "submit_plan", "principal")
    client = enter(world.head)

    def pair(version, against=""):
        url = reverse("issues:plan_version", args=[revised.public_id, version])
        shown = client.get(url, {"against": against}).context["difference"]
        return shown.before.version, shown.after.version

    assert pair(3) == (2, 3)
    assert pair(3, "1") == (1, 3)
    assert pair(1, "3") == (1, 3)
    assert pair(3, "99") == (2, 3)
    first = client.get(reverse("issues:plan_version", args=[revised.public_id, 1])).context["difference"]
    assert first.found is None


def test_the_reviewer_sees_what_is_new_in_a_plan_that_came_again(world, enter, revised):
    page = enter(world.checker).get(reverse("issues:plan", args=[revised.public_id])).content.decode()
    assert "与第 1 版比，改了什么" in page
    assert "公示结果</ins>" in page
