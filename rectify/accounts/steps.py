"""What stands between a right password and the work: steps, each done before any other page opens."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode

from rectify.accounts.models import User
from rectify.accounts.opening import ENROL, FACTOR, LACKS, PASSWORD
from rectify.lib.restored import restored


@dataclass(frozen=True)
class LoginStep:
    """A page (URL name), whether it is still to be done, and what the API says meanwhile. `beside` opens with the page."""

    page: str
    pending: Callable[[User, Sequence[str]], bool]
    words: str
    beside: tuple[str, ...] = ()


STEPS = (
    LoginStep("accounts:factor", lambda user, lacks: FACTOR in lacks, "请先在网页上登录并输动态码，再使用接口"),
    LoginStep(
        "accounts:password",
        lambda user, lacks: user.must_change_password or PASSWORD in lacks,
        "请先在网页上登录并修改密码，再使用接口",
    ),
    LoginStep(
        "accounts:factor_bind",
        lambda user, lacks: ENROL in lacks,
        "请先在网页上登录并绑定动态码，再使用接口",
        beside=("accounts:factor_picture",),
    ),
    LoginStep(
        "backups:waiting",
        lambda user, lacks: not user.is_administrator and bool((state := restored()) and state.closed),
        "系统刚由备份还原，管理员核对授权以后才能使用，请稍后再试",
    ),
)
ALWAYS = ("accounts:logout",)


def steps(request: HttpRequest) -> list[LoginStep]:
    """The steps that this session has not done, in order; empty when it is complete."""
    user, lacks = request.user, request.session.get(LACKS, [])
    return [step for step in STEPS if isinstance(user, User) and step.pending(user, lacks)]


def gate(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: while a step is missing, only its page and the way out answer."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if not isinstance(request.user, User):
            return get_response(request)
        missing = steps(request)
        if not missing or request.path in {reverse(name) for name in (missing[0].page, *missing[0].beside, *ALWAYS)}:
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
