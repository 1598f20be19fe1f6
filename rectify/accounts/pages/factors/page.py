"""The pages of the second factor and of one's own log-ins."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from rectify.accounts.factors import shown
from rectify.accounts.forms.factors import CodeForm
from rectify.accounts.models import Factor, OpenSession, User
from rectify.lib.page import Page

BROWSERS = (("Edg", "Edge"), ("360", "360"), ("Firefox", "Firefox"), ("Chrome", "Chrome"), ("Safari", "Safari"))
SYSTEMS = (
    ("Windows", "Windows"),
    ("Android", "安卓手机"),
    ("iPhone", "苹果手机"),
    ("Mac OS", "苹果电脑"),
    ("Linux", "Linux"),
)


@dataclass(frozen=True)
class FactorPage(Page):
    """A code is asked for before the work."""

    template: ClassVar[str] = "accounts/factors/factor.html"
    form: CodeForm
    next: str


@dataclass(frozen=True)
class BindPage(Page):
    """A seed to be photographed, or typed in (`seed`). `forced`: nothing else opens before."""

    template: ClassVar[str] = "accounts/factors/bind.html"
    form: CodeForm
    seed: str
    forced: bool
    next: str


@dataclass(frozen=True)
class RecoveryCodesPage(Page):
    """Recovery codes as they are printed, shown once; then one goes on to `next`."""

    template: ClassVar[str] = "accounts/factors/codes.html"
    codes: Sequence[str]
    person: User
    next: str


@dataclass(frozen=True)
class OwnFactorPage(Page):
    """Whether one has a second factor, how many slips are left, a form for fresh ones."""

    template: ClassVar[str] = "accounts/factors/own.html"
    factor: Factor | None
    left: int
    form: CodeForm


@dataclass(frozen=True)
class SessionLine:
    """Where somebody is logged in; `here`: on this very machine."""

    session: OpenSession
    device: str
    here: bool


@dataclass(frozen=True)
class SessionsPage(Page):
    template: ClassVar[str] = "accounts/factors/sessions.html"
    rows: Sequence[SessionLine]
    others: int


def bind(seed: str, form: CodeForm, *, forced: bool, onward: str) -> BindPage:
    return BindPage(form, shown(seed), forced, onward)


def own(user: User, form: CodeForm) -> OwnFactorPage:
    return OwnFactorPage(Factor.objects.filter(user=user).first(), user.recovery_codes.unused().count(), form)


def sessions(rows: Sequence[OpenSession], key: str | None) -> SessionsPage:
    lines = [SessionLine(row, device(row.agent), row.key == key) for row in rows]
    return SessionsPage(lines, sum(not line.here for line in lines))


def device(agent: str) -> str:
    """A browser's long name in two words; what is not known is told as it is."""
    system, browser = (next((word for sign, word in known if sign in agent), "") for known in (SYSTEMS, BROWSERS))
    return f"{system} {browser}".strip() or agent[:40] or "不知道的设备"
