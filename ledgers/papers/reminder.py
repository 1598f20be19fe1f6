"""提醒函: what falls due soon, which criteria are still open, which promises were not kept."""

from issues.models import Issue, Report
from ledgers.papers._shared import HEAD, day, headed, issue_table, issues_of, live_measures, mark_of, needed, of_slice
from ledgers.paperwork import About, OfficePaper, PaperReader, UnitInRound, paper
from rectify.lib.paper import Block, Heading, OfficialPaper, PaperForm, Paragraph
from rectify.options.stored import option

OPEN_MEASURES = ("todo", "doing")


def build(about: UnitInRound, reader: PaperReader) -> OfficialPaper:
    days = option("paper.soon_days", about.round.office)
    every = issues_of(about, reader)
    issues = list(of_slice(every, f"due_within:{days}", reader).order_by("due_order", "number"))
    needed(issues, f"这个单位没有{days}天内到期的问题，不需要提醒")
    unmet, broken = criteria(issues), promises(every, reader)
    blocks: list[Block] = [
        Paragraph(f"你单位牵头整改的下列{len(issues)}件问题，期限在{day(reader.on)}起{days}天以内，现予提醒。"),
        Heading("临近期限的问题", 1, 1),
        issue_table(issues),
    ]
    if unmet:
        blocks += [Heading("还没有达到的销号标准", 1, 2), *unmet]
    if broken:
        blocks += [Heading("没有兑现的承诺", 1, 3 if unmet else 2), *broken]
    ask = Paragraph("请抓紧推进，按期申请销号；确实不能按期完成的，在期限届满以前由主要负责人说明理由申请延期。")
    return OfficialPaper(
        title=f"关于{about.unit}巡察整改临近期限的提醒函",
        to=f"{about.unit.full_name}：",
        blocks=[*blocks, ask],
        mark=mark_of(issues),
        **headed(about.round.office, "提", reader),
    )


def criteria(issues: list[Issue]) -> list[Paragraph]:
    """The measures that are not done yet, by what they will be judged."""
    open_ = [(issue, m) for issue in issues for m in live_measures(issue) if m.status in OPEN_MEASURES]
    return [
        Paragraph(f"{issue.number}措施{m.order}：{(m.criterion or m.text).strip().rstrip('。')}。")
        for issue, m in open_
    ]


def promises(every, reader: PaperReader) -> list[Paragraph]:
    """What the unit itself said it did not keep, in the last reports of its open issues."""
    open_ = of_slice(every, "open", reader)
    sent = Report.objects.filter(issue__in=open_, kept=Report.Kept.NOT_KEPT).select_related("issue", "week")
    last = {report.issue_id: report for report in sent.order_by("week__starts")}
    rows = sorted(last.values(), key=lambda report: report.issue.number)
    return [
        Paragraph(f"{one.issue.number}（第{one.week.number}周）：{one.promise.strip().rstrip('。')}。") for one in rows
    ]


REMIND = paper(
    OfficePaper("remind", "提醒函", PaperForm.LETTER, About.UNIT, build, "提", to_unit=True, lists={"问题": HEAD})
)
