"""What waits has waited since it came, not since the state of its issue began."""

from datetime import timedelta

import time_machine
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from issues.actions import extensions, lasting
from issues.models import Extension, ExtensionReason, Issue, Status
from issues.workload import Workload
from rectify.accounts.models import Holding
from rectify.accounts.roles import Role
from rectify.lib.dates import today
from rectify.roof.testing.world import again, person


def enter(user):
    client = Client()
    client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[-1])
    return client


def test_what_waits_has_waited_since_it_came(world):
    began = timezone.now() - timedelta(days=40)
    with time_machine.travel(began, tick=False):
        issue = world.issue(at=Status.RECTIFYING, due=today() + timedelta(days=90))
    words = {"stage_goal": "每月查一次", "reason": "要一直做", "rhythm": "monthly"}
    with time_machine.travel(began + timedelta(days=31), tick=False):
        lasting.apply(issue=issue, next_review=today() + timedelta(days=30), by=world.liaison, **words)
    (item,) = Workload(world.head, today()).longest()
    assert (item.issue, item.days) == (issue, 9)
    assert "最久 9 天" in {count.note for count in Workload(world.head, today()).queues}
    world.move(issue.lastings.get(), "approve", "head")
    with time_machine.travel(began + timedelta(days=38), tick=False):
        lasting.review(issue=Issue.objects.get(), declared="met", text="坚持得好", by=world.liaison)
    assert {item.days for item in Workload(world.clerk, today()).longest()} == {2}


def test_a_unit_reads_how_long_its_application_waits(world):
    began = timezone.now() - timedelta(days=40)
    with time_machine.travel(began, tick=False):
        issue = world.issue(at=Status.RECTIFYING, due=today() + timedelta(days=90))
    with time_machine.travel(began + timedelta(days=37), tick=False):
        reason = ExtensionReason.objects.first() or ExtensionReason.objects.create(
            code="x", name="客观", kind="objective"
        )
        extensions.apply(
            issue=issue,
            reason=reason,
            text="手续由上级审批，批复时间晚于预期，剩余部分需顺延。",
            by=world.principal,
            to_due=issue.due + timedelta(days=20),
        )
    page = enter(world.liaison).get(reverse("issues:home")).context["desk"]
    assert [(waiting.issue, waiting.wait.words) for waiting in page.awaited] == [(issue, "3 天")]


def test_what_a_unit_only_shares_waits_for_no_leader_of_it(world):
    """A second application for more time waits for who has the leading unit in charge, and for nobody beside."""
    beside = person("beside", (Role.LEADER, world.other))
    issue = world.issue(at=Status.RECTIFYING, due=today() + timedelta(days=90))
    issue.shares.create(unit=world.other)
    for number in (1, 2):
        Extension.objects.create(
            issue=issue,
            number=number,
            reason=ExtensionReason.objects.first()
            or ExtensionReason.objects.create(code="x", name="x", kind="objective"),
            text="手续由上级审批",
            from_due=issue.due,
            to_due=issue.due + timedelta(days=number),
            status=Extension.Status.WAITING if number == 2 else Extension.Status.REFUSED,
            applied_by=world.principal,
            decided_at=None if number == 2 else timezone.now(),
            decided_by=None if number == 2 else world.head,
        )
    assert Issue.objects.visible_to(beside).filter(pk=issue.pk).exists()
    assert [Workload(user, today()).total for user in (world.leader, beside)] == [1, 0]


def test_a_queue_opens_what_it_counts(world):
    """Of what a unit shares, what it leads and what another system of the same person leads."""
    both = person(
        "both", (Role.UNIT_LIAISON, world.lead), (Role.UNIT_LIAISON, world.branch), (Role.LEADER, world.other)
    )
    person("second", (Role.UNIT_LIAISON, world.other))
    for unit, shares in ((world.lead, world.other), (world.branch, world.other), (world.other, world.lead)):
        world.issue(at=Status.DISPATCHED, lead_unit=unit).shares.create(unit=shares)
    Holding.objects.create(user=both, role=Role.UNIT_LIAISON, unit=world.other, starts=today())
    for user, counts in ((world.liaison, [2]), (world.clerk, []), (both, [1, 2])):
        queues = [queue for queue in Workload(again(user), today()).queues if queue.slice == "status:dispatched"]
        assert sorted(queue.count for queue in queues) == counts
        assert len({queue.name for queue in queues}) == len(queues)
        for queue in queues:
            assert enter(user).get(queue.url).context["total"] == f"{queue.count:,}", queue.name
