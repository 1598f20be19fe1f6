"""佐证 through the door: taken in one pass, refused with a reason, nothing left behind, never changed once handed in."""

import io
import os
import tracemalloc
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from issues.actions import evidence as actions
from issues.models import Evidence, Issue, Status
from ledgers.conditions import live_evidence
from rectify.audit.models import Event
from rectify.lib.filestore import full_path, keep
from rectify.lib.tests.samples import EXE, HEIC, PDF, PNG, SHEET, WORD, bomb, locked, packed

pytestmark = pytest.mark.django_db
SCRIPT = {"X-Requested-With": "XMLHttpRequest"}


def as_(person) -> Client:
    client = Client()
    client.force_login(person, backend=settings.AUTHENTICATION_BACKENDS[-1])
    return client


def send(client, issue, *files, script=True, **fields):
    data = {"shows": "done"} | fields | {"file": list(files)}
    address = reverse("issues:evidence_upload", args=[issue.public_id])
    return client.post(address, data, headers=SCRIPT if script else {})


def one(name="核查表.pdf", body=PDF):
    return SimpleUploadedFile(name, body)


def stored_files():
    root = Path(settings.MEDIA_ROOT) / actions.FOLDER
    return {path for path in root.rglob("*") if path.is_file()}


@pytest.fixture
def issue(world):
    return world.issue(at=Status.RECTIFYING)


@pytest.fixture
def liaison(world):
    return as_(world.liaison)


def test_a_file_is_taken_hashed_and_given_back(world, issue, liaison):
    measure = issue.measures.first()
    answer = send(liaison, issue, one(), measure=measure.public_id, document_date="2026-01-02", note="第 3 页")
    assert answer.json() == {"message": "《核查表.pdf》已收到，编入措施 1"}
    row = issue.evidence.get()
    assert (row.name, row.kind, row.size, row.measure, row.note) == ("核查表.pdf", "pdf", len(PDF), measure, "第 3 页")
    given = as_(world.checker).get(reverse("issues:evidence_file", args=[row.public_id]))
    assert b"".join(given.streaming_content) == PDF
    assert given["Content-Disposition"] == "attachment; filename*=utf-8''%E6%A0%B8%E6%9F%A5%E8%A1%A8.pdf"
    assert given["X-Content-Type-Options"] == "nosniff"
    assert given["Cache-Control"] == "no-store"
    assert "sandbox" in given["Content-Security-Policy"]
    assert Event.objects.filter(kind="issues.evidence.read", by=world.checker).count() == 1


def test_several_files_without_script(issue, liaison):
    answer = send(liaison, issue, one("甲.pdf"), one("乙.png", PNG), one("丙.exe", EXE), script=False)
    page = answer.content.decode()
    assert "《甲.pdf》已收到" in page
    assert "《丙.exe》" in page
    assert set(issue.evidence.values_list("name", flat=True)) == {"甲.pdf", "乙.png"}
    event = Event.objects.get(kind="issues.evidence.turn_away")
    assert event.facts == {"count": 1, "why": "类型不在清单内"}


@pytest.mark.parametrize(
    "name", ["../../x.pdf", "..\\x.pdf", "a\u202eb.pdf", "汉" * 251 + ".pdf", "$(id).pdf", "'\"<b>.pdf"]
)
def test_any_name_lies_under_a_random_one(world, issue, liaison, name):
    before = stored_files()
    assert send(liaison, issue, one(name)).status_code == 200
    row = issue.evidence.get()
    (new,) = stored_files() - before
    assert full_path(row.path) == new
    assert new.name not in row.name
    given = as_(world.liaison).get(reverse("issues:evidence_file", args=[row.public_id]))
    assert given.status_code == 200
    assert b"".join(given.streaming_content)


