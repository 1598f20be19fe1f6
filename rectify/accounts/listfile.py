"""A workbook that lists units or people: from cells to rows of text. Runs in the limited process, so it knows no models and no
settings."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from python_calamine import CalamineError, CalamineWorkbook

from rectify.lib import limited

MOST_ROWS, MOST_COLUMNS = 10_000, 60
BROKEN = "打不开这个文件。请确认是没有加密的 .xlsx 表格，在表格软件中另存一份再导入。"


@dataclass(frozen=True)
class ListLayout:
    """What a list holds: `called` so, by the titles of its `columns`; `key` is the column without which there is no header."""

    called: str
    key: str
    columns: Mapping[str, tuple[str, ...]]

    @property
    def too_hard(self) -> str:
        return f"文件过大或过于复杂，读取时超出了允许的时间或内存。请只留{self.called}一张表再导入。"

    @property
    def headless(self) -> str:
        titles = "、".join(names[0] for names in self.columns.values())
        return f"前 20 行里没有“{self.columns[self.key][0]}”这一列。请用模板，或把表头改成：{titles}。"


UNITS = ListLayout(
    "单位名单",
    "name",
    {
        "name": ("单位名称", "名称", "单位"),
        "short_name": ("简称",),
        "parent": ("上级单位", "上级", "主管单位"),
        "order": ("排序", "序号", "次序"),
        "sector": ("板块", "类别", "单位类别"),
        "office": ("督查单位", "督查办", "归口督查单位"),
        "is_office": ("是督查办", "督查（整改、巡察）办"),
        "is_offline": ("不联网", "是否不联网"),
        "aliases": ("别名", "曾用名"),
    },
)
STAFF = ListLayout(
    "人员名单",
    "name",
    {
        "name": ("姓名", "名字"),
        "unit": ("单位", "单位名称", "所在单位"),
        "role": ("角色", "岗位", "任职"),
        "username": ("账号", "登录名"),
        "title": ("职务", "职务职级"),
        "phone": ("电话", "手机", "联系电话"),
        "email": ("邮箱", "电子邮箱"),
    },
)


class ListRefused(Exception):
    """The file cannot be read; the text is for people."""


def read(path: str | Path, layout: ListLayout) -> list[dict]:
    """Rows of the sheet that is called like the list, else of the first one, each {"number": row, field: text}; only the columns
    that the header names: one workbook may hold both lists.

    Raises ListRefused with a sentence.
    """
    try:
        place = str(Path(path).resolve())
        cells = limited.call("rectify.accounts.listfile:cells", place, layout.called, reraise=(ListRefused,))
    except limited.LimitExceeded as error:
        raise ListRefused(layout.too_hard) from error
    except limited.ChildFailed as error:
        raise ListRefused(BROKEN) from error
    return rows(cells, layout)


def cells(path: str, called: str) -> list[list[str]]:
    """What the limited process runs: the used part of the sheet `called` so, or else of the first one, as text."""
    try:
        book = CalamineWorkbook.from_path(path)
        names = [name.strip() for name in book.sheet_names]
        sheet = book.get_sheet_by_index(names.index(called) if called in names else 0)
    except (CalamineError, OSError, ValueError, IndexError) as error:
        raise ListRefused(BROKEN) from error
    if sheet.total_height > MOST_ROWS or sheet.total_width > MOST_COLUMNS:
        raise ListRefused(f"表格有 {sheet.total_height:,} 行 {sheet.total_width} 列，不像名单。请检查后再导入。")
    return [[text(value) for value in row] for row in sheet.to_python(skip_empty_area=False)]


def text(value: object) -> str:
    """A cell as people read it: 12.0 is 12, blanks at the ends go."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return " ".join(str(value).replace("\x00", "").split())


def rows(table: list[list[str]], layout: ListLayout) -> list[dict]:
    """The rows below the header, which is the first row that names the key. Raises ListRefused without one."""
    heads = ((place, header(line, layout)) for place, line in enumerate(table[:20]))
    place, columns = next((head for head in heads if layout.key in head[1]), (0, {}))
    if not columns:
        raise ListRefused(layout.headless)
    filled = ((number, line) for number, line in enumerate(table[place + 1 :], place + 2) if any(line))
    return [{"number": number} | {field: line[at] for field, at in columns.items()} for number, line in filled]


def header(line: list[str], layout: ListLayout) -> dict[str, int]:
    """Field → column of a header row; the first column of a title counts."""
    columns: dict[str, int] = {}
    for at, title in enumerate(line):
        title = title.strip("* ").replace(" ", "")
        field = next((field for field, titles in layout.columns.items() if title in titles), None)
        if field:
            columns.setdefault(field, at)
    return columns
