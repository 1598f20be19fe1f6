"""What comes in by other ways than a plain sheet: forms, tables of Word and of pages, hidden sheets, rows that go on."""

from io import BytesIO

import docx
import pytest
from openpyxl import Workbook

from issues.models import Issue
from ledgers.actions import imports
from ledgers.tests.intake import HEADS, open_questions, taken, workbook, written


@pytest.fixture(autouse=True)
def store(tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path


def saved(book: Workbook) -> bytes:
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def form(number: int, issue: str, due: str = "2026年12月31日前") -> list[list]:
    return [
        ["巡察整改销号表"],
        ["序号", number, "牵头单位", "市住建局"],
        ["存在问题", issue],
        ["整改措施", "1.核对。2.追缴。"],
        ["完成时限", due],
        ["完成情况", "整改中"],
        ["经办电话", "不公开"],
    ]


def forms(*sheets: list[list]) -> bytes:
    book = Workbook()
    book.remove(book.active)
    for n, lines in enumerate(sheets, 1):
        page = book.create_sheet(f"问题{n}")
        for line in lines:
            page.append(line)
    return saved(book)


def test_forms_are_issues_one_a_sheet(world):
    batch = written(world, taken(world, forms(form(1, "维修资金监管不到位"), form(2, "公示不规范"))))
    assert sorted(Issue.objects.values_list("title", "lead_unit__name")) == [
        ("公示不规范", "市住建局"),
        ("维修资金监管不到位", "市住建局"),
    ]
    issue = Issue.objects.get(title="公示不规范")
    assert [measure.text for measure in issue.measures.all()] == ["1.核对。", "2.追缴。"]
    assert batch.layout["figures"]["new"] == 2


def test_a_form_is_asked_about_and_read_again_under_another_mapping(world):
    batch = taken(world, forms(form(1, "维修资金监管不到位", due="待定")))
    assert open_questions(batch) == ["date:待定"]
    imports.remap(batch=batch, sheet="问题1", mapping={"B5": None, "B6": "remark"}, by=world.clerk)
    batch.refresh_from_db()
    assert open_questions(batch) == []
    row = batch.rows.get()
    assert row.values["other"] == {"B": "待定"}
    assert row.values["remark"] == "整改中"


def word(*lines: list[str]) -> bytes:
    document = docx.Document()
    document.add_paragraph("附件：整改方案")
    table = document.add_table(len(lines), len(lines[0]))
    for line, row in zip(lines, table.rows, strict=True):
        for text, cell in zip(line, row.cells, strict=True):
            cell.text = text
    out = BytesIO()
    document.save(out)
    return out.getvalue()


ISSUE = ["1", "市住建局", "合同倒签", "1.清理。", "局长", "", "2026年12月31日前", "整改中", "在办"]


@pytest.mark.parametrize("name", ["附件.docx", "附件.html"])
def test_a_table_of_word_or_of_a_page_comes_in(world, name):
    cells = "".join(f"<tr>{''.join(f'<td>{text}</td>' for text in line)}</tr>" for line in (HEADS, ISSUE))
    body = word(HEADS, ISSUE) if name.endswith("docx") else f"<html><table>{cells}</table></html>".encode()
    written(world, taken(world, body, name=name))
    assert Issue.objects.get().title == "合同倒签"


def test_a_hidden_sheet_is_asked_about_once(world):
    book = Workbook()
    for name, issue in (("台账", "甲问题"), ("旧台账", "乙问题")):
        page = book.active if name == "台账" else book.create_sheet(name)
        page.title = name
        for line in (HEADS, [1, "市住建局", issue, "1.清理。", "局长", "", "2026-12-31", "整改中", ""]):
            page.append(line)
    page.sheet_state = "hidden"
    batch = taken(world, saved(book))
    assert open_questions(batch) == ["hidden:旧台账"]
    imports.answer(batch=batch, answers={"hidden:旧台账": {"out": True}}, by=world.clerk)
    batch.refresh_from_db()
    written(world, batch)
    assert Issue.objects.get().title == "甲问题"


def test_rows_that_go_on_join_the_issue_above_when_somebody_says_so(world):
    first = [1, "市住建局", "登记不全", "1.补登。", "局长", "", "2026-12-31", "整改中", ""]
    measure, share = [None, None, None, "2.盘点。"], [None, None, None, None, None, "市教育局", "2027-03-31"]
    batch = taken(world, workbook(first, measure, share, [2, *first[1:2], "另一件", *first[3:]]))
    assert open_questions(batch) == ["blank:台账:C"]
    imports.answer(batch=batch, answers={"blank:台账:C": {"above": True}}, by=world.clerk)
    batch.refresh_from_db()
    written(world, batch)
    issue = Issue.objects.get(title="登记不全")
    assert [one.text for one in issue.measures.all()] == ["1.补登。", "2.盘点。"]
    assert [share.unit.name for share in issue.shares.all()] == ["市教育局"]
    assert "2027-03-31" in issue.ledger_note
    assert Issue.objects.count() == 2


def test_rows_that_go_on_with_a_row_left_out_are_not_lost(world):
    first = [1, "市住建局", "登记不全", "1.补登。", "局长", "", "2026-12-31", "整改中", ""]
    batch = taken(world, workbook(first, [None, None, None, "2.盘点。"]))
    imports.answer(batch=batch, answers={"blank:台账:C": {"above": True}}, by=world.clerk)
    imports.leave_out(batch=batch, orders=[1], out=True, by=world.clerk)
    batch.refresh_from_db()
    assert "是续行" in batch.rows.get(order=2).complaints[-1]["text"]
    assert batch.layout["figures"]["bad"] == 1
