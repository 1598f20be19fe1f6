"""Pictures made small and turned upright for the page: copies beside the original, which stays byte for byte as it came.

They hold nothing of their own: each is made when it is first asked for, and may be thrown away at any time.
"""

import secrets
from datetime import timedelta

from rectify.lib import filestore, limited
from rectify.lib.filestore import full_path

FOLDER = "reduced"
THUMB, WHOLE = 240, 1600  # points of the longer side: in a list, on a page of its own
LIVES = timedelta(days=30)
SECONDS, MEMORY = 20, 2**30


def reduced(path: str, *, digest: str, most: int) -> str:
    """The stored path of a copy of the picture at `path`, at most `most` points long, as JPEG. Empty where the picture cannot be
    opened."""
    relative = f"{FOLDER}/{digest[:2]}/{digest}-{most}.jpg"
    target = full_path(relative)
    if target.exists():
        return relative
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    part = target.with_suffix(f".{secrets.token_hex(4)}.part")
    try:
        source = str(full_path(path))
        limited.call("rectify.lib.reducer:draw", source, str(part), most, memory=MEMORY, cpu=SECONDS, wall=SECONDS)
        part.replace(target)
    except (limited.LimitExceeded, limited.ChildFailed, FileNotFoundError):
        part.unlink(missing_ok=True)
        return ""
    return relative


def forget_old() -> int:
    """Throw away what was made long ago; how many went."""
    return filestore.sweep(FOLDER, lambda paths: set(), older_than=LIVES)
