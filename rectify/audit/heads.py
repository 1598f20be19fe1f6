"""Heads of the trail kept outside of the database: what was cut off or computed anew agrees with itself, but not with them.

One line a head in a file that is only ever appended to. `HEADS_DIR` is a folder on another machine; without it the file lies
beside the other data, and who can cut the trail can cut it too.
"""

import os
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from rectify.audit.models import ChainHead, Event
from rectify.lib.numbers import whole

FILE = "heads.txt"
BATCH = 1000


def outside() -> bool:
    """Whether the copies lie elsewhere than the database's own data."""
    return bool(settings.HEADS_DIR)


def file() -> Path:
    return Path(settings.HEADS_DIR or settings.VAR / "heads") / FILE


def keep() -> bool:
    """Append the present head where it differs from the last line; gives whether it did. Raises OSError."""
    head = ChainHead.objects.filter(pk=1).first()
    if head is None or not head.number:
        return False
    line = f"{head.number}:{head.digest}"
    if _last_line() == line:
        return False
    file().parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with file().open("a", encoding="ascii") as out:
        out.write(f"{line}\t{timezone.now().isoformat(timespec='seconds')}\n")
        out.flush()
        os.fsync(out.fileno())
    return True


def _last_line() -> str:
    try:
        with file().open("rb") as lines:
            lines.seek(max(lines.seek(0, os.SEEK_END) - 300, 0))
            return lines.read().decode("ascii", "replace").rstrip("\n").rpartition("\n")[2].partition("\t")[0]
    except FileNotFoundError:
        return ""


def forget() -> None:
    """With a city that is built anew begins another trail: the copies beside the database go with the old one."""
    if not outside():
        file().unlink(missing_ok=True)


def kept() -> Iterator[tuple[int, str]]:
    """Number and digest of every head that was kept."""
    if not file().exists():
        return
    with file().open(encoding="ascii", errors="replace") as lines:
        for line in lines:
            number, _, digest = line.partition("\t")[0].strip().partition(":")
            if (counted := whole(number)) is not None and digest:
                yield counted, digest


def differing() -> Iterator[tuple[int, str]]:
    """Kept heads that the trail does not hold: number, and what is wrong."""
    batch: list[tuple[int, str]] = []
    for head in kept():
        batch.append(head)
        if len(batch) == BATCH:
            yield from _compared(batch)
            batch = []
    yield from _compared(batch)


def _compared(heads: list[tuple[int, str]]) -> Iterator[tuple[int, str]]:
    numbers = [number for number, _ in heads]
    present = dict(Event.objects.filter(number__in=numbers).values_list("number", "digest"))
    for number, digest in heads:
        if number not in present:
            yield number, f"另存的链头有第 {number} 条（{digest}），库里没有，末尾被截去"
        elif present[number] != digest:
            yield number, f"另存的链头第 {number} 条是 {digest}，库里是 {present[number]}，整链可能重算过"
