"""挂图作战: issues as rows, the steps of their life as columns; what was passed on which day, what is due when.

A step that lies ahead has its day worked back from the deadline (倒排): it moves with the deadline.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from django.utils import timezone

from issues import lives
from issues import procedures as rules
from issues.clock import StatusChange
from issues.models import STRUCK_OFF, Issue, Milestone, Status
from issues.stages import STEPS
from rectify.accounts.models import Unit
from rectify.calendars.days import current

ROWS = 26  # on a sheet: what can be read from two steps away
SOON = timedelta(days=7)
# The steps that have a column, and how many working days before the deadline each should be behind the issue.
BEFORE = {"签收": None, "方案": None, "整改": 10, "审签": 8, "初审": 5, "联审": 3, "异议期": 1, "销号": 0}
HEADS = (*BEFORE, "节点", "回头看")
OF_STEP: dict[str, str] = {str(state): name for name, states in STEPS for state in states} | {
    Status.AWAITING_DECISION: "销号"
}
ORDER = {name: place for place, name in enumerate(BEFORE)}
DEFINITION = (
    "签收、方案只记实际日期；整改、审签、初审、联审、异议期、销号由期限往前排 10、8、5、3、1、0 个工作日，延期后重排。"
    "节点数的是措施的节点，到了几个、共几个。草稿和已终止的不挂。"
)


@dataclass(frozen=True)
class WallCell:
    """What stands in a column: `css` is its shade; its words say the same without colour."""

    css: str
    words: str


@dataclass(frozen=True)
class WallRow:
    """An issue with a cell for each of HEADS."""

    issue: Issue
    cells: Sequence[WallCell]


@dataclass(frozen=True)
class WallGroup:
    """The rows of one leading unit on one sheet."""

    unit: Unit
    rows: Sequence[WallRow]


@dataclass(frozen=True)
class WallSheet:
    """What hangs on one sheet: at most 26 rows."""

    number: int
    groups: Sequence[WallGroup]


def sheets(issues: Iterable[Issue], on: date) -> list[WallSheet]:
    """`issues` in their order, read with leading unit and procedure, cut into sheets. Two statements, however many."""
    issues = list(issues)
    steps, milestones = lives.changes(issues), _milestones(issues)
    rows = [WallRow(issue, _cells(issue, steps[issue.pk], milestones.get(issue.pk, []), on)) for issue in issues]
    parts = [rows[start : start + ROWS] for start in range(0, len(rows), ROWS)]
    return [WallSheet(number, _groups(part)) for number, part in enumerate(parts, start=1)]


def _groups(rows: Sequence[WallRow]) -> list[WallGroup]:
    return [WallGroup(unit, list(part)) for unit, part in groupby(rows, key=lambda row: row.issue.lead_unit)]


def _milestones(issues: Sequence[Issue]) -> dict[int, list[Milestone]]:
    by_issue: dict[int, list[Milestone]] = {}
    known = Milestone.objects.filter(measure__issue__in=issues).select_related("measure").order_by("due", "pk")
    for milestone in known:
        by_issue.setdefault(milestone.measure.issue_id, []).append(milestone)
    return by_issue


def _cells(issue: Issue, changes: Sequence[StatusChange], milestones: Sequence[Milestone], on: date) -> list[WallCell]:
    passed, asked = _passed(changes), rules.stages(issue)
    cells = [_cell(name, issue, passed, on) if _has(name, issue, passed, asked) else NONE for name in BEFORE]
    return [*cells, _of_milestones(milestones, on), _of_look_back(issue, on)]


NONE = WallCell("m-none", "—")


def _has(name: str, issue: Issue, passed: dict[str, date], asked: Iterable[str]) -> bool:
    """联审 and 异议期 only where the issue's procedure asks for them, or it has been there."""
    return name not in ("联审", "异议期") or name in asked or name in passed or OF_STEP.get(issue.status) == name


def _cell(name: str, issue: Issue, passed: dict[str, date], on: date) -> WallCell:
    here = OF_STEP.get(Status(issue.status), "")
    if issue.status in STRUCK_OFF or ORDER.get(here, -1) > ORDER[name]:
        day = issue.closed_on if name == "销号" else passed.get(name)
        return WallCell("m-ok", f"√ {short(day)}" if day else "√")
    planned = planned_day(name, issue.due)
    if planned is None:
        return WallCell("m-now", "正在办") if here == name else WallCell("m-todo", "")
    if planned < on:
        return WallCell("m-late", f"误 {short(planned)}")
    if here == name:
        return WallCell("m-now", f"到 {short(planned)}")
    return WallCell("m-soon", f"近 {short(planned)}") if planned - on <= SOON else WallCell("m-todo", short(planned))


def planned_day(name: str, due: date | None) -> date | None:
    """The day by which a step should be behind an issue that is due on `due`; None for a step that is not worked back."""
    ahead = BEFORE[name]
    if ahead is None or due is None:
        return None
    return current().add_working_days(due, -ahead) if ahead else due


def _passed(changes: Sequence[StatusChange]) -> dict[str, date]:
    """The day on which each step was last left for a later one."""
    passed: dict[str, date] = {}
    for before, after in zip(changes, changes[1:], strict=False):
        name, follows = OF_STEP.get(Status(before.status), ""), OF_STEP.get(Status(after.status), "")
        if name in ORDER and ORDER.get(follows, -1) > ORDER[name]:
            passed[name] = timezone.localtime(after.at).date()
    return passed


def _of_milestones(milestones: Sequence[Milestone], on: date) -> WallCell:
    if not milestones:
        return NONE
    ahead = [milestone for milestone in milestones if milestone.done_on is None]
    count = f"{len(milestones) - len(ahead)}/{len(milestones)}"
    if not ahead:
        return WallCell("m-ok", f"√ {count}")
    following = ahead[0].due
    if following < on:
        return WallCell("m-late", f"{count} 误 {short(following)}")
    return WallCell("m-soon" if following - on <= SOON else "todo", f"{count} 到 {short(following)}")


def _of_look_back(issue: Issue, on: date) -> WallCell:
    if issue.status == Status.ARCHIVED:
        return WallCell("m-ok", "√")
    if issue.status != Status.CLOSED or issue.look_back_on is None:
        return NONE
    if issue.look_back_on < on:
        return WallCell("m-late", f"误 {short(issue.look_back_on)}")
    return WallCell("m-todo", f"{issue.look_back_on:%Y-%m}")


def short(day: date) -> str:
    return f"{day:%m-%d}"
