"""导入台账: nothing before 写入, then all or nothing; answered once for all rows; the same file never twice."""

from datetime import date
from io import BytesIO, StringIO

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection
from openpyxl import load_workbook

from issues import horizon
from issues.models import Issue, Measure, Status
from ledgers.actions import import_reading, import_undo, import_writing, imports
from ledgers.importing import template
from ledgers.importing.settling import fingerprint
from ledgers.models import Batch
from ledgers.reading.workbooks import read_workbook
from ledgers.tests.intake import HEADS, open_questions, taken, workbook, written
from rectify.accounts.models import UnitAlias
from rectify.audit.models import Event
from rectify.audit.sentences import sentence
from rectify.lib.errors import Conflict, Refused
from rectify.roof.testing.counting import counted
from rectify.roof.testing.world import unit

pytestmark = pytest.mark.model
FORMS = settings.BASE_DIR.parent / "shared" / "forms"


@pytest.fixture(autouse=True)
def store(tmp_path, settings, monkeypatch):
    """A folder for the files; the day on which they come is the one they were written for."""
    settings.MEDIA_ROOT = tmp_path
    monkeypatch.setattr(horizon, "today", lambda: date(2026, 9, 8))


@pytest.fixture(autouse=True)
def reader(request, monkeypatch):
    """Reads in this process, which is faster; a test that takes `in_life` reads in the limited one."""
    if "in_life" not in request.fixturenames:
        monkeypatch.setattr(
            import_reading,
            "read_safely",
            lambda path, name, anchor, most, taking: read_workbook(path, name=name, anchor=anchor, taking=taking),
        )


@pytest.fixture
def in_life():
    """Reads in the limited process."""


def row(n: int, **changes: str) -> list:
    said = {
        "serial": str(n),
        "unit": "市住建局",
        "issue": f"第 {n} 个问题没有整改到位",
        "measures": "1.成立专班。\n2.逐户核查。",
        "leader": "副局长",
        "units": "财务科",
        "due": "2026年12月31日前",
        "status": "整改中",
        "progress": "正在推进",
    } | changes
    return list(said.values())


def test_nothing_is_written_before_confirming_then_all_of_it(world):
    batch = taken(world, workbook(*(row(n) for n in range(1, 6))))
    assert (batch.state, batch.layout["figures"]["ready"], Issue.objects.count()) == ("ready", 5, 0)
    written(world, batch)
    issue = Issue.objects.get(number="01-003")
    assert (batch.state, batch.added, Issue.objects.count()) == ("written", 5, 5)
    assert (issue.title, issue.status, issue.created_by) == ("第 3 个问题没有整改到位", Status.DRAFT, world.clerk)
    assert (issue.due, issue.due_text, issue.lead_leader) == (date(2026, 12, 31), "2026年12月31日前", "副局长")
    assert [m.text for m in issue.measures.all()] == ["1.成立专班。", "2.逐户核查。"]
    assert "整改状态：整改中\n整改进展：正在推进" in issue.ledger_note
    assert sentence(Event.objects.about(issue).last()) == "从“台账.xlsx”（台账 第 4 行）导入"


def test_the_same_file_again_is_no_news_in_any_order(world):
    rows = [row(n) for n in range(1, 6)]
    written(world, taken(world, workbook(*rows)))
    assert taken(world, workbook(*rows)).layout["figures"]["same"] == 5
    assert taken(world, workbook(*reversed(rows))).layout["figures"]["same"] == 5


def test_a_corrected_file_updates_drafts_and_leaves_what_was_dispatched(world):
    written(world, taken(world, workbook(row(1), row(2), row(3))))
    second = Issue.objects.get(number="01-002")
    second.category = world.category
    second.save(update_fields=["category"])
    world.move(second, "dispatch", "head")
    changed = [
        row(1, leader="局长", measures="1.改一条。"),
        row(2, leader="局长"),
        row(3, issue="第 3 个问题一直没有整改到位"),
    ]
    batch = taken(world, workbook(*changed, row(4)))
    counts = batch.layout["figures"]
    assert [counts[name] for name in ("new", "update", "same", "differs")] == [1, 2, 0, 1]
    written(world, batch)
    first, second, third = Issue.objects.filter(number__lt="01-004").order_by("number")
    assert (first.lead_leader, first.measures.get().text) == ("局长", "1.改一条。")
    assert (second.lead_leader, third.title) == ("副局长", "第 3 个问题一直没有整改到位")
    assert (batch.added, batch.updated, Issue.objects.count()) == (1, 2, 4)


