"""How long issues wait: the office's queues beside the units', oldest and median."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from issues.models import Issue, Status
from ledgers import books
from ledgers.columns import KINDS
from ledgers.figures.figure import Scope
from ledgers.figures.queues import waits
from rectify.lib.dates import today

pytestmark = pytest.mark.django_db
S = Status


def since(issue, days):
    Issue.objects.filter(pk=issue.pk).update(status_since=timezone.now() - timedelta(days=days))


@pytest.fixture
def aged(world):
    for days in (2, 9, 30):
        since(world.issue(at=S.FIRST_REVIEW), days)
    since(world.issue(at=S.RECTIFYING), 12)
    return world


def test_oldest_and_median_of_each_state_on_both_sides(aged):
    found = {side.side: side for side in waits(Scope(aged.clerk, aged.round, today()))}
    [row] = [row for row in found["office"].rows if row.status == S.FIRST_REVIEW]
    assert (row.count, row.oldest, row.median) == (3, 30, 9)
    [unit] = found["unit"].rows
    assert (unit.count, unit.oldest, unit.median) == (1, 12, 12)
    assert unit.oldest_working < 12


def test_of_two_the_median_is_the_longer_wait(world):
    for days in (4, 8):
        since(world.issue(at=S.PLANNING), days)
    [side] = [side for side in waits(Scope(world.clerk, world.round, today())) if side.side == "unit"]
    assert side.rows[0].median == 8


def test_board_and_desk_show_the_offices_own_age(client, aged, settings):
    client.force_login(aged.head, backend=settings.AUTHENTICATION_BACKENDS[-1])
    board = client.get(reverse("ledgers:board")).content.decode()
    assert "在督查办等着的 3 件" in board
    assert "30 天" in board
    assert "中位数" in client.get(reverse("issues:home")).content.decode()


def test_the_book_of_the_overdue_says_who_held_them(world):
    issue = world.issue(at=S.RECTIFYING)
    Issue.objects.filter(pk=issue.pk).update(due=today() - timedelta(days=3))
    kind = KINDS["overdue"]
    rows = list(books.rows(kind, world.clerk, {"round": world.round.public_id}))
    assert {"held_unit", "held_office", "held_reviewers"} <= set(rows[0])
