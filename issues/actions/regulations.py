"""制度建设: the rules that came of an issue, written by the unit, accepted by the office (docs/rules.md:
regulation-recorded)."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from issues import policies
from issues.actions.outcomes import DECLARED_IN
from issues.models import Issue, Measure, Regulation
from rectify.accounts.models import User
from rectify.audit.trail import record
from rectify.lib.errors import Refused
from rectify.lib.locks import lock
from rectify.lib.text import within
from rectify.workflow.form_keys import first_time
from rectify.workflow.move import Act, demand_all, not_entered


@transaction.atomic
def add(
    *,
    issue: Issue,
    title: str,
    kind: str,
    by: User,
    measure: Measure | None = None,
    number: str = "",
    maker: str = "",
    issued_on: date | None = None,
    is_public: bool = False,
    key: str = "",
) -> Regulation | None:
    """One rule that was made, revised or abolished. None when the form was sent before."""
    lock(issue)
    if not first_time(by=by, key=key, what=f"issues.institution.add:{issue.pk}", content={"title": title}):
        return None
    post = demand_all([policies.contributor(by, issue)])
    if issue.status not in DECLARED_IN:
        raise Refused(f"本件现在是“{issue.get_status_display()}”，不能再加制度")
    if measure is not None and measure.issue_id != issue.pk:
        raise Refused("这条措施不在本件里，请刷新后再选")
    if not title.strip() or kind not in Regulation.Kind.values:
        raise Refused("请写制度名称，并选新制定、修订或废止")
    made = Regulation.objects.create(
        issue=issue,
        measure=measure,
        title=within(title, 200, "制度名称"),
        number=within(number, 60, "文号"),
        kind=kind,
        maker=within(maker, 100, "制定单位"),
        issued_on=issued_on,
        is_public=is_public,
        added_by=by,
    )
    record("issues.institution.add", made, by=by, post=post, title=made.title, word=made.get_kind_display())
    return made


@transaction.atomic
def accept(
    *, regulation: Regulation, by: User, checked_on: date | None = None, check_result: str = "", key: str = ""
) -> None:
    """The office has seen the rule, and how it is carried out."""
    lock(regulation)
    if not first_time(by=by, key=key, what=f"issues.institution.accept:{regulation.pk}"):
        return
    post = demand_all([policies.office_clerk(by, regulation.issue), not_entered(regulation.issue, Act(by))])
    if regulation.added_by_id == by.pk:
        raise Refused("这一项是您录入的，须由另一人认定")
    regulation.checked_on, regulation.check_result = checked_on, within(check_result, 300, "执行检查结果")
    regulation.accepted_at, regulation.accepted_by = timezone.now(), by
    regulation.save(update_fields=["checked_on", "check_result", "accepted_at", "accepted_by"])
    record(
        "issues.institution.accept",
        regulation,
        by=by,
        post=post,
        note=regulation.check_result,
        title=regulation.title,
    )
