"""In Chromium: the way of a plan through three hands, two people at once, and nothing typed is lost."""

import pytest
from django.conf import settings

from issues.models import Issue, Status
from rectify.accounts.actions import units

pytestmark = pytest.mark.browser
AXE = settings.BASE_DIR / "static" / "node_modules" / "axe-core" / "axe.min.js"
SEVERE = "axe.run().then(r => r.violations.filter(v => ['serious', 'critical'].includes(v.impact)).map(v => v.id))"


@pytest.fixture
def world(transactional_db):
    from rectify.roof.testing.world import build

    return build()


def status(issue):
    return Issue.objects.get(pk=issue.pk).status


def test_a_plan_goes_through_three_hands_with_a_return(world, open_page, enter):
    issue = world.issue(at=Status.DISPATCHED)
    liaison, principal, checker = open_page(), open_page(), open_page()
    for page, who in ((liaison, world.liaison), (principal, world.principal), (checker, world.checker)):
        enter(page, who)
    liaison.goto(issue.get_absolute_url())
    liaison.get_by_role("button", name="签收", exact=True).click()
    liaison.get_by_role("link", name="编写方案").click()
    write(liaison, 0, "逐户复核", "复核表签字", "住保科科长", issue.due, "reform")
    liaison.get_by_role("button", name="加一条措施").click()
    write(liaison, 1, "修订办法", "印发并执行", "法规科科长", issue.due, "prevent")
    liaison.get_by_role("button", name="存草稿").click()
    liaison.get_by_text("方案已存为草稿").wait_for()

    hand_in(principal, issue)
    checker.goto(issue.get_absolute_url())
    checker.get_by_role("link", name="审核方案").click()
    checker.get_by_label("意见").fill("措施 1 的标准没有数")
    checker.get_by_role("button", name="退回，附意见").click()
    checker.get_by_text("方案已退回").wait_for()

    liaison.goto(f"{issue.get_absolute_url()}plan/")
    assert "措施 1 的标准没有数" in liaison.inner_text("main")
    liaison.locator("#id_measures-0-criterion").fill("47 户复核表逐户签字")
    liaison.get_by_role("button", name="存草稿").click()
    liaison.get_by_text("方案已存为草稿").wait_for()
    hand_in(principal, issue)
    checker.goto(f"{issue.get_absolute_url()}plan/")
    checker.get_by_role("button", name="方案通过").click()
    checker.get_by_text("方案已通过").wait_for()
    assert status(issue) == Status.RECTIFYING


def write(page, place, text, criterion, person, due, kind):
    row = f"#id_measures-{place}-"
    page.locator(f"{row}text").fill(text)
    page.locator(f"{row}criterion").fill(criterion)
    page.locator(f"{row}person").fill(person)
    page.locator(f"{row}due").fill(due.isoformat())
    page.locator(f"{row}kind").select_option(kind)


def hand_in(page, issue):
    page.goto(issue.get_absolute_url())
    page.get_by_role("link", name="编写方案并报送").click()
    page.get_by_role("button", name="报送方案").click()
    page.get_by_text("方案已报送").wait_for()


def test_the_second_of_two_is_told_who_and_when(world, open_page, enter):
    issue = world.issue(at=Status.PLAN_REVIEW)
    first, second = open_page(), open_page()
    enter(first, world.checker)
    enter(second, world.head)
    for page in (first, second):
        page.goto(f"{issue.get_absolute_url()}plan/")
    first.get_by_role("button", name="方案通过").click()
    first.get_by_text("方案已通过").wait_for()
    second.get_by_label("意见").fill("措施太空")
    second.get_by_role("button", name="退回，附意见").click()
    second.get_by_text("已由checker于").wait_for()
    assert second.locator(".errors").count() == 0
    assert status(issue) == Status.RECTIFYING


def test_what_was_typed_stays_after_a_refusal(world, page, enter):
    issue = world.issue(at=Status.PLANNING)
    enter(page, world.principal)
    page.goto(f"{issue.get_absolute_url()}plan/")
    page.locator("#id_measures-0-text").fill("逐户复核，限期腾退")
    page.get_by_role("button", name="报送方案").click()
    page.locator(".errors").wait_for()
    assert page.locator("#id_measures-0-text").input_value() == "逐户复核，限期腾退"
    assert "还没有写责任人" in page.inner_text(".errors")
    assert page.title().startswith("有 ")


def test_words_not_sent_are_offered_again(world, page, enter):
    issue = world.issue(at=Status.DISPATCHED)
    enter(page, world.liaison)
    page.goto(issue.get_absolute_url())
    page.get_by_role("link", name="提出异议").click()
    page.get_by_label("异议理由").fill("这件事归市教育局管，请改派")
    page.get_by_text("已存草稿").wait_for()
    page.reload()
    page.get_by_role("button", name="恢复那份").click()
    assert page.get_by_label("异议理由").input_value() == "这件事归市教育局管，请改派"


