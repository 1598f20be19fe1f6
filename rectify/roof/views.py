"""Pages that belong to no app."""

import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import ClassVar

from django.contrib.auth.decorators import login_not_required
from django.contrib.sessions.exceptions import SessionInterrupted
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.views.decorators.http import require_safe
from drf_spectacular.views import SpectacularAPIView
from rest_framework.permissions import SAFE_METHODS

from rectify.lib import trouble
from rectify.lib.apiview import View
from rectify.lib.page import Page, drawn, show
from rectify.lib.trouble import Trouble
from rectify.roof import health

KEPT_BY_SCRIPT = frozenset({"drafts:keep", "drafts:drop", "drafts:choose"})
OLD_PAGE = "您已重新登录，这一页是旧的：填的存在这台电脑上，请刷新本页，再点“恢复那份”"
FOR_PROGRAMS = {
    400: "请求里有不能保存的字符，或者不完整；没有写入任何数据",
    403: "没有权限，或者没有带本次登录的标识",
    404: "没有这一项，或者不在您的范围内",
    500: "系统出错，没有写入任何数据；错误已记录，请稍后再试",
}


@login_not_required
@require_safe
def healthz(request: HttpRequest) -> JsonResponse:
    """Whether the web answers and reaches its database, the ages of what has to happen by itself, and which of them are not
    well. Numbers alone: anybody may ask."""
    signs = list(health.readings())
    ill = [sign.code for sign in signs if not sign.verdict]
    ages = {sign.code: sign.value for sign in signs}
    return JsonResponse({"status": "ok", "ill": ill, "head": health.head(), **ages})


class Schema(View, SpectacularAPIView):
    """The API, described."""

    asks = frozenset({"format", "lang", "version"})


@dataclass(frozen=True)
class ForbiddenPage(Page):
    """A page of another post."""

    template: ClassVar[str] = "errors/403.html"


@dataclass(frozen=True)
class LostPage(Page):
    """What is hidden and what never was."""

    template: ClassVar[str] = "errors/404.html"


@dataclass(frozen=True)
class BrokenPage(Page):
    """`number` of the request, to be told to who mends it."""

    template: ClassVar[str] = "errors/500.html"
    number: str


def api(view: Callable) -> Callable:
    """An error page, as data where the address is one of the API: nobody's program reads a page."""

    @wraps(view)
    def answer(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        page = view(request, *args, **kwargs)
        if not request.path.startswith("/api/"):
            return page
        return JsonResponse({"reasons": [FOR_PROGRAMS[page.status_code]]}, status=page.status_code)

    return answer


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Also a session that could not be saved: Django takes a database that does not answer for one that was deleted."""
    if isinstance(exception, SessionInterrupted) and (cause := trouble.of(trouble.first_of(exception))):
        return in_trouble(request, cause)
    return refused(request)


@api
def refused(request: HttpRequest) -> HttpResponse:
    return HttpResponse(render_to_string("errors/400.html"), status=400)


@api
def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return show(request, ForbiddenPage(), status=403)


@api
def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """What is hidden and what never was: the same page, whatever the address."""
    request.lost = True  # type: ignore[attr-defined]  # the frame asks for it
    return show(request, LostPage(), status=404)


@dataclass(frozen=True)
class TroublePage(Page):
    """Something around the program; what to do about what was sent, or asked for."""

    template: ClassVar[str] = "errors/trouble.html"
    trouble: Trouble
    advice: str
    number: str


def broken(request: HttpRequest) -> HttpResponse:
    """Whatever a request failed of and no view has caught, also on its way to a view."""
    cause = trouble.of(sys.exc_info()[1])
    return in_trouble(request, cause) if cause else fault(request)


def in_trouble(request: HttpRequest, kind: Trouble) -> HttpResponse:
    """A page, or data for a program; both say when to come again."""
    if hasattr(request, "session"):
        request.session.modified = False  # saving it would fail once more, and that answer would hide this one
    advice, number = kind.advice(sent=request.method not in SAFE_METHODS), getattr(request, "number", "")
    headers = {"Retry-After": str(kind.wait)}
    if request.path.startswith("/api/"):
        reasons = [f"{kind.title}：{kind.cause}{advice}"]
        return JsonResponse({"reasons": reasons, "code": kind.code}, status=kind.status, headers=headers)
    page = drawn(TroublePage(trouble=kind, advice=advice, number=number))
    return HttpResponse(page, status=kind.status, headers=headers)


@api
def fault(request: HttpRequest) -> HttpResponse:
    """Draws without the request, so that whatever failed cannot fail again here."""
    return HttpResponse(drawn(BrokenPage(number=getattr(request, "number", ""))), status=500)


@api
def form_too_old(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form without the token of this session: sent from an old page, or after logging in anew. To a script that keeps what is
    typed meanwhile this is news, not an error."""
    match = request.resolver_match
    if match is not None and match.view_name in KEPT_BY_SCRIPT:
        return JsonResponse({"refused": OLD_PAGE})
    return HttpResponse(render_to_string("errors/old_form.html"), status=403)
