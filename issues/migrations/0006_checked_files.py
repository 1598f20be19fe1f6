from django.db import migrations, models

from rectify.lib.constraints import FrozenColumns, again


class Migration(migrations.Migration):
    dependencies = [
        ("issues", "0005_report_words_known"),
    ]

    operations = [
        migrations.AddField(
            model_name="evidence",
            name="confidentiality",
            field=models.CharField(
                choices=[("public", "公开"), ("internal", "内部"), ("work_secret", "工作秘密")],
                default="internal",
                max_length=20,
                verbose_name="范围",
            ),
        ),
        migrations.AddField(
            model_name="evidence",
            name="text_check",
            field=models.CharField(
                choices=[("waiting", "待检"), ("checked", "已检"), ("unchecked", "未检查文字"), ("marked", "标有密级")],
                default="waiting",
                max_length=10,
                verbose_name="文字检查",
            ),
        ),
        migrations.AddField(
            model_name="evidence",
            name="text_check_why",
            field=models.CharField(blank=True, max_length=100, verbose_name="检查说明"),
        ),
        *(guard for guard in again("issues.migrations.0002_guards") if guard.table == "issues_evidence"),
        FrozenColumns("issues_evidence", ["confidentiality"], when="OLD.handed_in_at IS NOT NULL"),
    ]
