"""责任交接: drawn up by the head of the supervising office, signed for by who comes in; 责任提醒函 as it prints."""

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from issues.actions import handover as actions
from issues.filters import HandoverFilter
from issues.forms.handover import HandoverForm, WithdrawForm
from issues.models import Handover
from issues.pages.handovers.page import (
    CRUMB,
    HandoversPage,
    HandoverUnitPage,
    handover_new_page,
    handover_page,
    handover_row,
    letter_page,
)
from rectify.accounts.models import Unit
from rectify.accounts.roles import Role
from rectify.lib.page import show
from rectify.lib.pages import acted, keyset
from rectify.workflow.doors import act_by_page

NEEDED = ("unit", "office", "outgoing", "incoming", "made_by", "received_by", "withdrawn_by")


def mine(request):
    return Handover.objects.visible_to(request.user).select_related(*NEEDED)


def listing(request):
    """All handovers the reader may see, newest first; of one unit with ?unit=."""
    asked = HandoverFilter(request.GET, mine(request).defer("body"), units=Unit.objects.visible_to(request.user))
    page = keyset(asked.understood(), fields=("-pk",), request=request)
    rows, heads = [handover_row(row) for row in page.rows], request.user.holds(Role.OFFICE_HEAD)
    return show(request, HandoversPage(asked, rows, page, heads))


def new(request):
    """First the unit, then the people; the page tells what will be frozen."""
    known = units(request)
    unit = known.filter(public_id=request.GET.get("unit", "")).first()
    if unit is None:
        return show(request, HandoverUnitPage(known, [CRUMB, ("办理交接", "")]))
    form = HandoverForm(request.POST or None, user=request.user, obj=unit)
    sent = {"unit": unit, "key": request.POST.get("key", "")}
    if act_by_page(request, actions.draw_up, form, said=DRAWN, **sent):
        return redirect(mine(request).filter(unit=unit).first())
    return show(request, handover_new_page(unit, form))


DRAWN = "已冻结移交清单，并告诉了接收人。下一步：打印责任提醒函，等接收人签收。"


def units(request):
    """The units whose supervising office the reader heads."""
    offices = [post.unit_id for post in request.user.posts if post.role == Role.OFFICE_HEAD]
    if not offices:
        raise Http404
    units = Unit.objects.visible_to(request.user).active().filter(supervising_office__in=offices, is_office=False)
    return units.select_related("supervising_office")


def detail(request, public_id):
    """The frozen list, its receipt, and what is otherwise by now."""
    handover = get_object_or_404(mine(request), public_id=public_id)
    return show(request, handover_page(handover, request.user))


def letter(request, public_id):
    """《履行巡察整改责任提醒函》 from the frozen list, as it prints."""
    handover = get_object_or_404(mine(request), public_id=public_id)
    return show(request, letter_page(handover))


@require_POST
def receive(request, public_id):
    handover = get_object_or_404(mine(request), public_id=public_id)
    message = "已签收。从现在起这些问题由您负第一责任，先看期限近的。"
    acted(request, actions.receive, said=message, handover=handover, digest=request.POST.get("digest", ""))
    return redirect(handover)


@require_POST
def withdraw(request, public_id):
    handover = get_object_or_404(mine(request), public_id=public_id)
    form = WithdrawForm(request.POST, user=request.user, obj=handover)
    reason = form.given["reason"] if form.is_valid() else ""
    acted(request, actions.withdraw, said=f"{handover} 已作废，序号不再用。", handover=handover, reason=reason)
    return redirect(handover)
