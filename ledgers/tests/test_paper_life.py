"""文书 after its review: four eyes, numbers without gap or double, what the unit reads and answers, what is spoiled and shown."""

import io
import json
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.urls import reverse
from docx import Document

from issues.actions.knowing import restrict
from issues.models import COUNTED, Issue, Restriction, Status
from issues.workload import Workload
from ledgers import books, numbering
from ledgers.actions import papers as actions
from ledgers.kinds import KINDS
from ledgers.models import IssuedPaper
from ledgers.moves.papers import PAPER
from ledgers.panels import papers as waiting
from ledgers.papers import PAPERS
from ledgers.paperwork import UnitInRound
from rectify.accounts.models import Unit
from rectify.audit.seals import digested
from rectify.lib.dates import today
from rectify.lib.errors import Conflict, Refused
from rectify.options import actions as options
from rectify.roof.testing.world import person
from rectify.workflow.move import make

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def world(shared_world):
    return shared_world


@pytest.fixture(scope="module")
def issue(world):
    return world.issue(at=Status.RECTIFYING)


def reviewed(world, issue, kind="inform", by="clerk"):
    due = today() + timedelta(days=9)
    return actions.review(kind=PAPERS[kind], obj=issue, by=getattr(world, by), answer_by=due)


def issued(world, issue, kind="inform", **given):
    return world.move(reviewed(world, issue, kind), "issue", "head", data=given)


def delivered(world, issue):
    return world.move(issued(world, issue), "deliver", "clerk", data={"on": today(), "delivery": "机要"})


def register(world, user):
    kind = KINDS["papers"]
    asked = books.ask(kind, user, {}, world.round)
    rows = [books.plain_row(kind, line) for line in books.stream(kind, user, asked)]
    return rows, [str(one) for one in books.series_of(kind, user, asked)]


def text_of(paper):
    document = Document(io.BytesIO(bytes(paper.content)))
    return "".join(node.text or "" for node in document.element.iter())


def test_who_reviewed_does_not_sign_and_a_paper_is_signed_once(world, issue):
    row = reviewed(world, issue, by="head")
    with pytest.raises(Refused, match="须是两个人"):
        make(PAPER["issue"], row, by=world.head)
    with pytest.raises(Refused, match="由督查负责人签发"):
        make(PAPER["issue"], row, by=world.clerk)
    with pytest.raises(Conflict, match="正等签发"):
        reviewed(world, issue)
    with pytest.raises(Refused, match="不编文号"):
        reviewed(world, issue, "zero")
    make(PAPER["issue"], row, by=world.second_head)
    with pytest.raises(Conflict, match="签发"):
        make(PAPER["issue"], row, by=world.second_head)


def test_a_paper_that_asks_for_an_answer_says_by_when(world, issue):
    with pytest.raises(Refused, match="答复期限"):
        actions.review(kind=PAPERS["inform"], obj=issue, by=world.clerk)
    paper = issued(world, issue)
    by = paper.answer_by
    assert f"{by.year}年{by.month}月{by.day}日前" in text_of(paper)


def test_a_number_is_typed_once_where_it_is_given_outside_and_series_are_joined(world, issue):
    options.put(key="paper.outside", raw="告", office=world.office, by=world.sysadmin)
    options.put(key="paper.joined", raw="抄=督", office=world.office, by=world.sysadmin)
    with pytest.raises(Refused, match="请填写文号"):
        issued(world, issue)
    waiting_one = IssuedPaper.objects.waiting().get(slug="inform")
    first = world.move(waiting_one, "issue", "head", data={"serial": "市巡告[2026] 17 号"})
    assert (first.serial, first.number, first.year) == ("市巡告〔2026〕17号", 17, 2026)
    with pytest.raises(Refused, match="已经用在"):
        issued(world, issue, serial="市巡告〔2026〕17号")
    late = IssuedPaper.objects.waiting().get(slug="inform")
    with pytest.raises(Refused, match="文号要写全"):
        world.move(late, "issue", "head", data={"serial": "17号"})
    world.move(late, "issue", "head", data={"serial": "市巡告〔2026〕19号"})
    assert issued(world, issue, "copy").serial.startswith("巡督〔")
    (outside,) = [one for one in numbering.accounts(world.head, IssuedPaper.objects.all()) if one.outside]
    assert (outside.missing[-1], outside.spoiled) == (18, ())
    with pytest.raises(IntegrityError), transaction.atomic():
        IssuedPaper.objects.filter(pk=first.pk).update(number=19, serial="另〔2026〕19号")


