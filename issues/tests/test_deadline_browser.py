"""In Chromium: a deadline typed as a phrase is understood beside its box, and all suggestions are taken in one step."""

import os
from pathlib import Path

import pytest
from django.conf import settings

from issues.actions import rounds
from issues.models import Category, Extension, ExtensionReason, Splitting, Status
from issues.tests.test_splitting import TEXT
from rectify.roof.testing.world import track

pytestmark = pytest.mark.browser
AXE = settings.BASE_DIR / "static" / "node_modules" / "axe-core" / "axe.min.js"
SEVERE = "axe.run().then(r => r.violations.filter(v => ['serious', 'critical'].includes(v.impact)).map(v => v.id))"
PHONE = {"width": 390, "height": 844}


@pytest.fixture
def world(transactional_db):
    from rectify.roof.testing.world import build

    return build()


def sound(page, name):
    """No severe fault for assistive technology; a picture where somebody wants to look."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    assert page.evaluate(SEVERE) == []
    if folder := os.environ.get("PICTURES"):
        page.screenshot(path=str(Path(folder) / f"{name}.png"), full_page=True)


def test_a_phrase_is_understood_beside_its_box(world, open_page, enter):
    ExtensionReason.objects.create(code="wait", name="等批复", kind="objective")
    issue = world.issue(at=Status.RECTIFYING)
    page = open_page()
    enter(page, world.principal)
    page.goto(f"{issue.get_absolute_url()}extend/")
    page.get_by_label("申请延期到").fill("2099年10月底前，并长期坚持")
    page.get_by_label("申请延期到").press("End")
    page.get_by_text("记为 2099-10-31 星期六，另记“长期坚持”，原话保留").wait_for()
    page.get_by_label("申请延期到").fill("尽快")
    page.get_by_label("申请延期到").press("End")
    page.get_by_text("没有读出时限，请填写完成时限").wait_for()
    sound(page, "extend")
    page.get_by_label("申请延期到").fill("2099年6月底前")
    page.get_by_label("原因").select_option(index=1)
    page.get_by_label("说明").fill("等上级批复，批复后十天内办结，已派专人盯办。" * 2)
    page.get_by_role("button", name="提交延期申请").click()
    page.get_by_text("延期申请已报").wait_for()
    assert Extension.objects.get().to_due_text == "2099年6月底前"


def test_the_rows_of_a_plan_read_each_its_own_phrase(world, open_page, enter):
    issue = world.issue(at=Status.PLANNING)
    page = open_page()
    enter(page, world.liaison)
    page.goto(f"{issue.get_absolute_url()}plan/")
    page.get_by_role("button", name="加一条措施").click()
    page.locator("[name=measures-1-due]").fill("2099年底前")
    page.locator("[name=measures-1-due]").press("End")
    page.locator("#id_measures-1-due-read").get_by_text("记为 2099-12-31").wait_for()
    assert page.inner_text("#id_measures-0-due-read") == ""
    sound(page, "plan")
    page.set_viewport_size(PHONE)
    sound(page, "plan-phone")


def test_all_suggestions_are_taken_in_one_step(world, open_page, enter):
    track()
    for code in ("C06", "C16"):
        Category.objects.get_or_create(scheme=world.category.scheme, code=code, defaults={"name": f"类别 {code}"})
    rounds.set_units(round_=world.round, numbers={world.lead: 5, world.other: 6}, by=world.clerk)
    page = open_page()
    enter(page, world.clerk)
    page.goto(f"/rounds/{world.round.public_id}/feedback/?unit={world.lead.public_id}")
    page.get_by_label("反馈日期").fill("2026-09-08")
    file = {"name": "反馈意见.txt", "mimeType": "text/plain", "buffer": TEXT.encode()}
    page.get_by_label("反馈意见文件").set_input_files(file)
    page.get_by_role("button", name="登记，原文冻结").click()
    page.get_by_label("别的日期").fill("12月8日前")
    page.get_by_label("别的日期").press("End")
    page.get_by_text("记为 2026-12-08").wait_for()
    sound(page, "split")
    page.get_by_role("link", name="采用全部建议").click()
    page.get_by_role("heading", name="条建议").wait_for()
    sound(page, "adopt")
    page.set_viewport_size(PHONE)
    sound(page, "adopt-phone")
    page.get_by_role("button", name="采用勾选的建议").click()
    page.get_by_text("记为您确认").wait_for()
    assert any(row.get("ok") for row in Splitting.objects.get().rows)
    page.get_by_role("button", name="撤回“采用").click()
    page.get_by_text("已撤回上一步").wait_for()
    assert not any(row.get("ok") for row in Splitting.objects.get().rows)
