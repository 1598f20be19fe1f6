"""The plan: written in rows that work without script, handed in, returned, changed after it was passed."""

from datetime import timedelta

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse

from issues.models import Issue, Status
from rectify.lib.dates import today

GOOD = {"text": "逐户复核", "kind": "reform", "criterion": "复核表逐户签字", "person": "住保科科长"}
PREVENT = {"text": "修订办法", "kind": "prevent", "criterion": "印发并执行", "person": "法规科科长"}


@pytest.fixture
def enter(client, settings):
    def go(user):
        client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[-1])
        return client

    return go


def url(issue):
    return reverse("issues:plan", args=[issue.public_id])


def sent(*rows, act="save", **more):
    body = {"measures-count": len(rows), "act": act} | more
    for place, row in enumerate(rows):
        body |= {f"measures-{place}-{name}": value for name, value in row.items()}
    return body


def fresh(issue):
    return Issue.objects.get(pk=issue.pk)


def texts(issue):
    return list(issue.measures.order_by("order").values_list("text", flat=True))


def test_a_liaison_writes_and_the_principal_hands_in(world, enter):
    issue = world.issue(at=Status.PLANNING)
    due = {"due": issue.due.isoformat()}
    enter(world.liaison).post(url(issue), sent(GOOD | due, PREVENT | due, goal="整改到位", key="p1"))
    assert (texts(issue), fresh(issue).goal) == (["逐户复核", "修订办法"], "整改到位")
    rows = [
        {"id": m.public_id, "text": m.text, "kind": m.kind, "criterion": m.criterion, "person": m.person} | due
        for m in issue.measures.order_by("order")
    ]
    answer = enter(world.principal).post(url(issue), sent(*rows, act="submit", key="p2"))
    assert answer.url == issue.get_absolute_url()
    assert fresh(issue).status == Status.PLAN_REVIEW


def test_a_refused_plan_is_kept_and_says_everything_that_is_missing(world, enter):
    issue = world.issue(at=Status.PLANNING)
    answer = enter(world.principal).post(url(issue), sent({"text": "逐户复核", "kind": "reform"}, act="submit"))
    page = answer.content.decode()
    for words in ("还没有写责任人", "还没有写销号标准", "还没有写期限", "还没有“防”"):
        assert words in page
    assert (texts(issue), fresh(issue).status) == (["逐户复核"], Status.PLANNING)


def test_rows_are_added_moved_and_removed_without_script(world, enter):
    issue = world.issue(at=Status.PLANNING)
    client = enter(world.liaison)
    rows = [{"text": "一", "due": "不是日期"}, {"text": "二"}]

    def after(act):
        answer = client.post(url(issue), sent(*rows, act=act, goal="写到一半的目标"))
        assert "写到一半的目标" in answer.content.decode()
        return [form.row.get("text", "") for form in answer.context["measures"].forms]

    assert after("add") == ["一", "二", ""]
    assert after("down:0") == ["二", "一"]
    assert after("up:0") == ["一", "二"]
    assert after("remove:0") == ["二"]
    assert texts(issue) == []


def test_a_phrase_becomes_a_day_and_a_doubtful_one_asks(world, enter):
    issue = world.issue(at=Status.PLANNING)
    year = today().year + 1
    client = enter(world.liaison)
    client.post(url(issue), sent(GOOD | {"due": f"{year}年3月底前"}))
    assert issue.measures.get().due.isoformat() == f"{year}-03-31"
    assert issue.measures.get().due_text == f"{year}年3月底前"
    answer = client.post(url(issue), sent(GOOD | {"due": "尽快"}))
    assert "尽快" in answer.context["measures"].complaints[0][1]
    assert "有 1 处要改" in answer.content.decode()


def test_nobody_else_writes_a_plan(world, enter):
    issue = world.issue(at=Status.PLANNING)
    for who in ("clerk", "leader", "head"):
        answer = enter(getattr(world, who)).post(url(issue), sent(GOOD))
        assert answer.url.startswith(issue.get_absolute_url())
    assert enter(world.other_liaison).get(url(issue)).status_code == 404
    assert texts(issue) == []


def test_the_office_reads_measures_beside_the_wording_and_returns_with_a_reason(world, enter):
    issue = world.issue(at=Status.PLAN_REVIEW)
    client = enter(world.checker)
    page = client.get(url(issue)).content.decode()
    assert issue.original in page
    move = reverse("issues:move", args=[issue.public_id])
    assert client.post(move, {"move": "return_plan", "note": ""}).context["form"].errors["note"]
    client.post(move, {"move": "return_plan", "note": "措施 1 的标准没有数"})
    assert fresh(issue).returns == 1
    assert "措施 1 的标准没有数" in enter(world.liaison).get(url(issue)).content.decode()


def test_an_approved_plan_is_changed_with_a_reason_and_reviewed_again(world, enter):
    issue = world.issue(at=Status.RECTIFYING)
    client = enter(world.principal)
    form = client.get(url(issue)).context["measures"]
    rows = [
        {name: value.isoformat() if hasattr(value, "isoformat") else value for name, value in row.row.items()}
        for row in form.forms
    ]
    rows[0]["text"] = "改过的措施"
    assert client.post(url(issue), sent(*rows, act="submit")).context["form"].errors["note"]
    assert fresh(issue).status == Status.RECTIFYING
    client.post(url(issue), sent(*rows, act="submit", note="原措施做不到", version=fresh(issue).version))
    assert (fresh(issue).status, fresh(issue).plan_version) == (Status.PLAN_REVIEW, 2)
    assert texts(issue)[0] == "改过的措施"
    assert list(issue.plans.order_by("version").values_list("verdict", flat=True)) == ["void", "waiting"]


def test_an_incomplete_change_leaves_the_approved_plan_alone(world, enter):
    issue = world.issue(at=Status.RECTIFYING)
    late = (issue.due + timedelta(days=9)).isoformat()
    answer = enter(world.principal).post(
        url(issue), sent(GOOD | {"due": late}, act="submit", note="原措施做不到", version=fresh(issue).version)
    )
    assert "晚于本件期限" in answer.content.decode()
    assert "原措施做不到" in answer.content.decode()
    assert (fresh(issue).status, len(texts(issue))) == (Status.RECTIFYING, 2)
    assert not list(get_messages(answer.wsgi_request))
