"""常用视图 comes here from the books: lists of all kinds have them. Only the state changes; the table is taken over in 0020."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("issues", "0018_week_withdrawn"),
        ("ledgers", "0010_issued_paper_guards"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.CreateModel(
                    name="SavedView",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("book", models.CharField(max_length=40, verbose_name="台账")),
                        ("name", models.CharField(max_length=40, verbose_name="名称")),
                        ("query", models.CharField(max_length=1000, verbose_name="条件")),
                        (
                            "user",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="saved_views",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="人员",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "常用视图",
                        "verbose_name_plural": "常用视图",
                        "db_table": "ledgers_savedview",
                        "ordering": ["book", "id"],
                        "constraints": [
                            models.UniqueConstraint(fields=("user", "book", "name"), name="view_name_once")
                        ],
                    },
                ),
            ],
        ),
    ]
