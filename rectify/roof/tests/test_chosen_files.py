"""A chosen file is not lost with its form: whatever was wrong, the form comes back with it, for its person alone, and what was
taken waits no more."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from issues.actions import rounds
from issues.models import Evidence, Feedback, Status
from ledgers.models import Batch
from ledgers.tests.intake import workbook
from ledgers.tests.test_import import row
from rectify.drafts import chosen
from rectify.drafts.models import ChosenFile
from rectify.lib import filestore
from rectify.roof.testing.world import track
from rectify.roof.tests.source import HOME, relative

pytestmark = [pytest.mark.django_db, pytest.mark.engines]
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
FEEDBACK = (
    "二、存在问题\n（一）政治理论学习不够深入。局党组会议仅有4次安排第一议题学习。\n（二）老旧小区改造进度迟缓。\n"
)
PASSWORD = "Jiang-he-hu-hai-7"
SCRIPT = {"headers": {"X-Requested-With": "XMLHttpRequest", "Accept": "application/json"}}


@pytest.fixture(autouse=True)
def store(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.MEDIA_ROOT.mkdir()


@dataclass
class Sent:
    """A form with a file: first with a `fault` beside the file, then cured; `stored` counts what became of it."""

    address: str
    who: Any
    file: SimpleUploadedFile
    fields: dict[str, Any]
    fault: dict[str, Any]
    stored: Callable[[], int]
    into: str = "file"


def file(name: str, body: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, body)


def a_workbook(world) -> Sent:
    book = file("台账.xlsx", workbook(row(1), row(2)))
    return Sent(
        reverse("ledgers:import"),
        world.clerk,
        book,
        {"anchor": "2026-09-08"},
        {"anchor": "没有这一天"},
        Batch.objects.count,
    )


def a_paper(world) -> Sent:
    rounds.set_units(round_=world.round, numbers={world.lead: 5}, by=world.clerk)
    fields = {"unit": world.lead.public_id, "track": track().code, "delivered_on": "2026-09-08", "title": "反馈意见"}
    address = reverse("issues:feedback_new", args=[world.round.public_id])
    paper = file("反馈意见.txt", FEEDBACK.encode())
    return Sent(address, world.clerk, paper, fields, {"title": ""}, Feedback.objects.count)


def evidence(world) -> Sent:
    issue = world.issue(at=Status.RECTIFYING)
    fields = {"shows": "done", "note": "第 3 页", "document_date": "2026-11-01"}
    address = reverse("issues:evidence_upload", args=[issue.public_id])
    return Sent(
        address, world.liaison, file("凭证.pdf", PDF), fields, {"document_date": "2099-01-01"}, issue.evidence.count
    )


def a_new_version(world) -> Sent:
    old = world.attach(world.issue(at=Status.RECTIFYING))
    fields = {"shows": "done", "note": "第 3 页", "document_date": "2026-11-01"}
    newer = Evidence.objects.filter(replaces=old)
    address = reverse("issues:evidence_replace", args=[old.public_id])
    return Sent(address, world.liaison, file("凭证.pdf", PDF), fields, {"document_date": "2099-01-01"}, newer.count)


FORMS = [a_workbook, a_paper, evidence, a_new_version]
every_form = pytest.mark.parametrize("form", FORMS, ids=lambda form: form.__name__)


def enter(client, person):
    client.force_login(person, backend=settings.AUTHENTICATION_BACKENDS[-1])
    return client


def ticked(answer) -> dict[str, list[str]]:
    """What the form names of itself: a tick for each file that waits."""
    page = answer.content.decode()
    ticks = re.findall(r'name="(chosen\w*)"\s+value="(\w+)"\s+checked', page)
    return {name: [public_id for other, public_id in ticks if other == name] for name, _ in ticks}


def files_below(folder: str) -> list[Path]:
    return [path for path in (Path(settings.MEDIA_ROOT) / folder).rglob("*") if path.is_file()]


@every_form
def test_a_refused_form_comes_back_with_its_file(world, client, form):
    sent = form(world)
    enter(client, sent.who)
    refused = client.post(sent.address, sent.fields | sent.fault | {sent.into: sent.file})
    assert (refused.status_code, sent.stored()) == (200, 0)
    assert f"已选《{sent.file.name}》" in refused.content.decode()
    assert "第 3 页" in refused.content.decode() or "note" not in sent.fields
    taken = client.post(sent.address, sent.fields | ticked(refused))
    assert (taken.status_code, sent.stored()) == (302, 1)
    assert not ChosenFile.objects.exists()


def test_a_form_that_was_taken_leaves_nothing_behind(world, client):
    sent = evidence(world)
    enter(client, sent.who).post(sent.address, sent.fields | {"file": sent.file})
    assert sent.stored() == 1
    assert not ChosenFile.objects.exists()


def test_one_refused_file_among_good_ones(world, client):
    sent = evidence(world)
    many = [file("一.pdf", PDF + b"1"), file("二.pdf", b"GIF89a" * 200), file("三.pdf", PDF + b"3")]
    answer = enter(client, sent.who).post(sent.address, sent.fields | {"file": many})
    page = answer.content.decode()
    assert {evidence.name for evidence in Evidence.objects.all()} == {"一.pdf", "三.pdf"}
    assert "《二.pdf》" in page
    assert "第 3 页" in page
    assert ticked(answer) == {}


def test_words_that_have_to_be_confirmed_cost_a_tick_and_no_second_choice(world, client):
    sent = evidence(world)
    named = file("内部资料汇编.pdf", PDF)
    asked = enter(client, sent.who).post(sent.address, sent.fields | {"file": named})
    assert sent.stored() == 0
    client.post(sent.address, sent.fields | ticked(asked) | {"confirmed_unclassified": "1"})
    assert sent.stored() == 1


def test_a_word_beside_the_file_is_confirmed_on_a_page_that_keeps_the_file(world, client):
    sent = a_workbook(world)
    asked = enter(client, sent.who).post(sent.address, sent.fields | {"unit": "国家秘密", "file": sent.file})
    assert asked.status_code == 422
    waits = ChosenFile.objects.get()
    assert f'name="chosen" value="{waits.public_id}"' in asked.content.decode()


def test_who_has_to_give_the_password_once_more_need_not_choose_again(world, client, time_machine):
    keeper = world.sysadmin
    keeper.set_password(PASSWORD)
    keeper.save()
    enter(client, keeper)
    client.get("/")
    time_machine.move_to(timezone.now() + timedelta(minutes=6))
    address, book = reverse("accounts:unit_import"), file("单位.xlsx", workbook(["市水务局"], heads=["单位名称"]))
    asked = client.post(address, {"file": book})
    assert (asked.status_code, "文件没有接收" in asked.content.decode()) == (403, False)
    waits = ChosenFile.objects.get()
    again = {"chosen": waits.public_id, "password_again": PASSWORD}
    assert client.post(address, again).url == reverse("accounts:unit_import_check")


def chosen_by_script(client, sent, one=None):
    about = {"form": sent.address, "field": sent.into, "file": one or sent.file}
    return client.post(reverse("drafts:choose"), about, **SCRIPT).json()


@every_form
def test_a_file_is_kept_when_it_is_chosen(world, client, form, django_capture_on_commit_callbacks):
    sent = form(world)
    answer = chosen_by_script(enter(client, sent.who), sent)
    client.logout()  # the form never came
    enter(client, sent.who)
    with django_capture_on_commit_callbacks(execute=True):
        assert client.post(sent.address, sent.fields | {"chosen": answer["chosen"]}).status_code == 302
    assert sent.stored() == 1
    assert (ChosenFile.objects.count(), files_below(chosen.FOLDER)) == (0, [])


def test_nobody_else_sees_or_sends_it(world, client):
    sent = a_workbook(world)
    answer = chosen_by_script(enter(client, sent.who), sent)
    enter(client, world.head)
    assert "已选《" not in client.get(sent.address).content.decode()
    assert client.post(sent.address, sent.fields | {"chosen": answer["chosen"]}).status_code == 200
    assert sent.stored() == 0


def test_what_is_marked_is_not_kept_and_what_a_form_alone_takes_stays_in_the_browser(world, client):
    sent = a_paper(world)
    enter(client, sent.who)
    assert "没有接收" in chosen_by_script(client, sent, file("机密★5年.txt", FEEDBACK.encode()))["refused"]
    assert "refused" in chosen_by_script(client, sent, file("通知.txt", "机密★5年\n通知".encode()))
    assert chosen_by_script(client, sent, file("反馈.html", b"<p>x</p>" * 100)) == {"stays": True}
    assert (ChosenFile.objects.count(), files_below(chosen.FOLDER)) == (0, [])


def test_a_day_later_it_is_gone_however_often_the_night_looks(world, time_machine):
    stored = filestore.keep([PDF], folder=chosen.FOLDER)
    chosen.hold(stored, name="一.pdf", kind="pdf", owner=world.clerk, form="/x/", field="file")
    assert chosen.forget_old() == 0
    time_machine.move_to(timezone.now() + timedelta(hours=25))
    assert not chosen.waiting(owner=world.clerk, form="/x/").exists()
    assert [chosen.forget_old(), chosen.forget_old()] == [1, 0]


def test_the_oldest_give_way(world, monkeypatch):
    monkeypatch.setattr(chosen, "MOST_FILES", 2)
    for name in "一二三":
        stored = filestore.keep([PDF + name.encode()], folder=chosen.FOLDER)
        chosen.hold(stored, name=f"{name}.pdf", kind="pdf", owner=world.clerk, form="/x/", field="file")
    assert [one.name for one in chosen.waiting(owner=world.clerk, form="/x/")] == ["三.pdf", "二.pdf"]


def test_every_form_with_a_file_shows_what_waits():
    """The forms of our components do so in `_field.html`; a field that a template draws by itself says it there."""
    drawn = {relative(p): p.read_text(encoding="utf-8") for p in (HOME / "templates").rglob("*.html")}
    fields = {path: text.count('type="file"') for path, text in drawn.items() if 'type="file"' in text}
    assert fields
    assert fields == {path: drawn[path].count("{% chosen_files ") for path in fields}
