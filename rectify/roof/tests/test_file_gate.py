"""No marking enters inside a file: every upload door, every kind of file that is read; what is not read says so."""

import json
from random import Random

import openpyxl
import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from docx import Document

from issues import tasks as issue_tasks
from issues.actions import evidence as evidence_acts
from issues.models import Evidence, Outcome, OutcomeKind, Status
from ledgers import tasks as ledger_tasks
from ledgers.actions import visits
from ledgers.conditions import standing_closure
from ledgers.kinds import KINDS
from ledgers.models import Visit, VisitFile
from rectify.audit.models import Event
from rectify.lib import filecheck, uploads
from rectify.lib.errors import Refused
from rectify.lib.filecheck import TextCheck
from rectify.lib.filestore import keep
from rectify.lib.filetexts import READERS, find
from rectify.lib.gate import CONFIRM
from rectify.lib.tests.samples import PNG
from rectify.notices.models import Notice
from rectify.roof.demo import papers
from rectify.roof.tests.marktable import MAKE as MAKERS
from rectify.roof.tests.marktable import REFUSED, WARNED, fits, texts, xlsx

SCRIPT = {"X-Requested-With": "XMLHttpRequest"}
MARK, WORD, FREE = "机密★5年", "涉密载体：机密文件登记不全", "工作秘密清单已更新"
MAKE = {kind: MAKERS[kind] for kind in ("txt", "docx", "xlsx", "pdf")}
PLACES = {"txt": "第 3 行", "docx": "第 2 段", "xlsx": "工作表“Sheet”第 2 行 B 列", "pdf": "第 1 页"}


def entered(client, person):
    client.force_login(person, backend=settings.AUTHENTICATION_BACKENDS[-1])
    return client


def evidence_door(world):
    issue = world.issue(at=Status.RECTIFYING)
    return world.liaison, reverse("issues:evidence_upload", args=[issue.public_id]), {"shows": "done"}


def visit_door(world):
    visit = planned(world)
    return world.visitor, reverse("ledgers:visit_upload", args=[visit.public_id]), {}


def planned(world) -> Visit:
    closure = standing_closure(world.issue(at=Status.CLOSED))
    on = timezone.localdate()
    return visits.plan(
        closure=closure, kind=Visit.Kind.LOOK_BACK, on=on, visitors=[world.visitor], by=world.second_head
    )


DOORS = {"evidence": evidence_door, "visit": visit_door}


def rows() -> int:
    return Evidence.objects.count() + VisitFile.objects.count()


@pytest.mark.django_db
@pytest.mark.parametrize("door", DOORS)
def test_a_marking_inside_is_refused_with_its_place_and_a_word_is_asked_about(client, world, door):
    person, url, fields = DOORS[door](world)
    entered(client, person)
    before = rows()
    for number, (kind, make) in enumerate(MAKE.items()):
        bad = SimpleUploadedFile(f"甲{number}.{kind}", make(MARK))
        answer = client.post(url, fields | {"file": bad, CONFIRM: "1"}, headers=SCRIPT)
        assert answer.status_code == 400
        assert f"{PLACES[kind]}标有密级“机密★”" in answer.json()["errors"][0]
        assert rows() == before
        asked = client.post(url, fields | {"file": SimpleUploadedFile(f"乙.{kind}", make(WORD))}, headers=SCRIPT)
        assert (asked.status_code, asked.json()["confirm"], rows()) == (409, CONFIRM, before)
        sure = fields | {"file": SimpleUploadedFile(f"乙.{kind}", make(WORD)), CONFIRM: "1"}
        assert client.post(url, sure, headers=SCRIPT).status_code == 200
        before += 1
        assert Event.objects.latest("number").facts["unclassified"] == "机密"
    clean = client.post(url, fields | {"file": SimpleUploadedFile("丙.txt", MAKE["txt"](FREE))}, headers=SCRIPT)
    assert clean.status_code == 200
    assert "unclassified" not in Event.objects.latest("number").facts


@pytest.mark.django_db
@pytest.mark.parametrize("door", DOORS)
def test_a_word_in_a_name_is_asked_about(client, world, door):
    person, url, fields = DOORS[door](world)
    entered(client, person)
    named = "关于机密文件管理的通知.png"
    assert client.post(url, fields | {"file": SimpleUploadedFile(named, PNG)}, headers=SCRIPT).status_code == 409
    sure = fields | {"file": SimpleUploadedFile(named, PNG), CONFIRM: "1"}
    assert client.post(url, sure, headers=SCRIPT).status_code == 200
    assert Event.objects.latest("number").facts["unclassified"] == "机密"


