"""The archived log: the database back at any moment with its files; whatever is wrong with the archive is named."""

import sys
import time
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.utils import timezone

from rectify.backups import engines, filing, keeping, keys, making, timelines, wal
from rectify.backups.rewinding import rewind
from rectify.backups.shelf import shelf
from rectify.lib import filestore
from rectify.lib.errors import Refused
from rectify.roof.testing.archived import ArchivedInstallation, missing
from rectify.roof.testing.seed import NIGHT

by_night = pytest.mark.skipif(
    bool(missing()) or not NIGHT, reason=missing() or "by night: each loss and restore takes some minutes"
)
SECONDS = 60  # a segment that is not full is handed over after so long
BEGUN = """
import json
from django.core.management import call_command
from rectify.roof.testing.world import build
from rectify.roof.testing.grants import granted
build()
granted()
call_command("backup", stdout=open("/dev/null", "w"))
print(json.dumps([]))
"""
FOUND = """
import json
from django.core.management import call_command
from django.utils import timezone
from issues.models import Status
from rectify.backups import filing
from rectify.roof.testing.world import build
from rectify.roof.testing.grants import granted
world = build()
granted()
call_command("backup", stdout=open("/dev/null", "w"))
for _ in range(100):
    world.issue()
world.issue(at=Status.CLOSED)
print(json.dumps([filing.keep_new(), filing.keep_new(), str(timezone.now())]))
"""
COUNT = """
import json
from django.contrib.sessions.models import Session
from issues.models import Evidence, Issue
from rectify.lib.restored import restored
print(json.dumps([Issue.objects.count(), Evidence.objects.count(), Session.objects.count(), restored().closed]))
"""


# ---- by day: what pgBackRest would say --------------------------------------------------------------------------------

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
SAID = """
import json, sys
word = next(each for each in sys.argv[1:] if not each.startswith("-"))
said = {{
    "info": json.dumps([{{"name": "x", "status": {{"code": 0, "message": "ok"}}, "backup": [
        {{"label": "F", "timestamp": {{"stop": {noon}}}, "type": "full", "lsn": {{"stop": "0/2000100"}},
          "archive": {{"start": "000000010000000000000002"}}}}], "archive": [{{"id": "15-1", "database": {{"id": 1}}}}]}}]),
    "repo-ls": json.dumps({{f"0000000100000000/00000001000000000000000{{n}}-" + "a" * 40 + ".gz":
        {{"type": "file", "time": {noon} + 600 * n}} for n in (1, 2, 4)}}),
    "verify": "stanza: x\\nstatus: {status}\\n  checksum invalid: 1",
}}
if word not in said:
    sys.exit("ERROR: [075]: no")
print(said[word])
"""


@pytest.fixture
def told(settings, tmp_path, monkeypatch):
    """A program that answers as pgBackRest does."""

    def answers(status: str = "ok") -> None:
        script = tmp_path / "pgbackrest.py"
        script.write_text(SAID.format(noon=int(NOON.timestamp()), status=status))
        settings.PGBACKREST = [sys.executable, str(script)]

    settings.VAR = tmp_path
    settings.MEDIA_ROOT, settings.BACKUP_DIR = tmp_path / "files", tmp_path / "backups"
    monkeypatch.setattr(engines, "name", lambda: "postgresql")
    answers()
    return answers


@pytest.mark.parametrize(("minutes", "near"), [(-1, 0), (0, 0), (41, 40), (600, 40)])
def test_a_moment_out_of_reach_is_refused_with_the_nearest(told, minutes, near):
    with pytest.raises(Refused, match="最近的写法：--until") as refused:
        rewind(NOON + timedelta(minutes=minutes), ["true"], keys.identity(), all_of=shelf())
    written = NOON + timedelta(minutes=near, seconds=0 if near else 1)
    assert f'--until "{timezone.localtime(written):%Y-%m-%d %H:%M:%S}"' in str(refused.value)


def test_what_is_wrong_with_the_archive_is_named(told):
    assert (wal.faults(), timelines.missing()) == ([], ["000000010000000000000003"])
    told("error")
    assert "checksum invalid: 1" in wal.faults()[0]
    with pytest.raises(Refused, match=r"没有做完：ERROR: \[075\]"):
        wal.called("restore")


def test_without_the_setting_the_log_is_not_asked(told, settings):
    settings.PGBACKREST = []
    with pytest.raises(Refused, match="没有设置 PGBACKREST"):
        rewind(None, ["true"], keys.identity(), all_of=shelf())


