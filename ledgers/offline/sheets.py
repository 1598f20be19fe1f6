"""The workbook of a unit without the network: its own issues, reports of this week, measures, plans, requests
for closure, and a list of evidence."""

from collections.abc import Iterator, Sequence
from typing import Any, BinaryIO, TypedDict

from django.db.models import Q, QuerySet

from issues.models import Issue, Measure, MeasureKind, MeasureStatus, Phrase, Report, Shows, Status, Week
from issues.moves.dispatching import SIGN
from issues.moves.planning import SUBMIT_PLAN
from issues.moves.reports import phrases
from ledgers.models import OfflineSheet
from ledgers.offline import closing
from rectify.lib.blanks import Blank, Field, write_template
from rectify.lib.copies import copy_line
from rectify.lib.dates import chinese, today
from rectify.lib.provenance import Keyed, Provenance
from rectify.lib.reach import LEFT_OUT, Door, Given, given, left_out

BOOK = "offline"
ISSUES, REPORTS, PROGRESS, PLANS, PROOF = "issues", "reports", "progress", "plans", "proof"
NAMES = {
    ISSUES: "问题",
    REPORTS: "本周周报",
    PROGRESS: "措施进度",
    PLANS: "整改方案",
    closing.CLOSING: "申请销号",
    closing.SIGNING: "待签字的申请",
    PROOF: "佐证清单",
}
# The moves that need no more than a word of the unit, by where the issue stands.
TURNS = {Status.DISPATCHED: SIGN, Status.PLANNING: SUBMIT_PLAN}
KEPT = {"兑现了": Report.Kept.KEPT.value, "没有兑现": Report.Kept.NOT_KEPT.value}
DECLARED = {label: value for value, label in Report.Declared.choices}
SHOWS = {label: value for value, label in Shows.choices}
KINDS = {label: value for value, label in MeasureKind.choices}
STATES = {MeasureStatus(value).label: value for value in (MeasureStatus.TODO, MeasureStatus.DOING, MeasureStatus.DONE)}
FOOT = "单位（盖章）："
SIGNED = f"{FOOT}　　　　　　　　主要负责人签字：　　　　　　　　　　　　年　　月　　日"
SPARE_PLANS, SPARE_FILES = 20, 60


class Locked(TypedDict):
    """What a column is given that is not to be filled in."""

    locked: bool


LOCKED: Locked = {"locked": True}


def issues_of(sheet: OfflineSheet) -> QuerySet[Issue]:
    """The open issues of the round that the unit leads, in the order of lists; what is restricted leaves by no workbook."""
    led = Issue.objects.filter(
        round=sheet.round_id, lead_unit=sheet.unit_id, dispatched_at__isnull=False, restricted=""
    )
    return led.open().select_related("lead_unit", "round").by_deadline()


def reports_of(sheet: OfflineSheet) -> QuerySet[Report]:
    """What the unit owes in the newest week that was opened."""
    week = Week.objects.filter(round=sheet.round_id, opened_at__isnull=False).order_by("-starts").first()
    owed = Report.objects.filter(week=week, unit=sheet.unit_id, issue__lead_unit=sheet.unit_id)
    waiting = Q(status__in=(Report.Status.DUE, Report.Status.RETURNED))
    return owed.filter(waiting).select_related("issue", "week").order_by("issue__due_order", "issue_id")


def measures_of(issues: Sequence[Issue], status: Status) -> QuerySet[Measure]:
    """The live measures of those issues that are in one state."""
    live = Measure.objects.filter(issue__in=issues, issue__status=status).select_related("issue")
    return live.exclude(status=MeasureStatus.CANCELLED).order_by("issue__due_order", "issue_id", "order")


def give_out(sheet: OfflineSheet, target: BinaryIO, *, answers: bool = False) -> None:
    """Write the workbook to `target`; `answers`: with the words of 工作秘密, too."""
    write_template(target, *blanks(sheet, answers=answers))


def blanks(sheet: OfflineSheet, *, answers: bool) -> Iterator[Blank]:
    """The sheets to be filled in; those without a row are left out, but for the list of evidence. What goes by number alone is a
    line of the first sheet, where it can be signed for, and of no other: nobody answers to words that are not there."""
    issues = list(issues_of(sheet))
    whole = [issue for issue in issues if given(issue.confidentiality, Door.ROW, answers=answers) != Given.NUMBER]
    silent = left_out(len(issues) - len(whole))
    rows = [of_issue(issue) if issue in whole else of_number(issue) for issue in issues]
    yield blank(sheet, ISSUES, ISSUE_FIELDS, rows, notes=silent)
    if reports := [of_report(report) for report in reports_of(sheet).filter(issue__in=whole)]:
        yield blank(sheet, REPORTS, report_fields(), reports)
    if progress := [of_progress(measure) for measure in measures_of(whole, Status.RECTIFYING)]:
        yield blank(sheet, PROGRESS, PROGRESS_FIELDS, progress)
    planning = [issue.number for issue in whole if issue.status == Status.PLANNING]
    if planning:
        rows = [of_plan(measure) for measure in measures_of(whole, Status.PLANNING)]
        yield blank(sheet, PLANS, plan_fields(planning), rows, spare=SPARE_PLANS)
    if working := [closing.of_closing(issue) for issue in whole if issue.status == Status.RECTIFYING]:
        yield blank(sheet, closing.CLOSING, closing.CLOSING_FIELDS, working)
    if waiting := [closing.of_signing(closure) for closure in closing.waiting(whole)]:
        yield blank(sheet, closing.SIGNING, closing.SIGNING_FIELDS, waiting)
    yield blank(sheet, PROOF, proof_fields([issue.number for issue in issues]), [], spare=SPARE_FILES)


