"""Names were unique before, short names were not: those that two units share get the unit above before them."""

from collections import Counter

from django.db import migrations


def tell_apart(apps, schema_editor):
    Unit = apps.get_model("accounts", "Unit")
    units = sorted(Unit.objects.all(), key=lambda unit: unit.path.count("/"))
    shown = Counter(unit.short_name or unit.name for unit in units)
    called = {None: ""}
    for unit in units:
        short = unit.short_name or unit.name
        unit.ahead = called.get(unit.parent_id, "") if shown[short] > 1 else ""
        called[unit.pk] = f"{unit.ahead}{short}"
    Unit.objects.bulk_update([unit for unit in units if unit.ahead], ["ahead"], batch_size=500)


class Migration(migrations.Migration):
    dependencies = [("accounts", "0007_namesakes")]

    operations = [migrations.RunPython(tell_apart, migrations.RunPython.noop)]