@pytest.mark.engines
@pytest.mark.django_db(transaction=True)
def test_a_file_of_this_minute_is_in_the_store_and_the_next_backup_takes_it_over(settings, tmp_path):
    settings.VAR, settings.BACKUP_DIR, settings.MEDIA_ROOT = tmp_path, tmp_path / "backups", tmp_path / "files"
    filestore.keep([b"1"], folder="evidence")
    assert filing.keep_new() == 0  # there is no backup yet
    assert keeping.back_up().ok
    path = filestore.keep([b"2"], folder="evidence").path
    filing.keep_new()
    assert filing.keep_new() == 0
    (entry,) = [each for each_path, each in making.entries_since(shelf(), keys.identity()).items() if each_path == path]
    assert keeping.check_all().ok
    shelf().blob(entry.digest).unlink()
    assert entry.digest in keeping.check_all().told
    assert keeping.back_up().ok
    assert shelf().lists() == []
    assert path in making.entries_of(shelf().newest(), keys.identity())


@pytest.mark.django_db(transaction=True)
def test_two_backups_of_one_second_are_two(settings, tmp_path):
    settings.VAR, settings.BACKUP_DIR, settings.MEDIA_ROOT = tmp_path, tmp_path / "backups", tmp_path / "files"
    with time_machine.travel(NOON, tick=False):
        assert [keeping.back_up().ok for _ in range(2)] == [True, True]
    assert len(shelf().backups()) == 2


# ---- by night: with pgBackRest ------------------------------------------------------------------------------------------


@pytest.fixture
def place(tmp_path):
    made = ArchivedInstallation(tmp_path / "first", SECONDS)
    yield made
    made.stop()


def archived(place: ArchivedInstallation, folder) -> tuple[datetime, datetime]:
    """100 issues and files after the backup, the issues deleted at a moment: the one before it, and the last archived."""
    first, again, at = place.asked(FOUND)
    assert (first > 0, again) == (True, 0)
    time.sleep(1.1)  # a moment is given in whole seconds
    place.behind("SET session_replication_role = replica", "DELETE FROM issues_issue WHERE status = 'draft'")
    place.hand_over()
    return datetime.fromisoformat(at), datetime.now(UTC)


def named_by_the_check(place: ArchivedInstallation) -> None:
    """A byte of the archive that changed; a segment that is gone."""
    segment = place.segments()[-1]
    good = segment.read_bytes()
    segment.write_bytes(good[: len(good) // 2] + bytes([good[len(good) // 2] ^ 1]) + good[len(good) // 2 + 1 :])
    assert "pgBackRest" in place.manage("backup", "--check").stderr
    older = place.segments()[-2]
    segment.write_bytes(good)
    aside = older.rename(place.home / older.name)
    assert f"归档的日志缺 {older.name[:24]}" in place.manage("backup", "--check").stderr
    aside.rename(older)
    assert place.manage("backup", "--check").returncode == 0


@by_night
def test_back_at_the_second_before_100_issues_were_deleted(place, tmp_path):
    at, last = archived(place, tmp_path)
    named_by_the_check(place)
    place.lose(tmp_path / "second")
    for far in (last + timedelta(hours=1), at - timedelta(days=9)):
        refused = place.manage("restore", "--until", far.isoformat(), "--start", place.start())
        assert "最近的写法：--until" in refused.stderr, refused
    until = at + timedelta(seconds=0.5)
    done = place.manage("restore", "--until", until.isoformat(), "--start", place.start())
    assert done.returncode == 0, done
    assert "（RPO）" in done.stdout
    issues, files, sessions, closed = place.asked(COUNT)
    assert (issues, files > 0, sessions, closed) == (101, True, 0, True)


@by_night
def test_what_was_written_a_minute_before_the_loss_is_there(place, tmp_path):
    """People write until the machine is gone; what came back ends at most `SECONDS` earlier."""
    place.asked(BEGUN)
    place.behind("CREATE TABLE ticks (at timestamptz)")
    end = time.monotonic() + 2.5 * SECONDS
    while time.monotonic() < end:
        ((last,),) = place.behind("INSERT INTO ticks VALUES (clock_timestamp()) RETURNING at")
        time.sleep(0.1)
    place.lose(tmp_path / "second")
    done = place.manage("restore", "--wal", "--start", place.start())
    assert done.returncode == 0, done
    ((back,),) = place.behind("SELECT max(at) FROM ticks")
    print(f"lost {(last - back).total_seconds():.1f} s of at most {SECONDS}; {done.stdout}")
    assert last - back < timedelta(seconds=SECONDS + 5)
