"""What the scripts do, in a browser. Each page works without them; these are the courtesies."""

import pytest

from rectify.roof.tests.behaviours import KEPT

pytestmark = [
    pytest.mark.browser,
    pytest.mark.urls("rectify.roof.tests.behaviours"),
    pytest.mark.django_db(transaction=True),
]


def type_a_draft(page, text):
    KEPT.clear()
    page.goto("/try/draft")
    page.fill("textarea", text)
    page.fill("[name=secret]", "must not be kept")
    page.wait_for_selector("text=已存草稿")


def test_what_was_typed_is_offered_again(page):
    type_a_draft(page, "新写的进展")
    page.goto("/try/draft")
    assert page.input_value("textarea") == "原文"
    page.click("text=恢复那份")
    assert page.input_value("textarea") == "新写的进展"


def test_a_password_is_never_kept(page):
    type_a_draft(page, "新写的进展")
    assert "must not" not in page.evaluate("JSON.stringify(localStorage)")
    assert KEPT["one"]["values"] == {"text": "新写的进展", "kept=y": False}


def test_a_draft_can_be_thrown_away(page):
    type_a_draft(page, "新写的进展")
    page.goto("/try/draft")
    page.click("text=不要了")
    page.goto("/try/draft")
    assert page.locator("text=恢复那份").count() == 0


def test_the_bar_appears_with_the_first_tick(page):
    page.goto("/try/bulk")
    assert page.locator(".bulk").is_hidden()
    page.check("[value='2']")
    assert page.locator(".bulk").is_visible()
    assert page.text_content("[data-tick-count]") == "1"
    assert page.evaluate("document.querySelector('[data-tick-all]').indeterminate")
    page.check("[data-tick-all]")
    assert page.text_content("[data-tick-count]") == "3"
    page.click("[data-tick-none]")
    assert page.locator(".bulk").is_hidden()


def test_a_refused_button_leads_to_the_reasons(page):
    page.goto("/try/why")
    page.click("text=申请销号 >> nth=0")
    assert page.evaluate("document.activeElement.id") == "why-apply"
    assert page.url.endswith("/try/why")


def test_each_file_has_its_own_result(page, tmp_path, complaints):
    good, bad = tmp_path / "会议纪要.pdf", tmp_path / "bad.exe"
    good.write_bytes(b"12345")
    bad.write_bytes(b"1")
    page.goto("/try/upload")
    assert page.locator("[data-upload-plain]").count() == 0
    page.set_input_files("input[type=file]", [str(good), str(bad)])
    page.wait_for_selector("text=收到 1 份，1 份没有传成")
    assert page.text_content(".upload-list .is-done .says") == "已收到，第 1 版，5 字节"
    assert page.text_content(".upload-list .is-bad .says") == "这类文件不收，请转成 PDF"
    complaints[:] = [
        each for each in complaints if "400" not in each
    ]  # the refusal above, as the browser's console tells it


def test_a_choice_shows_its_part(page):
    page.goto("/try/choice")
    assert page.locator("[name=why]").is_hidden()
    page.check("[value=n]")
    assert page.locator("[name=why]").is_visible()
    assert "is-on" in page.locator(".big-choice >> nth=1").get_attribute("class")


def test_a_filter_swaps_the_list_and_stays_in_the_address(page):
    page.goto("/try/list?unit=06")
    page.select_option("select", "05")
    page.wait_for_selector("#found >> text=05")
    assert page.url.endswith("/try/list?unit=05")
    page.go_back()
    page.wait_for_selector("#found >> text=06")


def test_likeness_to_last_week_is_told(page):
    page.goto("/try/likeness")
    assert "与上周相同 100%" in page.text_content("#note")
    page.fill("textarea", "今天召开了全新的专题会议")
    assert "正常" in page.text_content("#note")


def test_without_scripts_the_plain_form_is_there(open_page):
    page = open_page(java_script_enabled=False)
    page.goto("/try/upload")
    assert page.locator("[data-upload-plain]").is_visible()
    page.goto("/try/bulk")
    assert page.locator(".bulk").is_visible()
