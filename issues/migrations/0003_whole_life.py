"""Its tables stand in 0001_initial: every database there is has both, and a new one is made in half the time."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0003_whole_life"),
        ("issues", "0002_guards"),
    ]

    operations: list = []
