from django.db import migrations

from rectify.lib.constraints import FrozenColumns, Undeletable

KEPT = ["public_id", "office_id", "slug", "number", "name", "content", "digest", "uploaded_at", "uploaded_by_id"]


class Migration(migrations.Migration):
    """A version of a template never changes, nor does the one by which a paper was issued."""

    dependencies = [("ledgers", "0015_paper_templates")]

    operations = [
        FrozenColumns("ledgers_papertemplate", KEPT),
        Undeletable("ledgers_papertemplate"),
        FrozenColumns("ledgers_issuedpaper", ["template_id"], when="OLD.signed_at IS NOT NULL"),
    ]
