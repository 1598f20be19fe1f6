"""文书: the list for an object, the page of one, its Word file: drafts of the moment, of which nothing is numbered or kept; and
the register of those that are reviewed and issued."""

from io import BytesIO

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST, require_safe

from ledgers.actions import papers as actions
from ledgers.forms.papers import PaperReviewForm
from ledgers.models import IssuedPaper
from ledgers.pages.papers import page as pages
from ledgers.papers import PAPERS
from ledgers.paperwork import PaperReader, anything, copy_to, office_of
from ledgers.templating import in_use, laid_out
from rectify.accounts.roles import Reads
from rectify.lib.dates import today
from rectify.lib.errors import Refused
from rectify.lib.page import show
from rectify.lib.pages import acted
from rectify.lib.printing import pdf_of
from rectify.workflow.doors import act_in_passing, by_page, is_over
from rectify.workflow.inputs import input_of
from rectify.workflow.moves import moves_of

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
    content = copy_to(request.user, kinds[0], laid_out(kinds[0], drawn, obj, in_use(kinds[0], office_of(obj))))
    return word_file(content, f"{drawn.title.replace(chr(10), '')}（草稿）.docx")


@require_safe
def pdf(request, public_id, paper):
    """The draft as LibreOffice prints it; where the server has none, the page says what to do instead."""
    obj, kinds, reader = sought(request, public_id, paper)
    drawn, _ = pages.drawn_up(kinds[0], obj, reader)
    if drawn is None:
        return redirect("ledgers:paper", public_id, paper)
    content = copy_to(request.user, kinds[0], laid_out(kinds[0], drawn, obj, in_use(kinds[0], office_of(obj))))
    return pdf_file(request, content, f"{drawn.title.replace(chr(10), '')}（草稿）.pdf") or redirect(
        "ledgers:paper", public_id, paper
    )


def word_file(content: bytes, name: str) -> FileResponse:
    return FileResponse(BytesIO(content), as_attachment=True, filename=name, content_type=WORD)


def pdf_file(request: HttpRequest, word: bytes, name: str) -> FileResponse | None:
    """The file printed; None where that is not possible, which the next page tells."""
    try:
        content = pdf_of(word)
    except Refused as refused:
        messages.warning(request, str(refused))
        return None
    return FileResponse(BytesIO(content), as_attachment=True, filename=name, content_type="application/pdf")


@require_POST
def review(request, public_id, paper):
    """核稿: the draft was read and goes to be signed."""
    obj, kinds, _ = sought(request, public_id, paper)
    form = PaperReviewForm(request.POST, obj=kinds[0], user=request.user)
    about = {"kind": kinds[0], "obj": obj}
    if act_in_passing(request, actions.review, form, said="已核稿，等另一位负责人签发。", **about):
        return redirect("ledgers:paper_register")
    return redirect("ledgers:paper", public_id, paper)


def mine(request):
    """The papers that the reader may know of, without their files."""
    related = ("office", "round__office", "unit", "reviewed_by", "signed_by", "template")
    return IssuedPaper.objects.visible_to(request.user).select_related(*related).defer("content", "template__content")


def register(request):
    """文书登记: what waits for the reader, then the numbers, the newest first. For offices, units and who has units in charge."""
    if not request.user.offices() and not request.user.reads(Reads.BRANCH):
        raise Http404
    return show(request, pages.register(request, mine(request)))


def detail(request, public_id):
    """One paper from its review on; POST makes the move that its button names."""
    paper = get_object_or_404(mine(request), public_id=public_id)
    sent = None
    if request.method == "POST":
        move = moves_of(paper).get(request.POST.get("move", ""))
        if move is None or not move.by_hand:
            raise Http404
        sent = input_of(move)(request.POST, move=move, obj=paper, user=request.user, auto_id=f"id_{move.name}_%s")
        if sent.is_valid() and by_page(request, move, paper, sent) or is_over(request, move, paper):
            return redirect(paper)
    return show(request, pages.issued_paper(paper, request.user, sent))


def issued(request, public_id):
    """The file as it was issued, to the byte."""
    paper = get_object_or_404(mine(request).numbered(), public_id=public_id)
    if not acted(request, actions.read, paper=paper):
        return redirect("ledgers:paper_register")
    return word_file(bytes(paper.content), f"{paper.serial}.docx")


@require_safe
def issued_pdf(request, public_id):
    """The file as it was issued, printed."""
    paper = get_object_or_404(mine(request).numbered(), public_id=public_id)
    if not acted(request, actions.read, paper=paper):
        return redirect("ledgers:paper_register")
    return pdf_file(request, bytes(paper.content), f"{paper.serial}.pdf") or redirect(paper)
