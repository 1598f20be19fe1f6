"""Devices from which somebody has logged in: a stranger's wrong passwords lock a name for strangers, not for the person at the
own desk, who is only slowed down.

The device holds a signed cookie with its own number and the people who came in from it, for 30 days; the server keeps nothing.
"""

from datetime import timedelta

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import resolve_url

from rectify.accounts.lockout import at_device, limit_of
from rectify.accounts.models import User
from rectify.lib.ids import new_id

COOKIE = "device"
KNOWN_FOR = timedelta(days=30)
MOST_PEOPLE = 8  # of one device, the latest
SALT = "rectify.accounts.devices"


def remember(request: HttpRequest, response: HttpResponse, user: User) -> None:
    """`user` has come in from the device that asks."""
    number, people = _read(request)
    people = [user.username, *(name for name in people if name != user.username)][:MOST_PEOPLE]
    response.set_cookie(
        COOKIE,
        signing.dumps([number or new_id(), people], salt=SALT),
        max_age=KNOWN_FOR,
        path=resolve_url(settings.LOGIN_URL),
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def counted_name(request: HttpRequest, credentials: dict | None = None) -> str:
    """The name under which failures of a log-in are counted (django-axes): on a device that knows the person one of its own."""
    username = (credentials or request.POST).get("username") or ""
    number, people = _read(request)
    return at_device(username, number) if username in people else username


def failure_limit(request: HttpRequest, credentials: dict | None = None) -> int:
    """How many wrong passwords lock the name of a log-in (django-axes)."""
    return limit_of(counted_name(request, credentials))


def device_of(request: HttpRequest) -> str:
    """The number of a device from which somebody came in during the last thirty days; nothing for any other."""
    return _read(request)[0]


def _read(request: HttpRequest) -> tuple[str, list[str]]:
    """The device's number and who came in from it; nothing where the cookie is not ours or too old."""
    try:
        number, people = signing.loads(request.COOKIES.get(COOKIE, ""), salt=SALT, max_age=KNOWN_FOR)
    except signing.BadSignature:
        return "", []
    return number, people
