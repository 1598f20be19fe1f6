"""巡察建议书: what several units have in common, and what a department is asked to do about it."""

from collections import Counter

from issues.models import COUNTED, Issue, Round
from ledgers.papers._shared import answer_room, headed, mark_of, needed
from ledgers.paperwork import About, OfficePaper, PaperReader, paper
from rectify.lib.paper import Heading, OfficialPaper, PaperForm, PaperTable, Paragraph, Quote

COLUMNS = ("编号", "单位", "问题")


def build(round_: Round, reader: PaperReader) -> OfficialPaper:
    seen = (
        Issue.objects.counted_for(reader.user, within=round_)
        .veiled()
        .filter(status__in=COUNTED, category__isnull=False)
    )
    issues = list(seen.select_related("category", "lead_unit").order_by("number"))
    units = {one: {i.lead_unit_id for i in issues if i.category_id == one} for one in {i.category_id for i in issues}}
    common = Counter({one: len(of) for one, of in units.items() if len(of) > 1})
    needed(common, "本轮没有两个以上单位同类的问题，没有可提的共性建议")
    first = min(common, key=lambda one: (-common[one], one))
    cases = [issue for issue in issues if issue.category_id == first]
    name = cases[0].category.name if cases[0].category else ""
    reader.counts(f"“{name}”共性问题", "本轮已下发且未终止、属于这一类的问题；两个以上单位都有的才提建议", cases)
    rows = [[issue.number, str(issue.lead_unit), Quote(issue.title)] for issue in cases]
    return OfficialPaper(
        title=f"关于解决“{name}”共性问题的巡察建议书",
        to="　　　　　　　　：",
        blocks=[
            Paragraph(
                f"{round_.name}发现，{common[first]}个单位存在“{name}”方面的问题，共{len(cases)}件，具有普遍性。"
            ),
            Heading("问题的表现", 1, 1),
            PaperTable(COLUMNS, rows, (12, 22, 46), name="问题"),
            Heading("建议", 1, 2),
            Paragraph("1. 从主管部门的职责出发，对本系统同类问题作一次排查，列出清单，限期整改。"),
            Paragraph("2. 分析产生的原因，修订或制定有关制度，明确标准和责任，堵塞管理上的漏洞。"),
            Paragraph("3. 加强日常监督检查，每年至少组织一次专项检查，防止屡查屡犯。"),
            Heading("反馈", 1, 3),
            Paragraph(f"请于{answer_room(reader)}前书面反馈采纳和落实的情况。"),
        ],
        mark=mark_of(cases),
        **headed(round_.office, "建", reader),
    )


SUGGEST = paper(
    OfficePaper(
        "suggest",
        "巡察建议书",
        PaperForm.FILE,
        About.ROUND,
        build,
        "建",
        answered=True,
        lists={"问题": COLUMNS},
    )
)
