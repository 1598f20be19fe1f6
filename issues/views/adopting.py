"""采用全部建议: what is suggested for the issues nobody has looked at yet, listed; taken as one step that can be undone."""

from django.shortcuts import redirect, render
from django.urls import reverse

from issues.actions import splitting as actions
from issues.forms.splitting import AdoptForm
from issues.views import splitting as pages
from issues.views.split_page import Page
from rectify.workflow.doors import act_by_page


def mine(request):
    """The feedback of the rounds that the reader's office runs."""
    return pages.mine(request)


def adopt(request, public_id):
    """The list with what each issue would be given, and the act; what is ticked off stays to be looked at."""
    splitting = pages.found_or_404(request, public_id)
    page = Page(splitting, request)
    offers = {} if splitting.confirmed_at else page.offers()
    if not offers:
        return redirect("issues:split", public_id)
    form = AdoptForm(
        request.POST or None, user=request.user, obj=splitting, offers=offers, initial={"version": splitting.version}
    )
    if form.is_valid() and taken(request, splitting, form):
        return redirect("issues:split", public_id)
    here = pages.crumb(splitting.feedback, ("拆成问题", reverse("issues:split", args=[public_id])), ("采用建议", ""))
    about = {"paper": splitting.feedback, "splitting": splitting, "crumb": here}
    return render(request, "issues/split_adopt.html", about | {"form": form, "offers": offers.values()})


def taken(request, splitting, form) -> bool:
    said = f"已采用 {len(form.given['adopted'])} 条建议，记为您确认。不对的可以逐条改，也可以整个撤回。"
    return act_by_page(request, actions.adopt, form, splitting=splitting, said=said)
