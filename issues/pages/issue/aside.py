"""The side column of an issue's page: what was declared and what was accepted, who answers for it, its kin."""

from collections.abc import Sequence
from dataclasses import dataclass

from issues.models import Ending, Grade, Issue, IssueUnit, Status
from rectify.accounts.models import User
from rectify.lib.tags import short_date

RANK = {Grade.UNVERIFIABLE: 0, Grade.PARTLY: 1, Grade.MOSTLY: 2, Grade.FULL: 3}


@dataclass(frozen=True)
class Truth:
    """A mark with a note below it."""

    kind: str
    note: str


@dataclass(frozen=True)
class Truths:
    """单位申报 and 监督认定, always both, and a sentence when they differ."""

    declared: Truth | None
    accepted: Truth | None
    gap: str


@dataclass(frozen=True)
class KinLine:
    """Issues of one kinship: 拆分自, 拆分为, 并入 …"""

    word: str
    issues: Sequence[Issue]


def truths(issue: Issue) -> Truths:
    """Never one in place of the other: what nobody has said yet is None."""
    declared = Truth(issue.declared, "") if issue.declared else None
    accepted: Truth | None
    if issue.grade:
        accepted = Truth(issue.grade, f"{short_date(issue.closed_on)} 审定")
    else:
        accepted = Truth(issue.status, "还没有认定完成情况") if issue.dispatched_at else None
    return Truths(declared, accepted, _gap(issue))


def _gap(issue: Issue) -> str:
    if issue.declared and issue.grade and issue.declared != issue.grade:
        ahead = RANK[Grade(issue.declared)] - RANK[Grade(issue.grade)]
        return f"不一致：单位比认定超前 {ahead} 级" if ahead > 0 else f"不一致：认定比单位申报高 {-ahead} 级"
    if issue.declared and not issue.grade:
        return f"单位申报{issue.get_declared_display()}，监督还没有认定"
    return ""


def responsibility(issue: Issue) -> list[tuple[str, str]]:
    """Who answers for it, in the slots of the ledger."""
    shares: dict[str, list[str]] = {}
    columns = ("slot", "unit__ahead", "unit__short_name", "unit__name")
    for slot, ahead, short_name, name in issue.shares.values_list(*columns):
        shares.setdefault(slot, []).append(f"{ahead}{short_name or name}")
    slots = IssueUnit.Slot
    rows = [
        ("牵头领导", issue.lead_leader),
        ("责任领导", issue.responsible_leaders),
        ("牵头单位", str(issue.lead_unit)),
        ("责任单位", "、".join(shares.get(slots.RESPONSIBLE, []))),
        ("配合单位", "、".join(shares.get(slots.SUPPORTING, []))),
        ("承办", issue.handler),
    ]
    return [row for row in rows if row[1] or row[0] != "配合单位"]


def kin(issue: Issue, user: User) -> list[KinLine]:
    """From which issue this one came, what came of it and what was merged, as far as the reader may see them; two
    statements, one of them only where there is kin."""
    lines: dict[str, list[Issue]] = {"split_from": [], "merged_into": [], "parts": [], "merged": []}
    seen = Issue.objects.visible_to(user)
    ahead = [pk for pk in (issue.split_from_id, issue.merged_into_id) if pk]
    for parent in seen.filter(pk__in=ahead) if ahead else ():
        lines["split_from" if parent.pk == issue.split_from_id else "merged_into"].append(parent)
    children = seen.filter(split_from=issue) | seen.filter(merged_into=issue)
    for child in children.order_by("number"):
        lines["parts" if child.split_from_id == issue.pk else "merged"].append(child)
    ended = issue.status == Status.TERMINATED and issue.ending == Ending.SPLIT
    words = {
        "split_from": "拆分自",
        "parts": "拆分为" if ended else "拟拆分为",
        "merged_into": "并入",
        "merged": "并入本件的",
    }
    return [KinLine(words[name], issues) for name, issues in lines.items() if issues]
