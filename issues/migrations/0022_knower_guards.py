from django.db import migrations

from rectify.lib.constraints import FrozenColumns, Undeletable, again

NAMED = ["public_id", "issue_id", "person_id", "until", "reason", "named_at", "named_by_id"]


class Migration(migrations.Migration):
    """0021 builds the table of issues anew on SQLite, which takes its triggers along; who was named stays named in the record."""

    dependencies = [("issues", "0021_knowers")]

    operations = [
        *(
            guard
            for module in ("issues.migrations.0002_guards", "issues.migrations.0004_life_guards")
            for guard in again(module)
            if guard.table == "issues_issue"
        ),
        FrozenColumns("issues_knower", NAMED),
        FrozenColumns("issues_knower", ["ended_at", "ended_by_id"], when="OLD.ended_at IS NOT NULL"),
        Undeletable("issues_knower"),
    ]
