"""文书 in an office's own layout: which names a template of a paper may use, what stands for them, which template is in use.

The words are the paper's own, the same that the shipped layout prints: a template moves them, it counts nothing.
"""

import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from ledgers.models import PaperTemplate
from ledgers.paperwork import REST, About, OfficePaper
from rectify.accounts.models import Unit
from rectify.lib import limited
from rectify.lib.dates import chinese
from rectify.lib.errors import Refused
from rectify.lib.filekinds import check_whole
from rectify.lib.paper import Block, FormRow, FormTable, OfficialPaper, PaperForm, PaperTable, Paragraph, Quote
from rectify.lib.wordfill import ANNEXES, TEXT, TemplateValues, filled
from rectify.lib.words import paper_bytes

MOST_BYTES = 5 * 2**20
WALL, CPU = 30, 20
Getter = Callable[[Any], Any]

# What every paper has, by the names that an office writes into its template.
PARTS: Mapping[str, Callable[[OfficialPaper], Any]] = {
    "标题": lambda paper: paper.title.replace("\n", ""),
    "发文机关": lambda paper: paper.org or paper.author or paper.signed,
    "文号": lambda paper: paper.number,
    "主送": lambda paper: paper.to.rstrip("："),
    "附件名称": lambda paper: list(paper.enclosed),
    "署名": lambda paper: paper.signed,
    "日期": lambda paper: paper.dated,
    "抄送": lambda paper: paper.copies.strip(),
    "密级": lambda paper: paper.mark,
}
UNIT: Mapping[str, Getter] = {
    "单位": lambda obj: obj.unit.full_name,
    "单位简称": lambda obj: str(obj.unit),
    "轮次": lambda obj: obj.round.name,
}
# What the object itself has.
OBJECTS: Mapping[About, Mapping[str, Getter]] = {
    About.ISSUE: {
        "问题编号": lambda issue: issue.number,
        "问题": lambda issue: Quote(issue.title),
        "反馈原文": lambda issue: Quote(issue.original.strip() or issue.title),
        "牵头单位": lambda issue: issue.lead_unit.full_name,
        "单位简称": lambda issue: str(issue.lead_unit),
        "牵头领导": lambda issue: issue.lead_leader,
        "责任人": lambda issue: issue.handler,
        "整改期限": lambda issue: chinese(issue.due) if issue.due else "未定",
        "环节": lambda issue: issue.get_status_display(),
        "轮次": lambda issue: issue.round.name,
    },
    About.UNIT: UNIT,
    About.STATEMENT: UNIT,
    About.ROUND: {"轮次": lambda round_: round_.name},
    About.WEEK: {
        "轮次": lambda week: week.round.name,
        "周次": lambda week: week.number,
        "周一": lambda week: week.starts,
    },
    About.MEETING: {
        "会议": lambda meeting: meeting.title,
        "会议日期": lambda meeting: meeting.held_on,
        "主持人": lambda meeting: meeting.chair,
        "参加人员": lambda meeting: meeting.attendees,
        "会议纪要号": lambda meeting: meeting.minutes,
    },
    About.HANDOVER: {
        "单位": lambda handover: handover.unit.full_name,
        "移交人": lambda handover: handover.outgoing.name,
        "接收人": lambda handover: handover.incoming.name,
        "交接日": lambda handover: handover.on,
    },
}


# ---- the names -------------------------------------------------------------------------------------------------------


def words_of(kind: OfficePaper) -> list[str]:
    """The names of {{ … }} of a paper, those that it has in common with all papers first."""
    return list(dict.fromkeys([*PARTS, *OBJECTS[kind.about], *kind.labels]))


def needed_of(kind: OfficePaper) -> list[tuple[list[str], str]]:
    """Groups of names of which a template holds one at least, each with what is said where it does not."""
    content = [TEXT, *kind.labels, *kind.tables]
    groups = [([name], why) for name, why in _parts_needed(kind)]
    return [*groups, (content, f"没有写内容：写“{{{{ {TEXT} }}}}”，或者用这份文书自己的项目、清单")]


def _parts_needed(kind: OfficePaper) -> Iterator[tuple[str, str]]:
    yield "密级", "缺“{{ 密级 }}”：工作秘密的问题要标出来，不是的不印"
    if kind.series:
        yield "文号", "缺“{{ 文号 }}”：这份文书要编号"
    if kind.form in (PaperForm.FILE, PaperForm.LETTER):
        yield "日期", "缺“{{ 日期 }}”：这份文书要落日期"
        yield "主送", "缺“{{ 主送 }}”：这份文书要写主送机关"


def declared_of(kind: OfficePaper) -> dict[str, Any]:
    """What the check of a template holds it to (`rectify/lib/wordcheck.py`)."""
    lists = {name: list(columns) for name, columns in kind.tables.items()}
    return {"words": words_of(kind), "blocks": [TEXT, ANNEXES], "lists": lists, "needed": needed_of(kind)}


# ---- what stands for them --------------------------------------------------------------------------------------------


