"""The pages of machine keys: all of them, one, the form, a half that is shown once; and what the API is."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from django.db.models import Sum
from django.urls import reverse

from rectify.accounts.forms.api_keys import AskKeyForm, RefuseKeyForm
from rectify.accounts.models import ApiKey, KeyRight, User
from rectify.accounts.roles import AccountKind
from rectify.accounts.throttles import KEY
from rectify.audit.models import Event
from rectify.audit.sentences import sentence
from rectify.lib.components import Crumb, Pairs, PillWords, TrailLine
from rectify.lib.dates import today
from rectify.lib.page import Page
from rectify.lib.pages import form_key

CRUMB = ("接口密钥", "/api-keys/")
EXAMPLE = Path(__file__).with_name("client.txt")  # run as it stands by rectify/accounts/tests/test_api_keys_live.py
TRAIL = 30
MARKS = {"waiting": "waiting", "granted": "ok", "declined": "returned", "ended": "terminated"}


@dataclass(frozen=True)
class ApiKeyLine:
    """A key with its mark, and how often it was called, with what the trail does not tell yet."""

    key: ApiKey
    mark: PillWords
    calls: int


@dataclass(frozen=True)
class ApiKeysPage(Page):
    """Every key; `asks`: the reader may ask for one."""

    template: ClassVar[str] = "accounts/api_keys/api_keys.html"
    rows: Sequence[ApiKeyLine]
    asks: bool


@dataclass(frozen=True)
class ApiKeyPage(Page):
    """One key: what it may, what became of it. `form`: the reader decides now; `collects`: the reader's half is not handed over
    yet; `ends`: it may be ended. `form_key` lets a half be shown once."""

    template: ClassVar[str] = "accounts/api_keys/api_key.html"
    key: ApiKey
    mark: PillWords
    pairs: Pairs
    form: RefuseKeyForm | None
    collects: bool
    ends: bool
    entries: Sequence[TrailLine]
    form_key: str
    crumb: Crumb


@dataclass(frozen=True)
class AskKeyPage(Page):
    template: ClassVar[str] = "accounts/api_keys/form.html"
    form: AskKeyForm
    crumb: Crumb


@dataclass(frozen=True)
class HalfKeyPage(Page):
    """A half that is kept nowhere; `first`: it is the beginning, with the number of the key."""

    template: ClassVar[str] = "accounts/api_keys/half.html"
    key: ApiKey
    half: str
    first: bool


@dataclass(frozen=True)
class ApiGuidePage(Page):
    """What another system may do here, how it shows its key, and a client that runs."""

    template: ClassVar[str] = "accounts/api_keys/guide.html"
    example: str
    rights: Sequence[str]
    per_minute: int


def api_keys(keys: Iterable[ApiKey], reader: User) -> ApiKeysPage:
    """The keys, the newest first."""
    rows = [ApiKeyLine(key, mark(key), key.calls + (getattr(key, "untold", 0) or 0)) for key in keys]
    return ApiKeysPage(rows, reader.kind == AccountKind.SYSTEM_ADMIN)


def api_key(key: ApiKey, reader: User, form: RefuseKeyForm | None = None) -> ApiKeyPage:
    """One key as `reader` sees it."""
    waits = key.state == ApiKey.State.WAITING and reader.kind == AccountKind.SECURITY_ADMIN
    granted = key.state == ApiKey.State.GRANTED
    pairs = [
        ("单位", key.unit.full_name),
        ("按哪个角色看", key.get_role_display()),
        ("可以", key.rights_words),
        ("到哪天", str(key.ends_on)),
        ("用来做什么", key.reason),
        ("申请", f"{key.asked_by}"),
        ("同意", f"{key.decided_by}" if granted and key.decided_by else ""),
        ("已调用", f"{key.calls + (key.uses.aggregate(all=Sum('calls'))['all'] or 0):,} 次"),
    ]
    return ApiKeyPage(
        key=key,
        mark=mark(key),
        pairs=pairs,
        form=form or (RefuseKeyForm(user=reader, obj=key) if waits else None),
        collects=granted and not key.first_code and reader.kind == AccountKind.SYSTEM_ADMIN,
        ends=granted,
        entries=_doings(key),
        form_key=form_key(),
        crumb=[(CRUMB[0], reverse("accounts:api_keys")), (key.name, "")],
    )


def ask(form: AskKeyForm) -> AskKeyPage:
    return AskKeyPage(form, [(CRUMB[0], reverse("accounts:api_keys")), ("申请密钥", "")])


def guide() -> ApiGuidePage:
    rights = [KeyRight(right).label for right in KeyRight]
    return ApiGuidePage(EXAMPLE.read_text(encoding="utf-8"), rights, KEY.most)


def mark(key: ApiKey) -> PillWords:
    """How it stands with a key: code and word."""
    if key.state == ApiKey.State.GRANTED and key.ends_on < today():
        return "terminated", "已到期"
    if key.state == ApiKey.State.GRANTED and not key.first_code:
        return "todo", "等系统管理员领前一半"
    return MARKS[key.state], "可用" if key.state == ApiKey.State.GRANTED else key.get_state_display()


def _doings(key: ApiKey) -> list[TrailLine]:
    events = Event.objects.about(key).select_related("by").order_by("-number")[:TRAIL]
    return [TrailLine(event.at, f"{event.by or '系统'}　{sentence(event)}", event.note) for event in events]
