"""知悉范围: an issue is restricted to those who are named, each with a reason and a last day; all acts of the head."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from issues import policies
from issues.models import Issue, Knower, Restriction, Status
from issues.models.issue import WITHHELD
from rectify.accounts.models import Holding, User
from rectify.audit.trail import record
from rectify.lib.dates import today
from rectify.lib.errors import Refused
from rectify.lib.levels import Confidentiality
from rectify.lib.locks import lock
from rectify.notices.actions import veil
from rectify.workflow.move import demand_all


@transaction.atomic
def restrict(*, issue: Issue, why: str, reason: str, by: User) -> None:
    """From now on only who is named reads it, and the heads of the office that runs its round; it is 工作秘密 (docs/rules.md:
    knowers). What was told of it keeps its number alone. Raises Refused where it is restricted already."""
    post = _head(issue, by, reason)
    if issue.restricted:
        raise Refused(f"本件已经限定知悉范围（{issue.get_restricted_display()}）")
    if issue.parts.filter(status=Status.DRAFT).exists():
        raise Refused("本件有拟好的拆分草稿，草稿里有它的原文；请先办完或者终止这些草稿")
    before = issue.get_confidentiality_display()
    issue.restricted, issue.confidentiality = Restriction(why), Confidentiality.WORK_SECRET
    _save(issue)
    veil(url=issue.get_absolute_url(), title=f"{issue.number}：{WITHHELD}")
    facts = {"why": issue.get_restricted_display(), "before": before}
    record("issues.issue.restrict", issue, by=by, post=post, note=reason.strip(), **facts)


@transaction.atomic
def release(*, issue: Issue, reason: str, by: User) -> None:
    """Whoever sees its round reads it again; it stays 工作秘密 until its mark is changed. Who was named is named no longer."""
    post = _head(issue, by, reason)
    _demand_restricted(issue)
    count = issue.knowers.filter(ended_at=None).update(ended_at=timezone.now(), ended_by=by)
    issue.restricted = ""
    _save(issue)
    record("issues.issue.release", issue, by=by, post=post, note=reason.strip(), count=count)


@transaction.atomic
def name(*, issue: Issue, person: User, until: date, reason: str, by: User) -> Knower:
    """`person` reads the issue until the end of `until`; somebody whose day has passed is named anew.

    Raises Refused for a day that has passed, for who reads it already, and for whom it does not count anyway.
    """
    post = _head(issue, by, reason)
    _demand_restricted(issue)
    if until < today():
        raise Refused("知悉到的日期已经过了，请选今天或以后的日子")
    if not Issue.objects.counted_for(person).filter(pk=issue.pk).exists():
        raise Refused(f"{person.name}的岗位看不到本件所在的范围，列入也读不到；请先由安全管理员授权")
    if policies.reader(person, issue):
        raise Refused(f"{person.name}已经可以看本件")
    issue.knowers.filter(person=person, ended_at=None).update(ended_at=timezone.now(), ended_by=by)
    knower = Knower.objects.create(issue=issue, person=person, until=until, reason=reason.strip(), named_by=by)
    facts = {"person": person.name, "until": until.isoformat()}
    record("issues.knower.name", knower, by=by, post=post, note=reason.strip(), **facts)
    return knower


@transaction.atomic
def unname(*, knower: Knower, reason: str, by: User) -> None:
    """Takes a person off, from the next request on. Raises Refused for who was taken off before."""
    lock(knower)
    post = _head(knower.issue, by, reason)
    if knower.ended_at:
        raise Refused(f"{knower.person.name}已经不在知悉范围里")
    knower.ended_at, knower.ended_by = timezone.now(), by
    knower.save(update_fields=["ended_at", "ended_by"])
    record("issues.knower.unname", knower, by=by, post=post, note=reason.strip(), person=knower.person.name)


def _head(issue: Issue, by: User, reason: str) -> Holding | None:
    lock(issue)
    post = demand_all([policies.office_head(by, issue)])
    if not reason.strip():
        raise Refused("请写明理由")
    return post


def _demand_restricted(issue: Issue) -> None:
    if not issue.restricted:
        raise Refused("本件没有限定知悉范围")


def _save(issue: Issue) -> None:
    issue.version += 1
    issue.save(update_fields=["restricted", "confidentiality", "version"])
