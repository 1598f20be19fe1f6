"""轮次与导入: the office's rounds, what each holds, its phases and units."""

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect

from issues import policies
from issues.actions import phases
from issues.actions import rounds as actions
from issues.forms.phases import PhaseForm
from issues.forms.rounds import RoundForm, RoundUnitsForm
from issues.models import Level, PhaseChange, Round
from issues.pages.rounds.page import (
    CRUMB,
    RoundFormPage,
    RoundsPage,
    RoundUnitsPage,
    counted,
    path_to,
    round_page,
)
from issues.pages.rounds.phases import phase_begin_page, phase_page
from rectify.accounts.models import Unit
from rectify.lib.page import show
from rectify.workflow.doors import act_by_page


def mine(request):
    """The rounds that the reader's office runs."""
    whole = ("term", "kind", "office", "profile", "procedure", "previous", "parent")
    return Round.objects.run_by(request.user).select_related(*whole)


def listing(request):
    """All rounds of the office with what is in them, and for the chosen one what comes next."""
    get_object_or_404(Unit, pk__in=request.user.offices()[:1])
    rounds = mine(request).prefetch_related("phases")
    return show(request, RoundsPage(counted(rounds), request.rounds.current))


def detail(request, public_id):
    """One round: its dates, its units in the order of their numbers, its feedback."""
    round_ = get_object_or_404(mine(request), public_id=public_id)
    return show(request, round_page(round_, request.user))


def new(request):
    """Open a round."""
    offices = request.user.offices()
    get_object_or_404(Unit, pk__in=offices[:1])
    last = mine(request).first()
    initial = {"office": Unit.objects.get(pk=offices[0]), "level": last.level if last else Level.CITY, "previous": last}
    initial |= (
        {"number": last.number + 1, "term": last.term, "profile": last.profile, "kind": last.kind} if last else {}
    )
    form = RoundForm(request.POST or None, user=request.user, initial=initial)
    if act_by_page(request, actions.open_round, form, said=OPENED):
        return redirect("issues:rounds")
    return show(request, RoundFormPage(form, None, "建立轮次", [CRUMB, ("建立轮次", "")]))


OPENED = "轮次已建立。下一步：定本轮单位，登记反馈意见，或者导入现有台账。"


def edit(request, public_id):
    round_ = get_object_or_404(mine(request), public_id=public_id)
    form = RoundForm(request.POST or None, user=request.user, obj=round_)
    if act_by_page(request, actions.edit_round, form, round_=round_, said="轮次已修改。"):
        return redirect("issues:round", public_id)
    return show(request, RoundFormPage(form, round_, "修改轮次", path_to(round_, ("修改", ""))))


def units(request, public_id):
    """Which units the round inspects, with the numbers that open the numbers of their issues."""
    round_ = get_object_or_404(mine(request), public_id=public_id)
    known = list(Unit.objects.visible_to(request.user).active().exclude(is_office=True).order_by("path"))
    form = RoundUnitsForm(request.POST or None, user=request.user, obj=round_, units=in_tree(known))
    message = "本轮单位已保存。下一步：登记反馈意见，或者导入台账。"
    if act_by_page(request, actions.set_units, form, round_=round_, said=message):
        return redirect("issues:round", public_id)
    return show(request, RoundUnitsPage(form, round_, path_to(round_, ("本轮单位", ""))))


def in_tree(units: list[Unit]) -> list[Unit]:
    """Units as the tree has them, neighbours in protocol order."""
    order = {str(unit.pk): f"{unit.order:09d}-{unit.pk:09d}" for unit in units}
    return sorted(units, key=lambda unit: [order.get(part, "") for part in unit.path.strip("/").split("/")])


def phase_begin(request, public_id):
    """The act: for a head of the office, with what rolls over beside it."""
    round_ = get_object_or_404(mine(request), public_id=public_id)
    if not policies.heads_round(request.user, round_):
        raise Http404
    form = PhaseForm(request.POST or None, user=request.user, obj=round_, kinds=phases.ahead(round_))
    message = "已转段。推进中的问题照旧办理，当天的名单和数字已留存。"
    sent = {"round_": round_, "key": request.POST.get("key", ""), "said": message}
    if act_by_page(request, phases.begin_phase, form, **sent):
        return redirect("issues:phase", public_id, round_.phase_changes.latest("pk").public_id)
    return show(request, phase_begin_page(round_, form))


def phase(request, public_id, change_id):
    """The record: the numbers of that day, and the list that rolled over."""
    round_ = get_object_or_404(mine(request), public_id=public_id)
    change = get_object_or_404(
        PhaseChange.objects.visible_to(request.user).select_related("by"), round=round_, public_id=change_id
    )
    return show(request, phase_page(round_, change))
