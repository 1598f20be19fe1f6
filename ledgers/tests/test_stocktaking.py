"""盘点 of random worlds: both balances and what lies between equal an SQL of their own; what no entry explains stands first.
Evenings that were recorded are compared with what the entries say now."""

import io
from datetime import UTC, time, timedelta

import pytest
import time_machine
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from openpyxl import load_workbook

from issues.models import Issue, Status
from ledgers.actions import snapshots
from ledgers.figures.figure import Scope
from ledgers.models import BalanceSnapshot, Entry
from ledgers.stocktaking import CUTS, Stocktaking
from ledgers.tasks import take_snapshots
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


# ---- evenings that were recorded -------------------------------------------------------------------------------------


@pytest.fixture
def sunday(month):
    """The last Sunday that is over, recorded by the clock, which came twice."""
    take_snapshots()
    count = BalanceSnapshot.objects.count()
    take_snapshots()
    assert BalanceSnapshot.objects.count() == count > 0
    return today() - timedelta(days=today().weekday() + 1)


def test_a_recorded_evening_equals_the_sql_and_is_used(month, sunday):
    rows = BalanceSnapshot.objects.filter(round=month.round, on=sunday)
    assert {row.unit_id: row.balance for row in rows if row.balance} == balances(month, sunday)
    assert all(len(row.issues) == row.balance for row in rows)
    for by in CUTS:
        stock = taken(month, month.clerk, sunday, today(), by=by)
        assert [source.endswith("记下") for _, source in stock.sources] == [True, False]
        assert stock.sources[1][1] == "由账目推算"
        assert stock.unexplained == []
        assert not any(line.opened.correction for line in stock.lines)
    mine = taken(month, month.liaison, sunday, today())
    assert {line.name for line in mine.lines} == {month.lead.name}
    assert mine.unexplained == []
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.update(balance=0)


def test_every_occasion_is_recorded_once(month):
    evening = today() - timedelta(days=1)
    assert snapshots.occasion_of(month.round, evening) in ("", "week", "month")
    month.round.phases.update_or_create(kind="normal", defaults={"starts": today()})
    assert snapshots.occasion_of(month.round, evening) == "phase"
    assert snapshots.take(round_=month.round, on=evening, occasion="phase") >= 2
    assert snapshots.take(round_=month.round, on=evening, occasion="month") == 0


def test_a_correction_is_shown_with_both_numbers_and_its_reason(month, sunday, client):
    """An entry that is written later into a day before: explained, and the number of then stays."""
    unit, issue = month.lead, Issue.objects.open().filter(round=month.round, lead_unit=month.lead).first()
    last = issue.entries.order_by("-sequence").first()
    was = balances(month, sunday).get(unit.pk, 0)
    with lifted(connection):
        Entry.objects.filter(issue=issue).update(on=sunday, at=at_time(sunday, time(9)))
        BalanceSnapshot.objects.filter(round=month.round).delete()
        month.round.snapshots.all().delete()
    snapshots.take(round_=month.round, on=sunday, occasion="week")
    recorded = balances(month, sunday)[unit.pk]
    assert recorded >= was
    Entry.objects.create(
        issue=issue, round=month.round, unit=unit, sequence=last.sequence + 1, kind="closed", on=sunday, by=month.head
    )
    stock = taken(month, month.clerk, sunday, today())
    line = next(line for line in stock.lines if line.name == unit.name)
    words = f"原 {recorded}，更正 {recorded - 1}（后来补记 {sunday:%m-%d} 销号 {issue.number}）"
    assert line.opened.correction == words
    assert line.unexplained == 0
    client.force_login(month.clerk)
    assert words in client.get(reverse("ledgers:stock"), {"since": sunday}).content.decode()


def test_what_was_recorded_and_nothing_explains_comes_first(month, sunday):
    gone = BalanceSnapshot.objects.filter(round=month.round, on=sunday, unit=month.other).first()
    with lifted(connection):
        BalanceSnapshot.objects.filter(pk=gone.pk).update(issues=[*gone.issues, 999_999_999], balance=gone.balance + 1)
    stock = taken(month, month.clerk, sunday, today())
    assert stock.lines[0].unexplained == 1
    assert "没有账目说明" in stock.lines[0].opened.correction


def test_page_file_and_api_say_the_same(month, sunday, client):
    client.force_login(month.clerk)
    asked = {"since": sunday, "by": "level"}
    stock = taken(month, month.clerk, sunday, today(), by="level")
    rows = client.get("/api/v1/stock/", asked).json()["rows"]
    assert [(row["name"], row["before"], row["after"]) for row in rows] == [
        (line.name, line.before, line.after) for line in stock.lines
    ]
    file = client.get(reverse("ledgers:stock_file"), asked)
    sheet = load_workbook(io.BytesIO(b"".join(file.streaming_content))).worksheets[0]
    cells = [[cell.value for cell in row] for row in sheet.iter_rows()]
    for line in stock.lines:
        assert [line.name, line.before, *line.cells, line.after, line.difference, 0] in [row[:11] for row in cells]
    assert client.get(reverse("ledgers:stock_file"), {"since": "soon"}).status_code == 302
