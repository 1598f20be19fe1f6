"""A backup is whole, secret and can be brought back; whatever is wrong with one is a sentence, and the one before stays good."""

import fcntl
import json
import subprocess
import sys
from collections import namedtuple
from datetime import timedelta
from pathlib import Path

import pyrage
import pytest
from django.conf import settings as configured
from django.core.management import CommandError, call_command
from django.utils import timezone

from issues.models import Issue, Status
from rectify.audit.models import Event
from rectify.backups import checking, engines, keeping, keys, making, manifest, restoring
from rectify.backups.drill import _elsewhere, drill
from rectify.backups.notes import notes
from rectify.backups.shelf import shelf
from rectify.lib import filestore
from rectify.lib.errors import Refused
from rectify.lib.restored import restored
from rectify.notices.models import Notice
from rectify.roof.testing.grants import granted
from rectify.roof.testing.world import build

pytestmark = [pytest.mark.engines, pytest.mark.django_db(transaction=True)]
CANARY = "幸福里小区消防通道长期被占用-暗记"


@pytest.fixture
def place(settings, tmp_path):
    """A data folder of its own, with one file in the store."""
    settings.VAR, settings.BACKUP_DIR, settings.MEDIA_ROOT = tmp_path, tmp_path / "backups", tmp_path / "files"
    settings.MEDIA_ROOT.mkdir()
    filestore.keep([CANARY.encode()], folder="evidence")
    return tmp_path


@pytest.fixture
def world(transactional_db, place):
    """With the grants of its posts: a restore proves them."""
    made = build()
    granted()
    return made


def the_only() -> Path:
    (backup,) = shelf().backups()
    return backup


def elsewhere(*arguments: str) -> str:
    """manage.py on an empty installation beside this one: restores, then what `arguments` ask; what it printed."""
    with _elsewhere() as environment:
        return "".join(_ran(environment, *each) for each in (("restore",), *([arguments] if arguments else [])))


def _ran(environment, *arguments: str) -> str:
    command = [sys.executable, str(configured.BASE_DIR / "manage.py"), *arguments]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


ASKED = """
from django.contrib.sessions.models import Session
from issues.models import Evidence, Issue
from rectify.audit.models import Event
from rectify.lib.filestore import full_path
rows = Evidence.objects.values_list("path", flat=True)
print("问题", Issue.objects.count(), "改过", Issue.objects.filter(title="改过").count(), "会话", Session.objects.count())
print("缺", sum(not full_path(path).exists() for path in rows), "佐证", len(rows) > 0)
print("还原", Event.objects.filter(kind="audit.chainhead.restore").count())
"""


def test_what_was_deleted_after_a_backup_comes_back_whole(world, place, client, monkeypatch):
    """People upload, and files that no row names are swept, while it is made; then issues are changed. Nobody is logged in
    after the restore, every row has its file, the trail says that it was restored."""
    numbers = [world.issue().number for _ in range(5)]
    world.issue(at=Status.CLOSED)
    client.force_login(world.sysadmin, backend=configured.AUTHENTICATION_BACKENDS[-1])
    nameless, saved = filestore.keep([b"nobody names it"], folder="evidence"), engines.save

    def save_while_others_work(target: Path):
        tables = saved(target)
        world.issue(at=Status.CLOSED)
        filestore.forget(nameless.path)
        return tables

    monkeypatch.setattr(engines, "save", save_while_others_work)
    assert keeping.back_up().ok
    Issue.objects.filter(number=numbers[0]).update(title="改过")
    told = elsewhere("shell", "-v0", "-c", ASKED)
    assert "问题 6 改过 0 会话 0" in told
    assert "缺 0 佐证 True" in told
    assert "还原 1" in told
    assert "（RPO）" in told
    assert "（RTO）" in told


def test_a_drill_restores_and_proves_and_leaves_nothing(world, place):
    keeping.back_up()
    before = sorted(place.iterdir())
    note = drill()
    assert note.ok, note.told
    assert "核对无误" in note.told
    assert sorted(place.iterdir()) == before
    assert notes()["drill"].ok