def test_what_was_terminated_or_handed_on_is_not_entered_anew(world):
    rows = [row(1), row(2)]
    written(world, taken(world, workbook(*rows)))
    Issue.objects.update(category=world.category)
    for issue in Issue.objects.all():
        world.bring(issue, Status.CONTESTED)
    ended, handed_on = Issue.objects.order_by("number")
    world.move(ended, "terminate", "head", note="政策已调整", data={"ending": "not_applicable"})
    world.move(handed_on, "reassign", "head", note="属教育局职责", data={"unit": world.other})
    again = taken(world, workbook(*rows)).layout["figures"]
    assert (again["same"], again["new"]) == (2, 0)


def test_a_draft_dispatched_while_the_file_is_written_is_left_alone(world, monkeypatch):
    written(world, taken(world, workbook(row(1))))
    batch = taken(world, workbook(row(1, leader="局长")))
    add = import_writing._add

    def meanwhile(*given):
        Issue.objects.update(category=world.category)
        world.move(Issue.objects.get(), "dispatch", "head")
        add(*given)

    monkeypatch.setattr(import_writing, "_add", meanwhile)
    with pytest.raises(Refused, match="刚刚被改动或下发"):
        written(world, batch)


def test_what_was_corrected_by_hand_and_is_empty_in_the_file_stays(world):
    written(world, taken(world, workbook(row(1, due=""))))
    Issue.objects.update(due=date(2026, 11, 30), category=world.category)
    assert taken(world, workbook(row(1, due=""))).layout["figures"]["same"] == 1


def test_one_answer_serves_all_rows_and_is_remembered(world):
    rows = [row(n, unit="住房和城乡建设局") for n in (1, 2)] + [row(3, due="X月XX日"), row(4, due="X月XX日")]
    batch = taken(world, workbook(*rows))
    assert open_questions(batch) == ["unit:住房和城乡建设局", "date:X月XX日"]
    assert [q["rows"] for q in batch.layout["questions"][:2]] == [2, 2]
    answers = {"unit:住房和城乡建设局": {"unit": world.lead.public_id}, "date:X月XX日": {"date": "2026-10-31"}}
    imports.answer(batch=batch, answers=answers, by=world.clerk)
    assert (batch.layout["figures"]["ready"], UnitAlias.objects.count()) == (4, 0)
    written(world, batch)
    assert UnitAlias.objects.get().unit == world.lead
    assert set(Issue.objects.values_list("due", flat=True)) == {date(2026, 12, 31), date(2026, 10, 31)}
    assert open_questions(taken(world, workbook(row(9, unit="住房和城乡建设局")))) == []


def test_an_answer_can_be_taken_back_and_rows_left_out(world):
    batch = taken(world, workbook(row(1, unit="某某局"), row(2)))
    imports.answer(batch=batch, answers={"unit:某某局": {"out": True}}, by=world.clerk)
    assert (batch.layout["figures"]["out"], batch.layout["figures"]["ready"]) == (1, 1)
    imports.answer(batch=batch, answers={"unit:某某局": None}, by=world.clerk)
    assert open_questions(batch) == ["unit:某某局"]
    imports.leave_out(batch=batch, orders=[1], out=True, by=world.clerk)
    assert (open_questions(batch), batch.layout["figures"]["out"]) == ([], 1)


def test_a_sheet_without_units_is_asked_for_once(world):
    heads = ["序号", "具体问题", "牵头部门", "完成时限"]
    batch = taken(
        world,
        workbook(
            ["1", "甲问题不到位", "财务科", "2026-10-31"], ["2", "乙问题不到位", "人事科", "2026-10-31"], heads=heads
        ),
    )
    assert open_questions(batch) == ["home:台账"]
    imports.answer(batch=batch, answers={"home:台账": {"unit": world.lead.public_id}}, by=world.clerk)
    written(world, batch)
    assert {issue.lead_unit for issue in Issue.objects.all()} == {world.lead}
    assert Issue.objects.get(number="01-001").handler == "牵头：财务科"
    assert (
        open_questions(taken(world, workbook(["3", "丙问题不到位", "财务科", ""], heads=heads), unit=world.other)) == []
    )


def test_the_only_unit_that_a_row_names_leads(world):
    """Most offices know one unit column, 责任单位; asking for one unit for the whole sheet would be no help to them."""
    rows = [
        [1, "账目不清", "建台账", "市住建局", "2028年6月底前"],
        [2, "学习不够", "定计划", "市教育局", "2028年6月底前"],
    ]
    body = workbook(*rows, heads=["序号", "存在问题", "整改措施", "责任单位", "完成时限"])
    written(world, taken(world, body))
    assert {issue.title: issue.lead_unit for issue in Issue.objects.all()} == {
        "账目不清": world.lead,
        "学习不够": world.other,
    }


