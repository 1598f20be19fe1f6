"""Deadlines that can hardly be meant are asked, a kind at a time; nobody is asked again what the same row was asked before."""

from datetime import date

import pytest
from django.conf import settings
from django.urls import reverse

from issues.horizon import BEYOND, PAST, YEAR, Horizon
from issues.models import Issue, Phase, PhaseKind
from ledgers.actions import imports
from ledgers.models import Batch
from ledgers.tests.intake import open_questions, taken, workbook, written
from ledgers.tests.test_import import reader, row, store  # noqa: F401 (fixtures)
from rectify.roof.testing.markup import flat

pytestmark = pytest.mark.model
ANCHOR, NOW, ENDS = date(2026, 9, 8), date(2026, 11, 29), date(2027, 12, 31)


@pytest.mark.parametrize(
    ("day", "ends", "doubt"),
    [
        ("2025-12-31", ENDS, YEAR),
        ("2026-01-01", ENDS, PAST),
        ("2026-11-28", ENDS, PAST),
        ("2026-11-29", ENDS, ""),
        ("2027-12-31", ENDS, ""),
        ("2028-01-01", ENDS, BEYOND),
        ("2032-12-31", ENDS, BEYOND),
        ("2033-01-01", ENDS, YEAR),
        ("2031-12-31", None, ""),
        ("2032-01-01", None, YEAR),
    ],
)
def test_what_can_hardly_be_meant(day, ends, doubt):
    assert Horizon(ANCHOR, NOW, ends).doubt(date.fromisoformat(day)) == doubt


def test_a_round_ends_with_its_last_phase_else_with_its_term(world):
    assert Horizon.of(world.round, ANCHOR).ends is None
    world.round.term.ends = date(2028, 6, 30)
    assert Horizon.of(world.round, ANCHOR).ends == date(2028, 6, 30)
    for kind, starts, ends in ((PhaseKind.CONCENTRATED, ANCHOR, NOW), (PhaseKind.NORMAL, NOW, ENDS)):
        Phase.objects.create(round=world.round, kind=kind, starts=starts, ends=ends)
    assert Horizon.of(world.round, ANCHOR).ends == ENDS
    Phase.objects.filter(kind=PhaseKind.NORMAL).update(ends=None)
    assert Horizon.of(world.round, ANCHOR).ends is None


DUES = ["2026年8月31日前", "2026年9月30日前", "2025年12月底", "2026-09-07", "2046年6月30日前"]


def doubtful(world, dues: list[str] = DUES) -> Batch:
    return taken(world, workbook(*(row(n, due=due) for n, due in enumerate(dues, 1))))


def answered(world, batch: Batch, **answers: dict | None) -> Batch:
    imports.answer(batch=batch, answers=answers, by=world.clerk)
    return batch


def test_one_question_a_kind_with_its_rows_and_what_they_say(world, client):
    batch = doubtful(world)
    asked = {q["key"]: q for q in batch.layout["questions"] if q["kind"] == "ask"}
    assert {key: [value for _, _, value in q["each"]] for key, q in asked.items()} == {
        "past:": ["2026年8月31日前", "2026-09-07"],
        "year:": ["2025年12月底", "2046年6月30日前"],
    }
    assert batch.layout["figures"]["ready"] == 1
    client.force_login(world.clerk, backend=settings.AUTHENTICATION_BACKENDS[-1])
    page = flat(client.get(reverse("ledgers:import_batch", args=[batch.public_id])).content.decode())
    for words in ("期限已经过了", "期限的年份不像本轮的", "都照原样记", "逐行答", "2046年6月30日前"):
        assert words in page


def test_one_answer_for_all_of_a_kind_and_another_for_one_row(world, client):
    batch = doubtful(world)
    client.force_login(world.clerk, backend=settings.AUTHENTICATION_BACKENDS[-1])
    url = reverse("ledgers:import_answer", args=[batch.public_id])
    client.post(url, {"key": "past:台账!G5", "say": "out"})
    client.post(url, {"key": "past:", "say": "keep"})
    client.post(url, {"key": "year:台账!G4", "say": "date", "date": "2026-12-31"})
    batch.refresh_from_db()
    assert open_questions(batch) == ["year:"]
    assert [place for _, place, _ in batch.layout["questions"][0]["each"]] == ["台账 G6"]
    client.post(url, {"key": "year:", "say": "empty"})
    batch.refresh_from_db()
    assert open_questions(batch) == []
    written(world, batch)
    dues = Issue.objects.order_by("number").values_list("due", "due_text")
    assert list(dues) == [
        (date(2026, 8, 31), "2026年8月31日前"),
        (date(2026, 9, 30), "2026年9月30日前"),
        (date(2026, 12, 31), "2025年12月底"),
        (None, "2046年6月30日前"),
    ]


def test_a_key_of_a_row_that_is_not_asked_is_no_answer(world, client):
    batch = doubtful(world)
    client.force_login(world.clerk, backend=settings.AUTHENTICATION_BACKENDS[-1])
    url = reverse("ledgers:import_answer", args=[batch.public_id])
    page = client.post(url, {"key": "past:台账!G99", "say": "keep"}, follow=True).content.decode()
    assert "这个提问已经不在了" in page


