"""责任交接: drawn up by the head of the supervising office, signed for by who comes in; 责任提醒函 as it prints."""

import django_filters as filters
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from issues.actions import handover as actions
from issues.documents.handover import body, counts, differences, shown
from issues.forms.handover import HandoverForm, WithdrawForm
from issues.models import Handover
from rectify.accounts.models import Unit
from rectify.accounts.roles import Role
from rectify.lib.filtering import Filtering
from rectify.lib.pages import acted, form_key, keyset
from rectify.workflow.doors import act_by_page

NEEDED = ("unit", "office", "outgoing", "incoming", "made_by", "received_by", "withdrawn_by")
CRUMB = ("责任交接", "/handovers/")


class HandoverFilter(Filtering):
    """Those of one unit that the reader knows; to have none is an answer."""

    unit = filters.ChoiceFilter(label="单位", field_name="unit__public_id", choices=())

    class Meta:
        model = Handover
        fields: list[str] = []

    def __init__(self, data, queryset, *, units) -> None:
        super().__init__(data, queryset)
        self.filters["unit"].extra["choices"] = lambda: [(unit.public_id, str(unit)) for unit in units]


def mine(request):
    return Handover.objects.visible_to(request.user).select_related(*NEEDED)


def listing(request):
    """All handovers the reader may see, newest first; of one unit with ?unit=."""
    asked = HandoverFilter(request.GET, mine(request).defer("body"), units=Unit.objects.visible_to(request.user))
    page = keyset(asked.understood(), fields=("-pk",), request=request)
    rows = [{"handover": row, "mark": mark(row)} for row in page.rows]
    context = {"asked": asked, "rows": rows, "page": page, "heads": request.user.holds(Role.OFFICE_HEAD)}
    return render(request, "issues/handovers.html", context)


def new(request):
    """First the unit, then the people; the page tells what will be frozen."""
    known = units(request)
    unit = known.filter(public_id=request.GET.get("unit", "")).first()
    if unit is None:
        return render(request, "issues/handover_unit.html", {"units": known, "crumb": [CRUMB, ("办理交接", "")]})
    form = HandoverForm(request.POST or None, user=request.user, obj=unit)
    given = {"unit": unit, "key": request.POST.get("key", "")}
    if act_by_page(request, actions.draw_up, form, said=DRAWN, **given):
        return redirect(mine(request).filter(unit=unit).first())
    context = {"form": form, "unit": unit, "key": form_key(), "counts": counts(body(unit, unit.supervising_office))}
    return render(request, "issues/handover_new.html", context | {"crumb": [CRUMB, ("办理交接", "")]})


DRAWN = "已冻结移交清单，并告诉了接收人。下一步：打印责任提醒函，等接收人签收。"


def units(request):
    """The units whose supervising office the reader heads."""
    offices = [post.unit_id for post in request.user.posts if post.role == Role.OFFICE_HEAD]
    if not offices:
        raise Http404
    found = Unit.objects.visible_to(request.user).active().filter(supervising_office__in=offices, is_office=False)
    return found.select_related("supervising_office")


def detail(request, public_id):
    """The frozen list, its receipt, and what is otherwise by now."""
    handover = get_object_or_404(mine(request), public_id=public_id)
    context = {
        "handover": handover, "mark": mark(handover), "parts": shown(handover.body), "counts": counts(handover.body),
        "differences": differences(handover.body, body(handover.unit, handover.office)),
        "receives": handover.waits and handover.incoming_id == request.user.pk,
        "withdraws": handover.waits and bool(actions.heads_office_of(request.user, handover.unit)),
    }  # fmt: skip
    crumb, form = [CRUMB, (f"{handover.unit} {handover}", "")], WithdrawForm(user=request.user, obj=handover)
    return render(
        request,
        "issues/handover.html",
        context | {"form": form, "crumb": crumb},
    )


def letter(request, public_id):
    """《履行巡察整改责任提醒函》 from the frozen list, as it prints."""
    handover = get_object_or_404(mine(request), public_id=public_id)
    parts = {part["name"]: part["rows"] for part in shown(handover.body)}
    rounds = list(dict.fromkeys(row["round"] for row in parts["issues"]))
    return render(request, "issues/handover_letter.html", {"handover": handover, "parts": parts, "rounds": rounds})


@require_POST
def receive(request, public_id):
    handover = get_object_or_404(mine(request), public_id=public_id)
    said = "已签收。从现在起这些问题由您负第一责任，先看期限近的。"
    acted(request, actions.receive, said=said, handover=handover, digest=request.POST.get("digest", ""))
    return redirect(handover)


@require_POST
def withdraw(request, public_id):
    handover = get_object_or_404(mine(request), public_id=public_id)
    form = WithdrawForm(request.POST, user=request.user, obj=handover)
    reason = form.given["reason"] if form.is_valid() else ""
    acted(request, actions.withdraw, said=f"{handover} 已作废，序号不再用。", handover=handover, reason=reason)
    return redirect(handover)


def mark(handover: Handover) -> tuple[str, str]:
    """Code and word of its pill."""
    if handover.withdrawn_at:
        return "withdrawn", "已作废"
    return ("ok", "已签收") if handover.received_at else ("pending", "等接收人签收")
