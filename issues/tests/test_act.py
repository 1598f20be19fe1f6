"""Who acts, by which post, with what: one value through a move and whatever follows from it."""

from datetime import timedelta

import pytest

from issues.actions import extensions
from issues.models import ExtensionReason, Status
from rectify.accounts.actions.standins import name_deputy
from rectify.accounts.models import StandIn, User
from rectify.accounts.roles import OFFICE_ROLES, Role
from rectify.audit.hands import same_hand
from rectify.audit.models import Event
from rectify.lib.dates import today
from rectify.lib.verdict import YES
from rectify.testing.world import again, person
from rectify.workflow.move import Act, judge, make
from rectify.workflow.moves import moves_of

pytestmark = [pytest.mark.django_db, pytest.mark.workflow]


def lent(deputy: User, absent: User) -> User:
    """The deputy, who stands in for `absent` from today on."""
    name_deputy(deputy=deputy, starts=today(), ends=today(), reason="学习", by=absent)
    return again(deputy)


def told(issue, name: str, by: User, **words) -> list[Event]:
    """The events that one move left, those of nested moves included."""
    before = Event.objects.order_by("-number").first().number
    make(moves_of(issue)[name], issue, by=by, **words)
    return list(Event.objects.filter(number__gt=before).order_by("number"))


def ask(issue, by: User) -> None:
    """An application for more time, which ends with its issue."""
    reason = ExtensionReason.objects.get_or_create(code="objective", defaults={"name": "客观原因"})[0]
    extensions.apply(issue=issue, reason=reason, text="等", to_due=issue.due + timedelta(days=20), by=by)


NESTED = {
    # move: the state it is made in, whose post is borrowed, the kind of what follows
    "pass_review": (Status.FIRST_REVIEW, "checker", "issues.measure.accept"),
    "terminate": (Status.RECTIFYING, "head", "issues.extension.lapse"),
    "reopen": (Status.CLOSED, "second_head", "issues.measure.reopen"),
}


@pytest.mark.parametrize("name", NESTED)
def test_what_follows_from_a_deputys_move_says_for_whom(world, name):
    at, absent, nested = NESTED[name]
    absent = getattr(world, absent)
    issue = world.issue(at=at)
    if name == "terminate":
        ask(issue, world.principal)
    world.prepare(issue, name)
    own = Role.OFFICE_HEAD if absent.holds(Role.OFFICE_CLERK) else Role.OFFICE_CLERK
    deputy = lent(person("aide", (own, world.office)), absent)
    filled = world.filled(issue, name) or {"ending": "not_applicable"}
    events = told(issue, name, deputy, note="写明了理由", data=filled)
    assert nested in {event.kind for event in events}
    assert {(event.by, event.facts.get("for")) for event in events} == {(deputy, absent.pk)}
    assert same_hand(Act(absent), deputy.pk, issue, kind=nested)


def test_an_own_post_comes_before_a_borrowed_one(world):
    deputy = lent(world.clerk, world.head)
    assert deputy.post(*OFFICE_ROLES, at=world.office).lender is None
    assert deputy.post(Role.OFFICE_HEAD, at=world.office).lender.pk == world.head.pk


def test_asking_changes_nothing(world):
    """A question about a borrowed post between judging and acting does not give the act another hand."""
    issue = world.issue(at=Status.DISPATCHED)
    deputy = lent(world.liaison, world.principal)
    assert judge(moves_of(issue)["sign"], issue, deputy).act.post.lender is None
    known = dict(vars(deputy))
    assert deputy.holds(Role.UNIT_PRINCIPAL)
    assert vars(deputy) == known
    (event,) = told(issue, "sign", deputy)
    assert "for" not in event.facts


def test_the_clock_acts_as_nobody_and_an_administrator_by_no_post(world):
    issue = world.issue(at=Status.OBJECTION_WINDOW)
    with world.ripe(issue):
        judged = judge(moves_of(issue)["window_ends"], issue, None)
    assert (judged.missing, judged.act.by, judged.act.post) == ([], None, None)
    StandIn.objects.create(absent=world.head, deputy=world.sysadmin, starts=today(), ends=today(), reason="直接写")
    assert world.sysadmin.posts == []
    assert not judge(moves_of(issue)["window_ends"], issue, world.sysadmin)


def test_what_is_read_is_read_once_in_an_act_and_anew_in_the_next():
    asked = []

    def reader(what):
        asked.append(what)
        return len(asked)

    act = Act(None)
    assert (act.read(reader, "a"), act.read(reader, "a"), act.read(reader, "b")) == (1, 1, 2)
    assert Act(None).read(reader, "a") == 3
    assert YES.post is None
