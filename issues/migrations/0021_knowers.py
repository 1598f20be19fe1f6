import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import rectify.lib.ids


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0015_factors"),
        ("issues", "0020_list_looks"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Knower",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "public_id",
                    models.CharField(default=rectify.lib.ids.new_id, editable=False, max_length=12, unique=True),
                ),
                ("until", models.DateField(verbose_name="知悉到")),
                ("reason", models.CharField(max_length=200, verbose_name="理由")),
                ("named_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="列入时间")),
                ("ended_at", models.DateTimeField(blank=True, null=True, verbose_name="撤下时间")),
            ],
            options={
                "verbose_name": "知悉人",
                "verbose_name_plural": "知悉人",
                "ordering": ["issue", "named_at", "id"],
            },
        ),
        migrations.AddField(
            model_name="issue",
            name="restricted",
            field=models.CharField(
                blank=True,
                choices=[("person", "重点人"), ("matter", "限定知悉范围")],
                db_default="",
                default="",
                max_length=10,
                verbose_name="知悉限定",
            ),
        ),
        migrations.AddConstraint(
            model_name="issue",
            constraint=models.CheckConstraint(
                condition=models.Q(("restricted", ""), ("confidentiality", "work_secret"), _connector="OR"),
                name="issue_restricted_is_work_secret",
            ),
        ),
        migrations.AddField(
            model_name="knower",
            name="ended_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="撤下人",
            ),
        ),
        migrations.AddField(
            model_name="knower",
            name="issue",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="knowers",
                to="issues.issue",
                verbose_name="问题",
            ),
        ),
        migrations.AddField(
            model_name="knower",
            name="named_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="列入人",
            ),
        ),
        migrations.AddField(
            model_name="knower",
            name="person",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="knows",
                to=settings.AUTH_USER_MODEL,
                verbose_name="知悉人",
            ),
        ),
        migrations.AddConstraint(
            model_name="knower",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("ended_at__isnull", True), ("ended_by__isnull", True)),
                    models.Q(("ended_at__isnull", False), ("ended_by__isnull", False)),
                    _connector="OR",
                ),
                name="issues_knower_ended_together",
            ),
        ),
        migrations.AddConstraint(
            model_name="knower",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_at", None)), fields=("issue", "person"), name="knower_once_per_issue"
            ),
        ),
        migrations.AddConstraint(
            model_name="knower",
            constraint=models.CheckConstraint(
                condition=models.Q(("reason", ""), _negated=True), name="knower_has_reason"
            ),
        ),
    ]
