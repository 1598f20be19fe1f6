"""Which rows have stored files, and for whom they count (docs/rules.md: quota)."""

from issues.models import Evidence, Splitting
from rectify.options.storage import FileTable

FILES = (
    FileTable(Evidence, "size", "issue__round__office", unit="issue__lead_unit"),
    FileTable(Splitting, "file_size", "feedback__round__office"),
)
