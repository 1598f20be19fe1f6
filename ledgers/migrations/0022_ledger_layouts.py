import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import rectify.lib.ids


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0015_factors"),
        ("ledgers", "0021_balance_snapshot_guards"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="LedgerLayout",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "public_id",
                    models.CharField(default=rectify.lib.ids.new_id, editable=False, max_length=12, unique=True),
                ),
                ("number", models.PositiveIntegerField(verbose_name="版本")),
                ("name", models.CharField(max_length=255, verbose_name="文件名")),
                ("content", models.BinaryField(verbose_name="版式")),
                ("digest", models.CharField(max_length=64, verbose_name="校验码")),
                ("sheet", models.CharField(max_length=100, verbose_name="工作表")),
                ("head", models.PositiveSmallIntegerField(verbose_name="表头末行")),
                ("width", models.PositiveSmallIntegerField(verbose_name="列数")),
                ("columns", models.JSONField(verbose_name="各列")),
                ("words", models.JSONField(default=list, verbose_name="照样保留的文字")),
                ("lost", models.JSONField(default=list, verbose_name="不保留的")),
                ("uploaded_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="上传时间")),
                ("used_at", models.DateTimeField(blank=True, null=True, verbose_name="启用时间")),
                (
                    "office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="ledger_layouts",
                        to="accounts.unit",
                        verbose_name="督查单位",
                    ),
                ),
                (
                    "uploaded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="上传人",
                    ),
                ),
                (
                    "used_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="启用人",
                    ),
                ),
            ],
            options={
                "verbose_name": "台账版式",
                "verbose_name_plural": "台账版式",
                "ordering": ["office", "-number"],
                "constraints": [
                    models.UniqueConstraint(fields=("office", "number"), name="layout_version_once"),
                    models.UniqueConstraint(
                        condition=models.Q(("used_at__isnull", False)), fields=("office",), name="one_layout_in_use"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("used_at__isnull", True), ("used_by__isnull", True)),
                            models.Q(("used_at__isnull", False), ("used_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="ledgers_ledgerlayout_used_together",
                    ),
                ],
            },
        ),
    ]
