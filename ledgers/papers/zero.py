"""归零表（销号审批表）: one issue from the words of the feedback to the decision, on one form (F3)."""

from issues.models import Issue
from ledgers.models import Closure
from ledgers.pages.closures.sheet import NEEDED, ClosureStep, HandedIn, handed_in, steps_of
from ledgers.papers._shared import day, mark_of, present
from ledgers.paperwork import About, OfficePaper, PaperReader, paper
from rectify.lib.dates import SHANGHAI
from rectify.lib.paper import FormRow, FormTable, OfficialPaper, PaperForm, PaperTable, Paragraph, Quote

FILES = ("对应", "文件", "说明", "校验码")
# The answers and the steps of a request are as many as its procedure asks for: a list of their own, 答复和意见.
LABELS = (
    "问题编号",
    "责任单位",
    "轮次",
    "整改期限",
    "反馈的问题",
    "产生原因",
    "归零措施",
    "完成情况",
    "单位申报",
    "申请次数",
    "监督认定",
    "会议纪要号",
)


def build(issue: Issue, reader: PaperReader) -> OfficialPaper:
    requests = Closure.objects.visible_to(reader.user).filter(issue=issue).select_related(*NEEDED)
    closure = present(requests.last(), "这件问题还没有申请销号，没有归零表")
    asked = handed_in(closure)
    rows = [
        FormRow([("问题编号", issue.number), ("责任单位", issue.lead_unit.full_name)]),
        FormRow([("轮次", issue.round.name), ("整改期限", day(issue.due))]),
        FormRow([("反馈的问题", Quote(asked.original.strip() or issue.title))]),
        FormRow([("产生原因", issue.root_cause.strip() or issue.get_cause_display() or "未填写")]),
        FormRow([("归零措施", [f"{m.order}. {m.text}" for m in asked.measures] or "无")]),
        FormRow([("完成情况", asked.result.strip())]),
        FormRow([("单位申报", asked.declared_word), ("申请次数", f"第{closure.number}次")]),
        *(FormRow([(answer.name, "：".join(filter(None, (answer.word, answer.note))))]) for answer in asked.answers),
        *(FormRow([(step.name, opinion(step))], height=20) for step in steps_of(closure)),
        FormRow([("监督认定", closure.get_grade_display() or "未认定"), ("会议纪要号", closure.minutes)]),
    ]
    return OfficialPaper(
        title="巡察反馈问题归零表（销号审批表）",
        blocks=[FormTable(rows), Paragraph("佐证材料", label="", indent=False), files(asked)],
        mark=mark_of([issue]),
        author=issue.round.office.full_name,
    )


def opinion(step: ClosureStep) -> str:
    """What was said, by whom and on which day; room where nobody has come to it yet."""
    if step.at is None:
        return "\n\n签字：　　　　　　　　年　　月　　日"
    return f"{step.text}\n{step.who}　{day(step.at.astimezone(SHANGHAI).date())}"


def files(asked: HandedIn) -> PaperTable:
    """Every file handed in, with the beginning of its digest."""
    groups = [(f"措施{m.order}", m.files) for m in asked.measures] + [("其他", asked.rest)]
    rows = [[of, file.name, file.shows, file.digest[:16]] for of, group in groups for file in group]
    return PaperTable(FILES, rows or [["—", "没有佐证材料", "", ""]], (10, 40, 14, 22), name="佐证")


ZERO = paper(
    OfficePaper(
        "zero",
        "归零表（销号审批表）",
        PaperForm.SHEET,
        About.ISSUE,
        build,
        shared=True,
        labels=LABELS,
        lists={"佐证": FILES},
        rest="答复和意见",
    )
)
