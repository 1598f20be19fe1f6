"""The pages of accounts: the list, one account, its forms, a password that is shown once."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import ClassVar

from django.db.models import Prefetch
from django.urls import reverse

from rectify.accounts import policies
from rectify.accounts.filters import UserFilter
from rectify.accounts.forms.people import NewPersonForm, PersonForm, state_of
from rectify.accounts.lockout import locked_names
from rectify.accounts.models import AskedChange, Factor, Holding, User
from rectify.accounts.request import Request
from rectify.accounts.roles import AccountKind
from rectify.audit.models import Event
from rectify.audit.sentences import sentence
from rectify.lib.components import ColumnHead, Crumb, PillWords, TrailLine
from rectify.lib.page import Page
from rectify.lib.pages import PageOfRows, count_up_to, keyset

COLUMNS = [ColumnHead(label) for label in ("账号", "姓名", "职务", "类别", "现任角色", "状态")]
TRAIL = 20


@dataclass(frozen=True)
class UsersPage(Page):
    """Each row is an account with its marks; `kinds` are those that the reader may open."""

    template: ClassVar[str] = "accounts/users/users.html"
    asked: UserFilter
    rows: Sequence[tuple[User, Sequence[PillWords]]]
    page: PageOfRows
    total: str
    columns: Sequence[ColumnHead]
    kinds: Collection[AccountKind]


@dataclass(frozen=True)
class UserPage(Page):
    """What the account is, which posts it holds and held (each with code and word of its mark), what was done with it.

    `keeps`: the reader may look after it, else `why_not`; `grants`: the reader may grant it posts; `waiting`: what waits for a
    second hand.
    """

    template: ClassVar[str] = "accounts/users/user.html"
    person: User
    marks: Sequence[PillWords]
    locked: bool
    has_factor: bool
    posts: Sequence[tuple[Holding, str, str]]
    keeps: bool
    why_not: str
    grants: bool
    entries: Sequence[TrailLine]
    waiting: Sequence[AskedChange]


@dataclass(frozen=True)
class UserFormPage(Page):
    """An account to be changed, or a new one (with a key)."""

    template: ClassVar[str] = "accounts/users/form.html"
    form: NewPersonForm | PersonForm
    person: User | None = None
    crumb: Crumb = ()
    key: str = ""


@dataclass(frozen=True)
class PasswordOncePage(Page):
    """Half a password that is kept nowhere; the other half comes from another hand."""

    template: ClassVar[str] = "accounts/users/password_once.html"
    person: User
    half: str


def users(request: Request, asked: UserFilter) -> UsersPage:
    """The accounts as asked, each with the posts held now."""
    matching = asked.understood()
    now = Holding.objects.current().select_related("unit").order_by("unit__order", "id")
    page = keyset(
        matching.prefetch_related(Prefetch("holdings", now, to_attr="held")), fields=("username",), request=request
    )
    locked = locked_names(user.username for user in page.rows)
    return UsersPage(
        asked=asked,
        rows=[(user, marks(user, user.username in locked)) for user in page.rows],
        page=page,
        total=count_up_to(matching)[1],
        columns=COLUMNS,
        kinds=policies.kinds_kept(request.user),
    )


def user(person: User, reader: User) -> UserPage:
    """The account of `person` as `reader` sees it."""
    locked, keeps = bool(locked_names([person.username])), policies.keeps_account(reader, person)
    holdings = person.holdings.select_related("unit").order_by("-starts", "-id")
    return UserPage(
        person=person,
        marks=marks(person, locked),
        locked=locked,
        has_factor=Factor.objects.filter(user=person).exists(),
        posts=[(holding, *state_of(holding)) for holding in holdings],
        keeps=bool(keeps),
        why_not=keeps.reason,
        grants=bool(policies.security_admin(reader)) and bool(policies.takes_posts(person)),
        entries=_doings(person),
        waiting=list(AskedChange.objects.visible_to(reader).waiting().filter(person=person)),
    )


def user_edit(form: PersonForm, person: User) -> UserFormPage:
    """The form of an account there is."""
    address = reverse("accounts:user", args=[person.public_id])
    crumb = [("账号", reverse("accounts:users")), (person.name, address), ("修改", "")]
    return UserFormPage(form=form, person=person, crumb=crumb)


def marks(user: User, locked: bool) -> list[PillWords]:
    """What is to be said about an account."""
    if not user.is_active:
        return [("terminated", "已停用")]
    warnings = [("late_report", "输错锁定")] if locked else []
    return warnings + ([("todo", "未改初始密码")] if user.must_change_password else []) or [("ok", "在用")]


def _doings(person: User) -> list[TrailLine]:
    """What was done with the account; when its owner came and went is the owner's and the auditor's to know."""
    events = Event.objects.about(person).exclude(kind__startswith="accounts.session.").select_related("by")
    return [
        TrailLine(event.at, f"{event.by or '系统'}　{sentence(event)}", event.note)
        for event in events.order_by("-number")[:TRAIL]
    ]
