"""In and out. The page of log-in is the only one a stranger reads."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import authenticate, login, logout, update_session_auth_hash
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from rectify.accounts import opening
from rectify.accounts.actions import sessions
from rectify.accounts.demo import allowed
from rectify.accounts.devices import counted_name, remember
from rectify.accounts.entrance import NOT_DONE, was_sent
from rectify.accounts.forms.people import LoginForm, PasswordForm
from rectify.accounts.halves import SlipCheck
from rectify.accounts.halves import opening as opening_of
from rectify.accounts.lockout import is_locked, limit_of, minutes
from rectify.accounts.models import User
from rectify.accounts.pages.login import page as pages
from rectify.accounts.pages.login.again import prove
from rectify.accounts.pages.login.demands import lacking
from rectify.accounts.request import Request
from rectify.accounts.steps import safe_next
from rectify.lib.clients import client_of
from rectify.lib.page import show
from rectify.lib.pages import acted
from rectify.options.stored import option

BACKEND = settings.AUTHENTICATION_BACKENDS[-1]
BY_PASSWORD = "密码"
WRONG = "账号或密码不对。请核对大小写后再试；连续输错 {limit} 次，锁定 {minutes} 分钟。"
TOO_LATE = "这两张密码条打印后过了 72 小时，已经不能用。请系统管理员和安全管理员各重新打印一张。"
LOCKED = (
    "这个账号连续输错 {limit} 次密码，已锁定，{minutes} 分钟后自动恢复；这段时间里再试也进不来，密码对也一样。"
    "急用请系统管理员解锁{phone}。"
)


@login_not_required
@never_cache
@sensitive_post_parameters("password")
def enter(request: HttpRequest) -> HttpResponse:
    """Name and password. What is still missing after that (steps.STEPS) the gate asks for."""
    if request.user.is_authenticated:
        return redirect(safe_next(request))
    form = LoginForm(request.POST or None)
    if form.is_valid():
        user = known(request, **form.cleaned_data)
        if user is not None:
            return come_in(request, user, way=BY_PASSWORD)
        counted = counted_name(request)
        dead = not is_locked(counted) and are_dead_slips(**form.cleaned_data)
        form.add_error(None, TOO_LATE if dead else WRONG.format(limit=limit_of(counted), minutes=minutes()))
    return show(request, pages.login(request, form))


def are_dead_slips(*, username: str, password: str) -> bool:
    """Whether these are both slips of a person, printed too long ago: said only to who has both."""
    user = User.objects.filter(username=username, is_active=True).first()
    return user is not None and opening_of(user, password) is SlipCheck.TOO_LATE


def known(request: HttpRequest, *, username: str, password: str) -> User | None:
    """The person with this name and password. A locked name is not looked at, and fills no trail."""
    counted = counted_name(request, {"username": username})
    shut = is_locked(counted)
    user = authenticate(request, username=username, password=password)
    if user is None and not shut:
        sessions.note_failure(username=username, counted_name=counted, address=client_of(request))
    return user


def locked(request: HttpRequest, response: HttpResponse, credentials: dict) -> HttpResponse:
    """What django-axes answers instead, once a name is locked: the same page with how long and whom to call."""
    form, phone = LoginForm(request.POST), option("frame.phone")
    phone = f"，或拨打 {phone}" if phone else ""
    form.is_valid()
    form.add_error(None, LOCKED.format(limit=limit_of(counted_name(request)), minutes=minutes(), phone=phone))
    return show(request, pages.login(request, form), status=429)


def come_in(request: HttpRequest, user: User, *, way: str) -> HttpResponse:
    login(request, user, backend=BACKEND)
    prove(request)
    if way == BY_PASSWORD:
        request.session[opening.LACKS] = lacking(user)
    over = opening.register(request, user, client_of(request), most=option("login.sessions"))
    sessions.note_entry(user=user, way=way, address=client_of(request), by=user, over=len(over))
    if was_sent(request):
        messages.info(request, NOT_DONE)
    response = redirect(safe_next(request))
    remember(request, response, user)
    return response


@login_not_required
@require_POST
def demo_login(request: HttpRequest) -> HttpResponse:
    """One click to be somebody of the demo city. Anywhere but on this very machine the address does not exist."""
    if not allowed(request):
        raise Http404
    user = get_object_or_404(User, public_id=request.POST.get("person", ""), is_active=True)
    if request.user.is_authenticated:
        logout(request)
    return come_in(request, user, way="演示")


@require_POST
def leave(request: Request) -> HttpResponse:
    sessions.note_leaving(user=request.user, key=request.session.session_key, by=request.user)
    logout(request)
    return redirect("accounts:login")


@never_cache
@sensitive_post_parameters()
def password(request: HttpRequest) -> HttpResponse:
    """Change one's own password; every other session of the person ends with it."""
    user = User.objects.get(pk=request.user.pk)
    form = PasswordForm(request.POST or None, user=user)
    old = opening.PASSWORD in request.session.get(opening.LACKS, [])
    forced, message = user.must_change_password or old, "密码已修改，下次登录用新密码。别处的登录已退出。"
    if form.is_valid() and acted(
        request, sessions.change_password, form=form, said=message, user=user, password=form.cleaned_data["new"]
    ):
        before = request.session.session_key
        update_session_auth_hash(request, user)
        opening.renamed(before, request.session.session_key)
        opening.done(request, opening.PASSWORD)
        return redirect(safe_next(request) if forced else "accounts:me")
    return show(request, pages.PasswordPage(form=form, forced=forced, next=safe_next(request)))
