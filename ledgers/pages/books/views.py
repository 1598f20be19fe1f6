"""The books: the shelf, a page of a book, its workbook, its print, one's own views."""

import tempfile
from dataclasses import replace

from django.http import FileResponse, Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from issues.forms.secrets import WithSecrets
from issues.models import SavedView
from issues.pages.listing import secrets as secret_exports
from issues.pages.listing.saving import drop_named_view, save_asked_view
from issues.pages.listing.secrets import SecretExportPage
from ledgers import books
from ledgers.actions import books as actions
from ledgers.books import BookView
from ledgers.columns import Kind
from ledgers.kinds import KINDS
from ledgers.pages.books import page as pages
from rectify.lib.addresses import stands_on
from rectify.lib.errors import Refused
from rectify.lib.filtering import Filtering
from rectify.lib.page import show
from rectify.lib.pages import acted
from rectify.lib.reach import Door
from rectify.lib.sheets import XLSX, TooLong


def mine(request):
    """The saved views one may use; the rows of a book start at `kind.rows(user)`, which starts at `visible_to`."""
    return SavedView.objects.visible_to(request.user)


def kind_or_404(slug):
    if slug not in KINDS:
        raise Http404
    return KINDS[slug]


def asked_of(request, kind: Kind, door: Door = Door.ROW) -> BookView:
    return books.ask(kind, request.user, request.GET, request.rounds.current, door=door)


def index(request):
    return show(request, pages.shelf_page(request))


def book(request, slug):
    kind = kind_or_404(slug)
    return show(
        request, pages.book(request, kind, asked_of(request, kind, Door.PAGE), mine(request).filter(place=slug))
    )


def printed(request, slug):
    kind = kind_or_404(slug)
    return show(request, pages.book_print(request, kind, asked_of(request, kind)))


def workbook(request, slug):
    """The rows as asked; where 工作秘密 is among them, it is asked first how they go out."""
    kind, form = kind_or_404(slug), secret_exports.asking(request)
    asked = asked_of(request, kind)
    if not secret_exports.settled(request, form) and (count := books.secrets(kind, request.user, asked)):
        return show(request, secret_page(request, kind, form=form, count=count, back=asked.filter))
    asked = replace(asked, reason=secret_exports.reason_of(request, form))
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


def secret_page(request, kind: Kind, *, form: WithSecrets, count: int, back: Filtering) -> SecretExportPage:
    """Asks how `count` rows of 工作秘密 go out; what was asked for is in both addresses."""
    action = f"{reverse('ledgers:book_file', args=[kind.slug])}?{request.GET.urlencode()}"
    return SecretExportPage(kind.title, count, form, action, back.address(reverse("ledgers:book", args=[kind.slug])))


@require_POST
def save_view(request, slug):
    kind = kind_or_404(slug)
    asked = asked_of(request, kind).filter
    save_asked_view(request, place=slug, title=kind.title, asked=asked)
    return redirect(asked.address(reverse("ledgers:book", args=[slug])))


@stands_on(lambda request, slug: reverse("ledgers:book", args=[slug]))
@require_POST
def drop_view(request, slug):
    kind = kind_or_404(slug)
    drop_named_view(request, mine(request).filter(place=slug), title=kind.title)
    return redirect("ledgers:book", slug)


def refuse(*, why, by):
    """A refusal that came from writing the file, said the way all are."""
    raise Refused(why)
