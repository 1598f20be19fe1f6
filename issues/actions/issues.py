"""Entering and correcting issues before they are dispatched; afterwards only the working wording may change."""

from collections.abc import Collection, Iterable

from django.db import transaction

from issues import policies
from issues.actions.levels import demand_no_wider
from issues.effects.places import from_same_row, next_place, take_number
from issues.grouping import follow
from issues.models import Category, Issue, IssueUnit, Round, Status
from rectify.accounts.models import Unit, User
from rectify.audit.trail import record
from rectify.lib.columns import column_name, set_columns
from rectify.lib.errors import Refused
from rectify.lib.locks import lock
from rectify.workflow.form_keys import first_time
from rectify.workflow.move import demand_all

EDITABLE = frozenset(
    [
        "feedback",
        "item",
        "track",
        "source",
        "discovered_by",
        "title",
        "original",
        "wording",
        "aspect",
        "heading",
        "root_cause",
        "cause",
        "goal",
        "category",
        "nature",
        "tier",
        "difficulty",
        "confidentiality",
        "is_focus",
        "focus_reason",
        "is_immediate",
        "long_term",
        "working_paper",
        "lead_leader",
        "responsible_leaders",
        "lead_unit",
        "handler",
        "due",
        "due_text",
        "recurrence_of",
    ]
)


@transaction.atomic
def register(
    *,
    round_: Round,
    lead_unit: Unit,
    by: User,
    shares: Iterable[tuple[Unit, str]] = (),
    groups: Collection[Category] = (),
    key: str = "",
    **fields,
) -> Issue | None:
    """Enter one issue as a draft with the next number of its unit; `groups` are classes of schemes beside those its 类别 stands
    for. None when the same form (`key`) was sent before."""
    post = demand_all([policies.runs_round(by, round_)])
    unknown = set(fields) - EDITABLE - {"source_key", "split_from"}
    if unknown:
        raise TypeError(f"no such field of an issue: {', '.join(sorted(unknown))}")
    if feedback := fields.get("feedback"):
        fields = {"confidentiality": feedback.confidentiality} | fields
    place, shares = next_place(round_, lead_unit), list(shares)
    filled = {"lead_unit": lead_unit, "shares": [unit for unit, _ in shares]} | fields
    if not first_time(by=by, key=key, what=f"issues.issue.register:{round_.pk}", content=filled):
        return None
    number = take_number(place)
    issue = Issue.objects.create(round=round_, lead_unit=lead_unit, number=number, created_by=by, **fields)
    share(issue, shares)
    follow([issue], stated={issue.pk: [group.pk for group in groups]})
    record("issues.issue.register", issue, by=by, post=post, number=number, unit=str(lead_unit))
    return issue


def share(issue: Issue, shares: Iterable[tuple[Unit, str]]) -> None:
    """Set the units beside the lead unit, in the order given; the lead unit itself is passed over."""
    issue.shares.all().delete()
    seen = {issue.lead_unit_id}
    rows: list[IssueUnit] = []
    for unit, slot in shares:
        if unit.pk not in seen:
            seen.add(unit.pk)
            rows.append(IssueUnit(issue=issue, unit=unit, slot=slot, order=len(rows)))
    IssueUnit.objects.bulk_create(rows)


@transaction.atomic
def edit(
    *,
    issue: Issue,
    by: User,
    version: int | None = None,
    shares: Iterable[tuple[Unit, str]] | None = None,
    groups: Collection[Category] | None = None,
    **fields,
) -> None:
    """Correct a draft; what already is so is no change. Raises Refused after dispatch, or when somebody changed it meanwhile.

    Another lead unit gets its place in the round; round before issue, the order in which all lock.
    """
    if "lead_unit" in fields:
        next_place(issue.round, fields["lead_unit"])
    lock(issue)
    post = demand_all([policies.office(by, issue)])
    if issue.status != Status.DRAFT:
        raise Refused("已经下发，不能再改录入内容；工作表述可以单独修改，期限须走延期")
    changed = [name for name, value in fields.items() if name in EDITABLE and getattr(issue, name) != value]
    if not changed and shares is None and groups is None:
        return
    demand_no_wider(issue, {name: fields[name] for name in changed})
    if version is not None and version != issue.version:
        raise Refused("这件草稿刚刚被别人改过，请刷新后再改；您填的内容还在页面上")
    if "lead_unit" in changed and from_same_row(issue, fields["lead_unit"]):
        raise Refused(f"{fields['lead_unit']}在本轮已有一件由台账的同一行导入的问题，不能再改到这家名下")
    before = {issue.pk: issue.category_id}
    set_columns(issue, {name: fields[name] for name in changed})
    issue.version += 1
    issue.edited_by = by if changed or shares is not None or groups is not None else issue.edited_by
    issue.save(update_fields=[*changed, "version", "edited_by"])
    if shares is not None:
        share(issue, shares)
    if groups is not None or "category" in changed:
        follow([issue], before=before, stated=None if groups is None else {issue.pk: [group.pk for group in groups]})
    beside = "责任单位" if shares is not None or groups is None else "分类"
    words = "、".join(column_name(Issue, name) for name in changed) or beside
    record("issues.issue.edit", issue, by=by, post=post, fields=words)


@transaction.atomic
def reword(*, issue: Issue, wording: str, by: User) -> None:
    """Change the working wording, which the original stands beside for ever."""
    lock(issue)
    post = demand_all([policies.office(by, issue)])
    before, issue.wording = issue.wording, wording.strip()
    issue.version += 1
    issue.save(update_fields=["wording", "version"])
    record("issues.issue.reword", issue, by=by, post=post, before=before, after=issue.wording)


@transaction.atomic
def drop(*, issue: Issue, by: User) -> None:
    """Delete a draft that should not have been; after dispatch nothing is deleted (docs/rules.md: dispatch-nothing-deleted)."""
    lock(issue)
    post = demand_all([policies.office(by, issue)])
    if issue.status != Status.DRAFT:
        raise Refused("已经下发的不能删除；确实不再适用，请由督查负责人终止")
    facts = {"number": issue.number, "title": issue.title, "unit": str(issue.lead_unit)}
    pk = issue.pk
    issue.delete()
    issue.pk = pk
    record("issues.issue.drop", issue, by=by, post=post, **facts)