def test_a_backup_is_in_the_trail_and_holds_no_session(world):
    keeping.back_up()
    kept = manifest.read(the_only(), keys.identity())
    event = Event.objects.get(kind="audit.chainhead.backup")
    assert event.facts["name"] == the_only().name
    assert event.by is None
    assert not {"django_session", "rectify_cache"} & set(kept.tables)
    assert kept.tables["accounts_user"].rows > 5
    assert kept.files == 1
    assert set(kept.parts) == {making.DATABASE, making.FILES, making.SETTINGS}
    assert kept.head == (event.number - 1, event.previous)
    assert "audit.0001_initial" in kept.migrations
    assert keys.folder() not in shelf().root.parents


def test_nothing_can_be_read_without_the_key(world, place, tmp_path_factory):
    world.issue(title=CANARY)
    keeping.back_up()
    parts = [path for path in shelf().root.rglob("*") if path.is_file()]
    assert len(parts) > 4
    secrets = (CANARY.encode(), configured.SECRET_KEY.encode(), str(keys.identity()).encode())
    assert [path.name for path in parts for secret in secrets if secret in path.read_bytes()] == []
    other = pyrage.x25519.Identity.generate()
    with pytest.raises(Refused, match="密钥不是制作这份备份时用的"):
        restoring.restore(the_only(), other, all_of=shelf())


@pytest.mark.parametrize("which", ["database.age", "files.age", "settings.age", "manifest.json", "blob"])
@pytest.mark.parametrize("how", ["flipped", "missing"])
def test_a_part_that_is_not_as_it_was_written_is_named(world, which, how):
    keeping.back_up()
    assert keeping.check_all().ok
    target = next(shelf().files.rglob("*.age")) if which == "blob" else the_only() / which
    if how == "missing":
        target.unlink()
    else:
        content = bytearray(target.read_bytes())
        content[len(content) // 2] ^= 1
        target.write_bytes(content)
    if (which, how) == ("manifest.json", "missing"):
        assert shelf().backups() == []
        return
    note = keeping.check_all()
    assert not note.ok
    assert Notice.objects.get(to=world.sysadmin, kind="alarm").title == "备份检查没有成功"
    assert target.name in note.told or "清单" in note.told
    assert keeping.check_all().ok == (which == "blob"), "a file of the store is written anew, and good the next night"


def test_a_file_whose_original_changed_too_is_not_written_anew(world, place):
    keeping.back_up()
    (blob,) = shelf().files.rglob("*.age")
    blob.write_bytes(b"x")
    next(path for path in (place / "files").rglob("*") if path.is_file()).write_bytes(b"other")
    for _ in range(2):
        assert "没有重写" in keeping.check_all().told
    assert blob.read_bytes() == b"x"


def test_the_newest_are_kept_and_files_that_none_names_go(world, place):
    keeping.back_up()
    first = the_only().rename(shelf().root / "20200101T000000Z")
    (blob,) = shelf().files.rglob("*.age")
    next(path for path in (place / "files").rglob("*") if path.is_file()).unlink()
    filestore.keep([b"2"], folder="evidence")
    keeping.back_up(keep=2)
    assert first in shelf().backups()
    assert blob.exists()
    shelf().backups()[-1].rename(shelf().root / "20200102T000000Z")
    keeping.back_up(keep=2)
    assert [backup.name[:4] for backup in shelf().backups()] == ["2020", f"{timezone.now():%Y}"]
    assert not blob.exists()
    assert keeping.check_all().ok


# ---- what may go wrong while one is made --------------------------------------------------------------------------------


def test_a_full_disk_is_a_sentence_and_an_alarm(world, monkeypatch):
    keeping.back_up()
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr(making.shutil, "disk_usage", lambda _: usage(10, 10, 0))
    note = keeping.back_up()
    assert not note.ok
    assert "只剩 0 MB" in note.told
    assert Notice.objects.filter(to=world.sysadmin, kind="alarm").count() == 1
    assert checking.faults(shelf(), keys.identity()) == []


def test_a_write_that_fails_leaves_the_one_before(world, monkeypatch):
    keeping.back_up()
    before = shelf().backups()

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(making.parts, "write_json", full)
    note = keeping.back_up()
    assert "没有做完" in note.told
    assert shelf().backups() == before
    assert list(shelf().root.glob("*.part")) == []


def test_what_was_killed_is_never_taken_for_a_backup(world):
    draft = shelf()
    draft.root.mkdir(parents=True)
    left = draft.begin(timezone.now())
    (left / "manifest.json").write_text("{}")
    assert shelf().backups() == []
    keeping.back_up()
    assert not left.exists()


def test_two_at_once_are_one(world):
    shelf().root.mkdir(parents=True)
    with (shelf().root / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        assert "另一个备份正在进行" in keeping.back_up().told


# ---- what may go wrong while one is brought back ----------------------------------------------------------------------


def test_a_place_with_people_is_not_overwritten(world):
    keeping.back_up()
    with pytest.raises(Refused, match="这里已有人员或文件"):
        restoring.restore(the_only(), keys.identity(), all_of=shelf())


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"migrations": ["issues.9999_later"]}, "请先升级程序"),
        ({"engine": "oracle"}, "请把 DATABASE_URL 设成同一种数据库"),
        ({"format": 9}, "只认格式 1"),
    ],
)
def test_another_version_or_engine_is_refused(world, changed, words):
    keeping.back_up()
    content = json.loads((the_only() / manifest.NAME).read_text()) | changed
    content.pop("seal")
    (the_only() / manifest.NAME).write_text(json.dumps(content | {"seal": keys.seal(keys.identity(), content)}))
    with pytest.raises(Refused, match=words):
        restoring.restore(the_only(), keys.identity(), all_of=shelf())


