"""台账版式: an office's own ledger becomes a layout without its rows; the ledger is written in it and comes back as no news."""

import io
import zipfile

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.urls import reverse
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.chart import BarChart
from openpyxl.comments import Comment
from openpyxl.formatting.rule import CellIsRule
from openpyxl.styles import Font, PatternFill
from openpyxl.styles.colors import Color
from openpyxl.worksheet.datavalidation import DataValidation

from issues.models import Status
from ledgers import layouts as ledger_layouts
from ledgers.actions import layouts
from ledgers.models import LedgerLayout
from ledgers.tests.intake import taken, workbook
from ledgers.tests.ourbooks import UNTOUCHED, outcome
from ledgers.tests.test_import import reader, store  # noqa: F401 (fixtures)
from rectify.audit.models import Event
from rectify.audit.seals import digested
from rectify.lib.errors import Conflict, Refused

pytestmark = pytest.mark.django_db
THEIRS, ELSEWHERE, FORMULA = "旧表里的一行", "别的表里的话", '=HYPERLINK("http://x","点")'
HEADS = ("序号", "问题编号", "反馈问题", None, "责任", None, "完成时限", "备注")
BELOW = (None, None, "标题", "原文", "牵头单位", "责任人", None, None)


def own_ledger(*rows) -> bytes:
    """As an office keeps it: a title, a heading of two rows, rows, a total and a signature; and much that is no ledger."""
    book = openpyxl.Workbook()
    page = book.active
    page.title = "总台账"
    page.append(["巡察整改总台账"])
    page.append(HEADS)
    page.append(BELOW)
    for row in rows or [(1, "X1", THEIRS, THEIRS, "某局", "某人", "2026年6月底", "")]:
        page.append(row)
    page.append(["合计", 1, None, None, None, None, None, "=COUNTA(C4:C4)"])
    page.append(["填报单位：市委巡察办"])
    page.append(["注：本表一式两份"])
    for area in ("A1:H1", "A2:A3", "B2:B3", "C2:D2", "E2:F2", "G2:G3", "H2:H3"):
        page.merge_cells(area)
    page["A1"].font, page["C4"].fill = Font(name="黑体", size=18), PatternFill("solid", fgColor="FFFF00")
    page["H2"].comment = Comment("张三：记得改", "张三")
    page.column_dimensions["C"].width, page.freeze_panes = 41, "C4"
    page.add_chart(BarChart(), "K2")
    book.create_sheet("底稿").append([ELSEWHERE])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def grown_ledger() -> bytes:
    """As one that three people kept in three programs: a heading of three rows, hidden parts, a page head, scrolled away."""
    book = openpyxl.Workbook()
    book.loaded_theme = openpyxl.writer.theme.theme_xml.replace("4F81BD", "123456").encode()
    page = book.active
    for row in (
        ["附件1"],
        ["内部掌握，勿外传"],
        ["序号", "反馈问题", None, "整改", None, None, None, "备注"],
        [None, "问题类别", "具体问题", "责任", None, "整改措施", "完成时限"],
        [None, None, None, "牵头领导", "责任单位"],
        [1, "党的领导", THEIRS, "张某", "某局", "1. 制定办法", "2026年12月底"],
        ["主要负责人签字：", None, None, None, "审核人："],
    ):
        page.append(row)
    for area in ("A3:A5", "B3:C3", "B4:B5", "C4:C5", "D3:G3", "D4:E4", "F4:F5", "G4:G5", "H3:H5"):
        page.merge_cells(area)
    page["A1"] = CellRichText(TextBlock(InlineFont(rFont="黑体"), "附件"), TextBlock(InlineFont(rFont="Calibri"), "1"))
    page["B3"].fill = PatternFill("solid", fgColor=Color(theme=4))
    page["C6"].font = Font(name="仿宋_GB2312", size=16, scheme="minor")
    page.sheet_format.defaultColWidth, page.column_dimensions["D"].hidden, page.row_dimensions[2].hidden = (
        11,
        True,
        True,
    )
    page.freeze_panes = "C6"
    page.sheet_view.pane.topLeftCell = "F40"
    page.oddHeader.center.text, page.oddFooter.right.text = "某某市委巡察办 &P", "李某打印"
    page.conditional_formatting.add("G6:G9", CellIsRule(operator="lessThan", formula=["3"], fill=PatternFill("solid")))
    page.add_data_validation(DataValidation(type="list", formula1='"甲,乙"', sqref="B6:B9"))
    page.auto_filter.ref = "A5:H6"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.fixture
def version(world):
    return layouts.upload(office=world.office, name="总台账.xlsx", content=own_ledger(), by=world.clerk)


