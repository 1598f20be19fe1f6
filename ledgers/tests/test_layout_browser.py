"""台账版式 in the browser: an office hands in its own ledger, is told what does not stay, says what the columns hold, uses it."""

import io

import openpyxl
import pytest

from issues.models import Status
from ledgers.tests.intake import workbook
from ledgers.tests.test_layouts import THEIRS, own_ledger
from rectify.lib.sheets import XLSX
from rectify.roof.testing.pictures import picture

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
TOLD = ("图表", "批注", "其他工作表：底稿", "合计行、分段标题等 1 行", "原有的 1 行内容")


def test_an_office_takes_its_ledger_in_its_own_layout(world, open_page, enter):
    issue = world.issue(at=Status.RECTIFYING)
    page, phone = open_page(), open_page(390, 844)
    enter(page, world.head)
    page.goto("/books/")
    page.get_by_role("link", name="台账版式").click()
    choose(page, workbook(heads=["甲"]))
    page.get_by_text("没有找到表头").first.wait_for()
    choose(page, own_ledger())
    page.get_by_text("版式已经收下").wait_for()
    lost = page.locator("section", has=page.get_by_role("heading", name="不保留的")).inner_text()
    assert [text for text in TOLD if text not in lost] == []
    page.get_by_label("C 反馈问题/标题 填").select_option("issue")
    page.get_by_label("D 反馈问题/原文 填").select_option("manifestation")
    page.get_by_role("button", name="保存各列").click()
    page.get_by_text("各列已经定好").wait_for()
    picture(page, "ledger-layout")
    page.get_by_role("button", name="启用这一版").click()
    page.get_by_text("台账页上从现在起可以按它导出").wait_for()
    enter(phone, world.head)
    phone.goto(page.url)
    picture(phone, "ledger-layout-phone")
    assert phone.evaluate("document.documentElement.scrollWidth") <= 390
    page.goto("/books/")
    with page.expect_download() as file:
        page.get_by_role("link", name="按本单位版式导出").click()
    sheet = openpyxl.load_workbook(io.BytesIO(file.value.path().read_bytes())).active
    rows = [row for row in sheet.iter_rows(min_row=4, values_only=True) if row[1] == issue.number]
    assert [row[2:4] for row in rows] == [(issue.title, issue.original)]
    assert THEIRS not in str(list(sheet.values))


def choose(page, content):
    page.locator("input[name=file]").set_input_files({"name": "总台账.xlsx", "mimeType": XLSX, "buffer": content})
    page.get_by_role("button", name="收下，看各列").click()
