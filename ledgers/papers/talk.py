"""约谈通知: matter, time, place, who comes, what to bring."""

from ledgers.papers._shared import HEAD, contact_line, headed, issue_table, issues_of, mark_of, needed, of_slice
from ledgers.paperwork import About, OfficePaper, PaperReader, UnitInRound, paper
from rectify.lib.paper import Heading, OfficialPaper, PaperForm, Paragraph


def build(about: UnitInRound, reader: PaperReader) -> OfficialPaper:
    issues = list(of_slice(issues_of(about, reader), "overdue", reader).order_by("due_order", "number"))
    needed(issues, "这个单位没有逾期的问题，没有约谈的事由")
    office = about.round.office
    return OfficialPaper(
        title=f"关于约谈{about.unit}主要负责人的通知",
        to=f"{about.unit.full_name}：",
        blocks=[
            Paragraph(f"因巡察整改推进不力，决定对你单位主要负责人进行约谈，所涉逾期问题{len(issues)}件。现通知如下。"),
            Heading("约谈事由", 1, 1),
            issue_table(issues),
            Heading("时间和地点", 1, 2),
            Paragraph(f"时间：{reader.on.year}年　月　日　　时；地点：　　　　　　　　　　"),
            Heading("参加人员", 1, 3),
            Paragraph(
                "你单位主要负责人、分管负责人和整改联络员。因故不能参加的，主要负责人应当书面请假，另行约定时间。"
            ),
            Heading("需要准备的材料", 1, 4),
            Paragraph(
                "逐件说明：没有按期完成的原因、已经做的工作、剩余的工作和完成日期、需要协调的事项；带齐佐证材料。"
            ),
            contact_line(office, reader),
        ],
        mark=mark_of(issues),
        **headed(office, "约", reader),
    )


TALK = paper(
    OfficePaper("talk", "约谈通知", PaperForm.LETTER, About.UNIT, build, "约", to_unit=True, lists={"问题": HEAD})
)
