from django.db import migrations

from rectify.lib.constraints import FrozenColumns, Undeletable


class Migration(migrations.Migration):
    dependencies = [("accounts", "0003_whole_life")]

    operations = [
        FrozenColumns("accounts_standin", ["absent_id", "deputy_id", "reason", "made_at"]),
        Undeletable("accounts_standin"),
    ]
