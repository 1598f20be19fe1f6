"""Many 文书 at once: signed or finished from the register, reviewed from a bundle; one by one, each told."""

from typing import Any

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from ledgers.actions import papers as actions
from ledgers.actions.bundles import MOST
from ledgers.models import BundledPaper, IssuedPaper, PaperBundle
from ledgers.pages.paper_bundles import page as bundle_pages
from ledgers.pages.paper_bundles.views import mine as bundles
from ledgers.pages.papers.views import mine
from ledgers.pages.papers_together import page as pages
from ledgers.papers import PAPERS
from ledgers.paperwork import PaperReader, find
from rectify.accounts.models import User
from rectify.lib.addresses import stands_on
from rectify.lib.dates import today
from rectify.lib.errors import Refused
from rectify.lib.page import show
from rectify.lib.pages import version_seen
from rectify.lib.receipts import took
from rectify.lib.ticks import tell_left, ticked
from rectify.workflow.doors import by_bulk, outcome


@stands_on(lambda request: reverse("ledgers:paper_register"))
@require_POST
def act(request):
    """The ticked papers with a verdict each; once confirmed, done one by one, with what became of every one."""
    move = pages.ACTS.get(request.POST.get("act", ""))
    if move is None:
        raise Http404
    papers = chosen(request)
    if not papers:
        messages.error(request, f"没有勾选可以{move.label}的文书，什么也没有办。请在文书登记里勾选以后再按")
        return redirect("ledgers:paper_register")
    if "confirm" not in request.POST:
        return show(request, pages.check(move, papers, request.user))
    seen = {paper.public_id: version_seen(request, f"version-{paper.public_id}") for paper in papers}
    versions = {public_id: version for public_id, version in seen.items() if version is not None}
    outcomes = by_bulk(move, papers, by=request.user, versions=versions, key=request.POST.get("key", ""))
    if any(one.done for one in outcomes):
        took(request)
    return show(request, pages.done(move, outcomes))


def chosen(request) -> list[IssuedPaper]:
    ids = ticked(request)
    papers = list(mine(request).filter(public_id__in=ids).order_by("status_since", "pk"))
    tell_left(request, ids, len(papers))
    return papers


def page_of_bundle(request: Any, public_id: str) -> str:
    return get_object_or_404(bundles(request), public_id=public_id).get_absolute_url()


@stands_on(page_of_bundle)
@require_POST
def review(request, public_id):
    """核稿 of the ticked drafts of a bundle."""
    bundle = get_object_or_404(bundles(request), public_id=public_id)
    ids = ticked(request, most=MOST)
    rows = bundle_pages.reviewable(bundle, ids)
    tell_left(request, ids, len(rows))
    if not rows:
        messages.error(request, "没有勾选写好了的草稿，什么也没有办。请勾选以后再按“核稿，送签发”")
        return redirect(bundle)
    outcomes = [outcome(row, reviewed, bundle, row, by=request.user) for row in rows]
    if any(one.done for one in outcomes):
        took(request)
    return show(request, pages.reviewed(bundle, outcomes))


def reviewed(bundle: PaperBundle, row: BundledPaper, *, by: User) -> None:
    """Raises Refused where the object is gone for this person, or as the act does."""
    kind = PAPERS[bundle.slug]
    obj = find(kind.about, row.about_id, PaperReader(by, today(), bundle.answer_by), bundle.round)
    if obj is None:
        raise Refused("这份文书的对象您看不到了，没有核稿")
    actions.review(kind=kind, obj=obj, answer_by=bundle.answer_by, by=by)
