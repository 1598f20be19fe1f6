from django.db import migrations


class Migration(migrations.Migration):
    """`Verdict`, the word on a file, is called FileVerdict. The table keeps its name: nothing changes in the database."""

    dependencies = [
        ("ledgers", "0006_words_of_pages"),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.RenameModel("Verdict", "FileVerdict"),
                migrations.AlterModelTable("fileverdict", "ledgers_verdict"),
            ]
        ),
    ]
