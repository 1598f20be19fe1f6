"""What the database's role may do, and the work that only the owner of the tables may do.

On PostgreSQL the application logs in as a role that reads and writes rows and can change no table, no guard and no
function (`deploy/postgres.sql`). Migrations and a restore come in by MIGRATE_DATABASE_URL. SQLite knows no roles.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.core.management import CommandError
from django.db import DatabaseError, connection
from django.db.migrations.exceptions import MigrationSchemaMissing

INSUFFICIENT = "42501"  # PostgreSQL's code for a right that is missing
LOGIN = ("USER", "PASSWORD", "HOST", "PORT", "NAME", "OPTIONS")
REFUSED = (
    "数据库用户没有改表的权限（应当如此）。请以属主身份运行："
    "MIGRATE_DATABASE_URL=postgres://rectify_migrate:密码@主机:5432/库名 python manage.py migrate"
)
CURE = "请以超级用户在库里运行 deploy/postgres.sql，让属主与应用分开"
# Each right that no page needs, and how it is asked for.
ASKED = (
    ("是超级用户", "SELECT rolsuper FROM pg_roles WHERE rolname = current_user"),
    ("可以建库、建角色", "SELECT rolcreatedb OR rolcreaterole FROM pg_roles WHERE rolname = current_user"),
    ("可以建临时表", "SELECT has_database_privilege(current_database(), 'TEMPORARY')"),
    (
        "可以建表、建函数",
        "SELECT has_schema_privilege(current_schema(), 'CREATE') OR has_database_privilege(current_database(), 'CREATE')",
    ),
    (
        "是数据表的属主，可以去掉防护",
        """SELECT EXISTS (SELECT FROM pg_class WHERE relnamespace = current_schema()::regnamespace
           AND relkind IN ('r', 'p') AND pg_has_role(relowner, 'MEMBER'))""",
    ),
    (
        "可以清空表（TRUNCATE）、装触发器",
        """SELECT EXISTS (SELECT FROM pg_class WHERE relnamespace = current_schema()::regnamespace
           AND relkind IN ('r', 'p') AND has_table_privilege(oid, 'TRUNCATE, TRIGGER'))""",
    ),
    ("的 search_path 没有固定", """SELECT position('$user' IN current_setting('search_path')) > 0"""),
)


def excess(database: Any) -> list[str]:
    """What the role of this connection may do though no page needs it, in words. Nothing on SQLite."""
    if database.vendor != "postgresql":
        return []
    with database.cursor() as cursor:
        cursor.execute("SELECT " + ", ".join(f"({question})" for _, question in ASKED))
        return [words for (words, _), may in zip(ASKED, cursor.fetchone(), strict=True) if may]


@contextmanager
def as_owner() -> Iterator[None]:
    """The default connection by MIGRATE_DATABASE_URL, where there is one, until the block ends. Not within a transaction.

    Raises CommandError with the sentence that says how to come in, when the database refuses for want of a right.
    """
    before = {name: connection.settings_dict.get(name) for name in LOGIN}
    try:
        if settings.MIGRATE_DATABASE:
            _log_in(settings.MIGRATE_DATABASE)
        yield
    except (DatabaseError, MigrationSchemaMissing) as error:
        if not _is_want_of_right(error):
            raise
        raise CommandError(REFUSED) from error
    finally:
        if settings.MIGRATE_DATABASE:
            _log_in(before)


def _log_in(entry: dict[str, Any]) -> None:
    connection.close()
    connection.settings_dict.update({name: entry.get(name, "") for name in LOGIN})


def _is_want_of_right(error: BaseException | None) -> bool:
    """Django wraps what the driver raised, some of it twice."""
    while error is not None:
        if getattr(error, "pgcode", None) == INSUFFICIENT:
            return True
        error = error.__cause__ or error.__context__
    return False
