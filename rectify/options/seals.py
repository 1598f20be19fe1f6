"""Options in the table of seals."""

from rectify.audit.seals import Witnessed
from rectify.options.models import StoredOption

SEALS = (
    Witnessed(
        StoredOption,
        "运行规则",
        ("options.storedoption.",),
        ("key", "office_id", "value"),
        StoredOption,
        about=lambda row: row.key,
    ),
)
