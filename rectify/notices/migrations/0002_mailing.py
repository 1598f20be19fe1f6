import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """`Digest` is called Mailing, a digest is only what a text is checked by. Table, column and index keep their names."""

    dependencies = [
        ("notices", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.RenameModel("Digest", "Mailing"),
                migrations.AlterModelTable("mailing", "notices_digest"),
                migrations.AlterField(
                    "mailing",
                    "to",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="mailings",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="收件人",
                    ),
                ),
                migrations.RemoveIndex("notice", "notice_undigested"),
                migrations.RenameField("notice", "digest", "mailing"),
                migrations.AlterField(
                    "notice",
                    "mailing",
                    models.ForeignKey(
                        blank=True,
                        db_column="digest_id",
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="notices",
                        to="notices.mailing",
                        verbose_name="汇总",
                    ),
                ),
                migrations.AddIndex(
                    "notice",
                    models.Index(condition=models.Q(("mailing", None)), fields=["at"], name="notice_undigested"),
                ),
            ]
        ),
    ]
