"""抄告单: the leader in charge and the departments concerned learn of an issue that needs their hand."""

from issues.models import OPEN, Issue
from ledgers.papers._shared import contact, day, mark_of, needed, number_room
from ledgers.paperwork import About, OfficePaper, PaperReader, paper
from rectify.lib.paper import FormRow, FormTable, OfficialPaper, PaperForm, Quote

LABELS = (
    "抄告对象",
    "抄告事项",
    "问题表述",
    "牵头单位",
    "整改期限",
    "办理进度",
    "截至日期",
    "抄告意见",
    "领导批示",
    "联系人",
    "电话",
)


def build(issue: Issue, reader: PaperReader) -> OfficialPaper:
    needed([issue] if issue.status in OPEN else [], "问题已经办结，不再抄告")
    office, (name, phone) = issue.round.office, contact(issue.round.office, reader)
    shares = [share.unit.full_name for share in issue.shares.select_related("unit")]
    rows = [
        FormRow([("抄告对象", "、".join([issue.lead_leader or "分管领导", *shares]))]),
        FormRow([("抄告事项", [f"{issue.number}　", Quote(issue.title)])]),
        FormRow([("问题表述", Quote(issue.original.strip() or issue.title))], height=30),
        FormRow([("牵头单位", issue.lead_unit.full_name), ("整改期限", day(issue.due))]),
        FormRow([("办理进度", issue.get_status_display()), ("截至日期", day(reader.on))]),
        FormRow([("抄告意见", "请督促分管领域按期完成整改，需要协调的事项请及时研究。")], height=30),
        FormRow([("领导批示", "")], height=40),
        FormRow([("联系人", name), ("电话", phone)]),
    ]
    return OfficialPaper(
        title="巡察整改问题抄告单",
        number=number_room(office, "抄", reader.on),
        blocks=[FormTable(rows)],
        mark=mark_of([issue]),
        author=office.full_name,
    )


COPY = paper(OfficePaper("copy", "抄告单", PaperForm.SHEET, About.ISSUE, build, "抄", labels=LABELS))
