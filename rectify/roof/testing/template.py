"""The migrated database, made once and copied: by later runs, by each worker, by each world (`prebuilt`).

It lies in pytest's cache folder under a digest of all that migrations are made of: a stopped PostgreSQL's data, or a SQLite
file. Django migrates each copy once more, which finds nothing to do.

On PostgreSQL it stands within the walls of `deploy/postgres.sql`: migrated as the owner, then used as the application's role.
Tests log in as a superuser who is that role from the first statement on, so that `behind` can step out of it.
"""

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

from rectify.roof.testing.servers import SUPERUSER, Servers, postgres_folder

HOME = Path(__file__).resolve().parents[3]
NAME = "rectify_template"
TESTER = "rectify_test"
WALLS = HOME / "deploy" / "postgres.sql"
# Where workers and settings read what there is to copy: a database's name, or a file.
VARIABLE = "RECTIFY_TEMPLATE"
KEPT = "RECTIFY_KEPT"  # the folder of the stopped PostgreSQL, for a test that starts another
# What migrations import of ours; a test holds the list to what they do import.
BESIDE = (
    "rectify/lib/constraints.py",
    "rectify/lib/ids.py",
    "rectify/accounts/guards.py",
    "rectify/accounts/role.py",
    "rectify/roof/testing/template.py",
    "deploy/postgres.sql",
    "requirements.txt",
)


def sources() -> list[Path]:
    """All that a migrated database is made of."""
    apps = [HOME / name for name in ("rectify", "issues", "ledgers")]
    roles = (HOME / "rectify/accounts/roles").glob("*.py")  # a guard holds their names
    return sorted([*roles, *(path for app in apps for path in app.rglob("migrations/*.py"))]) + [
        HOME / name for name in BESIDE
    ]


def key(*also: str) -> str:
    """A digest of the sources and of `also`."""
    digest = hashlib.sha256("\n".join(also).encode())
    for path in sources():
        digest.update(f"\n{path.relative_to(HOME)}\n".encode() + path.read_bytes())
    return digest.hexdigest()[:20]


def postgres(servers: Servers, cache: Path) -> str:
    """A PostgreSQL with a migrated database to copy; its DATABASE_URL. Raises Unavailable."""
    program = postgres_folder() / "postgres"
    version = subprocess.run([program, "--version"], capture_output=True, text=True).stdout
    kept = place(cache, "postgres", key(version))
    if not kept.exists():
        url = servers.postgres()
        create(url, NAME)
        wall(url.replace("/postgres?", f"/{NAME}?"))
        if not migrate(by(url, "rectify_migrate").replace("/postgres?", f"/{NAME}?")):
            return url
        servers.keep(kept)
    os.environ[VARIABLE], os.environ[KEPT] = NAME, str(kept)
    url = servers.postgres(kept)
    os.environ["DRILL_DATABASE_URL"] = by(url, "rectify_drill")
    return by(url, TESTER)


def by(url: str, user: str) -> str:
    """The same place, entered as somebody else; a server that was there already knows nobody else."""
    return url.replace(f"//{SUPERUSER}@", f"//{user}@").replace(f"//{TESTER}@", f"//{user}@")


def wall(url: str) -> None:
    """The walls of an installation, and the role of the tests."""
    run(
        url,
        WALLS.read_text(encoding="utf-8"),
        f"CREATE ROLE {TESTER} LOGIN SUPERUSER",
        f"ALTER ROLE {TESTER} SET role = 'rectify'",
        f"ALTER ROLE {TESTER} SET search_path = 'public'",
    )


def sqlite(cache: Path) -> None:
    """A migrated file to copy."""
    kept = place(cache, "sqlite", key(sys.version))
    if not kept.exists():
        part = kept.with_name(f"{kept.name}.{os.getpid()}")
        done = migrate(f"sqlite:///{part}")
        if done:
            part.rename(kept)
        for path in kept.parent.glob(f"{part.name}*"):
            path.unlink()
        if not done:
            return
    os.environ[VARIABLE] = str(kept)


def place(cache: Path, engine: str, name: str) -> Path:
    """Where it is kept; those of other sources are thrown away."""
    for path in cache.glob(f"{engine}-*"):
        if not path.name.startswith(f"{engine}-{name}"):
            shutil.rmtree(path) if path.is_dir() else path.unlink()
    cache.mkdir(parents=True, exist_ok=True)
    return cache / f"{engine}-{name}"


def migrate(url: str) -> bool:
    """Whether the database could be migrated. Where not, every test that needs one will tell why."""
    environment = os.environ | {"DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "rectify.settings_test"}
    command = [sys.executable, "manage.py", "migrate", "--verbosity=0"]
    return subprocess.run(command, cwd=HOME, env=environment, capture_output=True).returncode == 0


def copied_to(settings: dict) -> bool:
    """Make Django's test database from the template.

    `settings` is the entry of DATABASES. Gives whether the database is there already.
    """
    template = os.environ.get(VARIABLE)
    if not template:
        return False
    if settings["ENGINE"].endswith("sqlite3"):
        shutil.copyfile(template, settings["TEST"]["NAME"])
    else:
        create(os.environ["DATABASE_URL"], settings["TEST"].get("NAME") or f"test_{settings['NAME']}", template)
    return True


def copy(name: str, *, of: str) -> str:
    """A copy of a database that nobody is connected to; its name (on SQLite its path)."""
    url, copied = os.environ["DATABASE_URL"], named(name)
    if url.startswith("sqlite:"):
        shutil.copyfile(of, copied)
    else:
        create(url, copied, of)
    return copied


def named(name: str) -> str:
    """What the database `name` is called: itself, or a path on SQLite."""
    url = os.environ["DATABASE_URL"]
    return (
        str(Path(url.removeprefix("sqlite:///")).with_name(f"{name}.sqlite3"))
        if url.startswith("sqlite:")
        else f"world_{name}"
    )


def create(url: str, name: str, of: str = "template1") -> None:
    """A database made of another. What PUBLIC may do in it is not copied, so that it is taken away once more."""
    walls = (
        f'REVOKE ALL ON DATABASE "{name}" FROM PUBLIC',
        f'GRANT CONNECT ON DATABASE "{name}" TO rectify, rectify_migrate',
    )
    copied = f'CREATE DATABASE "{name}" TEMPLATE "{of}"'
    run(by(url, SUPERUSER), copied, *(walls if of != "template1" else ()))


def run(url: str, *statements: str) -> None:
    import psycopg2

    connection = psycopg2.connect(url)
    connection.autocommit = True
    for statement in statements:
        connection.cursor().execute(statement)
    connection.close()
