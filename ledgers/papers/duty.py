"""责任提醒函: to a new first-responsible person, from the list that was frozen at the handover."""

from issues.documents.handover import HandedRow, shown
from issues.models import Handover
from ledgers.papers._shared import day
from ledgers.paperwork import About, OfficePaper, PaperReader, paper
from rectify.lib.dates import SHANGHAI, chinese
from rectify.lib.paper import Block, Heading, OfficialPaper, PaperForm, PaperTable, Paragraph, Quote

TITLES = (
    ("issues", "未办结的问题"),
    ("promises", "待兑现的承诺"),
    ("measures", "未完成的措施"),
    ("extensions", "延期"),
)


def build(handover: Handover, reader: PaperReader) -> OfficialPaper:
    parts = {part.name: list(part.rows) for part in shown(handover.body)}
    made_on = handover.made_at.astimezone(SHANGHAI).date()
    counts = f"未办结问题{len(parts['issues'])}件、周报承诺{len(parts['promises'])}条"
    counts += f"、延期{len(parts['extensions'])}项、未完成措施{len(parts['measures'])}条"
    blocks: list[Block] = [
        Paragraph(
            f"因工作变动，自{chinese(handover.on)}起，{handover.unit.full_name}巡察整改第一责任由"
            f"{handover.outgoing.name}同志移交给你。截至{chinese(made_on)}，尚有{counts}。"
        )
    ]
    filled = [(title, parts[name], name) for name, title in TITLES if parts[name]]
    for at, (title, rows, name) in enumerate(filled, 1):
        blocks += [Heading(title, 1, at), table_of(name, rows)]
    blocks += [
        Paragraph(
            "巡察整改责任不因人员变动而中断。请你认真履行第一责任人责任，对移交清单逐件了解、接续整改，按期报送进展。"
        ),
        Paragraph("移交清单已经冻结，请登录后签收。\n签收：　　　　　　　　年　　月　　日"),
        Paragraph(f"清单校验码：{handover.digest}", indent=False),
    ]
    return OfficialPaper(
        title="履行巡察整改责任提醒函",
        to=f"{handover.incoming.name}同志：",
        blocks=blocks,
        org=handover.office.full_name,
        number=str(handover),
        signed=handover.office.full_name,
        dated=chinese(made_on),
        sealed=True,
    )


def table_of(name: str, rows: list[HandedRow]) -> PaperTable:
    if name == "issues":
        return PaperTable(
            ("编号", "问题", "期限", "环节"),
            [[r.number, Quote(r.title), day(r.due), r.state] for r in rows],
            (12, 34, 21, 13),
        )
    if name == "measures":
        return PaperTable(("措施", "内容", "完成时间"), [[r.name, r.text, day(r.due)] for r in rows], (18, 39, 21))
    return PaperTable(("事项", "情况", "内容"), [[r.name, r.state, r.text or day(r.due)] for r in rows], (20, 14, 46))


DUTY = paper(OfficePaper("duty", "责任提醒函", PaperForm.LETTER, About.HANDOVER, build, "责", to_unit=True))
