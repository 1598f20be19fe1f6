"""Making a backup: the database at one moment, then the files, then what it says of itself.

Database first, files after it: a file is on disk before a row names it and is never changed, so that no row of the copy lacks
its file. Every part is written before the folder gets its name; the last one stays good whatever happens to this one.
"""

import shutil
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pyrage
from django.conf import settings
from django.utils import timezone

from rectify.accounts.models import Holding, User
from rectify.audit.models import ChainHead
from rectify.backups import engines, keys, manifest, parts
from rectify.backups.manifest import Manifest
from rectify.backups.shelf import Shelf, shelf
from rectify.lib.errors import Refused
from rectify.lib.restored import restored

DATABASE, FILES, SETTINGS = "database.age", "files.age", "settings.age"
KEPT = 7
SPARE = 1.2  # of the database's size, for its copy before it is encrypted


@dataclass(frozen=True)
class ManifestEntry:
    """One file of the store: its size, and the digest of its bytes, under which it lies in all backups."""

    size: int
    digest: str


def make(*, keep: int = KEPT) -> tuple[Path, Manifest]:
    """A new backup, older ones than the newest `keep` gone. Raises Refused with a sentence; the previous ones stay good."""
    here, key = shelf(), keys.identity()
    with here.held():
        _refuse_full(here)
        at = datetime.now(UTC)
        draft = here.begin(at)
        try:
            made = _fill(draft, at, here, key)
            whole = here.finish(draft)
            for place in here.lists():
                place.unlink()  # what they name is in this one
        except OSError as error:
            shutil.rmtree(draft, ignore_errors=True)
            raise Refused(f"备份没有做完：{error.strerror or error}。以前的备份没有动。") from error
        except BaseException:
            shutil.rmtree(draft, ignore_errors=True)
            raise
        if restored() is None:  # before that nobody knows which of them is the good one
            _forget_old(here, key, keep)
        return whole, made


def _refuse_full(here: Shelf) -> None:
    free, needed = shutil.disk_usage(here.root).free, int(engines.size() * SPARE)
    if free < needed:
        raise Refused(f"{here.root} 只剩 {free // 1024**2} MB，至少要 {needed // 1024**2 + 1} MB。请清理或扩容后再备份")


def _fill(draft: Path, at: datetime, here: Shelf, key: pyrage.x25519.Identity) -> Manifest:
    with tempfile.TemporaryDirectory(prefix="backup", dir=settings.VAR) as folder:
        plain = Path(folder) / "database"
        tables = engines.save(plain)
        digests = {DATABASE: parts.lock_up(plain, draft / DATABASE, key)}
    entries = dict(_files(here, key))
    digests[FILES] = parts.write_json({path: vars(entry) for path, entry in entries.items()}, draft / FILES, key)
    digests[SETTINGS] = parts.write_json({"SECRET_KEY": settings.SECRET_KEY}, draft / SETTINGS, key)
    head = ChainHead.objects.filter(pk=1).values_list("number", "digest").first() or (0, "")
    made = Manifest(
        made_at=at,
        engine=engines.name(),
        migrations=manifest.migrations(),
        tables=tables,
        files=len(entries),
        bytes=sum(entry.size for entry in entries.values()),
        head=head,
        revoked=revoked(),
        parts=digests,
    )
    made.write(draft, key)
    return made


def _files(here: Shelf, key: pyrage.x25519.Identity) -> Iterator[tuple[str, ManifestEntry]]:
    """Every file of the store. One that an earlier backup has is not read again: its name is drawn once and for all."""
    root, known = engines.media(), _known(here, key)
    for path in parts.files_below(root):
        relative = path.relative_to(root).as_posix()
        entry = known.get(relative)
        if entry is None or entry.size != path.stat().st_size or not here.blob(entry.digest).is_file():
            entry = store(path, here, key)
        if entry is not None:
            yield relative, entry


def store(path: Path, here: Shelf, key: pyrage.x25519.Identity) -> ManifestEntry | None:
    """Into the store of files, once; None where it was taken away meanwhile: then no row names it."""
    try:
        size, digest = path.stat().st_size, parts.digest_of(path)
        if not here.blob(digest).is_file():
            parts.lock_up(path, here.blob(digest), key)
        return ManifestEntry(size, digest)
    except FileNotFoundError:
        return None


def _known(here: Shelf, key: pyrage.x25519.Identity) -> dict[str, ManifestEntry]:
    backups = here.backups()
    try:
        return entries_of(backups[-1], key) if backups else {}
    except Refused:
        return {}  # a damaged list is told by `check`; here every file is read anew


def entries_of(backup: Path, key: pyrage.x25519.Identity) -> dict[str, ManifestEntry]:
    """The files of a backup by their paths. Raises Refused when the list is missing or does not open."""
    return {path: ManifestEntry(**entry) for path, entry in parts.read_json(backup / FILES, key).items()}


def entries_since(here: Shelf, key: pyrage.x25519.Identity) -> dict[str, ManifestEntry]:
    """The files that came after the newest backup, by their paths. Raises Refused when a list does not open."""
    return {
        path: ManifestEntry(**entry) for place in here.lists() for path, entry in parts.read_json(place, key).items()
    }


def revoked() -> Mapping[str, list[int]]:
    """Who may not come in, and which posts are over: what an older backup, restored, would give back."""
    today = timezone.localdate()
    return {
        "people": list(User.objects.filter(is_active=False).order_by("pk").values_list("pk", flat=True)),
        "posts": list(Holding.objects.filter(ends__lt=today).order_by("pk").values_list("pk", flat=True)),
    }


def _forget_old(here: Shelf, key: pyrage.x25519.Identity, keep: int) -> None:
    """Old backups first, then files that no kept one names. A kept list that does not open keeps every file."""
    for old in here.backups()[:-keep]:
        shutil.rmtree(old)
    try:
        named = {entry.digest for backup in here.backups() for entry in entries_of(backup, key).values()}
    except Refused:
        return
    for blob in here.files.rglob("*.age"):
        if blob.stem not in named:
            blob.unlink()
