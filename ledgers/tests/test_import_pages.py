"""导入台账 over the pages: as the office clicks its way, and as nobody else may."""

import re
from io import BytesIO

from django.conf import settings
from django.urls import reverse

from issues.models import Issue
from ledgers.importing.settling import fingerprint
from ledgers.models import Batch
from ledgers.tests.intake import taken, workbook
from ledgers.tests.test_import import reader, row, store  # noqa: F401 (fixtures)
from rectify.roof.testing.counting import counted


def enter(client, user):
    client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[-1])
    return client


def upload(client, body: bytes, name: str = "台账.xlsx"):
    file = BytesIO(body)
    file.name = name
    return client.post(reverse("ledgers:import"), {"file": file, "anchor": "2026-09-08"}, follow=True)


def test_a_workbook_goes_in_over_the_pages(client, world):
    enter(client, world.clerk)
    page = upload(client, workbook(row(1, unit="住房局"), row(2)))
    text, batch = page.content.decode(), Batch.objects.get()
    assert "现在什么都没有写入" in text
    assert "“住房局”是哪个单位" in text
    say = {"key": "unit:住房局", "say": "unit", "unit": world.lead.public_id}
    client.post(reverse("ledgers:import_answer", args=[batch.public_id]), say)
    for show in ("ready", "ask", "bad", "new", "update", "same", "out", "nonsense"):
        assert client.get(reverse("ledgers:import_batch", args=[batch.public_id]), {"show": show}).status_code == 200
    assert client.get(reverse("ledgers:import_complaints", args=[batch.public_id])).status_code == 200
    batch.refresh_from_db()
    client.post(reverse("ledgers:import_confirm", args=[batch.public_id]), {"seen": fingerprint(batch)})
    page = client.get(reverse("ledgers:import_batch", args=[batch.public_id]))
    assert "新增 2 件" in page.content.decode()
    assert Issue.objects.count() == 2
    assert client.get(reverse("ledgers:import_undo", args=[batch.public_id])).status_code == 200


def test_an_answer_nobody_asked_for_is_refused(client, world):
    enter(client, world.clerk)
    upload(client, workbook(row(1, unit="住房局")))
    batch = Batch.objects.get()
    sayings = [
        {"key": "nothing", "say": "out"},
        {"key": "unit:住房局", "say": "clean"},
        {"key": "unit:住房局", "say": "unit"},
    ]
    for say in sayings:
        client.post(reverse("ledgers:import_answer", args=[batch.public_id]), say)
    batch.refresh_from_db()
    assert batch.answers == {}


def test_a_broken_upload_is_answered_on_its_page(client, world):
    enter(client, world.clerk)
    assert "读不了" in upload(client, b"broken").content.decode()
    assert "只收 xlsx" in upload(client, b"x", "a.exe").content.decode()


def test_the_preview_costs_the_same_for_many_rows(client, world):
    enter(client, world.clerk)
    client.get(reverse("ledgers:import"))
    counts = []
    for many in (60, 60, 600):
        batch = taken(world, workbook(*(row(n) for n in range(many))))
        with counted() as asked:
            page = client.get(reverse("ledgers:import_batch", args=[batch.public_id]))
        assert len(re.findall(r"data-tick\s", page.content.decode())) == 50
        counts.append(len(asked))
    assert counts[1] == counts[2]


def test_another_offices_import_is_not_there(client, world):
    batch = taken(world, workbook(row(1)))
    enter(client, world.liaison)
    for name in ("batch", "progress", "complaints", "undo"):
        assert client.get(reverse(f"ledgers:import_{name}", args=[batch.public_id])).status_code == 404
    for name in ("answer", "columns", "rows", "confirm", "drop", "go_on"):
        assert client.post(reverse(f"ledgers:import_{name}", args=[batch.public_id])).status_code == 404


def test_what_no_worker_takes_can_be_done_on_the_page(client, world):
    enter(client, world.clerk)
    batch = taken(world, workbook(row(1)))
    where = reverse("ledgers:import_batch", args=[batch.public_id])
    Batch.objects.update(state="waiting", done=0, total=0, heartbeat_at="2026-01-01T00:00+08:00")
    page = client.get(where).content.decode()
    assert "等后台开始读" in page
    assert "不等了，现在就办" in page
    assert "HX-Refresh" not in client.get(reverse("ledgers:import_progress", args=[batch.public_id]))
    client.post(reverse("ledgers:import_go_on", args=[batch.public_id]))
    assert "写入 1 件" in client.get(where).content.decode()
    assert client.get(reverse("ledgers:import_progress", args=[batch.public_id]))["HX-Refresh"] == "true"


def test_the_template_is_downloaded(client, world):
    answer = enter(client, world.clerk).get(reverse("ledgers:import_template"))
    assert answer.status_code == 200
    assert b"".join(answer.streaming_content).startswith(b"PK")
