from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("ledgers", "0024_paper_basis")]

    operations = [
        migrations.AddField(
            model_name="paperbundle",
            name="marks",
            field=models.CharField(
                blank=True, db_default="", default="", editable=False, max_length=64, verbose_name="范围的校验码"
            ),
        ),
    ]