def test_a_manifest_written_by_another_hand_is_refused(world):
    keeping.back_up()
    content = json.loads((the_only() / manifest.NAME).read_text())
    content["files"] = 0
    (the_only() / manifest.NAME).write_text(json.dumps(content))
    with pytest.raises(Refused, match="清单被改过"):
        manifest.read(the_only(), keys.identity())


def test_who_was_stopped_after_the_backup_stays_stopped(world):
    """The older backup comes back; the newer one only says who lost access since."""
    keeping.back_up()
    older = the_only().rename(shelf().root / "20200101T000000Z")
    world.clerk.__class__.objects.filter(pk=world.clerk.pk).update(is_active=False)
    post = world.liaison.holdings.first()
    post.ends = timezone.localdate() - timedelta(days=1)
    post.starts = min(post.starts, post.ends)
    post.save()
    keeping.back_up()
    asked = (
        "from rectify.accounts.models import Holding, User;"
        f"print('停', User.objects.get(pk={world.clerk.pk}).is_active, Holding.objects.get(pk={post.pk}).ends is None)"
    )
    with _elsewhere() as environment:
        told = _ran(environment, "restore", str(older))
        assert "停 False False" in _ran(environment, "shell", "-c", asked)
        assert "重新停用、收回 2 项" in told
        state = json.loads((Path(environment["VAR_DIR"]) / "restored.json").read_text())
    assert state["closed"] is False


# ---- the key ------------------------------------------------------------------------------------------------------------


def test_the_key_is_made_once_kept_apart_and_confirmed_by_who_can_read_it(place, capsys):
    call_command("backup", "--key")
    printed = capsys.readouterr().out.splitlines()[0]
    assert str(keys.read(printed)) == str(keys.identity())
    assert (keys.folder() / "backup.key").stat().st_mode & 0o077 == 0
    assert keys.confirmed() is None
    with pytest.raises(CommandError, match="不符"):
        call_command("backup", "--key-kept", "ABCDEF")
    call_command("backup", "--key-kept", printed.replace(" ", "")[-6:])
    assert keys.confirmed()
    with pytest.raises(Refused, match="不是备份密钥"):
        keys.read("AGE-SECRET-KEY-1XYZ")


def test_an_empty_shelf_is_said(place, transactional_db):
    with pytest.raises(CommandError, match="没有备份"):
        call_command("restore")
    assert restored() is None
    assert engines.is_empty()
