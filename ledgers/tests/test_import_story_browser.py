"""In Chromium: a workbook of four sheets in three layouts, from upload over its questions to dispatched issues in the books.

The clerk imports, the system administrator makes a missing unit, the head dispatches: nobody does two of these.
"""

from datetime import date

import pytest
from django.core.management import call_command

from issues import horizon
from issues.models import Issue, Status
from ledgers.models import Entry
from ledgers.tests.test_import_browser import answer, likeliest, picture
from ledgers.tests.workbooks import write
from rectify.accounts.models import Unit
from rectify.roof.testing.world import build

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LASTING = "年底前，并长期坚持"
COVER = [
    ["九届市委第五轮巡察"],
    ["整改问题汇总表"],
    [],
    ["填报单位：市委整改办", None, "填报日期：2026年9月"],
    ["说明：各单位分表见后"],
]
HEADS = [
    ["整改问题总台账"],
    ["序号", "被巡察单位", "反馈情况", None, "整改落实", None, None, "完成时限", "问题类别"],
    [None, None, "问题大类", "具体问题", "整改措施", "责任单位", "配合单位", None, None],
]
MASKED = "2026年X月XX日"
CLASS = "民生实事落实不到位"
UNITS = "市住建局（牵头）、市房管中心", "市教育局；财务科"
DATA = "市数据资源管理局"
WHOLE = [
    *HEADS,
    [1, "市住建局", "推动发展方面", "老旧小区改造进度迟缓", "1.成立专班。\n2.逐户核查。", *UNITS, LASTING, CLASS],
    [2, DATA, None, "公共数据共享不充分", "一是摸清底数；\n二是建立目录。", "数据科、法规科", None, MASKED, CLASS],
    [3, DATA, "队伍建设方面", "编外用人管理不严", "（1）清理；（2）立规。", "人事科", None, MASKED, CLASS],
    ["合计", None, None, "3 个"],
]
MERGED = [
    (0, 0, 0, 8),
    (1, 0, 2, 0),
    (1, 1, 2, 1),
    (1, 2, 1, 3),
    (1, 4, 1, 6),
    (1, 7, 2, 7),
    (1, 8, 2, 8),
    (3, 2, 4, 2),
]
SCHOOLS = [
    ["市教育局巡察整改任务清单"],
    ["编号", "存在问题", "整改举措", "牵头科室", "办结时限", "备注"],
    ["教1", "校外培训监管有盲区", "开展联合检查", "监管科", "11月底前", "已销号"],
    ["教2", "师德考核流于形式", "修订考核办法", "人事科", LASTING, None],
]
COUNTS = [["整改情况统计"], ["单位", "问题数", "已完成"], ["市住建局", 1, 0], ["市教育局", 2, 0]]


@pytest.fixture
def world(tmp_path, settings, monkeypatch):
    monkeypatch.setattr(horizon, "today", lambda: date(2026, 9, 8))
    settings.MEDIA_ROOT = tmp_path / "files"
    return build()


@pytest.fixture
def book(tmp_path):
    sheets = ("封面", COVER), ("总台账", WHOLE, MERGED), ("教育分表", SCHOOLS, [(0, 0, 0, 5)]), ("统计", COUNTS)
    return str(write(tmp_path / "巡察整改台账（报送稿）.xlsx", *sheets))


def test_from_a_workbook_of_many_sheets_to_dispatched_issues(world, book, open_page, enter):
    clerk, head, keeper = (open_page() for _ in range(3))
    for page, who in ((clerk, world.clerk), (head, world.head), (keeper, world.sysadmin)):
        enter(page, who)
    bring(clerk, book)
    ask_for_the_missing_unit(clerk)
    make_it(world, keeper)
    look_again(clerk)
    say_what_columns_mean(clerk)
    answer_the_rest(world, clerk)
    write_it(clerk)
    nobody_dispatches_the_own(world, clerk)
    dispatch(head)
    look_at_the_books(world, clerk)


def bring(page, book):
    page.goto("/import/")
    page.set_input_files("[name=file]", book)
    page.fill("[name=anchor]", "2026-09-08")
    page.get_by_role("button", name="读这个文件").click()
    page.get_by_text("现在什么都没有写入").wait_for()
    picture(page, "story-questions")
    assert "没有台账、没读的表：封面、统计" in page.locator(".sub").first.inner_text()
    assert Issue.objects.count() == 0


def ask_for_the_missing_unit(page):
    page.get_by_role("button", name="申请新增 1 家").click()
    page.get_by_text("已向系统管理员申请新增").wait_for()
    page.get_by_text("已申请新增，等系统管理员办理").wait_for()


