"""The second factor: demanded by rule, bound, used once, lost, brought back by a slip; and where one is logged in."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone
from django_otp.oath import TOTP

from rectify.accounts import factors, opening
from rectify.accounts.actions import factors as actions
from rectify.accounts.models import Factor, OpenSession, RecoveryCode
from rectify.audit.models import Event
from rectify.lib.errors import Refused
from rectify.options.stored import set_option
from rectify.roof.management.commands import doctor
from rectify.roof.testing.walk import every_address

pytestmark = pytest.mark.django_db
PASSWORD = "Xun-cha-2026-zheng"
OPEN = {"accounts:factor", "accounts:logout", "accounts:login", "accounts:demo_login", "healthz"}


@pytest.fixture(autouse=True)
def own_keys(settings, tmp_path):
    """The clock stands: a slow machine would be shown another code half a minute later."""
    settings.VAR = tmp_path
    with time_machine.travel(timezone.now(), tick=False):
        yield


@pytest.fixture
def head(world):
    user = world.head
    user.set_password(PASSWORD)
    user.save()
    return user


def code(sealed: str, steps: int = 0) -> str:
    """What the telephone shows so many half minutes from now."""
    return f"{TOTP(factors.opened(sealed), drift=steps).token():06d}"


def of(user, steps: int = 0) -> str:
    return code(Factor.objects.get(user=user).seed, steps)


def bound(user) -> list[str]:
    """A telephone is bound; gives the recovery codes."""
    seed = factors.new_seed()
    return actions.bind(user=user, seed=seed, typed=code(seed, -1), by=user)


def enter(client: Client, user):
    return client.post("/login/", {"username": user.username, "password": PASSWORD})


def test_the_password_alone_opens_nothing(head):
    """8.1.4.1 d With the password only, every address but the code's page and the way out leads back to it."""
    bound(head)
    client = Client()
    enter(client, head)
    for address in every_address():
        if address.params or address.name in OPEN:
            continue
        answer = client.get(f"/{address.route}")
        assert answer.status_code == (403 if address.is_api or address.name == "schema" else 302), address.route
        assert address.is_api or address.name == "schema" or answer.url.startswith("/login/code/"), address.route
    before = client.session.session_key
    assert client.post("/login/code/", {"code": of(head)}).url == "/"
    assert client.session.session_key != before  #
    assert client.get("/me/").status_code == 200


def test_a_code_opens_once(head):
    """The same code a second time, one of before it, and a wrong one are refused; five wrong ones make a pause."""
    bound(head)
    now = of(head)
    assert actions.show(user=head, typed=now, by=head)
    assert not actions.show(user=head, typed=now, by=head)
    assert not actions.show(user=head, typed=of(head, -1), by=head)
    for _ in range(3):
        assert not actions.show(user=head, typed="", by=head)
    with pytest.raises(Refused):
        actions.show(user=head, typed=of(head, 1), by=head)
    with time_machine.travel(timezone.now() + timedelta(minutes=31)):
        assert actions.show(user=head, typed=of(head), by=head)


def test_a_slip_opens_once_and_is_told(head):
    first, *_ = codes = bound(head)
    assert len(codes) == factors.CODES
    assert not {c.replace(" ", "") for c in codes} & set(RecoveryCode.objects.values_list("code", flat=True))
    assert actions.show(user=head, typed=first, by=head)
    assert not actions.show(user=head, typed=first, by=head)
    assert head.notices.filter(title__contains="还剩 9 个").exists()
    assert len(actions.print_codes(user=head, typed=codes[1], by=head)) == factors.CODES
    assert not actions.show(user=head, typed=codes[2], by=head)  # those of before are dead


