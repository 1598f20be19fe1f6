"""The preview lists all that was not taken, each with the click that takes it; no cell of the file is nowhere."""

from io import BytesIO

import pytest
from django.conf import settings
from django.urls import reverse
from openpyxl import Workbook

from issues.models import Issue
from ledgers.actions import import_reading, imports
from ledgers.models import Batch
from ledgers.pages.imports.passed_over import passed_over, sums
from ledgers.tests.intake import HEADS, open_questions, taken, workbook, written
from ledgers.tests.test_import import reader, row, store  # noqa: F401 (fixtures)
from rectify.lib.errors import Refused

pytestmark = [pytest.mark.model, pytest.mark.slow]


WHERE = ["工作表“旧表”", "台账 J 列", *(f"台账 第 {number} 行" for number in (1, 3, 6, 7, 8))]


def odd() -> bytes:
    """A title, a band, a total, a note, a signature, a column without heading, a sheet of other headings, an empty one."""
    book = Workbook()
    sheet = book.active
    sheet.title = "台账"
    sheet.append(["九届市委第五轮巡察整改台账"])
    sheet.append(HEADS)
    sheet.append(["一、党的建设方面"])
    sheet.append([*row(1), "边上一句"])
    sheet.append([*row(2), "边上又一句"])
    sheet.append(["", "合计", "2"])
    sheet.append(["注：以上为整改中"])
    sheet.append(["填表人：甲"])
    others = book.create_sheet("旧表")
    others.append(["编码", "事由", "主办"])
    others.append(["1", "围墙倒了没有修", "市住建局"])
    book.create_sheet("空表")
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def agrees(batch: Batch) -> bool:
    found = sums(batch.layout)
    return found.filled == found.accounted > 0


def listed(batch: Batch) -> dict[str, tuple[str, str, str]]:
    return {one.where: (one.kind, one.grid, one.place) for one in passed_over(batch.layout)}


def test_all_that_is_not_taken_stands_there_with_its_reason(client, world):
    batch = taken(world, odd())
    assert agrees(batch)
    assert set(listed(batch)) == {
        "工作表“空表”",
        *WHERE,
    }
    client.force_login(world.clerk, backend=settings.AUTHENTICATION_BACKENDS[-1])
    page = client.get(reverse("ledgers:import_batch", args=[batch.public_id])).content.decode()
    for words in ("边上一句", "注：以上为整改中", "填表人：甲", "看作合计", "编码、事由、主办", "是空的", "没有表头"):
        assert words in page, words
    assert page.count("当作一行收下") == 5
    assert f"{sums(batch.layout).filled} 个，有着落的 {sums(batch.layout).filled} 个" in page


# A heading that nobody knows, beside those of a common ledger; the field that one click puts it into.
UNKNOWN = [
    ("问题专项", "track"),
    ("巡察反馈问题", None),  # the column 具体问题 is there already
    ("办理措施", "measures"),
    ("根源", "cause"),
    ("时限要求", None),
    ("单位", None),  # which of five?
    ("会签意见", None),
    ("本次是否属于重点关注", "focus"),
]


@pytest.mark.parametrize(("heading", "field"), UNKNOWN)
def test_a_column_that_nobody_knows_is_listed_and_taken_by_one_click(client, world, heading, field):
    batch = taken(world, workbook([*row(1), "一句话"], heads=[*HEADS, heading]))
    [one] = [one for one in passed_over(batch.layout) if one.where == f"台账 J 列「{heading}」"]
    assert ("一句话", bool(one.kind), agrees(batch)) == (one.words, field is not None, True)
    client.force_login(world.clerk, backend=settings.AUTHENTICATION_BACKENDS[-1])
    url = reverse("ledgers:import_take", args=[batch.public_id])
    client.post(url, {"kind": "fields", "grid": "台账", "place": "J"})
    batch.refresh_from_db()
    assert {c["letter"]: c["field"] for c in batch.layout["sheets"][0]["columns"]}["J"] == field
    assert agrees(batch)


def test_an_issue_in_a_column_of_another_name_is_whole_after_one_click(world):
    """What is known is the manifestation alone: the click brings the issue itself."""
    heads = ["序号", "被巡察单位", "主要问题", "具体表现", "整改措施", "完成时限"]
    batch = taken(world, workbook(["1", "市住建局", "监管不力", "三部电梯超期", "限期年检", "2026-12-31"], heads=heads))
    [one] = [one for one in passed_over(batch.layout) if one.kind == "fields"]
    imports.take(batch=batch, kind=one.kind, grid=one.grid, place=one.place, by=world.clerk)
    written(world, batch)
    assert Issue.objects.get().original == "监管不力\n三部电梯超期"


