"""A telephone in the browser: demanded, bound, lost, come in by a slip, both lost, given back by two hands."""

import base64
import re

import pytest
import time_machine
from django_otp.oath import TOTP

from rectify.accounts import factors
from rectify.accounts.actions import changes
from rectify.accounts.models import AskedChange, Factor
from rectify.options.stored import set_option

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PASSWORD = "Xun-cha-2026-zheng"


def log_in(page, user):
    page.goto("/login/")
    page.fill("[name=username]", user.username)
    page.fill("[name=password]", PASSWORD)
    page.click("main .btn-primary")


def give(page, code):
    page.fill("[name=code]", code)
    page.click("main .btn-primary")


def test_a_telephone_is_bound_lost_and_given_back(open_page, enter, world, settings, tmp_path):
    settings.VAR = tmp_path
    head = world.head
    head.set_password(PASSWORD)
    head.save()
    set_option("factor.office_head", True)
    page = open_page(390, 844)
    log_in(page, head)
    assert page.text_content("h1") == "绑定动态码"
    page.wait_for_function("() => document.querySelector('main img').naturalWidth > 100")
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    seed = re.search(r"(?:[A-Z2-7]{4} ){7}[A-Z2-7]{4}", page.text_content("main"))[0]
    give(page, "000000")
    assert "不对" in page.text_content("main")
    give(page, f"{TOTP(base64.b32decode(seed.replace(' ', ''))).token():06d}")
    slips = page.locator(".slips .code").all_text_contents()
    assert len(slips) == factors.CODES
    page.click("main .btn-primary")
    lost = open_page()
    log_in(lost, head)
    assert lost.text_content("h1") == "再输一次动态码"
    give(lost, slips[0])
    assert "动态码" not in lost.text_content("h1")

    admin, boss = open_page(), open_page()
    enter(admin, world.sysadmin)
    admin.goto(f"/users/{head.public_id}/")
    admin.click("text=重置动态码")
    enter(boss, world.secadmin)
    boss.goto(f"/changes/{AskedChange.objects.get().public_id}/")
    assert "不用动态码就能登录" in boss.text_content("main")
    boss.click("main .btn-primary")
    assert Factor.objects.exists()  # for ten minutes the head can say no
    change = AskedChange.objects.get()
    with time_machine.travel(change.effective_from):
        changes.carry_out_due(at=change.effective_from)
    again = open_page()
    log_in(again, head)
    assert again.text_content("h1") == "绑定动态码"
