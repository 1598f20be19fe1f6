"""The proof that every night brings: in slices, kept, told once; and the file that is not given out."""

from datetime import timedelta
from io import StringIO

import pytest
from django.conf import settings as project
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from issues.models import Plan, Status
from ledgers.tests.damage import written
from rectify.audit import checks, heads, proofs
from rectify.audit.models import ChainHead, Event, Proof
from rectify.audit.seals import Fault, name_of
from rectify.audit.trail import record
from rectify.lib.dates import today
from rectify.lib.filestore import full_path
from rectify.notices import alarms
from rectify.notices.models import Notice
from rectify.roof.testing.behind import owning
from rectify.roof.testing.grants import granted
from rectify.tasks import prove

pytestmark = pytest.mark.engines
NIGHT = "2026-03-19 02:00:00+08:00"


@pytest.fixture(autouse=True)
def places(settings, tmp_path):
    settings.HEADS_DIR = str(tmp_path / "heads")
    settings.MEDIA_ROOT = tmp_path / "files"
    settings.MEDIA_ROOT.mkdir()


@pytest.fixture
def issue(world):
    """One that was struck off, in a world whose posts were granted."""
    made = world.issue(at=Status.CLOSED)
    granted()
    return made


def client_of(user) -> Client:
    client = Client()
    client.force_login(user, backend=project.AUTHENTICATION_BACKENDS[-1])
    return client


def later(**times: int):
    return timezone.now() + timedelta(**times)


def damaged(issue) -> Plan:
    plan = issue.plans.get()
    written([plan], body=plan.body | {"goal": "改"})
    return plan


def test_a_proof_in_slices_finds_what_the_whole_finds(issue):
    plan = damaged(issue)
    proof, turns = proofs.begin(by=None), 0
    while not proofs.go_on(proof=proof, until=timezone.now()) and turns < 200:
        turns += 1
    proof.refresh_from_db()
    assert 5 < turns < 200
    assert [fault.row for fault in proof.faults.all()] == [name_of(plan)]
    whole: dict[str, int] = {}
    for check, piece in proofs.run():
        whole[check.title] = whole.get(check.title, 0) + piece.looked
    for title in ("佐证文件", "整改方案", "对账", "数据库的防护"):
        assert proof.looked[title] == whole[title] > 0


def test_two_workers_do_not_do_the_same_and_a_dead_ones_work_is_taken_up(issue, time_machine):
    damaged(issue)
    proof = proofs.begin(by=None)
    Proof.objects.update(busy_until=later(hours=1))
    assert not proofs.go_on(proof=proof, until=later(minutes=1))
    assert Proof.objects.get().looked == {}
    time_machine.move_to(later(hours=2))
    assert proofs.go_on(proof=proof, until=later(minutes=1))
    assert proof.faults.count() == 1
    assert not proofs.go_on(proof=proof, until=later(minutes=1))


def test_a_slice_that_another_wrote_down_is_not_written_twice(issue):
    first, second = proofs.begin(by=None), proofs.begin(by=None)
    assert first.pk == second.pk
    check = checks.every()[0]
    piece = checks.CheckedSlice(9, 9, [Fault("x", "y:1", "", "z")])
    assert proofs._kept(first, check, piece)
    assert not proofs._kept(second, check, piece)
    assert first.faults.count() == 1


def test_what_changes_while_it_is_looked_at_is_no_fault():
    looks = iter([[Fault("x", "y:1", "", "z"), Fault("x", "y:2", "", "z")], [Fault("x", "y:2", "", "z")]])
    check = checks.SealCheck("x", "x", lambda after, since: iter([checks.CheckedSlice(1, 1, next(looks))]))
    assert [fault.row for piece in proofs._slices(check, 0, None) for fault in piece.faults] == ["y:2"]


def test_once_a_night_and_told_once_to_those_who_keep_the_system(issue, time_machine):
    plan = damaged(issue)
    time_machine.move_to("2026-03-18 15:00:00+08:00")
    prove()
    assert not Proof.objects.exists()
    time_machine.move_to(NIGHT)
    for _ in range(3):
        prove()
    proof = Proof.objects.get()
    assert proof.finished_at is not None
    assert Event.objects.filter(kind="audit.proof.finish").values_list("facts__faults", flat=True).get() == 1
    told = Notice.objects.filter(kind="alarm")
    assert sorted(told.values_list("to__username", flat=True)) == ["auditor", "sysadmin"]
    assert not any(plan.issue.title in f"{notice.title}{notice.text}" for notice in told)


def test_a_proof_that_is_long_ago_is_told_once_and_by_the_doctor(issue, time_machine, capsys):
    proof = proofs.begin(by=None)
    assert proofs.go_on(proof=proof, until=later(minutes=5))
    assert not Notice.objects.filter(kind="alarm").exists()
    time_machine.move_to(later(hours=49))
    for _ in range(2):
        alarms.of_proof(proofs.last(), at=timezone.now())
    assert Notice.objects.filter(kind="alarm").count() == 1
    assert Client().get("/healthz").json()["proof_hours"] == 49
    with pytest.raises(CommandError):
        call_command("doctor")
    assert "最后一次核验在 49 小时前" in capsys.readouterr().out


