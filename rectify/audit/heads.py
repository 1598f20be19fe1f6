"""Heads of the trail kept outside of the database: what was cut off or computed anew agrees with itself, but not with them.

One line a head in a file that is only ever appended to. `HEADS_DIR` is a folder on another machine; without it the file lies
beside the other data, and who can cut the trail can cut it too. A restore appends the head that came back, with a word: what was
kept before it and lies behind it is lost by right, and whoever reads a proof is told so.
"""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from django.conf import settings
from django.utils import timezone

from rectify.audit.models import ChainHead, Event
from rectify.lib.numbers import whole

FILE = "heads.txt"
BATCH = 1000
RESTORE = "audit.chainhead.restore"
RETURNED = "restored"  # the word behind a head that a restore brought back


def outside() -> bool:
    """Whether the copies lie elsewhere than the database's own data."""
    return bool(settings.HEADS_DIR)


def file() -> Path:
    return Path(settings.HEADS_DIR or settings.VAR / "heads") / FILE


@dataclass(frozen=True)
class KeptHead:
    """A line of the file: `word` tells whether a restore brought it back."""

    number: int
    digest: str
    at: str
    word: str = ""


def keep(word: str = "") -> bool:
    """Append the present head where it differs from the last line, or with a word; gives whether it did. Raises OSError."""
    head = ChainHead.objects.filter(pk=1).first()
    if head is None or not head.number:
        return False
    line = f"{head.number}:{head.digest}"
    if _last_line() == line and not word:
        return False
    with _appended() as out:
        out.write("\t".join([line, timezone.now().isoformat(timespec="seconds"), *([word] if word else [])]) + "\n")
        out.flush()
        os.fsync(out.fileno())
    return True


def try_place() -> None:
    """Whether a head could be appended. Raises OSError."""
    with _appended():
        pass


def _appended() -> IO[str]:
    file().parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    return file().open("a", encoding="ascii")


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


def kept() -> Iterator[KeptHead]:
    """Every head that was kept."""
    if not file().exists():
        return
    with file().open(encoding="ascii", errors="replace") as lines:
        for line in lines:
            head, at, word, *_ = [*line.rstrip("\n").split("\t"), "", ""]
            number, _, digest = head.strip().partition(":")
            if (counted := whole(number)) is not None and digest:
                yield KeptHead(counted, digest, at, word)


def returned() -> list[tuple[KeptHead, int]]:
    """The heads that restores brought back, each with the last number that was kept before it."""
    returns, last = [], 0
    for head in kept():
        if head.word == RETURNED:
            returns.append((head, last))
        last = head.number
    return returns


def in_force() -> Iterator[KeptHead]:
    """Kept heads that the trail must hold: not those of what a later restore left behind."""
    returns = [head.number for head, _ in returned()]
    limits = [min(returns[place:]) for place in range(len(returns))]  # of what was kept before each return
    passed = 0
    for head in kept():
        passed += head.word == RETURNED
        if passed == len(limits) or head.number <= limits[passed]:
            yield head


def differing() -> Iterator[tuple[int, str]]:
    """Kept heads that the trail does not hold: number, and what is wrong."""
    batch: list[tuple[int, str]] = []
    for head in in_force():
        batch.append((head.number, head.digest))
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


def unanswered() -> list[tuple[int, str]]:
    """Returns that the file tells of and the trail does not: a word by itself excuses no cut."""
    known = list(Event.objects.filter(kind=RESTORE).values_list("number", flat=True))
    return [
        (head.number, f"另存的链头记着还原到第 {head.number} 条，记录里没有这次还原")
        for head, _ in returned()
        if not any(number > head.number for number in known)
    ]
