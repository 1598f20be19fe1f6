"""告诫书: what was demanded and when, the last date, and what the rule says follows."""

from issues.lateness import overdue_days
from issues.models import Issue
from ledgers.papers._shared import HEAD, answer_room, day, headed, issue_table, issues_of, mark_of, needed, of_slice
from ledgers.paperwork import About, OfficePaper, PaperReader, UnitInRound, paper
from rectify.lib.paper import Heading, OfficialPaper, PaperForm, Paragraph


def build(about: UnitInRound, reader: PaperReader) -> OfficialPaper:
    issues = list(of_slice(issues_of(about, reader), "overdue", reader).order_by("due_order", "number"))
    needed(issues, "这个单位没有逾期的问题，不需要告诫")
    return OfficialPaper(
        title=f"关于{about.unit}巡察整改的告诫书",
        to=f"{about.unit.full_name}：",
        blocks=[
            Paragraph(f"你单位牵头整改的{len(issues)}件问题逾期仍未办结，经研究，现予告诫。"),
            Heading("告诫的问题", 1, 1),
            issue_table(issues),
            Heading("已经提出的要求", 1, 2),
            *(demanded(issue, reader) for issue in issues),
            Heading("最后期限", 1, 3),
            Paragraph(f"请于{answer_room(reader)}前将上述问题整改到位，并由主要负责人签字书面报告。"),
            Paragraph("届时仍未整改到位、又没有正当理由的，按照问责的有关规定提出问责建议。"),
        ],
        mark=mark_of(issues),
        **headed(about.round.office, "诫", reader),
    )


def demanded(issue: Issue, reader: PaperReader) -> Paragraph:
    """When it was handed out, until when it was to be done, how late it is by now."""
    since = f"{day(issue.dispatched_at.date())}下发" if issue.dispatched_at else "已下发"
    first = f"，原定{day(issue.original_due)}完成" if issue.original_due != issue.due else ""
    late = overdue_days(issue.due, reader.on) if issue.due else 0
    return Paragraph(f"问题{issue.number}：{since}{first}，要求{day(issue.due)}前完成，已逾期{late}个工作日。")


WARN = paper(
    OfficePaper(
        "warn",
        "告诫书",
        PaperForm.LETTER,
        About.UNIT,
        build,
        "诫",
        to_unit=True,
        answered=True,
        lists={"问题": HEAD},
    )
)