def make_it(world, page):
    page.goto("/units/")
    page.get_by_role("link", name="去办").click()
    page.get_by_label("新增在哪家下面").select_option(world.city.public_id)
    picture(page, "story-requests")
    page.get_by_role("button", name="新增所选单位").click()
    page.get_by_text("已新增 1 家").wait_for()
    assert Unit.objects.get(name="市数据资源管理局").supervising_office == world.office


def look_again(page):
    page.reload()
    page.get_by_role("button", name="重新核对").click()
    page.get_by_text("已按现在的单位库重新核对").wait_for()


def say_what_columns_mean(page):
    """A heading of each layout that nobody knows."""
    for sheet, heading, field in (("总台账", "C 反馈情况/问题大类", "heading"), ("教育分表", "E 办结时限", "due")):
        page.get_by_role("link", name=sheet).click()
        page.get_by_label(f"{heading} 对应").select_option(field)
        page.get_by_role("button", name="按这样重读").click()
        page.get_by_text("已按新的对列重读").wait_for()


def answer_the_rest(world, page):
    answer(page, "工作表“教育分表”归哪个单位", "就是它", likeliest)
    answer(page, "完成时限“2026年X月XX日”", "记这一天", lambda line: line.locator("[name=date]").fill("10月底前"))
    page.get_by_text("期限记 2026-10-31").wait_for()
    line = page.locator("tr", has_text="没有写问题类别").filter(has=page.locator("select[name=category]"))
    line.locator("select").select_option(label=str(world.category))
    line.get_by_role("button", name="归到这类").click()
    page.get_by_text("已答 3 / 3").wait_for()
    assert page.get_by_text("还没有提交").count() == 0  # what was answered is no draft any more
    picture(page, "story-answered")


def write_it(page):
    page.get_by_role("button", name="写入 5 件").click()
    page.get_by_text("写到哪些单位").wait_for()
    picture(page, "story-written")
    found = {issue.title: issue for issue in Issue.objects.select_related("lead_unit").prefetch_related("measures")}
    assert {title: (issue.lead_unit.name, issue.due, issue.long_term) for title, issue in found.items()} == {
        "老旧小区改造进度迟缓": ("市住建局", date(2026, 12, 31), True),
        "公共数据共享不充分": ("市数据资源管理局", date(2026, 10, 31), False),
        "编外用人管理不严": ("市数据资源管理局", date(2026, 10, 31), False),
        "校外培训监管有盲区": ("市教育局", date(2026, 11, 30), False),
        "师德考核流于形式": ("市教育局", date(2026, 12, 31), True),
    }
    first = found["老旧小区改造进度迟缓"]
    assert (first.due_text, first.heading, first.status) == (LASTING, "推动发展方面", Status.DRAFT)
    assert [measure.text for measure in first.measures.all()] == ["1.成立专班。", "2.逐户核查。"]
    assert {(share.unit.name, share.slot) for share in first.shares.all()} == {
        ("市房管中心", "responsible"),
        ("市教育局", "supporting"),
    }
    assert found["公共数据共享不充分"].heading == "推动发展方面"
    assert "备注：已销号" in found["校外培训监管有盲区"].ledger_note


def nobody_dispatches_the_own(world, page):
    page.goto(Issue.objects.first().get_absolute_url())
    page.get_by_text("这件是您录入（导入）的，须由另一人办理").first.wait_for()


def dispatch(page):
    page.goto("/issues/?slice=drafts")
    page.get_by_label("选择本页全部").check()
    page.get_by_role("button", name="下发所选草稿").click()
    page.get_by_role("button", name="下发 5 件").click()
    page.get_by_text("已下发 5 件").wait_for()


def look_at_the_books(world, page):
    assert set(Issue.objects.values_list("status", "dispatched_by", "created_by")) == {
        (Status.DISPATCHED, world.head.pk, world.clerk.pk)
    }
    opened = Entry.objects.filter(kind=Entry.Kind.OPENED)
    counts = {unit: opened.filter(unit__name=unit).count() for unit in ("市住建局", "市数据资源管理局", "市教育局")}
    assert counts == {"市住建局": 1, "市数据资源管理局": 2, "市教育局": 2}
    page.goto("/reconcile/")
    page.get_by_text("0 ＋ 5 ＋ 0 ＋ 0 − 0 − 0 − 0 ＝ 5").first.wait_for()
    picture(page, "story-books")
    call_command("reconcile")
    call_command("verify_audit")
