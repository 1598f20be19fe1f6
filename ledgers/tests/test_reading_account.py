"""Laws of the account: whatever a sheet holds, every filled cell is taken, asked, left in `other`, or skipped with a reason."""

import json
from datetime import date
from io import StringIO

import pytest
from django.core.management import call_command
from hypothesis import given
from hypothesis import strategies as st

from ledgers.reading import workbooks
from ledgers.reading.fields import KNOWN
from ledgers.reading.grid import Grid, ShownText
from ledgers.reading.sheet import Workbook
from ledgers.reading.values import Filler
from ledgers.tests import oldbooks
from ledgers.tests.test_reading_shared import balances
from ledgers.tests.workbooks import write

ANCHOR = date(2026, 3, 10)
HEADER = ["序号", "具体问题", "整改措施", "责任单位", "完成时限", "自拟一栏"]
TEXTS = [
    "1",
    "2",
    "一、政治方面",
    "账目不清",
    "1.清理。2.公开。",
    "同上",
    "合计",
    "备注：略",
    "填表人：甲",
    "2026年6月底前",
    "待定",
    "A、B",
    "牵头：A；配合：B",
    "无",
    "XX",
    "约20",
    "办公室 财务科",
    ShownText("2026年3月", "2026-03-01"),
    ShownText("1.10", "1.1"),
]
ANY = st.one_of(st.sampled_from(TEXTS), st.sampled_from(sorted(KNOWN)))
PLACES = st.tuples(st.integers(1, 14), st.integers(1, 8))


def apart(areas: list[tuple[int, int, int, int]]) -> list[tuple[int, int, int, int]]:
    """Those areas that overlap none before them."""
    free: list[tuple[int, int, int, int]] = []
    for top, left, high, wide in areas:
        area = (top, left, top + high, left + wide)
        if high + wide and all(area[2] < a or c < area[0] or area[3] < b or d < area[1] for a, b, c, d in free):
            free.append(area)
    return free


AREAS = st.lists(
    st.tuples(st.integers(1, 12), st.integers(1, 7), st.integers(0, 3), st.integers(0, 3)), max_size=6
).map(apart)


@st.composite
def grids(draw) -> Grid:
    """Sheets of all kinds of cells, most of them with a header somewhere, some with it again."""
    grid = Grid("表", is_hidden=draw(st.booleans()))
    for (row, column), text in draw(st.dictionaries(PLACES, ANY, max_size=70)).items():
        grid.rows.setdefault(row, {})[column] = text
    for row in draw(st.lists(st.integers(1, 12), max_size=2)):
        grid.rows[row] = dict(enumerate(draw(st.permutations(HEADER)) if row % 2 else HEADER, 1))
    grid.merges = draw(AREAS)
    grid.hidden = draw(st.sets(st.integers(1, 14), max_size=3))
    grid.broken = draw(st.sets(PLACES, max_size=3)) - {(r, c) for r, cells in grid.rows.items() for c in cells}
    grid.headed = draw(st.sets(st.integers(1, 4), max_size=2))
    grid.rows = {row: dict(sorted(cells.items())) for row, cells in sorted(grid.rows.items())}
    return grid


@given(grids())
def test_every_filled_cell_is_somewhere(grid):
    filled = sum(map(len, grid.rows.values()))
    sheets = workbooks.outlines([grid], ANCHOR)
    for sheet in sheets:
        fill = Filler(sheet.columns, ANCHOR).fill
        for row in sheet.rows if sheet.kind != "form" else ():
            fill(row)
    book = Workbook("表", sheets)
    assert balances(book)
    assert book.account()["filled"] == filled


@given(grids())
def test_questions_point_at_rows_that_are_there(grid):
    for sheet in workbooks.outlines([grid], ANCHOR):
        if sheet.kind == "form":
            continue
        for row in sheet.rows:
            Filler(sheet.columns, ANCHOR).fill(row)
            assert all(one.row == row.number for one in row.questions)
            places = [one.col for one in row.questions if one.col]
            assert len(places) == len(set(places)), "one question a cell at most"
        assert not {row.number for row in sheet.rows} & {one.row for one in sheet.skipped}


LINES = st.lists(
    st.tuples(st.text("甲乙丙丁戊", min_size=2, max_size=6), st.text("子丑寅卯", min_size=2, max_size=6)),
    min_size=1,
    max_size=8,
)


@given(LINES, st.data())
def test_a_header_on_every_page_changes_nothing(lines, data):
    plain, printed = [HEADER], [HEADER]
    for n, (issue, measure) in enumerate(lines, 1):
        line = [str(n), issue, measure, "办公室", "2026年6月底前", "略"]
        if data.draw(st.booleans()):
            printed.append(HEADER)
        plain.append(line)
        printed.append(line)
    read = [[row.cells for row in workbooks.outlines([as_grid(rows)], ANCHOR)[0].rows] for rows in (plain, printed)]
    assert read[0] == read[1]
    assert len(read[0]) == len(lines)


def as_grid(rows: list[list[str]]) -> Grid:
    return Grid("表", {n: dict(enumerate(row, 1)) for n, row in enumerate(rows, 1)})


@given(st.lists(st.sampled_from(sorted(KNOWN)), min_size=3, max_size=8, unique=True), st.data())
def test_a_header_is_known_in_any_dress(words, data):
    """Blanks, line breaks, stars and the width of brackets make no other word of it."""
    dressed = []
    for word in words:
        at = data.draw(st.integers(0, len(word)))
        sign = data.draw(st.sampled_from(["", " ", "\u3000", "\n", "*"]))
        dressed.append((word[:at] + sign + word[at:]).replace("(", data.draw(st.sampled_from("(（"))))
    (first, *_), (second, *_) = (
        workbooks.outlines([as_grid([line, ["甲"] * len(line)])], ANCHOR) for line in (words, dressed)
    )
    assert [column.field for column in first.columns] == [column.field for column in second.columns]


def test_the_command_gives_the_account(tmp_path):
    rows = [["台账"], HEADER, ["1", "甲", "1.改", "办公室", "待定", "略"], ["2"], ["合计", "1"]]
    path = write(tmp_path / "台账.xlsx", ("台账", rows))
    out = StringIO()
    call_command("read_ledger", str(path), "--account", "--anchor", "2026-03-10", stdout=out)
    answer = json.loads(out.getvalue())
    assert answer == {
        "file": "台账.xlsx",
        "filled": 16,
        "sheets": [
            {
                "name": "台账",
                "filled": 16,
                "taken": 4,
                "asked": 1,
                "other": 1,
                "skipped": {"title": 1, "header": 6, "blank": 1, "total": 2},
            }
        ],
    }
    out = StringIO()
    call_command("read_ledger", str(path), "--json", "--account", stdout=out)
    assert json.loads(out.getvalue())["account"]["filled"] == 16


@pytest.mark.parametrize("name", ["空.docx", "空.html"])
def test_a_file_without_tables_has_no_sheets(tmp_path, name):
    path = tmp_path / name
    if name.endswith("docx"):
        oldbooks.word(path)
    else:
        path.write_text("<html><p>没有表格</p></html>", encoding="utf-8")
    assert workbooks.read_workbook(path).sheets == []
