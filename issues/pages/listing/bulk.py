"""Acts on the ticked rows of the list: what may be done to many, what stands in the way of each, what became of each."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from django.http import Http404

from issues import policies
from issues.actions import bulk as actions
from issues.forms.bulk import DraftClass, DraftDue
from issues.models import Issue
from rectify.accounts.models import User
from rectify.lib.page import Page
from rectify.lib.pages import form_key
from rectify.workflow.doors import RowOutcome
from rectify.workflow.inputs import ActInput
from rectify.workflow.move import judge
from rectify.workflow.moves import Move, moves_of

REMIND, DUE = "remind", "set_due"


@dataclass(frozen=True)
class BulkAct:
    """What may be done to many rows: a move that needs no page of its own, what is set of drafts (`takes`), or a reminder."""

    name: str
    label: str
    move: Move | None = None
    takes: type[ActInput] | None = None
    done: str = "已提醒"

    @property
    def has_note(self) -> bool:
        return self.needs_note or self.name == REMIND

    @property
    def needs_note(self) -> bool:
        return bool(self.move and self.move.needs_note)

    @property
    def note_label(self) -> str:
        return self.move.note_label if self.move and self.move.needs_note else "附一句话（可不填）"

    def missing(self, issue: Issue, user) -> list[str]:
        """Why not, for this person on this issue now; nothing when it can be done."""
        if self.move is None:
            ready = actions.remindable(issue) if self.takes is None else policies.draft(issue)
            verdicts = (policies.office(user, issue), ready)
            return [verdict.reason for verdict in verdicts if not verdict]
        return [verdict.reason for verdict in judge(self.move, issue, user).missing]

    def asked(self, issue: Issue) -> list[str]:
        """What a person is asked before."""
        return self.move.asked(issue) if self.move else []

    def doubts(self, issue: Issue, user: User, sent: Mapping[str, Any] | None) -> list[str]:
        """What of `sent` is hardly meant of this issue."""
        if self.name != DUE or sent is None:
            return []
        form = DraftDue(sent, obj=issue, user=user)
        return form.doubts if form.is_valid() else []


@dataclass(frozen=True)
class BulkRow:
    """A ticked issue, with why not; nothing when it can be done. What is asked about it (`asked`) is ticked once more;
    `doubts` are those about what is to be set of it."""

    issue: Issue
    reasons: Sequence[str]
    asked: Sequence[str] = ()
    doubts: Sequence[str] = ()

    @property
    def said(self) -> Sequence[str]:
        """What stands beside it."""
        return self.reasons or self.doubts


@dataclass(frozen=True)
class BulkPage(Page):
    """What the act will do: `ready` rows, those `asked` about, how many are `stopped`, the note and the `fault` of it, the way
    back; and of how many rows what is typed (`meant`) is `doubted`."""

    template: ClassVar[str] = "issues/listing/bulk.html"
    act: BulkAct
    rows: Sequence[BulkRow]
    ready: Sequence[BulkRow]
    asked: Sequence[BulkRow]
    stopped: int
    note: str
    fault: str
    form: ActInput | None
    doubted: int
    meant: str
    key: str
    back: str
    back_query: str


@dataclass(frozen=True)
class BulkDonePage(Page):
    """What became of every row, those that failed first."""

    template: ClassVar[str] = "issues/listing/bulk_done.html"
    act: BulkAct
    outcomes: Sequence[RowOutcome]
    done: int
    stopped: int
    word: str
    next: str
    back: str


OTHERS = {
    act.name: act
    for act in (
        BulkAct("set_class", "定类别", takes=DraftClass, done="已定类别"),
        BulkAct(DUE, "定期限", takes=DraftDue, done="已定期限"),
        BulkAct(REMIND, "提醒单位"),
    )
}


def acts_of(issues: Iterable[Issue], user) -> list[BulkAct]:
    """The acts that `user` may do to at least one of `issues`, ready or not; in the order of the table."""
    rows, moves = list(issues), [move for move in moves_of(Issue._meta.label_lower).values() if move.together]
    acts = [
        BulkAct(move.name, f"{move.label}…" if move.needs_note else move.label, move)
        for move in moves
        if any(issue.status in move.sources and move.may(user, issue) for issue in rows)
    ]
    return acts + [act for act in OTHERS.values() if any(not act.missing(issue, user) for issue in rows)]


def named(name: str) -> BulkAct:
    move = moves_of(Issue._meta.label_lower).get(name)
    if name in OTHERS:
        return OTHERS[name]
    if move is None or not move.together:
        raise Http404
    return BulkAct(move.name, move.label, move)


def bulk_rows(
    act: BulkAct, issues: Iterable[Issue], user: User, sent: Mapping[str, Any] | None = None
) -> list[BulkRow]:
    """In the order of `issues`; `sent` is what is to be set of them."""
    judged = [(issue, act.missing(issue, user)) for issue in issues]
    return [
        BulkRow(issue, reasons) if reasons else BulkRow(issue, [], act.asked(issue), act.doubts(issue, user, sent))
        for issue, reasons in judged
    ]


def bulk_page(
    act: BulkAct,
    rows: Sequence[BulkRow],
    form: ActInput | None,
    *,
    note: str,
    fault: str,
    back: str,
    back_query: str,
) -> BulkPage:
    """Before the act; `form` asks for what is to be set."""
    fit = [row for row in rows if not row.reasons]
    return BulkPage(
        act=act,
        rows=rows,
        ready=[row for row in fit if not row.asked],
        asked=[row for row in fit if row.asked],
        stopped=len(rows) - len(fit),
        note=note,
        fault=fault,
        form=form,
        doubted=sum(bool(row.doubts) for row in fit),
        meant=meant(form),
        key=form_key(),
        back=back,
        back_query=back_query,
    )


def meant(form: ActInput | None) -> str:
    """What is typed into the form, in one line: who says that it is meant says it of these words."""
    return " ".join(str(field.value() or "") for field in form) if form else ""


def bulk_done_page(act: BulkAct, outcomes: Sequence[RowOutcome], back: str) -> BulkDonePage:
    """After it."""
    done = sum(outcome.done for outcome in outcomes)
    word, then = (act.move.says.done, act.move.says.next) if act.move else (act.done, "")
    return BulkDonePage(act, sorted(outcomes, key=lambda o: o.done), done, len(outcomes) - done, word, then, back)
