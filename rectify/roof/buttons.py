"""The address behind a button, opened without pressing it: a reload after the log-in, a bookmark, the browser's history."""

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import Resolver404, resolve

NOT_PRESSED = "刚才那一步没有办，请在这一页再按一次；填过的内容可以点“恢复那份”。"


def opened_by_address(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: leads to the page on which the button is, which says that nothing was done. Of no object does the way tell
    more than of one that never was. A script, and a program under /api/, is told the method."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if response.status_code != 405 or request.method != "GET" or is_told_the_method(request):
            return response
        messages.warning(request, NOT_PRESSED)
        return HttpResponseRedirect(page_of_button(request))

    return middleware


def is_told_the_method(request: HttpRequest) -> bool:
    """Whether a program asks, which reads the status and no page."""
    return request.path.startswith("/api/") or request.headers.get("X-Requested-With") == "XMLHttpRequest"


def page_of_button(request: HttpRequest) -> str:
    """The address of the page on which the button is: the one its view finds, else the one above."""
    match = request.resolver_match
    find = getattr(match.func, "stands_on", None) if match else None
    if match is None or find is None:
        return above(request.path)
    try:
        return find(request, **match.kwargs)
    except Http404:
        return "/"


def above(path: str) -> str:
    """The way from an address to the nearest above it that opens something: `../` from `/reports/3k/send/`."""
    steps = 0 if path.endswith("/") else -1  # the first step from a file is to its own folder
    while path != "/":
        path, steps = path.rstrip("/").rpartition("/")[0] + "/", steps + 1
        try:
            resolve(path)
        except Resolver404:
            continue
        break
    return "../" * steps or "./"
