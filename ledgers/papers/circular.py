"""通报: issues of a unit stand overdue; to whom it goes is for people to say. A draft."""

from issues.lateness import overdue_days
from ledgers.papers._shared import answer_room, day, headed, issues_of, mark_of, needed, of_slice
from ledgers.paperwork import About, OfficePaper, PaperReader, UnitInRound, paper
from rectify.lib.paper import Heading, OfficialPaper, PaperForm, PaperTable, Paragraph, Quote

COLUMNS = ("编号", "问题", "期限", "逾期工作日", "环节")


def build(about: UnitInRound, reader: PaperReader) -> OfficialPaper:
    issues = list(of_slice(issues_of(about, reader), "overdue", reader).order_by("due_order", "number"))
    needed(issues, "这个单位没有逾期的问题，没有可通报的")
    rows = [
        [one.number, Quote(one.title), day(one.due), overdue_days(one.due, reader.on), one.get_status_display()]
        for one in issues
        if one.due
    ]
    return OfficialPaper(
        title=f"关于{about.unit}巡察整改工作推进迟缓的通报",
        to="各被巡察单位党组织：",
        blocks=[
            Paragraph(
                f"{about.round.name}反馈问题整改以来，{about.unit.full_name}牵头的{len(issues)}件问题逾期没有办结。现将有关情况通报如下。"
            ),
            Heading("逾期情况", 1, 1),
            PaperTable(COLUMNS, rows, (10, 25, 22, 14, 11), name="问题"),
            Heading("有关要求", 1, 2),
            Paragraph("对通报的问题，单位主要负责人要亲自研究，逐件查明迟缓的原因，重新排出工期，限期整改到位。"),
            Paragraph("各单位要对照检查，把整改责任落实到人，把期限落实到日，防止类似情况发生。"),
            Paragraph(f"{about.unit.full_name}于{answer_room(reader)}前书面报告整改情况。"),
        ],
        copies="　",
        mark=mark_of(issues),
        **headed(about.round.office, "通", reader),
    )


CIRCULAR = paper(
    OfficePaper(
        "circular",
        "通报",
        PaperForm.FILE,
        About.UNIT,
        build,
        "通",
        to_unit=True,
        answered=True,
        lists={"问题": COLUMNS},
    )
)
