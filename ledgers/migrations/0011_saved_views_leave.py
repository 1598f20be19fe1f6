from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("ledgers", "0010_issued_paper_guards"),
        ("issues", "0019_saved_views"),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(state_operations=[migrations.DeleteModel(name="SavedView")]),
    ]
