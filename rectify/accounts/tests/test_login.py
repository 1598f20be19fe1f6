"""In, out, the lock, the first password, and the people of a demo."""

from datetime import timedelta
from types import SimpleNamespace
from urllib.parse import quote

import pytest
import time_machine
from django.conf import settings
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone

from rectify.accounts.models import Unit, User
from rectify.audit.models import Event
from rectify.lib.passwords import NoTradeWord
from rectify.lib.pinyin import pinyin_key

RIGHT = "Xun-cha-2026-zheng"


@pytest.fixture
def person(world):
    user = world.clerk
    user.set_password(RIGHT)
    user.save()
    return user


def enter(client, name="clerk", password=RIGHT, **more):
    return client.post("/login/", {"username": name, "password": password} | more)


def kinds():
    return list(Event.objects.filter(kind__startswith="accounts.").order_by("number").values_list("kind", flat=True))


def test_the_page_warns_of_secrets_and_says_the_rule(client, db):
    text = client.get("/login/").content.decode()
    assert "仅处理非涉密信息" in text
    assert "连续输错 5 次，锁定 30 分钟" in text


def test_a_right_password_opens_the_page_that_was_asked_for(client, person):
    assert enter(client, next="/me/?a=1").url == "/me/?a=1"
    assert client.get("/me/").status_code == 200
    assert kinds() == ["accounts.session.open"]


@pytest.mark.parametrize(
    "there", ["//evil", "https:/\\evil", "/\\evil", "/\t/evil", "javascript:alert(1)", "\\\\evil", "https://evil/", ""]
)
def test_next_leads_nowhere_else(client, person, there):
    assert enter(client, next=there).url == "/"


def test_next_in_the_address_is_kept_by_the_form(client, db):
    assert 'name="next" value="/me/"' in client.get("/login/?next=/me/").content.decode()
    assert "evil" not in client.get("/login/?next=" + quote("//evil")).content.decode()


def test_a_new_session_begins_with_the_log_in(client, person):
    client.get("/login/")
    client.cookies[settings.SESSION_COOKIE_NAME] = "chosen-by-somebody-else"
    enter(client)
    assert client.cookies[settings.SESSION_COOKIE_NAME].value != "chosen-by-somebody-else"


def test_a_known_and_an_unknown_name_get_the_same_words(client, person):
    known, unknown = enter(client, password="wrong"), enter(client, name="nobody", password="wrong")
    assert known.context["form"].errors == unknown.context["form"].errors
    assert known.status_code == unknown.status_code == 200


def test_five_wrong_passwords_lock_and_the_page_says_how_long(client, person):
    """8.1.4.1 b The sixth is refused, the right one too."""
    with time_machine.travel(timezone.now(), tick=False) as clock:
        answers = [enter(client, password="wrong") for _ in range(5)]
        sixth, text = enter(client), enter(client).content.decode()
        assert [answer.status_code for answer in answers] == [200] * 4 + [429]
        assert sixth.status_code == 429
        assert "已锁定，30 分钟后自动恢复" in text
        assert "请系统管理员解锁" in text
        assert 'value="clerk"' in text
        assert kinds() == ["accounts.session.fail"] * 5 + ["accounts.session.lock"]
        clock.shift(timedelta(minutes=31))
        assert enter(client).status_code == 302


def test_wrong_names_do_not_fill_the_trail(client, db):
    enter(client, name="nobody", password="wrong")
    assert kinds() == []


def test_the_administrator_unlocks(client, person, world):
    for _ in range(5):
        enter(client, password="wrong")
    admin = Client()
    admin.force_login(world.sysadmin, backend=settings.AUTHENTICATION_BACKENDS[-1])
    assert "输错锁定" in admin.get("/users/").content.decode()
    admin.post(f"/users/{person.public_id}/switch/", {"act": "unlock"})
    assert enter(client).status_code == 302
    assert "accounts.user.unlock" in kinds()