def blank(
    sheet: OfflineSheet,
    which: str,
    fields: Sequence[Field],
    rows: list[Keyed],
    *,
    spare: int = 0,
    notes: Sequence[str] = (),
) -> Blank:
    identity = (0, 1) if which in (PROGRESS, PLANS) else (0,)
    return Blank(
        f"{sheet.unit.full_name}{NAMES[which]}",
        fields,
        notes=[
            f"轮次：{sheet.round}　　{chinese(today())} 发出　　只填白色的格；填好打印，签字盖章，连同电子表交督查办代录。",
            copy_line(sheet.made_by.name),
            *notes,
        ],
        rows=rows,
        spare=spare,
        name=NAMES[which],
        foot=SIGNED,
        provenance=Provenance(f"{BOOK}.{sheet.public_id}.{which}", sheet.round.public_id, identity),
    )


# ---- columns ---------------------------------------------------------------------------------------------------------

ISSUE_FIELDS = (
    Field("编号", 10, **LOCKED),
    Field("问题", 34, **LOCKED),
    Field("原文", 60, **LOCKED),
    Field("期限", 13, "date", **LOCKED),
    Field("环节", 12, **LOCKED),
    Field(
        "本单位办理",
        14,
        choices=[move.label for move in TURNS.values()],
        help="待签收的选“签收”；方案写好、要报督查办审的选“报送方案”。其他的不填。",
    ),
)
PROGRESS_FIELDS = (
    Field("编号", 10, **LOCKED),
    Field("序号", 7, "number", **LOCKED),
    Field("措施", 50, **LOCKED),
    Field("销号标准", 36, **LOCKED),
    Field("期限", 13, "date", **LOCKED),
    Field("状态", 14, choices=list(STATES), help="开始做了改为“进行中”，做完改为“已完成待核”，由督查办核准。"),
)


def report_fields() -> tuple[Field, ...]:
    reasons = [text for text, _ in phrases(Phrase.Use.NO_PROGRESS, "") if text]
    return (
        Field("编号", 10, **LOCKED),
        Field("问题", 30, **LOCKED),
        Field("上周承诺", 26, **LOCKED),
        Field("承诺兑现", 12, choices=list(KEPT), help="上周有承诺的先答。"),
        Field("没有兑现的原因", 20),
        Field("没有进展的原因", 20, choices=reasons, help="确实没有进展的选原因，后面几栏不填。"),
        Field("本周进展", 50, help="写做了什么、到什么程度、拿什么证明。"),
        Field("下周承诺", 30, help="写一件能说“做到”或“没做到”的事。"),
        Field("需要协调的事", 24),
        Field("申报的状态", 14, choices=list(DECLARED)),
    )


def plan_fields(numbers: Sequence[str]) -> tuple[Field, ...]:
    return (
        Field("编号", 10, choices=numbers, help="新写的措施先选是哪一件的。"),
        Field("序号", 7, "number", help="已有的措施不改；新写的不填。", **LOCKED),
        Field("措施", 50, help="写谁、何时前、做到什么程度、拿什么证明。"),
        Field("类型", 8, choices=list(KINDS), help="至少一条“防”。"),
        Field("销号标准", 36),
        Field("责任人", 16, help="写到岗位。"),
        Field("期限", 16, help="写日期或原话。", example="2026-12-31"),
    )


def proof_fields(numbers: Sequence[str]) -> tuple[Field, ...]:
    return (
        Field("编号", 10, choices=numbers, help="证明哪一件。"),
        Field("措施序号", 10, "number", help="证明哪一条措施；不填是整件。"),
        Field("文件名", 40, help="与压缩包里的文件名一字不差。压缩包里按编号建文件夹，或文件名以编号开头。"),
        Field("证明到哪一步", 24, choices=list(SHOWS)),
        Field("材料形成日期", 16, "date", help="材料上的落款、开票或拍摄日期。"),
        Field("说明", 40),
    )


# ---- rows ------------------------------------------------------------------------------------------------------------


def of_issue(issue: Issue) -> Keyed:
    values: list[Any] = [issue.number, issue.title, issue.original, issue.due, issue.get_status_display(), ""]
    return Keyed(str(issue.pk), issue.version, values)


def of_number(issue: Issue) -> Keyed:
    """工作秘密, with its turn to be taken and no word of it."""
    return Keyed(str(issue.pk), issue.version, [issue.number, LEFT_OUT, "", None, "", ""])


def of_report(report: Report) -> Keyed:
    answers: dict[str, str] = {value: label for label, value in KEPT.items()}
    values = [
        report.issue.number,
        report.issue.title,
        report.promise,
        answers.get(report.kept, ""),
        report.kept_note,
        report.no_progress,
        report.text,
        report.next_step,
        report.problems,
        report.get_declared_display() if report.declared else "",
    ]
    return Keyed(str(report.pk), report.version, values)


def of_progress(measure: Measure) -> Keyed:
    words = [measure.issue.number, measure.order, measure.text, measure.criterion, measure.due]
    return Keyed(str(measure.pk), measure.version, [*words, measure.get_status_display()])


def of_plan(measure: Measure) -> Keyed:
    due = measure.due_text or measure.due
    words = [measure.issue.number, measure.order, measure.text, measure.get_kind_display(), measure.criterion]
    return Keyed(str(measure.pk), measure.version, [*words, measure.person, due])
