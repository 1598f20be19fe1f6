"""整改督查督办通知书: a unit learns which issues are under supervision, by when its plan is due and how it reports."""

from issues.models import LimitedEvent
from ledgers.papers._shared import HEAD, contact_line, headed, issue_table, issues_of, mark_of, needed
from ledgers.paperwork import About, OfficePaper, PaperReader, UnitInRound, paper
from rectify.lib.paper import Annex, Heading, OfficialPaper, PaperForm, Paragraph


def build(about: UnitInRound, reader: PaperReader) -> OfficialPaper:
    issues = list(issues_of(about, reader))
    needed(issues, "这个单位本轮没有已下发的问题，不需要发督查督办通知书")
    office, round_ = about.round.office, about.round
    return OfficialPaper(
        title=f"关于对{about.unit}巡察整改开展督查督办的通知书",
        to=f"{about.unit.full_name}：",
        blocks=[
            Paragraph(
                f"根据{round_.name}反馈意见，对你单位牵头的{len(issues)}件问题开展整改督查督办，现将有关事项通知如下。"
            ),
            Heading("督办的问题", 1, 1),
            Paragraph(f"共{len(issues)}件，问题清单见附件。各件以清单所列编号为准，整改期限以清单所列日期为准。"),
            Heading("整改方案", 1, 2),
            Paragraph(f"请逐件制定整改措施、销号标准，落实责任人和完成时间，{plan_due(about)}报送。"),
            Heading("报送和督办", 1, 3),
            Paragraph(
                "整改期间每周报送进展：本周做了什么、上周承诺是否兑现、需要协调什么、下周打算怎么办；没有进展的说明原因。"
            ),
            Paragraph(
                f"督查督办由{office.full_name}负责，采取听汇报、看现场、查资料、访群众的方式核查，逾期的依规发出提醒、督办。"
            ),
            Paragraph("整改完成后，由主要负责人审签，对照销号标准提出销号申请，佐证材料随申请报送。"),
            contact_line(office, reader),
        ],
        annexes=[Annex("督查督办问题清单", [issue_table(issues)])],
        mark=mark_of(issues),
        **headed(office, "督", reader),
    )


def plan_due(about: UnitInRound) -> str:
    """By the limit of the round's rules; without one the office fills the day in."""
    term = about.round.profile.terms.filter(event=LimitedEvent.PLAN).first()
    if term is None:
        return "于　月　日前"
    return f"自{term.get_counted_from_display()}起{term.number}{term.get_unit_display()}内"


START = paper(
    OfficePaper(
        "supervise-start",
        "整改督查督办通知书",
        PaperForm.FILE,
        About.UNIT,
        build,
        "督",
        to_unit=True,
        lists={"问题": HEAD},
    )
)
