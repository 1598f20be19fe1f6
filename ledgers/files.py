"""Which rows of the books have stored files, and for whom they count (docs/rules.md: quota)."""

from ledgers.models import Batch, OfflineFile, VisitFile
from rectify.options.storage import FileTable

FILES = (
    FileTable(VisitFile, "size", "visit__issue__round__office"),
    FileTable(Batch, "size", "round__office"),
    FileTable(OfflineFile, "size", "entry__sheet__round__office"),
)
