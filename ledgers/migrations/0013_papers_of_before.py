from django.db import migrations
from django.db.models import F

TO_UNIT = {
    "assign", "supervise-start", "guide", "remind", "order", "inform", "circular", "warn", "talk", "follow", "duty",
}  # fmt: skip


def fill(apps, schema_editor):
    """What was signed is issued, the rest waits; to which unit it goes follows from what it is about."""
    papers = apps.get_model("ledgers", "IssuedPaper").objects
    papers.filter(signed_at__isnull=False).update(status="issued", status_since=F("signed_at"))
    papers.filter(signed_at=None).update(status="reviewed", status_since=F("reviewed_at"))
    for paper in papers.filter(slug__in=TO_UNIT).only("pk", "about", "about_id"):
        papers.filter(pk=paper.pk).update(unit=unit_of(apps, paper))


def unit_of(apps, paper):
    if paper.about == "issue":
        rows = apps.get_model("issues", "Issue").objects.values_list("lead_unit", flat=True)
    elif paper.about == "handover":
        rows = apps.get_model("issues", "Handover").objects.values_list("unit", flat=True)
    else:
        rows = apps.get_model("accounts", "Unit").objects.values_list("pk", flat=True)
    return rows.filter(public_id=paper.about_id).first()


class Migration(migrations.Migration):
    """Data alone, so that PostgreSQL may change the table before and after."""

    dependencies = [("ledgers", "0012_paper_life"), ("issues", "0001_initial"), ("accounts", "0001_initial")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
