"""Reading the kept backups through, byte by byte, so that a byte that changed is known the same night.

The store is shared: a file of it is read once, however many backups name it. One whose bytes changed is written anew from the
original, where that still is what was saved.
"""

from collections.abc import Iterator
from pathlib import Path

import pyrage

from rectify.backups import engines, manifest, parts
from rectify.backups.making import entries_of, entries_since
from rectify.backups.shelf import Shelf
from rectify.lib.errors import Refused


def faults(here: Shelf, key: pyrage.x25519.Identity) -> list[str]:
    """A sentence for each part of a backup, and each file of the store, whose bytes are not those that were written."""
    faulty: list[str] = []
    paths: dict[str, set[str]] = {}
    for backup in here.backups():
        try:
            written, entries = manifest.read(backup, key), entries_of(backup, key)
        except Refused as refused:
            faulty.extend(refused.reasons)
            continue
        faulty += [
            f"{backup.name}：{name} 缺失或内容已改变"
            for name, digest in written.parts.items()
            if _on_disk(backup / name) != digest
        ]
        for path, entry in entries.items():
            paths.setdefault(entry.digest, set()).add(path)
    try:
        for path, entry in entries_since(here, key).items():
            paths.setdefault(entry.digest, set()).add(path)
    except Refused as refused:
        faulty.extend(refused.reasons)
    return [*faulty, *_of_the_store(here, key, paths)]


def _of_the_store(here: Shelf, key: pyrage.x25519.Identity, paths: dict[str, set[str]]) -> Iterator[str]:
    for digest in sorted(paths):
        blob = here.blob(digest)
        if parts.digest_inside(blob, key) == digest:
            continue
        if original := next(filter(None, (_good(path, digest) for path in sorted(paths[digest]))), None):
            parts.lock_up(original, blob, key)
            yield f"文件 {blob.name} 缺失或内容已改变，已由原件重新写入"
        else:
            yield f"文件 {blob.name} 缺失或内容已改变，原件也不是备份时的内容，没有重写：请保留现场，查更早的副本"


def _good(path: str, digest: str) -> Path | None:
    """The original, where its bytes are those that were saved."""
    original = engines.media() / path
    return original if _on_disk(original) == digest else None


def _on_disk(place: Path) -> str:
    return parts.digest_of(place) if place.is_file() else ""
