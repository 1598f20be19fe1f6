"""Drafts: what the page's script keeps and asks for (static/src/js/draftstore.js), and the list of one's own."""

import json
from typing import Any

from django.core.exceptions import BadRequest
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST, require_safe

from rectify.accounts.request import Request, Uploading
from rectify.drafts import chosen, keeping
from rectify.drafts.models import FormDraft
from rectify.drafts.pages.page import drafts_page
from rectify.lib.errors import Refused
from rectify.lib.fitness import demand_fit
from rectify.lib.gate import settle
from rectify.lib.numbers import whole
from rectify.lib.page import show
from rectify.lib.uploads import receives

MOST_FORMS = 50  # of one page


@require_safe
def listing(request: Request) -> HttpResponse:
    """Everything that is begun and not sent."""
    return show(request, drafts_page(FormDraft.objects.visible_to(request.user)))


@require_safe
def kept(request: Request) -> HttpResponse:
    """For the script: the drafts of the forms that stand on a page."""
    names = request.GET.getlist("form")[:MOST_FORMS]
    return JsonResponse({one.form: as_json(one) for one in keeping.of_forms(names, owner=request.user)})


@require_POST
def keep(request: Request) -> HttpResponse:
    """For the script: store what a form holds. A no is an answer too, not an error: the words stay in the browser."""
    typed, version = typed_in(request)
    try:
        draft = keeping.keep(typed, owner=request.user, version=version)
    except keeping.SavedElsewhere as elsewhere:
        return JsonResponse({"other": as_json(elsewhere.draft)} if elsewhere.draft else {"gone": True})
    except Refused as refused:
        return JsonResponse({"refused": "；".join(refused.reasons)})
    return JsonResponse({"version": draft.version})


@require_POST
def drop(request: Request) -> HttpResponse:
    """Give a draft up."""
    keeping.end(request.POST.get("form", ""), owner=request.user)
    return redirect("drafts:list")


NOT_HERE = frozenset(
    {"kind", "content", "macro", "name"}
)  # kinds that another form takes: its view has the word on them


def somebody(request: Request) -> None:
    """Whoever is logged in may choose a file."""


@require_POST
@receives(folder=chosen.FOLDER, first=somebody, asks=False)
def choose(request: Uploading) -> HttpResponse:
    """For the script: keep a file when it is chosen. One that is not kept stays in the browser and goes with the form."""
    form, field = request.POST.get("form", ""), request.POST.get("field", "")
    if refused := request.arrivals.refused:
        stays = all(unfit.code in NOT_HERE for unfit in refused)
        return JsonResponse({"stays": True} if stays else {"refused": "；".join(map(str, refused))})
    if not request.arrivals.taken or not form.startswith("/") or not field:
        raise BadRequest("没有收到文件")
    file = request.arrivals.taken[0]
    request.arrivals.keep(file)
    row = chosen.hold(file.stored, name=file.name, kind=file.kind, owner=request.user, form=form, field=field)
    return JsonResponse({"chosen": row.public_id, "name": row.name})


def as_json(draft: FormDraft) -> dict[str, Any]:
    return {"at": int(draft.changed_at.timestamp() * 1000), "version": draft.version, "values": draft.values}


def typed_in(request: Request) -> tuple[keeping.Typed, int]:
    """What the script sends, and the version it knows. Raises BadRequest."""
    try:
        body = json.loads(request.body)
    except ValueError as error:
        raise BadRequest("草稿的内容读不出来") from error
    if not isinstance(body, dict) or not isinstance(values := body.get("values"), dict):
        raise BadRequest("草稿里没有内容")
    form, version = body.get("form"), whole(str(body.get("version", "")))
    flat = all(isinstance(value, str | bool) for value in values.values())
    if not flat or version is None or not isinstance(form, str) or not 0 < len(form) <= 300:
        raise BadRequest("草稿的内容不完整")
    settle(values)
    page, title = str(body.get("page", ""))[:500], str(body.get("title", ""))[:200]
    demand_fit([form, page, title, *values, *(value for value in values.values() if isinstance(value, str))])
    page = page if page.startswith("/") and not page.startswith("//") else ""
    return keeping.Typed(form=form, page=page, title=title, values=values), version
