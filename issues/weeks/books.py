"""The two lists of a week as workbooks in an office's layout: 周调度清单 and 报送情况."""

from issues.models import DispatchLine, Week
from issues.weeks.board import WeekRow
from rectify.lib.dates import SHANGHAI, chinese, span
from rectify.lib.provenance import Keyed, Provenance
from rectify.lib.sheets import Col, Sheet

LISTED = (
    ("owed", "本周应报"),
    ("due", "两周内到期"),
    ("overdue", "逾期"),
    ("returned", "退回"),
    ("promises", "待答承诺"),
    ("awaiting_signature", "待审签"),
)


def notes_of(week: Week, rule: str) -> list[str]:
    from_to = span(week.starts, week.starts.fromordinal(week.starts.toordinal() + 6))
    return [f"轮次：{week.round}　第 {week.number} 周（{from_to}）", f"口径：{rule}"]


def dispatch_sheet(week: Week, lines: list[DispatchLine], *, mark: str) -> Sheet:
    """周调度清单: a row for each unit, with numbers and the issues they count."""
    columns = [Col("序号", width=6, kind="number"), Col("单位", width=18)]
    for _, title in LISTED:
        columns += [Col("件数", title, 7, "number"), Col("编号", title, 22)]
    columns.append(Col("签收", width=18, kind="center"))
    rows = [
        Keyed(
            str(line.unit_id),
            0,
            [at, str(line.unit)]
            + [cell for name, _ in LISTED for cell in (getattr(line, name), "、".join(line.issues.get(name, [])))]
            + [signed(line)],
        )
        for at, line in enumerate(lines, start=1)
    ]
    sums = (
        [None, "合计"]
        + [cell for name, _ in LISTED for cell in (sum(getattr(ln, name) for ln in lines), None)]
        + [None]
    )
    when = f"{week.dispatched_at.astimezone(SHANGHAI):%Y-%m-%d %H:%M} 发出并冻结" if week.dispatched_at else "尚未发出"
    notes = notes_of(week, f"各单位按固定次序，空着也列出；{when}")
    return Sheet(
        f"第 {week.number} 周周调度清单",
        columns,
        rows,
        notes=notes,
        totals=sums,
        name="周调度清单",
        mark=mark,
        provenance=provenance(week, "dispatch"),
    )


def provenance(week: Week, which: str) -> Provenance:
    """A row of a week's list is known again by its unit."""
    return Provenance(f"week.{week.public_id}.{which}", week.round.public_id, (1,))


def signed(line: DispatchLine) -> str:
    if not line.seen_at:
        return "未签收"
    return f"{line.seen_at.astimezone(SHANGHAI):%m-%d %H:%M} {line.seen_by}"


def standing_sheet(week: Week, weeks: list[Week], rows: list[WeekRow], *, mark: str) -> Sheet:
    """报送情况: every unit in protocol order with its numbers and the signs of twelve weeks."""
    columns = [Col("序号", width=6, kind="number"), Col("单位", width=18)]
    columns += [Col(title, "本周", 7, "number") for title in ("应报", "按时", "无进展", "迟报", "未报")]
    columns += [Col("连续未报（周）", "累计", 9, "number"), Col("本轮未报（次）", "累计", 9, "number")]
    columns += [Col(str(each.number), "各周", 4.5, "center") for each in weeks]
    body = []
    for at, row in enumerate(rows, start=1):
        tally, standing = row.tally, row.standing
        numbers = [tally.owed, tally.on_time, tally.no_progress, tally.late, tally.missed]
        signs = [cell.sign for cell in row.cells]
        values = [at, str(row.unit), *numbers, standing.weeks_in_row, standing.times, *signs]
        body.append(Keyed(str(row.unit.pk), 0, values))
    sums = [
        None,
        "合计",
        *[sum(line.values[n] for line in body) for n in range(2, 7)],
        None,
        None,
        *[None for _ in weeks],
    ]
    when = f"{chinese(week.missed_at.astimezone(SHANGHAI).date())} 已定" if week.missed_at else "未报尚未定"
    notes = notes_of(week, f"全部单位按固定次序；{when}。√ 按时　无 无进展　迟 迟报　未 未报　· 不需报")
    return Sheet(
        f"第 {week.number} 周报送情况",
        columns,
        body,
        notes=notes,
        totals=sums,
        name="报送情况",
        mark=mark,
        provenance=provenance(week, "standing"),
    )
