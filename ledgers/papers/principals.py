"""主要负责人组织落实情况报告: what the principal signed and asked for by the records, and room for what only they know."""

from issues.models import Extension
from ledgers.models import Closure
from ledgers.papers._shared import day, issues_of, mark_of, needed, of_slice
from ledgers.paperwork import About, OfficePaper, PaperReader, UnitInRound, paper
from rectify.lib.dates import SHANGHAI
from rectify.lib.paper import Heading, OfficialPaper, PaperForm, PaperTable, Paragraph, Quote

COLUMNS = ("编号", "问题", "审签日期")
ROOM = "（在此填写：时间、内容、议定事项。没有的删去本段）"


def build(about: UnitInRound, reader: PaperReader) -> OfficialPaper:
    every = issues_of(about, reader)
    issues = list(every)
    needed(issues, "这个单位本轮没有已下发的问题，没有组织落实情况可报")
    closed = of_slice(every, "closed", reader).count()
    requests = Closure.objects.visible_to(reader.user).filter(issue__in=issues, signed_at__isnull=False)
    signed = list(requests.select_related("issue").order_by("signed_at"))
    asked = Extension.objects.visible_to(reader.user).filter(issue__in=issues).count()
    rows = [
        [c.issue.number, Quote(c.issue.title), day(c.signed_at.astimezone(SHANGHAI).date())]
        for c in signed
        if c.signed_at
    ]
    table = PaperTable(COLUMNS, rows, (12, 50, 20), name="审签")
    return OfficialPaper(
        title=f"{about.unit}主要负责人组织落实\n巡察整改情况的报告",
        to=f"{about.round.office.full_name}：",
        blocks=[
            Paragraph(
                f"作为{about.unit.full_name}巡察整改第一责任人，现将组织落实{about.round.name}反馈问题整改的情况报告如下。"
            ),
            Heading("总体情况", 1, 1),
            Paragraph(f"单位牵头整改{len(issues)}件，截至{day(reader.on)}已销号{closed}件。"),
            Heading("主持研究", 1, 2),
            Paragraph(ROOM),
            Heading("亲自审签的销号申请", 1, 3),
            *([Paragraph(f"共审签{len(rows)}次："), table] if rows else [Paragraph("尚未审签销号申请。")]),
            *([Paragraph(f"对确实不能按期完成的，申请延期{asked}次，并说明理由。")] if asked else []),
            Heading("牵头整改的问题", 1, 4),
            Paragraph(ROOM.replace("议定事项", "问题编号")),
            Heading("到现场推动", 1, 5),
            Paragraph(ROOM.replace("议定事项", "地点")),
            Heading("下步打算", 1, 6),
            Paragraph("对未办结的问题紧盯不放，对已办结的问题组织回头查看，巩固整改成果。"),
        ],
        signed="主要负责人（签字）",
        dated=f"{reader.on.year}年　月　日",
        author=about.unit.full_name,
        mark=mark_of(issues),
    )


PRINCIPAL = paper(
    OfficePaper(
        "principal",
        "主要负责人组织落实情况报告",
        PaperForm.REPORT,
        About.UNIT,
        build,
        shared=True,
        lists={"审签": COLUMNS},
    )
)