def test_struck_off_in_the_old_ledger_is_no_closure_here(world):
    batch = taken(world, workbook(row(1, status="已销号")))
    said = [c["text"] for c in batch.rows.get().complaints]
    assert any("销号只能由监督方认定" in text and text.startswith("H2") for text in said)
    written(world, batch)
    issue = Issue.objects.get()
    assert (issue.status, issue.closed_on, "整改状态：已销号" in issue.ledger_note) == (Status.DRAFT, None, True)


def test_a_doubled_row_is_named_and_another_line_of_the_same_issue_joins_it(world):
    again = row(1, measures="3.再加一条。", progress="配合部门：已办")
    batch = taken(world, workbook(row(1), again, row(2), row(3, issue=row(2)[2])))
    counts = batch.layout["figures"]
    assert (counts["ready"], counts["bad"], counts["new"]) == (3, 1, 2)
    assert "与第 4 行是同一个单位的同一个问题" in batch.rows.get(order=4).complaints[-1]["text"]
    written(world, batch)
    issue = Issue.objects.get(number="01-001")
    assert [m.text for m in issue.measures.all()][-1] == "3.再加一条。"
    assert "第 3 行——" in issue.ledger_note
    assert batch.rows.get(order=2).issue == issue


def test_every_complaint_of_a_row_stands_with_its_cell(world):
    batch = taken(world, workbook(row(1, issue="", unit="某某局", due="2026-02-30")))
    found = batch.rows.get()
    assert found.state == "bad"
    assert {"C2", "B2", "G2"} <= {c["cell"] for c in found.complaints}


def test_other_columns_are_read_anew_and_remembered(world):
    heads = [*HEADS[:2], "情况说明", *HEADS[3:]]
    batch = taken(world, workbook(row(1), row(2), heads=heads))
    assert batch.layout["figures"]["bad"] == 2
    imports.remap(batch=batch, sheet="台账", mapping={"C": "issue"}, by=world.clerk)
    assert batch.layout["figures"]["ready"] == 2
    written(world, batch)
    assert taken(world, workbook(row(3), heads=heads)).layout["figures"]["ready"] == 1
    fresh = taken(world, workbook(row(4)))
    with pytest.raises(Refused, match="没有这样的栏目"):
        imports.remap(batch=fresh, sheet="台账", mapping={"C": "status"}, by=world.clerk)


def test_confirming_is_bound_to_what_was_seen_and_counts_once(world):
    batch = taken(world, workbook(row(1), row(2, due="X月XX日")))
    seen = fingerprint(batch)
    imports.answer(batch=batch, answers={"date:X月XX日": {"empty": True}}, by=world.checker)
    with pytest.raises(Conflict, match="又改动了"):
        import_writing.confirm(batch=batch, seen=seen, by=world.clerk)
    written(world, batch)
    with pytest.raises(Conflict, match="已写入"):
        import_writing.confirm(batch=batch, seen=fingerprint(batch), by=world.clerk)
    assert import_writing.perform(batch=batch, by=world.clerk) is False
    assert Issue.objects.count() == 2


def test_a_failure_in_the_middle_leaves_nothing(world, monkeypatch):
    batch = taken(world, workbook(row(1), row(2)))

    def fail(*args):
        raise DatabaseError("gone")

    monkeypatch.setattr(import_writing, "_measures", fail)
    with pytest.raises(Refused, match="一行都没有写"):
        written(world, batch)
    batch.refresh_from_db()
    assert (batch.state, Issue.objects.count(), Measure.objects.count()) == ("ready", 0, 0)


def test_a_dead_worker_leaves_the_batch_to_be_tried_again(world):
    batch = taken(world, workbook(row(1)))
    Batch.objects.update(state="writing", heartbeat_at=date(2026, 1, 1).strftime("%Y-%m-%dT00:00+08:00"))
    imports.revive(batch=batch)
    assert (batch.state, "中断" in batch.error) == ("ready", True)


def test_an_import_is_undone_while_nobody_touched_it(world):
    batch = written(world, taken(world, workbook(row(1), row(2))))
    issue = Issue.objects.first()
    Issue.objects.filter(pk=issue.pk).update(version=2)
    with pytest.raises(Refused, match=issue.number):
        import_undo.undo(batch=batch, by=world.clerk)
    Issue.objects.update(version=1)
    assert (import_undo.undo(batch=batch, by=world.clerk), Issue.objects.count(), batch.state) == (2, 0, "dropped")


def test_only_the_office_of_the_round_imports(world):
    with pytest.raises(Refused, match="督查办"):
        taken(world, workbook(row(1)), by=world.liaison)


BROKEN = [b"", b"not a workbook", b"PK\x03\x04" + bytes(200), b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)]


