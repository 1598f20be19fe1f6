"""The migration that ends the posts of clue keepers: an event each, and the chain holds."""

from datetime import timedelta
from importlib import import_module

import pytest
from django.apps import apps
from django.db import connection

from rectify.accounts.models import Holding
from rectify.accounts.roles import Role
from rectify.audit.models import Event
from rectify.audit.sentences import sentence
from rectify.audit.trail import record, verify
from rectify.lib.dates import today
from rectify.roof.testing.behind import lifted

pytestmark = [pytest.mark.django_db, pytest.mark.model]
end_posts = import_module("rectify.accounts.migrations.0005_clue_keepers_end").end_posts


def post(user, unit, first: int, last: int | None = None) -> Holding:
    """A clue keeper's post from `first` days after today to `last`, as an earlier version let it be granted."""
    day = today()
    ends = None if last is None else day + timedelta(days=last)
    with lifted(connection):
        return Holding.objects.create(
            user=user, role=Role.CLUE_KEEPER, unit=unit, starts=day + timedelta(days=first), ends=ends
        )


def test_each_post_in_force_ends_with_an_event_and_the_chain_holds(world):
    record("accounts.user.stop", world.stranger, by=world.sysadmin, username="stranger")
    over, open_, limited = (post(world.stranger, world.lead, *span) for span in ((-90, -30), (-20,), (-10, 30)))
    coming, others = post(world.liaison, world.other, 5), Holding.objects.exclude(role=Role.CLUE_KEEPER).count()
    end_posts(apps, None)
    yesterday = today() - timedelta(days=1)
    assert dict(Holding.objects.filter(role=Role.CLUE_KEEPER).values_list("pk", "ends")) == {
        over.pk: over.ends,
        open_.pk: yesterday,
        limited.pk: yesterday,
    }
    assert Holding.objects.exclude(role=Role.CLUE_KEEPER).count() == others
    events = Event.objects.filter(kind__startswith="accounts.holding.").order_by("number")
    assert [(event.kind, event.facts.get("holding"), event.by) for event in events] == [
        ("accounts.holding.end", open_.pk, None),
        ("accounts.holding.end", limited.pk, None),
        ("accounts.holding.withdraw", None, None),
    ]
    assert sentence(events[0]) == f"收回stranger的市住建局线索专管员，最后一天 {yesterday}"
    assert list(events) == [*Event.objects.about(world.stranger)[1:], *Event.objects.about(world.liaison)]
    assert verify() == (4, None)
    assert not Holding.objects.filter(pk=coming.pk).exists()
    end_posts(apps, None)
    assert verify() == (4, None), "a second run finds nothing"


def test_where_there_are_none_nothing_is_written(world):
    end_posts(apps, None)
    assert verify() == (0, None)
