"""对账单: the list and drawing them up, one of them with its moves and those of its disputed lines, its print and its file."""

import tempfile

from django.contrib import messages
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from issues.models import Round
from ledgers.actions import statements as actions
from ledgers.forms.statements import DrawUpForm
from ledgers.models import AccountStatement
from ledgers.pages.boards.page import NoRoundPage
from ledgers.pages.statements import page as pages
from ledgers.statement_sheet import StatementSheet
from rectify.lib.page import show
from rectify.lib.pages import acted, keyset
from rectify.lib.sheets import XLSX
from rectify.workflow.doors import act_by_page, by_page, is_over
from rectify.workflow.inputs import input_of
from rectify.workflow.moves import moves_of


def mine(request):
    """The statements that the reader may see, of every round."""
    return AccountStatement.objects.visible_to(request.user).select_related(
        "round__office", "unit", "meeting", "unit_by", "office_by"
    )


def listing(request, form=None):
    """Those of the chosen round."""
    if request.rounds.current is None:
        return show(request, NoRoundPage())
    rows = mine(request).filter(round=request.rounds.current)
    page = keyset(rows.defer("lines"), fields=("-until", "-pk"), request=request)
    return show(request, pages.statements_page(request.rounds.current, request.user, rows, page=page, form=form))


@require_POST
def draw_up(request):
    """For every unit of the chosen round that has an account and no statement of these days yet."""
    current = request.rounds.current
    round_ = get_object_or_404(Round.objects.run_by(request.user), pk=current.pk if current else None)
    form = DrawUpForm(request.POST, user=request.user, obj=round_)
    if act_by_page(request, actions.draw_up, form, round_=round_):
        messages.success(request, "对账单已生成，单位的人员收到了通知。下一步：等单位核对。")
        return redirect("ledgers:statements")
    return listing(request, form)


def detail(request, public_id):
    """One statement; POST makes the move that its button names, on the statement or on the dispute that it names."""
    statement = get_object_or_404(mine(request), public_id=public_id)
    sent = pages.Sent()
    if request.method == "POST":
        about = statement
        if named := request.POST.get("dispute", ""):
            disputes = statement.disputes.select_related("statement__round__office", "statement__unit")
            about = get_object_or_404(disputes, public_id=named)
        move = moves_of(about).get(request.POST.get("move", ""))
        if move is None or not move.by_hand:
            raise Http404
        auto_id = f"id_{pages.prefix_of(move.name, about)}_%s"
        form = input_of(move)(request.POST, move=move, obj=about, user=request.user, auto_id=auto_id)
        if form.is_valid() and by_page(request, move, about, form) or is_over(request, move, about):
            return redirect(statement)
        sent = pages.Sent(about, form)
    return show(request, pages.statement_page(statement, request.user, sent))


def printed(request, public_id):
    statement = get_object_or_404(mine(request), public_id=public_id)
    return show(request, pages.StatementPrintPage(statement, StatementSheet(statement, request.user, leaves=True)))


def workbook(request, public_id):
    statement = get_object_or_404(mine(request), public_id=public_id)
    file = tempfile.TemporaryFile()  # noqa: SIM115 (the answer closes it)
    if not acted(request, actions.export, statement=statement, target=file):
        return redirect(statement)
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename=f"{statement}.xlsx", content_type=XLSX)
