"""督办单: one issue that is late, as a form: who asks, what is demanded in three parts, who answers by when."""

from issues import slices
from issues.lateness import overdue_days
from issues.models import Issue
from ledgers.papers._shared import answer_room, contact, day, mark_of, number_room, present
from ledgers.paperwork import About, OfficePaper, PaperReader, paper
from rectify.lib.paper import FormRow, FormTable, OfficialPaper, PaperForm, Quote

LABELS = (
    "督办事项",
    "督办缘由",
    "反馈原文",
    "批示领导",
    "牵头领导",
    "牵头单位",
    "配合单位",
    "部署时间",
    "反馈周期",
    "进度要求",
    "责任要求",
    "成效要求",
    "答复期限",
    "联系人",
    "承办情况",
    "审核意见",
)


def build(issue: Issue, reader: PaperReader) -> OfficialPaper:
    late = slices.holds("overdue", issue, reader.on)
    due = present(issue.due if late else None, "这件问题没有逾期，不需要督办")
    office, (name, phone) = issue.round.office, contact(issue.round.office, reader)
    days = overdue_days(due, reader.on)
    reason = f"期限{day(due)}已过，至{day(reader.on)}逾期{days}个工作日，仍在“{issue.get_status_display()}”环节。"
    helping = "、".join(share.unit.full_name for share in issue.shares.select_related("unit")) or "无"
    rows = [
        FormRow([("督办事项", [f"{issue.number}　", Quote(issue.title)])]),
        FormRow([("督办缘由", reason)]),
        FormRow([("反馈原文", Quote(issue.original.strip() or issue.title))]),
        FormRow([("批示领导", ""), ("牵头领导", issue.lead_leader)]),
        FormRow([("牵头单位", issue.lead_unit.full_name), ("配合单位", helping)]),
        FormRow([("部署时间", ""), ("反馈周期", "每周一次，至办结为止")]),
        FormRow([("进度要求", "接单后立即列出剩余工作和完成日期，每周报送进展，不得再次逾期。")]),
        FormRow(
            [
                (
                    "责任要求",
                    f"由{issue.lead_unit}主要负责人牵头办理，{issue.handler or '责任人'}具体负责，逐项落实到人。",
                )
            ]
        ),
        FormRow([("成效要求", (issue.goal or "对照销号标准整改到位，同类问题不再发生").strip().rstrip("。") + "。")]),
        FormRow([("答复期限", f"{answer_room(reader)}前"), ("联系人", f"{name}　{phone}".strip())]),
        FormRow([("承办情况", "\n\n承办单位负责人签字：　　　　　　　　年　　月　　日")], height=32),
        FormRow([("审核意见", "\n\n审核人签字：　　　　　　　　年　　月　　日")], height=26),
    ]
    return OfficialPaper(
        title="巡察整改督办单",
        number=number_room(office, "督", reader.on),
        blocks=[FormTable(rows)],
        mark=mark_of([issue]),
        author=office.full_name,
    )


ORDER = paper(
    OfficePaper(
        "order",
        "督办单",
        PaperForm.SHEET,
        About.ISSUE,
        build,
        "督",
        to_unit=True,
        answered=True,
        labels=LABELS,
    )
)
