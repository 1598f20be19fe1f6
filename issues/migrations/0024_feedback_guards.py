from django.db import migrations

from rectify.lib.constraints import again


class Migration(migrations.Migration):
    """0023 builds the table of feedback anew on SQLite, which takes its triggers along."""

    dependencies = [("issues", "0023_feedback_marks")]

    operations = [guard for guard in again("issues.migrations.0002_guards") if guard.table == "issues_feedback"]
