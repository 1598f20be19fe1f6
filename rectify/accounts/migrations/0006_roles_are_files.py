from django.db import migrations, models

import rectify.accounts.roles
from rectify.accounts.guards import AdministratorsHoldNoPost, KnownRoles
from rectify.lib.constraints import Lifted


class Migration(migrations.Migration):
    dependencies = [("accounts", "0005_clue_keepers_end")]

    operations = [
        Lifted(AdministratorsHoldNoPost()),
        migrations.RemoveConstraint("holding", "holding_role_known"),
        migrations.AlterField(
            "holding", "role", models.CharField("角色", max_length=20, choices=rectify.accounts.roles.choices)
        ),
        AdministratorsHoldNoPost(),
        KnownRoles(),
    ]
