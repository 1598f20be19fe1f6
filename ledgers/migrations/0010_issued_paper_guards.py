from django.db import migrations

from rectify.lib.constraints import FrozenColumns, Undeletable

WRITTEN = ["office_id", "slug", "about", "about_id", "round_id", "series", "reviewed_at", "reviewed_by_id"]
ISSUED = ["title", "about_words", "year", "number", "serial", "content", "digest", "signed_at", "signed_by_id"]


class Migration(migrations.Migration):
    dependencies = [("ledgers", "0009_issued_papers")]

    operations = [
        FrozenColumns("ledgers_issuedpaper", WRITTEN),
        FrozenColumns("ledgers_issuedpaper", ISSUED, when="OLD.signed_at IS NOT NULL"),
        Undeletable("ledgers_issuedpaper"),
    ]
