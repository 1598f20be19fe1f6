"""In a browser: files go in with a bar, a review is returned with its reasons, mended, and accepted."""

import pytest
from django.urls import reverse

from issues.models import Status
from ledgers.models import FileVerdict
from rectify.lib.tests.samples import PNG
from rectify.roof.testing.pictures import picture

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def go(page, name, issue):
    page.goto(reverse(name, args=[issue.public_id]))


def word(page, name, value, why=""):
    """Choose a word for the file called `name` and wait until it is kept."""
    cell = page.locator("tr", has_text=name).locator("td.review-word")
    cell.get_by_label(value, exact=True).check()
    if why:
        cell.get_by_text("请写理由").wait_for()
        cell.locator("textarea").fill(why)
        cell.locator("textarea").blur()
    cell.get_by_text("已存").wait_for()


def test_a_return_and_then_acceptance(world, open_page, enter, complaints):
    issue = world.issue(at=Status.RECTIFYING)
    for measure in issue.measures.order_by("order"):
        world.attach(issue, measure, name=f"核查记录{measure.order}.pdf")
    world.bring(issue, Status.FIRST_REVIEW)
    phone = {"width": 390, "height": 844}
    checker, liaison, principal, head = open_page(), open_page(**phone), open_page(**phone), open_page()
    for page, person in ((checker, "checker"), (liaison, "liaison"), (principal, "principal"), (head, "head")):
        enter(page, getattr(world, person))
    send_back(checker, issue)
    mend(liaison, issue, checker.pdf(), complaints)
    look(liaison, issue, complaints)
    world.bring(issue, Status.AWAITING_SIGNATURE)
    sign(principal, issue)
    accept(checker, issue)
    decide(head, issue)


def send_back(checker, issue):
    go(checker, "ledgers:review", issue)
    word(checker, "核查记录1.pdf", "认可")
    assert checker.locator("#judged").inner_text() == "2 份，已判 1"
    word(checker, "核查记录2.pdf", "不认可", "只有封面，缺签字页")
    checker.get_by_text("退回，附 1 条理由").wait_for()
    checker.get_by_label("另外要说的").fill("下周一前补齐")
    picture(checker, "closure-review")
    checker.get_by_role("button", name="初审通过").click()
    assert checker.evaluate("document.activeElement.id") == "why-pass_review"
    checker.get_by_role("button", name="退回，附 1 条理由").click()
    checker.get_by_text("理由已发给责任单位").wait_for()
    issue.refresh_from_db()
    assert issue.status == Status.RECTIFYING
    assert issue.closures.get().review_note == "标准 2《核查记录2.pdf》不认可：只有封面，缺签字页\n下周一前补齐"


def mend(liaison, issue, paper, complaints):
    go(liaison, "issues:evidence_upload", issue)
    liaison.get_by_label("证明哪条措施").select_option(issue.measures.get(order=2).public_id)
    liaison.get_by_label("材料形成日期").fill("2026-03-04")
    files = [("签字页.png", "image/png", PNG), ("补充.pdf", "application/pdf", paper), ("错.exe", "x/y", b"MZ" * 400)]
    liaison.set_input_files("#upload", [{"name": n, "mimeType": m, "buffer": b} for n, m, b in files])
    liaison.get_by_text("收到 2 份，1 份没有传成").wait_for()
    assert "程序和快捷方式不收" in liaison.locator(".upload-list").inner_text()
    complaints[:] = [text for text in complaints if "400" not in text]  # the browser notes the refused file
    picture(liaison, "evidence-upload-phone")
    liaison.reload()
    assert liaison.get_by_role("link", name="签字页.png", exact=True).is_visible()
    picture(liaison, "evidence-phone")


def look(liaison, issue, complaints):
    liaison.locator("li", has_text="签字页.png").get_by_text("预览").click()
    liaison.wait_for_load_state("load")
    image = liaison.locator("img.viewer-image")
    assert image.evaluate("image => image.decode().then(() => image.naturalWidth)") == 1

    go(liaison, "issues:evidence_upload", issue)
    liaison.locator("li", has_text="补充.pdf").get_by_text("预览").click()
    assert liaison.locator("iframe.viewer-frame").is_visible()
    liaison.wait_for_load_state("networkidle")  # what the browser dislikes about the file, it says when it has it
    picture(liaison, "evidence-preview-phone")
    # The browser's own reader of PDFs counts as another host; anything else it says stays a complaint.
    complaints[:] = [text for text in complaints if "chrome-extension:" not in text and "chrome:" not in text]
    go(liaison, "ledgers:apply", issue)
    picture(liaison, "closure-apply-phone")


def sign(principal, issue):
    go(principal, "ledgers:sign", issue)
    picture(principal, "closure-sign-phone")
    principal.get_by_label("我承诺").check()
    principal.get_by_role("button", name="签字背书").click()
    principal.get_by_text("送督查办初审").wait_for()


def accept(checker, issue):
    go(checker, "ledgers:review", issue)
    assert "第 1 次" in checker.locator(".aside").inner_text()
    for name in ("核查记录1.pdf", "核查记录2.pdf", "签字页.png", "补充.pdf"):
        word(checker, name, "认可")
    picture(checker, "closure-review-second")
    checker.get_by_role("button", name="初审通过，送审定").click()
    checker.get_by_text("送督查负责人审定").wait_for()
    assert FileVerdict.objects.filter(closure__number=2, word="accepted").count() == 4


def decide(head, issue):
    head.goto(reverse("ledgers:closures"))
    picture(head, "closures")
    head.locator("a.title", has_text=issue.title).click()
    assert head.get_by_role("button", name="审定销号").is_visible()
    head.get_by_label("全面完成").check()
    head.get_by_label("已现场核查").check()
    head.get_by_label("核查情况").fill("现场查看属实")
    head.get_by_label("核查人").fill("督查科")
    picture(head, "closure-decide")
    head.get_by_role("button", name="审定销号").click()
    head.get_by_text("记入台账，已通知责任单位").wait_for()
    head.goto(reverse("ledgers:closure", args=[issue.closures.get(number=2).public_id]))
    picture(head, "closure-paper")
