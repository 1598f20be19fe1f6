"""The way to the log-in and back: to the page that was asked for, or to the one on which the form stands that was sent."""

from collections.abc import Callable
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.http import urlencode

SENT = "sent"  # says to the log-in that a form came and was not taken
NOT_DONE = "刚才那一步没有办：登录已经过期。请在这一页再办一次；填过的内容可以点“恢复那份”，或者在右上角“我的”里看“未交的草稿”。"
ASKING = frozenset({"GET", "HEAD"})


class LogInFirst(LoginRequiredMiddleware):
    """Nobody reads a page without having logged in. The address of a form that was sent may open nothing by itself, and what
    was typed is offered again where it was typed: so that page comes after the log-in."""

    def handle_no_permission(
        self, request: HttpRequest, view_func: Callable[..., HttpResponseBase]
    ) -> HttpResponseRedirect:
        if request.method in ASKING:
            return super().handle_no_permission(request, view_func)
        return redirect(f"{settings.LOGIN_URL}?{urlencode({'next': page_of(request), SENT: '1'})}")


def page_of(request: HttpRequest) -> str:
    """The page from which a form was sent, as the browser tells it; the first page where it tells none of ours."""
    came = urlsplit(request.headers.get("Referer", ""))
    if came.netloc != request.get_host():
        return "/"
    return f"{came.path}?{came.query}" if came.query else came.path


def was_sent(request: HttpRequest) -> bool:
    """Whether this log-in stands between a form and its page."""
    return bool(request.GET.get(SENT) or request.POST.get(SENT))
