"""The measuring world: the same rows by either way, books that balance, and only in an empty database."""

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from issues.models import Issue, Report
from ledgers.reconcile import everything
from rectify.audit.trail import verify
from rectify.lib.dates import today
from rectify.roof.demo import corpus
from rectify.roof.testing.behind import owning

pytestmark = pytest.mark.engines
COUNT = 40


@pytest.fixture
def loaded(transactional_db):
    with owning(connection):  # temporary tables of its own
        call_command("load_corpus", str(COUNT), "--history", verbosity=0)


def test_the_rows_are_those_of_their_numbers(loaded):
    kept = Issue.objects.order_by("pk").values_list("pk", "title", "due", "original", "lead_unit__name")
    assert list(kept) == [
        (
            n,
            corpus.title_of(n, COUNT),
            corpus.due_of(n, today()),
            corpus.text_of(n, 20, 8),
            f"单位{corpus.unit_of(n)}",
        )
        for n in range(1, COUNT + 1)
    ]
    assert Report.objects.filter(issue=1).count() == 20
    assert Report.objects.count() == 20 + 2 * (COUNT - 1)
    assert everything().differences == []
    assert verify() == (3 * COUNT, None)


def test_a_database_with_people_is_refused(world):
    with pytest.raises(CommandError, match="空数据库"):
        call_command("load_corpus", "10")


def test_the_head_sees_all(loaded):
    head = corpus.User.objects.get(username=corpus.LOGIN)
    assert Issue.objects.visible_to(head).count() == COUNT
    assert head.check_password(corpus.PASSWORD)
    assert connection.vendor in {"postgresql", "sqlite"}
