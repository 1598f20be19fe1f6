"""成效数据表: the figures of a unit's measures, declared beside accepted, each with what it counts."""

from issues.models import MeasureStatus, Outcome
from issues.plans.figures import DEFINITION, totals
from ledgers.papers._shared import day, issues_of, mark_of, needed
from ledgers.paperwork import About, OfficePaper, PaperReader, UnitInRound, paper
from rectify.lib.paper import FormRow, FormTable, OfficialPaper, PaperForm, PaperTable, Paragraph

HEAD = ("成效类型", "单位", "填报条数", "单位申报", "未填", "监督认定", "未认定")


def build(about: UnitInRound, reader: PaperReader) -> OfficialPaper:
    issues = list(issues_of(about, reader))
    outcomes = Outcome.objects.visible_to(reader.user).filter(measure__issue__in=issues)
    sums = totals(outcomes.exclude(measure__status=MeasureStatus.CANCELLED))
    needed(sums, "这个单位本轮的措施还没有填成效数据")
    rows = [[t.kind.name, t.kind.unit, t.rows, t.cells[0], t.blank, t.cells[1], t.open] for t in sums]
    return OfficialPaper(
        title="巡察整改成效数据表",
        blocks=[
            Paragraph(
                f"填报单位：{about.unit.full_name}　　轮次：{about.round.name}　　截至：{day(reader.on)}", indent=False
            ),
            PaperTable(HEAD, rows, (20, 9, 11, 14, 8, 14, 10), name="成效"),
            Paragraph(f"口径：{DEFINITION}", indent=False),
            FormTable(
                [
                    FormRow([("填报人", ""), ("审核人", "")]),
                    FormRow([("填报日期", "　　年　　月　　日"), ("盖章", "")], height=16),
                ]
            ),
        ],
        mark=mark_of(issues),
        author=about.unit.full_name,
    )


OUTCOME = paper(
    OfficePaper(
        "outcome",
        "成效数据表",
        PaperForm.SHEET,
        About.UNIT,
        build,
        shared=True,
        labels=("填报人", "审核人", "填报日期", "盖章"),
        lists={"成效": HEAD},
    )
)
