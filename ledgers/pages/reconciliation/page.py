"""对账: the equation of every account, and every difference with its cause in words."""

from dataclasses import dataclass
from typing import ClassVar

from issues.models import Round
from ledgers.statement import Statement, StatementRow
from rectify.lib.page import Page


@dataclass(frozen=True)
class ReconciliationPage(Page):
    """The statement of a round as its reader may see it, and of it the account whose sheet lies beside the table."""

    template: ClassVar[str] = "ledgers/reconciliation/reconciliation.html"
    statement: Statement
    chosen: StatementRow | None
    round: Round
