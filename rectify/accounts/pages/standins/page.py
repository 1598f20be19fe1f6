"""代办（AB角）: one's own, and all of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from rectify.accounts.forms.standins import StandInForm
from rectify.accounts.models import StandIn
from rectify.lib.components import PillWords
from rectify.lib.dates import today
from rectify.lib.page import Page
from rectify.lib.pages import PageOfRows


@dataclass(frozen=True)
class StandInLine:
    """A stand-in with its mark; `open`: it can still be ended."""

    row: StandIn
    mark: PillWords
    open: bool


@dataclass(frozen=True)
class StandInsPage(Page):
    """One's own; without a form for an administrator, who has no duties that could be lent."""

    template: ClassVar[str] = "accounts/standins/standins.html"
    form: StandInForm | None
    rows: Sequence[StandInLine]
    key: str


@dataclass(frozen=True)
class AllStandInsPage(Page):
    """Everybody's, newest first."""

    template: ClassVar[str] = "accounts/standins/all.html"
    rows: Sequence[StandInLine]
    page: PageOfRows
    total: str


def line(standin: StandIn) -> StandInLine:
    """How it stands today."""
    day = today()
    if standin.ended_at:
        mark = ("terminated", f"{standin.ended_by}提前结束")
    elif standin.ends < day:
        mark = ("terminated", "已到期")
    else:
        mark = ("todo", "尚未开始") if standin.starts > day else ("ok", "正在代办")
    return StandInLine(standin, mark, open=mark[0] != "terminated")
