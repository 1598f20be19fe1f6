"""社会公开 of what a unit put right: the same for everybody, with where to write and call."""

from ledgers.papers._open import opened, put_right
from ledgers.papers._shared import day
from ledgers.paperwork import About, OfficePaper, PaperReader, UnitInRound, paper
from rectify.lib.paper import Heading, OfficialPaper, PaperForm, Paragraph


def build(about: UnitInRound, reader: PaperReader) -> OfficialPaper:
    issues = opened(about, reader)
    return OfficialPaper(
        title=f"{about.unit}关于巡察整改情况的公开",
        blocks=[
            Paragraph(
                f"根据巡察工作统一部署，{about.unit.full_name}接受了{about.round.name}，并收到反馈意见。现将整改情况予以公布。"
            ),
            Heading("整改完成的事项", 1, 1),
            Paragraph(f"截至{day(reader.on)}，已经完成并经核查认定的有{len(issues)}件。"),
            *put_right(issues),
            Heading("继续推进的工作", 1, 2),
            Paragraph("对需要长期坚持的事项，持续落实责任、巩固成效，并把行之有效的做法用制度固定下来。"),
            Heading("联系方式", 1, 3),
            Paragraph(
                "欢迎广大干部群众对巡察整改落实情况进行监督。公布之日起十五个工作日内，如有意见建议，请通过以下方式反映。"
            ),
            Paragraph("联系电话：　　　　　　　　　　"),
            Paragraph("邮政信箱：　　　　　　　　　　"),
            Paragraph("电子邮箱：　　　　　　　　　　"),
        ],
        signed=about.unit.full_name,
        dated=f"{reader.on.year}年　月　日",
    )


PUBLIC_NOTICE = paper(
    OfficePaper("public-notice", "社会公开", PaperForm.REPORT, About.UNIT, build, shared=True, public=True)
)
