"""The browser tests' own ground: the page policy holds, and what breaks it is noticed."""

import pytest

pytestmark = pytest.mark.browser


def test_a_page_that_is_not_there_is_shown_without_complaint(page, complaints):
    answer = page.goto("/no-such-page")
    assert answer.status == 404
    assert page.locator("h1").count() == 1
    assert all("404" in text for text in complaints)
    complaints.clear()


def test_an_inline_style_is_a_complaint(page, complaints):
    page.goto("/no-such-page")
    complaints.clear()
    with page.expect_console_message():
        page.evaluate("document.body.insertAdjacentHTML('beforeend', '<p style=\"color: red\">x</p>')")
    assert any("Content Security Policy" in text for text in complaints)
    complaints.clear()
