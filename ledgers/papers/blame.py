"""问责建议书: facts by date, the rule, the kind of answerability suggested; people weigh it before they sign."""

from datetime import date

from issues.models import Extension, Issue
from ledgers.papers._shared import day, headed, issues_of, mark_of, needed, of_slice
from ledgers.paperwork import About, OfficePaper, PaperReader, UnitInRound, paper
from rectify.lib.dates import SHANGHAI
from rectify.lib.paper import Heading, OfficialPaper, PaperForm, PaperTable, Paragraph, Quote

COLUMNS = ("日期", "问题编号", "事实")


def build(about: UnitInRound, reader: PaperReader) -> OfficialPaper:
    issues = list(of_slice(issues_of(about, reader), "overdue", reader).order_by("due_order", "number"))
    needed(issues, "这个单位没有逾期的问题，没有提出问责建议的事实")
    facts = sorted((fact for issue in issues for fact in facts_of(issue)), key=lambda fact: fact[0])
    rows = [[day(on), number, Quote(text)] if quoted else [day(on), number, text] for on, number, text, quoted in facts]
    return OfficialPaper(
        title=f"关于{about.unit}巡察整改不力的问责建议书",
        to="　　　　　　　　：",
        blocks=[
            Paragraph(
                f"{about.unit.full_name}在{about.round.name}反馈问题的整改中，{len(issues)}件问题逾期没有整改到位。现提出建议如下。"
            ),
            Heading("事实经过", 1, 1),
            PaperTable(COLUMNS, rows, (21, 12, 47), name="事实"),
            Paragraph(f"截至{day(reader.on)}，上述{len(issues)}件问题仍没有办结。"),
            Heading("依据", 1, 2),
            Paragraph(
                "党组织履行巡察整改主体责任不力、整改不到位的，依照党内问责的规定追究责任。适用的条款由承办部门核定。"
            ),
            Heading("建议", 1, 3),
            Paragraph(
                "建议对该单位党组织和负有责任的领导干部，按照干部管理权限启动问责调查。采取何种方式，由有权决定的机关研究确定。"
            ),
        ],
        mark=mark_of(issues),
        **headed(about.round.office, "问", reader),
    )


def facts_of(issue: Issue) -> list[tuple[date, str, str, bool]]:
    """What the records say of one issue, with days; the last says whether the words are quoted."""
    facts: list[tuple[date, str, str, bool]] = []
    if issue.dispatched_at:
        facts.append((issue.dispatched_at.astimezone(SHANGHAI).date(), issue.number, f"下发：{issue.title}", True))
    granted = issue.extensions.filter(status=Extension.Status.APPROVED, decided_at__isnull=False)
    for extension in granted:
        on = extension.decided_at.astimezone(SHANGHAI).date()
        facts.append((on, issue.number, f"第{extension.number}次准予延期至{day(extension.to_due)}", False))
    if issue.due:
        facts.append((issue.due, issue.number, "期限届满，没有办结", False))
    return facts


BLAME = paper(OfficePaper("blame", "问责建议书", PaperForm.FILE, About.UNIT, build, "问", lists={"事实": COLUMNS}))