@pytest.mark.django_db
def test_many_files_at_once_are_taken_and_what_there_is_no_time_for_is_looked_at_later(
    client, world, monkeypatch, django_capture_on_commit_callbacks
):
    monkeypatch.setattr(uploads, "MOST_LOOKING", 0.001)
    person, url, fields = evidence_door(world)
    files = [SimpleUploadedFile(f"{number}.txt", f"整改情况 {number}".encode()) for number in range(3)]
    with django_capture_on_commit_callbacks() as jobs:
        entered(client, person).post(url, fields | {"file": files})
    states = Evidence.objects.order_by("name").values_list("text_check", flat=True)
    assert list(states) == [TextCheck.CHECKED, TextCheck.WAITING, TextCheck.WAITING]
    assert len(jobs) >= 2
    issue_tasks.check_waiting()
    assert set(Evidence.objects.values_list("text_check", flat=True)) == {TextCheck.CHECKED}


def test_every_kind_that_is_read_tells_place_and_words(tmp_path):
    for kind, make in MAKE.items():
        file = tmp_path / f"x.{kind}"
        file.write_bytes(make(MARK))
        assert find(str(file), kind) == {"marking": "机密★", "place": PLACES[kind]}
        file.write_bytes(make(WORD))
        assert find(str(file), kind) == {"words": ["机密"]}
        file.write_bytes(make(FREE))
        assert find(str(file), kind) == {"words": []}


@pytest.mark.parametrize("kind", READERS)
def test_the_whole_table_inside_a_file(tmp_path, kind):
    wrong = []
    for line in texts():
        if not fits(kind, line.text):
            continue
        file = tmp_path / f"x.{kind}"
        file.write_bytes(MAKERS[kind](line.text))
        answer = find(str(file), kind)
        seen = REFUSED if "marking" in answer else WARNED if answer["words"] else "free"
        if seen != line.verdict:
            wrong.append((line, seen))
    assert not wrong


def heads(document):
    document.sections[0].header.paragraphs[0].text = MARK


def cells(document):
    document.add_table(2, 2).cell(1, 1).text = MARK


@pytest.mark.parametrize(("write", "place"), [(heads, "页眉"), (cells, "第 1 个表格第 2 行第 2 格")])
def test_heads_and_tables_of_a_document_are_read(tmp_path, write, place):
    document, file = Document(), tmp_path / "x.docx"
    write(document)
    document.save(file)
    assert find(str(file), "docx")["place"] == place


def test_a_remark_and_a_head_of_a_workbook_are_read(tmp_path):
    book, file = openpyxl.Workbook(), tmp_path / "x.xlsx"
    book.active["A1"] = "情况"
    book.active["A1"].comment = openpyxl.comments.Comment(MARK, "甲")
    book.save(file)
    assert find(str(file), "xlsx")["place"] == "批注或文本框"
    book = openpyxl.Workbook()
    book.active["A1"] = "情况"
    book.active.oddHeader.center.text = MARK
    book.save(file)
    assert find(str(file), "xlsx")["place"] == "页眉页脚"


def test_a_slow_file_is_taken_and_told(tmp_path, monkeypatch):
    def slow(*args, **kwargs):
        raise filecheck.limited.LimitExceeded("10 s")

    monkeypatch.setattr(filecheck.limited, "call", slow)
    assert filecheck.look(tmp_path / "x.txt", "txt") == filecheck.Check(TextCheck.UNCHECKED, filecheck.TOO_LONG)


