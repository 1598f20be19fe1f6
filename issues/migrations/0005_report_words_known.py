from django.db import migrations, models
from django.db.models import Q

from rectify.lib.constraints import FrozenColumns, Undeletable

KNOWN = {
    "kept": ["", "kept", "not_kept"],
    "declared": ["", "declared_doing", "declared_mostly", "declared_done"],
}


def clear_unknown(apps, schema_editor):
    """What no page could show was never read by anybody; the event of the sending stays."""
    reports = apps.get_model("issues", "Report").objects
    for name, codes in KNOWN.items():
        reports.exclude(**{f"{name}__in": codes}).update(**{name: ""})


class Migration(migrations.Migration):
    dependencies = [("issues", "0004_life_guards")]

    operations = [
        migrations.RunPython(clear_unknown, migrations.RunPython.noop),
        migrations.AlterField(
            "report",
            "declared",
            models.CharField(
                "单位申报",
                max_length=20,
                blank=True,
                choices=[("declared_doing", "整改中"), ("declared_mostly", "基本完成"), ("declared_done", "已完成")],
            ),
        ),
        *[
            migrations.AddConstraint(
                "report", models.CheckConstraint(condition=Q(**{f"{name}__in": codes}), name=f"report_{name}_known")
            )
            for name, codes in KNOWN.items()
        ],
        # SQLite builds the table anew, without its guards.
        FrozenColumns("issues_report", ["missed_at"], when="OLD.missed_at IS NOT NULL"),
        Undeletable("issues_report", when="OLD.sent_at IS NOT NULL OR OLD.missed_at IS NOT NULL"),
    ]
