"""日志: the whole trail, for the auditor alone. Others see the trail of an object on its own page."""

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from rectify.accounts.access import only
from rectify.accounts.roles import AccountKind
from rectify.audit import veil
from rectify.audit.actions import check_chain
from rectify.audit.filters import EventFilter
from rectify.audit.models import ChainHead, Event
from rectify.lib.pages import count_up_to, keyset

AUDITOR = only(AccountKind.AUDITOR)


def mine(request: HttpRequest) -> QuerySet[Event]:
    return Event.objects.visible_to(request.user).select_related("by")


@AUDITOR
def events(request: HttpRequest) -> HttpResponse:
    asked = EventFilter(request.GET, mine(request))
    found = asked.understood()
    page = keyset(found, fields=("-number",), request=request)
    rows = [(event, veil.text(event), veil.note(event), veil.thing(event.object)) for event in page.rows]
    context = {"asked": asked, "rows": rows, "page": page, "total": count_up_to(found)[1]}
    return render(request, "audit/events.html", context | {"head": ChainHead.objects.filter(pk=1).first()})


def stood_in(event: Event) -> str:
    """For whom it was done, when the post was borrowed (AB角)."""
    name = event.facts.get("for_name")
    return f"代{name}办理" if name else ""


@AUDITOR
def event(request: HttpRequest, number: int) -> HttpResponse:
    """One event with its facts and its place in the chain."""
    event = get_object_or_404(mine(request), number=number)
    pairs = [
        ("时间", f"{timezone.localtime(event.at):%Y-%m-%d %H:%M:%S}"),
        ("经办", f"{event.by.name}（{event.by.username}）" if event.by else "系统", stood_in(event)),
        ("代号", event.kind),
        ("对象", veil.thing(event.object), event.object),
        ("归属", veil.thing(event.subject), event.subject),
        ("说明", veil.note(event)),
    ]
    context = {"event": event, "text": veil.text(event), "pairs": pairs, "facts": sorted(veil.facts(event).items())}
    context |= {"open": veil.is_open(event), "crumb": [("日志", reverse("audit:events")), (f"第 {number} 条", "")]}
    return render(request, "audit/event.html", context)


@AUDITOR
@require_POST
def verify(request: HttpRequest) -> HttpResponse:
    result = check_chain(by=request.user)
    crumb = [("日志", reverse("audit:events")), ("核验", "")]
    return render(request, "audit/verify.html", {"result": result, "crumb": crumb})
