"""In Chromium: a paper whose items are interrupted, from the file to dispatched issues with every passage in the original;
lines called by keyboard; an annex table of a Word document to drafts."""

import pytest
from django.conf import settings

from issues.actions import rounds
from issues.models import Feedback, Issue, Status
from issues.tests.interrupted import ANNEX, NOTICE, PASSAGES, annexed, word
from issues.tests.test_splitting_browser import choose
from rectify.roof.testing.services import missing
from rectify.roof.testing.world import track

pytestmark = pytest.mark.browser
GIVEN = settings.BASE_DIR.parent / "shared" / "cases" / "notice_two_manifestations.txt"
GIVEN_PASSAGES = (
    ("河道管护责任落实不严格", ("1.两处河段巡河记录前后矛盾", "2.采砂许可到期未及时收回")),
    ("工程资金管理不够规范", ("1.预付款比例超过合同约定", "2.变更签证无审批手续")),
)


@pytest.fixture
def world(transactional_db):
    from rectify.roof.testing.world import build

    world = build()
    track()
    rounds.set_units(round_=world.round, numbers={world.lead: 5, world.other: 6}, by=world.clerk)
    return world


def paper(name, folder):
    """(text, passages) of a paper by its name."""
    if name != "given":
        return NOTICE, PASSAGES
    if not GIVEN.exists():
        missing("no shared/cases beside this repository: the given notice is not walked")
    return GIVEN.read_text(encoding="utf-8"), GIVEN_PASSAGES


@pytest.mark.parametrize("as_word", [False, True], ids=["txt", "docx"])
@pytest.mark.parametrize("name", ["own", "given"])
def test_an_interrupted_item_reaches_the_unit_with_every_passage(name, as_word, world, tmp_path, open_page, enter):
    text, expected = paper(name, tmp_path)
    file = word(text, tmp_path / "通报.docx") if as_word else tmp_path / "通报.txt"
    if not as_word:
        file.write_text(text, encoding="utf-8")
    page = open_page()
    enter(page, world.clerk)
    choose(page, world, file)
    page.get_by_role("heading", name="把反馈意见拆成问题").wait_for()
    head = page.inner_text(".split-head")
    assert "已立 0 条；认出 2 条" in " ".join(head.split())
    assert "句内相符" in head
    assert "原文每个字都有去处" in page.inner_text("main")
    page.get_by_role("button", name="是原文有出入，按现在的数").click()
    for left in (2, 1):
        page.get_by_text(f"未看 {left}", exact=True).wait_for()
        page.get_by_label("类别").select_option(world.category.code)
        page.locator(".decide button").press("Enter")
    page.get_by_role("link", name="核对后生成 2 件草稿").click()
    page.get_by_label("整改期限").fill("2099年12月8日前")
    page.get_by_label("与原文数不符的理由").fill("通报只写了其中两项")
    page.get_by_role("button", name="生成 2 件草稿").click()
    page.get_by_text("条条有着落").wait_for()

    other = open_page()
    enter(other, world.head)
    other.goto("/issues/?slice=drafts")
    other.get_by_label("选择本页全部").check()
    other.get_by_role("button", name="下发所选草稿").click()
    other.get_by_text("2 件请看一眼").wait_for()
    for asked in other.get_by_label("2099-12-08 年份不像本轮的").all():
        asked.check()
    other.get_by_role("button", name="下发勾上的").click()
    other.get_by_text("已下发 2 件").wait_for()
    issues = list(Issue.objects.filter(status=Status.DISPATCHED).order_by("number"))
    assert [(one.title, tuple(one.original.splitlines()[1:])) for one in issues] == list(expected)
    frozen = Feedback.objects.get().text
    assert all(line in frozen for one in issues for line in one.original.splitlines())


def test_lines_are_called_by_keyboard_and_by_one_click(world, tmp_path, open_page, enter):
    file = tmp_path / "反馈.txt"
    text = "关于巡察市林业局党组的反馈意见\n一、主要问题\n1.值班空缺。\n2.补偿迟缓。\n3.台账不全。\n4.档案缺页。"
    file.write_text(text, encoding="utf-8")
    page = open_page()
    enter(page, world.clerk)
    choose(page, world, file)
    page.get_by_role("heading", name="把反馈意见拆成问题").wait_for()
    boxes = page.locator("[data-mark]")
    boxes.nth(1).focus()
    page.keyboard.press("Shift+ArrowDown")
    page.keyboard.press("1")
    page.get_by_text("未看 2", exact=True).wait_for()
    assert page.evaluate("document.activeElement.value") == boxes.nth(3).get_attribute("value")
    page.keyboard.press("2")
    page.get_by_text("未看 1", exact=True).wait_for()
    page.get_by_role("button", name="一4 改为不计入").click()
    page.get_by_text("未看 0", exact=True).wait_for()
    tags = page.locator(".tree .tag").all_inner_texts()
    assert tags == ["标题", "问题", "问题", "表现", "不计入"]
    assert page.locator(".tree .taken-for").nth(1).inner_text() == "人工定的"


def test_an_annex_table_becomes_drafts_without_script(world, tmp_path, open_page, enter):
    page = open_page(java_script_enabled=False)
    enter(page, world.clerk)
    choose(page, world, annexed(tmp_path / "反馈.docx"))
    page.get_by_role("heading", name="把反馈意见拆成问题").wait_for()
    for row in range(2, len(ANNEX) + 1):
        page.locator(f"[data-mark][aria-label*='T1R{row} ']").check()
    page.get_by_role("button", name="立为问题", exact=True).first.click()
    page.get_by_role("link", name="核对后生成 3 件草稿").click()
    page.get_by_label("整改期限").fill("2099年12月8日前")
    page.get_by_role("button", name="生成 3 件草稿").click()
    page.get_by_text("条条有着落").wait_for()
    assert list(Issue.objects.order_by("number").values_list("original", flat=True)) == [row[1] for row in ANNEX[1:]]