@pytest.mark.parametrize(
    ("name", "body", "says"),
    [
        ("x.pdf", EXE, "内容与扩展名不符"),
        ("x.html", b"<html>", "网页不收"),
        ("x.pdf", b"", "空文件"),
        ("x.pdf", b"MZ", "内容与扩展名不符"),  # too short to be judged by its beginning: it is written whole first
        ("x.zip", locked(), "有打开密码"),
        ("x.zip", packed("看.exe"), "里有程序"),
        ("x.xlsx", bomb(*SHEET), "解开后大得不正常"),
        ("x.xlsx", packed(*WORD), "另一种文档"),
        ("机密.pdf", PDF, "不得处理涉密信息"),
    ],
)
def test_a_refused_file_leaves_nothing(issue, liaison, name, body, says):
    before = stored_files()
    answer = send(liaison, issue, one(name, body))
    assert answer.status_code == 400
    assert says in answer.json()["errors"][0]
    assert (issue.evidence.count(), stored_files()) == (0, before)
    assert "机密" not in str(Event.objects.get(kind="issues.evidence.turn_away").facts)


@pytest.mark.parametrize(
    ("name", "says"),
    [("..", "没有收到文件"), ("汉" * 2000 + ".pdf", "没有收到文件"), ("汉" * 270 + ".pdf", "最多 255 个字")],
)
def test_a_file_the_framework_dropped_is_an_error(issue, liaison, name, says):
    body = (
        f'--b\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n'.encode()
        + PDF
        + b"\r\n--b--\r\n"
    )
    address = reverse("issues:evidence_upload", args=[issue.public_id])
    answer = liaison.post(address, body, content_type="multipart/form-data; boundary=b", headers=SCRIPT)
    assert answer.status_code == 400
    assert any(says in error for error in answer.json()["errors"])


def test_too_large_stops_early_with_a_sentence(issue, liaison, settings):
    settings.UPLOAD_MAX_BYTES = 2**20
    before = stored_files()
    fits = send(liaison, issue, one(body=PDF.ljust(2**20, b" ")))
    over = send(liaison, issue, one("大.pdf", PDF.ljust(2**20 + 1, b" ")))
    far_over = send(liaison, issue, one("很大.pdf", PDF.ljust(2**22, b" ")))
    assert (fits.status_code, over.status_code, far_over.status_code) == (200, 413, 413)
    assert over.json()["errors"] == ["《大.pdf》超过 1 MB，没有接收。请压缩图片或拆成几份再传"]
    assert len(stored_files() - before) == issue.evidence.count() == 1


