"""密码条: who waits for a first password, and the slips of one side, shown once."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import ClassVar

from django.db.models import QuerySet

from rectify.accounts.actions.slips import PasswordSlip
from rectify.accounts.halves import shown
from rectify.accounts.models import PasswordHalf, User
from rectify.accounts.models.password_half import SIDES
from rectify.accounts.roles import AccountKind
from rectify.lib.page import Page
from rectify.lib.pages import form_key


@dataclass(frozen=True)
class SlipState:
    """How it stands with one half: a mark, and when it was printed."""

    mark: str
    words: str


@dataclass(frozen=True)
class Newcomer:
    """Who has no password yet: where they belong, both halves; `is_due`: the reader's half is lacking or dead."""

    user: User
    post: str
    halves: Sequence[SlipState]
    is_due: bool


@dataclass(frozen=True)
class SlipsPage(Page):
    """Everybody who has not come in yet; `side` is the reader's half, in words; `due` counts those who lack it."""

    template: ClassVar[str] = "accounts/slips/slips.html"
    rows: Sequence[Newcomer]
    side: str
    due: int
    key: str


@dataclass(frozen=True)
class PrintedSlip:
    """One slip as it is cut out."""

    user: User
    post: str
    half: str


@dataclass(frozen=True)
class PrintedSlipsPage(Page):
    """The slips of one side. `first`: what stands on them is typed first."""

    template: ClassVar[str] = "accounts/slips/printed.html"
    slips: Sequence[PrintedSlip]
    side: str
    first: bool
    other: str


def slips(people: QuerySet[User], reader: User) -> SlipsPage:
    """`people` are those without a password; who lacks the reader's half stands first."""
    rows = [_newcomer(user, reader.kind) for user in people.prefetch_related("password_halves", "holdings__unit")]
    rows.sort(key=lambda row: (not row.is_due, row.user.username))
    return SlipsPage(rows, half_of(reader.kind), sum(row.is_due for row in rows), form_key())


def half_of(side: str) -> str:
    return "前一半" if side == SIDES[0] else "后一半"


def _newcomer(user: User, side: str) -> Newcomer:
    halves = {half.side: half for half in user.password_halves.all()}
    own = halves.get(side)
    return Newcomer(user, post_of(user), [_state(halves.get(each)) for each in SIDES], own is None or not own.is_good)


def post_of(user: User) -> str:
    return "；".join(f"{post.unit} {post.get_role_display()}" for post in user.holdings.all())


def _state(half: PasswordHalf | None) -> SlipState:
    if half is None:
        return SlipState("todo", "没有打印")
    return SlipState("ok", "已打印") if half.is_good else SlipState("late_report", "已过期")


def printed(slips: Iterable[PasswordSlip], reader: User) -> PrintedSlipsPage:
    """What has just been made: nothing of it is kept."""
    rows = [PrintedSlip(slip.user, post_of(slip.user), shown(slip.half)) for slip in slips]
    other = next(side for side in SIDES if side != reader.kind)
    return PrintedSlipsPage(rows, half_of(reader.kind), reader.kind == SIDES[0], AccountKind(other).label)
