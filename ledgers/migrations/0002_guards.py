from django.db import migrations

from rectify.lib.constraints import AppendOnly, FrozenColumns, Undeletable

ASKED = ["issue_id", "number", "declared", "result", "snapshot", "digest", "applied_at", "applied_by_id"]
DECIDED = ["decided_at", "decided_by_id", "grade", "final_digest"]


class Migration(migrations.Migration):
    dependencies = [("ledgers", "0001_initial")]

    operations = [
        AppendOnly("ledgers_entry"),
        FrozenColumns("ledgers_closure", ASKED),
        FrozenColumns("ledgers_closure", DECIDED, when="OLD.decided_at IS NOT NULL"),
        Undeletable("ledgers_closure"),
    ]
