"""The three administrators: each its own work, no two in one person, nobody else on their pages."""

import re
from datetime import timedelta

import pytest
from django.conf import settings
from django.db import IntegrityError, transaction
from django.urls import reverse

from issues.models import Issue
from rectify.accounts.access import first_page
from rectify.accounts.actions import holdings, users
from rectify.accounts.actions.changes import confirm
from rectify.accounts.models import AskedChange, Holding, User
from rectify.accounts.roles import AccountKind, Role
from rectify.audit.models import Event
from rectify.lib.dates import today
from rectify.lib.errors import Refused
from rectify.roof.testing.counting import counted
from rectify.roof.testing.world import again

KINDS = [kind for kind in AccountKind if kind != AccountKind.BUSINESS]
PAGES = {
    "sysadmin": {
        "accounts:users",
        "accounts:user_new",
        "accounts:units",
        "accounts:unit_new",
        "accounts:unit_import",
        "accounts:unit_template",
        "options:list",
        "calendars:days",
        "calendars:load",
    },
    "secadmin": {"accounts:users", "accounts:user_new", "accounts:grants", "accounts:grant_new"},
    "auditor": {"audit:events"},
}


def log_in(client, user):
    client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[-1])
    return client


@pytest.mark.model
@pytest.mark.parametrize("kind", KINDS)
def test_the_database_gives_an_administrator_no_post(world, kind):
    """8.1.4.2 d"""
    admin = User.objects.get(kind=kind)
    with pytest.raises(IntegrityError), transaction.atomic():
        Holding.objects.create(user=admin, role=Role.LEADER, unit=world.lead, starts=today())


@pytest.mark.model
@pytest.mark.parametrize("kind", KINDS)
def test_the_database_makes_nobody_with_posts_an_administrator(world, kind):
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.filter(pk=world.clerk.pk).update(kind=kind)


@pytest.mark.parametrize("who", [*PAGES, "clerk", "leader", "stranger"])
def test_each_sees_its_own_pages_only(world, client, who):
    """8.1.5.1 a 8.1.5.2 a 8.1.5.3 a Other pages are not there."""
    log_in(client, getattr(world, who))
    every = set().union(*PAGES.values())
    assert {name for name in every if client.get(reverse(name)).status_code == 200} == PAGES.get(who, set())


@pytest.mark.parametrize("who", PAGES)
def test_an_administrator_sees_no_business(world, client, who):
    """8.1.5.1 a 8.1.5.2 a 8.1.5.3 a"""
    world.issue()
    admin = getattr(world, who)
    assert set(Issue.objects.visible_to(admin)) == set()
    assert first_page(admin) in PAGES[who]
    assert first_page(world.clerk) == ""


def grant(world, **more):
    given = {"user": world.stranger, "role": Role.UNIT_LIAISON, "unit": world.lead, "by": world.secadmin} | more
    return holdings.grant(**given)


def test_a_grant_is_given_and_taken_back(world):
    issue = world.issue(at="dispatched")
    assert issue not in Issue.objects.visible_to(world.stranger)
    holding = grant(world, note="市委干〔2026〕7 号")
    assert issue in Issue.objects.visible_to(world.stranger)
    yesterday = Holding.objects.filter(pk=holding.pk)
    yesterday.update(starts=today() - timedelta(days=9))
    holdings.end(holding=holding, by=world.secadmin)
    assert issue not in Issue.objects.visible_to(world.stranger)
    assert yesterday.get().ends == today() - timedelta(days=1)
    kinds = [event.kind for event in Event.objects.about(world.stranger)]
    assert kinds == ["accounts.holding.grant", "accounts.holding.end"]


@pytest.mark.parametrize(("first", "last", "sees"), [(-9, -1, False), (-9, 0, True), (0, None, True), (1, None, False)])
def test_a_grant_holds_from_its_first_to_its_last_day(world, first, last, sees):
    """8.1.4.2 c"""
    day = today()
    ends = None if last is None else day + timedelta(days=last)
    Holding.objects.create(
        user=world.stranger, role=Role.UNIT_LIAISON, unit=world.lead, starts=day + timedelta(days=first), ends=ends
    )
    assert world.stranger.holds(Role.UNIT_LIAISON, at=world.lead) is sees


def test_a_grant_of_today_taken_back_at_once_leaves_nothing_but_the_trail(world):
    holdings.end(holding=grant(world), by=world.secadmin)
    assert world.stranger.posts == []
    assert Event.objects.about(world.stranger).last().kind == "accounts.holding.withdraw"


@pytest.mark.parametrize(
    ("more", "why"),
    [
        (lambda w: {"user": w.auditor}, "三员不得兼任业务角色"),
        (lambda w: {"user": w.sysadmin}, "三员不得兼任业务角色"),
        (lambda w: {"role": Role.OFFICE_CLERK}, "只能授在督查"),
        (lambda w: {"user": w.liaison}, "已有"),
        (lambda w: {"ends": today() - timedelta(days=1)}, "截止日早于起始日"),
        (lambda w: {"by": w.sysadmin}, "只有安全管理员"),
        (lambda w: {"by": w.head}, "只有安全管理员"),
    ],
)
def test_what_cannot_be_granted_is_refused_with_a_reason(world, more, why):
    with pytest.raises(Refused, match=why):
        grant(world, **more(world))
    assert not Event.objects.filter(kind="accounts.holding.grant").exists()


