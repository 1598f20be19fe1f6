"""Odd and hostile workbooks through the preview: every cell is taken, asked or listed, and the two numbers are equal."""

from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from django.conf import settings
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from ledgers.actions import import_reading, imports
from ledgers.models import Batch
from ledgers.pages.imports.passed_over import passed_over, sums
from ledgers.tests.intake import HEADS, taken
from ledgers.tests.test_import import reader, row, store  # noqa: F401 (fixtures)
from rectify.roof.testing.world import unit

pytestmark = [pytest.mark.model, pytest.mark.slow]

SHARED = Path(settings.BASE_DIR).parent / "shared"
ENDINGS = (".xlsx", ".xls", ".ods", ".docx")
# What is no ledger, or is refused with a sentence: a mark of secrecy, a unit list, a summary.
REFUSED = {"mark_in_row.xlsx", "mark_in_body.docx", "units_same.xlsx", "s07_F8_整改统计表.xlsx"}
FILES = sorted(
    path for folder in ("cases", "forms") for path in (SHARED / folder).glob("*") if path.suffix.lower() in ENDINGS
)


def plain(sheet: Worksheet) -> None:
    for line in (HEADS, row(1), row(2)):
        sheet.append(line)


def with_lines(*lines: list) -> Callable[[Worksheet], None]:
    """A plain ledger with these lines between its rows and behind them."""

    def fill(sheet: Worksheet) -> None:
        sheet.append(HEADS)
        for line in lines:
            sheet.append(row(1))
            sheet.append(line)
        sheet.append(row(2))

    return fill


def above(*lines: list) -> Callable[[Worksheet], None]:
    def fill(sheet: Worksheet) -> None:
        for line in lines:
            sheet.append(line)
        plain(sheet)

    return fill


def wide(sheet: Worksheet) -> None:
    sheet.append([*HEADS, *(f"自拟第 {n} 栏" for n in range(40))])
    sheet.append([*row(1), *("略" for _ in range(40))])


def beside(sheet: Worksheet) -> None:
    """Words beside the table and far below it, in columns without heading."""
    plain(sheet)
    sheet["M2"], sheet["N3"], sheet["P30"], sheet["A40"] = "边上一", "边上二", "远处", "更远处"


def twice(sheet: Worksheet) -> None:
    plain(sheet)
    for line in (["二、另一张表"], HEADS[:4], ["9", "市住建局", "另一个问题没有整改", "1.改。"]):
        sheet.append(line)


def hidden(sheet: Worksheet) -> None:
    plain(sheet)
    sheet.row_dimensions[3].hidden = True
    sheet.column_dimensions["D"].hidden = True


def merged(sheet: Worksheet) -> None:
    sheet.append(HEADS)
    for n in range(3):
        sheet.append([*row(1)[:3], f"{n + 1}.改一条。", *row(1)[4:]])
    for column in "ABC":
        sheet.merge_cells(f"{column}2:{column}4")


COMPOSED: dict[str, Callable[[Worksheet], None]] = {
    "平常": plain,
    "标题和签名": above(["某市整改台账"], ["填报单位：甲", "", "填报日期：2026-09-01"]),
    "分段": with_lines(["一、党的建设方面"], ["二、作风方面"]),
    "合计": with_lines(["合计", "", "2"], ["小 计", "", "1"]),
    "注": with_lines(["注：以上"], ["说明：略"]),
    "每页表头": with_lines(HEADS, HEADS),
    "空序号": with_lines(["7"], ["8"]),
    "续行": with_lines(["", "", "", "2.再改一条。"], ["", "", "", "3.还改一条。"]),
    "空格": with_lines(["3", "", "没有写单位的问题"], ["4", "", "", ""]),
    "公式样": with_lines(["3", "市住建局", "=1+1", '=HYPERLINK("http://x")'], ["4", "市住建局", "@SUM(A1)"]),
    "怪字": with_lines(["3", "市住建局", "\u202e倒着写的问题\u200b"], ["4", "市住建局", "𠮷野家的问题😀"]),
    "宽表": wide,
    "表外": beside,
    "两张表": twice,
    "隐藏": hidden,
    "合并": merged,
    "多家": with_lines(
        ["3", "市住建局、市教育局", "两家的问题"], ["4", "牵头：市住建局；配合：市教育局", "另一个两家的"]
    ),
    "怪日子": with_lines([*row(3)[:6], "2026年13月45日"], [*row(4)[:6], "XX"]),
}


def composed(fill: Callable[[Worksheet], None]) -> tuple[bytes, int]:
    """A workbook with a second sheet of other headings; and how many of its cells hold something (a formula without result
    holds nothing, and is asked)."""
    book = Workbook()
    book.active.title = "台账"
    fill(book.active)
    for line in (["编码", "事由", "主办"], ["1", "围墙没有修", "甲"]):
        book.create_sheet("旧表").append(line) if "旧表" not in book.sheetnames else book["旧表"].append(line)
    out = BytesIO()
    book.save(out)
    count = sum(
        1
        for sheet in book.worksheets
        for line in sheet.iter_rows()
        for cell in line
        if cell.data_type != "f" and cell.value not in (None, "") and str(cell.value).strip("\u200b ")
    )
    return out.getvalue(), count


def equal(batch: Batch) -> int:
    """The cells of the file, which are as many as are accounted for."""
    assert batch.state == "ready", batch.error
    found = sums(batch.layout)
    assert found["filled"] == found["accounted"]
    assert found["nowhere"] == 0
    return found["filled"]


@pytest.mark.parametrize("name", COMPOSED)
def test_what_is_composed_is_all_there(world, name):
    body, count = composed(COMPOSED[name])
    batch = taken(world, body)
    whole = equal(batch)
    assert whole == count
    texts = {str(text) for row in batch.rows.all() for text in row.cells.values()}
    shown = "\n".join([*texts, *(one.words for one in passed_over(batch.layout))])
    heads = {column["heading"] for sheet in batch.layout["sheets"] for column in sheet["columns"]}
    for wanted in ("第 1 个问题没有整改到位", "编码、事由、主办"):
        assert wanted in shown or wanted in heads


@pytest.mark.parametrize("name", ["标题和签名", "分段", "合计", "每页表头", "表外", "两张表"])
def test_whatever_is_taken_all_the_same_the_numbers_stay_equal(world, name):
    body, count = composed(COMPOSED[name])
    batch = taken(world, body)
    for _ in range(40):
        one = next((one for one in passed_over(batch.layout) if one.kind), None)
        if one is None:
            break
        imports.take(batch=batch, kind=one.kind, grid=one.grid, place=one.place, by=world.clerk)
        import_reading.read(batch=batch)
        batch.refresh_from_db()
        assert equal(batch) == count, one
    assert not [one for one in passed_over(batch.layout) if one.kind]


def test_the_odd_files_lie_beside_the_project():
    if not FILES:
        pytest.skip("没有 ../shared/cases 和 ../shared/forms，样表没有核对")
    assert len(FILES) + len(COMPOSED) >= 40


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_an_odd_file_is_all_there_or_refused_with_a_sentence(world, path):
    unit("市第一中学（东校区）", parent=world.city, order=5, supervising_office=world.office)
    batch = taken(world, path.read_bytes(), name=path.name)
    if path.name in REFUSED:
        assert (batch.state, len(batch.error) > 15) == ("refused", True)
        return
    assert equal(batch) > 0
