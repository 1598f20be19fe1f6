"""The address behind a button, opened without pressing it: a reload after the log-in, a bookmark, the browser's history."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import Resolver404, resolve

from rectify.lib.page import Page, drawn


@dataclass(frozen=True)
class NotPressedPage(Page):
    """`back`: the page above, as seen from the address. Of no object does the answer tell more than of one that never was."""

    template: ClassVar[str] = "errors/not_pressed.html"
    back: str


def opened_by_address(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: says that nothing was done, and leads to the page on which the button is."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if response.status_code != 405 or request.method != "GET" or request.path.startswith("/api/"):
            return response
        page = drawn(NotPressedPage(back=page_of_button(request)))
        return HttpResponse(page, status=405, headers={"Allow": response.headers["Allow"]})

    return middleware


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
