from django.db import migrations

from rectify.lib.constraints import FrozenColumns, Undeletable

SAID = ["round_id", "feedback_id", "item_id", "number", "text"]


class Migration(migrations.Migration):
    dependencies = [("issues", "0009_recommendation")]

    operations = [
        FrozenColumns("issues_recommendation", SAID, when="OLD.assigned_at IS NOT NULL"),
        Undeletable("issues_recommendation", when="OLD.status <> 'draft'"),
    ]