def test_the_page_grants_and_ends(world, client):
    log_in(client, world.secadmin)
    data = {
        "user": world.stranger.public_id,
        "role": Role.UNIT_LIAISON,
        "unit": world.lead.public_id,
        "starts": today(),
    }
    assert client.post(reverse("accounts:grant_new"), data).status_code == 302
    assert not world.stranger.posts
    confirm(change=AskedChange.objects.get(), by=world.sysadmin)
    holding = world.stranger.posts[0]
    for address in ("/grants/", "/grants/?by=person", "/grants/?q=stranger&role=unit_liaison"):
        assert "stranger" in client.get(address).content.decode()
    assert client.post(reverse("accounts:grant_end", args=[holding.pk]), {}).status_code == 302
    assert again(world.stranger).posts == []


def test_the_choice_of_people_holds_no_administrator(world, client):
    text = log_in(client, world.secadmin).get(reverse("accounts:grant_new")).content.decode()
    assert world.auditor.public_id not in text
    assert world.stranger.public_id in text


NEW = {"username": "zhaoliu", "name": "赵六", "title": "科长", "kind": "business"}


def opened(world, client, **more):
    return log_in(client, world.sysadmin).post(reverse("accounts:user_new"), NEW | more)


def test_an_account_is_opened_with_a_password_shown_once(world, client):
    text = opened(world, client, key="k1").content.decode()
    user = User.objects.get(username="zhaoliu")
    password = re.search(r'<b class="code">(\w{4} \w{4})</b>', text)[1]
    assert not user.check_password(password)  # half of it: the other comes from the security administrator
    assert user.must_change_password
    assert "只显示那一次" in opened(world, client, key="k1", username="other").content.decode()
    assert User.objects.filter(name="赵六").count() == 1
    assert password not in str(list(Event.objects.values()))
    assert password not in client.get(reverse("accounts:user", args=[user.public_id])).content.decode()


@pytest.mark.parametrize("more", [{"username": "clerk"}, {"username": "赵六"}, {"kind": "auditor"}, {"name": ""}])
def test_a_wrong_account_is_not_opened(world, client, more):
    before = User.objects.count()
    assert opened(world, client, **more).context["form"].errors
    assert User.objects.count() == before


@pytest.mark.parametrize(
    ("by", "whose", "may"),
    [
        ("sysadmin", "clerk", True),
        ("sysadmin", "secadmin", True),
        ("sysadmin", "auditor", False),
        ("sysadmin", "sysadmin", False),
        ("secadmin", "clerk", False),
        ("secadmin", "auditor", True),
        ("secadmin", "sysadmin", True),
        ("secadmin", "secadmin", False),
        ("auditor", "sysadmin", False),
        ("head", "clerk", False),
    ],
)
def test_nobody_resets_an_account_of_the_own_kind(world, by, whose, may):
    try:
        users.reset(user=getattr(world, whose), by=getattr(world, by))
    except Refused:
        assert not may
    else:
        assert may
    assert getattr(world, whose).must_change_password is may


def test_a_reset_kills_the_old_password_and_the_open_session(world, client, django_user_model):
    log_in(client, world.clerk)
    users.reset(user=world.clerk, by=world.sysadmin)
    assert client.get("/me/").status_code == 302


def test_the_last_administrator_of_a_kind_stays(world):
    with pytest.raises(Refused, match="唯一在用的审计管理员"):
        users.stop(user=world.auditor, by=world.secadmin)


def test_stopping_and_starting_on_the_page(world, client):
    log_in(client, world.sysadmin)
    address = reverse("accounts:user_switch", args=[world.clerk.public_id])
    client.post(address, {"act": "stop"})
    assert not world.clerk.is_active
    assert "已停用" in client.get("/users/?state=off").content.decode()
    client.post(address, {"act": "start"})
    assert not world.clerk.is_active
    confirm(change=AskedChange.objects.get(), by=world.secadmin)
    assert world.clerk.is_active
    assert client.post(address, {"act": "anything"}).status_code == 302


def test_data_are_changed_and_the_trail_names_them(world, client):
    log_in(client, world.sysadmin)
    address = reverse("accounts:user_edit", args=[world.clerk.public_id])
    client.post(address, {"name": "李四", "title": "副科长", "phone": "", "email": "li@example.cn"})
    assert (world.clerk.name, world.clerk.email) == ("李四", "li@example.cn")
    assert "姓名、职务、邮箱" in client.get(reverse("accounts:user", args=[world.clerk.public_id])).content.decode()


def test_others_do_not_see_when_a_person_came(world, client):
    Event.objects.all()
    from rectify.accounts.actions.sessions import note_entry

    note_entry(user=world.clerk, way="密码", address="10.9.8.7", by=world.clerk)
    admin = log_in(client, world.sysadmin)
    assert "10.9.8.7" not in admin.get(reverse("accounts:user", args=[world.clerk.public_id])).content.decode()
    assert "10.9.8.7" in log_in(client, world.clerk).get("/me/").content.decode()


def test_the_list_costs_the_same_for_many(world, client):
    log_in(client, world.sysadmin)
    for number in range(60):
        User.objects.create(username=f"u{number:03}", name="人")
    with counted(12):
        text = client.get("/users/").content.decode()
    assert "下一页" in text
