"""联审成员: what waits for their bodies, and the page on which a body says what it thinks."""

from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from issues.forms.opinion import OpinionForm, SkipForm
from issues.models import Opinion
from issues.views import opinion_page
from issues.views.opinion_desk import Desk
from rectify.lib.dates import today
from rectify.lib.pages import acted, version_seen
from rectify.workflow.move import make
from rectify.workflow.moves import moves_of

WHOLE = ("review__issue__round__office", "review__issue__lead_unit", "review__issue__feedback", "review__issue__item",
         "body", "given_by")  # fmt: skip


def mine(request):
    """The opinions that the reader's own bodies were asked for; what other bodies say is never reached from here."""
    return Opinion.objects.visible_to(request.user).of_bodies(request.user).select_related(*WHOLE)


def listing(request):
    """等我审的: the first page of a reviewer."""
    return render(request, "issues/opinions.html", {"desk": Desk(request.user, mine(request), today())})


def opinion(request, public_id):
    """What is under review beside the form; once given, what was said, to be read and taken back while others are awaited."""
    found = get_object_or_404(mine(request), public_id=public_id)
    under = opinion_page.under_review(found.review, request.user)
    form = OpinionForm.of(found, under["orders"], request.POST if request.method == "POST" else None)
    taking = request.POST.get("move") == "take_back"
    if taking and moved(request, "take_back", found, said=TAKEN):
        return redirect("issues:opinion", public_id)
    if not taking and form.is_valid() and moved(request, "give", found, form, data=form.data_for_move(), said=GIVEN):
        return redirect("issues:opinions")
    return render(request, "issues/opinion.html", opinion_page.context(request, found, form, under))


GIVEN = "{issue} 已提出意见。别的单位提齐以前可以收回；各家看不到彼此的意见。"
TAKEN = "{issue} 的意见已收回，还在下面，改好再提。"
SKIPPED = "{issue} 不再等{body}的意见，已记入经过。"


@require_POST
def skip(request, public_id):
    """不再等: the head goes on without a body that is late, with a reason."""
    found = get_object_or_404(Opinion.objects.within_reach(request.user).select_related(*WHOLE), public_id=public_id)
    form = SkipForm(request.POST)
    note = form.cleaned_data["note"] if form.is_valid() else ""
    moved(request, "skip", found, said=SKIPPED, note=note)
    return redirect("issues:joint_review", found.review.public_id)


def moved(request, name: str, found: Opinion, form=None, *, said: str, **given) -> bool:
    """One move of an opinion; after a no the row is as the database has it."""
    once = {"version": version_seen(request), "key": request.POST.get("key", "")}
    words = said.format(issue=found.issue.number, body=found.body)
    done = acted(request, make, said=words, form=form, move=moves_of(found)[name], obj=found, **once, **given)
    if not done:
        found.refresh_from_db()
    return done
