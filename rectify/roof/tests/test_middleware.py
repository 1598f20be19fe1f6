"""What every request meets before a view."""

import io

import pytest
import time_machine
from django.contrib.auth import authenticate, get_user_model
from django.contrib.sessions.models import Session
from django.test import Client, RequestFactory
from rest_framework.exceptions import ParseError

from rectify.lib.api import BoundedJSONParser
from rectify.lib.passwords import kinds_of_signs

START = "2026-11-23 08:00:00+08:00"


@pytest.fixture
def person(db):
    return get_user_model().objects.create(username="wang", name="王", must_change_password=False)


@pytest.mark.parametrize("address", ["/healthz?a=%00", "/healthz?%00=a", "/%00", "/healthz%00"])
def test_nul_in_an_address_is_refused(client, address):
    assert client.get(address).status_code == 400


def test_nul_in_a_form_is_refused(client, db):
    response = client.post("/healthz", "a=%00", content_type="application/x-www-form-urlencoded")
    assert response.status_code == 400


def test_every_answer_has_a_number_and_strict_headers(client, db):
    first, second = client.get("/healthz"), client.get("/healthz")
    assert first["X-Request-ID"] != second["X-Request-ID"]
    for name in ("Content-Security-Policy", "Permissions-Policy", "X-Content-Type-Options", "Referrer-Policy"):
        assert first[name]
    assert first["X-Frame-Options"] == "DENY"


def test_five_wrong_passwords_lock_the_name_whatever_the_address_says(person):
    person.set_password("Right-password-1")
    person.save()
    with time_machine.travel(START, tick=False) as clock:
        for number in range(5):
            assert not logs_in("wang", "wrong", forged=f"203.0.113.{number}")
        assert not logs_in("wang", "Right-password-1")
        clock.shift(31 * 60)
        assert logs_in("wang", "Right-password-1")


def logs_in(username, password, forged=""):
    request = RequestFactory(headers={"x-forwarded-for": forged}).post("/login/")
    return authenticate(request, username=username, password=password) is not None


def visit(client):
    """Any page will do: the session is looked at before the page."""
    client.get("/healthz")
    return client.session.get("_auth_user_id")


def test_a_session_ends_when_idle(person):
    """8.1.4.1 b After IDLE_MINUTES."""
    client = Client()
    with time_machine.travel(START, tick=False) as clock:
        client.force_login(person)
        assert visit(client)
        clock.shift(29 * 60)
        assert visit(client)
        clock.shift(29 * 60)
        assert visit(client)
        clock.shift(31 * 60)
        assert not visit(client)


def test_a_session_ends_after_eight_hours_of_work(person):
    """8.1.4.1 b At the latest."""
    client = Client()
    with time_machine.travel(START, tick=False) as clock:
        client.force_login(person)
        for _ in range(24):
            assert visit(client)
            clock.shift(20 * 60)
        clock.shift(60)
        assert not visit(client)


def test_an_active_session_is_saved_once_in_a_tenth_of_the_idle_time(person, django_assert_num_queries):
    client = Client()
    with time_machine.travel(START, tick=False) as clock:
        client.force_login(person)
        visit(client)
        ends = Session.objects.get().expire_date
        clock.shift(60)
        visit(client)
        assert Session.objects.get().expire_date == ends
        clock.shift(150)
        visit(client)
        assert Session.objects.get().expire_date > ends


@pytest.mark.parametrize(
    "text",
    ['{"a": "\\u0000"}', '["\\ud800"]', "[" * 40 + "]" * 40, "1" * 40, "NaN", "{", '{"\\u0000": 1}', "[" * 100000],
)
def test_json_out_of_bounds_is_refused(text):
    with pytest.raises(ParseError):
        BoundedJSONParser().parse(io.BytesIO(text.encode()))


def test_json_within_bounds_is_read():
    assert BoundedJSONParser().parse(io.BytesIO('{"单位": ["教育局", 3, 1.5, null]}'.encode())) == {
        "单位": ["教育局", 3, 1.5, None]
    }


@pytest.mark.parametrize(
    ("password", "kinds"), [("abcdefghij", 1), ("abc123", 2), ("整改abc", 2), ("Ab1。", 4), ("", 0)]
)
def test_kinds_of_signs(password, kinds):
    assert kinds_of_signs(password) == kinds
