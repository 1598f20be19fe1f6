"""整改方案 of a unit: by groups, each issue with goal, measures, leader, person and day; annex 任务清单 across."""

from itertools import groupby

from issues.models import Issue
from ledgers.papers._shared import day, issues_of, live_measures, mark_of, needed
from ledgers.paperwork import About, OfficePaper, PaperReader, UnitInRound, paper
from rectify.lib.paper import Annex, Block, Heading, OfficialPaper, PaperForm, PaperTable, Paragraph, Quote

COLUMNS = ("编号", "问题", "措施", "销号标准", "责任人", "完成时间")


def build(about: UnitInRound, reader: PaperReader) -> OfficialPaper:
    issues = sorted(issues_of(about, reader).select_related("track"), key=lambda one: (group_of(one), one.number))
    needed(issues, "这个单位本轮没有已下发的问题，没有整改方案")
    blocks: list[Block] = [
        Paragraph(
            f"为落实{about.round.name}反馈意见，{about.unit.full_name}对{len(issues)}件问题逐件研究，制定本方案。"
        ),
        Heading("总体要求", 1, 1),
        Paragraph(
            "坚持问题导向，逐条认领、逐件整改，不回避、不遮掩；既改具体问题，又查同类问题，并从制度上防止再发生。"
        ),
        Paragraph(
            "党组织主要负责人对整改负第一责任，班子成员按分工负责，每件问题有牵头领导、责任人、措施、标准和完成时间。"
        ),
        Heading("整改任务", 1, 2),
    ]
    for at, (name, group) in enumerate(groupby(issues, key=group_of), 1):
        blocks.append(Heading(name, 2, at))
        for number, issue in enumerate(group, 1):
            blocks += item(number, issue)
    blocks += [
        Heading("组织保障", 1, 3),
        Paragraph("每周汇总进展，难点问题由主要负责人主持研究；完成的及时申请销号，完成后定期回头查看。"),
    ]
    annex = Annex(
        "整改任务清单", [PaperTable(COLUMNS, tasks(issues), (10, 25, 33, 25, 12, 24), name="任务")], across=True
    )
    return OfficialPaper(
        title=f"{about.unit}关于{about.round.name}反馈问题的整改方案",
        blocks=blocks,
        annexes=[annex],
        signed=about.unit.full_name,
        dated=f"{reader.on.year}年　月　日",
        mark=mark_of(issues),
    )


def group_of(issue: Issue) -> str:
    return issue.aspect.strip() or (issue.track.name if issue.track else "巡察反馈的问题")


def item(number: int, issue: Issue) -> list[Block]:
    """One issue: goal, measures, who."""
    blocks: list[Block] = [Paragraph([f"{number}. 问题{issue.number}：", Quote(issue.title)], leads=True)]
    if issue.goal.strip():
        blocks.append(Paragraph(f"整改目标：{issue.goal.strip()}"))
    for measure in live_measures(issue):
        who = f"（责任人：{measure.person}）" if measure.person else ""
        blocks.append(
            Paragraph(f"（{measure.order}）{measure.text.strip().rstrip('。')}{who}，{day(measure.due)}前完成。")
        )
    lead = f"牵头领导：{issue.lead_leader}；" if issue.lead_leader else ""
    return [*blocks, Paragraph(f"{lead}完成期限：{day(issue.due)}。")]


def tasks(issues: list[Issue]) -> list[list]:
    """A row a measure; an issue without one still has its row."""
    rows = []
    for issue in issues:
        measures = [[m.text, m.criterion, m.person, day(m.due or issue.due)] for m in live_measures(issue)]
        rows += [[issue.number, Quote(issue.title), *of] for of in measures or [["待制定", "", "", day(issue.due)]]]
    return rows


PLAN = paper(OfficePaper("plan", "整改方案", PaperForm.REPORT, About.UNIT, build, shared=True, lists={"任务": COLUMNS}))
