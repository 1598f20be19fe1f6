"""Bringing a backup back into an empty place: proved on the way, compared with what was saved, then in restored mode."""

import shutil
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pyrage
from django.conf import settings
from django.core.management import call_command
from django.db import connections, transaction
from django.utils import timezone

from rectify.accounts.models import Holding, User
from rectify.audit import heads
from rectify.audit.trail import record
from rectify.backups import engines, manifest, parts
from rectify.backups.making import DATABASE, SETTINGS, ManifestEntry, entries_of
from rectify.backups.manifest import Manifest
from rectify.backups.shelf import Shelf
from rectify.backups.tables import differences
from rectify.lib.errors import Refused
from rectify.lib.restored import Restored, write

AGAIN = "备份以后已经停用或收回，还原后照办"


@dataclass(frozen=True)
class RestoreOutcome:
    """What came back: the moment, how long it took, who lost access again, and what was not as it was saved."""

    made_at: datetime
    seconds: float
    files: int
    revoked: int
    closed: bool
    faults: Sequence[str]

    @property
    def lost(self) -> timedelta:
        """RPO: what was acknowledged after the backup is gone."""
        return datetime.now(UTC) - self.made_at


def restore(backup: Path, key: pyrage.x25519.Identity, *, all_of: Shelf) -> RestoreOutcome:
    """Bring `backup` back. Raises Refused, with nothing changed, when the place is not empty or the backup cannot be read."""
    started = time.monotonic()
    written = manifest.read(backup, key)
    entries = entries_of(backup, key)
    _refuse(written, entries)
    bring_settings(backup, key)
    write(Restored(written.made_at, timezone.now(), closed=True))  # before there is anything to come in to
    with tempfile.TemporaryDirectory(prefix="restore", dir=settings.VAR) as folder:
        plain = Path(folder) / "database"
        parts.open_up(backup / DATABASE, plain, key)
        files = bring_files(entries, all_of, key)
        faults = differences(written.tables, engines.load(plain))
    tell_outside()
    call_command("migrate", verbosity=0, interactive=False)
    newest = last_word(all_of, key, after=written.made_at)
    revoked = revoke_again(newest.revoked) if newest else 0
    write(Restored(written.made_at, timezone.now(), closed=newest is None))
    connections.close_all()
    seconds = time.monotonic() - started
    return RestoreOutcome(written.made_at, seconds, files, revoked, newest is None, faults)


def _refuse(kept: Manifest, entries: Mapping[str, ManifestEntry]) -> None:
    if kept.engine != engines.name():
        raise Refused(f"备份是 {kept.engine} 的，本机用的是 {engines.name()}。请把 DATABASE_URL 设成同一种数据库")
    if newer := manifest.unknown(kept):
        raise Refused(f"备份由更新的版本制作（本程序没有 {newer[0]} 等 {len(newer)} 个结构升级），请先升级程序再还原")
    if not engines.is_empty() or any(parts.files_below(engines.media())):
        raise Refused("这里已有人员或文件，还原只能在空的地方进行。请用 DATABASE_URL 和 VAR_DIR 指向空库和空文件夹")
    demand_outside()
    free, needed = shutil.disk_usage(settings.VAR).free, sum(entry.size for entry in entries.values())
    if free < needed:
        raise Refused(
            f"{settings.VAR} 只剩 {free // 1024**2} MB，文件要 {needed // 1024**2 + 1} MB。请清理或扩容后再还原"
        )


def demand_outside() -> None:
    """That the head can be told outside before anything is changed. Raises Refused."""
    try:
        heads.try_place()
    except OSError as error:
        raise Refused(f"另存链头的 {heads.file()} 写不了（{error.strerror}），请先看 HEADS_DIR 再还原") from error


def tell_outside() -> None:
    """To which head the trail came back: what was kept behind it is lost by this, not cut off. Raises Refused."""
    try:
        heads.keep(heads.RETURNED)
    except OSError as error:
        raise Refused(f"另存链头的 {heads.file()} 写不了（{error.strerror}），还原没有做完") from error


def bring_files(entries: Mapping[str, ManifestEntry], all_of: Shelf, key: pyrage.x25519.Identity) -> int:
    """Every file under its own path, its bytes those that were saved. Raises Refused at the first that is not."""
    root = engines.media().resolve()
    for path, entry in entries.items():
        target = (root / path).resolve()
        if root not in target.parents:
            raise Refused(f"备份里的文件路径“{path}”指到了别处，这份备份不能用")
        if parts.open_up(all_of.blob(entry.digest), target, key) != entry.digest:
            raise Refused(f"文件 {entry.digest[:8]} 的内容与备份时不符，还原没有做完")
    return len(entries)


def bring_settings(backup: Path, key: pyrage.x25519.Identity) -> None:
    """An installation of one machine keeps its secret in a file; elsewhere it comes from the environment and is compared."""
    secret = parts.read_json(backup / SETTINGS, key)["SECRET_KEY"]
    if secret == settings.SECRET_KEY:
        return
    if not settings.EMBEDDED:
        raise Refused("SECRET_KEY 与备份时的不同，签过名的内容将对不上。请设为原来的值再还原")
    place = Path(settings.VAR) / "secret_key"
    place.touch(mode=0o600)
    place.write_text(secret, encoding="ascii")


def last_word(all_of: Shelf, key: pyrage.x25519.Identity, *, after: datetime) -> Manifest | None:
    """The last word on who lost access: of the newest backup that is not older than what was brought back."""
    for backup in reversed(all_of.backups()):
        try:
            written = manifest.read(backup, key)
        except Refused:
            continue
        return written if written.made_at > after else None
    return None


@transaction.atomic
def revoke_again(revoked: Mapping[str, Sequence[int]]) -> int:
    """Who was stopped and what ended after the backup is stopped and ended again, with an event each; how many."""
    yesterday = timezone.localdate() - timedelta(days=1)
    people = list(User.objects.filter(pk__in=revoked["people"], is_active=True))
    posts = list(
        Holding.objects.filter(pk__in=revoked["posts"]).exclude(ends__lte=yesterday).select_related("user", "unit")
    )
    for user in people:
        user.is_active = False
        user.save(update_fields=["is_active"])
        record("accounts.user.stop", user, by=None, note=AGAIN, username=user.username)
    for post in posts:
        post.ends = max(yesterday, post.starts)
        post.save(update_fields=["ends"])
        facts = {"person": post.user.name, "unit": post.unit.full_name, "role": post.get_role_display()}
        record("accounts.holding.end", post.user, by=None, note=AGAIN, holding=post.pk, ends=str(post.ends), **facts)
    return len(people) + len(posts)
