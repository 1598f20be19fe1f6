"""Entering and correcting issues before they are dispatched; afterwards only the working wording may change."""

from collections.abc import Iterable

from django.db import transaction
from django.db.models import F

from issues import policies
from issues.models import Issue, IssueUnit, Round, RoundUnit, Status
from rectify.accounts.models import Unit, User
from rectify.audit.trail import record
from rectify.lib.errors import Refused
from rectify.lib.locks import lock
from rectify.workflow.deeds import first_time
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
    *, round_: Round, lead_unit: Unit, by: User, shares: Iterable[tuple[Unit, str]] = (), key: str = "", **fields
) -> Issue | None:
    """Enter one issue as a draft with the next number of its unit. None when the same form (`key`) was sent before."""
    demand_all([policies.runs_round(by, round_)])
    unknown = set(fields) - EDITABLE - {"source_key"}
    if unknown:
        raise TypeError(f"no such field of an issue: {', '.join(sorted(unknown))}")
    place = next_place(round_, lead_unit)
    if not first_time(by=by, key=key, what=f"issues.issue.register:{round_.pk}"):
        return None
    number = take_number(place)
    issue = Issue.objects.create(round=round_, lead_unit=lead_unit, number=number, created_by=by, **fields)
    share(issue, shares)
    record("issues.issue.register", issue, by=by, number=number, unit=str(lead_unit))
    return issue


def next_place(round_: Round, unit: Unit) -> RoundUnit:
    """The unit's place in the round, locked; a unit that had none gets the next number."""
    Round.objects.select_for_update().get(pk=round_.pk)
    place = RoundUnit.objects.select_for_update().filter(round=round_, unit=unit).first()
    if place is None:
        last = RoundUnit.objects.filter(round=round_).order_by("-number").values_list("number", flat=True).first()
        place = RoundUnit.objects.create(round=round_, unit=unit, number=(last or 0) + 1)
    return place


def take_number(place: RoundUnit) -> str:
    """The next number, 05-014; numbers are never used again."""
    RoundUnit.objects.filter(pk=place.pk).update(last_issue=F("last_issue") + 1)
    place.refresh_from_db(fields=["last_issue"])
    return f"{place.number:02d}-{place.last_issue:03d}"


def share(issue: Issue, shares: Iterable[tuple[Unit, str]]) -> None:
    """Set the units beside the lead unit, in the order given; the lead unit itself is passed over."""
    issue.shares.all().delete()
    seen = {issue.lead_unit_id}
    rows = []
    for unit, slot in shares:
        if unit.pk not in seen:
            seen.add(unit.pk)
            rows.append(IssueUnit(issue=issue, unit=unit, slot=slot, order=len(rows)))
    IssueUnit.objects.bulk_create(rows)


@transaction.atomic
def edit(
    *, issue: Issue, by: User, version: int | None = None, shares: Iterable[tuple[Unit, str]] | None = None, **fields
) -> None:
    """Correct a draft. Raises Refused after dispatch, or when somebody changed it meanwhile."""
    lock(issue)
    demand_all([policies.office(by, issue)])
    if issue.status != Status.DRAFT:
        raise Refused("已经下发，不能再改录入内容；工作表述可以单独修改，期限须走延期")
    if version is not None and version != issue.version:
        raise Refused("这件草稿刚刚被别人改过，请刷新后再改；您填的内容还在页面上")
    changed = [name for name, value in fields.items() if name in EDITABLE and getattr(issue, name) != value]
    for name in changed:
        setattr(issue, name, fields[name])
    issue.version += 1
    issue.save(update_fields=[*changed, "version"])
    if shares is not None:
        share(issue, shares)
    words = "、".join(str(Issue._meta.get_field(name).verbose_name) for name in changed) or "责任单位"
    record("issues.issue.edit", issue, by=by, fields=words)


@transaction.atomic
def reword(*, issue: Issue, wording: str, by: User) -> None:
    """Change the working wording, which the original stands beside for ever."""
    lock(issue)
    demand_all([policies.office(by, issue)])
    before, issue.wording = issue.wording, wording.strip()
    issue.version += 1
    issue.save(update_fields=["wording", "version"])
    record("issues.issue.reword", issue, by=by, before=before, after=issue.wording)


@transaction.atomic
def drop(*, issue: Issue, by: User) -> None:
    """Delete a draft that should not have been; after dispatch nothing is deleted (product.md section 3)."""
    lock(issue)
    demand_all([policies.office(by, issue)])
    if issue.status != Status.DRAFT:
        raise Refused("已经下发的不能删除；确实不再适用，请由督查负责人终止")
    facts = {"number": issue.number, "title": issue.title, "unit": str(issue.lead_unit)}
    pk = issue.pk
    issue.delete()
    issue.pk = pk
    record("issues.issue.drop", issue, by=by, **facts)
