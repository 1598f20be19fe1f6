"""The manual. It holds nothing of anybody's work: whoever is logged in may read all of it."""

from django.http import Http404, HttpRequest, HttpResponse

from issues.setup import may_set_up
from rectify.accounts.request import Request
from rectify.accounts.role import Chapter
from rectify.lib.page import show
from rectify.roof.manual import page as pages
from rectify.roof.manual.chapters import chapters, own_first


def mine(request: HttpRequest) -> list[Chapter]:
    """The chapters of the reader's own roles."""
    return own_first(request.user)


def manual(request: Request) -> HttpResponse:
    """本页说明 leads to the anchor of the page it was pressed on."""
    return show(request, pages.manual(mine(request), sets_up=may_set_up(request.user)))


def chapter(request: HttpRequest, slug: str) -> HttpResponse:
    """One role's chapter."""
    one = next((one for one in chapters() if one.slug == slug), None)
    if one is None:
        raise Http404
    return show(request, pages.chapter(one, own=one in mine(request)))
