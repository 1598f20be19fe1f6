from django.db import migrations

from rectify.lib.constraints import FrozenColumns, Undeletable, again

VISIT = ["issue_id", "closure_id", "kind", "on", "place", "people", "heard", "seen", "searched", "asked", "finding", "note",
         "recorded_at", "recorded_by_id"]  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [("ledgers", "0003_whole_life")]

    operations = [
        *again("ledgers.migrations.0002_guards"),
        FrozenColumns("ledgers_visit", VISIT, when="OLD.recorded_at IS NOT NULL"),
        Undeletable("ledgers_visit", when="OLD.recorded_at IS NOT NULL"),
        FrozenColumns("ledgers_objection", ["closure_id", "raised_by", "text", "entered_at", "entered_by_id"]),
        FrozenColumns("ledgers_objection", ["answer", "answer_note", "answered_at"], when="OLD.answer <> 'open'"),
        Undeletable("ledgers_objection"),
    ]
