"""Who acts, by which post, with what: one value through a move and whatever follows from it."""

from datetime import timedelta
from operator import itemgetter

import pytest

from issues.actions import extensions, lasting
from issues.models import ExtensionReason, Status
from issues.tests.test_matrix import MAY, filled, ready
from rectify.accounts.actions.standins import name_deputy
from rectify.accounts.models import StandIn, User
from rectify.accounts.roles import OFFICE_ROLES, Role
from rectify.audit.hands import same_hand
from rectify.audit.models import Event
from rectify.lib.dates import today
from rectify.lib.verdict import YES
from rectify.roof.testing.seed import some
from rectify.roof.testing.world import again, person
from rectify.workflow.move import Act, judge, make
from rectify.workflow.moves import moves_of

pytestmark = [pytest.mark.django_db, pytest.mark.workflow, pytest.mark.slow]


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


# What only the person may undo who did it, or judge who went there: nobody stands in for that.
IN_PERSON = {"unsign", "unsubmit_plan", "unpass_review", "hold_up", "relapse"}
NESTED = {  # move: the kind of what follows from it
    "pass_review": "issues.measure.accept",
    "terminate": "issues.extension.lapse",
    "approve": "issues.extension.lapse",
    "split_up": "issues.issue.dispatch",
    "transfer": "issues.lasting.lapse",
    "reopen": "issues.measure.reopen",
}
TOO_EARLY = {Status.DISPATCHED, Status.CONTESTED}  # nothing hangs on an issue yet that ends with it
BESIDE = {  # who stands in has a post of the same side, by which most moves of the other are not allowed
    Role.OFFICE_CLERK: Role.OFFICE_HEAD,
    Role.OFFICE_HEAD: Role.OFFICE_CLERK,
    Role.UNIT_LIAISON: Role.UNIT_PRINCIPAL,
    Role.UNIT_PRINCIPAL: Role.UNIT_LIAISON,
}
ALLOWED = some([pair for pair in MAY if pair[1] not in IN_PERSON], itemgetter(1), about="deputies")


def burden(world, issue, name: str) -> None:
    """What hangs on the issue and ends with the move."""
    if NESTED.get(name) == "issues.extension.lapse" and issue.status not in TOO_EARLY:
        ask(issue, world.principal)
    if name == "transfer" and issue.status not in TOO_EARLY:
        words = {"stage_goal": "不再新增", "rhythm": "monthly", "reason": "要长期抓"}
        lasting.apply(issue=issue, next_review=today() + timedelta(days=9), by=world.liaison, **words)


@pytest.mark.sampled
@pytest.mark.parametrize(("status", "name"), ALLOWED, ids=lambda value: value)
def test_what_a_deputy_does_and_what_follows_says_for_whom(world, status, name):
    issue = world.issue(at=Status(status))
    burden(world, issue, name)
    ready(world, issue, name)
    world.prepare(issue, name)
    absent = getattr(world, max(MAY[status, name]))
    own = person("aide", (BESIDE[absent.posts[0].role], absent.posts[0].unit))
    lender = None if moves_of(issue)[name].may(own, issue) else absent.pk
    with world.ripe(issue):
        deputy = lent(own, absent)
        events = told(issue, name, deputy, note="写明了理由", data=filled(world, issue, name))
    assert {(event.by, event.facts.get("for")) for event in events} == {(deputy, lender)}
    if name in NESTED and (name == "split_up" or status not in TOO_EARLY):
        assert NESTED[name] in {event.kind for event in events}
    assert same_hand(Act(absent), deputy.pk, issue, kind=events[-1].kind) == (lender is not None)


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
