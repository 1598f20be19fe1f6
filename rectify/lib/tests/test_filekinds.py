"""Names cleaned, kinds found from content, both agreeing: the table of what is taken and what is turned away."""

import pytest

from rectify.lib import filekinds
from rectify.lib.filekinds import Unfit, check_head, check_whole, clean_name
from rectify.lib.secrecy import marked
from rectify.lib.tests import samples
from rectify.lib.tests.samples import EXE, GOOD, HTML, JPG, PDF, SHEET, WORD, bomb, locked, ole, packed


def judged(tmp_path, name, body):
    path = tmp_path / "one"
    path.write_bytes(body)
    return check_whole(clean_name(name), path)


@pytest.mark.parametrize("kind", GOOD)
def test_a_good_file_of_every_kind_is_taken(tmp_path, kind):
    alike = {"jpeg": "jpg", "jfif": "jpg", "tiff": "tif", "heif": "heic"}
    assert judged(tmp_path, f"佐证材料.{kind.upper()}", GOOD[kind]) == alike.get(kind, kind)


def test_every_kind_has_a_sample():
    assert set(filekinds.KINDS) - set(GOOD) == {"tiff"}


@pytest.mark.parametrize("kind", GOOD)
@pytest.mark.parametrize(
    "body", [EXE, HTML, b"\x7fELF" + b"\0" * 99, b"#!/bin/sh\nrm -rf", b"\xca\xfe\xba\xbe\0\0\0\x34"]
)
def test_programs_and_pages_are_turned_away_under_every_name(tmp_path, kind, body):
    with pytest.raises(Unfit, match="内容与扩展名不符"):
        judged(tmp_path, f"材料.{kind}", body)


@pytest.mark.parametrize(
    ("name", "step"),
    [
        ("现场.mp4", "截几张"),
        ("材料.rar", ".zip"),
        ("图.AVIF", ".jpg"),
        ("页.html", "PDF"),
        ("台账.numbers", ".xlsx"),
        ("无", "zip"),
    ],
)
def test_a_kind_that_is_not_taken_is_told_its_own_next_step(name, step):
    with pytest.raises(Unfit, match=step) as unfit:
        filekinds.kind_of(name)
    assert unfit.value.code == "kind"


def test_a_film_is_no_picture_of_a_phone(tmp_path):
    with pytest.raises(Unfit, match="内容是视频"):
        judged(tmp_path, "现场.heic", b"\0\0\0\x18ftypisom" + b"\0" * 600)


WRONG = [
    ("a.pdf", JPG, "content"),
    ("a.jpg", PDF, "content"),
    ("a.docx", packed(*SHEET), "content"),
    ("a.docx", packed("随便.txt"), "content"),
    ("a.xls", ole("WordDocument"), "content"),
    ("a.docx", ole("WordDocument"), "content"),
    ("a.doc", ole("SummaryInformation"), "content"),
    ("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 700, "content"),
    ("a.doc", b"{\\rtf1 old}", "content"),
    ("a.zip", b"PK\x03\x04" + b"\0" * 700, "content"),
    ("a.docx", packed(*WORD)[:-30], "content"),
    ("a.docx", packed(*WORD, "word/vbaProject.bin"), "macro"),
    ("a.xlsx", packed(*SHEET, "xl/macrosheets/sheet1.xml"), "macro"),
    ("a.doc", ole("WordDocument", "Macros"), "macro"),
    ("a.xls", ole("Workbook", "_VBA_PROJECT_CUR"), "macro"),
    ("a.xlsx", ole("EncryptedPackage", "EncryptionInfo"), "password"),
    ("a.zip", locked(), "password"),
    ("a.zip", packed("说明.txt", "setup.EXE"), "archive"),
    ("a.zip", packed("index.html"), "archive"),
    ("a.txt", b"MIME-Version: 1.0\nContent-Type: multipart/related", "content"),
    ("a.csv", b"\x00\x01\x02", "content"),
]


@pytest.mark.parametrize(("name", "body", "code"), WRONG, ids=[f"{n}-{c}-{i}" for i, (n, _, c) in enumerate(WRONG)])
def test_what_does_not_fit_is_turned_away_with_its_reason(tmp_path, name, body, code):
    with pytest.raises(Unfit) as found:
        judged(tmp_path, name, body)
    assert found.value.code == code


def test_a_bomb_is_turned_away_unopened(tmp_path):
    with pytest.raises(Unfit, match="大得不正常"):
        judged(tmp_path, "a.xlsx", bomb(*SHEET))


@pytest.mark.parametrize(
    ("raw", "name"),
    [
        ("../../etc/核查表.pdf", "核查表.pdf"),
        ("..\\..\\x.pdf", "x.pdf"),
        ("a\u202efdp.pdf", "afdp.pdf"),
        ("x.p\u200bdf", "x.pdf"),
        ("x.pdf. ", "x.pdf"),
        ("a\r\nb\x00.pdf", "ab.pdf"),
        ("e\u0301.pdf", "é.pdf"),
        ("  两  个 空格.PDF", "两 个 空格.PDF"),
        ('"><img onerror=x>.pdf', '"><img onerror=x>.pdf'),
        ("汉" * 251 + ".pdf", "汉" * 251 + ".pdf"),
        ("x.exe.pdf", "x.exe.pdf"),
    ],
)
def test_names_are_cleaned(raw, name):
    assert clean_name(raw) == name


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("x.pdf.exe", "kind"),
        ("x.html", "kind"),
        ("x.svg", "kind"),
        ("x.js", "kind"),
        (".htaccess", "kind"),
        ("没有扩展名", "kind"),
        ("x.docm", "macro"),
        ("汉" * 252 + ".pdf", "name"),
        ("\u202e", "name"),
        ("机密 报告.pdf", "secret"),
        ("（绝 密）方案.pdf", "secret"),
        ("秘密★10年.pdf", "secret"),
    ],
)
def test_names_that_are_turned_away(name, code):
    with pytest.raises(Unfit) as found:
        check_head(clean_name(name), PDF)
    assert found.value.code == code


def test_a_marked_name_is_not_repeated():
    with pytest.raises(Unfit) as found:
        clean_name("机密级：某某线索.pdf")
    assert "某某" not in str(found.value)
    assert "不得处理涉密信息" in str(found.value)


@pytest.mark.parametrize("text", ["保守国家秘密承诺书", "工作秘密管理办法", "商业秘密保护", "保密工作台账", "秘书科"])
def test_the_subject_of_a_paper_is_no_mark(text):
    assert marked(text) == ""


def test_samples_of_ole_have_their_names(tmp_path):
    from rectify.lib.containers import ole_names

    path = tmp_path / "one"
    path.write_bytes(samples.ole("WordDocument", "1Table", "Data", "ObjectPool"))
    assert ole_names(path) == {"Root Entry", "WordDocument", "1Table", "Data", "ObjectPool"}
