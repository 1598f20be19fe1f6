"""The manual. It holds nothing of anybody's work: whoever is logged in may read all of it."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from rectify.accounts.role import Chapter
from rectify.roof.manual.chapters import chapters, own_first
from rectify.roof.manual.guide import written
from rectify.roof.manual.pages import GROUPS
from rectify.roof.manual.steps import steps


def mine(request: HttpRequest) -> list[Chapter]:
    """The chapters of the reader's own roles."""
    return own_first(request.user)


def manual(request: HttpRequest) -> HttpResponse:
    """Whose chapter to read, and a word on every page; 本页说明 leads to the anchor of the page it was pressed on."""
    own = mine(request)
    context = {"own": own, "others": [one for one in chapters() if one not in own], "groups": GROUPS}
    return render(request, "manual/index.html", context | {"tabs": tabs(None), "steps": steps()})


def chapter(request: HttpRequest, slug: str) -> HttpResponse:
    """One role's chapter."""
    one = next((one for one in chapters() if one.slug == slug), None)
    if one is None:
        raise Http404
    parts = [(part, written(part.text)) for part in one.parts]
    crumb = [("使用说明", reverse("manual")), (one.title, "")]
    return render(request, "manual/chapter.html", {"chapter": one, "parts": parts, "tabs": tabs(one), "crumb": crumb})


def tabs(current: Chapter | None) -> list[dict]:
    """每一页 and the chapters, one of them current."""
    found = [{"name": "每一页怎么用", "url": reverse("manual"), "current": current is None}]
    for one in chapters():
        found.append({"name": one.title, "url": reverse("manual_chapter", args=[one.slug]), "current": one == current})
    return found
