"""立行立改交办函: what is to be put right at once, to the unit that leads it."""

from issues.models import OPEN, Issue
from ledgers.papers._shared import contact_line, day, findings, headed, mark_of, needed
from ledgers.paperwork import About, OfficePaper, PaperReader, paper
from rectify.lib.paper import Heading, OfficialPaper, PaperForm, Paragraph


def build(issue: Issue, reader: PaperReader) -> OfficialPaper:
    needed([issue] if issue.is_immediate and issue.status in OPEN else [], "只有推进中的立行立改问题才交办")
    office, unit = issue.round.office, issue.lead_unit
    return OfficialPaper(
        title=f"关于{unit}立行立改问题的交办函",
        to=f"{unit.full_name}：",
        blocks=[
            Paragraph(f"{issue.round.name}中发现的下列问题，事实清楚、能够马上解决，按照立行立改的要求交你单位办理。"),
            Heading("交办的问题", 1, 1),
            *findings([issue]),
            Heading("办理要求", 1, 2),
            Paragraph(f"请你单位接函后立即研究，明确责任人和具体措施，于{day(issue.due)}前办结。"),
            Paragraph("一时难以办结的，先采取措施防止问题扩大，并说明原因和预计办结的时间。"),
            Heading("反馈内容", 1, 3),
            Paragraph(
                "办结后报送：整改采取的措施、取得的结果、佐证材料目录，以及同类问题自查的情况，由主要负责人审签。"
            ),
            contact_line(office, reader),
        ],
        mark=mark_of([issue]),
        **headed(office, "交", reader),
    )


ASSIGN = paper(OfficePaper("assign", "立行立改交办函", PaperForm.LETTER, About.ISSUE, build, "交", to_unit=True))
