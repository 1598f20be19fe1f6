"""The books: the shelf, a page of a book, its workbook, its print, one's own views."""

import tempfile

from django.contrib import messages
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from ledgers import books
from ledgers.actions import books as actions
from ledgers.books import BookView
from ledgers.columns import Kind
from ledgers.forms.books import ViewName
from ledgers.kinds import KINDS
from ledgers.models import SavedView
from ledgers.pages.books import page as pages
from rectify.lib.addresses import stands_on
from rectify.lib.errors import Refused
from rectify.lib.page import show
from rectify.lib.pages import acted
from rectify.lib.sheets import XLSX, TooLong


def mine(request):
    """One's own saved views; the rows of a book start at `kind.rows(user)`, which starts at `visible_to`."""
    return SavedView.objects.visible_to(request.user)


def kind_or_404(slug):
    if slug not in KINDS:
        raise Http404
    return KINDS[slug]


def asked_of(request, kind: Kind) -> BookView:
    return books.ask(kind, request.user, request.GET, request.rounds.current)


def index(request):
    return show(request, pages.shelf_page(request))


def book(request, slug):
    kind = kind_or_404(slug)
    return show(request, pages.book(request, kind, asked_of(request, kind), mine(request)))


def printed(request, slug):
    kind = kind_or_404(slug)
    return show(request, pages.book_print(request, kind, asked_of(request, kind)))


def workbook(request, slug):
    kind = kind_or_404(slug)
    asked = asked_of(request, kind)
    file = tempfile.TemporaryFile()  # noqa: SIM115 (the answer closes it when the last byte is sent)
    try:
        done = acted(request, actions.export, kind=kind, asked=asked, target=file)
    except TooLong as long:
        done = acted(request, refuse, why=str(long))
    if not done or asked.round is None:  # without a round the act refuses
        return redirect(asked.filter.address(reverse("ledgers:book", args=[slug])))
    file.seek(0)
    name = f"{asked.round.name}{kind.title}{timezone.localdate():%Y%m%d}.xlsx"
    return FileResponse(file, as_attachment=True, filename=name, content_type=XLSX)


@require_POST
def save_view(request, slug):
    kind = kind_or_404(slug)
    asked = asked_of(request, kind)
    form = ViewName(request.POST, user=request.user)
    if form.is_valid():
        message = f"已保存视图“{form.given['name']}”，只有您自己看得到。"
        acted(request, actions.save_view, kind=kind, asked=asked, round_=asked.round, **form.given, said=message)
    else:
        messages.error(request, f"视图名称{'；'.join(map(str, form.errors['name']))}。")
    return redirect(asked.filter.address(reverse("ledgers:book", args=[slug])))


@stands_on(lambda request, slug, pk: reverse("ledgers:book", args=[slug]))
@require_POST
def drop_view(request, slug, pk):
    view = get_object_or_404(mine(request), book=slug, pk=pk)
    acted(request, actions.drop_view, view=view, kind=kind_or_404(slug), said=f"已删去视图“{view.name}”。")
    return redirect("ledgers:book", slug)


def refuse(*, why, by):
    """A refusal that came from writing the file, said the way all are."""
    raise Refused(why)
