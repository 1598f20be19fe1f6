from django.db import migrations

from rectify.lib.constraints import FrozenColumns, Undeletable

DRAWN = ["public_id", "round_id", "unit_id", "meeting_id", "since", "until", "lines", "made_at", "made_by_id"]
CONFIRMED = [
    "status",
    "unit_on",
    "unit_who",
    "unit_by_id",
    "office_at",
    "office_by_id",
    "confirmed_at",
    "digest",
]
RAISED = ["public_id", "statement_id", "place", "side", "raised_at"]
SAID = ["said", "last_by_id", "status"]


class Migration(migrations.Migration):
    """The lines of a statement stay as they were drawn up; what both sides have confirmed, and what was said of a line that
    is settled, never changes again."""

    dependencies = [("ledgers", "0018_account_statements")]

    operations = [
        FrozenColumns("ledgers_accountstatement", DRAWN),
        FrozenColumns("ledgers_accountstatement", CONFIRMED, when="OLD.confirmed_at IS NOT NULL"),
        Undeletable("ledgers_accountstatement"),
        FrozenColumns("ledgers_statementdispute", RAISED),
        FrozenColumns("ledgers_statementdispute", SAID, when="OLD.status = 'resolved'"),
        Undeletable("ledgers_statementdispute"),
    ]
