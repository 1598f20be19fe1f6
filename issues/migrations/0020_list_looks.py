"""Takes the table of saved views over from the books, lets a view be shared, and keeps how lists look to each person."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0010_staff_lists"),
        ("issues", "0019_saved_views"),
        ("ledgers", "0011_saved_views_leave"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterModelTable(name="savedview", table=None),
        migrations.RemoveConstraint(model_name="savedview", name="view_name_once"),
        migrations.RenameField(model_name="savedview", old_name="book", new_name="place"),
        migrations.AlterField(
            model_name="savedview", name="place", field=models.CharField(max_length=40, verbose_name="列表")
        ),
        migrations.AlterModelOptions(
            name="savedview",
            options={"ordering": ["place", "id"], "verbose_name": "常用视图", "verbose_name_plural": "常用视图"},
        ),
        migrations.AddField(
            model_name="savedview",
            name="shared_with",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="accounts.unit",
                verbose_name="共用单位",
            ),
        ),
        migrations.AddConstraint(
            model_name="savedview",
            constraint=models.UniqueConstraint(fields=("user", "place", "name"), name="view_name_once"),
        ),
        migrations.CreateModel(
            name="ListLook",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("place", models.CharField(max_length=40, verbose_name="列表")),
                (
                    "density",
                    models.CharField(
                        choices=[("dense", "紧凑"), ("normal", "标准"), ("airy", "宽松")],
                        default="dense",
                        max_length=10,
                        verbose_name="密度",
                    ),
                ),
                ("columns", models.JSONField(default=list, verbose_name="列")),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="list_looks",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="人员",
                    ),
                ),
            ],
            options={
                "verbose_name": "列表样式",
                "verbose_name_plural": "列表样式",
                "constraints": [
                    models.UniqueConstraint(fields=("user", "place"), name="list_look_once"),
                    models.CheckConstraint(
                        condition=models.Q(density__in=["dense", "normal", "airy"]), name="list_look_density_known"
                    ),
                ],
            },
        ),
    ]
