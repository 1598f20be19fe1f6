"""Columns that several books have, and the rows they stand on."""

from collections.abc import Callable, Sequence
from typing import Any

from django.db.models import OuterRef, Prefetch, QuerySet, prefetch_related_objects
from django.utils import timezone

from issues import lives
from issues.models import Category, Issue, IssueUnit, Measure, MeasureLink, MeasureStatus, Side
from issues.models.querysets import IssueQuerySet
from issues.plans import progress
from ledgers.columns import Column, counted

LIVE = Measure.objects.exclude(status=MeasureStatus.CANCELLED).order_by("issue", "order")
SHARES = Prefetch("shares", IssueUnit.objects.select_related("unit").order_by("slot", "order", "id"))
MEASURES = Prefetch("measures", LIVE, to_attr="live")


SHOWN_GROUPS = Category.objects.filter(scheme__is_current=True).select_related("scheme").order_by("scheme__code")


def issues(user) -> IssueQuerySet:
    """What counts for one and what was dispatched: a draft is not in the books."""
    return Issue.objects.counted_for(user).filter(dispatched_at__isnull=False).select_related("lead_unit", "round")


def in_hand(issue: Issue) -> str:
    """Who has to act now, in the words of the books: nobody once it is struck off or ended, both while objections may come."""
    if issue.side != Side.NOBODY:
        return issue.side.label
    return "双方" if issue.is_open else "已办结"


def with_progress(rows: QuerySet) -> QuerySet:
    """How many measures there are, linked ones among them, how many the unit reports done and how many the office accepted."""
    ours = LIVE.filter(issue=OuterRef("pk"))
    linked = MeasureLink.objects.standing().filter(issue=OuterRef("pk"))
    linked = linked.exclude(measure__status=MeasureStatus.CANCELLED)
    done = {"status__in": progress.DECLARED}, {"measure__status__in": progress.DECLARED}
    accepted = {"status": MeasureStatus.ACCEPTED}, {"measure__status": MeasureStatus.ACCEPTED}
    return rows.annotate(
        measure_count=counted(ours) + counted(linked),
        declared_count=counted(ours.filter(**done[0])) + counted(linked.filter(**done[1])),
        accepted_count=counted(ours.filter(**accepted[0])) + counted(linked.filter(**accepted[1])),
    )


def units_in(slot: str):
    """The names of the units that share an issue in one slot."""
    return lambda issue: [str(share.unit) for share in issue.shares.all() if share.slot == slot]


def with_groups(rows: list[Issue]) -> None:
    """The classes of each issue, for the column `groups`: one statement for all rows of a part."""
    prefetch_related_objects(rows, Prefetch("groups", SHOWN_GROUPS))


def groups(issue: Issue) -> list[str]:
    """四个落实：… a line each."""
    return [f"{group.scheme.name}：{group.name}" for group in issue.groups.all()]


def number(of=lambda row: row, path: str = "") -> Column:
    return Column("number", "编号", lambda row: of(row).number, "center", 9, sort=(f"{path}number",))


def title(of=lambda row: row) -> Column:
    return Column("title", "问题", lambda row: of(row).title, width=34)


def lead_unit(of=lambda row: row, path: str = "", group: str = "") -> Column:
    sort = (f"{path}lead_unit__order", f"{path}lead_unit_id")
    return Column("lead_unit", "牵头单位", lambda row: str(of(row).lead_unit), "center", 14, group, sort)


def deadlines(of=lambda row: row, path: str = "") -> tuple[Column, Column]:
    """The deadline as first set and as it is now, side by side for ever."""
    return (
        Column("original_due", "原定", lambda row: of(row).original_due, "date", 11, "期限"),
        Column("due", "现定", lambda row: of(row).due, "date", 11, "期限", (f"{path}due_order",)),
    )


def status() -> Column:
    return Column(
        "status", "环节", lambda issue: issue.get_status_display(), "center", 10, mark=lambda issue: issue.status
    )


def local_day(moment):
    """The office's day of a moment."""
    return timezone.localtime(moment).date() if moment else None


def with_clock(rows: Sequence[Any]) -> None:
    """What each side has held each issue, for the columns of `clock`: one statement for all rows of a part."""
    by_issue = lives.held(rows)
    for issue in rows:
        issue.held = by_issue[issue.pk]


def clock() -> tuple[Column, ...]:
    """各方办理时长, in working days since 下发; the book prepares its rows by `with_clock`."""
    names = ((Side.UNIT, "单位"), (Side.OFFICE, "督查办"), (Side.REVIEWERS, "联审"))
    return tuple(Column(f"held_{s.value}", name, _held_by(s), "number", 8, "累计工作日在") for s, name in names)


def _held_by(side: Side) -> Callable[[Any], int]:
    return lambda issue: issue.held[side].working
