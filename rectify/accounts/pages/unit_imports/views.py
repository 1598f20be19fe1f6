"""导入单位: a workbook, what it would do, and 确认. Between the two the file waits; nothing is written before."""

from django.contrib import messages
from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST, require_safe

from rectify.accounts.access import only
from rectify.accounts.actions.tree import import_tree
from rectify.accounts.actions.unit_changes import ask_tree, relating
from rectify.accounts.forms.units import FileForm, MeantForm
from rectify.accounts.listfile import UNITS
from rectify.accounts.models import Unit, User
from rectify.accounts.pages.unit_imports import page as pages
from rectify.accounts.pages.waiting import WaitingFile, blank_answer
from rectify.accounts.request import Request
from rectify.accounts.roles import AccountKind
from rectify.accounts.tree import judge
from rectify.lib.errors import Refused
from rectify.lib.page import show
from rectify.lib.receipts import took

KEEPER = only(AccountKind.SYSTEM_ADMIN)
WAITING = WaitingFile("unit_import", UNITS)


def mine(request: Request):
    return Unit.objects.visible_to(request.user).select_related("parent", "sector", "supervising_office")


@KEEPER
def choose(request: Request) -> HttpResponse:
    form = FileForm(request.POST or None, files=request.FILES or None, user=request.user)
    if form.is_valid():
        WAITING.take(request, form)
        return redirect("accounts:unit_import_check")
    return show(request, pages.UnitFilePage(form=form))


@KEEPER
@require_safe
def check(request: Request) -> HttpResponse:
    """Every row with its act and all its complaints."""
    rows = WAITING.rows(request)
    if rows is None:
        return redirect("accounts:unit_import")
    lines = judge(rows)
    return show(request, pages.check(WAITING.about(request)["name"], lines, MeantForm(user=request.user, lines=lines)))


@KEEPER
@require_POST
def apply(request: Request) -> HttpResponse:
    rows = WAITING.rows(request)
    if rows is None:
        return redirect("accounts:unit_import")
    form = MeantForm(request.POST, user=request.user, lines=judge(rows))
    meant = form.meant() if form.is_valid() else {}
    asked = {"rows": rows, "source": WAITING.about(request)["name"][:100], "meant": meant}
    try:
        message, after = write_or_ask(asked, by=request.user)
    except Refused:
        messages.error(request, "没有写入。下面几行要先改好或者选好，再确认。")
        return redirect("accounts:unit_import_check")
    WAITING.forget(request)
    took(request)
    messages.success(request, message)
    return redirect(after)


def write_or_ask(asked: dict, *, by: User) -> tuple[str, str]:
    """What is said, and the page that follows: a file that changes who sees a unit waits, whole, for a second hand."""
    if relating(judge(asked["rows"], meant=asked["meant"])):
        change = ask_tree(**asked, by=by)
        return f"已提出：{change.gains[0]}。等安全管理员确认后整份写入，现在什么也没有变。", "accounts:changes"
    done = import_tree(**asked, by=by)
    return f"已写入：新增 {done.new} 家，修改 {done.changed} 家，{done.same} 家本来就一样。", "accounts:units"


@KEEPER
@require_POST
def drop(request: Request) -> HttpResponse:
    WAITING.forget(request)
    return redirect("accounts:units")


@KEEPER
@require_safe
def template(request: Request) -> FileResponse:
    """The tree as it stands."""
    return blank_answer(pages.template(mine(request).prefetch_related("aliases")), "单位名单")
