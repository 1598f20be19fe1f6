from django.db import migrations, models

from rectify.lib.constraints import FrozenColumns, again


class Migration(migrations.Migration):
    """What the life of a paper never is; 0012 builds the table anew on SQLite, which takes its triggers along."""

    dependencies = [("ledgers", "0013_papers_of_before")]

    operations = [
        migrations.AddConstraint(
            model_name="issuedpaper",
            constraint=models.UniqueConstraint(
                condition=models.Q(("status", "reviewed")),
                fields=("office", "slug", "about", "about_id"),
                name="one_paper_waits_for_signature",
            ),
        ),
        migrations.AddConstraint(
            model_name="issuedpaper",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "status__in",
                        [
                            "reviewed",
                            "issued",
                            "delivered",
                            "received",
                            "answered",
                            "judged",
                            "finished",
                            "spoiled",
                            "dropped",
                        ],
                    )
                ),
                name="paper_status_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="issuedpaper",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("signed_at", None), ("status__in", ["reviewed", "dropped"])),
                    models.Q(
                        models.Q(("status__in", ["reviewed", "dropped"]), _negated=True), ("signed_at__isnull", False)
                    ),
                    _connector="OR",
                ),
                name="paper_in_hand_is_signed",
            ),
        ),
        migrations.AddConstraint(
            model_name="issuedpaper",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("status__in", ["spoiled", "dropped"]), _negated=True),
                    models.Q(("remark", ""), _negated=True),
                    _connector="OR",
                ),
                name="paper_spoiled_says_why",
            ),
        ),
        *again("ledgers.migrations.0010_issued_paper_guards"),
        FrozenColumns("ledgers_issuedpaper", ["unit_id", "answer_by"]),
    ]
