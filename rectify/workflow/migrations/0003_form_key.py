from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """`Deed` is called FormKey. The table keeps its name: nothing changes in the database."""

    dependencies = [
        ("workflow", "0002_what_was_filled_in"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.RenameModel("Deed", "FormKey"),
                migrations.AlterModelTable("formkey", "workflow_deed"),
                migrations.AlterField(
                    "formkey",
                    "by",
                    models.ForeignKey(
                        on_delete=models.CASCADE,
                        related_name="form_keys",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="经办",
                    ),
                ),
            ]
        ),
    ]
