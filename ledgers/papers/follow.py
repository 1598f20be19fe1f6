"""跟踪督促函: what is left of a round's issues, and the days on which the unit answers each quarter."""

from datetime import date

from ledgers.papers._shared import HEAD, day, headed, issue_table, issues_of, mark_of, needed, of_slice
from ledgers.paperwork import About, OfficePaper, PaperReader, UnitInRound, paper
from rectify.lib.dates import month_end, plus_months
from rectify.lib.paper import Heading, OfficialPaper, PaperForm, Paragraph


def build(about: UnitInRound, reader: PaperReader) -> OfficialPaper:
    every = issues_of(about, reader)
    issues = list(of_slice(every, "open", reader))
    needed(issues, "这个单位的问题都已办结，不需要跟踪督促")
    closed = of_slice(every, "closed", reader).count()
    days = "、".join(day(one) for one in quarter_ends(reader.on))
    return OfficialPaper(
        title=f"关于{about.unit}未完成整改问题的跟踪督促函",
        to=f"{about.unit.full_name}：",
        blocks=[
            Paragraph(
                f"你单位在{about.round.name}中牵头整改{len(issues) + closed}件，已销号{closed}件，还有{len(issues)}件没有完成。"
            ),
            Heading("没有完成的问题", 1, 1),
            issue_table(issues),
            Heading("督促意见", 1, 2),
            Paragraph(
                "未完成的问题要逐件列出剩余任务、责任人和完成日期，整改责任不因阶段结束而终止，整改标准不因时间推移而降低。"
            ),
            Heading("报告时间", 1, 3),
            Paragraph(f"按季度书面报告进展，近四个季度的报告日期为：{days}。已经完成的随时申请销号。"),
        ],
        mark=mark_of(issues),
        **headed(about.round.office, "跟", reader),
    )


def quarter_ends(on: date) -> list[date]:
    """The last days of this quarter and of the three after it."""
    first = on.replace(day=1, month=(on.month - 1) // 3 * 3 + 3)
    return [month_end(plus_months(first, months)) for months in (0, 3, 6, 9)]


FOLLOW = paper(
    OfficePaper("follow", "跟踪督促函", PaperForm.LETTER, About.UNIT, build, "跟", to_unit=True, lists={"问题": HEAD})
)
