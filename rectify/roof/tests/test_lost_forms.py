"""Ways of losing a form that need no browser, each on the forms people fill in most: the words come back, or are stored once."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from io import BytesIO
from typing import Any

import pytest
import time_machine
from django.conf import settings
from django.db import OperationalError, connection
from django.test import Client
from django.urls import reverse

from issues.actions import weeks
from issues.models import Evidence, Issue, Phase, PhaseKind, Report, Status, Week
from ledgers.models import Closure
from rectify.calendars import days
from rectify.drafts import keeping
from rectify.drafts.models import FormDraft
from rectify.lib.dates import SHANGHAI
from rectify.lib.receipts import COOKIE
from rectify.roof.testing.world import ANSWERS

pytestmark = [pytest.mark.django_db, pytest.mark.engines]
WORDS = "已逐户复核三百一十二户并张榜公示"
NOW = datetime(2026, 11, 26, 15, 20, tzinfo=SHANGHAI)


@dataclass
class Filled:
    """A form as it is sent: where to, by whom, with what; `stored` counts the rows that hold the words."""

    address: str
    who: Any
    fields: dict[str, Any]
    stored: Callable[[], int]


def a_new_issue(world) -> Filled:
    fields = {"lead_unit": world.lead.public_id, "title": "公租房轮候", "original": WORDS, "due": "2027年3月底前"}
    fields |= {"category": world.category.code}
    return Filled(reverse("issues:new"), world.clerk, fields, Issue.objects.filter(original=WORDS).count)


def a_plan(world) -> Filled:
    issue = world.issue(at=Status.PLANNING)
    row = {
        "text": WORDS,
        "kind": "reform",
        "criterion": "复核表逐户签字",
        "person": "科长",
        "due": issue.due.isoformat(),
    }
    fields = {f"measures-0-{name}": value for name, value in row.items()} | {"measures-count": 1, "act": "save"}
    address = reverse("issues:plan", args=[issue.public_id])
    return Filled(address, world.liaison, fields, issue.measures.filter(text=WORDS).count)


def a_report(world) -> Filled:
    days.seed()
    Phase.objects.create(round=world.round, kind=PhaseKind.CONCENTRATED, starts=date(2026, 9, 8))
    world.issue(at=Status.RECTIFYING, due=NOW.date() + timedelta(days=20))
    weeks.tick(at=datetime(2026, 11, 23, 8, 45, tzinfo=SHANGHAI))
    assert Week.objects.filter(opened_at__isnull=False).exists()
    report = Report.objects.get()
    fields = {"text": WORDS, "next_step": "11月30日前公示完", "declared": "declared_doing"}
    address = reverse("issues:report_send", args=[report.public_id])
    return Filled(address, world.liaison, fields, Report.objects.filter(text=WORDS).exclude(status="owed").count)


def a_closure(world) -> Filled:
    issue = world.issue(at=Status.RECTIFYING)
    world.prove(issue)
    fields = {name: getattr(value, "value", value) for name, value in ANSWERS.items()} | {"result": WORDS}
    fields |= {"mechanism_note": "修订办法 1 项"}
    address = reverse("ledgers:apply", args=[issue.public_id])
    return Filled(address, world.liaison, fields, Closure.objects.filter(result=WORDS).count)


def evidence(world) -> Filled:
    issue = world.issue(at=Status.RECTIFYING)
    file = world.attach(issue)
    fields = {"shows": "done", "note": WORDS, "document_date": file.document_date.isoformat()}
    address = reverse("issues:evidence_edit", args=[file.public_id])
    return Filled(address, world.liaison, fields, Evidence.objects.filter(note=WORDS).count)


FORMS = [a_new_issue, a_plan, a_report, a_closure, evidence]
every_form = pytest.mark.parametrize("form", FORMS, ids=lambda form: form.__name__)


@pytest.fixture
def sent(world, form):
    with time_machine.travel(NOW, tick=True):
        yield form(world)


@pytest.fixture
def draft(sent):
    """What the page's script had kept when the form was sent, and the name that goes along."""
    typed = keeping.Typed(form="here", page=sent.address, title="", values={"text": WORDS})
    keeping.keep(typed, owner=sent.who)
    return {"draft": f"draft:{sent.who.public_id}:here"}


def logged_in(sent, **how) -> Client:
    client = Client(raise_request_exception=False, **how)
    client.force_login(sent.who, backend=settings.AUTHENTICATION_BACKENDS[-1])
    return client


def is_kept(sent, answer):
    assert COOKIE not in answer.cookies
    assert FormDraft.objects.visible_to(sent.who).count() == 1
    assert sent.stored() == 0


@every_form
def test_what_is_taken_is_stored_once_and_its_draft_ends(sent, draft):
    client, fields = logged_in(sent), sent.fields | draft | {"key": "of-this-form"}
    answer = client.post(sent.address, fields)
    assert (answer.status_code, sent.stored()) == (302, 1)
    assert COOKIE in answer.cookies
    assert not FormDraft.objects.exists()
    client.post(sent.address, fields)  # back, and pressed once more
    assert sent.stored() == 1


@every_form
def test_the_session_had_ended_and_there_are_no_scripts(sent):
    client = logged_in(sent)
    client.get(reverse("drafts:list"))
    del client.cookies[settings.SESSION_COOKIE_NAME]
    answer = client.post(sent.address, sent.fields)
    assert answer.url.startswith(settings.LOGIN_URL)
    assert sent.stored() == 0
    assert WORDS in logged_in(sent).get(reverse("drafts:list")).content.decode()


@every_form
def test_the_token_was_of_another_session(sent, draft):
    answer = logged_in(sent, enforce_csrf_checks=True).post(sent.address, sent.fields | draft)
    assert answer.status_code == 403
    is_kept(sent, answer)


def test_a_script_that_keeps_a_draft_from_an_old_page_is_told_and_no_error(world):
    client = Client(enforce_csrf_checks=True)
    client.force_login(world.clerk, backend=settings.AUTHENTICATION_BACKENDS[-1])
    file = {"form": "/x/", "field": "file", "file": BytesIO(b"x")}
    for answer in (
        client.post(reverse("drafts:keep"), "{}", content_type="application/json"),
        client.post(reverse("drafts:choose"), file, headers={"X-Requested-With": "XMLHttpRequest"}),
    ):
        assert (answer.status_code, list(answer.json())) == (200, ["refused"])


@every_form
def test_the_database_was_locked(sent, draft):
    def locked(execute, sql, params, many, context):
        if sql.startswith(("INSERT", "UPDATE")) and "session" not in sql:
            raise OperationalError("database is locked")
        return execute(sql, params, many, context)

    client = logged_in(sent)
    with connection.execute_wrapper(locked):
        answer = client.post(sent.address, sent.fields | draft)
    assert answer.status_code == 503
    assert "恢复那份" in answer.content.decode()
    is_kept(sent, answer)


@pytest.mark.parametrize("form", [a_plan, a_report, a_closure], ids=lambda form: form.__name__)
def test_somebody_was_faster(sent, draft):
    answer = logged_in(sent).post(sent.address, sent.fields | draft | {"version": 99}, follow=True)
    assert WORDS in answer.content.decode()
    is_kept(sent, answer)
