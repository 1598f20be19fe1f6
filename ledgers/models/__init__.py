from ledgers.models.account_statement import (
    AccountSide,
    AccountStatement,
    DisputeStatus,
    StatementDispute,
    StatementStatus,
)
from ledgers.models.batch import Batch, BatchRow
from ledgers.models.bundle import BundledPaper, PaperBundle
from ledgers.models.closure import Closure, FileVerdict
from ledgers.models.draw import Draw, DrawLine
from ledgers.models.entry import Entry
from ledgers.models.issued import IssuedPaper, PaperStatus
from ledgers.models.layout import LedgerLayout
from ledgers.models.meeting import Meeting, MeetingItem
from ledgers.models.objection import Objection
from ledgers.models.offline import OfflineEntry, OfflineFile, OfflineSheet
from ledgers.models.snapshot import BalanceSnapshot
from ledgers.models.template import PaperTemplate
from ledgers.models.visit import Visit
from ledgers.models.visit_file import VisitFile

__all__ = [
    "AccountStatement",
    "DisputeStatus",
    "AccountSide",
    "StatementDispute",
    "StatementStatus",
    "BalanceSnapshot",
    "Batch",
    "BatchRow",
    "BundledPaper",
    "Closure",
    "Draw",
    "DrawLine",
    "Entry",
    "IssuedPaper",
    "LedgerLayout",
    "Meeting",
    "MeetingItem",
    "Objection",
    "PaperBundle",
    "PaperStatus",
    "PaperTemplate",
    "OfflineEntry",
    "OfflineFile",
    "OfflineSheet",
    "FileVerdict",
    "Visit",
    "VisitFile",
]
