"""Which columns of a workbook of ours a file may change, by where the issue stands, and by which act; every other column has its
own door (docs/rules.md: import-writable)."""

from collections.abc import Mapping
from dataclasses import dataclass

from issues.actions import exports
from issues.models import Issue, Status

DRAFT = frozenset({Status.DRAFT})
ANY = frozenset(Status)
CORRECTED = "草稿录入人可以照样改：改的人、改了什么记在操作记录里"
BESIDE = "工作表述由督查办定，原文永远在旁边，任何环节都可以改"


@dataclass(frozen=True)
class WritableColumn:
    """A column of a book, the field of the issue it is, in which states a file may change it, and why then."""

    book: str
    heading: str
    field: str
    states: frozenset[Status]
    why: str


# A draft is corrected by `edit`, a working wording after dispatch by `reword`: the acts of the pages, with their rights. What is
# not here has another door: original words after dispatch are frozen, units change by 异议 and 改派, deadlines by 延期, measures
# and goals in the unit's plan; states, results, counts and days are written by the course of the work. A judgement is made where
# its proof is seen, so accepted results come from no file.
TABLE = (
    WritableColumn(exports.BOOK, "问题", "title", DRAFT, CORRECTED),
    WritableColumn(exports.BOOK, "原文", "original", DRAFT, CORRECTED),
    WritableColumn(exports.BOOK, "牵头单位", "lead_unit", DRAFT, CORRECTED),
    WritableColumn(exports.BOOK, "类别", "category", DRAFT, CORRECTED),
    WritableColumn(exports.BOOK, "专项", "track", DRAFT, CORRECTED),
    WritableColumn(exports.BOOK, "分类", "groups", DRAFT, CORRECTED),
    WritableColumn(exports.BOOK, "性质", "nature", DRAFT, CORRECTED),
    WritableColumn(exports.BOOK, "根源类型", "cause", DRAFT, CORRECTED),
    WritableColumn(exports.BOOK, "期限", "due", DRAFT, CORRECTED),
    WritableColumn(exports.BOOK, "工作表述", "wording", ANY, BESIDE),
)
FROZEN = "已经下发，原话不能改；要换说法，改“工作表述”一栏"
DOORS = {
    "编号": "编号由系统编，不能改",
    "序号": "序号由系统编，不能改",
    "问题": FROZEN,
    "原文": FROZEN,
    "反馈原文": FROZEN,
    "意见建议": "反馈意见的原话，不能改",
    "牵头单位": "已经下发，换单位须由单位提出异议，再改派",
    "类别": "已经下发，类别不从表里改",
    "专项": "已经下发，专项不从表里改",
    "分类": "已经下发，分类不从表里改",
    "性质": "已经下发，性质不从表里改",
    "根源类型": "根源类型由单位在整改方案里改",
    "期限": "已经下发，期限须走延期",
    "期限/现定": "已经下发，期限须走延期",
    "整改措施": "措施由单位在整改方案里改",
    "措施/内容": "措施由单位在整改方案里改",
    "整改目标": "整改目标由单位在整改方案里改",
}
ELSE = "这一栏由系统按办理过程记，不从表里改"


def writable(book: str, issue: Issue | None) -> Mapping[str, str]:
    """The columns of a row that may be changed in a file, and the field of the issue each of them is."""
    if issue is None:
        return {}
    return {one.heading: one.field for one in TABLE if one.book == book and issue.status in one.states}


def door(heading: str) -> str:
    """Why a column is not changed from a file, and where it is."""
    return DOORS.get(heading) or DOORS.get(heading.rpartition("/")[2]) or ELSE
