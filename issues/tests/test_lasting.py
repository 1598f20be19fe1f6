"""长期坚持: asked by the liaison, agreed by the head; looked at by its rhythm, before and after closing; in no strict rate."""

import re
from datetime import timedelta

import pytest
from django.conf import settings
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from issues.actions import lasting
from issues.models import Issue, Lasting, Status
from issues.slices import condition
from ledgers.figures.board import Board
from ledgers.figures.figure import Scope
from rectify.lib.dates import plus_months, today
from rectify.lib.errors import Conflict, Refused
from rectify.lib.pages import form_key

pytestmark = pytest.mark.django_db


def as_(user):
    client = Client()
    client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[-1])
    return client


def texts(response):
    return response.content.decode()


def ask(world, issue, **words):
    said = {
        "stage_goal": "每季抽查一次，无新增",
        "next_review": today() + timedelta(days=30),
        "rhythm": "quarterly",
        "reason": "作风问题要一直抓",
    }
    return lasting.apply(issue=issue, by=world.liaison, **(said | words))


def kept(world, at=Status.RECTIFYING):
    issue = world.issue(at=at)
    world.move(ask(world, issue), "approve", "head")
    issue.refresh_from_db()
    return issue


def met(world, issue, word="met"):
    review = lasting.review(issue=issue, declared="met", text="抽查两次，没有新增", by=world.liaison)
    return lasting.read(review=review, accepted=word, note="抽查属实", by=world.checker)


def holds(code, issue):
    return Issue.objects.filter(condition(code, today()), pk=issue.pk).exists()


def test_it_is_asked_by_the_unit_and_agreed_by_the_head(world):
    issue = world.issue(at=Status.RECTIFYING)
    for who in ("principal", "clerk", "other_liaison"):
        with pytest.raises(Refused):
            lasting.apply(
                issue=issue,
                stage_goal="x",
                next_review=today() + timedelta(days=9),
                rhythm="monthly",
                reason="x",
                by=getattr(world, who),
            )
    asked = ask(world, issue)
    assert holds("lasting_waiting", issue)
    with pytest.raises(Refused, match="不能同时再提"):
        ask(world, issue)
    with pytest.raises(Refused, match="只有督查负责人"):
        world.move(asked, "approve", "checker")
    world.move(asked, "approve", "head")
    issue.refresh_from_db()
    assert (issue.status, issue.long_term, issue.stage_goal) == (Status.RECTIFYING, True, asked.stage_goal)
    assert issue.next_review == asked.next_review


def test_a_refusal_and_a_withdrawal_leave_the_issue_as_it_was(world):
    issue = world.issue(at=Status.PLANNING)
    world.move(ask(world, issue), "refuse", "head", note="做得完的，请申请销号")
    world.move(ask(world, issue), "withdraw", "liaison")
    issue.refresh_from_db()
    assert not issue.long_term
    assert [row.status for row in issue.lastings.order_by("number")] == ["refused", "withdrawn"]
    for at in (Status.DISPATCHED, Status.CONTESTED, Status.CLOSED, Status.TERMINATED):
        with pytest.raises(Refused, match="不能转长期坚持"):
            ask(world, world.issue(at=at))


def test_one_application_waits_at_a_time_and_ends_with_its_issue(world):
    issue = world.issue(at=Status.RECTIFYING)
    waiting = ask(world, issue)
    with pytest.raises(IntegrityError), transaction.atomic():
        Lasting.objects.create(
            issue=issue,
            number=9,
            stage_goal="x",
            next_review=today(),
            rhythm="monthly",
            reason="x",
            applied_by=world.liaison,
        )
    world.move(issue, "terminate", "head", note="不再适用", data={"ending": "not_applicable"})
    waiting.refresh_from_db()
    assert waiting.status == Lasting.Status.WITHDRAWN
    other = world.issue(at=Status.RECTIFYING)
    waiting = ask(world, other)
    world.move(other, "transfer", "head", note="职能调整", data={"unit": world.other})
    waiting.refresh_from_db()
    assert waiting.status == Lasting.Status.WITHDRAWN


