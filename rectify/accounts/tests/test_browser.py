"""The door in a browser: the first day of a new person, and what was typed before a session ended."""

import re

import pytest

from rectify.accounts.models import AskedChange, User

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def log_in(page, name, password):
    page.fill("[name=username]", name)
    page.fill("[name=password]", password)
    page.click("main .btn-primary")


def test_the_first_day(open_page, enter, world):
    admin, newcomer = open_page(), open_page(390, 844)
    enter(admin, world.sysadmin)
    admin.goto("/users/new/")
    admin.fill("[name=username]", "zhaoliu")
    admin.fill("[name=name]", "赵六")
    admin.click("main .btn-primary")
    password = re.fullmatch(r"\w{4} \w{4}", admin.text_content(".count b"))[0]

    boss = open_page()
    enter(boss, world.secadmin)
    boss.goto("/slips/")
    boss.click("main .btn-primary")
    password += boss.text_content(".slip-half")

    newcomer.goto("/me/")
    log_in(newcomer, "zhaoliu", password)
    assert newcomer.text_content("h1") == "修改密码"
    assert newcomer.evaluate("document.documentElement.scrollWidth") == 390
    for field, value in (("old", password), ("new", "Gang-tie-2027"), ("again", "Gang-tie-2027")):
        newcomer.fill(f"[name={field}]", value)
    newcomer.click("main .btn-primary")
    assert newcomer.url.endswith("/me/")
    assert "密码已修改" in newcomer.text_content("main")

    boss.goto(f"/users/{User.objects.get(username='zhaoliu').public_id}/")
    boss.click("text=授予角色")
    assert boss.input_value("[name=starts]")
    boss.select_option("[name=role]", "unit_liaison")
    boss.select_option("[name=unit]", world.lead.public_id)
    boss.click("main .btn-primary")
    admin.goto(f"/changes/{AskedChange.objects.get().public_id}/")
    admin.click("main .btn-primary")
    newcomer.reload()
    assert "市住建局" in newcomer.text_content("main")
