"""Files on disk under random names, by content digest. A file is whole and on disk before anybody hears of it."""

import hashlib
import os
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings


@dataclass(frozen=True)
class Stored:
    """Where a file lies (relative to MEDIA_ROOT), how many bytes it has, and their digest."""

    path: str
    size: int
    algorithm: str
    digest: str


def keep(chunks: Iterable[bytes], *, folder: str) -> Stored:
    """Write `chunks` to a new file below `folder`: temporary name, fsync of file and folder, rename; hashed on the way."""
    name = secrets.token_hex(16)
    relative = f"{folder}/{name[:2]}/{name}"
    target = full_path(relative)
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    part = target.with_suffix(".part")
    digest, size = hashlib.new(settings.DIGEST), 0
    try:
        with part.open("xb") as out:
            for chunk in chunks:
                out.write(chunk)
                digest.update(chunk)
                size += len(chunk)
            out.flush()
            os.fsync(out.fileno())
        part.rename(target)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
    _sync_folder(target.parent)
    return Stored(relative, size, settings.DIGEST, digest.hexdigest())


def full_path(relative: str) -> Path:
    """The place on disk of a stored path; a path that leads out of MEDIA_ROOT raises ValueError."""
    root = Path(settings.MEDIA_ROOT).resolve()
    full = (root / relative).resolve()
    if root not in full.parents:
        raise ValueError("path leads out of the file store")
    return full


def forget(relative: str) -> None:
    """Remove a file that no row names (its transaction failed)."""
    full_path(relative).unlink(missing_ok=True)


def _sync_folder(folder: Path) -> None:
    if os.name == "nt":
        return  # Windows cannot open a folder to sync it
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
