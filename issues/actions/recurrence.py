"""What a person of the office says about two findings that read alike: the same again, or two matters."""

from django.db import transaction
from django.utils import timezone

from issues import policies, recurrence
from issues.models import Issue, Unlike
from rectify.accounts.models import User
from rectify.audit.trail import record
from rectify.lib.errors import Refused
from rectify.lib.locks import lock
from rectify.lib.text import within
from rectify.workflow.move import demand_all


@transaction.atomic
def link(*, issue: Issue, other: Issue, by: User) -> None:
    """屡查屡犯: `issue` repeats `other`, which came before it (docs/rules.md: repeat-linked). `other` stays as it is.

    Raises Refused for one that did not come before, or when another link stands.
    """
    lock(issue)
    post = demand_all([policies.office(by, issue)])
    if issue.recurrence_of_id == other.pk:
        return
    if issue.recurrence_of:
        raise Refused(f"已记为与 {issue.recurrence_of.number} 屡查屡犯，要改请先解除")
    if not Issue.objects.filter(recurrence.before(issue), pk=other.pk).exists():
        raise Refused(f"{other.number} 不在本件以前，屡查屡犯只能连到以前的问题")
    issue.recurrence_of = other
    issue.save(update_fields=["recurrence_of"])
    percent = recurrence.percent_of(issue, other)
    record(
        "issues.issue.link_recurrence",
        issue,
        by=by,
        post=post,
        number=other.number,
        round=str(other.round),
        percent=percent,
    )


@transaction.atomic
def unlink(*, issue: Issue, note: str, by: User) -> None:
    """Take a link back, with the reason; both stay in the trail."""
    lock(issue)
    post = demand_all([policies.office(by, issue)])
    if issue.recurrence_of is None:
        return
    if not note.strip():
        raise Refused("请写明为什么解除")
    earlier, issue.recurrence_of = issue.recurrence_of, None
    issue.save(update_fields=["recurrence_of"])
    record(
        "issues.issue.unlink_recurrence",
        issue,
        by=by,
        post=post,
        note=within(note, 300, "解除的理由"),
        number=earlier.number,
    )


@transaction.atomic
def tell_apart(*, issue: Issue, other: Issue, by: User) -> None:
    """不是同一问题: kept, so that nobody is asked again."""
    lock(issue)
    post = demand_all([policies.office(by, issue)])
    if other.pk == issue.pk:
        raise Refused("请选另一件")
    if issue.unlike.standing().filter(other=other).exists():
        return
    row = Unlike.objects.create(issue=issue, other=other, percent=recurrence.percent_of(issue, other), by=by)
    record("issues.unlike.say", row, by=by, post=post, number=other.number, percent=row.percent)


@transaction.atomic
def think_again(*, issue: Issue, other: Issue, by: User) -> None:
    """Take 不是同一问题 back: the pair is suggested again."""
    lock(issue)
    post = demand_all([policies.office(by, issue)])
    row = issue.unlike.standing().filter(other=other).first()
    if row is None:
        return
    row.ended_at, row.ended_by = timezone.now(), by
    row.save(update_fields=["ended_at", "ended_by"])
    record("issues.unlike.take_back", row, by=by, post=post, number=other.number)
