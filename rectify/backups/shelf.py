"""Where backups lie: a folder for each, named by its moment, and one store of files, by digest, which all of them share.

A backup in the making has another name (`.part`): what is killed is never taken for one, and goes when the next is made.
"""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from django.conf import settings

from rectify.backups.manifest import NAME
from rectify.lib.errors import Refused

STAMP = "%Y%m%dT%H%M%SZ"
DRAFT = ".part"


@dataclass(frozen=True)
class Shelf:
    """The folder that holds them: `BACKUP_DIR`, or `backups` below the data."""

    root: Path

    @property
    def files(self) -> Path:
        return self.root / "files"

    def backups(self) -> list[Path]:
        """Whole ones, oldest first."""
        if not self.root.is_dir():
            return []
        return sorted(each for each in self.root.iterdir() if each.suffix != DRAFT and (each / NAME).is_file())

    @property
    def since(self) -> Path:
        """Lists of files that came after the newest backup."""
        return self.root / "since"

    def lists(self) -> list[Path]:
        """Those lists, oldest first."""
        return sorted(self.since.glob("*.age"))

    def newest(self) -> Path:
        """Raises Refused when there is none."""
        if not (backups := self.backups()):
            raise Refused(f"{self.root} 里没有备份")
        return backups[-1]

    def blob(self, digest: str) -> Path:
        """Where the file with this digest lies, encrypted."""
        return self.files / digest[:2] / f"{digest}.age"

    @contextmanager
    def held(self) -> Iterator[None]:
        """One at a time. Raises Refused while another makes or checks a backup here."""
        self.root.mkdir(parents=True, exist_ok=True, mode=0o700)
        with (self.root / ".lock").open("w") as lock:
            if os.name == "posix":
                import fcntl  # not on Windows

                try:
                    fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                except BlockingIOError as error:
                    raise Refused("另一个备份正在进行，等它结束后再运行") from error
            yield

    def begin(self, at: datetime) -> Path:
        """An empty folder for a backup in the making, named by its second or the next that no other has; what earlier ones left
        unfinished goes."""
        for left in self.root.glob(f"*{DRAFT}"):
            shutil.rmtree(left)
        while (self.root / at.strftime(STAMP)).exists():
            at += timedelta(seconds=1)
        draft = self.root / f"{at.strftime(STAMP)}{DRAFT}"
        draft.mkdir(mode=0o700)
        return draft

    def finish(self, draft: Path) -> Path:
        """From now on it is a backup."""
        whole = draft.with_suffix("")
        draft.rename(whole)
        return whole


def shelf() -> Shelf:
    return Shelf(Path(settings.BACKUP_DIR))


def moment(backup: Path) -> datetime:
    """When it was made, by its name."""
    return datetime.strptime(backup.stem, STAMP).replace(tzinfo=UTC)
