"""党内通报 of what a unit put right: what counts as 工作秘密 is not in the file, and the totals count what is printed."""

from ledgers.papers._open import opened, put_right
from ledgers.papers._shared import day
from ledgers.paperwork import About, OfficePaper, PaperReader, UnitInRound, paper
from rectify.lib.paper import Heading, OfficialPaper, PaperForm, Paragraph


def build(about: UnitInRound, reader: PaperReader) -> OfficialPaper:
    issues = opened(about, reader)
    return OfficialPaper(
        title=f"{about.unit}关于{about.round.name}反馈问题整改情况的通报",
        to=f"{about.unit.full_name}所属各党组织：",
        blocks=[
            Paragraph(f"按照党务公开的有关规定，现将{about.round.name}反馈问题的整改情况在党内通报如下。"),
            Heading("组织整改的情况", 1, 1),
            Paragraph(
                f"{about.unit.full_name}党组织对照反馈意见逐件制定措施、明确责任。截至{day(reader.on)}，完成整改{len(issues)}件。"
            ),
            Heading("完成整改的问题", 1, 2),
            *put_right(issues),
            Heading("下一步工作", 1, 3),
            Paragraph(
                "继续抓好长期坚持的措施，对完成的问题定期回头查看；欢迎各党组织和党员监督，意见可向机关党组织反映。"
            ),
        ],
        signed=about.unit.full_name,
        dated=f"{reader.on.year}年　月　日",
    )


PARTY_NOTICE = paper(OfficePaper("party-notice", "党内通报", PaperForm.REPORT, About.UNIT, build, shared=True))
