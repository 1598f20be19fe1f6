"""整改阶段督查指导书: what stands, what was lacking wanting and where, what to do about it."""

from issues.models import Issue
from ledgers.papers._shared import answer_room, headed, issues_of, mark_of, needed, of_slice
from ledgers.paperwork import About, OfficePaper, PaperReader, UnitInRound, paper
from rectify.lib.paper import Heading, OfficialPaper, PaperForm, PaperTable, Paragraph, Quote

COLUMNS = ("编号", "问题", "单位申报", "监督认定", "环节")


def build(about: UnitInRound, reader: PaperReader) -> OfficialPaper:
    every = issues_of(about, reader)
    issues = list(every)
    needed(issues, "这个单位本轮没有已下发的问题，没有可指导的")
    lacking = faults(issues, {issue.pk for issue in of_slice(every, "overdue", reader)})
    closed, open_ = (of_slice(every, code, reader).count() for code in ("closed", "open"))
    return OfficialPaper(
        title=f"关于{about.unit}巡察整改工作的督查指导书",
        to=f"{about.unit.full_name}：",
        blocks=[
            Paragraph(f"对你单位{about.round.name}反馈问题的整改情况进行了督查，现将情况和意见反馈如下。"),
            Heading("整改进展", 1, 1),
            Paragraph(f"你单位牵头整改{len(issues)}件，已销号{closed}件，推进中{open_}件。逐件申报和认定情况："),
            PaperTable(COLUMNS, [row(one) for one in issues], (10, 36, 12, 12, 12), name="问题"),
            Heading("发现的不足", 1, 2),
            *(lacking or [Paragraph("推进中的问题没有逾期和退回，措施都已明确。")]),
            Heading("下步要求", 1, 3),
            Paragraph(
                "对列出的不足逐件补救，措施写明做什么、谁来做、做到什么程度、哪天完成；佐证材料要能说明已经做过、已经做好。"
            ),
            Paragraph("对已完成的措施做一次回头查看，防止反弹；对同类问题一并排查。"),
            Paragraph(f"请于{answer_room(reader)}前书面报送落实情况。"),
        ],
        mark=mark_of(issues),
        **headed(about.round.office, "导", reader),
    )


def row(issue: Issue) -> list:
    declared, grade = issue.get_declared_display() or "未申报", issue.get_grade_display() or "未认定"
    return [issue.number, Quote(issue.title), declared, grade, issue.get_status_display()]


def faults(issues: list[Issue], overdue: set[int]) -> list[Paragraph]:
    """What is late, was returned or has no cause yet, each with its number."""
    blocks = []
    for issue in issues:
        words = [f"已过期限{issue.due.month}月{issue.due.day}日" if issue.pk in overdue and issue.due else ""]
        words.append(f"被退回{issue.returns}次" if issue.is_open and issue.returns else "")
        words.append("没有写明原因分析" if issue.is_open and not issue.root_cause else "")
        if any(words):
            blocks.append(Paragraph(f"问题{issue.number}：{'；'.join(filter(None, words))}。"))
    return blocks


GUIDE = paper(
    OfficePaper(
        "guide",
        "整改阶段督查指导书",
        PaperForm.LETTER,
        About.UNIT,
        build,
        "导",
        to_unit=True,
        answered=True,
        lists={"问题": COLUMNS},
    )
)
