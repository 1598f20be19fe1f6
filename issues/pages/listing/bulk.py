"""Acts on the ticked rows of the list: what may be done to many, what stands in the way of each, what became of each."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import ClassVar

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

REMIND = "remind"


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


@dataclass(frozen=True)
class BulkRow:
    """A ticked issue, with why not; nothing when it can be done. What is asked about it (`asked`) is ticked once more."""

    issue: Issue
    reasons: Sequence[str]
    asked: Sequence[str] = ()


@dataclass(frozen=True)
class BulkPage(Page):
    """What the act will do: `ready` rows, those `asked` about, how many are `stopped`, the note and the `fault` of it, and the
    way back."""

    template: ClassVar[str] = "issues/listing/bulk.html"
    act: BulkAct
    rows: Sequence[BulkRow]
    ready: Sequence[BulkRow]
    asked: Sequence[BulkRow]
    stopped: int
    note: str
    fault: str
    form: ActInput | None
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
        BulkAct("set_due", "定期限", takes=DraftDue, done="已定期限"),
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


def bulk_rows(act: BulkAct, issues: Iterable[Issue], user: User) -> list[BulkRow]:
    """In the order of `issues`."""
    judged = [(issue, act.missing(issue, user)) for issue in issues]
    return [BulkRow(issue, reasons, [] if reasons else act.asked(issue)) for issue, reasons in judged]


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
    ready, asked = [row for row in fit if not row.asked], [row for row in fit if row.asked]
    return BulkPage(act, rows, ready, asked, len(rows) - len(fit), note, fault, form, form_key(), back, back_query)


def bulk_done_page(act: BulkAct, outcomes: Sequence[RowOutcome], back: str) -> BulkDonePage:
    """After it."""
    done = sum(outcome.done for outcome in outcomes)
    word, then = (act.move.says.done, act.move.says.next) if act.move else (act.done, "")
    return BulkDonePage(act, sorted(outcomes, key=lambda o: o.done), done, len(outcomes) - done, word, then, back)
