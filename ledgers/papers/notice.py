"""办理告知单: an instruction about an issue is passed on to who handles it."""

from issues.models import OPEN, Issue
from ledgers.papers._shared import answer_room, contact, day, mark_of, needed, number_room
from ledgers.paperwork import About, OfficePaper, PaperReader, paper
from rectify.lib.paper import FormRow, FormTable, OfficialPaper, PaperForm, Quote

# The row 附件 is left out: {{ 附件 }} stands for the annexes of a paper.
LABELS = (
    "告知单位",
    "告知事项",
    "批示内容",
    "现在环节",
    "整改期限",
    "办理要求",
    "反馈时间",
    "联系人",
    "签收",
    "注意",
)


def build(issue: Issue, reader: PaperReader) -> OfficialPaper:
    needed([issue] if issue.status in OPEN else [], "问题已经办结，不再发办理告知单")
    office, (name, phone) = issue.round.office, contact(issue.round.office, reader)
    rows = [
        FormRow([("告知单位", issue.lead_unit.full_name)]),
        FormRow([("告知事项", [f"{issue.number}　", Quote(issue.title)])]),
        FormRow([("批示内容", "（在此誊录批示的领导、日期和内容）")], height=40),
        FormRow([("现在环节", issue.get_status_display()), ("整改期限", day(issue.due))]),
        FormRow(
            [("办理要求", "请按批示要求研究落实，明确承办人和完成时间，办理情况由主要负责人审签后反馈。")], height=24
        ),
        FormRow([("反馈时间", f"{answer_room(reader)}前"), ("联系人", f"{name}　{phone}".strip())]),
        FormRow([("附件", "")]),
        FormRow([("签收", "\n签收人：　　　　　　　　年　　月　　日")], height=24),
        FormRow([("注意", "领导批示为工作秘密，仅供承办单位办理使用，不得擅自扩散。")]),
    ]
    return OfficialPaper(
        title="办理告知单",
        number=number_room(office, "告", reader.on),
        blocks=[FormTable(rows)],
        mark=mark_of([issue]),
        author=office.full_name,
    )


INFORM = paper(
    OfficePaper(
        "inform",
        "办理告知单",
        PaperForm.SHEET,
        About.ISSUE,
        build,
        "告",
        to_unit=True,
        answered=True,
        labels=LABELS,
    )
)
