"""In a browser: 长期坚持 asked, agreed and looked at on one page; a round enters its next phase with what rolls over in sight."""

from datetime import timedelta

import pytest
from django.urls import reverse

from issues.models import Phase, PhaseKind, Status
from rectify.lib.dates import today
from rectify.roof.testing.pictures import picture

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PHONE = {"width": 390, "height": 844}


def test_long_term_from_asking_to_the_offices_own_word(world, open_page, enter):
    issue = world.issue(at=Status.RECTIFYING)
    liaison, head, clerk = open_page(**PHONE), open_page(), open_page()
    for page, who in ((liaison, "liaison"), (head, "head"), (clerk, "checker")):
        enter(page, getattr(world, who))
    liaison.goto(issue.get_absolute_url())
    liaison.get_by_role("link", name="转长期坚持").click()
    liaison.get_by_label("阶段目标", exact=True).fill("每月抽查一次，无新增")
    liaison.get_by_label("每月", exact=True).check()
    liaison.get_by_label("下次检视").fill((today() + timedelta(days=20)).isoformat())
    liaison.get_by_label("为什么要长期坚持").fill("作风问题要一直抓")
    picture(liaison, "lasting-ask-phone")
    liaison.get_by_role("button", name="提交申请").click()
    liaison.get_by_text("等督查负责人决定").wait_for()
    head.goto(reverse("issues:lasting", args=[issue.public_id]))
    picture(head, "lasting-decide")
    head.get_by_role("button", name="同意转长期坚持").click()
    head.get_by_text("没有转长期坚持").wait_for(state="detached")
    liaison.goto(reverse("issues:lasting", args=[issue.public_id]))
    liaison.get_by_label("部分达到").check()
    liaison.get_by_label("坚持得怎么样").fill("抽查一次，新增 1 户")
    liaison.get_by_role("button", name="报送").click()
    liaison.get_by_text("等督查办阅").wait_for()
    clerk.goto(reverse("issues:lasting", args=[issue.public_id]))
    picture(clerk, "lasting-read")
    clerk.get_by_role("button", name="阅，记认定").click()
    clerk.get_by_text("认定已告知单位").wait_for()
    assert issue.stage_reviews.get().accepted == "partly"
    liaison.reload()
    picture(liaison, "lasting-phone")
    clerk.goto(reverse("ledgers:book", args=["lasting"]))
    picture(clerk, "lasting-book")


def test_a_round_enters_its_next_phase(world, open_page, enter):
    Phase.objects.create(round=world.round, kind=PhaseKind.CONCENTRATED, starts=today() - timedelta(days=90))
    world.issue(at=Status.RECTIFYING)
    head, phone = open_page(), open_page(**PHONE)
    for page in (head, phone):
        enter(page, world.head)
    head.goto(reverse("issues:round", args=[world.round.public_id]))
    head.get_by_role("link", name="转段").click()
    head.get_by_label("深化提升期").check()
    head.get_by_label("依据和说明").fill("领导小组第 6 次会议议定")
    picture(head, "phase-begin")
    phone.goto(reverse("issues:phase_begin", args=[world.round.public_id]))
    picture(phone, "phase-begin-phone")
    head.get_by_role("button", name="转段，留存当天名单").click()
    head.get_by_role("link", name="看转入的 1 件").wait_for()
    picture(head, "phase")
    head.get_by_role("link", name="看转入的 1 件").click()
    head.get_by_text("转段时推进中").first.wait_for()
