from django.db import migrations, models

from rectify.lib.constraints import again


class Migration(migrations.Migration):
    dependencies = [
        ("ledgers", "0004_life_guards"),
    ]

    operations = [
        migrations.AddField(
            model_name="visitfile",
            name="confidentiality",
            field=models.CharField(
                choices=[("public", "公开"), ("internal", "内部"), ("work_secret", "工作秘密")],
                default="internal",
                max_length=20,
                verbose_name="范围",
            ),
        ),
        migrations.AddField(
            model_name="visitfile",
            name="text_check",
            field=models.CharField(
                choices=[("waiting", "待检"), ("checked", "已检"), ("unchecked", "未检查文字"), ("marked", "标有密级")],
                default="waiting",
                max_length=10,
                verbose_name="文字检查",
            ),
        ),
        migrations.AddField(
            model_name="visitfile",
            name="text_check_why",
            field=models.CharField(blank=True, max_length=100, verbose_name="检查说明"),
        ),
        *(guard for guard in again("ledgers.migrations.0004_life_guards") if guard.table == "ledgers_visitfile"),
    ]
