from django.db import migrations

from rectify.lib.constraints import FrozenColumns, Undeletable

KEPT = ["public_id", "office_id", "number", "name", "content", "digest", "sheet", "head", "width", "words", "lost"]
KEPT += ["uploaded_at", "uploaded_by_id"]


class Migration(migrations.Migration):
    """A version of a layout never changes, nor what its columns hold while it is in use."""

    dependencies = [("ledgers", "0022_ledger_layouts")]

    operations = [
        FrozenColumns("ledgers_ledgerlayout", KEPT),
        FrozenColumns("ledgers_ledgerlayout", ["columns"], when="OLD.used_at IS NOT NULL"),
        Undeletable("ledgers_ledgerlayout"),
    ]
