"""No text and no file enters by a page, whichever door it takes, otherwise than the table of markings says.

The doors are what the pages show: every form that is posted, each field of it, every form that takes a file. Each door meets
some of the texts, each text some of the doors; by night all meet all. What is sent is taken back.
"""

from collections import Counter

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.urls import resolve, reverse
from django.utils import timezone
from lxml import html

from issues.models import Evidence
from ledgers.models import Batch, VisitFile
from ledgers.tests.twins import told_on_page
from rectify.audit.models import Event
from rectify.lib.filecheck import TextCheck
from rectify.roof.testing.seed import some
from rectify.roof.testing.walk import every_address
from rectify.roof.tests.marktable import FREE, MAKE, REFUSED, TABLE, WARNED, fits, names, read_here, texts, verdict_of
from rectify.roof.tests.test_malformed import route_of
from rectify.roof.tests.test_word_gate import forms, held

pytestmark = [pytest.mark.django_db, pytest.mark.sampled]
SCRIPT = {"X-Requested-With": "XMLHttpRequest"}
NOT_THERE = (403, 404, 405)
# How an upload door says that it takes no such kind of file.
OTHER_KIND = ("只收", "不收", "不能上传")
PEOPLE = ("liaison", "clerk", "head", "visitor", "sysadmin")
BEFORE = (
    "ledgers.batch.upload",
)  # a workbook lies in its batch while it is read; a refused one keeps no row and no file
CLEAN = "整改情况已逐项核实"


@pytest.fixture(autouse=True)
def at_once(monkeypatch):
    read_here(monkeypatch)


def test_the_table_of_the_rule_is_walked():
    if not TABLE.exists():
        pytest.skip("没有 ../shared/cases/marks.tsv：走的是自己的例句")
    assert Counter(line.verdict for line in [*texts(), *names()]) == {"refused": 20, "warned": 20, "free": 20}


def test_every_field_of_every_form(doors):
    fields = [(who, target, body, name) for who, target, body, name, _ in forms(doors)]
    tries = some([(door, line) for door in range(len(fields)) for line in texts()], door_of, line_of)
    wrong, count = [], Counter()
    for door, line in tries:
        who, target, body, name = fields[door]
        sent = {field: line.text if field == name else value for field, value in body.items()}
        with transaction.atomic():
            answer = doors.client(who).post(target, sent)
            kept = line.verdict == REFUSED and held(line.text)
            transaction.set_rollback(True)
        if answer.status_code in NOT_THERE:
            continue
        verdict = verdict_of(answer)
        count[verdict] += 1
        if verdict != line.verdict or kept:
            wrong.append(f"{answer.status_code} {verdict} for {line.verdict}: {who} {target} {name} {line.text!r}")
    print(f"\n{len(fields)} fields × {len(texts())} texts: {len(tries)} sent, {dict(count)}")
    assert len(fields) > 200
    assert min(count.values()) > 20
    assert not wrong, "\n".join(wrong[:40])


def door_of(row):
    return row[0]


def line_of(row):
    return row[1]


@pytest.fixture(scope="module")
def uploads(doors):
    """Every door for files, as a page shows its form or as its view says: who may use it, where, its other fields, the name
    of its file."""
    seen = {}
    for who, url, page in doors.sheets:
        if 'type="file"' not in page:
            continue
        tree = html.fromstring(page)
        tree.make_links_absolute(f"http://testserver{url}")
        for form in tree.forms:
            for control in form.xpath(".//input[@type='file']"):
                target = (form.action or url).removeprefix("http://testserver").partition("?")[0]
                fields = {name: str(value or "") for name, value in form.form_values() if name != control.get("name")}
                seen.setdefault(route_of(target), (who, target, fields, control.get("name")))
    for address in every_address():
        if hasattr(resolve(doors.url(address)).func, "receives") and address.route not in seen:
            who = next(who for who in PEOPLE if knows(doors, who, doors.url(address)))
            seen[address.route] = (who, doors.url(address), {"shows": "done"}, "file")
    return list(seen.values())


def knows(doors, who, url):
    """Whether this person stands before the door: who may not know of it is told nothing."""
    return doors.client(who).post(url, {"note": "x"}, headers=SCRIPT).status_code != 404