@pytest.fixture
def used(world, version):
    """With both columns of the problem told, in use."""
    fields = dict(
        zip("ABCDEFGH", ("serial", "number", "issue", "manifestation", "lead_unit", "", "due", ""), strict=True)
    )
    layouts.arrange(layout=version, fields=fields, by=world.clerk)
    layouts.use(layout=version, by=world.head)
    return version


def download(client, user, layout, world, **sent):
    client.force_login(user)
    address = reverse("ledgers:ledger_layout_file", args=[layout.public_id]) + f"?round={world.round.public_id}"
    answer = client.post(address, sent) if sent else client.get(address)
    return b"".join(answer.streaming_content) if answer.streaming else answer.content.decode()


def test_what_stays_is_the_heading_and_its_looks_and_the_rest_is_told(version):
    content = bytes(version.content)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        whole = b"".join(map(archive.read, archive.namelist())).decode("utf-8", "ignore")
        assert not [name for name in archive.namelist() if "chart" in name or "comment" in name or "drawing" in name]
    for gone in (THEIRS, ELSEWHERE, "张三", "COUNTA", "合计"):
        assert gone not in whole, gone
    page = openpyxl.load_workbook(io.BytesIO(content)).active
    assert (page.title, page["A1"].value, page["A1"].font.name) == ("总台账", "巡察整改总台账", "黑体")
    assert (page.column_dimensions["C"].width, page.freeze_panes, page["C4"].fill.fgColor.rgb) == (41, "C4", "00FFFF00")
    assert (page["A5"].value, page["A6"].value) == ("填报单位：市委巡察办", "注：本表一式两份")
    told = "；".join(version.lost)
    for lost in ("图表", "批注", "其他工作表：底稿", "原有的 1 行", "合计行"):
        assert lost in told, lost
    assert [name for _, _, name in version.columns][:2] == ["serial", "number"]
    assert version.columns[4][1:] == ["责任/牵头单位", "lead_unit"]


def test_a_ledger_that_grew_keeps_its_looks_and_whatever_does_not_stay_is_told(world):
    kept = layouts.upload(office=world.office, name="台账.xlsx", content=grown_ledger(), by=world.clerk)
    page = openpyxl.load_workbook(io.BytesIO(bytes(kept.content)), rich_text=True)
    assert b"123456" in page.loaded_theme
    page = page.active
    assert [name for _, _, name in kept.columns] == [
        *("serial", "category", "issue", "lead_leader", "responsible_units", "measures", "due", "")
    ]
    assert (page.freeze_panes, page["A7"].value, page["C6"].font.scheme) == ("C6", "主要负责人签字：", None)
    assert (page.column_dimensions["A"].width, page.column_dimensions["D"].hidden) == (11, True)
    assert [page.row_dimensions[row].hidden for row in (1, 2, 6)] == [False, True, False]
    lost = ["条件格式", "下拉选项等数据验证", "自动筛选", "页脚右边的文字：那里印这份副本给了谁"]
    assert [text for text in kept.lost if "原有的 1 行" not in text] == lost
    assert kept.words[-2:] == ["页眉：某某市委巡察办", "照样隐藏的：D 列、第 2 行（收到文件的人打得开）"]


