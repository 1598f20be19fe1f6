from django.db import migrations

from rectify.lib.constraints import AppendOnly, Undeletable


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]

    operations = [AppendOnly("audit_event"), Undeletable("audit_chainhead")]
