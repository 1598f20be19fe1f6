"""账号: opened and looked after by the system administrator; read by the security administrator, who grants posts."""

from django.contrib import messages
from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from rectify.accounts import policies
from rectify.accounts.access import only
from rectify.accounts.actions import users as actions
from rectify.accounts.filters import UserFilter
from rectify.accounts.forms.people import NewPersonForm, PersonForm, state_of
from rectify.accounts.lockout import locked_names
from rectify.accounts.models import Holding, User
from rectify.accounts.roles import AccountKind
from rectify.audit.models import Event
from rectify.audit.sentences import sentence
from rectify.lib.errors import Refused
from rectify.lib.pages import acted, count_up_to, form_key, keyset
from rectify.workflow.doors import act_by_page

KEEPERS = only(AccountKind.SYSTEM_ADMIN, AccountKind.SECURITY_ADMIN)
COLUMNS = [{"label": label} for label in ("账号", "姓名", "职务", "类别", "现任角色", "状态")]
SWITCHES = {
    "stop": (actions.stop, "已停用 {name}，打开着的页面下一步就会退出。"),
    "start": (actions.start, "已启用 {name}。"),
    "unlock": (actions.unlock, "已解除 {name} 的锁定，现在可以登录。"),
}
TRAIL = 20


def mine(request: HttpRequest) -> QuerySet[User]:
    return User.objects.visible_to(request.user)


@KEEPERS
def users(request: HttpRequest) -> HttpResponse:
    asked = UserFilter(request.GET, mine(request))
    found = asked.understood()
    now = Holding.objects.current().select_related("unit").order_by("unit__order", "id")
    page = keyset(
        found.prefetch_related(Prefetch("holdings", now, to_attr="held")), fields=("username",), request=request
    )
    locked = locked_names(user.username for user in page.rows)
    rows = [(user, marks(user, user.username in locked)) for user in page.rows]
    context = {
        "asked": asked,
        "rows": rows,
        "page": page,
        "columns": COLUMNS,
        "kinds": policies.kinds_kept(request.user),
    }
    return render(request, "accounts/users.html", context | {"total": count_up_to(found)[1]})


def marks(user: User, locked: bool) -> list[tuple[str, str]]:
    """What is to be said about an account: codes and words of pills."""
    if not user.is_active:
        return [("terminated", "已停用")]
    found = [("late_report", "输错锁定")] if locked else []
    return found + ([("todo", "未改初始密码")] if user.must_change_password else []) or [("ok", "在用")]


@KEEPERS
def user(request: HttpRequest, public_id: str) -> HttpResponse:
    """One account: what it is, which posts it holds and held, what was done with it."""
    person = get_object_or_404(mine(request), public_id=public_id)
    held = person.holdings.select_related("unit").order_by("-starts", "-id")
    context = {
        "person": person,
        "locked": bool(locked_names([person.username])),
        "posts": [(holding, *state_of(holding)) for holding in held],
        "keeps": bool(policies.keeps_account(request.user, person)),
        "grants": bool(policies.security_admin(request.user)) and bool(policies.takes_posts(person)),
        "why_not": policies.keeps_account(request.user, person).reason,
    }
    context |= {"marks": marks(person, context["locked"]), "entries": doings(person), "key": form_key()}
    return render(request, "accounts/user.html", context)


def doings(person: User) -> list[dict]:
    """What was done with the account; when its owner came and went is the owner's and the auditor's to know."""
    events = Event.objects.about(person).exclude(kind__startswith="accounts.session.").select_related("by")
    return [
        {"at": event.at, "text": f"{event.by or '系统'}　{sentence(event)}", "note": event.note}
        for event in events.order_by("-number")[:TRAIL]
    ]


@KEEPERS
@never_cache
def new(request: HttpRequest) -> HttpResponse:
    form = NewPersonForm(request.POST or None, user=request.user)
    if form.is_valid():
        try:
            person, password = actions.create(**form.given, by=request.user, key=request.POST.get("key", ""))
            return once(request, person, password)
        except Refused as refused:
            form.add_error(None, refused.reasons[0])
    return render(request, "accounts/user_form.html", {"form": form, "key": form_key()})


@KEEPERS
@require_POST
@never_cache
def reset(request: HttpRequest, public_id: str) -> HttpResponse:
    """The answer itself shows the password: it is nowhere kept, so there is no page to come back to."""
    person = get_object_or_404(mine(request), public_id=public_id)
    try:
        return once(request, person, actions.reset(user=person, by=request.user, key=request.POST.get("key", "")))
    except Refused as refused:
        messages.error(request, refused.reasons[0])
        return redirect("accounts:user", public_id)


def once(request: HttpRequest, person: User, password: str) -> HttpResponse:
    return render(request, "accounts/password_once.html", {"person": person, "password": password})


@KEEPERS
def edit(request: HttpRequest, public_id: str) -> HttpResponse:
    person = get_object_or_404(mine(request), public_id=public_id)
    now = {name: getattr(person, name) for name in PersonForm.base_fields}
    form = PersonForm(request.POST or None, user=request.user, obj=person, initial=now)
    said = f"已保存 {person.username} 的资料。"
    if act_by_page(request, actions.edit, form, said=said, user=person):
        return redirect("accounts:user", public_id)
    crumb = [
        ("账号", reverse("accounts:users")),
        (person.name, reverse("accounts:user", args=[public_id])),
        ("修改", ""),
    ]
    return render(request, "accounts/user_form.html", {"form": form, "person": person, "crumb": crumb})


@KEEPERS
@require_POST
def switch(request: HttpRequest, public_id: str) -> HttpResponse:
    person = get_object_or_404(mine(request), public_id=public_id)
    if request.POST.get("act") in SWITCHES:
        action, said = SWITCHES[request.POST["act"]]
        acted(request, action, said=said.format(name=person.name), user=person)
    return redirect("accounts:user", public_id)
