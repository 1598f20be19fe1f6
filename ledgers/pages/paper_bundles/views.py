"""成批文书 of the round that was chosen: the list, a new one, how far it is, its archive."""

from io import BytesIO

from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpRequest
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_GET, require_POST, require_safe

from issues.models import Round
from ledgers import tasks
from ledgers.actions import bundles as actions
from ledgers.forms.bundles import PaperBundleForm
from ledgers.models import PaperBundle
from ledgers.pages.paper_bundles import page as pages
from ledgers.papers import PAPERS
from ledgers.paperwork import PaperReader
from rectify.lib.dates import today
from rectify.lib.page import show
from rectify.lib.pages import acted
from rectify.lib.queueing import after_commit
from rectify.workflow.doors import act_by_page

REDRAWN = "已开始按现在的范围重写，写好后再下载。"


def mine(request: HttpRequest) -> QuerySet[PaperBundle]:
    return PaperBundle.objects.visible_to(request.user).select_related(*actions.NEEDED)


def round_of_reader(request) -> Round:
    """The round that was chosen, of an office where the reader works. For others there is none."""
    round_ = request.rounds.current
    if round_ is None or round_.office_id not in request.user.offices():
        raise Http404
    return round_


def listing(request):
    round_ = round_of_reader(request)
    return show(request, pages.bundles(round_, list(mine(request).filter(round=round_)[:50])))


def new(request, paper):
    """Which objects; POST asks for the drafts."""
    round_, kind = round_of_reader(request), PAPERS.get(paper)
    if kind is None or kind.about not in pages.MANY:
        raise Http404
    among = pages.objects_of(kind, PaperReader(request.user, today()), round_)
    form = PaperBundleForm(request.POST or None, user=request.user, obj=kind, among=among)
    message = "已开始写。可以离开本页，写好后在“成批文书”里下载。"
    if act_by_page(request, actions.ask, form, said=message, kind=kind, round_=round_):
        asked = mine(request).filter(asked_by=request.user).order_by("-pk")[0]
        after_commit(tasks.write_bundle, asked.pk)
        return redirect(asked)
    return show(request, pages.new(round_, kind, form))


def bundle(request, public_id):
    return show(request, pages.bundle(get_object_or_404(mine(request), public_id=public_id)))


@require_GET
def progress(request, public_id):
    """The part of the page that asks every two seconds."""
    part = pages.progress(pages.counted(get_object_or_404(mine(request), public_id=public_id)))
    response = show(request, pages.BundleProgressPart(part))
    if part.finished:
        response["HX-Refresh"] = "true"
    return response


@require_POST
def redraw(request, public_id):
    """Every draft written anew, since an issue goes less far by now."""
    one = get_object_or_404(mine(request), public_id=public_id)
    if acted(request, actions.redraw, bundle=one, said=REDRAWN):
        after_commit(tasks.write_bundle, one.pk)
    return redirect(one)


@require_safe
def archive(request, public_id):
    """All drafts as one zip."""
    one = get_object_or_404(mine(request), public_id=public_id)
    if not acted(request, actions.take, bundle=one):
        return redirect(one)
    name = f"{PAPERS[one.slug].title}（{one.round.name}）.zip"
    content = BytesIO(pages.archive(one, request.user))
    return FileResponse(content, as_attachment=True, filename=name, content_type="application/zip")
