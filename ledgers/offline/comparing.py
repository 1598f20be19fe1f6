"""What the lines of a signed sheet want changed: beside each what stands in the books now. Nothing is overwritten silently: where
that is not what stood there when the sheet was written, a person chooses."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from issues.models import Issue, Measure, MeasureStatus, Report, Status
from issues.moves.dispatching import SIGN
from issues.moves.measures import FINISH, START
from issues.moves.planning import SUBMIT_PLAN
from issues.moves.reports import SEND
from ledgers.models import OfflineEntry, OfflineFile
from ledgers.offline import closing, sheets
from ledgers.offline.wanted import SINCE, ChangedCell, SheetChange, SheetLine
from rectify.accounts.models import User
from rectify.lib import cells
from rectify.workflow.moves import Move

REPORTED = "网上已经报过，不能用表上的代替；确要改的，先退回这份周报再录"
REPORT_CELLS = {
    "承诺兑现": "kept",
    "没有兑现的原因": "kept_note",
    "没有进展的原因": "no_progress",
    "本周进展": "text",
    "下周承诺": "next_step",
    "需要协调的事": "problems",
    "申报的状态": "declared",
}
PLAN_CELLS = {"措施": "text", "类型": "kind", "销号标准": "criterion", "责任人": "person", "期限": "due"}


def lines_of(entry: OfflineEntry) -> dict[str, list[SheetLine]]:
    return {which: [SheetLine(**line) for line in lines] for which, lines in entry.rows}


def changes(entry: OfflineEntry, user: User) -> list[SheetChange]:
    """In the order in which they are entered: signing, plans, handing plans in, measures, reports; then what the principal signed
    and, behind the files of the zip, the requests for closure."""
    lines = lines_of(entry)
    seen = Issue.objects.visible_to(user).filter(round=entry.sheet.round_id, lead_unit=entry.sheet.unit_id)
    issues = list(seen.select_related("round__office", "lead_unit", "feedback"))
    by_key = {str(issue.pk): issue for issue in issues}
    turns = list(_turns(lines.get(sheets.ISSUES, ()), by_key))
    signing = [change for change in turns if change.move is SIGN]
    return [
        *signing,
        *_plans(lines.get(sheets.PLANS, ()), {issue.number: issue for issue in issues}),
        *[change for change in turns if change not in signing],
        *_progress(lines.get(sheets.PROGRESS, ()), issues),
        *_reports(lines.get(sheets.REPORTS, ()), issues),
        *_on_paper(entry, closing.signatures(lines.get(closing.SIGNING, ()), by_key, user)),
        *_on_paper(entry, closing.requests(lines.get(closing.CLOSING, ()), by_key)),
    ]


def _on_paper(entry: OfflineEntry, wanted: Iterable[SheetChange]) -> list[SheetChange]:
    """What rests on a signature is entered from what bears one."""
    wanted = list(wanted)
    if wanted and not entry.files.filter(part=OfflineFile.Part.SIGNED).exists():
        for change in wanted:
            change.fault = change.fault or closing.UNPROVEN
    return wanted


def _turns(lines: Sequence[SheetLine], issues: Mapping[str, Issue]) -> Iterator[SheetChange]:
    """签收 and 报送方案."""
    moves = {move.label: move for move in sheets.TURNS.values()}
    for line in lines:
        word, issue = line.cells.get("本单位办理", ""), issues.get(line.key)
        if not word or issue is None:
            continue
        move = moves.get(word)
        cell = ChangedCell("本单位办理", issue.get_status_display(), word)
        change = SheetChange(f"{sheets.ISSUES}:{issue.pk}", issue, issue, word, [cell], move)
        if move is None:
            change.fault = f"“{word}”不在下拉列表里"
        elif issue.status not in move.sources and not (move is SUBMIT_PLAN and issue.status == Status.DISPATCHED):
            change.conflict = SINCE
            change.fault = f"网上现在是“{issue.get_status_display()}”，不能{word}"
        yield change


def _reports(lines: Sequence[SheetLine], issues: Sequence[Issue]) -> Iterator[SheetChange]:
    from_issues = Report.objects.filter(pk__in=[line.key for line in lines if line.key], issue__in=issues)
    known = {str(report.pk): report for report in from_issues.select_related("issue__round__office", "week", "unit")}
    for line in lines:
        report = known.get(line.key)
        wanted = {heading: line.cells.get(heading, "") for heading in REPORT_CELLS}
        if report is None or not any(heading in line.touched and text for heading, text in wanted.items()):
            continue
        now = dict(zip([f.title for f in sheets.report_fields()], sheets.of_report(report).values, strict=True))
        shown = [ChangedCell(heading, cells.words(now[heading]), text) for heading, text in wanted.items() if text]
        change = SheetChange(
            f"{sheets.REPORTS}:{report.pk}", report.issue, report, f"第 {report.week.number} 周周报", shown, SEND
        )
        codes: dict[str, Mapping[str, str]] = {"kept": sheets.KEPT, "declared": sheets.DECLARED}
        body = {REPORT_CELLS[heading]: text for heading, text in wanted.items() if text}
        change.body = {name: codes.get(name, {}).get(text, text) for name, text in body.items()}
        if report.status not in SEND.sources:
            change.conflict, change.fault = SINCE, REPORTED
        elif report.version != line.version:
            change.conflict = SINCE
        yield change


def _progress(lines: Sequence[SheetLine], issues: Sequence[Issue]) -> Iterator[SheetChange]:
    moves: dict[str, Move] = {MeasureStatus.DOING: START, MeasureStatus.DONE: FINISH}
    of_issues = Measure.objects.filter(pk__in=[line.key for line in lines if line.key], issue__in=issues)
    known = {
        str(measure.pk): measure for measure in of_issues.select_related("issue__round__office", "issue__lead_unit")
    }
    for line in lines:
        measure = known.get(line.key)
        if measure is None or "状态" not in line.touched:
            continue
        word, stands = line.cells.get("状态", ""), measure.get_status_display()
        if word == stands:
            continue
        change = SheetChange(
            f"{sheets.PROGRESS}:{measure.pk}",
            measure.issue,
            measure,
            f"措施 {measure.order}",
            [ChangedCell("状态", stands, word)],
            moves.get(sheets.STATES.get(word, "")),
        )
        if measure.version != line.version:
            change.conflict = SINCE
        if change.move is None or measure.status not in change.move.sources:
            change.fault = f"网上现在是“{stands}”，不能改为“{word}”：进度只往前报"
        yield change


def _plans(lines: Sequence[SheetLine], issues: Mapping[str, Issue]) -> Iterator[SheetChange]:
    """One change for each issue whose plan was written on."""
    by_number: dict[str, list[SheetLine]] = {}
    for line in lines:
        if any(line.cells.get(heading) for heading in PLAN_CELLS):
            by_number.setdefault(line.cells.get("编号", ""), []).append(line)
    for number, rows in by_number.items():
        issue = issues.get(number)
        if issue is not None and any(not line.key or line.touched for line in rows):
            yield _plan(issue, rows)


def _plan(issue: Issue, lines: Sequence[SheetLine]) -> SheetChange:
    """All rows of one plan: those of the sheet, and behind them those that came on line meanwhile."""
    measures = {str(measure.pk): measure for measure in issue.measures.exclude(status=MeasureStatus.CANCELLED)}
    change = SheetChange(f"{sheets.PLANS}:{issue.pk}", issue, issue, "整改方案", [])
    rows: list[dict[str, Any]] = []
    for line in lines:
        measure = measures.pop(line.key, None)
        change.cells += list(_plan_cells(line, measure))
        rows.append(_plan_row(line.cells, measure.public_id if measure else ""))
        if line.key and (measure is None or measure.version != line.version):
            change.conflict = SINCE
    for measure in measures.values():
        change.conflict = SINCE
        change.cells.append(ChangedCell(f"措施 {measure.order}", measure.text, "（表上没有，照旧保留）"))
        named = dict(zip(["编号", "序号", *PLAN_CELLS], sheets.of_plan(measure).values, strict=True))
        rows.append(_plan_row({name: cells.words(value) for name, value in named.items()}, measure.public_id))
    change.body = {"measures": rows, "version": issue.version} | {
        name: getattr(issue, name) for name in ("goal", "root_cause", "no_prevention")
    }
    if issue.status not in (Status.PLANNING, Status.DISPATCHED):
        change.conflict, change.fault = SINCE, f"网上现在是“{issue.get_status_display()}”，方案不能从表上改"
    return change


def _plan_row(texts: Mapping[str, str], public_id: str) -> dict[str, str]:
    row = {name: texts.get(heading, "") for heading, name in PLAN_CELLS.items()}
    kind = sheets.KINDS.get(row["kind"], row["kind"])
    return row | {"id": public_id, "kind": kind or sheets.KINDS["改"]}


def _plan_cells(line: SheetLine, measure: Measure | None) -> Iterator[ChangedCell]:
    """Of a row that was there the changed cells; of a new one all that is filled."""
    if measure is None:
        words = "；".join(f"{heading}：{text}" for heading in PLAN_CELLS if (text := line.cells.get(heading)))
        yield ChangedCell("新写一条" if not line.key else "网上已删去的一条", "", words)
        return
    now = dict(zip(["编号", "序号", *PLAN_CELLS], sheets.of_plan(measure).values, strict=True))
    for heading in PLAN_CELLS:
        if heading in line.touched:
            yield ChangedCell(f"措施 {measure.order} {heading}", cells.words(now[heading]), line.cells.get(heading, ""))
