"""待第二人确认: what was asked, and one of it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import ClassVar

from django.urls import reverse

from rectify.accounts import policies
from rectify.accounts.changes import kind_of
from rectify.accounts.forms.changes import CallOffForm, DeclineChangeForm
from rectify.accounts.models import AskedChange, StaffList, User
from rectify.lib.components import Crumb, PillWords
from rectify.lib.page import Page

State = AskedChange.State
MARKS = {
    State.WAITING: "todo",
    State.AGREED: "todo",
    State.DONE: "ok",
    State.FAILED: "late_report",
    State.DECLINED: "terminated",
    State.CANCELLED: "terminated",
}
EXPIRED: PillWords = ("terminated", "过了七天没有人确认，已作废")


@dataclass(frozen=True)
class ChangeLine:
    """A change with its kind in words and its mark; `mine`: it waits for the reader."""

    change: AskedChange
    label: str
    mark: PillWords
    mine: bool


@dataclass(frozen=True)
class ChangesPage(Page):
    """What waits for the reader first; `lists` are lists of people that wait for the same word."""

    template: ClassVar[str] = "accounts/changes/changes.html"
    rows: Sequence[ChangeLine]
    mine: int
    lists: Sequence[StaffList]


@dataclass(frozen=True)
class ChangePage(Page):
    """One change. `decline`, `call_off`: the forms of what the reader may do now; `why_not`: who may agree instead."""

    template: ClassVar[str] = "accounts/changes/change.html"
    change: AskedChange
    label: str
    mark: PillWords
    decline: DeclineChangeForm | None
    call_off: CallOffForm | None
    why_not: str
    crumb: Crumb


def changes(rows: Iterable[AskedChange], lists: Sequence[StaffList], reader: User) -> ChangesPage:
    """`rows` newest first."""
    lines = [_line(change, reader) for change in rows]
    lines.sort(key=lambda line: not line.mine)
    return ChangesPage(lines, sum(line.mine for line in lines), lists)


def _line(change: AskedChange, reader: User) -> ChangeLine:
    waits = change.state == State.WAITING and not change.is_expired
    return ChangeLine(change, label_of(change), mark_of(change), waits and bool(policies.confirms(reader, change)))


def label_of(change: AskedChange) -> str:
    return kind_of(change.kind).label


def mark_of(change: AskedChange) -> PillWords:
    return EXPIRED if change.is_expired else (MARKS[State(change.state)], change.get_state_display())


def change(
    asked: AskedChange,
    reader: User,
    *,
    decline: DeclineChangeForm | None = None,
    call_off: CallOffForm | None = None,
) -> ChangePage:
    """One change as `reader` may act on it; a form that was sent and will not do is shown again."""
    may, stops = policies.confirms(reader, asked), policies.calls_off(reader, asked)
    waits = asked.state == State.WAITING and not asked.is_expired
    stoppable = asked.is_open and stops and not (waits and may)
    return ChangePage(
        change=asked,
        label=label_of(asked),
        mark=mark_of(asked),
        decline=(decline or DeclineChangeForm(user=reader, obj=asked)) if waits and may else None,
        call_off=(call_off or CallOffForm(user=reader, obj=asked)) if stoppable else None,
        why_not=may.reason if waits else "",
        crumb=[("待第二人确认", reverse("accounts:changes")), (label_of(asked), "")],
    )