def test_a_refused_button_leads_to_the_reasons(world, page, enter):
    issue = world.issue(at=Status.RECTIFYING)
    enter(page, world.liaison)
    page.goto(issue.get_absolute_url())
    page.get_by_role("button", name="申请销号").click()
    assert page.evaluate("document.activeElement.id") == "why-apply"


@pytest.mark.parametrize("width", [1920, 1366, 390])
def test_pages_fit_and_axe_finds_nothing_serious(world, open_page, enter, width):
    issue = world.issue(at=Status.RECTIFYING)
    planning = world.issue(at=Status.PLANNING)
    page = open_page(width, 844)
    enter(page, world.principal)
    for path in (
        "/issues/",
        issue.get_absolute_url(),
        f"{issue.get_absolute_url()}extend/",
        f"{issue.get_absolute_url()}plan/",
        f"{planning.get_absolute_url()}plan/",
        f"{issue.get_absolute_url()}trail/",
    ):
        page.goto(path)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
        page.evaluate(AXE.read_text(encoding="utf-8"))
        assert page.evaluate(SEVERE) == [], path


def test_on_a_phone_stage_and_reasons_come_before_the_wording(world, open_page, enter):
    issue = world.issue(at=Status.RECTIFYING)
    page = open_page(390, 844)
    enter(page, world.liaison)
    page.goto(issue.get_absolute_url())
    tops = [page.locator(one).first.bounding_box()["y"] for one in (".stage .now", ".why", ".words", ".aside")]
    assert tops == sorted(tops)


def test_a_filter_swaps_the_table_and_keeps_its_address(world, page, enter):
    world.issue(at=Status.PLANNING, title="农村公路养护资金拨付滞后")
    world.issue(at=Status.RECTIFYING, title="招生监管制度执行不严")
    enter(page, world.clerk)
    page.goto("/issues/")
    page.get_by_label("环节").select_option("planning")
    page.wait_for_url("**/issues/?*state=planning*")
    assert page.locator("#list tbody tr").count() == 1
    page.get_by_label("去掉条件：环节：方案编制").click()
    page.locator("#list tbody tr").nth(1).wait_for()


def test_ticked_drafts_are_dispatched_together(world, page, enter):
    world.issue()
    world.issue(due=None)
    enter(page, world.head)
    page.goto("/issues/?slice=drafts")
    page.get_by_label("选择本页全部").check()
    page.get_by_role("button", name="下发所选草稿").click()
    assert "还没有定整改期限" in page.inner_text("main")
    page.get_by_role("button", name="下发 1 件").click()
    page.get_by_text("已下发 1 件").wait_for()


def test_a_list_is_made_ones_own_and_its_ticked_drafts_are_dated_and_taken_away(world, page, enter):
    world.issue(due=None)
    world.issue(due=None)
    enter(page, world.head)
    page.goto("/issues/?slice=drafts")
    page.get_by_text("列和行距").click()
    page.locator(".look").get_by_label("当前办理方").check()
    page.get_by_label("宽松").check()
    page.get_by_role("button", name="照这样显示").click()
    page.get_by_text("已按您选的列和行距显示").wait_for()
    assert page.get_by_role("columnheader", name="当前办理方").count() == 1
    page.get_by_label("选择本页全部").check()
    page.get_by_role("button", name="定期限").click()
    page.locator("#id_due").fill("2027-06-30")
    page.get_by_role("button", name="定期限 2 件").click()
    page.get_by_text("已定期限 2 件").wait_for()
    page.get_by_role("link", name="回到列表").last.click()
    page.get_by_label("把现在的条件存为视图").fill("草稿")
    page.get_by_label("谁能用").select_option(index=1)
    page.get_by_role("button", name="保存视图").click()
    page.get_by_role("link", name="草稿（共用）").wait_for()
    page.locator("[data-tick]").first.check()
    with page.expect_download() as taken:
        page.get_by_role("button", name="导出所选").click()
    assert taken.value.suggested_filename.endswith(".xlsx")


def test_a_unit_is_found_among_many_by_the_sound_of_its_name(world, page, enter):
    for number in range(13):
        units.create(name=f"江州市第{number}局", parent=world.city, supervising_office=world.office, by=world.sysadmin)
    enter(page, world.clerk)
    page.goto("/issues/new/")
    box = page.get_by_label("找牵头单位")
    box.fill("jzsd7j")
    shown = page.locator("#id_lead_unit option:not([hidden])").all_inner_texts()
    assert [text for text in shown if "局" in text] == ["江州市第7局"]
    box.press("Enter")
    assert page.locator("#id_lead_unit option:checked").inner_text() == "江州市第7局"
