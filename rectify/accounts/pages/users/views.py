"""账号: opened and looked after by the system administrator; read by the security administrator, who grants posts."""

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from rectify.accounts.access import only
from rectify.accounts.actions import people_changes as changes
from rectify.accounts.actions import users as actions
from rectify.accounts.filters import UserFilter
from rectify.accounts.forms.people import NewPersonForm, PersonForm
from rectify.accounts.halves import shown
from rectify.accounts.models import User
from rectify.accounts.pages.users import page as pages
from rectify.accounts.request import Request
from rectify.accounts.roles import AccountKind
from rectify.lib.errors import Refused
from rectify.lib.page import show
from rectify.lib.pages import acted, form_key
from rectify.lib.receipts import took
from rectify.workflow.doors import act_by_page

KEEPERS = only(AccountKind.SYSTEM_ADMIN, AccountKind.SECURITY_ADMIN)
ASKED = "已提出，等另一位管理员确认；确认以前什么也没有变。"
SWITCHES = {
    "factor": (changes.ask_forget_factor, ASKED),
    "stop": (actions.stop, "已停用 {name}，打开着的页面下一步就会退出。"),
    "start": (changes.ask_start, ASKED),
    "unlock": (actions.unlock, "已解除 {name} 的锁定，现在可以登录。"),
}


def mine(request: Request) -> QuerySet[User]:
    """People; whom a machine key stands for is no account to look after."""
    return User.objects.visible_to(request.user).filter(api_key=None)


@KEEPERS
def users(request: Request) -> HttpResponse:
    asked = UserFilter(request.GET, mine(request))
    return show(request, pages.users(request, asked))


@KEEPERS
def user(request: Request, public_id: str) -> HttpResponse:
    """One account: what it is, which posts it holds and held, what was done with it."""
    person = get_object_or_404(mine(request), public_id=public_id)
    return show(request, pages.user(person, request.user))


@KEEPERS
@never_cache
def new(request: Request) -> HttpResponse:
    """Of who does business the answer itself shows half a password; an administrator's account waits for a second hand."""
    form = NewPersonForm(request.POST or None, user=request.user)
    if form.is_valid() and form.given["kind"] != AccountKind.BUSINESS:
        if act_by_page(request, changes.ask_administrator, form, said=ASKED):
            return redirect("accounts:changes")
    elif form.is_valid():
        try:
            person, half = actions.create(**form.given, by=request.user, key=request.POST.get("key", ""))
            took(request)
            return show(request, pages.PasswordOncePage(person, shown(half)))
        except Refused as refused:
            form.add_error(None, refused.reasons[0])
    return show(request, pages.UserFormPage(form=form, key=form_key()))


@KEEPERS
@require_POST
def reset(request: Request, public_id: str) -> HttpResponse:
    person = get_object_or_404(mine(request), public_id=public_id)
    acted(request, changes.ask_reset, said=ASKED, user=person)
    return redirect("accounts:user", public_id)


@KEEPERS
def edit(request: Request, public_id: str) -> HttpResponse:
    person = get_object_or_404(mine(request), public_id=public_id)
    now = {name: getattr(person, name) for name in PersonForm.base_fields}
    form = PersonForm(request.POST or None, user=request.user, obj=person, initial=now)
    message = f"已保存 {person.username} 的资料。"
    if act_by_page(request, actions.edit, form, said=message, user=person):
        return redirect("accounts:user", public_id)
    return show(request, pages.user_edit(form, person))


@KEEPERS
@require_POST
def switch(request: Request, public_id: str) -> HttpResponse:
    person = get_object_or_404(mine(request), public_id=public_id)
    if request.POST.get("act") in SWITCHES:
        action, message = SWITCHES[request.POST["act"]]
        acted(request, action, said=message.format(name=person.name), user=person)
    return redirect("accounts:user", public_id)
