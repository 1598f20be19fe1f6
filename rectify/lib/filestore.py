"""Files on disk under random names, by content digest. A file is whole and on disk before anybody hears of it."""

import hashlib
import os
import secrets
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from django.conf import settings


@dataclass(frozen=True)
class Stored:
    """Where a file lies (relative to MEDIA_ROOT), how many bytes it has, and their digest."""

    path: str
    size: int
    algorithm: str
    digest: str


class PartFile:
    """A file on its way into the store: hashed while it is written, under a temporary name until `finish`."""

    def __init__(self, folder: str):
        name = secrets.token_hex(16)
        self.relative = f"{folder}/{name[:2]}/{name}"
        self.target = full_path(self.relative)
        self.place = self.target.with_suffix(".part")
        self.size, self._digest = 0, hashlib.new(settings.DIGEST)
        self.target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._out = self.place.open("xb")

    def write(self, chunk: bytes) -> None:
        """Append `chunk`."""
        self._out.write(chunk)
        self._digest.update(chunk)
        self.size += len(chunk)

    def flush(self) -> None:
        """Let a reader of `place` see all that was written."""
        self._out.flush()

    def finish(self) -> Stored:
        """Onto the disk, file and folder, and under its own name; its time is that of the clock that will ask for its age,
        which a file server's need not be."""
        self._out.flush()
        now = time.time()
        os.utime(self.place, (now, now))
        os.fsync(self._out.fileno())
        self._out.close()
        self.place.rename(self.target)
        _sync_folder(self.target.parent)
        return Stored(self.relative, self.size, settings.DIGEST, self._digest.hexdigest())

    def drop(self) -> None:
        """Leave nothing behind."""
        self._out.close()
        self.place.unlink(missing_ok=True)


def keep(chunks: Iterable[bytes], *, folder: str) -> Stored:
    """Write `chunks` to a new file below `folder`: temporary name, fsync of file and folder, rename; hashed on the way."""
    part = PartFile(folder)
    try:
        for chunk in chunks:
            part.write(chunk)
        return part.finish()
    except BaseException:
        part.drop()
        raise


def full_path(relative: str) -> Path:
    """The place on disk of a stored path; a path that leads out of MEDIA_ROOT raises ValueError."""
    root = Path(settings.MEDIA_ROOT).resolve()
    full = (root / relative).resolve()
    if root not in full.parents:
        raise ValueError("path leads out of the file store")
    return full


def copy(relative: str, *, folder: str) -> Stored:
    """The bytes of a stored file once more, under a name of their own."""
    with full_path(relative).open("rb") as source:
        return keep(iter(lambda: source.read(2**20), b""), folder=folder)


def forget(relative: str) -> None:
    """Remove a file that no row names (its transaction failed)."""
    full_path(relative).unlink(missing_ok=True)


def sweep(folder: str, named: Callable[[list[str]], set[str]], *, older_than: timedelta = timedelta(days=1)) -> int:
    """Remove files below `folder` that no row names and that are older than a day (a process died between file and row); how
    many went. `named(paths)` says which of them a row names."""
    before, gone, batch = time.time() - older_than.total_seconds(), 0, []
    for relative in _stale(folder, before):
        batch.append(relative)
        if len(batch) == 500:
            gone, batch = gone + _forget_nameless(batch, named), []
    return gone + _forget_nameless(batch, named)


def _stale(folder: str, before: float) -> Iterator[str]:
    root = Path(settings.MEDIA_ROOT)
    for path in (root / folder).rglob("*"):
        if path.is_file() and path.stat().st_mtime < before:
            yield path.relative_to(root).as_posix()


def _forget_nameless(paths: list[str], named: Callable[[list[str]], set[str]]) -> int:
    named_paths = named(paths) if paths else set()
    nameless = [path for path in paths if path not in named_paths]
    for path in nameless:
        forget(path)
    return len(nameless)


def _sync_folder(folder: Path) -> None:
    if os.name == "nt":
        return  # Windows cannot open a folder to sync it
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