def test_a_review_sets_the_next_by_the_rhythm_and_the_office_has_its_own_word(world):
    issue = kept(world)
    first = issue.next_review
    review = lasting.review(issue=issue, declared="met", text="抽查两次，没有新增", by=world.liaison)
    issue.refresh_from_db()
    assert issue.next_review == plus_months(first, 3)
    assert (review.planned_on, review.next_review) == (first, issue.next_review)
    with pytest.raises(Refused, match="还没有阅"):
        lasting.review(issue=issue, declared="met", text="又一次", by=world.liaison)
    with pytest.raises(Refused, match="请写理由"):
        lasting.read(review=review, accepted="not_met", by=world.checker)
    with pytest.raises(Refused, match="只有督查经办人"):
        lasting.read(review=review, accepted="met", by=world.liaison)
    lasting.read(review=review, accepted="partly", note="抽查面不够", by=world.checker)
    with pytest.raises(Conflict, match="已由checker阅"):
        lasting.read(review=review, accepted="met", by=world.clerk)
    assert (review.declared, review.accepted) == ("met", "partly")


def test_an_overdue_review_is_found_and_goes_on_after_closing(world):
    issue = kept(world)
    Issue.objects.filter(pk=issue.pk).update(next_review=today() - timedelta(days=200))
    assert holds("stage_review_due", issue)
    issue.refresh_from_db()
    met(world, issue)
    assert issue.next_review > today()  # long overdue: counted from today, not into the past
    world.bring(issue, Status.CLOSED)
    issue.refresh_from_db()
    assert issue.long_term
    Issue.objects.filter(pk=issue.pk).update(next_review=today())
    assert holds("stage_review_due", issue)
    issue.refresh_from_db()
    met(world, issue)


def test_it_counts_in_the_stage_rate_alone_while_it_is_open(world):
    issue, other = kept(world), kept(world)
    met(world, issue)
    met(world, other, word="partly")
    world.issue(at=Status.CLOSED)
    board = Board(Scope(world.head, world.round, today()))
    assert [(rate.part, rate.whole) for rate in board.rates] == [(1, 3), (1, 3)]
    assert (board.stage_rate.part, board.stage_rate.whole) == (2, 3)
    assert Issue.objects.filter(condition("staged", today())).count() == 2
    met(world, issue, word="not_met")  # only the latest word counts
    assert Issue.objects.filter(condition("staged", today())).count() == 1


def test_the_page_serves_unit_head_and_clerk(world):
    issue = world.issue(at=Status.RECTIFYING)
    page = reverse("issues:lasting", args=[issue.public_id])
    liaison, head, clerk = as_(world.liaison), as_(world.head), as_(world.checker)
    assert "转长期坚持" in texts(liaison.get(issue.get_absolute_url()))
    day = (today() + timedelta(days=20)).isoformat()
    said = {"stage_goal": "每月抽查", "rhythm": "monthly", "next_review": day, "reason": "要一直做", "key": form_key()}
    assert "要在今天以后" in texts(liaison.post(page, said | {"next_review": today().isoformat()}))
    assert liaison.post(page, said).status_code == 302
    decide = reverse("issues:lasting_decide", args=[issue.public_id])
    assert "同意转长期坚持" in texts(head.get(page))
    assert "请写明" in texts(head.post(decide, {"move": "refuse", "version": 1, "key": form_key(), "note": ""}))
    assert head.post(decide, {"move": "approve", "version": 1, "key": form_key()}).status_code == 302
    review = reverse("issues:stage_review", args=[issue.public_id])
    given = {"declared": "partly", "text": "抽查一次", "evidence": "", "key": form_key()}
    assert liaison.post(review, given).status_code == 302
    row = issue.stage_reviews.get()
    read = reverse("issues:stage_read", args=[issue.public_id, row.public_id])
    assert "请写理由" in texts(clerk.post(read, {"accepted": "met", "note": "", "key": form_key()}))
    assert clerk.post(read, {"accepted": "partly", "note": "", "key": form_key()}).status_code == 302
    assert "部分达到" in texts(liaison.get(page))
    assert as_(world.stranger).get(page).status_code == 404
    book = texts(head.get(reverse("ledgers:book", args=["lasting"])))
    assert "每月抽查" in book
    assert re.search(r"合计.*\b1\b", book, flags=re.S)
