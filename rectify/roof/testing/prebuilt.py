"""Pytest plugin: worlds that are dear to build are built once per run, and copied once per worker.

    @pytest.fixture(scope="module")
    def city(prebuilt):
        with prebuilt(build_city) as made:
            yield made

`build_city` is a function of a module, without arguments; it finds an empty migrated database and gives what its readers
want to hold (a World, primary keys: whatever can be pickled). Within the block everything happens in a copy of the database
it left, files and all, and is rolled back at its end; each test takes `db` too (a savepoint within). Not for tests with
transactions of their own, and no second world in the same module.
"""

import fcntl
import hashlib
import os
import pickle
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from rectify.lib.remembered import forget_all
from rectify.roof.testing import template


class Worlds:
    """The copies of one process. `folder` is one for all workers of the run."""

    def __init__(self, folder: Path, worker: str) -> None:
        self.folder, self.worker = folder, worker
        self.copies: dict[str, str] = {}

    @contextmanager
    def stand(self, build: Callable[[], object]) -> Iterator[object]:
        """The default connection in a copy of what `build` left; gives what it gave, each time anew."""
        from django.db import connection, transaction
        from django.test import override_settings

        if connection.in_atomic_block:
            raise RuntimeError("a prebuilt world stands in for the whole database: take it before `db`, one at a time")
        if not os.environ.get(template.VARIABLE):
            with transaction.atomic():
                yield build()
                transaction.set_rollback(True)
            return
        name = hashlib.sha256(f"{build.__module__}.{build.__qualname__}".encode()).hexdigest()[:12]
        database = self.copies.get(name) or self.copied(name, build)
        with override_settings(MEDIA_ROOT=self.files(name, self.worker)), connected(database), transaction.atomic():
            yield pickle.loads((self.folder / name).read_bytes())  # noqa: S301  written by ourselves a moment ago
            transaction.set_rollback(True)

    def copied(self, name: str, build: Callable[[], object]) -> str:
        """A copy for this worker; whoever comes first builds while the others wait."""
        with (self.folder / f"{name}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not (self.folder / name).exists():
                self.built(name, build)
        files = self.files(name, "original")
        if files.exists():
            shutil.copytree(files, self.files(name, self.worker))
        self.copies[name] = template.copy(f"{name}_{self.worker}", of=template.named(name))
        return self.copies[name]

    def built(self, name: str, build: Callable[[], object]) -> None:
        """The original. What would be told to others when it is committed is told to nobody."""
        from django.db import connection, transaction
        from django.test import override_settings

        database = template.copy(name, of=os.environ[template.VARIABLE])
        with override_settings(MEDIA_ROOT=self.files(name, "original")), connected(database), transaction.atomic():
            made = build()
            connection.run_on_commit.clear()
        (self.folder / name).write_bytes(pickle.dumps(made))

    def files(self, name: str, owner: str) -> Path:
        return self.folder / f"{name}.{owner}"


@contextmanager
def connected(database: str) -> Iterator[None]:
    """The default connection, and those of threads that are opened meanwhile, lead to another database."""
    from django.db import connection

    before = connection.settings_dict["NAME"]
    turn(database)
    try:
        yield
    finally:
        turn(before)


def turn(database: str) -> None:
    from django.db import connection

    connection.close()
    connection.settings_dict["NAME"] = database
    forget_all()


@pytest.fixture(scope="session")
def worlds(django_db_setup: None) -> Worlds:
    return Worlds(Path(os.environ["RECTIFY_WORLDS"]), os.environ.get("PYTEST_XDIST_WORKER", "alone"))


@pytest.fixture(scope="module")
def prebuilt(worlds: Worlds, django_db_blocker: object) -> Iterator[Callable]:
    """prebuilt(build): a block in which the world of `build` stands."""
    with django_db_blocker.unblock():
        yield worlds.stand
