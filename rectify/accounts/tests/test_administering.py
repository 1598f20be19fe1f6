"""Where administrators work from, the password once more before an act, what is marked after a reset, and the last way in."""

from datetime import timedelta
from io import StringIO
from ipaddress import ip_network

import pytest
import time_machine
from django.conf import settings as project
from django.core.management import CommandError, call_command
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import timezone
from django_otp.oath import TOTP

from rectify.accounts.actions import factors, recovery, users
from rectify.accounts.factors import new_seed, opened
from rectify.accounts.models import AskedChange, Factor, User
from rectify.accounts.roles import AccountKind
from rectify.audit.models import Event
from rectify.audit.sentences import sentence
from rectify.audit.trail import record
from rectify.lib.clients import client_of
from rectify.lib.dates import today
from rectify.management.commands import recover_administrator
from rectify.notices.models import Notice
from rectify.roof.management.commands import doctor
from rectify.roof.testing.walk import every_address
from rectify.roof.testing.world import person

OWN = "Meihua-2026-kai"
PROXY = "10.0.0.1"


def log_in(user, **where):
    client = Client(**where)
    client.force_login(user, backend=project.AUTHENTICATION_BACKENDS[-1])
    return client


@pytest.mark.parametrize(
    ("peer", "chain", "client"),
    [
        ("10.2.2.2", "", "10.2.2.2"),
        ("10.2.2.2", "10.0.0.9", "10.2.2.2"),  # nobody of ours: the header is the browser's own
        (PROXY, "10.3.3.3", "10.3.3.3"),
        (PROXY, "127.0.0.1, 10.3.3.3", "10.3.3.3"),  # what stands before was written by the browser
        (PROXY, "10.3.3.3, 10.0.0.2", "10.3.3.3"),  # two web servers of ours
        (PROXY, "10.0.0.2", "10.0.0.2"),
        (PROXY, "", PROXY),
        ("::ffff:10.0.0.1", "10.3.3.3", "10.3.3.3"),
        (PROXY, "<script>", "<script>"),
        ("", "10.3.3.3", "127.0.0.1"),
    ],
)
def test_the_client_is_the_last_that_is_none_of_our_web_servers(settings, peer, chain, client):
    settings.TRUSTED_PROXIES = (ip_network("10.0.0.0/29"),)
    headers = {"HTTP_X_FORWARDED_FOR": chain} if chain else {}
    assert client_of(RequestFactory().get("/", REMOTE_ADDR=peer, **headers)) == client


@pytest.mark.parametrize("who", ["sysadmin", "secadmin", "auditor", "head"])
def test_administrators_find_pages_only_where_they_work(world, settings, who):
    settings.ADMIN_ADDRESSES, settings.TRUSTED_PROXIES = (ip_network("10.9.0.0/24"),), (ip_network(PROXY),)
    codes = {}
    for address in ("10.9.0.7", "10.3.3.3"):
        client = log_in(getattr(world, who), REMOTE_ADDR=PROXY, HTTP_X_FORWARDED_FOR=f"10.9.0.9, {address}")
        codes[address] = {client.get(reverse(name)).status_code for name in ("accounts:me", "accounts:changes")}
    assert codes == {"10.9.0.7": {200}, "10.3.3.3": {200} if who == "head" else {404}}


# What a browser elsewhere may write of itself, behind a web server of ours (PROXY) or past it.
FORGED = {
    "plain": {"REMOTE_ADDR": PROXY, "HTTP_X_FORWARDED_FOR": "10.3.3.3"},
    "the range before": {"REMOTE_ADDR": PROXY, "HTTP_X_FORWARDED_FOR": "10.9.0.7, 10.3.3.3"},
    "the range and our own before": {"REMOTE_ADDR": PROXY, "HTTP_X_FORWARDED_FOR": "10.9.0.7, 10.0.0.1, 10.3.3.3"},
    "our own behind": {"REMOTE_ADDR": PROXY, "HTTP_X_FORWARDED_FOR": "10.9.0.7, 10.3.3.3, 10.0.0.1"},
    "past the web server": {"REMOTE_ADDR": "10.3.3.3", "HTTP_X_FORWARDED_FOR": "10.9.0.7"},
    "past it, as our own": {"REMOTE_ADDR": "10.3.3.3", "HTTP_X_FORWARDED_FOR": "10.9.0.7, 10.0.0.1"},
    "other headers": {"REMOTE_ADDR": "10.3.3.3", "HTTP_X_REAL_IP": "10.9.0.7", "HTTP_FORWARDED": "for=10.9.0.7"},
    "no address": {"REMOTE_ADDR": PROXY, "HTTP_X_FORWARDED_FOR": "10.9.0.7, unknown"},
}


@pytest.mark.sampled
@pytest.mark.parametrize("who", ["sysadmin", "secadmin", "auditor"])
def test_from_elsewhere_no_address_answers_an_administrator_whatever_the_browser_says(world, settings, who):
    """8.1.4.1 c Every address that opens where administrators work is lost anywhere else, however the chain is forged."""
    settings.ADMIN_ADDRESSES, settings.TRUSTED_PROXIES = (ip_network("10.9.0.0/24"),), (ip_network(PROXY),)
    user = getattr(world, who)
    inside = log_in(user, REMOTE_ADDR=PROXY, HTTP_X_FORWARDED_FOR="10.9.0.7")
    addresses = [f"/{each.route}" for each in every_address() if not each.params and each.name != "accounts:logout"]
    opens = [address for address in addresses if inside.get(address).status_code == 200]
    assert len(opens) >= 10
    for how, where in FORGED.items():
        outside = log_in(user, **where)
        assert {outside.get(address).status_code for address in opens} == {404}, how
        assert outside.post(reverse("notices:read_all")).status_code == 404, how


