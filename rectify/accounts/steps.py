"""What stands between a right password and the work: steps, each done before any other page opens.

A second factor is one more row here: its page, and how a session shows that it is still missing.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode

from rectify.accounts.models import User
from rectify.lib.restored import restored


@dataclass(frozen=True)
class LoginStep:
    """A page (URL name), whether it is still to be done, and what the API says meanwhile."""

    page: str
    pending: Callable[[User], bool]
    words: str


STEPS = (
    LoginStep(
        "accounts:password",
        lambda user: user.must_change_password,
        "请先在网页上登录并修改初始密码，再使用接口",
    ),
    LoginStep(
        "backups:waiting",
        lambda user: not user.is_administrator and bool((state := restored()) and state.closed),
        "系统刚由备份还原，管理员核对授权以后才能使用，请稍后再试",
    ),
)
ALWAYS = ("accounts:logout",)


def steps(user: User) -> list[LoginStep]:
    """The steps that this person has not done, in order; empty when the session is complete."""
    return [step for step in STEPS if step.pending(user)]


def gate(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: while a step is missing, only its page and the way out answer."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if not isinstance(request.user, User):
            return get_response(request)
        missing = steps(request.user)
        if not missing or request.path in {reverse(name) for name in (missing[0].page, *ALWAYS)}:
            return get_response(request)
        if request.path.startswith("/api/"):
            return JsonResponse({"detail": missing[0].words}, status=403)
        return redirect(f"{reverse(missing[0].page)}?{urlencode({'next': onward(request)})}")

    return middleware


def onward(request: HttpRequest) -> str:
    """Where to go when all is done: the page that was asked for, when it can be asked for again."""
    return request.get_full_path() if request.method == "GET" else "/"


def safe_next(request: HttpRequest) -> str:
    """The `next` of a form or an address when it is a path on this host, else the first page."""
    asked = request.POST.get("next") or request.GET.get("next") or "/"
    here = url_has_allowed_host_and_scheme(asked, allowed_hosts=None, require_https=request.is_secure())
    return asked if here and asked.startswith("/") else "/"
