"""A city of an earlier version, lost with its machine: what was backed up while people wrote comes back as a city of today."""

import os
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from rectify.roof.testing import template
from rectify.roof.testing.installation import Installation

pytestmark = [
    pytest.mark.embedded,
    pytest.mark.slow,
    pytest.mark.skipif(not os.environ.get(template.VARIABLE), reason="needs a migrated database to copy"),
]
BEGUN = """
import json
from issues.models import Status
from rectify.roof.testing.world import build
from rectify.roof.testing.grants import granted
world = build()
for _ in range(100):
    world.issue()
world.issue(at=Status.CLOSED)
granted()
print(json.dumps([]))
"""
WRITING = """
import time
from rectify.accounts.models import User
from rectify.audit.trail import record
clerk = User.objects.get(username="clerk")
print("ready", flush=True)
while True:
    record("accounts.session.close", clerk, by=clerk)
    time.sleep(0.02)
"""
COUNT = """
import json
from issues.models import Evidence, Issue
from rectify.audit.models import Proof
print(json.dumps([Issue.objects.count(), Evidence.objects.count(), Proof.objects.filter(since=None).count()]))
"""


def test_an_older_city_comes_back_as_one_of_today(tmp_path):
    first, second = tmp_path / "first", tmp_path / "second"
    first.mkdir()
    place = Installation(first, postgres=False)
    place.environment["BACKUP_DIR"] = str(tmp_path / "backups")
    place.asked(BEGUN)
    assert place.manage("migrate", "audit", "0003").returncode == 0  # a column less than today
    backed_up_under_writes(place)
    lose(place, first / "rectify.sqlite3", second)
    done = place.manage("restore")
    assert done.returncode == 0, done
    assert "（RPO）" in done.stdout
    assert "（RTO）" in done.stdout
    assert place.asked(COUNT) == [101, 2, 0]


def backed_up_under_writes(place: Installation) -> None:
    command = [sys.executable, str(template.HOME / "manage.py"), "shell", "-v0", "-c", WRITING]
    writing = subprocess.Popen(command, env=place.environment, cwd=template.HOME, stdout=subprocess.PIPE, text=True)
    try:
        assert writing.stdout.readline() == "ready\n"
        done = place.manage("backup")
    finally:
        writing.kill()
        writing.wait()
        writing.stdout.close()
    assert done.returncode == 0, done


def lose(place: Installation, database: Path, folder: Path) -> None:
    """100 issues deleted behind the back, then everything but the backups and the key."""
    line = sqlite3.connect(database)
    assert line.execute("DELETE FROM issues_issue WHERE status = 'draft'").rowcount == 100
    line.commit()
    line.close()
    key = (database.parent / "keys/backup.key").read_bytes()
    shutil.rmtree(database.parent)
    (folder / "keys").mkdir(parents=True)
    (folder / "keys/backup.key").write_bytes(key)
    place.environment |= {"VAR_DIR": str(folder), "DATABASE_URL": f"sqlite:///{folder / 'rectify.sqlite3'}"}
