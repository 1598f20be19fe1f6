"""对账 as a page: the same sheet for office and unit, the check sum printed, a damaged row named with its cause."""

import io

import openpyxl
import pytest
from django.conf import settings
from django.db import connection
from django.urls import reverse

from issues import slices
from issues.actions import feedback, rounds
from issues.models import Status
from ledgers.figures.figure import Scope
from ledgers.statement import Statement
from rectify.audit.models import Event
from rectify.lib.dates import today
from rectify.roof.testing.behind import lifted
from rectify.roof.testing.world import reopening, track


@pytest.fixture
def city(world):
    """Both units with accounts; one issue moved from one to the other, one reopened."""
    for status in (Status.DISPATCHED, Status.CLOSED, Status.TERMINATED):
        world.issue(at=status)
    moved = world.issue(at=Status.CONTESTED)
    world.move(moved, "reassign", "head", note="职责在教育局", data={"unit": world.other})
    again = world.issue(at=Status.CLOSED, lead_unit=world.other)
    world.move(again, "reopen", "second_head", note="群众反映反弹", data=reopening("letter"))
    return world


def statement(world, user):
    return Statement(Scope(user, world.round, today()))


def log_in(client, user):
    client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[-1])


def test_the_check_sum_is_printed_and_agrees(city, client):
    found = statement(city, city.head)
    assert found.check == "0 ＋ 5 ＋ 1 ＋ 1 − 2 − 1 − 1 ＝ 3"
    assert found.agrees
    log_in(client, city.head)
    assert found.check in client.get(reverse("ledgers:reconcile")).content.decode()


def test_the_units_sheet_is_the_offices(city):
    whole = {row.unit: row for row in statement(city, city.head).rows}
    for who, unit in (("liaison", city.lead), ("other_liaison", city.other)):
        (own,) = statement(city, getattr(city, who)).rows
        assert own.unit == unit
        assert own.line == whole[unit].line
        assert [part.line for part in own.months] == [part.line for part in whole[unit].months]


def test_what_is_no_longer_ours_is_a_number_without_a_link(city):
    (row,) = statement(city, city.liaison).rows
    named = {name: (count, url) for name, count, url in row.named}
    assert named["−转出"] == (1, "")
    assert named["−销号"][0] == 1
    assert named["−销号"][1]


def test_a_difference_names_its_cause_and_opens_the_issue(city, client):
    with lifted(connection), connection.cursor() as cursor:
        cursor.execute("DELETE FROM ledgers_entry WHERE kind = 'terminated'")
    log_in(client, city.head)
    text = client.get(reverse("ledgers:reconcile")).content.decode()
    assert "账上最后一笔是“立账”" in text
    assert "查这件的经过" in text
    assert "不一致" in text


def test_the_workbook_holds_accounts_and_differences(city, client):
    log_in(client, city.liaison)
    answer = client.get(reverse("ledgers:reconcile_file"))
    book = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content)))
    assert book.sheetnames == ["对账", "对账差异", "来源"]
    cells = [cell.value for row in book["对账"].iter_rows() for cell in row]
    assert statement(city, city.liaison).check in str(cells)
    assert Event.objects.filter(kind="ledgers.book.export", by=city.liaison).count() == 1


def test_every_definition_is_on_the_page(city, client):
    log_in(client, city.liaison)
    text = client.get(reverse("ledgers:definitions")).content.decode()
    assert [one.code for one in slices.known() if one.definition not in text] == []


def test_registered_feedback_that_was_not_taken_apart_is_said(world, client):
    world.issue(at=Status.RECTIFYING)
    rounds.set_units(round_=world.round, numbers={world.lead: None}, by=world.clerk)
    words = {"title": "反馈意见", "text": "一、存在的问题。", "delivered_on": today()}
    feedback.register(round_=world.round, unit=world.lead, track=track(), by=world.clerk, **words)
    log_in(client, world.clerk)
    assert "登记未拆 1 份" in client.get(reverse("ledgers:reconcile")).content.decode()
    answer = client.get(reverse("ledgers:reconcile_file"))
    book = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content)))
    assert "登记未拆 1 份：市住建局《反馈意见》" in [cell.value for row in book["对账差异"].iter_rows() for cell in row]
