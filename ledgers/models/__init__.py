from ledgers.models.batch import Batch, BatchRow
from ledgers.models.closure import Closure, Verdict
from ledgers.models.entry import Entry
from ledgers.models.view import SavedView

__all__ = ["Batch", "BatchRow", "Closure", "Entry", "SavedView", "Verdict"]
