"""The first review by keys alone: every file judged, one returned with a stored reason, the mouse untouched."""

import pytest
from django.urls import reverse

from issues.models import Phrase, Status
from ledgers.models import FileVerdict
from rectify.drafts.models import FormDraft
from rectify.roof.testing.browser import drafted

LONGER_THAN_A_PAUSE = 1800  # milliseconds; after 1500 without a key a draft goes to the server (static/src/js/draft.js)
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_the_keys_judge_every_file(world, page, enter):
    Phrase.objects.create(use=Phrase.Use.RETURN, text="缺少签字页", order=0)
    issue = world.issue(at=Status.FIRST_REVIEW)
    enter(page, world.checker)
    page.goto(reverse("ledgers:review", args=[issue.public_id]))
    page.keyboard.press("j")
    assert page.locator("tr.is-current").count() == 1
    assert page.evaluate("!!document.activeElement.closest('tr.is-current .review-file')")
    page.keyboard.press("a")
    page.locator("#judged", has_text="已判 1").wait_for()
    page.locator("[data-review-said]", has_text="第 2 份").wait_for()
    page.keyboard.press("r")
    assert page.locator("[data-phrases]").get_attribute("open") is not None
    page.keyboard.press("1")
    page.locator("#judged", has_text="已判 2").wait_for()
    page.keyboard.press("k")
    assert (
        page.evaluate("Array.from(document.querySelectorAll('tr[data-file]')).findIndex(r => r.matches('.is-current'))")
        == 0
    )
    page.keyboard.press("?")
    assert page.locator("[data-keys]").get_attribute("open") is not None
    words = set(FileVerdict.objects.values_list("word", "note"))
    assert words == {("accepted", ""), ("unclear", "缺少签字页")}


def test_an_answer_that_is_late_does_not_shut_the_way_that_the_last_word_opened(world, page, enter):
    issue = world.issue(at=Status.FIRST_REVIEW)
    enter(page, world.checker)
    page.goto(reverse("ledgers:review", args=[issue.public_id]))
    late = []

    def first_comes_late(route):
        answer = route.fetch()
        if late:
            route.fulfill(response=answer)
        else:
            late.append((route, answer))

    page.route("**/review/*/", first_comes_late)
    for cell in page.locator("td.review-word").all():
        cell.get_by_label("认可", exact=True).check()
    page.wait_for_timeout(1000)
    ((route, answer),) = late
    route.fulfill(response=answer)
    page.locator("#judged", has_text="已判 2").wait_for()
    page.wait_for_timeout(300)
    assert page.get_by_role("button", name="初审通过，送审定").is_visible()


def test_keys_are_letters_while_one_types(world, page, enter):
    issue = world.issue(at=Status.FIRST_REVIEW)
    enter(page, world.checker)
    page.goto(reverse("ledgers:review", args=[issue.public_id]))
    page.get_by_label("另外要说的").fill("")
    page.get_by_label("另外要说的").press("a")
    page.get_by_label("另外要说的").press("j")
    assert page.get_by_label("另外要说的").input_value() == "aj"
    assert FileVerdict.objects.count() == 0


def test_a_reason_typed_when_the_session_had_ended_is_there_after_logging_in(world, page, enter, complaints):
    issue = world.issue(at=Status.FIRST_REVIEW)
    enter(page, world.checker)
    address = reverse("ledgers:review", args=[issue.public_id])
    page.goto(address)
    cell = page.locator("td.review-word").first
    cell.get_by_label("请补充", exact=True).check()
    cell.get_by_text("请写理由").wait_for()
    page.wait_for_timeout(LONGER_THAN_A_PAUSE)
    page.context.clear_cookies()
    cell.locator("textarea").fill("第 3 页没有签字")
    drafted(page, "第 3 页没有签字")
    page.goto("/login/")
    enter(page, world.checker)
    page.goto(address)
    page.get_by_role("button", name="恢复那份").click()
    assert page.locator("td.review-word textarea").first.input_value() == "第 3 页没有签字"
    complaints[:] = [text for text in complaints if "403" not in text]  # the server took no draft without a session


def test_a_word_that_saves_itself_ends_its_draft(world, page, enter, traffic):
    issue = world.issue(at=Status.FIRST_REVIEW)
    enter(page, world.checker)
    page.goto(reverse("ledgers:review", args=[issue.public_id]))
    cell = page.locator("td.review-word").first
    cell.get_by_label("请补充", exact=True).check()
    cell.get_by_text("请写理由").wait_for()
    cell.locator("textarea").fill("第 3 页没有签字")
    page.wait_for_timeout(LONGER_THAN_A_PAUSE)
    traffic.settle()
    assert FormDraft.objects.get().values["note"] == "第 3 页没有签字"
    cell.locator("textarea").press("Tab")
    page.locator("#judged", has_text="已判 1").wait_for()
    page.wait_for_timeout(LONGER_THAN_A_PAUSE)
    traffic.settle()
    assert FormDraft.objects.count() == 0
    assert page.evaluate("Object.keys(localStorage).filter((name) => name.startsWith('draft:')).length") == 0
    assert FileVerdict.objects.get().note == "第 3 页没有签字"


def test_a_form_named_by_its_address_keeps_what_was_typed(world, page, enter):
    issue = world.issue(at=Status.AWAITING_SIGNATURE)
    enter(page, world.principal)
    address = reverse("ledgers:sign", args=[issue.public_id])
    page.goto(address)
    page.get_by_label("不予签字的理由").fill("佐证不全，先不签")
    drafted(page, "佐证不全，先不签")
    page.context.clear_cookies()
    page.goto(address)
    assert "/login/" in page.url
    enter(page, world.principal)
    page.goto(address)
    page.get_by_role("button", name="恢复那份").click()
    assert page.get_by_label("不予签字的理由").input_value() == "佐证不全，先不签"