def test_leaving_is_by_post_and_kills_the_session(client, person):
    enter(client)
    old = client.cookies[settings.SESSION_COOKIE_NAME].value
    assert client.get("/logout/").url == "../"
    assert client.post("/logout/").url == "/login/"
    client.cookies[settings.SESSION_COOKIE_NAME] = old
    assert client.get("/me/").url.startswith("/login/")
    assert kinds()[-1] == "accounts.session.close"


def test_a_stopped_account_is_out_at_the_next_request(client, person):
    """8.1.4.2 c"""
    enter(client)
    User.objects.filter(pk=person.pk).update(is_active=False)
    assert client.get("/me/").url.startswith("/login/")
    assert "账号或密码不对" in enter(client).content.decode()


@pytest.fixture
def newcomer(person):
    person.must_change_password = True
    person.save()
    return person


def change(client, new, old=RIGHT, **more):
    return client.post("/password/", {"old": old, "new": new, "again": new} | more)


def test_a_first_password_must_go_before_anything_else(client, newcomer):
    enter(client)
    answer = client.get("/me/?a=1")
    assert answer.url == "/password/?next=%2Fme%2F%3Fa%3D1"
    assert client.get("/api/v1/issues/").status_code == 403
    text = client.get(answer.url).content.decode()
    assert "10" in text
    assert "两类字符" in text
    assert change(client, "Gang-tie-2027", next="/me/?a=1").url == "/me/?a=1"
    assert client.get("/me/").status_code == 200
    assert kinds()[-1] == "accounts.user.password"


def test_one_may_leave_without_changing_it(client, newcomer):
    enter(client)
    assert client.post("/logout/").url == "/login/"


@pytest.mark.parametrize(
    ("new", "why"),
    [
        ("Ab1", "10"),
        ("abcdefghijklmn", "两类字符"),
        ("clerk-clerk-1", "账号"),
        (RIGHT, "与现在的一样"),
        ("1234567890", "密码"),
        ("Ducha@2026", "一猜就中"),
        ("Jiwei@123456", "一猜就中"),
        ("整改办@2026.11", "一猜就中"),
    ],
)
def test_a_weak_password_is_refused_with_its_reason(client, newcomer, new, why):
    """8.1.4.1 a"""
    enter(client)
    answer = change(client, new)
    assert answer.status_code == 200
    assert why in str(answer.context["form"].errors)
    assert User.objects.get(pk=newcomer.pk).must_change_password


def test_a_password_is_taken_as_it_was_typed(client, newcomer):
    long = "  巡察整改 2026 🙂 " + "长" * 40 + " "
    enter(client)
    assert change(client, long).status_code == 302
    client.post("/logout/")
    assert enter(client, password=long.strip()).status_code == 200
    assert enter(client, password=long).status_code == 302


def test_a_new_password_ends_the_other_browser(client, person):
    other = Client()
    enter(client), enter(other)
    assert change(client, "Gang-tie-2027").status_code == 302
    assert client.get("/me/").status_code == 200
    assert other.get("/me/").url.startswith("/login/")


@pytest.mark.parametrize("old", ["", "wrong"])
def test_the_old_password_is_asked(client, person, old):
    enter(client)
    assert change(client, "Gang-tie-2027", old=old).context["form"].errors["old"]


HERE = {"HTTP_HOST": "127.0.0.1:8000", "REMOTE_ADDR": "127.0.0.1"}


@pytest.fixture
def demo(settings):
    settings.DEMO = True


def test_a_demo_lists_its_people_by_role_and_one_click_enters(client, demo, world):
    answer = client.get("/login/", **HERE)
    groups = {group.role: [one.name for one in group.people] for group in answer.context["demo_people"]}
    assert groups["督查经办人"] == ["clerk", "checker"]
    assert groups["审计管理员"] == ["auditor"]
    assert all(len(people) <= 4 for people in groups.values())
    assert client.post("/login/demo/", {"person": world.head.public_id}, **HERE).url == "/"
    assert client.session["_auth_user_id"] == str(world.head.pk)


