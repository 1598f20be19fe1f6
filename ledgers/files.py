"""Which rows of the books have stored files, and for whom they count (docs/rules.md: quota)."""

from django.db.models.functions import Length

from ledgers.models import Batch, IssuedPaper, LedgerLayout, OfflineFile, PaperTemplate, VisitFile
from rectify.options.storage import FileTable

FILES = (
    FileTable(VisitFile, "size", "visit__issue__round__office"),
    FileTable(Batch, "size", "round__office"),
    FileTable(OfflineFile, "size", "entry__sheet__round__office"),
    FileTable(PaperTemplate, Length("content"), "office"),
    FileTable(LedgerLayout, Length("content"), "office"),
    FileTable(IssuedPaper, Length("content"), "office"),
)
