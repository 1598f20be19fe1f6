"""异议期 and what follows an archived issue, by their pages."""

import pytest
from django.urls import reverse
from django.utils import timezone

from issues.models import Issue, Status
from ledgers.actions import objections
from ledgers.actions.windows import end_due
from ledgers.conditions import hands_in
from ledgers.models import Objection
from ledgers.tests.test_visit_pages import as_, at, make_move, text
from rectify.lib.dates import today
from rectify.lib.pages import form_key

pytestmark = pytest.mark.django_db


def test_an_objection_is_answered_and_the_unit_reads_the_answer_not_who(world):
    issue = world.issue(at=Status.OBJECTION_WINDOW)
    clerk, head, unit = as_(world.clerk), as_(world.head), as_(world.liaison)
    page = at("objections", issue.public_id)
    clerk.post(page, {"raised_by": "张三丰小区业主", "text": "三栋还在漏水", "key": form_key()})
    row = Objection.objects.get()
    told = text(unit.get(issue.get_absolute_url()))
    assert "收到异议" in told
    assert "张三丰" not in told
    assert "三栋还在漏水" not in told
    assert unit.get(page).status_code == 404
    url = at("objection_answer", issue.public_id, row.public_id)
    answer = {
        f"{row.public_id}-answer": "sustained",
        f"{row.public_id}-note": "经核三栋未做",
        f"{row.public_id}-key": form_key(),
    }
    clerk.post(url, answer)
    row.refresh_from_db()
    assert row.answer == "open"
    assert "异议成立，退回整改" in text(head.post(url, answer, follow=True))
    assert "经核三栋未做" in text(unit.get(issue.get_absolute_url()))
    make_move(world, issue, "sustain", "head", note="三栋重做")
    issue.refresh_from_db()
    assert issue.status == Status.RECTIFYING
    for name in ("issues:trail", "issues:detail"):
        assert "张三丰" not in text(unit.get(reverse(name, args=[issue.public_id])))


def test_the_queue_says_how_long_the_window_stands(world):
    issue = world.issue(at=Status.OBJECTION_WINDOW)
    page = as_(world.clerk).get(f"{at('closures')}?queue=objection_window")
    assert at("objections", issue.public_id) in text(page)
    assert "异议期到" in text(page)
    assert "还剩" in text(as_(world.clerk).get(at("objections", issue.public_id)))


def test_the_clock_ends_windows_that_are_over_once_and_no_others(world):
    over, objected = (world.issue(at=Status.OBJECTION_WINDOW) for _ in range(2))
    objections.enter(issue=objected, raised_by="某人", text="不实", by=world.clerk)
    assert end_due(on=timezone.localdate()) == []
    with world.ripe(over):
        open_ = world.issue(at=Status.OBJECTION_WINDOW)
        assert len(end_due(on=timezone.localdate())) == 1
        assert end_due(on=timezone.localdate()) == []
    found = {issue: Issue.objects.get(pk=issue.pk).status for issue in (over, open_, objected)}
    assert found == {over: "awaiting_decision", open_: "objection_window", objected: "objection_window"}


# ---- 已归档 ---------------------------------------------------------------------------------------------------------


def test_from_an_archived_issue_a_new_one_links_back(world):
    old = world.issue(at=Status.ARCHIVED)
    client = as_(world.clerk)
    page = client.get(f"{reverse('issues:new')}?again={old.public_id}")
    assert old.title in text(page)
    assert page.context["form"]["lead_unit"].value() == old.lead_unit.public_id
    given = {
        "lead_unit": old.lead_unit.public_id,
        "title": old.title,
        "original": "又漏水了。",
        "recurrence_of": old.public_id,
        "due": f"{today():%Y}-12-31",
        "key": form_key(),
    }
    client.post(f"{reverse('issues:new')}?again={old.public_id}", given)
    new = Issue.objects.order_by("-pk").first()
    assert (new.recurrence_of, new.status) == (old, Status.DRAFT)
    assert hands_in(old.closures.get())
