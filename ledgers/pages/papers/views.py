"""文书: the list for an object, the page of one, its Word file. All are drafts of the moment: nothing is numbered or kept."""

from io import BytesIO

from django.http import FileResponse, Http404
from django.shortcuts import redirect

from ledgers.pages.papers import page as pages
from ledgers.papers import PAPERS
from ledgers.paperwork import PaperReader, anything, office_of
from rectify.lib.dates import today
from rectify.lib.page import show
from rectify.lib.words import paper_bytes

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def sought(request, public_id, slug=""):
    """The object that the reader knows of, and the papers about it; of others the address does not exist."""
    reader = PaperReader(request.user, today())
    obj, kinds = anything(public_id, reader, request.rounds.current)
    ours = obj is not None and office_of(obj).pk in request.user.offices()
    kinds = [kind for kind in kinds if (ours or kind.shared) and slug in ("", kind.slug)]
    if obj is None or not kinds or slug not in {"", *PAPERS}:
        raise Http404
    return obj, kinds, reader


def listing(request, public_id):
    return show(request, pages.papers(*sought(request, public_id)))


def paper(request, public_id, paper):
    obj, kinds, reader = sought(request, public_id, paper)
    return show(request, pages.paper(obj, kinds[0], reader))


def file(request, public_id, paper):
    """The draft as a Word file; where there is nothing to write, the page says why."""
    obj, kinds, reader = sought(request, public_id, paper)
    drawn, _ = pages.drawn_up(kinds[0], obj, reader)
    if drawn is None:
        return redirect("ledgers:paper", public_id, paper)
    name = f"{drawn.title.replace(chr(10), '')}（草稿）.docx"
    return FileResponse(BytesIO(paper_bytes(drawn)), as_attachment=True, filename=name, content_type=WORD)
