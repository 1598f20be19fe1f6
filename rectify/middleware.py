"""What happens to every request before a view and after it."""

import logging
import secrets
import time
from collections.abc import Callable

from django.conf import settings
from django.contrib.auth import logout
from django.core.exceptions import BadRequest
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, UnreadablePostError

from rectify.accounts.actions.words import turn_away
from rectify.accounts.models import User
from rectify.drafts import keeping, unsent
from rectify.drafts.sent_files import PlainForms
from rectify.lib import confirming, gate, receipts, requestnumber
from rectify.lib.errors import Reused
from rectify.lib.fitness import demand_fit_form, demand_fit_query
from rectify.lib.secrecy import unmarked

logger = logging.getLogger(__name__)
Next = Callable[[HttpRequest], HttpResponse]
FORMS = frozenset({"application/x-www-form-urlencoded", "multipart/form-data"})


class RequestNumber:
    """Gives each request a number of our own making; a browser's is not trusted to be unique or harmless."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        number = secrets.token_hex(6)
        token = requestnumber.current.set(number)
        try:
            response = self.get_response(request)
        finally:
            requestnumber.current.reset(token)
        response["X-Request-ID"] = number
        return response


class RefuseBadText:
    """Refuses NUL and half characters in path, query and form, urlencoded or with files: no view has to think of them."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        demand_fit_query(request)
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: object, args: tuple, kwargs: dict) -> None:
        """A view that receives files looks at its form itself, once its receiver stands ready (rectify.lib.uploads)."""
        if request.content_type in FORMS and not hasattr(view, "receives"):
            try:
                demand_fit_form(request)
            except UnreadablePostError as error:
                raise BadRequest("没有收到全部内容。") from error


class SentFiles:
    """Keeps the files of a form before its view is asked, so that whatever is answered has not lost them, and brings those that
    wait for it (rectify.drafts.sent_files). A view that receives files does so itself, once its receiver stands ready."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        sent: PlainForms | None = getattr(request, "sent_files", None)
        if sent is not None:
            sent.settle(response)
        return response

    def process_view(self, request: HttpRequest, view: object, args: tuple, kwargs: dict) -> None:
        with_files = request.content_type == "multipart/form-data" and not hasattr(view, "receives")
        if with_files and request.user.is_authenticated:
            request.sent_files = PlainForms(request)  # type: ignore[attr-defined]
            request.sent_files.bring()  # type: ignore[attr-defined]


class WordGate:
    """Every form of a person stands before the gate for words (rectify.lib.gate) before its view is called, so that no view
    can forget it. A marking that was typed is told in the trail, who and where, without the text. What has to be confirmed
    is shown again, whole, on a page of its own."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        token = gate.confirmed.set(())
        try:
            response = self.get_response(request)
        finally:
            gate.confirmed.reset(token)
        stopped: gate.Stopped | None = getattr(request, "stopped", None)
        if stopped is not None and stopped.marking and request.user.is_authenticated:
            turn_away(where=unmarked(request.path)[:200], by=request.user)
        return response

    def process_view(self, request: HttpRequest, view: object, args: tuple, kwargs: dict) -> HttpResponse | None:
        if request.content_type not in FORMS or hasattr(view, "receives") or not request.user.is_authenticated:
            return None
        return confirming.answer(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """The same form with other words, or for another act: a person decides, nothing is guessed."""
        return confirming.both(request, exception) if isinstance(exception, Reused) else None


class Receipts:
    """Ends the draft of a form that was taken, here and by a receipt in the browser; of a form that its session did not outlive
    a copy is kept (rectify.lib.receipts, rectify.drafts)."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if (name := receipts.hand_out(request, response)) and isinstance(request.user, User):
            try:
                keeping.end(name, owner=request.user)
            except DatabaseError:  # what was asked for is done: a draft too many does no harm
                logger.exception("a draft outlives its form")
        unsent.keep(request, response)
        unsent.mark(request, response)
        return response


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
