"""The ledger balances after any story, and names the row that somebody damaged behind the application's back."""

import json

import pytest
from django.core.management import call_command
from django.db import connection

from issues.models import Issue, Status
from ledgers.models import Entry
from ledgers.reconcile import everything
from rectify.roof.testing.behind import lifted

pytestmark = pytest.mark.workflow

DAMAGE = {
    "a closing deleted": "DELETE FROM ledgers_entry WHERE kind = 'closed'",
    "an entry of another kind": "UPDATE ledgers_entry SET kind = 'terminated' WHERE kind = 'closed'",
    "an entry on another account": "UPDATE ledgers_entry SET unit_id = {other} WHERE kind = 'closed'",
    "an opening deleted": "DELETE FROM ledgers_entry WHERE kind = 'opened'",
    "a closing dated back": "UPDATE ledgers_entry SET \"on\" = '2020-01-01' WHERE kind = 'closed'",
    "a status written by hand": "UPDATE issues_issue SET status = 'rectifying', closed_on = NULL",
    "a lead unit written by hand": "UPDATE issues_issue SET lead_unit_id = {other}",
    "a closing day written by hand": "UPDATE issues_issue SET closed_on = '2020-01-01'",
    "a request withdrawn by hand": "UPDATE ledgers_closure SET outcome = 'withdrawn'",
    "a hash wiped out": "UPDATE ledgers_closure SET final_digest = ''",
}


def test_every_state_balances(world):
    for status in Status:
        world.issue(at=status)
    result = everything()
    assert (result.differences, result.balanced) == ([], True)
    assert sum(line.closing for line in result.lines) == Issue.objects.open().count()


@pytest.mark.parametrize("sql", DAMAGE.values(), ids=DAMAGE)
def test_damage_is_found_and_its_row_named(world, sql):
    issue = world.issue(at=Status.CLOSED)
    rows = {f"ledgers_entry:{pk}" for pk in issue.entries.values_list("pk", flat=True)}
    rows |= {f"issues_issue:{issue.pk}", f"ledgers_closure:{issue.closures.get().pk}"}
    with lifted(connection), connection.cursor() as cursor:
        cursor.execute(sql.format(other=world.other.pk))
    assert {found.row for found in everything().differences} & rows


def test_the_command_exits_1_only_on_a_difference(world, capsys):
    world.issue(at=Status.CLOSED)
    call_command("reconcile")
    assert "没有差异" in capsys.readouterr().out
    with lifted(connection), connection.cursor() as cursor:
        cursor.execute("DELETE FROM ledgers_entry WHERE kind = 'closed'")
    with pytest.raises(SystemExit, match="1"):
        call_command("reconcile", "--json")
    assert json.loads(capsys.readouterr().out)["balanced"] is False


@pytest.mark.parametrize("sql", ["UPDATE ledgers_entry SET kind = 'closed'", "DELETE FROM ledgers_entry"])
def test_the_database_itself_refuses_to_change_the_ledger(world, sql):
    world.issue(at=Status.DISPATCHED)
    with pytest.raises(Exception, match="never"), connection.cursor() as cursor:
        cursor.execute(sql)


def test_a_unit_sees_its_own_accounts_only(world):
    from ledgers.reconcile import visible

    world.issue(at=Status.CLOSED)
    world.issue(at=Status.PLANNING, lead_unit=world.other)
    seen = visible(world.liaison, [world.round])
    assert {line.unit_id for line in seen.lines} == {world.lead.pk}
    assert Entry.objects.visible_to(world.stranger).count() == 0
