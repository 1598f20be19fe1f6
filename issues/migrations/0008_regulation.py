import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """`Institution` (制度) is called Regulation. Table and constraints keep their names: nothing changes in the database."""

    dependencies = [
        ("issues", "0007_words_of_pages"),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.RenameModel("Institution", "Regulation"),
                migrations.AlterModelTable("regulation", "issues_institution"),
                migrations.AlterField(
                    "regulation",
                    "issue",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="regulations",
                        to="issues.issue",
                        verbose_name="问题",
                    ),
                ),
                migrations.AlterField(
                    "regulation",
                    "measure",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="regulations",
                        to="issues.measure",
                        verbose_name="对应措施",
                    ),
                ),
            ]
        ),
    ]
