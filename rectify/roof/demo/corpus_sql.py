"""The measuring world's rows by INSERT … SELECT on PostgreSQL: a million issues in minutes."""

from collections.abc import Callable
from typing import Any

from django.db import connection
from django.db.models import AutoField, BigAutoField, Field, GeneratedField, Model

from issues.models import Issue, Measure, Report
from ledgers.models import Closure, Entry
from rectify.roof.demo.corpus import FAULTS, WORDS, CorpusWorld

STEP = 50_000

# Session functions in the words of `corpus.py`: the same numbers give the same rows.
FUNCTIONS = """
create function pg_temp.mixed(i bigint, salt int) returns int language sql immutable as
  $$ select (hashint8extended(i, salt) & 2147483647)::int $$;
create function pg_temp.unit_of(i bigint) returns int language sql immutable as
  $$ select 11 + pg_temp.mixed(i, 4) % 190 $$;
create function pg_temp.person_of(i bigint) returns int language sql immutable as
  $$ select 1 + (pg_temp.unit_of(i) + pg_temp.mixed(i, 5) % 5) % 60 $$;
create function pg_temp.state_of(i bigint) returns int language sql immutable as
  $$ select case when pg_temp.mixed(i, 1) % 100 < 40 then (array[1,1,2,2,2,2,3,4])[1 + pg_temp.mixed(i, 3) % 8]
            when pg_temp.mixed(i, 3) % 12 = 0 then 6 else 5 end $$;
create function pg_temp.due_of(i bigint, today date) returns date language sql immutable as
  $$ select today + case when pg_temp.mixed(i, 1) % 100 < 40 then pg_temp.mixed(i, 2) % 150 - 60
            else -(pg_temp.mixed(i, 2) % 700) end $$;
create function pg_temp.opened_on(i bigint, today date) returns date language sql immutable as
  $$ select least(pg_temp.due_of(i, today), today) - 30 - pg_temp.mixed(i, 12) % 90 $$;
create function pg_temp.clause(one int, other int) returns text language sql immutable as
  $$ select (array[{words}])[1 + one % 40] || (array[{faults}])[1 + other % 15] $$;
create function pg_temp.title_of(i bigint, n bigint) returns text language sql immutable as
  $$ select case when n >= 20 and i % (n / 20) = 7 % (n / 20) then '锅炉房压力表'
            when pg_temp.mixed(i, 6) % 100 = 0 then '消防通道' else (array[{words}])[1 + pg_temp.mixed(i, 7) % 40] end
          || (array[{faults}])[1 + pg_temp.mixed(i, 8) % 15] || '（第' || i || '号）' $$;
create function pg_temp.text_of(i bigint, salt int, parts int) returns text language sql immutable as
  $$ select string_agg(pg_temp.clause(pg_temp.mixed(i * 31 + k, salt), pg_temp.mixed(i * 37 + k, salt)),
            case when k % 3 = 0 then '。' else '，' end order by k) from generate_series(1, parts) k $$;
create function pg_temp.public_id(kind text, i bigint) returns text language sql immutable as
  $$ select translate(substr(md5(kind || i), 1, 5) || lpad(to_hex(i), 7, '0'), '01', 'gh') $$;
"""
# Of each issue once; everything else is put together from these.
ISSUES = """(select i, pg_temp.unit_of(i) unit, pg_temp.person_of(i) person, pg_temp.state_of(i) state,
  pg_temp.due_of(i, %(today)s) due, pg_temp.opened_on(i, %(today)s) opened, (%(units)s::bigint[])[pg_temp.unit_of(i)] lead
  from generate_series(%(first)s::bigint, %(last)s::bigint) i offset 0) c"""


def evening(day: str) -> str:
    """Five o'clock of a day that SQL works out."""
    return f"(({day})::timestamp + interval '17 hours') at time zone 'Asia/Shanghai'"