def values_of(kind: OfficePaper, drawn: OfficialPaper, obj: Any) -> TemplateValues:
    """What the paper `drawn` of `obj` says, by name. What its form says goes before what the object has."""
    words = {name: get(obj) for name, get in OBJECTS[kind.about].items()}
    words |= {name: get(drawn) for name, get in PARTS.items()}
    blocks = [*drawn.blocks, *(block for annex in drawn.annexes for block in annex.blocks)]
    labels = dict(label for block in blocks if isinstance(block, FormTable) for label in _labels(block))
    words |= {name: labels.get(name, "") for name in kind.labels}
    lists = {name: rows_of(blocks, name) for name in kind.lists}
    if kind.rest:
        others = [label for label in labels.items() if label[0] not in kind.labels]
        lists[kind.rest] = [dict(zip(REST, label, strict=True)) for label in others]
    return TemplateValues(drawn, words, lists)


def _labels(block: FormTable) -> Iterator[tuple[str, Any]]:
    for row in block.rows:
        yield from row.cells


def rows_of(blocks: Sequence[Block], name: str) -> list[dict[str, Any]]:
    """The rows of the table of that name, each by its columns; none where the paper has no such table today."""
    tables = [block for block in blocks if isinstance(block, PaperTable) and block.name == name]
    return [dict(zip(table.head, row, strict=True)) for table in tables for row in table.rows]


def sample(kind: OfficePaper) -> tuple[OfficialPaper, TemplateValues]:
    """A paper whose every word is its own name: what a template shows where there is no object yet."""
    paper = OfficialPaper(kind.title, [Paragraph(f"〔{TEXT}〕")], form=kind.form, number="〔文号〕", mark="〔密级〕")
    words = {name: f"〔{name}〕" for name in words_of(kind)}
    lists = {name: [{one: f"〔{one}〕" for one in columns}] * 2 for name, columns in kind.tables.items()}
    return paper, TemplateValues(paper, words, lists)


def starter(kind: OfficePaper) -> bytes:
    """The shipped layout as a template, to begin one's own with."""
    head = kind.form in (PaperForm.FILE, PaperForm.LETTER, PaperForm.MINUTES)
    signs = kind.form != PaperForm.SHEET
    form = FormTable([FormRow([(name, f"{{{{ {name} }}}}")]) for name in kind.labels])
    # A paper without labels is its text; of a form the tables stand beside it, each with one row that is printed once a row.
    blocks: list[Block] = [form, *(_listed(name, columns) for name, columns in kind.tables.items())]
    paper = OfficialPaper(
        "{{ 标题 }}",
        blocks if kind.labels else [Paragraph(f"{{{{ {TEXT} }}}}")],
        form=kind.form,
        org="{{ 发文机关 }}" if head else "",
        number="{{ 文号 }}" if kind.series else "",
        to="{{ 主送 }}：" if kind.form in (PaperForm.FILE, PaperForm.LETTER) else "",
        signed="{{ 署名 }}" if signs else "",
        dated="{{ 日期 }}" if signs else "",
        copies="{% 如有 抄送 %}{{ 抄送 }}{% 完 %}" if kind.form == PaperForm.FILE else "",
        mark="{% 如有 密级 %}{{ 密级 }}{% 完 %}",
        author=kind.title,
    )
    return paper_bytes(paper)


def _listed(name: str, columns: Sequence[str]) -> PaperTable:
    """A table with one row, which is printed for each of the list."""
    row = [f"{{{{ {column} }}}}" for column in columns]
    row[0], row[-1] = f"{{% 每条 {name} %}}{row[0]}", f"{row[-1]}{{% 完 %}}"
    return PaperTable(columns, [row])


# ---- the template ----------------------------------------------------------------------------------------------------


def in_use(kind: OfficePaper, office: Unit) -> PaperTemplate | None:
    """The office's own layout of the paper; none where it is laid out as shipped."""
    return PaperTemplate.objects.in_use().filter(office=office, slug=kind.slug).first()


def laid_out(kind: OfficePaper, drawn: OfficialPaper, obj: Any, template: PaperTemplate | None) -> bytes:
    """The Word file of a paper, in the layout of `template` or as shipped."""
    if template is None:
        return paper_bytes(drawn)
    return filled(bytes(template.content), values_of(kind, drawn, obj))


def demand_fit(kind: OfficePaper, name: str, content: bytes) -> None:
    """Raises Refused with every fault of a file that is to be a template of the paper, each with its place."""
    if len(content) > MOST_BYTES:
        raise Refused(f"模板超过 {MOST_BYTES // 2**20} MB。请压缩或删去里面的图片后再传")
    if not name.lower().endswith(".docx"):
        raise Refused("模板要用 .docx 文件。请在 Word、WPS 或 LibreOffice 里另存为 .docx 再传")
    with tempfile.TemporaryDirectory(prefix="template-") as folder:
        path = Path(folder) / "template.docx"
        path.write_bytes(content)
        check_whole(name, path)
        faults = _looked_at(path, kind)
    if faults:
        raise Refused(*(f"{place}：{text}" for place, text in faults))


def _looked_at(path: Path, kind: OfficePaper) -> list[list[str]]:
    try:
        return limited.call("rectify.lib.wordcheck:faults", str(path), declared_of(kind), wall=WALL, cpu=CPU)
    except limited.LimitExceeded:
        return [["整个文件", "太复杂，在允许的时间里没有查完。请删去无关的内容后再传"]]
    except limited.ChildFailed:
        return [["整个文件", "打不开，像是没有存完或已损坏。请重新另存为 .docx"]]
