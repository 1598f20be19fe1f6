"""What happens to every request before a view and after it."""

import secrets
import time
from collections.abc import Callable

from django.conf import settings
from django.contrib.auth import logout
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse

from rectify.lib import requestnumber
from rectify.lib.text import unfit

Next = Callable[[HttpRequest], HttpResponse]


class RequestNumber:
    """Gives each request a number of our own making; a browser's is not trusted to be unique or harmless."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.number = secrets.token_hex(6)
        token = requestnumber.current.set(request.number)
        try:
            response = self.get_response(request)
        finally:
            requestnumber.current.reset(token)
        response["X-Request-ID"] = request.number
        return response


class RefuseBadText:
    """Refuses NUL and half characters in path, query and form: no view has to think of them (security.md D25)."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        demand_fit([request.path])
        demand_fit(texts(request.GET))
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: object, args: tuple, kwargs: dict) -> None:
        if request.content_type == "application/x-www-form-urlencoded":
            demand_fit(texts(request.POST))


class Headers:
    """What a logged-in person saw is kept by no cache, and the browser's doors to its devices stay shut."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        response.setdefault("Permissions-Policy", "camera=(), microphone=(), geolocation=(), payment=(), usb=()")
        response.setdefault("Cache-Control", "no-store")
        return response


class SessionEnd:
    """Ends a session after IDLE_MINUTES without a request and after SESSION_HOURS at the latest.

    The end moves on by saving the session, which is a write: done once in a tenth of the idle time, not at each request.
    """

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            self.watch(request)
        return self.get_response(request)

    def watch(self, request: HttpRequest) -> None:
        now, session = int(time.time()), request.session
        if now - session.setdefault("began", now) > settings.SESSION_HOURS * 3600:
            logout(request)
        elif now - session.get("seen", 0) > settings.IDLE_MINUTES * 6:
            session["seen"] = now


def texts(form: object) -> list[str]:
    """All names and values of a query or form."""
    return [text for name, values in form.lists() for text in (name, *values)]


def demand_fit(given: list[str]) -> None:
    if any(unfit(text) for text in given):
        raise BadRequest("请求中含有不能保存的字符。")
