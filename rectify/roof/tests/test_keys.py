"""A form that comes twice acts once; the same key with other words is another form, or is told so: what somebody typed is never
passed over without a word.

Every act that takes a form's key is tried, and every move that takes a reason: sent, and sent again under the same key with
one text changed. Then it acts anew, or it says no.
"""

import inspect

import pytest
from django.db import models, transaction

from issues.tests import acts as issue_acts
from ledgers.tests import acts as ledger_acts
from ledgers.tests.moves import FILL, MOVES
from rectify.audit.models import Event
from rectify.lib.errors import Refused
from rectify.roof.testing.acts import ActStage, Case
from rectify.roof.tests import acts as shared_acts
from rectify.workflow.moves import moves_of

pytestmark = [pytest.mark.workflow, pytest.mark.slow, pytest.mark.sampled]
KEY = "0123456789abcdef"
OTHER = "另外一句话，和前面写的不一样，比二十个字还要长一些。"
# Arguments that are words of a person; others are choices, names of rows, days.
WORDS = ("reason", "note", "text", "title", "raised_by", "seed", "stage_goal", "goal", "check_result", "next_step")


def keyed() -> list[Case]:
    rows = [*issue_acts.ROWS, *ledger_acts.ROWS, *shared_acts.ROWS]
    return [case for case in rows if takes_form_key(case)]


def takes_form_key(case: Case) -> bool:
    """A key of a form is a text; that of a machine is a row."""
    key = inspect.signature(case.act).parameters.get("key")
    return key is not None and "str" in str(key.annotation)


def words_of(case: Case, stage: ActStage) -> list[str]:
    """The arguments of a case that are words of a person."""
    with transaction.atomic():
        given = case.fill(stage)
        transaction.set_rollback(True)
    return [name for name in WORDS if isinstance(given.get(name), str)]


def passes_over(case: Case, stage: ActStage, name: str) -> bool:
    """Whether the second form, with another `name`, is taken for the first and nobody is told."""
    with transaction.atomic():
        given = case.fill(stage)
        positional = given.pop("", ())
        case.act(*positional, **given, key=KEY)
        for row in given.values():
            if isinstance(row, models.Model) and row.pk:
                row.refresh_from_db()
        before = Event.objects.count()
        try:
            case.act(*positional, **given | {name: OTHER}, key=KEY)
            passed = Event.objects.count() == before
        except Refused:
            passed = False
        transaction.set_rollback(True)
    return passed


def silent(found: dict[str, bool]) -> list[str]:
    """What was passed over."""
    return sorted(name for name, passed in found.items() if passed)


def test_other_words_under_the_same_key_are_never_passed_over(shared_world, db):
    stage, found = ActStage(shared_world), {}
    for case in keyed():
        for name in words_of(case, stage):
            found[f"{case.name} {name}"] = passes_over(case, stage, name)
    assert len(found) > 10
    assert silent(found) == []


def test_another_reason_of_a_move_under_the_same_key_is_never_passed_over(shared_world, db):
    stage, found = ActStage(shared_world), {}
    for case, kind in zip(MOVES, FILL, strict=False):
        label, _, name = kind.rpartition(".")
        move = moves_of(label)[name]
        if move.needs_note and move.by_hand:
            found[kind] = passes_over(case, stage, "note")
    assert len(found) > 10
    assert silent(found) == []
