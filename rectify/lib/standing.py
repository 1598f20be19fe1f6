"""Whether the guards stand in the database as the migrations wrote them: there, awake, on their table, each word the same.

PostgreSQL keeps a trigger as it understood it. So the condition that stands and the one that was written are both shown to
its planner (EXPLAIN, which runs nothing and asks for no right but to read the table): they say the same when it understands
them alike.
"""

# ruff: noqa: S608 (conditions that the migrations wrote, or that PostgreSQL wrote out of its own catalogue)

import json
import re
from collections.abc import Iterator
from typing import Any

from rectify.lib.constraints import guards, missing, present

PARTS = re.compile(r"(CREATE TRIGGER .*? FOR EACH (?:ROW|STATEMENT) )(?:WHEN \((.*)\) )?(EXECUTE FUNCTION .*)")
FUNCTION = re.compile(r"CREATE OR REPLACE FUNCTION (\w+)\(\).*?\$\$(.*)\$\$", re.DOTALL)
NAMED = re.compile(r"CREATE TRIGGER (\w+) .*? ON (\w+) ")
OTHER = "内容与声明的不同"


def faults(connection: Any) -> Iterator[tuple[str, str]]:
    """Guards that do not stand as they are declared: name, and what is wrong."""
    for name in missing(connection):
        yield name, "不在或被停用"
    standing = {name: (table.strip('"'), plain(sql)) for name, table, sql in present(connection)}
    triggers, functions = written(connection)
    alike = _alike_on_postgres if connection.vendor == "postgresql" else _alike
    for name, (table, sql) in sorted(triggers.items()):
        there, stands = standing.get(name, (table, sql))
        if there != table:
            yield name, f"装在表 {there} 上"
        elif not alike(connection, table, sql, stands):
            yield name, OTHER
    if functions:
        yield from ((name, f"防护所用的函数不在，或{OTHER}") for name in _other_functions(connection, functions))


def written(connection: Any) -> tuple[dict[str, tuple[str, str]], dict[str, str]]:
    """What the migrations wrote last: of each trigger table and SQL, of each function its body."""
    triggers: dict[str, tuple[str, str]] = {}
    functions: dict[str, str] = {}
    for statement in (statement for guard in guards(connection) for statement in guard.statements(connection)):
        sql = plain(statement)
        if match := NAMED.match(sql):
            triggers[match[1]] = (match[2], sql)
        elif match := FUNCTION.match(statement.strip()):
            functions[match[1]] = plain(match[2])
    return triggers, functions


def plain(sql: str) -> str:
    """Without the quotes around names and in one line: SQLite adds quotes where a table was built anew."""
    return " ".join(sql.replace('"', "").split())


def _alike(connection: Any, table: str, one: str, other: str) -> bool:
    return one == other


def _alike_on_postgres(connection: Any, table: str, one: str, other: str) -> bool:
    first, second = PARTS.fullmatch(one), PARTS.fullmatch(other)
    if first is None or second is None or (first[1], first[3]) != (second[1], second[3]):
        return False
    if first[2] is None or second[2] is None:
        return first[2] == second[2]
    with connection.cursor() as cursor:
        both = f"SELECT ({first[2]}), ({second[2]}) FROM {table} AS old, {table} AS new"
        cursor.execute(f"EXPLAIN (VERBOSE, COSTS OFF, FORMAT JSON) {both}")
        plan = cursor.fetchone()[0]
    output = (json.loads(plan) if isinstance(plan, str) else plan)[0]["Plan"]["Output"]
    return output[0] == output[1]


def _other_functions(connection: Any, functions: dict[str, str]) -> list[str]:
    """Functions of the guards that are gone, are several, or whose body is another."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT proname, prosrc FROM pg_proc WHERE proname = ANY(%s)", [list(functions)])
        bodies: dict[str, list[str]] = {}
        for name, source in cursor.fetchall():
            bodies.setdefault(name, []).append(plain(source))
    return [name for name, body in sorted(functions.items()) if bodies.get(name) != [body]]