def sent(doors, door, name, body):
    """What the door says of a file, and whether anything but its question was stored."""
    who, target, fields, field = door
    script = SCRIPT if hasattr(resolve(target).func, "receives") else {}
    with transaction.atomic():
        last, began = Event.objects.order_by("-number").values_list("number", flat=True).first(), timezone.now()
        answer = doors.client(who).post(
            target, fields | {field: SimpleUploadedFile(name, body)}, headers=script, follow=True
        )
        verdict, batch = verdict_of(answer), Batch.objects.order_by("-pk").first()
        if batch.created_at > began and batch.layout.get("words"):
            verdict = WARNED  # asked before 写入, once for the file
        told = (
            Event.objects.filter(number__gt=last).exclude(kind__in=BEFORE).exclude(kind__endswith=".turn_away").count()
        )
        transaction.set_rollback(True)
    return verdict, told, answer


def asked_of(door, line):
    """A file that is chosen and not sent yet is nobody's word: what has to be confirmed is asked by the form that takes it."""
    return FREE if line.verdict == WARNED and door[1] == reverse("drafts:choose") else line.verdict


def test_every_door_for_files_looks_at_names(doors, uploads):
    tries = some([(n, line) for n in range(len(uploads)) for line in names()], door_of, line_of)
    wrong, count = [], Counter()
    for n, line in tries:
        kind = line.text.rpartition(".")[2]
        verdict, told, _ = sent(doors, uploads[n], line.text, MAKE[kind](CLEAN))
        count[verdict] += 1
        if verdict != asked_of(uploads[n], line) or (verdict != FREE and told):
            wrong.append(f"{verdict} for {line.verdict}: {uploads[n][1]} {line.text}")
    print(f"\n{len(uploads)} doors × {len(names())} names: {len(tries)} sent, {dict(count)}")
    assert len(uploads) >= 6
    assert not wrong, "\n".join(wrong)


def test_every_door_for_files_looks_inside(doors, uploads):
    taken = [(n, kind) for n in range(len(uploads)) for kind in MAKE if takes(doors, uploads[n], kind)]
    tries = some([(door, line) for door in taken for line in texts() if fits(door[1], line.text)], door_of, line_of)
    wrong, count = [], Counter()
    for (n, kind), line in tries:
        verdict, told, _ = sent(doors, uploads[n], f"情况.{kind}", MAKE[kind](line.text))
        count[verdict] += 1
        if verdict != asked_of(uploads[n], line) or (verdict != FREE and told):
            wrong.append(f"{verdict} for {line.verdict}: {uploads[n][1]} {kind} {line.text!r}")
    print(f"\n{len(taken)} doors and kinds of file × {len(texts())} texts: {len(tries)} sent, {dict(count)}")
    assert {uploads[n][1] for n, _ in taken} == {door[1] for door in uploads}
    assert not wrong, "\n".join(wrong)


def takes(doors, door, kind):
    """Whether the door takes that kind of file at all."""
    _, _, answer = sent(doors, door, f"情况.{kind}", MAKE[kind](CLEAN))
    listed = next(
        (scope["errors"] for scope in answer.context or () if "errors" in scope), ""
    )  # of a page without a form
    is_data = answer["Content-Type"].startswith("application/json")
    said = str(answer.json()) if is_data else f"{told_on_page(answer)} {listed}"
    if is_data and "stays" in answer.json():  # nothing was kept: it goes with the form, whose own door looks at it
        return False
    return not any(words in said for words in OTHER_KIND)


def test_wherever_a_file_is_listed_it_says_that_nobody_looked_inside(doors):
    file = doors.objects.evidence
    Evidence.objects.update(text_check=TextCheck.UNCHECKED, text_check_why="图片")
    VisitFile.objects.update(text_check=TextCheck.UNCHECKED, text_check_why="图片")
    listed, silent = 0, []
    shown = (f"/{file.public_id}/", "/visit-files/")
    for who, url, page in doors.sheets:
        if any(address in page for address in shown) and "/audit/" not in url and "/trail/" not in url:
            listed += 1
            if "未检查文字（图片）" not in doors.client(who).get(url).content.decode():
                silent.append(url)
    assert listed >= 4
    assert silent == []
