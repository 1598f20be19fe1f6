"""In Chromium: ways in which a form does not arrive. Each ends with the words in the form, or stored once and forgotten."""

import pytest
from django.contrib.sessions.models import Session
from django.urls import reverse

from issues.models import Issue, Status
from ledgers.models import Batch
from ledgers.tests.intake import workbook
from ledgers.tests.test_import import row
from rectify.drafts.models import ChosenFile, FormDraft
from rectify.roof.testing.world import build

pytestmark = pytest.mark.browser
WORDS = "这件事由交通局主管，我单位没有这项职责"
PASSWORD = "Xun-cha-2026-zheng"


@pytest.fixture
def world(transactional_db):
    return build()


@pytest.fixture
def form(world, open_page, enter):
    """The page with the reason typed and kept, and its issue."""
    issue = world.issue(at=Status.DISPATCHED)
    liaison = world.liaison
    liaison.set_password(PASSWORD)
    liaison.save()
    page = open_page()
    enter(page, liaison)
    page.goto(f"{reverse('issues:move', args=[issue.public_id])}?move=contest")
    written(page)
    return page, issue


def written(page):
    page.fill("textarea[name=note]", WORDS)
    page.wait_for_selector("text=已存草稿")


def pressed(page):
    page.locator("form[data-draft^=move] button.btn-primary, form[data-draft^=move] button.btn-danger").first.click()


def restored(page):
    page.get_by_role("button", name="恢复那份").click()
    assert page.input_value("textarea[name=note]") == WORDS


def in_browser(page):
    return page.evaluate("Object.keys(localStorage).filter((name) => name.startsWith('draft:')).length")


def drafts(page):
    """In the browser and on the server."""
    return in_browser(page) + FormDraft.objects.count()


def is_stored_once(page, issue, traffic):
    pressed(page)
    page.wait_for_url(lambda url: "/move/" not in url)
    traffic.settle()
    assert Issue.objects.get(pk=issue.pk).status == Status.CONTESTED
    assert drafts(page) == 0


def test_what_was_taken_is_forgotten_and_back_shows_no_draft(form, traffic):
    page, issue = form
    there = page.url
    is_stored_once(page, issue, traffic)
    page.goto(there)
    assert page.get_by_role("button", name="恢复那份").count() == 0


def test_the_server_has_it_the_browser_lets_go_of_it(form, open_page, enter, world, traffic):
    page, issue = form
    traffic.settle()
    assert (in_browser(page), FormDraft.objects.get().values["note"]) == (0, WORDS)
    elsewhere = open_page()
    enter(elsewhere, world.liaison)
    elsewhere.goto(page.url)
    restored(elsewhere)
    is_stored_once(elsewhere, issue, traffic)


def test_what_the_server_stored_without_a_word_is_offered(form, complaints):
    page, _ = form
    page.route("**/keep/", lambda way: (way.fetch(), way.abort()))
    page.fill("textarea[name=note]", WORDS + "。")
    page.wait_for_selector("text=服务器还没有收到")
    complaints.clear()  # the browser's own word about the answer that did not come
    assert (in_browser(page), FormDraft.objects.get().values["note"]) == (1, WORDS + "。")
    page.unroute("**/keep/")
    page.reload()
    page.get_by_role("button", name="恢复那份").click()
    assert page.input_value("textarea[name=note]") == WORDS + "。"


def test_what_was_typed_after_the_session_had_ended_comes_before_what_is_stored(form, enter, world):
    page, _ = form
    there = page.url
    Session.objects.all().delete()
    page.fill("textarea[name=note]", WORDS + "。")
    page.wait_for_selector("text=服务器还没有收到")
    enter(page, world.liaison)
    page.goto(there)
    page.get_by_role("button", name="恢复那份").click()
    assert page.input_value("textarea[name=note]") == WORDS + "。"


