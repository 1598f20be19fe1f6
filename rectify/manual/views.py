"""The manual. It holds nothing of anybody's work: whoever is logged in may read all of it."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from rectify.manual.chapters import BY_SLUG, CHAPTERS, Chapter, own_first
from rectify.manual.pages import GROUPS
from rectify.manual.steps import steps


def mine(request: HttpRequest) -> list[Chapter]:
    """The chapters of the reader's own roles."""
    return own_first(request.user)


def manual(request: HttpRequest) -> HttpResponse:
    """Whose chapter to read, and a word on every page; 本页说明 leads to the anchor of the page it was pressed on."""
    own = mine(request)
    context = {"own": own, "others": [one for one in CHAPTERS if one not in own], "groups": GROUPS}
    return render(request, "manual/index.html", context | {"tabs": tabs(None), "steps": steps()})


def chapter(request: HttpRequest, slug: str) -> HttpResponse:
    """One role's chapter."""
    if slug not in BY_SLUG:
        raise Http404
    one = BY_SLUG[slug]
    crumb = [("使用说明", reverse("manual")), (one.title, "")]
    return render(request, "manual/chapter.html", {"chapter": one, "tabs": tabs(one), "crumb": crumb})


def tabs(current: Chapter | None) -> list[dict]:
    """每一页 and the chapters, one of them current."""
    found = [{"name": "每一页怎么用", "url": reverse("manual"), "current": current is None}]
    for one in CHAPTERS:
        found.append({"name": one.title, "url": reverse("manual_chapter", args=[one.slug]), "current": one == current})
    return found
