"""会议材料: the agenda, half a page an item, and the list to decide."""

from ledgers.models import Meeting
from ledgers.pages.meetings.agenda import AgendaLine, agenda, in_short
from ledgers.papers._shared import day, mark_of, needed
from ledgers.paperwork import About, OfficePaper, PaperReader, paper
from rectify.lib.dates import chinese
from rectify.lib.paper import Annex, Block, Heading, OfficialPaper, PaperForm, PaperTable, Paragraph, Quote

COLUMNS = ("序号", "编号", "问题", "单位", "原定期限", "现定期限", "单位申报", "措施", "佐证", "结论")


def build(meeting: Meeting, reader: PaperReader) -> OfficialPaper:
    lines = agenda(meeting, with_measures=True)
    needed(lines, "会议还没有议题，没有会议材料")
    blocks: list[Block] = [
        Heading("会议议程", 1, 1),
        Paragraph(f"时间：{chinese(meeting.held_on)}；主持：{meeting.chair or '　　　'}。"),
        Paragraph(f"审议拟销号的问题，共{in_short([item for item, _ in lines])}。"),
        Heading("审议事项", 1, 2),
        *(block for line in lines for block in half_a_page(line)),
    ]
    return OfficialPaper(
        title=f"{meeting.title}材料",
        blocks=blocks,
        annexes=[
            Annex(
                "拟审定销号问题清单",
                [PaperTable(COLUMNS, [row(line) for line in lines], WIDTHS, name="议题")],
                across=True,
            )
        ],
        signed=meeting.office.full_name,
        dated=chinese(meeting.held_on),
        mark=mark_of([item.issue for item, _ in lines]),
    )


WIDTHS = (8, 11, 26, 15, 19, 19, 13, 8, 8, 13)


def half_a_page(line: AgendaLine) -> list[Block]:
    """One item: the finding, the result as the unit reported it, what the office's review says."""
    item, standing = line
    issue, closure = item.issue, item.closure
    review = closure.review_note.strip().rstrip("。") or ("同意提交审定" if closure.reviewed_at else "尚未初审")
    return [
        Heading(f"{issue.number}（{issue.lead_unit}）", 2, item.order),
        Paragraph(["反馈问题：", Quote(issue.original.strip() or issue.title)]),
        Paragraph(f"整改结果（单位所报）：{closure.result.strip()}"),
        Paragraph(
            f"单位申报{closure.get_declared_display()}，措施{standing.measures}条，佐证{standing.files}份。初审意见：{review}。"
        ),
    ]


def row(line: AgendaLine) -> list:
    item, standing = line
    issue, declared = item.issue, item.closure.get_declared_display()
    dates = [day(issue.original_due), day(issue.due)]
    numbers = [standing.measures, standing.files, item.get_word_display()]
    return [item.order, issue.number, Quote(issue.title), str(issue.lead_unit), *dates, declared, *numbers]


PACK = paper(OfficePaper("pack", "会议材料", PaperForm.REPORT, About.MEETING, build, lists={"议题": COLUMNS}))
