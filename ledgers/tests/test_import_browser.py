"""The way in, in a browser: a workbook of several units, its questions, drafts, and the second person who may dispatch."""

import os
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import Workbook

from issues import horizon
from issues.models import Issue, Status
from ledgers.models import Batch
from rectify.roof.testing.world import build, unit

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
HEADS = [
    "编号",
    "反馈意见编号",
    "反馈问题",
    "整改目标",
    "整改措施",
    "牵头领导",
    "责任单位",
    "配合单位",
    "完成时限",
    "整改情况",
]
BODY = [
    line.split("|")
    for line in (
        "1|二(一)1|“第一议题”制度落实不到位|学习制度健全|1.修订规则。\n2.建立台账。|党组书记、局长|办公室||6月30日前|已修订",
        "2|二(一)2|老旧小区改造进度迟缓|全部完工|（1）成立专班；\n（2）逐户走访；|副局长|城建科（牵头）、财务科|质监站|待定|完成82%",
        "3|二(二)1|公务接待审批手续不全|违规资金清退|1.逐笔核查。|副局长|财务科||长期坚持|清退1.26万元",
        "4|二(二)2|内部审计监督缺位|内审全覆盖|1.制定计划。|纪检组长|审计科||待定|已销号",
    )
]


def workbook() -> bytes:
    book = Workbook()
    book.active.title = "填表说明"
    book.active.append(["请按单位分表填写"])
    for name in ("住建局", "水利局"):
        page = book.create_sheet(name)
        page.append([f"市{name}巡察整改台账"])
        page.merge_cells("A1:J1")
        page.append(HEADS)
        for line in BODY:
            page.append([line[0], line[1], f"{line[2]}（{name}）", *line[3:]])
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def picture(page, name: str) -> None:
    """Where SHOTS names a folder, the page as it looks."""
    if folder := os.environ.get("SHOTS"):
        page.screenshot(path=str(Path(folder) / f"{name}.png"), full_page=True)


def likeliest(line) -> None:
    """Nothing is chosen beforehand; the first under 像这些 is."""
    line.locator("select[name=unit]").select_option(index=1)


def answer(page, title: str, button: str, fill=None) -> None:
    line = page.locator("tr", has_text=title).filter(has=page.locator("form"))
    if fill:
        fill(line)
    line.get_by_role("button", name=button).click()


def test_a_workbook_of_several_units_becomes_drafts(open_page, enter, tmp_path, settings, monkeypatch):
    monkeypatch.setattr(horizon, "today", lambda: date(2026, 3, 1))
    settings.MEDIA_ROOT = tmp_path
    world = build()
    unit("市水利局", short_name="水利局", parent=world.city, supervising_office=world.office, order=8)
    page = open_page()
    enter(page, world.clerk)
    page.goto("/rounds/")
    picture(page, "rounds")
    page.get_by_role("link", name="导入台账").click()
    page.set_input_files(
        "[name=file]", {"name": "巡察整改台账.xlsx", "mimeType": "application/zip", "buffer": workbook()}
    )
    page.fill("[name=anchor]", "2026-03-01")
    picture(page, "import-start")
    page.get_by_role("button", name="读这个文件").click()
    page.get_by_text("现在什么都没有写入").wait_for()
    picture(page, "import-questions")
    assert Issue.objects.count() == 0
    answer(page, "工作表“水利局”归哪个单位", "就是它", likeliest)
    answer(page, "工作表“住建局”归哪个单位", "就是它", likeliest)
    answer(page, "完成时限“待定”", "记这一天", lambda line: line.locator("[name=date]").fill("2026-10-31"))
    page.get_by_role("link", name="可以写入").click()
    picture(page, "import-ready")
    page.get_by_role("button", name="写入 8 件").click()
    page.get_by_text("写到哪些单位").wait_for()
    picture(page, "import-written")
    found = Issue.objects.filter(status=Status.DRAFT)
    assert sorted(found.values_list("lead_unit__name", flat=True).distinct()) == ["市住建局", "市水利局"]
    assert (found.count(), Batch.objects.get().state) == (8, "written")
    assert found.filter(due="2026-10-31").count() == 4
    assert not found.exclude(closed_on=None).exists()


def test_a_broken_file_is_told_and_a_deadline_understood_while_typed(open_page, enter, tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path
    world = build()
    page = open_page()
    enter(page, world.clerk)
    page.goto("/import/")
    page.set_input_files("[name=file]", {"name": "坏.xlsx", "mimeType": "application/zip", "buffer": b"broken"})
    page.get_by_role("button", name="读这个文件").click()
    page.get_by_text("什么都没有写入，别的导入不受影响").wait_for()
    picture(page, "import-refused")
    page.goto("/issues/new/")
    page.fill("[name=due]", "2026年10月底前，并长期坚持")
    page.locator("[name=due]").press("End")
    page.get_by_text("记为 2026-10-31 星期六，另记“长期坚持”").wait_for()
    picture(page, "new")