@pytest.mark.django_db
def test_a_big_file_waits_for_a_worker_whether_the_broker_lives_or_not(
    client, world, monkeypatch, django_capture_on_commit_callbacks
):
    person, url, fields = evidence_door(world)
    entered(client, person)
    monkeypatch.setattr(filecheck, "LATER", 10)

    def dead(*args):
        raise OSError("no broker")

    monkeypatch.setattr(issue_tasks.check_evidence, "delay", dead)
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(url, fields | {"file": SimpleUploadedFile("大.txt", MAKE["txt"](MARK))}, headers=SCRIPT)
    assert answer.status_code == 200
    row = Evidence.objects.get(name="大.txt")
    assert row.text_check == TextCheck.WAITING
    assert "待检" in client.get(url).content.decode()
    issue_tasks.check_waiting()
    issue_tasks.check_evidence(row.pk)
    row.refresh_from_db()
    assert (row.text_check, row.text_check_why) == (TextCheck.MARKED, "第 3 行")
    assert Event.objects.filter(kind="issues.evidence.check", object=f"issues.evidence:{row.pk}").count() == 1
    told = set(Notice.objects.filter(key__startswith="marked:").values_list("to", flat=True))
    assert {world.liaison.pk, world.clerk.pk} <= told
    given = client.get(reverse("issues:evidence_file", args=[row.public_id]))
    assert given.url == url
    assert "已停止提供" in client.get(given.url).content.decode()
    assert not Event.objects.filter(kind="issues.evidence.read").exists()


@pytest.mark.django_db
def test_a_file_of_a_visit_that_is_found_marked_is_handed_to_nobody(client, world):
    visit = planned(world)
    stored = keep([MAKE["txt"](MARK)], folder="visits")
    row = VisitFile.objects.create(
        visit=visit,
        name="照.txt",
        size=stored.size,
        kind="txt",
        digest=stored.digest,
        path=stored.path,
        uploaded_by=world.visitor,
    )
    ledger_tasks.check_waiting()
    ledger_tasks.check_visit_file(row.pk)
    row.refresh_from_db()
    assert row.is_blocked
    assert Event.objects.filter(kind="ledgers.visitfile.check").count() == 1
    entered(client, world.visitor)
    assert client.get(reverse("ledgers:visit_file", args=[row.public_id])).status_code == 302


@pytest.mark.django_db
def test_a_worker_asks_nobody_about_words_but_tells_them(world):
    row = world.attach(world.issue(at=Status.RECTIFYING), body=MAKE["pdf"](WORD))
    evidence_acts.check(evidence=row)
    row.refresh_from_db()
    assert (row.text_check, row.text_check_why) == (TextCheck.CHECKED, "文中有“机密”，没有经人确认")


@pytest.mark.django_db
def test_a_file_is_never_more_open_than_its_issue(client, world):
    issue = world.issue(at=Status.RECTIFYING, confidentiality="work_secret")
    row = world.attach(issue)
    assert row.confidentiality == "work_secret"
    with pytest.raises(Refused, match="不能更宽"):
        world.attach(issue, name="乙.pdf", confidentiality="internal")
    page = entered(client, world.liaison).get(reverse("issues:evidence_upload", args=[issue.public_id]))
    assert 'value="internal"' not in page.content.decode()


FORMS = {
    "units": ("accounts:unit_import", "sysadmin", {}, "名单.xlsx", xlsx),
    "people": ("accounts:staff_import", "sysadmin", {}, "名单.xlsx", xlsx),
    "days": ("calendars:load", "clerk", {}, "假期.csv", MAKE["txt"]),
}


@pytest.mark.django_db
@pytest.mark.parametrize("name", FORMS)
def test_lists_that_are_loaded_stand_before_the_gate(client, world, name):
    address, who, fields, file, make = FORMS[name]
    entered(client, getattr(world, who))
    answer = client.post(reverse(address), fields | {"file": SimpleUploadedFile(file, make(MARK)), CONFIRM: "1"})
    if answer.status_code in (403, 404):
        entered(client, world.sysadmin)
        answer = client.post(reverse(address), fields | {"file": SimpleUploadedFile(file, make(MARK)), CONFIRM: "1"})
    assert "标有密级“机密★”" in answer.content.decode()
    asked = client.post(reverse(address), fields | {"file": SimpleUploadedFile(file, make(WORD))})
    assert "请确认不涉密" in asked.content.decode()
    sure = client.post(reverse(address), fields | {"file": SimpleUploadedFile(file, make(WORD)), CONFIRM: "1"})
    assert "请确认不涉密" not in sure.content.decode()


