"""Four eyes of an import: who brought a draft's present content dispatches it no more than who entered it."""

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from issues.actions import issues as issue_actions
from issues.models import Issue, Status
from issues.moves.dispatching import by_another_than_the_editor
from ledgers.actions import import_writing
from ledgers.importing.settling import fingerprint
from ledgers.tests.intake import taken, workbook, written
from ledgers.tests.test_import import reader, row, store  # noqa: F401 (fixtures)
from rectify.lib.errors import Refused
from rectify.workflow.move import Act

pytestmark = [pytest.mark.model, pytest.mark.slow]


def update(world, by) -> Issue:
    """A draft of the clerk's, brought up to date by another's import."""
    written(world, taken(world, workbook(row(1))))
    Issue.objects.update(category=world.category)
    batch = taken(world, workbook(row(1, leader="局长")), by=by)
    import_writing.confirm(batch=batch, seen=fingerprint(batch), by=by)
    import_writing.perform(batch=batch, by=by)
    return Issue.objects.get()


def test_who_only_updated_anothers_draft_by_import_does_not_dispatch_it(world):
    issue = update(world, world.checker)
    assert (issue.created_by, issue.edited_by, issue.lead_leader) == (world.clerk, world.checker, "局长")
    with pytest.raises(Refused, match="最后是您修改（导入更新）的"):
        world.move(issue, "dispatch", "checker")
    world.move(issue, "dispatch", "clerk")
    assert Issue.objects.get().status == Status.DISPATCHED


def test_who_corrected_a_draft_by_hand_does_not_dispatch_it(world):
    issue = world.issue()
    issue_actions.edit(issue=issue, by=world.checker)
    assert issue.edited_by is None
    issue_actions.edit(issue=issue, goal="全部到位", by=world.checker)
    with pytest.raises(Refused, match="最后是您修改"):
        world.move(issue, "dispatch", "checker")
    assert by_another_than_the_editor(issue, Act(world.head))


def test_an_import_that_changes_nothing_leaves_no_hand(world):
    written(world, taken(world, workbook(row(1))))
    issue = Issue.objects.get()
    assert (issue.created_by, issue.edited_by) == (world.clerk, None)
    batch = taken(world, workbook(row(1), row(2)), by=world.checker)
    import_writing.confirm(batch=batch, seen=fingerprint(batch), by=world.checker)
    import_writing.perform(batch=batch, by=world.checker)
    issue.refresh_from_db()
    assert issue.edited_by is None


def test_the_database_refuses_it_too(world):
    issue = update(world, world.checker)
    with pytest.raises(IntegrityError), transaction.atomic():
        Issue.objects.filter(pk=issue.pk).update(dispatched_by=world.checker, dispatched_at=timezone.now())
