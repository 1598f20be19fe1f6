from django.db import migrations

from rectify.accounts.guards import AdministratorsHoldNoPost


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial")]

    operations = [AdministratorsHoldNoPost()]
