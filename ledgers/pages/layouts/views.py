"""台账版式 of the office: handed in, its columns told, in use and out of use; the ledger taken in it."""

import tempfile
from dataclasses import replace
from typing import Any

from django.http import FileResponse, Http404
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from issues.models import Round
from issues.pages.listing import secrets as secret_exports
from issues.pages.listing.secrets import SecretExportPage
from ledgers import books
from ledgers.actions import layouts as actions
from ledgers.books import BookView
from ledgers.columns import Kind
from ledgers.forms.layouts import LayoutColumnsForm, LedgerLayoutForm
from ledgers.layouts import kind_of
from ledgers.models import LedgerLayout
from ledgers.pages.books.views import refuse
from ledgers.pages.layouts import page as pages
from rectify.accounts.models import Unit
from rectify.lib.addresses import stands_on
from rectify.lib.page import show
from rectify.lib.pages import acted
from rectify.lib.sheets import XLSX, TooLong
from rectify.workflow.doors import act_by_page


def mine(request):
    """The layouts that the reader may know of."""
    return LedgerLayout.objects.visible_to(request.user).select_related("office", "uploaded_by", "used_by")


def ours(request, public_id: str) -> LedgerLayout:
    """One of the reader's own offices; of others the address does not exist."""
    return get_object_or_404(mine(request).filter(office__in=request.user.offices()), public_id=public_id)


def listing(request):
    """The versions; POST hands in the next, which is then looked at."""
    offices, round_ = request.user.offices(), request.rounds.current
    if not offices:
        raise Http404
    office = Unit.objects.get(pk=round_.office_id if round_ and round_.office_id in offices else offices[0])
    form = LedgerLayoutForm(request.POST or None, files=request.FILES or None, user=request.user)
    message = "版式已经收下，还没有启用。请看一遍哪些不保留、各列填什么。"
    rows = mine(request).filter(office=office).defer("content")
    if act_by_page(request, actions.upload, form, said=message, office=office):
        return redirect(rows[0])
    return show(request, pages.versions(office, list(rows), form))


def detail(request, public_id):
    """One version; POST says what its columns hold."""
    layout = ours(request, public_id)
    form = LayoutColumnsForm(request.POST or None, user=request.user, obj=layout, columns=layout.columns)
    if act_by_page(request, actions.arrange, form, said="各列已经定好。", layout=layout):
        return redirect(layout)
    return show(request, pages.version(layout, request.user, form, round_of(request, layout)))


def round_of(request, layout: LedgerLayout) -> Round | None:
    """The chosen round, where the office of the layout runs it; else the newest that it runs."""
    rounds, chosen = Round.objects.visible_to(request.user).filter(office=layout.office), request.rounds.current
    return chosen if chosen and chosen.office_id == layout.office_id else rounds.first()


def workbook(request, public_id):
    """The ledger of a round in the layout; where 工作秘密 is among its rows, it is asked first how they go out."""
    layout, form = get_object_or_404(mine(request), public_id=public_id), secret_exports.asking(request)
    kind = kind_of(layout)
    asked = asked_of(request, layout, kind)
    if not secret_exports.settled(request, form) and (count := books.secrets(kind, request.user, asked)):
        action = f"{reverse('ledgers:ledger_layout_file', args=[public_id])}?{request.GET.urlencode()}"
        return show(request, SecretExportPage(kind.title, count, form, action, back_of(asked)))
    return written(request, layout, replace(asked, reason=secret_exports.reason_of(request, form)))


def asked_of(request, layout: LedgerLayout, kind: Kind) -> BookView:
    """What was asked for, of a round that the office of the layout runs."""
    asked = books.ask(kind, request.user, request.GET, round_of(request, layout))
    if asked.round is not None and asked.round.office_id != layout.office_id:
        raise Http404
    return asked


def back_of(asked: BookView) -> str:
    """The book of which the ledger is a copy, as it was asked for."""
    return asked.filter.address(reverse("ledgers:book", args=["problems"]))


def written(request, layout: LedgerLayout, asked: BookView) -> HttpResponseBase:
    """The file; where it cannot be written, the book with the reason."""
    file = tempfile.TemporaryFile()  # noqa: SIM115 (the answer closes it when the last byte is sent)
    try:
        done = acted(request, actions.export, layout=layout, asked=asked, target=file)
    except TooLong as long:
        done = acted(request, refuse, why=str(long))
    if not done or asked.round is None:  # without a round the act refuses
        return redirect(back_of(asked))
    file.seek(0)
    name = f"{asked.round.name}问题台账（本单位版式）{timezone.localdate():%Y%m%d}.xlsx"
    return FileResponse(file, as_attachment=True, filename=name, content_type=XLSX)


def page_of_layout(request: Any, public_id: str) -> str:
    return ours(request, public_id).get_absolute_url()


@stands_on(page_of_layout)
@require_POST
def use(request, public_id):
    layout = ours(request, public_id)
    acted(request, actions.use, layout=layout, said=f"已启用{layout}。台账页上从现在起可以按它导出。")
    return redirect(layout)


@stands_on(page_of_layout)
@require_POST
def retire(request, public_id):
    layout = ours(request, public_id)
    acted(request, actions.retire, layout=layout, said="已停用，只用系统版式。各版都留着，可以再启用。")
    return redirect(layout)
