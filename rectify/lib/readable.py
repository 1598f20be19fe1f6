"""Documents made readable in the page: as LibreOffice prints them where it is installed, else their text as we read it ourselves.

The printed copy lies beside the reduced pictures, is made when it is first asked for and may be thrown away at any time.
"""

import fcntl
import secrets
import shutil
from collections.abc import Sequence
from dataclasses import dataclass

from rectify.lib import limited
from rectify.lib.filestore import full_path
from rectify.lib.reduced import FOLDER

PRINTED = frozenset({"doc", "docx", "xls", "xlsx", "ppt", "pptx", "wps", "et", "dps"})  # what LibreOffice opens
OWN = frozenset({"docx", "xlsx", "ofd", "txt", "csv"})  # whose text we read ourselves
READ = PRINTED | OWN
SECONDS, PRINTING, MEMORY = 20, 45, 4 * 2**30
FILES = 1024  # LibreOffice opens its own parts one by one
TOO_LONG = (limited.LimitExceeded, limited.ChildFailed, FileNotFoundError)


@dataclass(frozen=True)
class ReadPart:
    """A page, a sheet, or the whole: lines, or rows of cells."""

    title: str
    lines: Sequence[str] = ()
    rows: Sequence[Sequence[str]] = ()


@dataclass(frozen=True)
class ReadText:
    """What a document says; `cut`: it goes on in the file."""

    parts: Sequence[ReadPart]
    cut: bool


def printed(path: str, *, digest: str, kind: str) -> str:
    """The stored path of the document as a PDF. Empty where LibreOffice is missing, cannot open it, or prints another one."""
    relative = f"{FOLDER}/{digest[:2]}/{digest}.pdf"
    target = full_path(relative)
    if target.exists():
        return relative
    if kind not in PRINTED or not shutil.which("soffice"):
        return ""
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with open(full_path(FOLDER) / "printing.lock", "w", encoding="utf-8") as turn:
        try:
            fcntl.flock(turn, fcntl.LOCK_EX | fcntl.LOCK_NB)  # one at a time: each takes a processor for seconds
        except BlockingIOError:
            return ""
        part = target.with_suffix(f".{secrets.token_hex(4)}.part")
        try:
            order = ("rectify.lib.reader:convert", str(full_path(path)), str(part), kind)
            limited.call(*order, memory=MEMORY, cpu=PRINTING, wall=PRINTING, files=FILES)
            part.replace(target)
        except TOO_LONG:
            part.unlink(missing_ok=True)
            return ""
    return relative


def text(path: str, *, kind: str) -> ReadText | None:
    """What the document says, as we read it ourselves; None where we cannot."""
    if kind not in OWN:
        return None
    try:
        answer = limited.call("rectify.lib.reader:read", str(full_path(path)), kind, cpu=SECONDS, wall=SECONDS)
    except TOO_LONG:
        return None
    parts = [ReadPart(**part) for part in answer["parts"]]
    return ReadText(parts, answer["cut"]) if any(part.lines or part.rows for part in parts) else None
