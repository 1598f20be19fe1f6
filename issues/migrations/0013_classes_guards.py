from django.db import migrations

from rectify.lib.constraints import again


class Migration(migrations.Migration):
    """0012 builds the tables of issues and measures anew on SQLite, which takes their triggers along."""

    dependencies = [("issues", "0012_classes")]

    operations = [
        guard
        for module in ("issues.migrations.0002_guards", "issues.migrations.0004_life_guards")
        for guard in again(module)
        if guard.table in ("issues_issue", "issues_measure")
    ]