def test_typed_on_after_an_answer_that_did_not_come_is_one_draft(form, complaints, traffic):
    page, _ = form
    page.route("**/keep/", lambda way: (way.fetch(), way.abort()))
    page.fill("textarea[name=note]", WORDS + "。")
    page.wait_for_selector("text=服务器还没有收到")
    page.unroute("**/keep/")
    page.fill("textarea[name=note]", WORDS + "，请改派。")
    page.wait_for_selector("text=已存草稿")
    complaints.clear()  # the browser's own word about the answer that did not come
    traffic.settle()
    assert page.get_by_text("另一个窗口").count() == 0
    assert (in_browser(page), FormDraft.objects.get().values["note"]) == (0, WORDS + "，请改派。")


def test_two_windows_keep_both(form, traffic):
    page, issue = form
    other = page.context.new_page()
    other.goto(page.url)
    other.get_by_role("button", name="恢复那份").wait_for()
    other.fill("textarea[name=note]", "另一个窗口写的")
    other.wait_for_selector("text=已存草稿")
    page.fill("textarea[name=note]", WORDS + "。")
    page.wait_for_selector("text=您在另一个窗口填的是另一份")
    assert in_browser(page) == 1
    assert page.input_value("textarea[name=note]") == WORDS + "。"
    is_stored_once(page, issue, traffic)


def test_whoever_logs_out_leaves_nothing_in_the_browser(form, traffic):
    page, _ = form
    page.fill("textarea[name=note]", WORDS + "。")
    page.get_by_text("我的：").locator("..").click()
    page.get_by_role("button", name="退出").click()
    page.wait_for_url(lambda url: "/login/" in url)
    traffic.settle()
    assert in_browser(page) == 0
    assert FormDraft.objects.get().values["note"] == WORDS + "。"


def test_the_session_had_ended(form, traffic, complaints):
    page, issue = form
    Session.objects.all().delete()
    pressed(page)
    page.wait_for_selector("text=登录已经过期")
    assert drafts(page) == 1
    page.fill("[name=username]", "liaison")
    page.fill("[name=password]", PASSWORD)
    page.click("button:has-text('登录')")
    page.wait_for_selector("text=刚才那一步没有办")
    restored(page)
    is_stored_once(page, issue, traffic)


def test_the_net_was_away_at_the_click(form, traffic, complaints):
    page, issue = form
    there = page.url
    page.context.set_offline(True)
    pressed(page)
    page.wait_for_timeout(500)
    page.context.set_offline(False)
    page.goto(there)
    complaints.clear()
    restored(page)
    is_stored_once(page, issue, traffic)


def test_the_token_was_of_another_session(form, traffic, complaints):
    page, issue = form
    there = page.url
    page.evaluate("document.querySelector('form[data-draft^=move] [name=csrfmiddlewaretoken]').value = 'a'.repeat(64)")
    pressed(page)
    page.wait_for_load_state()
    complaints.clear()
    assert drafts(page) == 1
    page.goto(there)
    restored(page)
    is_stored_once(page, issue, traffic)


def test_the_page_was_closed_while_typing(form, traffic):
    page, issue = form
    there, context = page.url, page.context
    page.close()
    page = context.new_page()
    page.goto(there)
    restored(page)
    is_stored_once(page, issue, traffic)


def test_a_refused_form_keeps_its_words(form, complaints):
    page, issue = form
    page.evaluate("document.querySelector('form[data-draft^=move] [name=version]').value = '99'")
    pressed(page)
    page.wait_for_load_state()
    complaints.clear()
    assert Issue.objects.get(pk=issue.pk).status == Status.DISPATCHED
    assert drafts(page) == 1 or page.input_value("textarea[name=note]") == WORDS


def test_a_chosen_file_is_there_again_after_the_page_was_left(world, open_page, enter, traffic, tmp_path):
    book = tmp_path / "台账.xlsx"
    book.write_bytes(workbook(row(1)))
    page = open_page()
    enter(page, world.clerk)
    page.goto(reverse("ledgers:import"))
    page.set_input_files("[name=file]", book)
    page.get_by_text("已选《台账.xlsx》").wait_for()
    page.goto("/")
    page.goto(reverse("ledgers:import"))
    assert page.get_by_text("已选《台账.xlsx》").is_visible()
    page.get_by_role("button", name="读这个文件").click()
    page.get_by_text("现在什么都没有写入").wait_for()
    traffic.settle()
    assert (Batch.objects.count(), ChosenFile.objects.count()) == (1, 0)