def test_rows_are_as_high_as_the_letters_of_the_office_ask(world, client):
    issue = world.issue(at=Status.RECTIFYING, title="窗口没有人值守" * 12)
    kept = layouts.upload(office=world.office, name="台账.xlsx", content=grown_ledger(), by=world.clerk)
    page = openpyxl.load_workbook(io.BytesIO(download(client, world.clerk, kept, world))).active
    [row] = [row for row in range(6, page.max_row + 1) if page.cell(row, 3).value == issue.title]
    lines = -(-len(issue.title) * 16 // (11 * 5.25 + 4))
    assert page.row_dimensions[row].height >= lines * 16
    assert page.oddFooter.right.text.startswith("副本")


def test_the_ledger_is_written_in_it_and_comes_back_as_no_news(world, used, client, store):  # noqa: F811
    risky = world.issue(at=Status.RECTIFYING, title=FORMULA, original=f"{FORMULA}\n第二行")
    second = world.issue(at=Status.RECTIFYING, title="路灯不亮")
    body = download(client, world.clerk, used, world)
    page = openpyxl.load_workbook(io.BytesIO(body)).active
    rows = {row[1].value: row for row in page.iter_rows(min_row=4) if row[1].value}
    line = rows[risky.number]
    assert [cell.value for cell in line[:3]] == [1, risky.number, FORMULA]
    assert (line[2].data_type, line[2].quotePrefix, line[2].fill.fgColor.rgb) == ("s", True, "00FFFF00")
    assert rows[second.number][4].value == str(second.lead_unit)
    assert line[6].value.date() == risky.due
    below = [row[0].value for row in page.iter_rows(min_row=4) if row[0].value and isinstance(row[0].value, str)]
    assert below[0] == "填报单位：市委巡察办"
    assert below[-1].startswith("副本")
    assert outcome(taken(world, body)) == UNTOUCHED
    changed = openpyxl.load_workbook(io.BytesIO(body))
    changed.active.cell(rows[second.number][0].row, 3).value = "改过的说法"
    out = io.BytesIO()
    changed.save(out)
    [row] = taken(world, out.getvalue()).rows.filter(change="differs")
    assert row.about["told"] == [["反馈问题/标题", "路灯不亮", "改过的说法"]]


def test_a_reader_gets_their_own_rows_and_a_secret_one_by_number(world, used, client):
    secret = world.issue(
        at=Status.RECTIFYING, title="选址尚未公开", original="选址尚未公开", confidentiality="work_secret"
    )
    assert "其中 1 件是工作秘密" in download(client, world.clerk, used, world)
    body = download(client, world.clerk, used, world, numbers="1")
    shown = list(openpyxl.load_workbook(io.BytesIO(body)).active.iter_rows(values_only=True))
    row = next(row for row in shown if row[1] == secret.number)
    assert row[2:5] == ("工作秘密，只列编号", None, None)
    assert "选址" not in str(shown)
    assert "工作秘密，只列编号；要连同内容导出" in str(shown)
    event = Event.objects.filter(kind="ledgers.book.export").latest("number")
    assert event.facts["book"] == f"问题台账（本单位版式第 {used.number} 版）"
    client.force_login(world.liaison)
    assert "按本单位版式导出" in client.get(reverse("ledgers:books")).content.decode()
    assert client.get(reverse("ledgers:ledger_layout", args=[used.public_id])).status_code == 404
    layouts.retire(layout=used, by=world.head)
    address = reverse("ledgers:ledger_layout_file", args=[used.public_id])
    assert client.get(address).status_code == 404


def test_the_office_hands_it_in_tells_the_columns_and_uses_it(world, client):
    client.force_login(world.head)
    sent = {"file": SimpleUploadedFile("总台账.xlsx", own_ledger())}
    page = client.post(reverse("ledgers:ledger_layouts"), sent, follow=True).content.decode()
    for text in ("还没有启用", "图表", "其他工作表：底稿", "巡察整改总台账", "启用这一版"):
        assert text in page, text
    version = LedgerLayout.objects.get(office=world.office)
    address = version.get_absolute_url()
    twice = client.post(address, {"col_B": "number", "col_C": "issue", "col_D": "issue"}).content.decode()
    assert "“具体问题”已经对给“C 反馈问题/标题”一列" in twice
    client.post(address, {"col_B": "number", "col_C": "issue"})
    assert "正在用" in client.post(f"{address}use/", follow=True).content.decode()
    assert version.public_id in client.get(reverse("ledgers:book", args=["problems"])).content.decode()
    assert "停用" in client.post(f"{address}retire/", follow=True).content.decode()


def test_who_may_and_what_never_changes(world, version):
    with pytest.raises(Refused, match="由督查负责人"):
        layouts.use(layout=version, by=world.clerk)
    with pytest.raises(Refused, match="督查办"):
        layouts.upload(office=world.office, name="x.xlsx", content=own_ledger(), by=world.liaison)
    layouts.arrange(layout=version, fields={"H": "due"}, by=world.clerk)
    with pytest.raises(Refused, match="看不出一行是哪一件"):
        layouts.use(layout=version, by=world.head)
    layouts.arrange(layout=version, fields={"B": "number"}, by=world.clerk)
    layouts.use(layout=version, by=world.head)
    with pytest.raises(Conflict, match="先停用"):
        layouts.arrange(layout=version, fields={}, by=world.clerk)
    for change in ({"content": b"x"}, {"columns": []}):
        with pytest.raises(IntegrityError, match="frozen"), transaction.atomic():
            LedgerLayout.objects.filter(pk=version.pk).update(**change)
    (line,) = [one for one in digested() if one.model is LedgerLayout]
    assert list(line.faults(version)) == []
    version.content = b"x"
    assert list(line.faults(version))


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"PK", "打不开|不是|损坏"),
        (workbook(heads=["甲"]), "没有找到表头"),
        (own_ledger(*[(n, n, THEIRS, "", "", "", "", "") for n in range(5001)]), "超过 5,000 行.*只要表头"),
        (workbook(heads=["问题编号", *(f"栏{n}" for n in range(200))]), "201 列，最多 200 列"),
    ],
    ids=["no workbook", "no heading", "too long", "too wide"],
)
def test_what_is_no_ledger_is_refused(content, said):
    with pytest.raises(Refused, match=said):
        ledger_layouts.taken("台账.xlsx", content)
