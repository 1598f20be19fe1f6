"""The books: the shelf, a page of a book, its workbook, its print, one's own views."""

import tempfile
from urllib.parse import urlencode

from django.contrib import messages
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from ledgers import books
from ledgers.actions import books as actions
from ledgers.forms.books import ViewName
from ledgers.kinds import KINDS, shelf
from ledgers.models import SavedView
from rectify.lib.errors import Refused
from rectify.lib.pages import acted
from rectify.lib.sheets import TooLong

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST_PRINTED = 1000


def mine(request):
    """One's own saved views; the rows of a book start at `kind.rows(user)`, which starts at `visible_to`."""
    return SavedView.objects.visible_to(request.user)


def kind_or_404(slug):
    if slug not in KINDS:
        raise Http404
    return KINDS[slug]


def index(request):
    asked = [(kind, books.ask(kind, request.user, {}, request.rounds.current)) for kind in shelf()]
    counts = [(kind, books.totals(kind, request.user, each)["rows_in_book"]) for kind, each in asked]
    return render(request, "ledgers/books.html", {"books": counts, "round": request.rounds.current})


def book(request, slug):
    kind = kind_or_404(slug)
    asked = books.ask(kind, request.user, request.GET, request.rounds.current)
    found = books.page(kind, request, asked)
    context = {"page": found, "bar": asked.filter.bar("q", *kind.filters)} | about(request, kind, asked, found.rows)
    return render(request, "ledgers/book.html", context)


def printed(request, slug):
    kind = kind_or_404(slug)
    asked = books.ask(kind, request.user, request.GET, request.rounds.current)
    rows = books.first(kind, request.user, asked, MOST_PRINTED)
    context = about(request, kind, asked, rows) | {"notes": books.notes(kind, request.user, asked)}
    return render(request, "ledgers/book_print.html", context)


def workbook(request, slug):
    kind = kind_or_404(slug)
    asked = books.ask(kind, request.user, request.GET, request.rounds.current)
    file = tempfile.TemporaryFile()  # noqa: SIM115 (the answer closes it when the last byte is sent)
    try:
        done = acted(request, actions.export, kind=kind, asked=asked, target=file)
    except TooLong as long:
        done = acted(request, refuse, why=str(long))
    if not done:
        return redirect(asked.filter.address(reverse("ledgers:book", args=[slug])))
    file.seek(0)
    name = f"{asked.round.name}{kind.title}{timezone.localdate():%Y%m%d}.xlsx"
    return FileResponse(file, as_attachment=True, filename=name, content_type=XLSX)


@require_POST
def save_view(request, slug):
    kind = kind_or_404(slug)
    asked = books.ask(kind, request.user, request.GET, request.rounds.current)
    form = ViewName(request.POST, user=request.user)
    if form.is_valid():
        said = f"已保存视图“{form.given['name']}”，只有您自己看得到。"
        acted(request, actions.save_view, kind=kind, asked=asked, round_=asked.round, **form.given, said=said)
    else:
        messages.error(request, f"视图名称{'；'.join(form.errors['name'])}。")
    return redirect(asked.filter.address(reverse("ledgers:book", args=[slug])))


@require_POST
def drop_view(request, slug, pk):
    view = get_object_or_404(mine(request), book=slug, pk=pk)
    acted(request, actions.drop_view, view=view, kind=kind_or_404(slug), said=f"已删去视图“{view.name}”。")
    return redirect("ledgers:book", slug)


def refuse(*, why, by):
    """A refusal that came from writing the file, said the way all are."""
    raise Refused(why)


def about(request, kind, asked, rows):
    """What page and print share."""
    sums = books.totals(kind, request.user, asked)
    return {
        "kind": kind,
        "asked": asked,
        "heads": books.heads(kind, asked),
        "rows": books.page_rows(kind, rows),
        "sums": sums,
        "by_kind": books.sums_of(kind, request.user, asked),
        "foot": books.foot(kind, sums),
        "chips": asked.filter.chips(reverse("ledgers:book", args=[kind.slug])),
        "views": views(request, kind, asked),
        "query": request.GET.urlencode(),
    }


def views(request, kind, asked):
    """全部 and one's own saved views."""
    url = reverse("ledgers:book", args=[kind.slug])
    here = urlencode({name: value for name, value in asked.filter.asked.items() if name != "round"})
    saved = [
        {"name": view.name, "url": f"{url}?{view.query}", "current": view.query == here, "pk": view.pk}
        for view in mine(request).filter(book=kind.slug)
    ]
    return [{"name": "全部", "url": url, "current": not here}, *saved]
