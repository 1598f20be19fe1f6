"""整改进展情况报告 of a unit: issue by issue what was done and with what result, what is left; annexes of figures."""

from issues.models import Discovered, Issue, Outcome
from issues.plans.figures import totals
from issues.plans.progress import of_issues
from ledgers.models import Closure
from ledgers.models.closure import Answer
from ledgers.papers._shared import day, issues_of, live_measures, mark_of, needed, of_slice
from ledgers.paperwork import About, OfficePaper, PaperReader, UnitInRound, paper
from rectify.lib.paper import Annex, Block, Heading, OfficialPaper, PaperForm, PaperTable, Paragraph, Quote


def build(about: UnitInRound, reader: PaperReader) -> OfficialPaper:
    every = issues_of(about, reader)
    issues = list(every)
    needed(issues, "这个单位本轮没有已下发的问题，没有进展情况可报")
    closed, left = (list(of_slice(every, code, reader)) for code in ("closed", "open"))
    results = {
        one.issue_id: one for one in Closure.objects.visible_to(reader.user).filter(issue__in=issues).order_by("number")
    }
    blocks: list[Block] = [
        Paragraph(
            f"根据{about.round.name}反馈意见，{about.unit.full_name}对{len(issues)}件问题开展整改。现将进展情况报告如下。"
        ),
        Heading("总体进展", 1, 1),
        Paragraph(f"截至{day(reader.on)}，已销号{len(closed)}件，推进中{len(left)}件。"),
        Heading("逐项整改情况", 1, 2),
    ]
    for at, issue in enumerate(issues, 1):
        blocks += item(at, issue, results.get(issue.pk))
    blocks.append(Heading("未完成的问题和下步打算", 1, 3))
    numbers = "、".join(issue.number for issue in left)
    blocks.append(
        Paragraph(
            f"还有{len(left)}件：{numbers}。将按期限逐件推进，完成一件申请销号一件。" if left else "没有未完成的问题。"
        )
    )
    return OfficialPaper(
        title=f"{about.unit}关于{about.round.name}反馈问题整改进展情况的报告",
        to=f"{about.round.office.full_name}：",
        blocks=blocks,
        annexes=annexes(issues, results),
        signed=about.unit.full_name,
        dated=f"{reader.on.year}年　月　日",
        sealed=True,
        mark=mark_of(issues),
    )


def item(at: int, issue: Issue, closure: Closure | None) -> list[Block]:
    """The finding, the measures, the result as reported; one without a request says where it stands."""
    measures = "".join(f"（{m.order}）{m.text.strip().rstrip('。')}。" for m in live_measures(issue))
    result = (
        closure.result.strip()
        if closure
        else f"正在整改，现处“{issue.get_status_display()}”环节，期限{day(issue.due)}。"
    )
    return [
        Paragraph([f"{at}. 问题{issue.number}：", Quote(issue.title)], leads=True),
        *([Paragraph(f"采取的措施：{measures}")] if measures else []),
        Paragraph(f"整改情况：{result}"),
    ]


def annexes(issues: list[Issue], results: dict[int, Closure]) -> list[Annex]:
    """措施完成情况, 成效数据, 人员处理, 信访件: each with its rows or the words that there are none."""
    progress = of_issues(issue.pk for issue in issues)
    done = [[i.number, Quote(i.title), p.declared, p.accepted, p.whole] for i in issues if (p := progress.get(i.pk))]
    sums = [[t.kind.name, t.kind.unit, *t.cells] for t in totals(Outcome.objects.filter(measure__issue__in=issues))]
    words = dict(Answer.choices)
    people = [[i.number, words.get(c.persons, ""), c.persons_note] for i in issues if (c := results.get(i.pk))]
    letters = [
        [i.number, Quote(i.title), i.get_status_display()] for i in issues if i.discovered_by == Discovered.LETTERS
    ]
    return [
        table("措施完成情况", ("编号", "问题", "申报完成", "认定完成", "措施"), done, (12, 40, 12, 12, 10)),
        table("成效数据", ("成效", "单位", "申报", "认定"), sums, (30, 12, 20, 20)),
        table("人员处理情况", ("问题编号", "人要处理", "说明"), people, (14, 16, 50)),
        table("信访反映问题办理情况", ("编号", "问题", "环节"), letters, (12, 50, 18)),
    ]


def table(title: str, head: tuple[str, ...], rows: list[list], widths: tuple[int, ...]) -> Annex:
    return Annex(title, [PaperTable(head, rows, widths)] if rows else [Paragraph("没有需要填报的事项。")])


PROGRESS = paper(OfficePaper("progress", "整改进展情况报告", PaperForm.REPORT, About.UNIT, build, shared=True))
