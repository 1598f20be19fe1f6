"""联动整改: one measure answers several issues. Made and taken off by the office, or by the unit that leads both."""

from django.db import transaction
from django.utils import timezone

from issues.models import Issue, Measure, MeasureLink, MeasureStatus
from issues.plans import links
from rectify.accounts.models import Holding, User
from rectify.accounts.roles import OFFICE_ROLES
from rectify.audit.trail import record
from rectify.lib.errors import Refused
from rectify.lib.locks import lock
from rectify.lib.text import within
from rectify.lib.verdict import by_post
from rectify.workflow.move import demand_all


@transaction.atomic
def link(*, measure: Measure, issue: Issue, by: User, note: str = "") -> MeasureLink:
    """`measure` answers `issue` too. It stays at home in its own issue: written, proven and accepted there.

    Raises Refused where the person may not, either is over, or the link is there already.
    """
    first, second = sorted((measure.issue, issue), key=lambda one: one.pk)
    lock(first)
    lock(second)
    measure.refresh_from_db(fields=["status"])
    post = _demand(measure, issue, by)
    if measure.issue_id == issue.pk:
        raise Refused("这条措施本来就在这件问题里")
    if measure.status == MeasureStatus.CANCELLED:
        raise Refused("这条措施已取消，不能联动")
    if not issue.is_open:
        raise Refused(f"{issue.number} 已经{issue.get_status_display()}，不能再联动措施")
    if MeasureLink.objects.standing().filter(measure=measure, issue=issue).exists():
        raise Refused(f"这条措施已经联动到 {issue.number}")
    made = MeasureLink.objects.create(measure=measure, issue=issue, made_by=by, note=within(note, 300, "联动的说明"))
    facts = {"order": measure.order, "home": measure.issue.number, "number": issue.number}
    record("issues.measurelink.link", made, by=by, post=post, note=made.note, **facts)
    return made


@transaction.atomic
def unlink(*, link: MeasureLink, by: User, note: str = "") -> None:
    """The measure answers that issue no longer. The link stays to be read, with who took it off."""
    lock(link)
    post = _demand(link.measure, link.issue, by)
    if link.ended_at:
        raise Refused("这条联动已经解除")
    if not link.issue.is_open:
        raise Refused(f"{link.issue.number} 已经{link.issue.get_status_display()}，联动要留着")
    link.ended_at, link.ended_by = timezone.now(), by
    link.save(update_fields=["ended_at", "ended_by"])
    facts = {"order": link.measure.order, "home": link.measure.issue.number, "number": link.issue.number}
    record("issues.measurelink.unlink", link, by=by, post=post, note=within(note, 300, "解除的说明"), **facts)


def _demand(measure: Measure, issue: Issue, by: User) -> Holding | None:
    here, there = (by.post(*OFFICE_ROLES, at=one.round.office) for one in (issue, measure.issue))
    post = here if here and there else links.leads_both(by, measure, issue)
    return demand_all([by_post(post, "联动由督查办办理；两件都由一家单位牵头的，这家单位也可以办")])
