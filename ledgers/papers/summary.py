"""周小结: the facts of a week in the words of its summary, what each figure counts, and who did not report."""

import re

from issues.models import Week
from issues.weeks import board, facts
from issues.weeks import summary as words
from ledgers.paperwork import About, OfficePaper, PaperReader, paper
from rectify.lib.dates import span
from rectify.lib.paper import Annex, Heading, OfficialPaper, PaperForm, PaperTable, Paragraph

COLUMNS = ("数字", "件（条）", "口径")
SPACED = re.compile(r"(?<=[\u4e00-\u9fff]) (?=\d)|(?<=[\d%]) (?=[\u4e00-\u9fff])")


def build(week: Week, reader: PaperReader) -> OfficialPaper:
    shown = board.WeekBoard(week, reader.user, office=True)
    text = words.plain(week.words or words.draft(shown.facts), shown.facts)
    missed = shown.facts.get("missed_units", [])
    first, last = week.starts, week.starts.fromordinal(week.starts.toordinal() + 6)
    names = "、".join(f"{row['name']}（{row['missed']}件）" for row in missed)
    figures = [[name, shown.count(code), close(definition)] for code, (name, definition) in facts.FIGURES.items()]
    return OfficialPaper(
        title=f"{week.round.name}\n第{week.number}周整改工作小结",
        blocks=[
            Paragraph(f"小结期间：{span(first, last)}。"),
            *(Paragraph(close(line.strip())) for line in text.splitlines() if line.strip()),
            Heading("未报送单位", 1, 0),
            Paragraph(f"按固定次序：{names}。" if names else "没有未报送的单位。"),
        ],
        annexes=[Annex("本周数字和口径", [PaperTable(COLUMNS, figures, (14, 10, 50), name="数字")])],
        signed=week.round.office.full_name,
        dated=f"{reader.on.year}年　月　日",
    )


def close(text: str) -> str:
    """Words of a page as a paper prints them: there digits stand among Chinese without spaces."""
    return SPACED.sub("", text)


SUMMARY = paper(OfficePaper("summary", "周小结", PaperForm.REPORT, About.WEEK, build, lists={"数字": COLUMNS}))