@pytest.mark.django_db
def test_a_feedback_with_words_is_asked_about_once(client, world):
    entered(client, world.clerk)
    url = reverse("issues:feedback_new", args=[world.round.public_id])
    page = client.post(url, {"file": SimpleUploadedFile("反馈.txt", MAKE["txt"](WORD))}).content.decode()
    assert "请确认不涉密" in page
    page = client.post(url, {"file": SimpleUploadedFile("反馈.txt", MAKE["txt"](WORD)), CONFIRM: "1"}).content.decode()
    assert "请确认不涉密" not in page
    page = client.post(url, {"file": SimpleUploadedFile("机密文件反馈.txt", MAKE["txt"](FREE))}).content.decode()
    assert "请确认不涉密" in page


@pytest.mark.django_db
def test_a_typed_marking_leaves_an_event_that_does_not_repeat_it(client, world):
    issue = world.issue(at=Status.DISPATCHED)
    entered(client, world.liaison)
    client.post(f"/issues/{issue.public_id}/move/", {"move": "contest", "note": MARK})
    body = json.dumps({"move": "contest", "note": MARK})
    client.post(f"/api/v1/issues/{issue.public_id}/moves/", body, content_type="application/json")
    events = Event.objects.filter(kind="accounts.user.turn_away", by=world.liaison)
    assert [event.facts["where"] for event in events.order_by("number")] == [
        f"/issues/{issue.public_id}/move/",
        f"/api/v1/issues/{issue.public_id}/moves/",
    ]
    assert not any("机密" in json.dumps(event.facts, ensure_ascii=False) + event.note for event in events)


@pytest.mark.django_db
def test_stored_marks_are_listed_by_place_and_not_by_text(world, capsys):
    issue = world.issue(at=Status.RECTIFYING)
    call_command("marked_texts")
    assert "没有标有密级的文字" in capsys.readouterr().out
    type(issue).objects.filter(pk=issue.pk).update(title=f"{MARK}某事")
    with pytest.raises(SystemExit):
        call_command("marked_texts")
    told = capsys.readouterr().out
    assert f"issues.issue {issue.pk}" in told
    assert "机密" not in told


@pytest.mark.django_db
def test_the_schema_tells_of_the_confirmation(client, world):
    entered(client, world.clerk)
    schema = client.get(reverse("schema"), {"format": "json"}).json()
    moves = schema["paths"]["/api/v1/issues/{public_id}/moves/"]["post"]
    assert "409" in moves["responses"]
    (content, *_) = moves["requestBody"]["content"].values()
    named = schema["components"]["schemas"][content["schema"]["$ref"].rpartition("/")[2]]
    assert CONFIRM in named["properties"]


@pytest.mark.django_db
def test_a_visit_with_files_is_not_called_off(world):
    visit = planned(world)
    stored = keep([PNG], folder="visits")
    VisitFile.objects.create(
        visit=visit,
        name="照.png",
        size=stored.size,
        kind="png",
        digest=stored.digest,
        path=stored.path,
        uploaded_by=world.visitor,
    )
    with pytest.raises(Refused, match="材料要留存"):
        visits.call_off(visit=visit, by=world.second_head)


def test_the_demo_writes_files_that_are_clean(tmp_path):
    rng = Random(1)
    for kind, body in (
        ("pdf", papers.pdf("会议纪要", ["一", "二"])),
        ("xlsx", papers.xlsx("台账", rng, on=timezone.localdate())),
        ("docx", papers.docx("报告", ["一"], on=timezone.localdate(), signed="某局")),
    ):
        file = tmp_path / f"x.{kind}"
        file.write_bytes(body)
        assert find(str(file), kind) == {"words": []}


def test_the_books_say_it_too(world):
    issue = world.issue(at=Status.RECTIFYING)
    measure = issue.measures.order_by("order").first()
    row = world.attach(issue, measure)
    Evidence.objects.update(text_check=TextCheck.CHECKED)
    columns = {column.key: column for column in KINDS["measures"].columns}
    assert columns["unseen"].value(KINDS["measures"].rows(world.clerk).get(pk=measure.pk)) == 0
    Evidence.objects.filter(pk=row.pk).update(text_check=TextCheck.WAITING)
    assert columns["unseen"].value(KINDS["measures"].rows(world.clerk).get(pk=measure.pk)) == 1
    row.refresh_from_db()
    kind = OutcomeKind.objects.create(code="t", name="挽回损失", unit="万元")
    number = Outcome(measure=measure, kind=kind, declared=3, evidence=row)
    proof = next(column for column in KINDS["outcomes"].columns if column.key == "proof")
    assert proof.value(number) == f"{row}（待检）"