def test_a_unit_reads_what_was_delivered_to_it_and_answers_from_its_desk(world, issue, client):
    ahead = issued(world, issue)
    assert not IssuedPaper.objects.visible_to(world.liaison).filter(pk=ahead.pk).exists()
    paper = world.move(ahead, "deliver", "clerk", data={"on": today(), "delivery": "机要"})
    assert [one.what for one in waiting(world.liaison, Workload(world.liaison, today()), today())] == ["待签收"]
    assert not IssuedPaper.objects.visible_to(world.other_liaison).exists()
    client.force_login(world.liaison)
    page = reverse("ledgers:issued_paper", args=[paper.public_id])
    assert paper.serial in client.get("/").content.decode()
    file = client.get(reverse("ledgers:paper_issued", args=[paper.public_id]))
    assert b"".join(file.streaming_content) == bytes(paper.content)
    client.post(page, {"move": "receive"})
    client.post(page, {"move": "answer", "answer": "三户已经补齐"})
    paper.refresh_from_db()
    assert (paper.status, paper.received_who, paper.answered_who) == ("answered", "liaison", "liaison")
    assert waiting(world.liaison, Workload(world.liaison, today()), today()) == []
    assert [row["number"] for row in register(world, world.liaison)[0]] == [paper.serial]
    assert register(world, world.liaison)[1] == []
    world.move(paper, "send_back", "clerk", note="写明哪三户")
    client.post(page, {"move": "answer", "answer": "张、李、王三户"})
    paper.refresh_from_db()
    world.move(world.move(paper, "judge", "clerk"), "finish", "clerk")
    assert paper.status == "finished"


def test_a_unit_without_accounts_is_entered_with_who_and_when_and_judged_by_another(world, issue):
    paper = delivered(world, issue)
    with pytest.raises(Refused, match="不能晚于今天"):
        world.move(paper, "enter_receipt", "clerk", data={"on": today() + timedelta(days=1), "who": "村支书"})
    with pytest.raises(Refused, match="不能早于上一步"):
        world.move(paper, "enter_receipt", "clerk", data={"on": today() - timedelta(days=1), "who": "村支书"})
    entered = {"on": today(), "who": "村支书"}
    world.move(paper, "enter_receipt", "clerk", data=entered)
    with pytest.raises(Refused, match="才能办结"):
        world.move(paper, "finish", "clerk")
    world.move(paper, "enter_answer", "clerk", data=entered | {"answer": "已补发"})
    with pytest.raises(Refused, match="须由另一人认定"):
        world.move(paper, "judge", "clerk")
    world.move(paper, "judge", "head")
    assert (paper.received_who, paper.answered_who, paper.answered_by) == ("村支书", "村支书", world.clerk)


def test_a_spoiled_number_stays_with_its_reason_in_every_register(world, issue, capsys):
    kept, spoiled = issued(world, issue, "copy"), issued(world, issue, "copy")
    world.move(spoiled, "spoil", "head", note="印错了抬头")
    after = issued(world, issue, "copy")
    assert after.number == spoiled.number + 1 == kept.number + 2
    rows, series = register(world, world.clerk)
    row = next(row for row in rows if row["number"] == spoiled.serial)
    assert (row["status"], row["remark"]) == ("作废", "印错了抬头")
    assert any("不缺号；作废" in line and str(spoiled.number) in line for line in series)
    call_command("paper", "--register", "--json")
    states = {line["number"]: line["state"] for line in json.loads(capsys.readouterr().out)}
    assert states[spoiled.serial] == "作废"
    with pytest.raises(IntegrityError), transaction.atomic():
        spoiled.delete()


def test_a_gap_is_shown_wherever_it_comes_from(world, issue):
    last = issued(world, issue, "copy")
    rows = IssuedPaper.objects.filter(office=world.office, series=last.series)
    fields = {f.name: getattr(last, f.name) for f in IssuedPaper._meta.fields if f.name not in ("id", "public_id")}
    IssuedPaper.objects.create(**fields | {"number": last.number + 3, "serial": "巡抄〔2026〕跳号"})
    account = next(one for one in numbering.accounts(world.head, rows) if one.last == last.number + 3)
    assert account.missing == (last.number + 1, last.number + 2)
    assert f"缺 {last.number + 1}—{last.number + 2} 号" in str(account)


