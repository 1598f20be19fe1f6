"""人员名单: the system administrator reads a workbook and hands it in, the security administrator approves it as a whole."""

from django.contrib import messages
from django.db.models import QuerySet
from django.http import FileResponse, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST, require_safe

from rectify.accounts.access import only
from rectify.accounts.actions import staff_lists as actions
from rectify.accounts.forms.staff import DeclineForm, StaffMeantForm
from rectify.accounts.forms.units import FileForm
from rectify.accounts.listfile import STAFF
from rectify.accounts.models import StaffList, Unit
from rectify.accounts.pages.staff_lists import page as pages
from rectify.accounts.pages.waiting import WaitingFile, blank_answer
from rectify.accounts.request import Request
from rectify.accounts.roles import AccountKind
from rectify.accounts.staff import judge_staff
from rectify.lib.errors import Refused
from rectify.lib.page import show
from rectify.lib.pages import acted
from rectify.lib.receipts import took
from rectify.workflow.doors import act_by_page

KEEPER, APPROVER = only(AccountKind.SYSTEM_ADMIN), only(AccountKind.SECURITY_ADMIN)
BOTH = only(AccountKind.SYSTEM_ADMIN, AccountKind.SECURITY_ADMIN)
WAITING = WaitingFile("staff_import", STAFF)
SUBMITTED = "已提交：{people} 人、{posts} 项任职。等安全管理员核对；同意以后两位管理员各打印一半密码条。"


def mine(request: Request) -> QuerySet[StaffList]:
    return StaffList.objects.visible_to(request.user).select_related("asked_by", "decided_by")


@BOTH
@require_safe
def lists(request: Request) -> HttpResponse:
    return show(request, pages.lists(mine(request)[:100], request.user.kind))


@BOTH
@require_safe
def staff_list(request: Request, public_id: str) -> HttpResponse:
    """One list, and for the security administrator the two answers."""
    listed = get_object_or_404(mine(request), public_id=public_id)
    return show(request, pages.staff_list(listed, _decides(request, listed)))


def _decides(request: Request, listed: StaffList) -> DeclineForm | None:
    waits = listed.state == StaffList.State.WAITING and request.user.kind == AccountKind.SECURITY_ADMIN
    return DeclineForm(user=request.user, obj=listed) if waits else None


@APPROVER
@require_POST
def approve(request: Request, public_id: str) -> HttpResponse:
    listed = get_object_or_404(mine(request), public_id=public_id)
    message = f"已同意 {listed.people} 人。下一步：打印您这一半密码条，另一半由系统管理员打印。"
    done = acted(request, actions.approve, said=message, listed=listed)
    return redirect("accounts:slips") if done else redirect("accounts:staff_list", public_id)


@APPROVER
@require_POST
def decline(request: Request, public_id: str) -> HttpResponse:
    listed = get_object_or_404(mine(request), public_id=public_id)
    form = DeclineForm(request.POST, user=request.user, obj=listed)
    if act_by_page(request, actions.decline, form, said="已退给系统管理员，名单里的事一项也没有办。", listed=listed):
        return redirect("accounts:staff_lists")
    return show(request, pages.staff_list(listed, form))


@KEEPER
def choose(request: Request) -> HttpResponse:
    form = FileForm(request.POST or None, files=request.FILES or None, user=request.user)
    if form.is_valid():
        WAITING.take(request, form)
        return redirect("accounts:staff_import_check")
    return show(request, pages.StaffFilePage(form=form))


@KEEPER
def check(request: Request) -> HttpResponse:
    """Every row with what it would do; what is answered is held against the file anew."""
    rows = WAITING.rows(request)
    if rows is None:
        return redirect("accounts:staff_import")
    waits = WAITING.about(request)
    if request.method == "POST":
        asked = StaffMeantForm(request.POST, user=request.user, lines=judge_staff(rows, waits["meant"]))
        if asked.is_valid():
            waits["meant"] |= asked.meant()
            request.session.modified = True
            took(request)
            return redirect("accounts:staff_import_check")
    lines = judge_staff(rows, waits["meant"])
    form = StaffMeantForm(user=request.user, lines=lines)
    return show(request, pages.check(waits["name"], rows, lines, form=form))


@KEEPER
@require_POST
def submit(request: Request) -> HttpResponse:
    rows = WAITING.rows(request)
    if rows is None:
        return redirect("accounts:staff_import")
    waits = WAITING.about(request)
    try:
        listed = actions.submit(rows=rows, source=waits["name"][:100], by=request.user, meant=waits["meant"])
    except Refused as refused:
        messages.error(request, f"没有提交。{refused.reasons[0]}")
        return redirect("accounts:staff_import_check")
    WAITING.forget(request)
    messages.success(request, SUBMITTED.format(people=listed.people, posts=len(listed.rows)))
    return redirect("accounts:staff_list", listed.public_id)


@KEEPER
@require_POST
def drop(request: Request) -> HttpResponse:
    WAITING.forget(request)
    return redirect("accounts:staff_lists")


@KEEPER
@require_safe
def template(request: Request) -> FileResponse:
    """A row for every post that nobody holds."""
    return blank_answer(pages.template(Unit.objects.visible_to(request.user)), "人员名单")
