"""The same name may stand under two units above; what tells namesakes apart is a column."""

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("accounts", "0006_roles_are_files")]

    operations = [
        migrations.AlterField(
            model_name="unit", name="name", field=models.CharField(max_length=100, verbose_name="名称")
        ),
        migrations.AddField(
            model_name="unit",
            name="ahead",
            field=models.CharField(blank=True, default="", editable=False, max_length=200, verbose_name="同名时冠以"),
            preserve_default=False,
        ),
        migrations.AddConstraint(
            model_name="unit",
            constraint=models.UniqueConstraint(fields=("parent", "name"), name="unit_name_once_below_a_parent"),
        ),
        migrations.AddConstraint(
            model_name="unit",
            constraint=models.UniqueConstraint(
                condition=Q(("parent", None)), fields=("name",), name="unit_name_once_at_the_top"
            ),
        ),
    ]
