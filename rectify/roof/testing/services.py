"""Pytest plugin: gives the tests a real PostgreSQL and Redis before settings are read, and says what did not run.

`--sqlite` or TEST_DB=sqlite runs on a SQLite file and a folder as queue instead. TEST_DATABASE_URL and TEST_BROKER_URL
name servers that are already there. With CI=true a missing service or browser is a failure, not a skip.
"""

import atexit
import os
import tempfile
from collections import Counter
from functools import partial
from pathlib import Path

import pytest

from rectify.roof.testing import template
from rectify.roof.testing.servers import Servers, Unavailable

CI = os.environ.get("CI", "").lower() in {"1", "true", "yes"}
MISSING: list[str] = []


def missing(reason: str) -> None:
    """Skip the test for want of something outside; under CI=true fail it."""
    if CI:
        pytest.fail(f"not run under CI=true: {reason}", pytrace=False)
    pytest.skip(reason)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--sqlite", action="store_true", help="run on a SQLite file, without PostgreSQL and Redis")


@pytest.hookimpl(wrapper=True)
def pytest_load_initial_conftests(early_config: pytest.Config, parser: object, args: list[str]) -> object:
    asked = early_config.known_args_namespace
    if worker := os.environ.get("PYTEST_XDIST_WORKER"):
        own_queue(int(worker.removeprefix("gw")))
        os.environ["VAR_DIR"] = str(Path(os.environ["VAR_DIR"]) / worker)
    elif not (asked.help or asked.version):
        sqlite = asked.sqlite or os.environ.get("TEST_DB", "").lower() == "sqlite"
        prepare(sqlite=sqlite, cache=early_config.rootpath / early_config.getini("cache_dir") / "d" / "migrated")
    return (yield)


def prepare(*, sqlite: bool, cache: Path) -> None:
    """Put DATABASE_URL and CELERY_BROKER_URL into the environment; xdist's workers inherit them."""
    os.environ["VAR_DIR"] = folder("var")
    os.environ["RECTIFY_WORLDS"] = folder("worlds")
    for name in (template.VARIABLE, "DRILL_DATABASE_URL"):
        os.environ.pop(name, None)
    given = os.environ.get("DATABASE_URL", "")
    if sqlite or given.startswith("sqlite:"):
        os.environ["DATABASE_URL"] = given if given.startswith("sqlite:") else sqlite_file()
        os.environ.pop("CELERY_BROKER_URL", None)
        template.sqlite(cache)
        return
    servers = Servers()
    atexit.register(servers.stop)
    own = partial(template.postgres, servers, cache)
    serve("DATABASE_URL", os.environ.get("TEST_DATABASE_URL"), own, instead=sqlite_file)
    serve("CELERY_BROKER_URL", os.environ.get("TEST_BROKER_URL"), servers.redis, instead=str)


def serve(variable: str, given: str | None, start: object, *, instead: object) -> None:
    try:
        os.environ[variable] = given or start()
    except Unavailable as reason:
        if CI:
            raise pytest.UsageError(f"CI=true and {variable} has no server: {reason}") from reason
        os.environ[variable] = instead()
        MISSING.append(f"{variable}: {reason}")


def sqlite_file() -> str:
    return f"sqlite:///{folder('sqlite')}/rectify.sqlite3"


def folder(name: str) -> str:
    """A new folder that goes when the run ends."""
    made = tempfile.TemporaryDirectory(prefix=f"rectify-{name}-", ignore_cleanup_errors=True)
    atexit.register(made.cleanup)
    return made.name


def own_queue(number: int) -> None:
    """Each xdist worker has a Redis database of its own, so that no test reads another's messages."""
    url = os.environ.get("CELERY_BROKER_URL", "")
    if url.startswith("redis+socket:"):
        os.environ["CELERY_BROKER_URL"] = f"{url}?virtual_host={number + 1}"


def engine() -> str:
    return "SQLite" if os.environ["DATABASE_URL"].startswith("sqlite:") else "PostgreSQL"


def queue() -> str:
    return "Redis" if os.environ.get("CELERY_BROKER_URL") else "a folder"


def pytest_report_header() -> str:
    return f"database: {engine()}, queue: {queue()}"


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "postgresql: asks for what only PostgreSQL has")
    config.addinivalue_line("markers", "redis: asks for a real Redis")
    config.addinivalue_line("markers", "embedded: asks for the built-in database, as the demo city does: SQLite only")


def pytest_runtest_setup(item: pytest.Item) -> None:
    if item.get_closest_marker("postgresql") and engine() != "PostgreSQL":
        pytest.skip("runs on PostgreSQL only; this run is on SQLite")
    if item.get_closest_marker("embedded") and engine() != "SQLite":
        pytest.skip("runs on the built-in database only: --sqlite")
    if item.get_closest_marker("redis") and queue() != "Redis":
        pytest.skip("needs Redis; this run has a folder as queue")


def pytest_terminal_summary(terminalreporter: object) -> None:
    """The last lines: every test that did not run, and why."""
    write = terminalreporter.write_line
    terminalreporter.section(f"没有运行的 / not run ({engine()}, {queue()})")
    reasons = Counter(why(report) for report in terminalreporter.stats.get("skipped", []))
    for reason in MISSING:
        write(f"- {reason}")
    for reason, number in sorted(reasons.items()):
        write(f"- {number} × {reason}")
    if not reasons and not MISSING:
        write("没有跳过任何测试 / nothing was skipped")


def why(report: object) -> str:
    reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
    return f"{report.nodeid.split('[')[0]}: {reason.removeprefix('Skipped: ')}"