def test_a_heading_with_a_number_of_its_own_is_asked_before_it_is_an_issue(world, client):
    """一 and a few words in a wide table: once for the sheet; an issue numbered so, with measures, is none."""
    body = workbook(["一", "", "党的建设方面"], row(1), ["二", "", "作风方面"], row(2), row(3, serial="三"))
    batch = taken(world, body)
    assert open_questions(batch).count("heading:台账") == 1
    assert {r.number for r in batch.rows.all() if any(c["ask"] == "heading:台账" for c in r.complaints)} == {2, 4}
    client.force_login(world.clerk, backend=settings.AUTHENTICATION_BACKENDS[-1])
    assert (
        "像分段标题的行要不要立为问题"
        in client.get(reverse("ledgers:import_batch", args=[batch.public_id])).content.decode()
    )
    client.post(reverse("ledgers:import_answer", args=[batch.public_id]), {"key": "heading:台账", "say": "out"})
    batch.refresh_from_db()
    assert (open_questions(batch), batch.layout["figures"]["out"], batch.layout["figures"]["new"]) == ([], 2, 3)
    assert agrees(batch)


@pytest.mark.parametrize(
    "where",
    WHERE,
)
def test_one_click_takes_what_was_passed_over(client, world, where):
    batch = taken(world, odd())
    kind, grid, place = listed(batch)[where]
    client.force_login(world.clerk, backend=settings.AUTHENTICATION_BACKENDS[-1])
    url = reverse("ledgers:import_take", args=[batch.public_id])
    before = batch.total
    client.post(url, {"kind": kind, "grid": grid, "place": place})
    batch.refresh_from_db()
    assert (batch.state, where in listed(batch), agrees(batch)) == ("ready", False, True)
    assert batch.total == before + (kind != "columns")


def test_a_column_without_heading_is_noted_and_a_strange_sheet_is_mapped(world):
    batch = taken(world, odd())
    imports.take(batch=batch, kind="columns", grid="台账", place="J", by=world.clerk)
    import_reading.read(batch=batch)
    batch.refresh_from_db()
    imports.take(batch=batch, kind="sheets", grid="旧表", by=world.clerk)
    import_reading.read(batch=batch)
    batch.refresh_from_db()
    imports.remap(batch=batch, sheet="旧表", mapping={"A": "serial", "B": "issue", "C": "lead_unit"}, by=world.clerk)
    imports.take(batch=batch, kind="rows", grid="台账", place="7", by=world.clerk)
    import_reading.read(batch=batch)
    batch.refresh_from_db()
    assert agrees(batch)
    written(world, batch)
    assert Issue.objects.filter(title="围墙倒了没有修").exists(), "the columns that were chosen stay when more is taken"
    assert "边上一句" in Issue.objects.get(number="01-001").ledger_note


@pytest.mark.parametrize("place", ["999", "", "A", "1.5"])
def test_what_the_file_does_not_have_is_refused(world, place):
    batch = taken(world, odd())
    for kind in ("rows", "columns", "sheets", "else"):
        if (kind, place) == ("columns", "A"):
            continue
        with pytest.raises(Refused, match="没有这一处"):
            imports.take(
                batch=batch, kind=kind, grid="没有的表" if kind == "sheets" else "台账", place=place, by=world.clerk
            )


def test_a_sheet_of_unknown_headings_is_offered_to_be_mapped(client, world):
    """With a header nobody knows, and with none at all; a file that holds nothing is told so."""
    line = ["1", "围墙倒了没有修", "市住建局", "2026年12月底"]
    for heads in (["编码", "事由", "主办", "时间"], [2026, 7, 8, 9]):
        batch = taken(world, workbook(line, heads=heads))
        assert (batch.state, batch.layout["figures"]["ready"]) == ("ready", 0)
        client.force_login(world.clerk, backend=settings.AUTHENTICATION_BACKENDS[-1])
        page = client.get(reverse("ledgers:import_batch", args=[batch.public_id])).content.decode()
        assert "请先对列" in page
        assert "还没有定哪一列是“具体问题”" in page
        mapping = {"A": "serial", "B": "issue", "C": "lead_unit", "D": "due"}
        imports.remap(batch=batch, sheet="台账", mapping=mapping, by=world.clerk)
        assert (batch.layout["figures"]["ready"], open_questions(batch)) == (1, [])