@pytest.fixture
def later(world):
    """The security administrator with a password, six minutes after the log-in."""
    user = world.secadmin
    user.set_password(OWN)
    user.save(update_fields=["password"])
    client = Client()
    with time_machine.travel(timezone.now(), tick=False) as clock:
        client.post("/login/", {"username": user.username, "password": OWN})
        assert client.get(reverse("accounts:grants")).status_code == 200
        clock.shift(timedelta(minutes=6))
        yield client


@pytest.fixture
def post(world):
    fields = {"user": world.stranger.public_id, "role": "unit_liaison", "unit": world.lead.public_id}
    return fields | {"starts": str(today()), "note": "市委干〔2026〕7 号"}


def test_after_five_minutes_an_act_waits_for_the_password_and_loses_no_word(later, post):
    asks = later.post(reverse("accounts:grant_new"), post)
    assert (asks.status_code, AskedChange.objects.count()) == (403, 0)
    sent = dict(asks.context["fields"])
    assert sent == post
    wrong = later.post(asks.context["action"], sent | {asks.context["name"]: "Cuowu-2026-x"})
    assert (dict(wrong.context["fields"]), AskedChange.objects.count()) == (post, 0)
    assert Event.objects.filter(kind="accounts.session.fail").count() == 1
    before = later.cookies["rectify"].value
    right = later.post(asks.context["action"], sent | {asks.context["name"]: OWN})
    assert (right.status_code, AskedChange.objects.get().reason) == (302, post["note"])
    assert later.cookies["rectify"].value != before
    assert later.get(reverse("accounts:grants")).status_code == 200


def test_who_has_a_second_factor_shows_it_again_too(later, world, post):
    """8.1.4.1 d The password alone does not do; a wrong one does not use a code up; a code opens once."""
    seed, address = new_seed(), reverse("accounts:grant_new")
    Factor.objects.create(user=world.secadmin, seed=seed)
    asks = later.post(address, post)
    assert (asks.status_code, asks.context["code"]) == (403, "code_again")
    word, name = asks.context["name"], asks.context["code"]
    code = f"{TOTP(opened(seed)).token():06d}"
    for typed, why in (
        ({word: OWN}, factors.WRONG),
        ({word: OWN, name: "000000"}, factors.WRONG),
        ({word: "Cuowu-2026-x", name: code}, "密码不对"),
    ):
        answer = later.post(address, post | typed)
        assert (answer.status_code, AskedChange.objects.count()) == (403, 0)
        assert why in answer.context["wrong"]
        assert dict(answer.context["fields"]) == post
    assert later.post(address, post | {word: OWN, name: code}).status_code == 302
    assert AskedChange.objects.get().reason == post["note"]
    session = later.session
    session["proven"] -= 360
    session.save()
    assert later.post(address, post | {word: OWN, name: code}).status_code == 403


def test_reading_and_what_is_ones_own_ask_nothing(later):
    assert later.get(reverse("accounts:users")).status_code == 200
    assert later.post(reverse("notices:read_all")).status_code == 302
    assert later.post(reverse("accounts:logout")).status_code == 302


def test_what_an_account_does_after_a_reset_is_marked(world):
    users.reset(user=world.clerk, by=world.sysadmin)
    for days, marked in ((0, True), (3.9, True), (4.1, False)):
        with time_machine.travel(timezone.now() + timedelta(days=days)):
            record("accounts.session.close", world.clerk, by=world.clerk)
            assert ("密码重置后不久" in sentence(Event.objects.latest("number"))) is marked


def test_a_sealed_code_lets_one_administrator_in_and_everybody_hears_of_it(world, settings, tmp_path, monkeypatch):
    settings.VAR = tmp_path
    assert "--print-code" in doctor.recovery().reason
    out = StringIO()
    call_command("recover_administrator", "--print-code", stdout=out)
    code = out.getvalue().split()[1]
    assert doctor.recovery()
    assert code not in recovery.code_file().read_text()
    for typed, user, why in (("falsch", "secadmin", "恢复码不对"), (code, "clerk", "请写要恢复的管理员账号")):
        monkeypatch.setattr(recover_administrator, "getpass", lambda prompt, typed=typed: typed)
        with pytest.raises(CommandError, match=why):
            call_command("recover_administrator", user)
    call_command("recover_administrator", "secadmin", stdout=(out := StringIO()))
    password = out.getvalue().split("一次性密码 ")[1].split()[0]
    assert world.secadmin.check_password(password)
    assert world.secadmin.must_change_password
    told = Notice.objects.filter(kind="alarm", title__contains="恢复码").values_list("to__username", flat=True)
    assert set(told) == {"sysadmin", "secadmin", "auditor"}
    with pytest.raises(CommandError, match="恢复码不对"):
        call_command("recover_administrator", "secadmin")
    kinds = list(Event.objects.order_by("number").values_list("kind", flat=True))
    assert kinds[-2:] == ["audit.chainhead.recovery_code", "accounts.administrator.recover"]


def test_doctor_reminds_of_two_of_each_kind(world):
    assert "审计管理员 1 人" in doctor.administrators().reason
    for kind in AccountKind:
        person(f"second_{kind}", kind=kind)
    assert doctor.administrators()
    User.objects.filter(username="second_auditor").update(is_active=False)
    assert doctor.administrators().reason.count(" 人") == 1