def test_who_must_binds_at_the_next_log_in(head):
    """8.1.4.1 d Nothing but binding opens; what was there before binds at the next log-in; a session under way goes on."""
    here = Client()
    enter(here, head)
    set_option("factor.office_head", True)
    assert here.get("/me/").status_code == 200
    client = Client()
    enter(client, head)
    assert client.get("/issues/").url.startswith("/me/factor/new/")
    page = client.get("/me/factor/new/").content.decode()
    seed = client.session["seed"]
    assert factors.shown(seed) in page
    picture = client.get("/me/factor/new/code.svg")
    assert picture["Content-Type"] == "image/svg+xml"
    assert "no-store" in picture["Cache-Control"]
    assert b"style" not in picture.content
    assert "不对" in client.post("/me/factor/new/", {"code": "000000"}).content.decode()
    answer = client.post("/me/factor/new/", {"code": code(seed)}).content.decode()
    assert len(re.findall(r"<li><b class=\"code\">\w{4} \w{4} \w{4}", answer)) == factors.CODES
    assert client.get("/me/").status_code == 200
    assert client.get("/me/factor/new/code.svg").status_code == 404  # a bound seed is shown to nobody


def test_an_open_session_binds_no_other_telephone(head):
    slips = bound(head)
    client = Client()
    enter(client, head)
    client.post("/login/code/", {"code": of(head)})
    client.get("/me/factor/new/")
    seed, before = client.session["seed"], Factor.objects.get().seed
    for current in ("", "000000", of(head)):  # the last one was used at the log-in
        client.post("/me/factor/new/", {"code": code(seed), "current": current})
        assert Factor.objects.get().seed == before
    client.post("/me/factor/new/", {"code": code(seed), "current": slips[0]})
    assert Factor.objects.get().seed == seed


def test_the_seed_is_in_no_database(head, settings, tmp_path):
    """Sealed by a key that lies elsewhere; without the key only a slip opens, and `doctor` says so."""
    codes = bound(head)
    seed = factors.opened(Factor.objects.get().seed)
    assert seed.hex() not in Factor.objects.get().seed
    assert factors.key_file().stat().st_mode & 0o77 == 0
    assert doctor.seeds()
    right = of(head, 1)
    settings.VAR = tmp_path / "other"
    assert not doctor.seeds()
    assert not actions.show(user=head, typed=right, by=head)
    assert actions.show(user=head, typed=codes[0], by=head)


def test_the_doctor_notices_a_wrong_clock(world):
    for user, offset in ((world.head, 1), (world.clerk, 1), (world.liaison, 0)):
        bound(user)
        assert doctor.clock() or user == world.liaison
        assert actions.show(user=user, typed=of(user, offset), by=user)
    assert "慢" in doctor.clock().reason


def test_a_fourth_log_in_ends_the_oldest(head):
    """8.1.4.1 b The oldest is over with a notice and an event; 退出其他 ends all but this one."""
    clients = [Client(headers={"user-agent": f"Mozilla (Windows) Firefox/{number}"}) for number in range(4)]
    for client in clients:
        enter(client, head)
    assert [client.get("/me/").status_code for client in clients] == [302, 200, 200, 200]
    assert Event.objects.filter(kind="accounts.session.over").count() == 1
    page = clients[3].get("/me/sessions/").content.decode()
    assert (page.count("Windows Firefox"), page.count("这一处")) == (3, 1)
    clients[3].post("/me/sessions/end/")
    assert [client.get("/me/").status_code for client in clients] == [302, 302, 302, 200]
    clients[3].post("/logout/")
    opening.forget_ended()
    assert not OpenSession.objects.exists()


def test_an_old_password_and_one_of_before_are_not_kept(head):
    """8.1.4.1 a After so many days a new one is asked before anything else; the last five are not taken again."""
    client = Client()
    passwords = [f"Gang-tie-{number}-luo" for number in range(5)]
    for old, new in zip([PASSWORD, *passwords], passwords, strict=False):
        enter(client, head) if old == PASSWORD else None
        assert client.post("/password/", {"old": old, "new": new, "again": new}).status_code == 302, new
    again = {"old": passwords[-1], "new": passwords[0], "again": passwords[0]}
    assert "用过的密码" in client.post("/password/", again).content.decode()
    set_option("login.password_days", 90)
    with time_machine.travel(timezone.now() + timedelta(days=91)):
        late = Client()
        late.post("/login/", {"username": head.username, "password": passwords[-1]})
        assert late.get("/issues/").url.startswith("/password/")
        assert late.get("/api/v1/issues/").status_code == 403
        late.post("/password/", {"old": passwords[-1], "new": PASSWORD, "again": PASSWORD})
        assert late.get("/me/").status_code == 200
