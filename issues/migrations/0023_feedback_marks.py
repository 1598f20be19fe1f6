from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("issues", "0022_knower_guards")]

    operations = [
        migrations.AddField(
            model_name="feedback",
            name="confidentiality",
            field=models.CharField(
                choices=[("public", "公开"), ("internal", "内部"), ("work_secret", "工作秘密")],
                db_default="internal",
                default="internal",
                max_length=20,
                verbose_name="范围",
            ),
        ),
    ]