def test_the_auditor_asks_reads_and_prints(world, issue):
    plan = damaged(issue)
    client = client_of(world.auditor)
    assert "还没有核验过" in client.get("/audit/proof/").content.decode()
    client.post("/audit/proof/begin/")
    assert "正在核验" in client.get("/audit/proof/").content.decode()
    proofs.go_on(proof=proofs.unfinished(), until=later(minutes=5))
    page = client.get("/audit/proof/").content.decode()
    assert name_of(plan) in page
    assert issue.number in page
    assert issue.title not in page
    assert "整改方案" in page
    for user in (world.sysadmin, world.head, world.liaison):
        assert client_of(user).get("/audit/proof/").status_code == 404


def test_a_file_whose_bytes_are_others_is_not_given_out(world, issue):
    file = issue.evidence.first()
    address = reverse("issues:evidence_file", args=[file.public_id])
    client = client_of(world.liaison)
    assert b"".join(client.get(address).streaming_content) == full_path(file.path).read_bytes()
    full_path(file.path).write_bytes(b"%PDF-1.7 other bytes")
    for _ in range(2):
        answer = client.get(address, follow=True)
        assert "校验码不符" in answer.content.decode()
        assert "没有给出" in answer.content.decode()
    events = Event.objects.filter(kind="audit.file.mismatch")
    assert [(event.by, event.subject) for event in events] == [(world.liaison, f"issues.issue:{issue.pk}")] * 2
    notice = Notice.objects.get(kind="alarm")
    assert (notice.to, file.name in f"{notice.title}{notice.text}") == (world.sysadmin, False)
    assert file.public_id in notice.title


def test_heads_are_kept_where_they_changed_and_compared(world, issue):
    assert heads.keep()
    assert not heads.keep()
    record("accounts.session.close", world.clerk, by=world.clerk)
    assert heads.keep()
    assert len(list(heads.kept())) == 2
    assert list(heads.differing()) == []
    with heads.file().open("a") as out:
        out.write("没有\n\n7\n9999999:aa\n")
    assert [number for number, _ in heads.differing()] == [9999999]


def test_a_decoy_guard_is_named(issue):
    """A trigger of the right name that refuses nothing is no guard."""
    hollow = "CREATE OR REPLACE FUNCTION guard_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$"
    name = "guard_ledgers_entry_update"
    if connection.vendor == "postgresql":
        statements, named = [hollow], "guard_refuse"
    else:
        trigger = f"CREATE TRIGGER {name} BEFORE UPDATE ON ledgers_entry BEGIN SELECT 1; END"
        statements, named = [f"DROP TRIGGER {name}", trigger], name
    with owning(connection), connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
    assert {fault.row for _, piece in proofs.run() for fault in piece.faults} == {named}


def test_the_auditor_asks_for_what_was_sealed_since_a_day(world, issue, time_machine):
    """What is older is left out and said to be; the last proof of everything stays in sight, and is the one that ages."""
    plan = damaged(issue)
    assert proofs.go_on(proof=proofs.begin(by=None), until=later(minutes=5))
    whole = proofs.last()
    time_machine.move_to(later(days=3))
    client = client_of(world.auditor)
    page = client.post("/audit/proof/begin/", {"since": str(today() + timedelta(days=1))}).content.decode()
    assert "这一天还没有到" in page
    assert proofs.unfinished() is None
    client.post("/audit/proof/begin/", {"since": str(today())})
    assert "已经在核验" in client.post("/audit/proof/begin/", follow=True).content.decode()
    assert proofs.go_on(proof=proofs.unfinished(), until=later(minutes=5))
    part = proofs.newest()
    assert (part.since, part.faults.count(), proofs.last()) == (today(), 0, whole)
    assert "整改方案" in whole.looked
    assert "整改方案" not in part.looked
    page = client.get("/audit/proof/").content.decode()
    assert name_of(plan) not in page
    assert "以来封存的" in page
    assert "1 处不符" in page
    assert proofs.is_old(proofs.last(), at=timezone.now())


def test_what_a_restore_left_behind_is_no_cut_tail_but_said(world, issue):
    """The word that the file holds by itself excuses nothing: the trail must tell of the restore."""
    assert heads.keep()
    came_back = ChainHead.objects.get()
    with transaction.atomic():
        record("accounts.session.close", world.clerk, by=world.clerk)
        behind = ChainHead.objects.get().number
        assert heads.keep()
        transaction.set_rollback(True)
    assert [number for number, _ in heads.differing()] == [behind]
    assert heads.keep(heads.RETURNED)
    assert list(heads.differing()) == []
    assert [number for number, _ in heads.unanswered()] == [came_back.number]
    record(heads.RESTORE, came_back, by=None, made_at="", revoked=0)
    assert heads.unanswered() == []
    heads.keep()
    record("accounts.session.close", world.clerk, by=world.clerk)
    heads.keep()
    assert list(heads.differing()) == []
    assert [(head.number, last) for head, last in heads.returned()] == [(came_back.number, behind)]
    out = StringIO()
    call_command("prove", stdout=out)
    assert f"还原到第 {came_back.number} 条" in out.getvalue()
    assert f"另存到第 {behind} 条" in client_of(world.auditor).get("/audit/proof/").content.decode()
