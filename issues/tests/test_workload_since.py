"""What waits has waited since it came, not since the state of its issue began."""

from datetime import timedelta

import time_machine
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from issues.actions import extensions, lasting
from issues.models import ExtensionReason, Issue, Status
from issues.workload import Workload
from rectify.lib.dates import today


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
