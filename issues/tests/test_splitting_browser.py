"""In Chromium: a feedback document from upload to dispatched drafts, with a question answered on the way."""

import pytest
from django.conf import settings
from docx import Document

from issues.actions import rounds
from issues.models import Feedback, Issue, Status
from rectify.roof.testing.services import missing
from rectify.roof.testing.world import track

pytestmark = pytest.mark.browser
GIVEN = settings.BASE_DIR.parent / "shared" / "gold" / "d1.docx"
AXE = settings.BASE_DIR / "static" / "node_modules" / "axe-core" / "axe.min.js"
SEVERE = "axe.run().then(r => r.violations.filter(v => ['serious', 'critical'].includes(v.impact)).map(v => v.id))"
SELECT = """([from, to]) => {
  const runs = [...document.querySelectorAll('[data-split] [data-a]')];
  const find = (words) => runs.find((run) => run.textContent.includes(words)).firstChild;
  const range = document.createRange();
  range.setStart(find(from), find(from).data.indexOf(from));
  range.setEnd(find(to), find(to).data.indexOf(to) + to.length);
  const selection = getSelection();
  selection.removeAllRanges();
  selection.addRange(range);
}"""


@pytest.fixture
def world(transactional_db):
    from rectify.roof.testing.world import build

    return build()


@pytest.fixture
def given():
    if not GIVEN.exists():
        missing("no shared/gold/d1.docx beside this repository: the way of a given document is not walked")
    return GIVEN


def unmarked(given, folder):
    """The given document as it would be if it bore no mark of secrecy; the given one is refused, as it must be."""
    document = Document(str(given))
    for paragraph in document.paragraphs:
        if "机密" in paragraph.text:
            paragraph._element.getparent().remove(paragraph._element)
    place = folder / "反馈意见.docx"
    document.save(str(place))
    return place


def choose(page, world, file):
    page.goto(f"/rounds/{world.round.public_id}/feedback/?unit={world.lead.public_id}")
    page.get_by_label("反馈日期").fill("2026-09-08")
    page.get_by_label("反馈意见文件").set_input_files(str(file))
    # Papers of this trade speak of keeping secrets without being secret: whoever registers one says so.
    page.locator("[name=confirmed_unclassified]").check()
    page.get_by_role("button", name="登记，原文冻结").click()


def ticked(page):
    """Every deadline that is asked about is meant."""
    for asked in page.get_by_label("2099-12-08 年份不像本轮的").all():
        asked.check()


def test_a_given_document_goes_from_upload_to_dispatch(world, given, tmp_path, open_page, enter):
    track()
    rounds.set_units(round_=world.round, numbers={world.lead: 5, world.other: 6}, by=world.clerk)
    page = open_page()
    enter(page, world.clerk)
    choose(page, world, given)
    page.locator(".errors").wait_for()
    assert "标有密级“机密★”" in page.inner_text(".errors")
    assert not Feedback.objects.exists()

    choose(page, world, unmarked(given, tmp_path))
    page.get_by_role("heading", name="把反馈意见拆成问题").wait_for()
    assert "2 个“有的”" in page.inner_text(".tree")
    page.evaluate(AXE.read_text(encoding="utf-8"))
    assert page.evaluate(SEVERE) == []
    page.get_by_role("button", name="1 条 2 个表现").click()
    page.locator(".ask").wait_for(state="detached")

    for left in range(8, 0, -1):
        page.get_by_text(f"未看 {left}", exact=True).wait_for()
        page.get_by_label("类别").select_option(world.category.code)
        page.locator(".decide button").press("Enter")
    page.get_by_role("link", name="核对后生成 8 件草稿").click()
    page.get_by_label("整改期限").press_sequentially("2099年12月8日前")
    page.get_by_text("记为 2099-12-08").wait_for()
    page.get_by_role("button", name="生成 8 件草稿").click()
    page.get_by_text("条条有着落").wait_for()

    other = open_page()
    enter(other, world.head)
    other.goto("/issues/?slice=drafts")
    other.get_by_label("选择本页全部").check()
    other.get_by_role("button", name="下发所选草稿").click()
    other.get_by_text("8 件请看一眼").wait_for()
    ticked(other)
    other.get_by_role("button", name="下发勾上的").click()
    other.get_by_text("已下发 8 件").wait_for()
    assert Issue.objects.filter(status=Status.DISPATCHED, feedback__isnull=False).count() == 8
    text = Feedback.objects.get().text
    assert all(issue.original in text for issue in Issue.objects.all())


def test_words_selected_in_the_text_become_an_issue(world, given, tmp_path, page, enter):
    track()
    rounds.set_units(round_=world.round, numbers={world.lead: 5}, by=world.clerk)
    enter(page, world.clerk)
    choose(page, world, unmarked(given, tmp_path))
    page.get_by_role("heading", name="把反馈意见拆成问题").wait_for()
    page.evaluate(SELECT, ["抽查12笔", "业主表决材料。"])
    page.wait_for_function("document.querySelector('#take-words').value.startsWith('抽查12笔')")
    page.get_by_role("button", name="立为一条问题").click()
    page.get_by_text("未看 9", exact=True).wait_for()
    assert "差 1" in page.inner_text("main")
    page.get_by_role("button", name="撤回“选“抽查12笔").click()
    page.get_by_text("未看 8", exact=True).wait_for()


def test_the_page_works_without_script_and_on_a_phone(world, given, tmp_path, open_page, enter):
    track()
    rounds.set_units(round_=world.round, numbers={world.lead: 5}, by=world.clerk)
    page = open_page(java_script_enabled=False)
    enter(page, world.clerk)
    choose(page, world, unmarked(given, tmp_path))
    page.get_by_label("选中或复制左边的一段话").fill("5笔缺少业主表决材料。")
    page.get_by_role("button", name="立为一条问题").click()
    page.get_by_text("未看 9", exact=True).wait_for()
    phone = open_page(390, 844)
    enter(phone, world.clerk)
    phone.goto(page.url)
    assert phone.evaluate("document.documentElement.scrollWidth") <= 390
