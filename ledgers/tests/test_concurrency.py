"""Many people at once, on the real PostgreSQL: exactly one wins, the others are told who and when, and the books agree."""

from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from itertools import cycle
from threading import Barrier

import pytest
from django.db import connection, connections

from issues.models import Issue, Status
from ledgers.actions import papers
from ledgers.models import Closure, IssuedPaper
from ledgers.moves import papers as life
from ledgers.papers import PAPERS
from ledgers.reconcile import everything
from rectify.accounts.models import User
from rectify.accounts.roles import Role
from rectify.audit.trail import verify
from rectify.lib.dates import today
from rectify.lib.errors import Conflict, Refused
from rectify.roof.testing.seed import often
from rectify.roof.testing.world import build, person
from rectify.workflow.move import make
from rectify.workflow.moves import moves_of

pytestmark = [
    pytest.mark.sampled,
    pytest.mark.postgresql,
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite lets one writer in at a time"),
]

PEOPLE = 10
PAPERS_EACH = 10  # of an office
ROUNDS = often(10, 100)


@pytest.fixture
def world(transactional_db):
    return build()


@pytest.fixture
def crowd():
    """Ten threads, each with a connection of its own, that begin together."""
    barrier = Barrier(PEOPLE)

    def together(act, args):
        def one(arg):
            barrier.wait()
            return act(arg)

        return list(pool.map(one, args))

    with ThreadPoolExecutor(PEOPLE) as pool:
        yield together
        list(pool.map(lambda _: (barrier.wait(), connections.close_all()), range(PEOPLE)))


def press(issue_pk, name, user_pk, data):
    """What one person's browser does: fetch, press, get an answer. Returns None for the winner, else the answer."""
    issue, user = Issue.objects.get(pk=issue_pk), User.objects.get(pk=user_pk)
    try:
        make(moves_of(issue)[name], issue, by=user, data=dict(data), note="写明了理由")
    except Refused as refused:
        return refused
    return None


def test_ten_heads_close_one_issue_once_every_time(world, crowd):
    heads = [person(f"head{n}", (Role.OFFICE_HEAD, world.office)).pk for n in range(PEOPLE)]
    for _ in range(ROUNDS):
        issue = world.issue(at=Status.AWAITING_DECISION)
        data = world.filled(issue, "approve")
        answers = crowd(lambda user, pk=issue.pk, data=data: press(pk, "approve", user, data), heads)
        losers = [answer for answer in answers if answer is not None]
        assert len(losers) == PEOPLE - 1
        assert all(isinstance(answer, Conflict) for answer in losers)
        assert all("审定销号" in str(answer) and "已由head" in str(answer) for answer in losers)
        assert issue.closures.filter(outcome=Closure.Outcome.APPROVED).count() == 1
        assert list(issue.entries.values_list("kind", flat=True)) == ["opened", "closed"]
    assert everything().balanced
    assert verify()[1] is None


def test_closing_against_declining_leaves_no_mixed_state(world, crowd):
    heads = [person(f"head{n}", (Role.OFFICE_HEAD, world.office)).pk for n in range(PEOPLE)]
    for _ in range(ROUNDS // 2):
        issue = world.issue(at=Status.AWAITING_DECISION)
        data = world.filled(issue, "approve")
        names = ["approve", "decline"] * (PEOPLE // 2)
        answers = crowd(
            lambda row, pk=issue.pk, data=data: press(pk, row[0], row[1], data), list(zip(names, heads, strict=True))
        )
        assert answers.count(None) == 1
        issue.refresh_from_db()
        closure = issue.closures.get()
        assert (issue.status, closure.outcome) in {
            (Status.CLOSED, Closure.Outcome.APPROVED),
            (Status.RECTIFYING, Closure.Outcome.DECLINED),
        }
    assert everything().balanced


def test_one_form_sent_ten_times_acts_once(world, crowd):
    issue = world.issue(at=Status.DISPATCHED)
    liaison = world.liaison.pk

    def send(_):
        row = Issue.objects.get(pk=issue.pk)
        return make(moves_of(row)["sign"], row, by=User.objects.get(pk=liaison), key="one-form").status

    assert crowd(send, range(PEOPLE)) == [Status.PLANNING] * PEOPLE
    assert issue.entries.count() == 1


def test_papers_signed_at_once_take_the_numbers_of_their_series_across_a_years_end(world, monkeypatch):
    """Twenty threads, two series, two offices, half of them before midnight: in each series, office and year 1 … n."""
    cities = [world, build(prefix="海州", tag="away_")]
    days = cycle([date(2026, 12, 31), date(2027, 1, 1)])
    waiting = []
    for city in cities:
        issues = [city.issue(at=Status.RECTIFYING) for _ in range(PAPERS_EACH // 2)]
        about = {"answer_by": today() + timedelta(days=9), "by": city.clerk}
        rows = [papers.review(kind=PAPERS[kind], obj=one, **about) for kind in ("copy", "inform") for one in issues]
        waiting += [(row.pk, city.head.pk) for row in rows]
    monkeypatch.setattr(life, "today", lambda: next(days))
    barrier = Barrier(len(waiting))

    def sign(row):
        paper, head = IssuedPaper.objects.get(pk=row[0]), User.objects.get(pk=row[1])
        barrier.wait()
        try:
            make(life.ISSUE, paper, by=head)
            return (paper.office_id, paper.series, paper.year), paper.number
        finally:
            connections.close_all()

    taken = defaultdict(list)
    with ThreadPoolExecutor(len(waiting)) as pool:
        for series, number in pool.map(sign, waiting):
            taken[series].append(number)
    assert sum(map(len, taken.values())) == len(waiting) == 20
    assert {year for _, _, year in taken} == {2026, 2027}
    assert all(sorted(numbers) == list(range(1, len(numbers) + 1)) for numbers in taken.values()), taken