def test_a_failed_transaction_leaves_no_file(issue, liaison, monkeypatch):
    before = stored_files()
    monkeypatch.setattr(actions, "record", lambda *a, **k: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        send(liaison, issue, one())
    assert (issue.evidence.count(), stored_files()) == (0, before)


def test_a_form_at_fault_keeps_no_file(issue, liaison):
    before = stored_files()
    answer = send(liaison, issue, one(), document_date="2999-01-01")
    assert "还没有到" in answer.json()["errors"][0]
    assert stored_files() == before


class Cut(io.RawIOBase):
    """A body that ends before its announced length."""

    def __init__(self, body):
        self.body = io.BytesIO(body)

    def read(self, size=-1):
        return self.body.read(size)


def test_a_request_cut_off_leaves_nothing(issue, liaison):
    before = stored_files()
    body = b'--b\r\nContent-Disposition: form-data; name="file"; filename="x.pdf"\r\n\r\n' + PDF * 5000
    address = reverse("issues:evidence_upload", args=[issue.public_id])
    answer = liaison.generic(
        "POST",
        address,
        b"",
        CONTENT_TYPE="multipart/form-data; boundary=b",
        CONTENT_LENGTH=str(10**7),
        **{"wsgi.input": Cut(body)},
    )
    assert answer.status_code >= 400
    assert (issue.evidence.count(), stored_files()) == (0, before)


class Long(io.RawIOBase):
    """A form with one large file, made while it is read."""

    def __init__(self, size):
        self.left, self.size = size, size
        self.start = b'--b\r\nContent-Disposition: form-data; name="shows"\r\n\r\ndone\r\n--b\r\n'
        self.start += b'Content-Disposition: form-data; name="file"; filename="big.pdf"\r\n\r\n%PDF-1.4 '
        self.end = b"\r\n--b--\r\n"
        self.length = len(self.start) + size + len(self.end)

    def read(self, size=-1):
        size = self.length if size is None or size < 0 else size
        if self.start:
            out, self.start = self.start[:size], self.start[size:]
        elif self.left:
            out = bytes(min(size, self.left))
            self.left -= len(out)
        else:
            out, self.end = self.end[:size], self.end[size:]
        return out


@pytest.mark.slow
def test_200_mb_stream_through_bounded_memory(issue, liaison):
    address, long = reverse("issues:evidence_upload", args=[issue.public_id]), Long(199 * 2**20)
    tracemalloc.start()
    try:
        answer = liaison.generic(
            "POST",
            address,
            b"",
            CONTENT_TYPE="multipart/form-data; boundary=b",
            CONTENT_LENGTH=str(long.length),
            headers=SCRIPT,
            **{"wsgi.input": long},
        )
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    row = issue.evidence.get()
    assert (answer.status_code, row.size) == (200, 199 * 2**20 + 9)
    assert peak < 16 * 2**20
    full_path(row.path).unlink()


def test_strangers_get_the_same_404_as_for_what_never_was(world, issue, liaison):
    send(liaison, issue, one())
    row = issue.evidence.get()
    for name in ("file", "preview", "inline", "edit"):
        stranger = as_(world.other_liaison)
        hidden = stranger.get(reverse(f"issues:evidence_{name}", args=[row.public_id]))
        never = stranger.get(reverse(f"issues:evidence_{name}", args=["nothing-here"]))
        assert (hidden.status_code, never.status_code) == (404, 404)
        assert without_number(hidden) == without_number(never)
    assert send(as_(world.other_liaison), issue, one()).status_code == 404
    assert stored_files() >= {full_path(row.path)}


def without_number(answer):
    return answer.content.replace(answer["X-Request-ID"].encode(), b"")


def test_the_form_needs_its_token(world, issue):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(world.liaison, backend=settings.AUTHENTICATION_BACKENDS[-1])
    before = stored_files()
    assert send(strict, issue, one()).status_code == 403
    assert (issue.evidence.count(), stored_files()) == (0, before)


def test_pictures_and_pdf_are_shown_and_the_text_of_others_is_read(issue, liaison):
    send(liaison, issue, one("图.png", PNG))
    send(liaison, issue, one("说明.txt", "整改说明".encode()))
    picture, text = issue.evidence.order_by("id")
    page = liaison.get(reverse("issues:evidence_preview", args=[picture.public_id]))
    assert reverse("issues:evidence_inline", args=[picture.public_id]) in page.content.decode()
    given = liaison.get(reverse("issues:evidence_inline", args=[picture.public_id]))
    assert given["Content-Disposition"].startswith("inline")
    assert "frame-ancestors 'self'" in given["Content-Security-Policy"]
    assert given["X-Frame-Options"] == "SAMEORIGIN"
    assert b"data:image/jpeg;base64," in given.content
    assert liaison.get(reverse("issues:evidence_inline", args=[text.public_id])).status_code == 404
    read = Event.objects.filter(kind="issues.evidence.read").count
    before = read()
    page = liaison.get(reverse("issues:evidence_preview", args=[text.public_id]))
    assert "整改说明" in page.content.decode()
    assert read() == before + 1
    send(liaison, issue, one("扫描件.ofd", packed("OFD.xml", "Doc_0/Document.xml")))
    bare = issue.evidence.latest("id")
    assert "读不出内容" in liaison.get(reverse("issues:evidence_preview", args=[bare.public_id])).content.decode()


def test_a_picture_of_a_telephone_is_small_in_the_list_and_whole_on_its_page(issue, liaison):
    send(liaison, issue, one("现场.HEIC", HEIC))
    row = issue.evidence.get()
    listed = liaison.get(reverse("issues:evidence_upload", args=[issue.public_id])).content.decode()
    thumb = reverse("issues:evidence_thumb", args=[row.public_id])
    assert thumb in listed
    assert "image/*" in listed
    assert " open" in listed.split('<details class="body upload-more"')[1][:80]
    read = Event.objects.filter(kind="issues.evidence.read").count
    before = read()
    small = liaison.get(reverse("issues:evidence_thumb", args=[row.public_id]))
    assert (small["Content-Type"], read() - before) == ("image/jpeg", 0)
    assert b"".join(small.streaming_content)[:3] == b"\xff\xd8\xff"
    whole = liaison.get(reverse("issues:evidence_inline", args=[row.public_id]))
    assert (whole["Content-Type"], read() - before) == ("image/svg+xml", 1)
    assert b"data:image/jpeg;base64,/9j/" in whole.content
    original = liaison.get(reverse("issues:evidence_file", args=[row.public_id]))
    assert b"".join(original.streaming_content) == HEIC


def test_the_web_server_in_front_may_send_the_bytes(issue, liaison, settings):
    settings.FILES_LOCATION = "/internal-files/"
    send(liaison, issue, one())
    row = issue.evidence.get()
    given = liaison.get(reverse("issues:evidence_file", args=[row.public_id]))
    assert given["X-Accel-Redirect"] == f"/internal-files/{row.path}"
    assert given["Content-Disposition"].startswith("attachment")
    assert given.content == b""


def test_what_is_said_may_be_corrected_and_a_file_withdrawn(issue, liaison):
    send(liaison, issue, one())
    row = issue.evidence.get()
    address = reverse("issues:evidence_edit", args=[row.public_id])
    liaison.post(address, {"shows": "effect", "document_date": "2026-03-04", "note": "复核结果"})
    row.refresh_from_db()
    assert (row.shows, f"{row.document_date}", row.note) == ("effect", "2026-03-04", "复核结果")
    liaison.post(reverse("issues:evidence_withdraw", args=[row.public_id]))
    row.refresh_from_db()
    assert row.withdrawn_at
    assert full_path(row.path).exists()


def test_a_new_version_stands_beside_the_old(issue, liaison):
    send(liaison, issue, one())
    old = issue.evidence.get()
    address = reverse("issues:evidence_replace", args=[old.public_id])
    liaison.post(address, {"shows": "done", "file": one("新.pdf", PDF + b"2")})
    assert [row.name for row in live_evidence(issue)] == ["新.pdf"]
    assert full_path(old.path).exists()
    again = liaison.post(address, {"shows": "done", "file": one("又一版.pdf", PDF + b"3")}, headers=SCRIPT)
    assert "已经有更新的版本" in again.json()["errors"][0]


def test_the_same_file_is_not_taken_twice(issue, liaison):
    assert send(liaison, issue, one()).status_code == 200
    assert "内容完全相同" in send(liaison, issue, one("换个名.pdf")).json()["errors"][0]
    assert issue.evidence.count() == 1


@pytest.mark.model
def test_handed_in_evidence_is_changed_by_nobody(world):
    issue = world.issue(at=Status.FIRST_REVIEW)
    row = issue.evidence.first()
    client = as_(world.liaison)
    client.post(reverse("issues:evidence_edit", args=[row.public_id]), {"shows": "effect", "note": "改"})
    client.post(reverse("issues:evidence_withdraw", args=[row.public_id]))
    assert "我知道" in send(client, issue, one()).json()["errors"][0]
    assert Issue.objects.get(pk=issue.pk).status == Status.FIRST_REVIEW
    for change in ("note = 'x'", "digest = 'x'", "name = 'x'"):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"UPDATE issues_evidence SET {change} WHERE id = %s", [row.pk])
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM issues_evidence WHERE id = %s", [row.pk])
    assert Evidence.objects.filter(pk=row.pk, note=row.note, withdrawn_at=None).exists()


def test_the_sweep_takes_only_old_files_without_a_row(issue, liaison, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path  # where no test that stood at an earlier day has left files
    send(liaison, issue, one())
    old, young = keep([b"old"], folder=actions.FOLDER), keep([b"young"], folder=actions.FOLDER)
    past = (timezone.now() - timedelta(days=2)).timestamp()
    os.utime(full_path(old.path), (past, past))
    os.utime(full_path(issue.evidence.get().path), (past, past))
    assert actions.sweep() == 1
    assert not full_path(old.path).exists()
    assert full_path(young.path).exists()
    assert full_path(issue.evidence.get().path).exists()
