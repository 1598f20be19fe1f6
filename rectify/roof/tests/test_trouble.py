"""The surroundings fail: every page and the API answer with a sentence, when to come again, and whether anything was written."""

import ast
import errno
from contextlib import contextmanager
from itertools import product

import psycopg2
import pytest
from django.conf import settings
from django.db import DatabaseError, InterfaceError, OperationalError, ProgrammingError, connection, connections
from django.urls import reverse

from issues.models import Issue, Status
from rectify.lib import trouble
from rectify.roof.testing.seed import some
from rectify.roof.testing.walk import every_address
from rectify.roof.tests.source import relative, shipped, tree

READERS = ("clerk", "liaison", "secadmin")
TABLES = ("issues_", "ledgers_", "accounts_unit", "notices_", "audit_", "options_")
PAGES = ("issues:home", "issues:list", "issues:reports", "ledgers:board", "ledgers:books", "notices:inbox")


class Said(psycopg2.Error):
    """An error of the server with a state; psycopg2 lets nobody else set one."""

    def __init__(self, state):
        self.state = state

    pgcode = property(lambda self: self.state)


def wrapped(kind, cause, words=""):
    error = kind(words)
    error.__cause__ = cause
    return error


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (wrapped(OperationalError, Said("55P03")), "busy"),
        (wrapped(OperationalError, Said("40P01")), "busy"),
        (wrapped(OperationalError, Said("57014")), "slow"),
        (wrapped(OperationalError, Said("57P01")), "away"),
        (wrapped(OperationalError, Said("08006")), "away"),
        (wrapped(DatabaseError, Said("25006")), "read_only"),
        (wrapped(OperationalError, Said("53100")), "full"),
        (wrapped(OperationalError, psycopg2.OperationalError("server closed the connection")), "away"),
        (wrapped(InterfaceError, psycopg2.InterfaceError("connection already closed")), "away"),
        (OperationalError("database is locked"), "locked"),
        (OperationalError("attempt to write a readonly database"), "read_only"),
        (OperationalError("database or disk is full"), "full"),
        (OperationalError("unable to open database file"), "away"),
        (OSError(errno.ENOSPC, "no space"), "full"),
        (OSError(errno.EDQUOT, "quota"), "full"),
        (wrapped(ProgrammingError, Said("42P01")), ""),
        (OperationalError("no such table: issues_issue"), ""),
        (OSError(errno.ENOENT, "no such file"), ""),
        (ValueError("of ours"), ""),
        (None, ""),
    ],
    ids=str,
)
def test_what_an_error_says_of_the_surroundings(error, code):
    found = trouble.of(error)
    assert (found.code if found else "") == code


@pytest.fixture
def clerk(world, client):
    client.force_login(world.clerk, backend=settings.AUTHENTICATION_BACKENDS[-1])
    client.raise_request_exception = False
    return client


@contextmanager
def failing(error, at):
    """Every statement fails, from the one that has `at` in it; gives those that did."""
    failed = []

    def run(execute, sql, params, many, context):
        if failed or at in sql:
            failed.append(sql)
            raise error
        return execute(sql, params, many, context)

    with connection.execute_wrapper(run):
        yield failed


AWAY = wrapped(OperationalError, psycopg2.OperationalError("server closed the connection unexpectedly"))


@pytest.mark.django_db
@pytest.mark.engines
@pytest.mark.parametrize("at", ["", "issues_issue"], ids=["from the first statement", "in the middle"])
@pytest.mark.parametrize("name", PAGES)
def test_a_page_without_its_database_says_so(clerk, name, at):
    with failing(AWAY, at):
        answer = clerk.get(reverse(name))
    if answer.status_code == 200:
        assert at  # this page asks for no issues
        return
    assert (answer.status_code, answer["Retry-After"]) == (503, "10")
    text = answer.content.decode()
    assert "数据库暂时连不上" in text
    assert "过一会儿再打开这一页" in text
    assert clerk.get(reverse(name)).status_code == 200


