"""First passwords in two halves: neither side comes in alone, both together do, for three days and until a password is chosen."""

from datetime import timedelta

import pytest
import time_machine
from django.conf import settings
from django.contrib.auth import authenticate
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import timezone

from rectify.accounts.actions import sessions, slips, users
from rectify.accounts.models import PasswordHalf, User
from rectify.audit.models import Event
from rectify.lib.errors import Refused
from rectify.roof.testing.world import person

OWN = "Meihua-2026-kai"


@pytest.fixture
def newcomer(world):
    return person("newcomer", must_change_password=True)


def printed(world, newcomer):
    """Both halves, in the order in which they are typed."""
    people = {"people": [newcomer]}
    return [slips.print_slips(**people, by=admin)[0].half for admin in (world.sysadmin, world.secadmin)]


def opens(user, password):
    request = RequestFactory().post("/login/")
    return authenticate(request, username=user.username, password=password) == user


def test_only_both_halves_in_their_order_open(world, newcomer):
    first, second = printed(world, newcomer)
    tries = [first, second, second + first, first + first, f"{first[:4]} {first[4:]}-{second}", first + second]
    assert [opens(newcomer, password) for password in tries] == [False, False, False, False, True, True]
    assert {first, second} & {half.code for half in PasswordHalf.objects.all()} == set()
    assert not any(half in str(list(Event.objects.values())) for half in (first, second))


def test_one_half_alone_opens_nothing(world, newcomer):
    half = slips.print_slips(people=[newcomer], by=world.sysadmin)[0].half
    assert not opens(newcomer, half + half)


def test_a_reprint_kills_the_slip_and_is_an_event(world, newcomer):
    first, second = printed(world, newcomer)
    again = slips.print_slips(people=[newcomer], by=world.sysadmin)[0].half
    assert not opens(newcomer, first + second)
    assert opens(newcomer, again + second)
    kinds = Event.objects.about(newcomer).order_by("number").values_list("kind", flat=True)
    assert list(kinds) == ["accounts.user.slip", "accounts.user.slip", "accounts.user.reprint"]


def test_slips_die_after_three_days_and_the_page_says_so(world, newcomer, client):
    now = timezone.now()
    with time_machine.travel(now, tick=False):
        first, second = printed(world, newcomer)
    for hours, comes_in in ((71, True), (73, False)):
        with time_machine.travel(now + timedelta(hours=hours), tick=False):
            answer = Client().post("/login/", {"username": "newcomer", "password": first + second})
            assert (answer.status_code == 302) is comes_in
    assert "过了 72 小时" in answer.content.decode()


def test_a_chosen_password_ends_the_slips(world, newcomer, client):
    first, second = printed(world, newcomer)
    client.post("/login/", {"username": "newcomer", "password": first + second})
    answer = client.post("/password/", {"old": f"{first} {second}", "new": OWN, "again": OWN})
    assert answer.status_code == 302
    assert not PasswordHalf.objects.exists()
    assert opens(newcomer, OWN)
    with pytest.raises(Refused, match="已有自己的密码"):
        slips.print_slips(people=[User.objects.get(pk=newcomer.pk)], by=world.sysadmin)


def test_who_opens_or_resets_an_account_does_not_hold_its_password(world):
    user, half = users.create(username="zhang", name="张", kind="business", by=world.sysadmin)
    assert not opens(user, half)
    sessions.change_password(user=user, password=OWN, by=user)
    users.reset(user=user, by=world.sysadmin)
    assert not opens(user, OWN)
    half = slips.print_slips(people=[user], by=world.sysadmin)[0].half
    assert not opens(user, half)
    other = slips.print_slips(people=[user], by=world.secadmin)[0].half
    assert opens(user, half + other)


@pytest.mark.parametrize("who", ["auditor", "head", "clerk"])
def test_nobody_else_prints(world, newcomer, who):
    with pytest.raises(Refused, match="各打印一半"):
        slips.print_slips(people=[newcomer], by=getattr(world, who))


def test_the_page_prints_those_ticked_once(world, newcomer, client):
    client.force_login(world.secadmin, backend=settings.AUTHENTICATION_BACKENDS[-1])
    page = client.get(reverse("accounts:slips"))
    typed = {"people": [newcomer.public_id], "key": page.context["key"]}
    sheet = client.post(reverse("accounts:slips_print"), typed)
    assert [slip.user for slip in sheet.context["slips"]] == [newcomer]
    again = client.post(reverse("accounts:slips_print"), typed, follow=True)
    assert "只显示那一次" in again.content.decode()
    assert sheet.context["slips"][0].half not in client.get(reverse("accounts:slips")).content.decode()
