"""抽查: the list of draws, a new pool, the seed, the draw, the text that anybody can draw from again."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST, require_safe

from issues.models import Round
from ledgers.actions import draws as actions
from ledgers.forms.draws import FreezeForm, SeedForm
from ledgers.models import Draw
from ledgers.pages.draws import page as pages
from ledgers.redrawing import recipe
from rectify.lib.page import show
from rectify.lib.pages import acted, form_key, keyset
from rectify.workflow.doors import act_by_page


def mine(request):
    """The draws of the reader's office."""
    people = ("frozen_by", "seeded_by", "drawn_by")
    return Draw.objects.visible_to(request.user).select_related("office", *people)


def listing(request):
    """Every draw that was ever begun: none can be taken back, so that nobody draws until it suits."""
    if not request.user.offices():
        raise Http404
    page = keyset(mine(request), fields=("-frozen_at", "-pk"), request=request)
    return show(request, pages.DrawsPage(page=page))


def new(request):
    if not Round.objects.run_by(request.user).exists():
        raise Http404
    first = {"rounds": [request.rounds.current] if request.rounds.current else [], "key": form_key()}
    form = FreezeForm(request.POST or None, user=request.user, initial=first)
    message = "备抽名单已锁定，不能再改。随机数公布后回到这里录入。"
    if act_by_page(request, actions.freeze, form, said=message):
        return redirect(pages.newest(request.user))
    return show(request, pages.NewDrawPage(form=form))


def draw(request, public_id):
    """One draw, at whichever of its three steps it is."""
    one = get_object_or_404(mine(request), public_id=public_id)
    form = SeedForm(request.POST or None, user=request.user, obj=one, initial={"key": form_key()})
    if act_by_page(request, actions.enter_seed, form, draw=one, said="随机数已录入，不能再改。"):
        return redirect("ledgers:draw", public_id)
    return show(request, pages.draw(request, one, form))


@require_POST
def make(request, public_id):
    one = get_object_or_404(mine(request), public_id=public_id)
    acted(request, actions.make, draw=one, said=f"已抽出 {one.size} 件。下一步：安排回头看。")
    return redirect("ledgers:draw", public_id)


@require_safe
def published(request, public_id):
    """Pool, seed, method and result as plain text, to be handed to anybody who wants to draw again."""
    one = get_object_or_404(mine(request), public_id=public_id)
    answer = HttpResponse(recipe(one), content_type="text/plain; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="draw-{one.public_id}.txt"'
    return answer
