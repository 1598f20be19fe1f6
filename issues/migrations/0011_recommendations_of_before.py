from collections import Counter

from django.db import migrations


def lead_on(apps, schema_editor):
    """The recommendations that were read before they led anywhere wait for a unit, of each feedback in its newest version."""
    Item, Row = apps.get_model("issues", "FeedbackItem"), apps.get_model("issues", "Recommendation")
    items = Item.objects.filter(kind="recommendation", feedback__replaced_by=None, recommendation=None)
    last = Counter()
    rows = []
    for item in items.select_related("feedback").order_by("feedback__round", "feedback", "order"):
        paper = item.feedback
        last[paper.round_id] += 1
        rows.append(
            Row(
                round_id=paper.round_id,
                feedback_id=paper.pk,
                item_id=item.pk,
                number=f"建{last[paper.round_id]:03d}",
                text=item.text,
                lead_unit_id=paper.unit_id,
            )
        )
    Row.objects.bulk_create(rows, batch_size=500)


class Migration(migrations.Migration):
    dependencies = [("issues", "0010_recommendation_guards")]

    operations = [migrations.RunPython(lead_on, migrations.RunPython.noop)]
