"""What waits of 对账单 for a reader: a statement to check, an answer to give, an answer to accept."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from issues.lateness import overdue_days
from issues.workload import Workload
from ledgers.models import AccountSide, AccountStatement, DisputeStatus, StatementDispute, StatementStatus
from rectify.accounts.roles import UNIT_ROLES
from rectify.accounts.scoping import under

S, D = StatementStatus, DisputeStatus
MOST = 5


@dataclass(frozen=True)
class WaitingStatement:
    """A statement, or a line of it: what is to be done until which day, how late it is."""

    statement: AccountStatement
    code: str
    what: str
    due: date
    on: date

    @property
    def late(self) -> str:
        return f"逾期 {overdue_days(self.due, self.on)} 个工作日" if self.due < self.on else ""


def to_check(user: Any, statements: QuerySet[AccountStatement]) -> QuerySet[AccountStatement]:
    """Of `statements` those that the reader's side has to check; for a unit without accounts the office does."""
    ours, theirs = Q(round__office__in=user.offices()), under("unit", user.paths(*UNIT_ROLES))
    offline = ours & Q(unit__is_offline=True)
    return statements.filter((theirs | offline) & Q(status=S.UNIT_CHECKS) | ours & Q(status=S.OFFICE_CHECKS))


def to_answer(user: Any, statements: QuerySet[AccountStatement]) -> QuerySet[StatementDispute]:
    """The lines whose next word is the reader's side's; for a unit without accounts the office gives it."""
    of_office = Q(side=AccountSide.UNIT, status=D.RAISED) | Q(side=AccountSide.OFFICE, status=D.EXPLAINED)
    of_unit = Q(side=AccountSide.OFFICE, status=D.RAISED) | Q(side=AccountSide.UNIT, status=D.EXPLAINED)
    ours = Q(statement__round__office__in=user.offices())
    theirs = under("statement__unit", user.paths(*UNIT_ROLES)) | ours & Q(statement__unit__is_offline=True)
    rows = StatementDispute.objects.filter(statement__in=statements.filter(status=S.DISPUTED).order_by().values("pk"))
    return rows.filter(ours & of_office | theirs & of_unit)


def waiting(user: Any, statements: QuerySet[AccountStatement], on: date) -> list[WaitingStatement]:
    """Of `statements` what waits for the reader, the nearest day first; two statements."""
    rows = to_check(user, statements).defer("lines").select_related("unit", "round__office")
    turns = [
        WaitingStatement(
            one, one.status, "待核对" if one.status == S.UNIT_CHECKS else "待督查办核对", one.answer_by, on
        )
        for one in rows
    ]
    lines = to_answer(user, statements).select_related("statement__unit", "statement__round__office")
    turns += [_disputed(line, on) for line in lines]
    return sorted(turns, key=lambda one: (one.due, one.statement.pk))


def _disputed(dispute: StatementDispute, on: date) -> WaitingStatement:
    what = "异议待答复" if dispute.status == D.RAISED else "答复待认可"
    words = f"{dispute.line['number']} {what}"
    return WaitingStatement(dispute.statement, dispute.status, words, dispute.answer_by, on)


def statements(user: Any, workload: Workload, on: date) -> list[WaitingStatement]:
    """On the desk of an office or of a unit."""
    return waiting(user, workload.of(AccountStatement.objects.visible_to(user)), on)[:MOST]


def counted(user: Any) -> list[tuple[QuerySet, str]]:
    """All of it, to be counted by round (issues/others.py)."""
    seen = AccountStatement.objects.visible_to(user)
    return [(to_check(user, seen), "round"), (to_answer(user, seen), "statement__round")]
