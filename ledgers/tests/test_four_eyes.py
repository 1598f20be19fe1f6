"""Who had a hand in a request for closure does not decide on it, and does not judge afterwards whether it held."""

import pytest
from django.db import connection
from django.utils import timezone

from issues.models import Status
from ledgers.actions import visits
from ledgers.conditions import live_closure, standing_closure
from ledgers.models import Closure, Visit
from rectify.lib.errors import Refused
from rectify.roof.testing.behind import lifted
from rectify.workflow.move import judge
from rectify.workflow.moves import moves_of

pytestmark = [pytest.mark.workflow, pytest.mark.slow]
HANDS = sorted(f.name for f in Closure._meta.concrete_fields if f.name.endswith("_by") and f.name != "site_by")
BEFORE = [name for name in HANDS if name != "decided_by"]


def becomes(closure, hand, person):
    """As if `person` had done that step; the database would refuse to have it rewritten."""
    with lifted(connection):
        Closure.objects.filter(pk=closure.pk).update(**{hand: person})
    closure.refresh_from_db()


def test_the_hands_are_those_of_every_step():
    assert HANDS == ["applied_by", "decided_by", "reviewed_by", "signed_by"]


@pytest.mark.parametrize("hand", [*BEFORE, "verdict"])
def test_one_hand_before_is_enough_not_to_decide(world, hand):
    issue = world.issue(at=Status.AWAITING_DECISION)
    closure, head = live_closure(issue), world.head
    assert judge(moves_of(issue)["approve"], issue, head)
    if hand == "verdict":
        closure.verdicts.filter(pk=closure.verdicts.first().pk).update(by=head)
    else:
        becomes(closure, hand, head)
    refused = judge(moves_of(issue)["approve"], issue, world.head)
    assert [no.reason for no in refused.missing] == ["您参与过这件的申请或初审，须由另一人审定"]
    assert judge(moves_of(issue)["approve"], issue, world.second_head)


@pytest.mark.parametrize("hand", HANDS)
def test_one_hand_in_the_closing_is_enough_not_to_look_back(world, hand):
    issue = world.issue(at=Status.CLOSED)
    closure, visitor = standing_closure(issue), world.visitor
    becomes(closure, hand, visitor)
    planned = {"kind": Visit.Kind.LOOK_BACK, "on": timezone.localdate(), "by": world.second_head}
    with pytest.raises(Refused, match=visitor.name):
        visits.plan(closure=closure, visitors=[visitor], **planned)
    assert visits.plan(closure=closure, visitors=[world.clerk], **planned)
