from django.db import migrations, models

from rectify.lib.constraints import FrozenColumns


class Migration(migrations.Migration):
    """What an issued paper counted, frozen with it. Without a default, so that SQLite adds the column and keeps its triggers."""

    dependencies = [("ledgers", "0023_ledger_layout_guards")]

    operations = [
        migrations.AddField(
            model_name="issuedpaper",
            name="basis",
            field=models.JSONField(blank=True, editable=False, null=True, verbose_name="数字的依据"),
        ),
        FrozenColumns("ledgers_issuedpaper", ["basis"], when="OLD.signed_at IS NOT NULL"),
    ]
