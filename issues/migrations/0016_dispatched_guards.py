from django.db import migrations

from rectify.lib.constraints import again


class Migration(migrations.Migration):
    """0015 builds the table of issues anew on SQLite, which takes its triggers along."""

    dependencies = [("issues", "0015_dispatched_by_another")]

    operations = [
        guard
        for module in ("issues.migrations.0002_guards", "issues.migrations.0004_life_guards")
        for guard in again(module)
        if guard.table == "issues_issue"
    ]
