"""An installation whose database hands its log to pgBackRest, and the loss of the machine that it stood on."""

import os
import shlex
import shutil
import subprocess
import time
from pathlib import Path

import psycopg2

from rectify.roof.testing import template
from rectify.roof.testing.installation import DURABLE, Installation
from rectify.roof.testing.servers import QUICK, SUPERUSER, postgres_folder

CONFIGURATION = """[global]
repo1-path={folder}/repo
repo1-cipher-type=aes-256-cbc
repo1-cipher-pass=sesame
repo1-retention-full=2
log-path={folder}/log-of-copies
lock-path={folder}/lock
spool-path={folder}/spool
start-fast=y
[rectify]
pg1-path={folder}/data
pg1-socket-path={folder}
pg1-user=postgres
"""


class ArchivedInstallation(Installation):
    """`seconds`: after so long a segment that is not full is handed over too."""

    def __init__(self, folder: Path, seconds: int) -> None:
        self.seconds = seconds
        super().__init__(folder, postgres=True)
        self.environment["PGBACKREST"] = shlex.join(self.pgbackrest())
        subprocess.run([*self.pgbackrest(), "stanza-create"], check=True, capture_output=True)

    @property
    def home(self) -> Path:
        return self.servers.folder

    def somebody(self) -> list[str]:
        """How a command runs as whoever the server runs as."""
        who = self.servers.as_user
        return ["setpriv", f"--reuid={who['user']}", f"--regid={who['group']}", "--clear-groups"] if who else []

    def pgbackrest(self) -> list[str]:
        return [*self.somebody(), "pgbackrest", f"--config={self.home}/pgbackrest.conf", "--stanza=rectify"]

    def settings(self) -> list[str]:
        (self.home / "pgbackrest.conf").write_text(CONFIGURATION.format(folder=self.home), encoding="utf-8")
        for name in ("repo", "log-of-copies", "lock", "spool"):
            (self.home / name).mkdir()
            self.servers.give(self.home / name)
        return self.archiving()

    def archiving(self) -> list[str]:
        push = f"pgbackrest --config={self.home}/pgbackrest.conf --stanza=rectify archive-push %p"
        return ["archive_mode=on", f"archive_command={push}", f"archive_timeout={self.seconds}", "full_page_writes=on"]

    def start(self) -> str:
        """The command that starts the server on its folder, as `restore --start` takes it."""
        words = [f"-c {shlex.quote(each)}" for each in (*QUICK, DURABLE, *self.archiving(), "listen_addresses=")]
        command = [*self.somebody(), str(postgres_folder() / "pg_ctl"), "-w", "-t", "60", "-D", f"{self.home}/data"]
        return shlex.join(
            [*command, "-l", f"{self.home}/log-of-restored", "-o", f"-k {self.home} {' '.join(words)}", "start"]
        )

    def behind(self, *statements: str) -> list:
        """Statements of a superuser, each for itself; the rows of the last."""
        line = psycopg2.connect(template.by(self.owner, SUPERUSER))
        line.autocommit = True
        with line.cursor() as cursor:
            for statement in statements:
                cursor.execute(statement)
            rows = cursor.fetchall() if cursor.description else []
        line.close()
        return rows

    def hand_over(self) -> None:
        """Wait until the present segment is archived."""
        ((name,),) = self.behind("SELECT pg_walfile_name(pg_switch_wal())")
        end = time.monotonic() + 60
        while time.monotonic() < end:
            if (self.behind("SELECT last_archived_wal FROM pg_stat_archiver")[0][0] or "") >= name:
                return
            time.sleep(0.1)
        raise AssertionError("the segment was not archived")

    def segments(self) -> list[Path]:
        return sorted(path for path in (self.home / "repo/archive/rectify").rglob("*.gz"))

    def lose(self, folder: Path) -> None:
        """The machine is gone with all that stood on it: what is left are the backups, the archive and the key."""
        self.end()
        shutil.rmtree(self.home / "data")
        (self.home / "data").mkdir()
        self.servers.give(self.home / "data")
        kept = (Path(self.environment["VAR_DIR"]) / "keys/backup.key").read_bytes()
        (folder / "keys").mkdir(parents=True)
        (folder / "keys/backup.key").write_bytes(kept)
        self.environment["VAR_DIR"] = str(folder)

    def end(self) -> None:
        """The server, whoever started it, at once."""
        stop = [
            *self.somebody(),
            str(postgres_folder() / "pg_ctl"),
            "-D",
            f"{self.home}/data",
            "-m",
            "immediate",
            "stop",
        ]
        subprocess.run(stop, capture_output=True, check=False)

    def stop(self) -> None:
        self.end()
        super().stop()


def missing() -> str:
    """Why it cannot be tried here; nothing where it can."""
    if not os.environ.get(template.KEPT):
        return "needs a migrated database to copy"
    return "" if shutil.which("pgbackrest") else "pgbackrest is not installed"
