"""盘点 of random worlds: both balances and what lies between equal an SQL of their own; what no entry explains stands first."""

from datetime import UTC, time, timedelta

import pytest
import time_machine
from django.db import connection
from django.urls import reverse

from issues.models import Issue, Status
from ledgers.figures.figure import Scope
from ledgers.models import Entry
from ledgers.stocktaking import CUTS, Stocktaking
from rectify.lib.dates import at_time, today
from rectify.roof.testing.behind import lifted
from rectify.roof.testing.seed import dice
from rectify.roof.testing.world import reopening

pytestmark = [pytest.mark.workflow, pytest.mark.django_db]
DAYS = 30
BALANCE = """
    SELECT unit_id,
           SUM(CASE WHEN kind IN ('opened', 'reopened', 'moved_in') THEN 1 ELSE -1 END)
    FROM ledgers_entry WHERE round_id = %s AND "on" <= %s GROUP BY unit_id
"""
BETWEEN = """
    SELECT unit_id, kind, COUNT(*) FROM ledgers_entry
    WHERE round_id = %s AND "on" > %s AND "on" <= %s GROUP BY unit_id, kind
"""
STATES = (Status.DISPATCHED, Status.RECTIFYING, Status.CLOSED, Status.TERMINATED, Status.CLOSED)


@pytest.fixture(scope="module")
def month(shared_world):
    """A month of one office: issues come, are struck off, ended, opened again, on random days."""
    world, draw = shared_world, dice("stock")
    first = today() - timedelta(days=DAYS)
    for on in sorted(first + timedelta(days=draw.randrange(DAYS)) for _ in range(14)):
        with time_machine.travel(at_time(on, time(10)).astimezone(UTC), tick=True):
            issue = world.issue(at=draw.choice(STATES), lead_unit=draw.choice([world.lead, world.other]))
            if issue.status == Status.CLOSED and draw.random() < 0.5:
                world.move(issue, "reopen", "second_head", data=reopening("信访"), note="又查到一户")
    return world


def asked(sql, *params):
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return cursor.fetchall()


def balances(world, on):
    return {unit: count for unit, count in asked(BALANCE, world.round.pk, on) if count}


def taken(world, user, since, until, by="unit"):
    return Stocktaking(Scope(user, world.round, today()), since, until, by=by)


def test_any_two_days_equal_the_sql_and_are_explained(month):
    draw = dice("days")
    units = {month.lead.name: month.lead.pk, month.other.name: month.other.pk}
    for _ in range(8):
        since, until = sorted(today() - timedelta(days=draw.randrange(DAYS + 2)) for _ in range(2))
        stock = taken(month, month.clerk, since, until)
        assert {units[one.name]: one.before for one in stock.lines if one.before} == balances(month, since)
        assert {units[one.name]: one.after for one in stock.lines if one.after} == balances(month, until)
        between = {(units[one.name], kind): n for one in stock.lines for kind, n in one.moves.items()}
        assert between == {(unit, kind): n for unit, kind, n in asked(BETWEEN, month.round.pk, since, until)}
        assert stock.unexplained == []
        assert stock.sums.difference == sum(balances(month, until).values()) - sum(balances(month, since).values())


def test_every_cut_holds_the_same_and_today_is_what_stands_open(month):
    since = today() - timedelta(days=9)
    whole = {by: taken(month, month.clerk, since, today(), by=by).sums for by in CUTS}
    assert len({(one.before, one.after, tuple(one.cells)) for one in whole.values()}) == 1
    assert whole["unit"].after == Issue.objects.open().filter(round=month.round).count()


def test_a_unit_takes_stock_of_its_own_account_alone(month):
    assert {one.name for one in taken(month, month.liaison, today() - timedelta(days=40), today()).lines} == {
        month.lead.name
    }


def test_what_no_entry_explains_stands_first_in_words(month, client):
    """A closing that somebody deleted behind the application's back: the chain says open, the sum says struck off."""
    since = today() - timedelta(days=1)
    issue = month.issue(at=Status.CLOSED, lead_unit=month.other)
    with lifted(connection):
        Entry.objects.filter(issue=issue, kind="opened").delete()
    stock = taken(month, month.clerk, since, today())
    assert [(one.name, one.unexplained) for one in stock.unexplained] == [(month.other.name, 1)]
    assert stock.lines[0].name == month.other.name
    client.force_login(month.clerk)
    page = client.get(reverse("ledgers:stock"), {"since": since, "until": today()}).content.decode()
    assert "说明不了" in page
    assert "由账目推算" in page
    assert "看不懂的条件" in client.get(reverse("ledgers:stock"), {"since": "soon"}).content.decode()
