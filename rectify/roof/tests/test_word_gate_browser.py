"""The page that asks about a word, and a condition that is not understood, on a screen and on a telephone."""

import pytest

from issues.models import Issue, Status
from rectify.audit.models import Event
from rectify.roof.testing.pictures import picture

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WORD = "本条原文说的是按机密文件办理，请改由档案局牵头。"


@pytest.mark.parametrize("width", [1366, 390])
def test_a_word_is_asked_about_and_what_was_typed_stays(
    open_page, enter, live_server, traffic, world, complaints, width
):
    issue = world.issue(at=Status.DISPATCHED)
    page = open_page(width)
    enter(page, world.liaison)
    page.goto(f"{live_server.url}/issues/{issue.public_id}/move/?move=contest")
    page.fill("[name=note]", WORD)
    page.click("main form button.btn-primary")
    page.wait_for_selector("text=我确认所填内容不涉密")
    assert WORD in page.text_content("blockquote")
    picture(page, f"words-{width}")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.check("#confirm")
    page.click("text=确认并继续")
    page.wait_for_url(f"**{issue.get_absolute_url()}")
    traffic.settle()
    assert Event.objects.on(issue).latest("number").facts["unclassified"] == "机密"
    complaints[:] = [each for each in complaints if "422" not in each]  # the page that asks, as the console tells it


@pytest.mark.parametrize("width", [1366, 390])
def test_a_condition_that_is_not_understood_can_be_dropped(open_page, enter, live_server, world, width):
    world.issue(at=Status.DISPATCHED)
    page = open_page(width)
    enter(page, world.clerk)
    page.goto(f"{live_server.url}/issues/?unit=nonsense")
    assert "看不懂的条件" in page.text_content(".chips")
    picture(page, f"condition-{width}")
    page.click("text=去掉这个条件")
    page.wait_for_selector("table[aria-label=问题]")
    assert page.locator("select[name=unit] option").count() > 1


def test_what_is_pasted_is_never_cut_and_the_page_says_how_long_it_is(open_page, enter, live_server, world):
    issue = world.issue(at=Status.DISPATCHED)
    page = open_page(390)
    enter(page, world.liaison)
    page.goto(f"{live_server.url}/issues/{issue.public_id}/move/?move=contest")
    page.focus("[name=note]")
    page.keyboard.insert_text("整改\n" * 668)
    assert len(page.input_value("[name=note]")) == 2004
    page.click("main form button.btn-primary")
    said = page.eval_on_selector("[name=note]", "field => field.validationMessage")
    assert said == "最多 2000 个字，现有 2003 个字。请改短后再提交"
    page.evaluate("document.querySelector('[name=note]').form.noValidate = true")
    page.click("main form button.btn-primary")
    page.wait_for_selector("text=最多 2000 个字，现有 2003 个字")
    assert len(page.input_value("[name=note]")) >= 2003
    picture(page, "too-long-390")


@pytest.mark.parametrize("width", [1366, 390])
def test_a_file_with_a_word_is_asked_about_and_taken_with_the_tick(
    open_page, enter, live_server, traffic, world, complaints, width
):
    issue = world.issue(at=Status.RECTIFYING)
    page = open_page(width)
    enter(page, world.liaison)
    page.goto(f"{live_server.url}/issues/{issue.public_id}/evidence/")
    tick = page.locator("[data-unclassified]").first
    assert not tick.is_visible()
    file = {"name": "清退登记.txt", "mimeType": "text/plain", "buffer": WORD.encode()}
    page.check("[name=shows][value=done]")
    page.set_input_files("input[type=file] >> nth=0", file)
    page.wait_for_selector(".upload-list >> text=请确认不涉密")
    assert tick.is_visible()
    assert tick.locator("label").bounding_box()["height"] >= 44
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    picture(page, f"upload-asked-{width}")
    assert not issue.evidence.filter(name=file["name"]).exists()
    tick.locator("input").check()
    with page.expect_navigation():
        page.set_input_files("input[type=file] >> nth=0", file)
    traffic.settle()
    assert "已检" in page.locator("li", has_text=file["name"]).first.text_content()
    assert Event.objects.get(kind="issues.evidence.attach", facts__name=file["name"]).facts["unclassified"] == "机密"
    complaints[:] = [each for each in complaints if "409" not in each]  # the answer that asks, as the console tells it


@pytest.mark.parametrize("width", [1366, 390])
def test_a_form_sent_again_with_other_words_shows_both(
    open_page, enter, live_server, traffic, world, complaints, width
):
    page = open_page(width)
    enter(page, world.clerk)
    page.goto(f"{live_server.url}/issues/new/")
    page.fill("[name=title]", "第一次写的标题")
    page.fill("[name=original]", "原文一句")
    page.select_option("[name=lead_unit]", world.lead.public_id)
    page.evaluate(
        "window.sent = new FormData(document.querySelector('main form')); window.sent.set('title', '改过的标题')"
    )
    sent = page.evaluate("[...window.sent].filter(([, value]) => typeof value === 'string')")
    page.click("main form button.btn-primary")
    traffic.settle()
    page.evaluate(
        """sent => { const form = document.createElement('form'); form.method = 'post'; form.action = '/issues/new/';
        for (const [name, value] of sent) { const one = document.createElement('input'); one.type = 'hidden'; one.name = name;
        one.value = value; form.append(one); } document.body.append(form); form.submit(); }""",
        sent,
    )
    page.wait_for_selector("text=这张表单提交过")
    row = page.locator("tr", has_text="改过的标题").text_content()
    assert "第一次写的标题" in row
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    picture(page, f"twice-{width}")
    page.click("text=按这次填的再办一次")
    page.wait_for_load_state()
    traffic.settle()
    assert Issue.objects.filter(title__in=("第一次写的标题", "改过的标题")).count() == 2
    complaints[:] = [each for each in complaints if "409" not in each]