def test_what_was_answered_for_a_row_is_not_asked_again_and_a_new_row_is(world):
    """The office's own file again: nothing for equal rows, the question alone for the row that came."""
    lines = [row(1, due="2026年8月31日前"), row(2, unit="住建部门"), row(3, due="待定"), row(4, due="")]
    batch = taken(world, workbook(*lines))
    assert set(open_questions(batch)) == {"past:", "unit:住建部门", "date:待定"}
    unit = {"unit": world.lead.public_id}
    answered(world, batch, **{"past:": {"keep": True}, "unit:住建部门": unit, "date:待定": {"empty": True}})
    written(world, batch)
    again = taken(world, workbook(*lines))
    assert (again.layout["figures"]["same"], open_questions(again)) == (4, [])
    assert not [q for q in again.layout["questions"] if not q["answered"] and "nodue" in q["key"]]
    more = taken(world, workbook(*lines, row(5, due="2026年8月15日前"), row(6, due="待定")))
    assert {q["key"]: q["rows"] for q in more.layout["questions"] if q["kind"] == "ask" and not q["answered"]} == {
        "past:": 1,
        "date:待定": 1,
    }
    assert more.layout["figures"]["ask"] == 2
    answered(world, more, **{"past:": {"keep": True}, "date:待定": {"date": "2026-12-31"}})
    counts = more.layout["figures"]
    assert (counts["new"], counts["update"], counts["same"]) == (2, 0, 4), "the row of before keeps its answer"


def test_a_row_that_was_not_written_is_not_asked_again_either(world):
    bad = row(4, issue="", due="待定")
    lines = [row(1), row(2, unit="量子办"), row(3, due="2026年8月31日前"), bad]
    batch = taken(world, workbook(*lines))
    answers = {"unit:量子办": {"out": True}, "past:": {"out": True}, "date:待定": {"empty": True}}
    written(world, answered(world, batch, **answers, **{"blank:台账:C": {"empty": True}}))
    again = taken(world, workbook(*lines))
    counts = again.layout["figures"]
    assert (counts["same"], counts["out"], counts["bad"], open_questions(again)) == (1, 2, 1, [])


def test_a_name_that_was_answered_shares_at_once_as_its_alias_will(world):
    heads = ["序号", "被巡察单位", "具体问题", "整改措施", "牵头领导", "责任单位", "完成时限"]
    lines = [row(1, unit="教育部门")[:7], row(2, units="教育部门")[:7]]
    batch = taken(world, workbook(*lines, heads=heads))
    written(world, answered(world, batch, **{"unit:教育部门": {"unit": world.other.public_id}}))
    assert [share.unit for share in Issue.objects.get(title__startswith="第 2 个").shares.all()] == [world.other]
    assert taken(world, workbook(*lines, heads=heads)).layout["figures"]["same"] == 2


def test_an_answer_of_an_earlier_import_can_be_given_anew(world, client):
    lines = [row(1, due="2026年8月31日前")]
    written(world, answered(world, taken(world, workbook(*lines)), **{"past:": {"empty": True}}))
    again = taken(world, workbook(*lines))
    [question] = [q for q in again.layout["questions"] if q["key"] == "past:"]
    assert (question["answered"], question["before"]) == (True, {"empty": True})
    client.force_login(world.clerk, backend=settings.AUTHENTICATION_BACKENDS[-1])
    url = reverse("ledgers:import_answer", args=[again.public_id])
    client.post(url, {"key": "past:", "say": "back"})
    again.refresh_from_db()
    assert open_questions(again) == ["past:"]
    client.post(url, {"key": "past:", "say": "keep"})
    again.refresh_from_db()
    assert again.layout["figures"]["update"] == 1


def test_a_changed_cell_of_a_known_row_is_asked(world):
    written(world, answered(world, taken(world, workbook(row(1, due="待定"))), **{"date:待定": {"empty": True}}))
    again = taken(world, workbook(row(1, due="再定")))
    assert open_questions(again) == ["date:再定"]


def test_a_row_with_our_number_takes_unit_class_and_deadline_from_what_stands(world):
    """A ledger of the office's own with 编号, without units and classes: nothing to ask, nothing changed."""
    issue = world.issue(title="老旧小区改造进度迟缓", due=date(2026, 8, 1), due_text="8月1日前")
    heads = ["序号", "编号", "具体问题", "整改措施", "完成时限", "备注"]
    line = ["1", issue.number, issue.title, "", "8月1日前", ""]
    batch = taken(world, workbook(line, heads=heads))
    assert (batch.layout["figures"]["same"], open_questions(batch)) == (1, [])
    assert [q["key"] for q in batch.layout["questions"]] == []
    changed = taken(world, workbook([*line[:4], "2026年8月2日前", ""], heads=heads))
    assert open_questions(changed) == ["past:"]