@pytest.mark.parametrize("body", BROKEN)
def test_a_broken_file_gets_a_sentence_and_breaks_nothing(world, body, in_life):
    batch = taken(world, body)
    assert (batch.state, batch.rows.count()) == ("refused", 0)
    assert batch.error.endswith("。")


def test_a_workbook_without_a_ledger_is_told(world):
    assert "没有找到台账" in taken(world, workbook(heads=[])).error


def test_statements_do_not_grow_with_rows(world):
    counts = []
    for start, many in ((1, 20), (1001, 300)):
        batch = taken(world, workbook(*(row(n) for n in range(start, start + many))))
        with counted() as asked:
            written(world, batch)
        counts.append(len(asked))
    # SQLite takes fewer values in a statement, so there the batches are smaller.
    assert counts[1] <= counts[0] + (8 if connection.vendor == "postgresql" else 60)


def test_the_template_reads_back_without_a_question(world):
    out = BytesIO()
    template.write(out, [world.category.name])
    book = load_workbook(BytesIO(out.getvalue()))
    page = book["台账"]
    head = next(r for r in page.iter_rows() if r[0].value == "序号")
    texts = [
        "1",
        "市住建局",
        "方面",
        "问题甲",
        world.category.name,
        "目标",
        "1.措施。",
        "局长",
        "科",
        "人",
        "2026-12-31",
        "进展",
        "备注",
    ]
    texts = f"1|市住建局|方面|问题甲|{world.category.name}|目标|1.措施。|局长|科|人|2026-12-31|进展|备注".split("|")
    for cell, text in zip(page[head[0].row + 1], texts, strict=False):
        cell.value = text
    filled = BytesIO()
    book.save(filled)
    batch = taken(world, filled.getvalue())
    assert batch.layout["questions"] == []
    assert all(column["field"] for sheet in batch.layout["sheets"] for column in sheet["columns"])
    written(world, batch)
    assert Issue.objects.get().category == world.category


UNITS = ("市住房和城乡建设局", "市城管局", "市水利局", "市文旅局", "市卫生健康委员会", "市行政审批服务局")
WAYS = {"date": {"empty": True}, "cell": {"keep": True}, "blank": {"above": True}, "hidden": {"in": True}}


@pytest.mark.parametrize("name", ["s01", "s02", "s04", "s05", "s08", "s10", "s12"])
def test_real_layouts_go_in_row_by_row(world, name):
    found = sorted(FORMS.glob(f"{name}*.xlsx"))
    if not found:
        pytest.skip("the sample workbooks lie beside the project and are not there")
    places = [unit(text, parent=world.city, supervising_office=world.office, order=9) for text in UNITS]
    batch = taken(world, found[0].read_bytes(), name=found[0].name, anchor=date(2022, 3, 1))
    homes = iter(places)
    while asked := open_questions(batch):
        answers = {}
        for key in asked:
            way = key.partition(":")[0]
            answers[key] = WAYS.get(way) or {"unit": next(homes, places[0]).public_id}
        imports.answer(batch=batch, answers=answers, by=world.clerk)
    counts = batch.layout["figures"]
    assert (counts["ready"], counts["bad"], counts["out"]) == (counts["all"], 0, 0)
    written(world, batch)
    assert batch.rows.filter(issue=None).count() == 0
    assert Issue.objects.count() == counts["new"]


def test_the_command_says_everything_and_writes_only_without_questions(world, tmp_path):
    path, out = tmp_path / "台账.xlsx", StringIO()
    path.write_bytes(workbook(row(1, issue=""), row(2, unit="某某局")))
    with pytest.raises(SystemExit) as end:
        call_command("import_ledger", str(path), round=world.round.public_id, stdout=out)
    assert end.value.code == 1
    assert "B3「被巡察单位」单位库里没有“某某局”" in out.getvalue()
    assert "C2 没有问题内容" in out.getvalue()
    path.write_bytes(workbook(row(1), row(2)))
    call_command("import_ledger", str(path), round=world.round.name, by="clerk", dry_run=True, stdout=out)
    assert (Issue.objects.count(), Batch.objects.count(), out.getvalue()[-15:]) == (0, 1, "新增 2，更新 0，没变 0\n")
    call_command("import_ledger", str(path), round=world.round.name, stdout=out)
    assert (Issue.objects.count(), "新增 2 件" in out.getvalue()) == (2, True)
    with pytest.raises(CommandError, match="没有“没有”这一轮"):
        call_command("import_ledger", str(path), round="没有")
    path.write_bytes(b"broken")
    with pytest.raises(CommandError):
        call_command("import_ledger", str(path), round=world.round.name)
