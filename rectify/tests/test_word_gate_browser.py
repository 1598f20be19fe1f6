"""The page that asks about a word, and a condition that is not understood, on a screen and on a telephone."""

import pytest

from issues.models import Status
from rectify.audit.models import Event
from rectify.testing.pictures import picture

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