def test_a_reprint_is_the_same_after_real_moves_and_prove_names_a_changed_byte(world, tmp_path, client):
    issue = world.issue(at=Status.RECTIFYING)
    row = issued(world, issue, "copy")
    content = bytes(row.content)
    world.bring(issue, Status.CLOSED)
    call_command("paper", "--issued", row.serial, "--out", str(tmp_path / "a.docx"))
    client.force_login(world.clerk)
    again = client.get(reverse("ledgers:paper_issued", args=[row.public_id]))
    assert (tmp_path / "a.docx").read_bytes() == content == b"".join(again.streaming_content)
    (line,) = [one for one in digested() if one.model is IssuedPaper]
    assert list(line.compared([row])) == []
    row.content = content + b"x"
    assert [fault.about for fault in line.compared([row])] == [f"文书 {row.serial}"]
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save(update_fields=["content"])


def test_an_issued_paper_keeps_what_its_numbers_counted(world, issue, client):
    row = actions.review(kind=PAPERS["supervise-start"], obj=UnitInRound(world.lead, world.round), by=world.clerk)
    paper = world.move(row, "issue", "head")
    led = Issue.objects.filter(lead_unit=world.lead, round=world.round, status__in=COUNTED).order_by("number")
    [kept] = paper.basis["figures"]
    assert [line[0] for line in kept["rows"]] == [one.number for one in led]
    assert f"{len(kept['rows'])}件" in text_of(paper)
    before, state = paper.basis, issue.get_status_display()
    world.issue(at=Status.RECTIFYING)
    page = open_page(client, world.clerk, paper)
    assert f"{issue.number}（{state}，期限 {issue.due}）" in page
    assert kept["definition"] in page
    restrict(issue=issue, why=Restriction.PERSON, reason="涉及干部", by=world.head)
    for reader, told in ((world.clerk, "限知悉范围"), (world.head, f"{state}，期限 {issue.due}")):
        assert f"{issue.number}（{told}）" in open_page(client, reader, paper)
    paper.refresh_from_db()
    assert paper.basis == before
    with pytest.raises(IntegrityError, match="frozen"), transaction.atomic():
        IssuedPaper.objects.filter(pk=paper.pk).update(basis=None)
    (seal,) = [one for one in digested() if one.model is IssuedPaper]
    assert list(seal.faults(paper)) == []
    paper.basis["figures"][0]["rows"].pop()
    assert list(seal.faults(paper)) == ["数字的依据与签发时封存的不同"]
    del paper.basis["seal"]
    assert list(seal.faults(paper)) == ["数字的依据与签发时封存的不同"]


def open_page(client, user, paper):
    client.force_login(user)
    return client.get(paper.get_absolute_url()).content.decode()


def test_the_pages_review_and_sign(world, issue, client):
    client.force_login(world.clerk)
    place = reverse("ledgers:paper", args=[issue.public_id, "inform"])
    review = reverse("ledgers:paper_review", args=[issue.public_id, "inform"])
    assert "请写答复期限" in client.post(review, {}, follow=True).content.decode()
    assert "答复期限" in client.get(place).content.decode()
    client.post(review, {"answer_by": today() + timedelta(days=5)})
    row = IssuedPaper.objects.waiting().get(about_id=issue.public_id, slug="inform")
    client.force_login(world.head)
    assert row.title in client.get(reverse("ledgers:paper_register")).content.decode()
    client.post(row.get_absolute_url(), {"move": "issue"})
    row.refresh_from_db()
    for page in (reverse("ledgers:paper_register"), reverse("ledgers:book", args=["papers"]), row.get_absolute_url()):
        assert row.serial in client.get(page).content.decode()


def test_the_register_holds_what_belongs_to_the_office_in_every_round(world, issue):
    paper = issued(world, issue, "copy")
    elsewhere = Unit.objects.create(name="外市整改办", is_office=True)
    stranger = person("outside_head", ("office_head", elsewhere))
    assert paper.serial in [row["number"] for row in register(world, world.clerk)[0]]
    assert not IssuedPaper.objects.visible_to(stranger).exists()