PLACES = {
    Issue: {
        "id": "i",
        "public_id": "pg_temp.public_id('issue', i)",
        "round": "%(round)s",
        "number": "lpad(unit::text, 3, '0') || '-' || i",
        "title": "pg_temp.title_of(i, %(count)s)",
        "original": "pg_temp.text_of(i, 20, 8)",
        "lead_unit": "lead",
        "category": "(%(categories)s::bigint[])[1 + i %% array_length(%(categories)s::bigint[], 1)]",
        "handler": "'用户' || person",
        "original_due": "due",
        "due": "due",
        "status": "case state when 1 then (array['dispatched', 'planning'])[1 + i %% 2] when 2 then 'rectifying' when 3 then"
        " 'first_review' when 4 then 'awaiting_decision' when 5 then 'closed' else 'terminated' end",
        "status_since": evening("case when state > 4 then due else least(opened + 20, %(today)s) end"),
        "created_at": evening("opened - 3"),
        "created_by": "%(clerk)s",
        "dispatched_at": evening("opened"),
        "dispatched_by": "%(head)s",
        "version": "6",
        "plan_version": "case when state = 1 then 0 else 1 end",
        "declared": "case when state in (3, 4, 5) then 'full' else '' end",
        "grade": "case when state = 5 then 'full' else '' end",
        "closed_on": "case when state = 5 then due end",
        "look_back_on": "case when state = 5 then due + 180 end",
        "ended_on": "case when state = 6 then due end",
    },
    Measure: {
        "public_id": "pg_temp.public_id('measure', i * 4 + k)",
        "issue": "i",
        "order": "k",
        "text": "pg_temp.text_of(i + k, 22, 2)",
        "kind": "case when k = 1 then 'prevent' else 'correct' end",
        "criterion": "'现场核查合格并有记录'",
        "person": "'责任人' || (i %% 500)",
        "unit": "lead",
        "due": "due",
        "created_by": "(%(people)s::bigint[])[person]",
        "status": "case when state = 5 then 'accepted' when state in (3, 4) then 'done' else 'doing' end",
        "created_at": evening("opened + 5"),
        "status_since": evening("opened + 10"),
    },
    Report: {
        "public_id": "pg_temp.public_id('report', i * 32 + k)",
        "issue": "i",
        "unit": "lead",
        "why": "'集中整改期，每周报'",
        "week": "(%(weeks)s::bigint[])[array_length(%(weeks)s::bigint[], 1) + 1 - k]",
        "status": "'read'",
        "version": "3",
        "text": "pg_temp.text_of(i * 40 + k, 21, 3)",
        "sent_at": "%(now)s - k * interval '7 days' - interval '2 days'",
        "sent_by": "(%(people)s::bigint[])[person]",
        "read_at": "%(now)s - k * interval '7 days' - interval '1 day'",
        "read_by": "%(clerk)s",
        "status_since": "%(now)s - k * interval '7 days'",
    },
    Entry: {
        "round": "%(round)s",
        "unit": "lead",
        "issue": "i",
        "sequence": "k",
        "by": "%(head)s",
        "kind": "case when k = 1 then 'opened' when state = 5 then 'closed' else 'terminated' end",
        "on": "case when k = 1 then opened else due end",
        "at": evening("case when k = 1 then opened else due end"),
    },
    Closure: {
        "public_id": "pg_temp.public_id('closure', i)",
        "issue": "i",
        "number": "1",
        "declared": "'full'",
        "outcome": "case when state = 5 then 'approved' else 'live' end",
        "result": "'已按方案整改到位'",
        "matter": "'yes'",
        "persons": "'yes'",
        "mechanism": "'yes'",
        "digest": "md5(i::text)",
        "signed_digest": "md5(i::text)",
        "snapshot": "jsonb_build_object('measuring', true, 'evidence', jsonb_build_array(jsonb_build_object('name', i::text)))",
        "applied_at": evening("least(due, %(today)s) - 6"),
        "applied_by": "(%(people)s::bigint[])[person]",
        "signed_at": evening("least(due, %(today)s) - 5"),
        "signed_by": "(%(people)s::bigint[])[1 + person %% 60]",
        "reviewed_at": "case when state > 3 then " + evening("least(due, %(today)s) - 3") + " end",
        "reviewed_by": "case when state > 3 then %(checker)s end",
        "decided_at": "case when state = 5 then " + evening("due") + " end",
        "decided_by": "case when state = 5 then %(head)s end",
        "grade": "case when state = 5 then 'full' else '' end",
        "site_note": "'现场查看属实'",
        "site_by": "'复核人'",
        "final_digest": "case when state = 5 then md5('final' || i) else '' end",
    },
}
# Which rows an issue has in each table.
ROWS = {
    Issue: "",
    Measure: "cross join lateral generate_series(1, case when i %% 1000 = 1 then 3 else 1 end) k where state > 1",
    Report: "cross join lateral generate_series(1, case when i %% 1000 = 1 then 20 else 2 end) k",
    Entry: "cross join lateral generate_series(1, case when state > 4 then 2 else 1 end) k",
    Closure: "where state in (3, 4, 5)",
}


def write(world: CorpusWorld, count: int, *, now: Any, say: Callable[[str], None]) -> None:
    """Write `count` issues with all that hangs on them, in batches of one transaction each, and let the planner count."""
    values = {
        "today": world.today,
        "now": now,
        "units": world.units,
        "people": world.people,
        "weeks": world.weeks,
        "categories": world.categories,
        "round": world.round.pk,
        "head": world.head.pk,
        "clerk": world.clerk.pk,
        "checker": world.checker.pk,
        "count": count,
    }
    words, faults = (", ".join(f"'{word}'" for word in some) for some in (WORDS, FAULTS))
    with connection.cursor() as cursor:
        cursor.execute(FUNCTIONS.replace("{words}", words).replace("{faults}", faults))
        for first in range(1, count + 1, STEP):
            batch = values | {"first": first, "last": min(first + STEP - 1, count)}
            for model in PLACES:
                insert(cursor, model, batch)
            say(f"　{batch['last']} 件")
        table = Issue._meta.db_table
        cursor.execute(f"select setval(pg_get_serial_sequence('{table}', 'id'), %s)", [count])  # noqa: S608
        cursor.execute("vacuum (analyze)")


def insert(cursor: Any, model: type[Model], values: dict) -> None:
    """Every column is written: those not in PLACES with the default that the model gives them."""
    places, names, expressions, values = PLACES[model], [], [], dict(values)
    for field in model._meta.concrete_fields:
        if isinstance(field, GeneratedField) or (
            isinstance(field, AutoField | BigAutoField) and field.name not in places
        ):
            continue
        names.append(f'"{field.column}"')
        expressions.append(places.get(field.name) or default(field, values))
    select = f"insert into {model._meta.db_table} ({', '.join(names)}) select {', '.join(expressions)}"  # noqa: S608
    cursor.execute(f"{select} from {ISSUES} {ROWS[model]}", values)


def default(field: Field, values: dict) -> str:
    """A parameter that holds the field's default, as the database wants it."""
    key = f"default_{field.name}"
    values[key] = field.get_db_prep_save(field.get_default(), connection)
    return f"%({key})s::{field.db_type(connection)}"
