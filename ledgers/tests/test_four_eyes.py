"""Who had a hand in a request for closure does not decide on it, and does not judge afterwards whether it held."""

import pytest
from django.db import connection
from django.utils import timezone

from issues.models import Status
from ledgers.actions import visits
from ledgers.conditions import live_closure, standing_closure
from ledgers.models import Closure, Visit
from ledgers.visitors import may_go
from rectify.audit.models import Event
from rectify.lib.dates import today
from rectify.lib.errors import Refused
from rectify.notices.models import Notice
from rectify.roof.testing.behind import lifted
from rectify.roof.testing.world import build, reopening
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


def test_an_office_of_two_sends_somebody_from_outside_to_look_back(db):
    """Both had a hand in the closing: a leader goes, is told, records, and says what follows."""
    world = build(alone=True)
    issue = world.issue(at=Status.CLOSED)
    closure = issue.closures.get()
    assert list(may_go([closure], Visit.Kind.LOOK_BACK).exclude(pk__in=(world.clerk.pk, world.head.pk))) == [
        world.leader
    ]
    visit = world.look_back(issue, Visit.Finding.FAILS, who="leader")
    assert Notice.objects.get(to=world.leader, key=f"visit:{visit.public_id}").title.startswith(issue.number)
    with pytest.raises(Refused, match="须由去回头看的人办理"):
        world.move(issue, "relapse", "clerk", note="又漏水了", data=reopening())
    world.move(issue, "relapse", "leader", note="又漏水了", data=reopening())
    assert (issue.status, issue.reopenings, issue.due_version) == (Status.RECTIFYING, 1, 2)


def test_an_office_with_somebody_left_sends_nobody_from_outside(world):
    issue = world.issue(at=Status.CLOSED)
    with pytest.raises(Refused, match="leader不是督查办的人"):
        world.look_back(issue, who="leader")


def test_a_leader_reopens_where_the_only_head_approved(db):
    world = build(alone=True)
    issue = world.issue(at=Status.CLOSED)
    given = {"note": "信访反映没有改到位", "data": reopening("信访举报")}
    with pytest.raises(Refused, match=r"须由分管领导（leader）在本件的页面上重开"):
        world.move(issue, "reopen", "head", **given)
    world.move(issue, "reopen", "leader", **given)
    assert issue.status == Status.RECTIFYING


def test_a_visit_ahead_is_called_off_with_the_closing_that_is_reopened(world):
    issue = world.issue(at=Status.CLOSED)
    closure = issue.closures.get()
    own = {"kind": Visit.Kind.LOOK_BACK, "on": today(), "visitors": [world.visitor]}
    visits.plan(closure=closure, by=world.clerk, **own)
    world.move(issue, "reopen", "second_head", note="没有改到位", data=reopening("信访举报"))
    assert not closure.visits.exists()
    assert "ledgers.visit.call_off" in Event.objects.about(issue).values_list("kind", flat=True)
