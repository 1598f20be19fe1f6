"""Doors that count how often they are used, and what who came too often is answered. No other door costs a statement for it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, ClassVar

from django.conf import settings
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, JsonResponse

from rectify.accounts import throttles
from rectify.accounts.models import User
from rectify.accounts.pages.login.again import OWN, is_fresh
from rectify.accounts.throttles import Throttle, TooOften
from rectify.lib import trouble, turnstile
from rectify.lib.page import Page, show
from rectify.lib.trouble import FULL, READ_ONLY
from rectify.lib.uploads import alone

FILES = (".xlsx", ".docx", ".pdf", ".zip")
PATIENCE = 15  # seconds that a second export of the same person waits for the first
EMPTY_FORMS = "template.xlsx"
# What people and telephones know by heart.
SECRETS = frozenset({"accounts:password", "accounts:factor", "accounts:factor_bind", "accounts:own_factor"})
DRAFTS = frozenset({"drafts:keep", "drafts:drop"})
HANDED_IN = frozenset(
    {
        "issues:evidence_file",
        "issues:evidence_inline",
        "issues:feedback_file",
        "ledgers:visit_file",
        "ledgers:offline_file",
    }
)


@dataclass(frozen=True)
class TooOftenPage(Page):
    """`sentence` says how often one may and how long to wait; `sent`: something was sent with it."""

    template: ClassVar[str] = "errors/429.html"
    sentence: str
    sent: bool


@dataclass(frozen=True)
class Occupied:
    """Another export of the same person is still being written."""

    wait: int = PATIENCE
    sentence: str = "您的上一份导出还在写，这一份没有办。等那一份下载下来再试"


class Throttling:
    """Middleware: a door of the table notes who uses it, and whoever comes too often does not come in. Exports of one person are
    written one at a time."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        try:
            return self.get_response(request)
        finally:
            if turn := getattr(request, "turn", ""):
                turnstile.leave(turn)

    def process_view(self, request: HttpRequest, view: Any, args: tuple, kwargs: dict) -> HttpResponse | None:
        door = door_of(request) if settings.THROTTLES else None
        if door is None:
            return None
        user = request.user
        counted = throttles.of_person(user) if isinstance(user, User) else throttles.of_stranger(request)
        try:
            stop: TooOften | Occupied | None = throttles.count(door, counted)
        except DatabaseError as error:
            if trouble.of(error) not in (READ_ONLY, FULL):
                raise
            return None  # nothing can be counted, and whatever reads can still be read
        if stop is None and door is throttles.EXPORT:
            stop = take_turn(request, f"{door.name}:{counted}")
        return answer(request, stop) if stop else None


def take_turn(request: HttpRequest, turn: str) -> Occupied | None:
    """Let the request in alone, after the one that is being answered; what stops it where that takes too long."""
    if not turnstile.enter(turn, wait=PATIENCE):
        return Occupied()
    request.turn = turn  # type: ignore[attr-defined]  # given back when it is answered
    return None


def door_of(request: HttpRequest) -> Throttle | None:
    """The door at which this request stands; the first of those that fit, so that it is counted once. A machine's calls are
    counted where its key is read (rectify/accounts/machines.py)."""
    match, user = request.resolver_match, request.user
    if match is None:
        return None
    name = match.view_name
    if not isinstance(user, User):
        return throttles.LOGIN if name == "accounts:login" and request.method == "POST" else None
    if match.route.startswith("api/"):
        return throttles.API
    if request.method == "POST":
        return _of_form(request, user, name)
    if name in HANDED_IN:
        return throttles.DOWNLOAD
    if match.route.endswith(FILES) and not match.route.endswith(EMPTY_FORMS):
        return throttles.EXPORT
    return throttles.SEARCH if request.GET.get("q", "").strip() else None


def _of_form(request: HttpRequest, user: User, name: str) -> Throttle | None:
    if name in SECRETS or (user.is_administrator and name not in OWN and not is_fresh(request)):
        return throttles.PASSWORD
    if name in DRAFTS:
        return throttles.DRAFT
    return throttles.UPLOAD if request.content_type == "multipart/form-data" else None


def answer(request: HttpRequest, stop: TooOften | Occupied) -> HttpResponse:
    """A page, or data for a program or the page's script; each says when to come again. Nothing was read of what was sent."""
    headers = {"Retry-After": str(stop.wait)}
    if request.path.startswith("/api/"):
        return JsonResponse({"reasons": [stop.sentence]}, status=429, headers=headers)
    if alone(request):
        return JsonResponse({"errors": [stop.sentence]}, status=429, headers=headers)
    page = show(request, TooOftenPage(stop.sentence, sent=request.method == "POST"), status=429)
    page["Retry-After"] = headers["Retry-After"]
    return page
