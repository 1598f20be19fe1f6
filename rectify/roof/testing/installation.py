"""An installation of its own for a test that breaks it: database, web and data folder, far from those of the other tests."""

import contextlib
import http.client
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import psycopg2

from rectify.roof.testing import template
from rectify.roof.testing.servers import SUPERUSER, Servers

DURABLE = "synchronous_commit=on"  # what was acknowledged is in the log, whoever is killed next


class Installation:
    """`postgres`: on a server of its own; else on a SQLite file. Both begin as copies of the migrated database."""

    def __init__(self, folder: Path, *, postgres: bool) -> None:
        self.servers = Servers() if postgres else None
        self.url = self._postgres() if postgres else self._sqlite(folder)
        self.environment = {**os.environ, "DATABASE_URL": self.url, "VAR_DIR": str(folder), "CELERY_BROKER_URL": ""}
        self.environment |= {"DJANGO_SETTINGS_MODULE": "rectify.settings_test", "BACKUP_DIR": str(folder / "backups")}
        self.port, self.web = free_port(), None

    def _postgres(self) -> str:
        url = self.servers.postgres(Path(os.environ[template.KEPT]), DURABLE, *self.settings())
        self.owner = url.replace("/postgres?", f"/{template.NAME}?")
        return template.by(self.owner, "rectify")

    def settings(self) -> list[str]:
        """What the server is to be started with beside the usual; its folder is there already."""
        return []

    def _sqlite(self, folder: Path) -> str:
        shutil.copyfile(os.environ[template.VARIABLE], folder / "rectify.sqlite3")
        return f"sqlite:///{folder / 'rectify.sqlite3'}"

    def manage(self, *words: str) -> subprocess.CompletedProcess:
        command = [sys.executable, str(template.HOME / "manage.py"), *words]
        return subprocess.run(command, env=self.environment, cwd=template.HOME, capture_output=True, text=True)

    def asked(self, code: str) -> object:
        """What Python code prints as JSON, run within the installation."""
        done = self.manage("shell", "-v0", "-c", code)
        assert done.returncode == 0, done.stderr[-2000:]
        return json.loads(done.stdout)

    def serve(self) -> None:
        """Two workers, forked from one that has loaded everything: a new one is there at once."""
        command = [sys.executable, "-m", "gunicorn", "rectify.wsgi:application", "--preload", "--no-control-socket"]
        command += ["--workers", "2", "--worker-class", "gthread", "--threads", "4", "--bind", f"127.0.0.1:{self.port}"]
        with (Path(self.environment["VAR_DIR"]) / "web.log").open("wb") as log:
            self.web = subprocess.Popen(command, env=self.environment, cwd=template.HOME, stdout=log, stderr=log)
        end = time.monotonic() + 90
        while time.monotonic() < end:
            with contextlib.suppress(OSError, http.client.HTTPException):
                if self.ask("GET", "/healthz", {}, None) == 200:
                    return
            time.sleep(0.2)
        raise AssertionError("the web did not come up")

    def ask(self, method: str, path: str, headers: dict[str, str], content: object) -> int:
        """The status of the answer. Raises OSError, HTTPException where there is none."""
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            body = None if content is None else json.dumps(content)
            line.request(method, path, body, {"Content-Type": "application/json", **headers})
            answer = line.getresponse()
            answer.read()
            return answer.status
        finally:
            line.close()

    def kill_a_worker(self) -> None:
        kill_one(lambda: children_of(self.web.pid))

    def kill_a_backend(self) -> None:
        """PostgreSQL ends all others when one of them died, and begins anew from its log."""
        kill_one(self._backends)

    def _backends(self) -> list[int]:
        with contextlib.suppress(psycopg2.OperationalError):
            line = psycopg2.connect(template.by(self.owner, SUPERUSER))
            with line.cursor() as cursor:
                cursor.execute("SELECT pid FROM pg_stat_activity WHERE application_name = 'rectify-web'")
                pids = [pid for (pid,) in cursor.fetchall()]
            line.close()
            return pids
        return []

    def stop(self) -> None:
        if self.web:
            self.web.terminate()
            self.web.wait(timeout=60)
        if self.servers:
            self.servers.stop()


def kill_one(living: Callable[[], Sequence[int]]) -> None:
    """Kill the first of them that still lives: who stands in the list may have ended by itself, a new one comes soon."""
    end = time.monotonic() + 60
    while time.monotonic() < end:
        for pid in living():
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
                return
        time.sleep(0.05)
    raise AssertionError("for a minute there was nothing to kill")


def free_port() -> int:
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return trial.getsockname()[1]


def children_of(parent: int) -> list[int]:
    """The direct children, the oldest first."""
    children = []
    for folder in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            if int((folder / "stat").read_text().rsplit(")", 1)[1].split()[1]) == parent:
                children.append(int(folder.name))
    return sorted(children)
