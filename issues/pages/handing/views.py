"""转办与收回: the lead unit's principal hands the handling on, or takes it back."""

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect

from issues import policies
from issues.actions import handing as actions
from issues.forms.handing import HandDownForm, TakeBackForm
from issues.models import Issue
from issues.pages.handing.page import hand_page
from rectify.lib.page import show
from rectify.workflow.doors import act_by_page


def mine(request):
    """The issues the reader may see; only a principal of the lead unit finds the page."""
    return Issue.objects.visible_to(request.user).select_related("round__office", "lead_unit")


def hand(request, public_id):
    issue = get_object_or_404(mine(request), public_id=public_id)
    if not policies.unit_principal(request.user, issue):
        raise Http404
    back = request.POST.get("act") == "take_back"
    sent = request.POST if request.method == "POST" else None
    whom = {"user": request.user, "obj": issue}
    down = HandDownForm(None if back else sent, **whom)
    taken = TakeBackForm(sent if back else None, prefix="back", **whom)
    if handed(request, issue, taken if back else down, back=back):
        return redirect(issue)
    return show(request, hand_page(issue, down, taken))


def handed(request, issue, form, *, back: bool) -> bool:
    action, message = (actions.take_back, "已收回，由本单位办理。") if back else (actions.hand_down, DOWN)
    return act_by_page(request, action, form, said=message, issue=issue, key=request.POST.get("key", ""))


DOWN = "已转办，接手单位现在看得到这件，可以报措施、传佐证。主要责任仍在本单位。"