@pytest.mark.parametrize(
    "elsewhere",
    [
        {"HTTP_HOST": "rectify.example.gov.cn"},
        {"REMOTE_ADDR": "10.1.2.3"},
        {"HTTP_X_FORWARDED_FOR": "127.0.0.1"},
        {"REMOTE_ADDR": ""},
    ],
)
def test_a_demo_is_closed_to_other_machines(client, demo, world, settings, elsewhere):
    settings.ALLOWED_HOSTS = ["*"]
    answer = client.post("/login/demo/", {"person": world.head.public_id}, **HERE | elsewhere)
    assert answer.status_code == 404
    assert client.get("/login/", **HERE | elsewhere).context["demo_people"] == []


def test_without_a_demo_nobody_enters_by_a_click(client, world, settings):
    settings.DEMO = False
    assert client.post("/login/demo/", {"person": world.head.public_id}, **HERE).status_code == 404


def test_a_stranger_does_not_lock_the_person_out_of_the_own_desk(client, person):
    """8.1.4.1 b The lock is for strangers."""
    own, stranger = Client(), client
    enter(own)
    own.post("/logout/")
    for _ in range(6):
        enter(stranger, password="wrong")
    assert enter(stranger).status_code == 429
    assert enter(own).status_code == 302
    assert enter(Client()).status_code == 429  # coming in from the own desk opens nothing for strangers


def test_a_known_device_is_slowed_down_and_not_let_guess_for_ever(person):
    own = Client()
    enter(own)
    own.post("/logout/")
    answers = [enter(own, password="wrong").status_code for _ in range(30)]
    assert answers == [200] * 29 + [429]
    assert "连续输错 30 次密码" in enter(own).content.decode()
    assert enter(Client()).status_code == 302


def test_a_device_knows_who_came_in_from_it_and_nobody_else(person, world):
    """Another person's device, a cookie made up, one that was changed, and one of 31 days ago are strangers."""
    other = Client()
    other.force_login(world.head, backend=settings.AUTHENTICATION_BACKENDS[-1])
    other.post("/logout/")
    own = Client()
    enter(own)
    own.post("/logout/")
    real = own.cookies["device"].value
    with time_machine.travel(timezone.now() + timedelta(days=31)):
        for _ in range(5):
            enter(Client(), password="wrong")
        for made_up in (other.cookies.get("device"), "x", real[:-2] + "aa", real):
            one = Client()
            one.cookies["device"] = getattr(made_up, "value", made_up) or ""
            assert enter(one).status_code == 429, made_up


def test_an_administrator_unlocks_a_device_too(person, world):
    own = Client()
    enter(own)
    own.post("/logout/")
    for _ in range(30):
        enter(own, password="wrong")
    admin = Client()
    admin.force_login(world.sysadmin, backend=settings.AUTHENTICATION_BACKENDS[-1])
    assert "输错锁定" in admin.get("/users/").content.decode()
    admin.post(f"/users/{person.public_id}/switch/", {"act": "unlock"})
    assert enter(own).status_code == 302


@pytest.mark.parametrize("name", ["Shizhujianju", "zhujianju", "ZJJ", "szjj", "市住建局", "住建局"])
def test_the_own_unit_and_a_year_are_no_password(name):
    unit = Unit(name="市住建局", pinyin=pinyin_key("市住建局"))
    person, elsewhere = SimpleNamespace(posts=[SimpleNamespace(unit=unit)]), SimpleNamespace(posts=[])
    with pytest.raises(ValidationError, match="一猜就中"):
        NoTradeWord().validate(f"{name}@2026-2027", person)
    NoTradeWord().validate(f"{name}-qiao-2026-dou", person)
    NoTradeWord().validate(f"{name}@2026-2027", elsewhere)