@pytest.mark.django_db
@pytest.mark.sampled
@pytest.mark.parametrize(("reader", "at"), some(product(READERS, TABLES), least=2, about="lost in the middle"))
def test_every_page_that_loses_its_database_in_the_middle_says_so(world, client, reader, at):
    world.issue(at=Status.RECTIFYING)
    client.force_login(getattr(world, reader), backend=settings.AUTHENTICATION_BACKENDS[-1])
    client.raise_request_exception = False
    wrong, lost = [], 0
    for address in every_address():
        if address.params or address.name in ("healthz", "accounts:logout"):
            continue
        with failing(AWAY, f'"{at}') as failed:
            answer = client.get(reverse(address.name))
        connection.set_rollback(False)  # the test's own transaction outlives what failed in it
        lost += bool(failed)
        if failed and (answer.status_code, answer.headers.get("Retry-After")) != (503, "10"):
            wrong.append((address.name, answer.status_code))
    assert not wrong
    assert lost > 3


@pytest.mark.django_db(transaction=True)
@pytest.mark.engines
@pytest.mark.parametrize(
    ("error", "status", "words"),
    [
        (AWAY, 503, "请确认结果"),
        (OperationalError("database is locked"), 503, "没有写入任何数据"),
        (OperationalError("database or disk is full"), 507, "没有写入任何数据"),
        (wrapped(OperationalError, Said("55P03")), 409, "没有写入任何数据"),
    ],
    ids=str,
)
def test_who_sent_something_is_told_what_became_of_it(world, clerk, error, status, words):
    issue = world.issue(at=Status.DISPATCHED)
    sent = {"move": "sign", "version": issue.version}
    clerk.force_login(world.liaison, backend=settings.AUTHENTICATION_BACKENDS[-1])
    with failing(error, 'UPDATE "issues_issue"'):
        page = clerk.post(reverse("issues:move", args=[issue.public_id]), sent)
    assert page.status_code == status
    assert words in page.content.decode()
    with failing(error, 'UPDATE "issues_issue"'):
        address = f"/api/v1/issues/{issue.public_id}/moves/"
        told = clerk.post(address, sent | {"data": {}}, content_type="application/json")
    assert (told.status_code, told["Retry-After"]) == (status, page["Retry-After"])
    assert words in told.json()["reasons"][0]
    assert Issue.objects.get(pk=issue.pk).status == Status.DISPATCHED


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_a_row_that_somebody_holds_is_answered_soon_and_a_cut_connection_comes_back(world, clerk):
    if connection.vendor != "postgresql":
        pytest.skip("runs on PostgreSQL only")
    issue = world.issue(at=Status.DISPATCHED)
    clerk.force_login(world.liaison, backend=settings.AUTHENTICATION_BACKENDS[-1])
    sent = {"move": "sign", "version": issue.version}
    other = connections.create_connection("default")
    try:
        with other.cursor() as cursor:
            cursor.execute("BEGIN")
            cursor.execute("SELECT 1 FROM issues_issue WHERE id = %s FOR UPDATE", [issue.pk])
            with connection.cursor() as mine:
                mine.execute("SET lock_timeout = 200")
            assert clerk.post(reverse("issues:move", args=[issue.public_id]), sent).status_code == 409
            cursor.execute("ROLLBACK")
            with connection.cursor() as mine:
                mine.execute("SET lock_timeout = 0")
        connection.connection.close()  # as a server that restarts does it
        assert clerk.get(reverse("issues:list")).status_code == 503
        connection.close()
        assert clerk.get(reverse("issues:list")).status_code == 200
    finally:
        other.close()


def test_work_goes_to_the_queue_by_the_one_door_that_survives_its_absence():
    sending = ("delay", "apply_async", "delay_on_commit", "send_task")
    found = {
        relative(path)
        for path in shipped()
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Attribute) and node.attr in sending
    }
    assert found == {"rectify/lib/queueing.py"}
