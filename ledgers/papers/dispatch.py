"""周调度清单: a line for each unit in protocol order, blank ones too; the numbers are those of the frozen list."""

from issues.models import Week
from issues.weeks import board, counting
from ledgers.papers._shared import needed
from ledgers.paperwork import About, OfficePaper, PaperReader, paper
from rectify.lib.dates import span
from rectify.lib.paper import Annex, Heading, OfficialPaper, PaperForm, PaperTable, Paragraph

LISTED = (
    ("owed", "应报"),
    ("due", "到期"),
    ("overdue", "逾期"),
    ("returned", "退回"),
    ("promises", "待答承诺"),
    ("awaiting_signature", "待审签"),
)

COLUMNS = ("序号", "单位", *(word for _, word in LISTED))
NUMBERS = ("单位", "事项", "问题编号")


def build(week: Week, reader: PaperReader) -> OfficialPaper:
    lines = list(board.WeekBoard(week, reader.user, office=True).lines())
    needed(lines, "这一周还没有调度清单")
    sums = counting.total(lines)
    sentence = "，".join(f"{word}{sums[name]}件" for name, word in LISTED if name != "promises")
    rows = [[at, str(line.unit), *(getattr(line, name) for name, _ in LISTED)] for at, line in enumerate(lines, 1)]
    total = ["", "合计", *(sums[name] for name, _ in LISTED)]
    detail = [[str(line.unit), word, "、".join(numbers)] for line in lines for word, numbers in named(line)]
    first, last = week.starts, week.starts.fromordinal(week.starts.toordinal() + 6)
    return OfficialPaper(
        title=f"{week.round.name}第{week.number}周调度清单",
        blocks=[
            Paragraph(f"{span(first, last)}，共调度{len(lines)}家单位：{sentence}，待答承诺{sums['promises']}条。"),
            Heading("各单位情况", 1, 1),
            PaperTable(COLUMNS, [*rows, total], (7, 24, 9, 9, 9, 9, 12, 10), name="单位"),
            Heading("有关要求", 1, 2),
            Paragraph(
                "逾期、退回的问题本周先办；两周内到期的问题对照销号标准逐条核对；上周的承诺在本周报告中逐条答复。"
            ),
            Paragraph("各单位按固定次序排列，没有事项的也列出。编号见附件。"),
        ],
        annexes=[Annex("问题编号清单", [PaperTable(NUMBERS, detail, (18, 12, 60), name="编号")])] if detail else [],
        signed=week.round.office.full_name,
        dated=f"{reader.on.year}年　月　日",
    )


def named(line) -> list[tuple[str, list[str]]]:
    """The numbers of the issues behind each figure that counts any."""
    return [(word, line.issues[name]) for name, word in LISTED if line.issues.get(name)]


DISPATCH = paper(
    OfficePaper(
        "dispatch",
        "周调度清单",
        PaperForm.REPORT,
        About.WEEK,
        build,
        lists={"单位": COLUMNS, "编号": NUMBERS},
    )
)
