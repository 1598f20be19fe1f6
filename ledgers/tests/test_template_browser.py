"""文书模板 in the browser: a faulty file is told fault by fault, the mended one is taken, put in use, and given up again."""

import pytest

from issues.models import Status
from ledgers.papers import PAPERS
from ledgers.templating import starter
from rectify.lib.tests.layouts import layout

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def choose(page, content):
    page.locator("input[name=file]").set_input_files({"name": "抄告单.docx", "mimeType": WORD, "buffer": content})
    page.get_by_role("button", name="检查并收下").click()


@pytest.mark.parametrize(("width", "height"), [(1366, 768), (390, 844)])
def test_an_office_hands_in_its_layout_and_uses_it(world, open_page, enter, width, height):
    issue = world.issue(at=Status.RECTIFYING)
    page = open_page(width, height)
    enter(page, world.head)
    page.goto("/register/templates/copy/")
    choose(page, layout("{{ 抄告事由 }}", "{{ 领导批示", lines=("{{ 密级 }}",)))
    page.get_by_text("正文第2段：这份文书没有“抄告事由”这一项，是不是“抄告事项”").first.wait_for()
    assert page.get_by_text("正文第3段：占位符没有写完整").count()
    assert page.get_by_text("整个文件：缺“{{ 文号 }}”").count()
    choose(page, starter(PAPERS["copy"]))
    page.get_by_text("已经收下").wait_for()
    page.get_by_role("button", name="启用第 1 版").click()
    page.get_by_text("已启用第 1 版").wait_for()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.goto(f"/papers/{issue.public_id}/copy/")
    assert page.get_by_text("下载的文件用本单位模板第 1 版").count()
    page.goto("/register/templates/copy/")
    page.get_by_role("button", name="用回系统版式").click()
    page.get_by_text("已用回系统版式").wait_for()


def test_a_bundle_is_chosen_by_ticks(world, open_page, enter):
    for _ in range(3):
        world.issue(at=Status.RECTIFYING)
    page = open_page()
    enter(page, world.head)
    page.goto("/register/bundles/new/copy/")
    assert page.locator("input[name=objects]:checked").count() == 3
    page.locator("input[name=objects]").first.uncheck()
    page.get_by_role("button", name="开始写").click()
    page.get_by_role("heading", name="抄告单 2 份").wait_for()
