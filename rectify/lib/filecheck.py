"""Whether the text inside a file was looked at for marks of secrecy, and what came of it; never silently clean."""

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from django.db import models

from rectify.lib import limited
from rectify.lib.columns import set_columns
from rectify.lib.filekinds import PICTURES
from rectify.lib.levels import Confidentiality
from rectify.lib.locks import lock

LATER = 5 * 2**20  # above it a worker looks, so that nobody waits for it in front of the page
SECONDS = 10
READ = frozenset({"txt", "csv", "docx", "xlsx", "pdf"})
ENDS = {"jpg": b"\xff\xd9", "png": b"IEND"}
BROKEN = "打不开，像是没有存完或已损坏"
TOO_LONG = "10 秒里没有查完"
OLD = "这种格式的文字读不出来"


class TextCheck(models.TextChoices):
    WAITING = "waiting", "待检"
    CHECKED = "checked", "已检"
    UNCHECKED = "unchecked", "未检查文字"
    MARKED = "marked", "标有密级"


@dataclass(frozen=True)
class Check:
    """What became of looking: for UNCHECKED `why` not, for MARKED `why` is the place. `words` have to be confirmed."""

    state: str = TextCheck.WAITING
    why: str = ""
    marking: str = ""
    words: tuple[str, ...] = ()


class CheckedFile(models.Model):
    """What every row bears that stands for an uploaded file: how far it may go, and whether its text was looked at."""

    confidentiality = models.CharField("范围", max_length=20, choices=Confidentiality, default=Confidentiality.INTERNAL)
    text_check = models.CharField("文字检查", max_length=10, choices=TextCheck, default=TextCheck.WAITING)
    text_check_why = models.CharField("检查说明", max_length=100, blank=True)

    class Meta:
        abstract = True

    @property
    def is_blocked(self) -> bool:
        """Whether it is handed to nobody, because a marking was found after it had been taken."""
        return self.text_check == TextCheck.MARKED

    @property
    def check_words(self) -> str:
        """已检, or what else people are told, with the reason."""
        why = f"（{self.text_check_why}）" if self.text_check_why else ""
        return f"{self.get_text_check_display()}{why}"

    @property
    def blocked_words(self) -> str:
        return f"《{self}》里标有密级（{self.text_check_why}），已停止提供。请联系督查办，按保密规定处理"


def fields_of(check: Check) -> dict[str, str]:
    """The columns of a row as `check` fills them."""
    return {"text_check": check.state, "text_check_why": check.why[:100]}


def keep(row: CheckedFile, check: Check) -> bool:
    """Write what a worker saw into `row`, inside a transaction; False where another had looked before."""
    lock(row)
    if row.text_check != TextCheck.WAITING:
        return False
    set_columns(row, fields_of(check))
    row.save(update_fields=list(fields_of(check)))
    return True


def look(path: Path, kind: str, *, size: int = 0) -> Check:
    """Look at the text of the file of `kind` at `path`; one of more bytes than LATER is left to a worker: it calls
    without `size`."""
    if kind not in READ:
        return Check(TextCheck.UNCHECKED, _why_not(path, kind))
    if size > LATER:
        return Check()
    try:
        answer = limited.call("rectify.lib.filetexts:find", str(path), kind, wall=SECONDS, cpu=SECONDS)
    except limited.LimitExceeded:
        return Check(TextCheck.UNCHECKED, TOO_LONG)
    except limited.ChildFailed:
        return Check(TextCheck.UNCHECKED, BROKEN)
    return judged(answer)


def judged(answer: dict[str, Any]) -> Check:
    """What `filetexts.find` answered, as a check."""
    if answer.get("marking"):
        return Check(TextCheck.MARKED, answer["place"], answer["marking"])
    words, why = tuple(answer["words"]), answer.get("why", "")
    return Check(TextCheck.UNCHECKED if why else TextCheck.CHECKED, why, words=words)


def unasked(check: Check) -> Check:
    """A check by a worker, which can ask nobody: words that would have been confirmed are told beside the file instead."""
    note = f"文中有“{'”“'.join(check.words)}”，没有经人确认" if check.words else ""
    return replace(check, why="；".join(filter(None, (check.why, note))))


def _why_not(path: Path, kind: str) -> str:
    if kind not in PICTURES:
        return "压缩包" if kind == "zip" else OLD
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - 2**10))
        tail = file.read()
    return "图片" if ENDS.get(kind, b"") in tail else BROKEN
