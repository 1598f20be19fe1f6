"""The two sides of a measurement: the floor and this application, on one temporary PostgreSQL, two workers each."""

import os
import secrets
import socket
import subprocess
import sys
import time
import urllib.request
from dataclasses import dataclass
from pathlib import Path

import psycopg2

from rectify.roof.testing.servers import SUPERUSER, Servers

HOME = Path(__file__).resolve().parent.parent
GUNICORN = [sys.executable, "-m", "gunicorn", "--worker-class", "gthread", "--workers", "2", "--threads", "4"]
GUNICORN += ["--log-level", "warning", "--no-control-socket"]


@dataclass
class BenchSide:
    """One server: where it listens, its process and its database's."""

    name: str
    port: int
    process: subprocess.Popen
    database: int

    def cpu(self) -> tuple[float, float]:
        """CPU seconds so far of application and database."""
        return cpu_of(self.process.pid), cpu_of(self.database)

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(timeout=20)


class Bench:
    """A temporary PostgreSQL with a database for each thing that is measured."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.sides = folder, []
        self.servers = Servers()
        self.url = self.servers.postgres()
        self.socket = str(self.servers.folder)
        self.database = self.servers.running[0][0].pid

    def create(self, name: str) -> None:
        line = psycopg2.connect(host=self.socket, user=SUPERUSER, dbname="postgres")
        line.autocommit = True
        with line.cursor() as cursor:
            cursor.execute(f"create database {name}")
        line.close()

    def environment(self, database: str) -> dict[str, str]:
        """What the application's programs need to run on `database`."""
        url = f"postgres://{SUPERUSER}@/{database}?host={self.socket}"
        own = {"DATABASE_URL": url, "SECRET_KEY": secrets.token_urlsafe(60), "ALLOWED_HOSTS": "127.0.0.1", "DEMO": "0"}
        return {**os.environ, **own, "VAR_DIR": str(self.folder), "LOG_LEVEL": "ERROR", "PYTHONWARNINGS": "ignore"}

    def manage(self, environment: dict[str, str], *words: str) -> str:
        done = subprocess.run(
            [sys.executable, "manage.py", *words], cwd=HOME, env=environment, capture_output=True, text=True
        )
        if done.returncode:
            raise SystemExit(f"manage.py {' '.join(words)} failed:\n{done.stdout[-1000:]}\n{done.stderr[-3000:]}")
        return done.stdout

    def ours(self, name: str, count: int) -> tuple[BenchSide, dict[str, str]]:
        """This application over `count` issues."""
        self.create(name)
        environment = self.environment(name)
        self.manage(environment, "migrate", "-v0")
        self.manage(environment, "load_corpus", str(count))
        if not (self.folder / "static").exists() or not any((self.folder / "static").iterdir()):
            self.manage(environment, "build_static")
            self.manage(environment, "collectstatic", "--no-input", "-v0")
        return self.serve(name, ["rectify.wsgi:application"], HOME, environment, "/healthz"), environment

    def floor(self, home: Path, count: int) -> BenchSide:
        """The floor over the same issues: plain tables with the indexes of the pages, without those of the search."""
        self.create("floor")
        line = psycopg2.connect(host=self.socket, user=SUPERUSER, dbname="floor")
        line.autocommit = True
        with line.cursor() as cursor:
            cursor.execute((home / "corpus.sql").read_text(encoding="utf-8"))
            cursor.execute(plain_schema((home / "sql" / "schema.sql").read_text(encoding="utf-8"), count))
            cursor.execute("vacuum (analyze)")
        line.close()
        own = {
            "FLOOR_DB": "floor",
            "FLOOR_SCHEMA": f"s{count}",
            "PGHOST": self.socket,
            "PGPORT": "5432",
            "PGUSER": SUPERUSER,
        }
        environment = {**os.environ, **own, "PYTHONDONTWRITEBYTECODE": "1", "PYTHONWARNINGS": "ignore"}
        subprocess.run(
            [sys.executable, "app.py", "setup"], cwd=home / "floor", env=environment, check=True, capture_output=True
        )
        return self.serve("floor", ["app:application"], home / "floor", environment, "/raw")

    def serve(self, name: str, words: list[str], folder: Path, environment: dict[str, str], probe: str) -> BenchSide:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        command = [*GUNICORN, "--bind", f"127.0.0.1:{port}", *words]
        side = BenchSide(name, port, subprocess.Popen(command, cwd=folder, env=environment), self.database)
        self.sides.append(side)
        end = time.monotonic() + 60
        while time.monotonic() < end:
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{port}{probe}", timeout=20).close()  # noqa: S310
                return side
            except OSError:
                time.sleep(0.2)
        raise SystemExit(f"{name} did not answer within a minute")

    def stop(self) -> None:
        for side in self.sides:
            side.stop()
        self.servers.stop()


def plain_schema(text: str, count: int) -> str:
    """The floor's tables as one batch: psql's own lines, the search's extension and indexes, and the report at the end out."""
    kept = []
    for line in text.split("vacuum analyze")[0].splitlines():
        if not line.startswith(("\\", "create extension", "create index issue_trgm", "create index issue_bigram")):
            kept.append(line)
    return "\n".join(kept).replace(":n)", f"{count})").replace(":s", f"s{count}")


def cpu_of(pid: int) -> float:
    """CPU seconds of a process and all below it, those that have ended included."""
    children: dict[int, list[int]] = {}
    used: dict[int, float] = {}
    for name in filter(str.isdigit, os.listdir("/proc")):
        try:
            words = Path(f"/proc/{name}/stat").read_text().rsplit(")", 1)[1].split()
        except OSError:
            continue
        children.setdefault(int(words[1]), []).append(int(name))
        used[int(name)] = sum(int(word) for word in words[11:15]) / os.sysconf("SC_CLK_TCK")
    total, waiting = 0.0, [pid]
    while waiting:
        one = waiting.pop()
        total += used.get(one, 0.0)
        waiting += children.get(one, [])
    return total
