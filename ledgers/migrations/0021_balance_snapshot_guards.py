from django.db import migrations

from rectify.lib.constraints import AppendOnly


class Migration(migrations.Migration):
    """What was known of an evening stays as it was written down."""

    dependencies = [("ledgers", "0020_balance_snapshots")]

    operations = [AppendOnly("ledgers_balancesnapshot")]
