"""DATABASE_URL and CELERY_BROKER_URL turned into what Django and Celery want, with a sentence for each that is wrong."""

import os
from pathlib import Path
from urllib.parse import urlsplit

import environ

from rectify.lib.environment import SettingWrong

# Tried under load: without IMMEDIATE a third of concurrent writes fail, without a file in-memory tests lock up.
SQLITE_OPTIONS = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": (
        "PRAGMA journal_mode=WAL;PRAGMA synchronous=NORMAL;PRAGMA foreign_keys=ON;PRAGMA mmap_size=134217728;"
        "PRAGMA journal_size_limit=27103364;PRAGMA cache_size=-20000;"
    ),
}
# A page that waits longer than this helps nobody; commands and jobs may take their time.
# PostgreSQL would compile a statement with many counts for a second or two, to save milliseconds of running it. It would
# also try out the orders in which an issue can be joined with its relations: ten milliseconds where there are thirteen, and the
# order written is right, each by its key, and planned in one.
PLANNING = "-c jit=off -c join_collapse_limit=3"
WEB_TIMEOUTS = (
    f"{PLANNING} -c statement_timeout=15000 -c lock_timeout=5000 -c idle_in_transaction_session_timeout=30000"
)


def database(url: str, *, web: bool) -> dict:
    """The DATABASES entry of a URL. Raises SettingWrong for anything but PostgreSQL and a SQLite file."""
    scheme = urlsplit(url).scheme
    if scheme not in {"sqlite", "postgres", "postgresql"}:
        raise SettingWrong(
            f"环境变量 DATABASE_URL 以“{scheme or url[:12]}”开头，只支持 postgres://用户:密码@主机:5432/库名 "
            "或 sqlite:////绝对路径/文件名。不设置时使用内置数据库。"
        )
    entry = environ.Env.db_url_config(url)
    if not entry["NAME"] or entry["NAME"] == ":memory:":
        raise SettingWrong("环境变量 DATABASE_URL 没有写明数据库名。例如 postgres://用户:密码@主机:5432/rectify")
    if scheme == "sqlite":
        return sqlite(entry)
    entry["CONN_MAX_AGE"] = 600
    entry["CONN_HEALTH_CHECKS"] = True
    options = entry.setdefault("OPTIONS", {})
    options.setdefault("application_name", "rectify-web" if web else "rectify")
    options.setdefault("options", WEB_TIMEOUTS if web else PLANNING)
    return entry


def beside(variable: str) -> dict | None:
    """The entry of another way into PostgreSQL that an environment variable names; None where it is not set. Raises
    SettingWrong where it is no PostgreSQL."""
    url = os.environ.get(variable, "").strip()
    if not url:
        return None
    if urlsplit(url).scheme not in {"postgres", "postgresql"}:
        raise SettingWrong(f"环境变量 {variable} 只用于 PostgreSQL，写法：postgres://用户:密码@主机:5432/库名")
    return database(url, web=False)


def sqlite(entry: dict) -> dict:
    """A SQLite file: safe for several processes that write; tests use a file beside it, never memory."""
    path = Path(entry["NAME"])
    path.parent.mkdir(parents=True, exist_ok=True)
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(path),
        "OPTIONS": SQLITE_OPTIONS,
        "TEST": {"NAME": str(path.with_name(f"test-{path.name}"))},
    }


def broker(url: str, *, folder: Path) -> tuple[str, dict]:
    """Broker URL and transport options. Without a URL messages are files in a folder; that needs no second program."""
    if not url:
        for name in ("messages", "control"):
            (folder / name).mkdir(parents=True, exist_ok=True)
        return "filesystem://localhost/", {
            "data_folder_in": str(folder / "messages"),
            "data_folder_out": str(folder / "messages"),
            "control_folder": str(folder / "control"),
            "polling_interval": 1,
        }
    if urlsplit(url).scheme not in {"redis", "rediss", "redis+socket"}:
        raise SettingWrong(
            f"环境变量 CELERY_BROKER_URL 的值以“{url[:12]}”开头，只支持 redis://主机:6379/0。不设置时使用内置队列。"
        )
    # What was taken and not finished is offered again after this long; hard time limits stay well below it.
    return url, {"visibility_timeout": 3600}
