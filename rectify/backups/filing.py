"""Files between two backups: once a minute what is new goes into the store of files, so that a row that the archived log
brings back has its file. A list for each minute that had any; the next backup takes them over."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pyrage

from rectify.backups import engines, keys, parts
from rectify.backups.making import ManifestEntry, entries_since, store
from rectify.backups.shelf import STAMP, Shelf, moment, shelf
from rectify.lib.errors import Refused

OVERLAP = timedelta(minutes=10)  # a large file may have been long in the writing before it got its name


def keep_new() -> int:
    """Store what came since the last list or backup; how many files. Nothing before there is a backup, nor while one is made:
    that takes them. Looks at the time of every stored file: half a second for 100,000."""
    here, key = shelf(), keys.identity()
    try:
        with here.held():
            after = max(moment(place) for place in (here.newest(), *here.lists())) - OVERLAP
            at, fresh = datetime.now(UTC), dict(_new(here, key, after))
            if fresh:
                here.since.mkdir(exist_ok=True, mode=0o700)
                draft = here.since / f"{at.strftime(STAMP)}.part"
                parts.write_json({path: vars(entry) for path, entry in fresh.items()}, draft, key)
                draft.replace(draft.with_suffix(".age"))
    except Refused:
        return 0
    return len(fresh)


def _new(here: Shelf, key: pyrage.x25519.Identity, after: datetime) -> Iterator[tuple[str, ManifestEntry]]:
    root, known = engines.media(), entries_since(here, key)
    for path in parts.files_below(root):
        relative = path.relative_to(root).as_posix()
        if relative in known or path.stat().st_mtime < after.timestamp():
            continue
        if entry := store(path, here, key):
            yield relative, entry
