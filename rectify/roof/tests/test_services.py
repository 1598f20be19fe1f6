"""The services the tests stand on are real ones, and what is put into the queue comes out."""

import pytest
from django.db import connection
from django.test import Client

from rectify.celery import app


@pytest.mark.engines
def test_the_database_is_the_one_announced(db):
    with connection.cursor() as cursor:
        cursor.execute("SELECT sqlite_version()" if connection.vendor == "sqlite" else "SHOW server_version")
        assert cursor.fetchone()[0]


@pytest.mark.postgresql
def test_chinese_sorts_and_searches_on_postgresql(db):
    with connection.cursor() as cursor:
        cursor.execute("SELECT upper('ａb'), '消防通道占用' ILIKE '%通道%', current_setting('server_encoding')")
        assert cursor.fetchone() == ("ＡB", True, "UTF8")


@pytest.mark.engines
def test_sqlite_is_a_file_with_a_write_ahead_log(db):
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        assert "memory" not in str(connection.settings_dict["NAME"])
        assert cursor.execute("PRAGMA journal_mode").fetchone() == ("wal",)
        assert cursor.execute("PRAGMA foreign_keys").fetchone() == (1,)


@pytest.mark.redis
def test_redis_answers():
    with app.connection_for_write() as line:
        assert line.default_channel.client.ping()


@pytest.mark.engines
def test_what_is_put_into_the_queue_comes_out():
    with app.connection_for_write() as line, line.SimpleQueue("test-round-trip") as queue:
        queue.put({"编号": 7})
        message = queue.get(timeout=10)
        message.ack()
        assert message.payload == {"编号": 7}


@pytest.mark.engines
def test_healthz_answers_anybody(db):
    response = Client().get("/healthz")
    assert response.status_code == 200
    told = response.json()
    assert (told["status"], told["head"], told["outbox_minutes"], told["parked"]) == ("ok", "0:", 0, 0)
    ages = {
        "tick_seconds",
        "outbox_minutes",
        "parked",
        "proof_hours",
        "backup_hours",
        "check_hours",
        "drill_hours",
        "free_mb",
    }
    assert set(told) == {"status", "ill", "head", *ages}
    assert "default-src 'self'" in response["Content-Security-Policy"]
    assert response["Cache-Control"] == "no-store"


def test_every_job_of_the_timetable_exists():
    app.loader.import_default_modules()
    assert [entry["task"] for entry in app.conf.beat_schedule.values() if entry["task"] not in app.tasks] == []
