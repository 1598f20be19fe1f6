"""What we write we read back: a list, a book, a week's workbook that comes back says what was changed in it, and nothing else."""

from collections.abc import Iterator
from io import BytesIO
from itertools import product
from pathlib import Path

import openpyxl
import pytest
from openpyxl.cell import Cell

from issues.models import Issue, Status
from ledgers.actions import import_undo
from ledgers.importing import differing, writable
from ledgers.pages.imports.passed_over import passed_over, sums
from ledgers.tests.intake import taken, written
from ledgers.tests.ourbooks import UNTOUCHED, downloaded, outcome
from ledgers.tests.test_import import reader, store  # noqa: F401 (fixtures)
from rectify.audit.models import Event
from rectify.lib import provenance

pytestmark = [pytest.mark.model, pytest.mark.django_db]


def cells_of(book: openpyxl.Workbook, sheet: str, first: str) -> list[tuple[str, Cell]]:
    """The headings of a sheet of ours, whose first is `first`, with the cells of its first row of data."""
    page = book[sheet]
    top = next(row[0].row for row in page.iter_rows() if row[0].value == first)
    data = next(row for row in page.iter_rows(min_row=top + 1) if isinstance(row[0], Cell) and row[0].value)
    above = page[data[0].row - 1]
    heads = [two.value or one.value for one, two in zip(page[top], above, strict=True)]
    return list(zip(heads, data, strict=True))


def saved(book: openpyxl.Workbook) -> bytes:
    out = BytesIO()
    book.save(out)
    return out.getvalue()


LISTED = "编号"


@pytest.fixture
def listed(world):
    """The list of a round with a draft and an issue under way, as the clerk takes it."""
    draft, under_way = world.issue(), world.issue(at=Status.DISPATCHED)
    return draft, under_way


def test_a_changed_cell_of_a_draft_is_that_difference_and_written(client, world, listed):
    draft, _ = listed
    changes = {
        "问题": "改过的问题",
        "原文": "改过的原文。",
        "工作表述": "改过的表述",
        "牵头单位": "市教育局",
        "期限": "2027-03-31",
    }
    for heading, text in changes.items():
        book = openpyxl.load_workbook(BytesIO(downloaded(client, world.clerk, "issues", world.round)))
        cell = next(c for h, c in cells_of(book, "问题台账", LISTED) if h == heading)
        was, cell.value = cell.value, text
        was = was.date().isoformat() if hasattr(was, "date") else was
        batch = taken(world, saved(book))
        assert outcome(batch) == ("ready", {"update": 1}, 0, [], []), heading
        [[name, old, new]] = batch.rows.get(change="update").about["told"]
        assert (name, old, new) == (heading, was or "（空）", text)
        written(world, batch)
    draft.refresh_from_db()
    fields = [draft.title, draft.original, draft.wording, str(draft.lead_unit), str(draft.due)]
    assert fields == list(changes.values())
    assert draft.edited_by == world.clerk
    assert draft.version == 6


def with_cell(body: bytes, number: str, heading: str, text: str) -> bytes:
    """The list with one cell of the issue of that number changed."""
    book = openpyxl.load_workbook(BytesIO(body))
    page = book["问题台账"]
    top = next(row[0].row for row in page.iter_rows() if row[0].value == LISTED)
    column = next(cell.column for cell in page[top] if cell.value == heading)
    line = next(row[0].row for row in page.iter_rows(min_row=top) if row[0].value == number)
    page.cell(line, column).value = text
    return saved(book)


def test_the_working_wording_is_changed_after_dispatch_too_and_can_be_taken_back(client, world, listed):
    _, under_way = listed
    body = downloaded(client, world.clerk, "issues", world.round)
    batch = taken(world, with_cell(body, under_way.number, "工作表述", "换一个说法"))
    assert outcome(batch) == ("ready", {"update": 1}, 0, [], [])
    written(world, batch)
    under_way.refresh_from_db()
    assert (under_way.wording, under_way.original) == ("换一个说法", listed[1].original)
    event = Event.objects.about(under_way).filter(kind="issues.issue.reword").get()
    assert (event.facts["before"], event.facts["after"]) == ("", "换一个说法")
    import_undo.undo(batch=batch, by=world.clerk)
    under_way.refresh_from_db()
    assert (under_way.wording, under_way.status) == ("", Status.DISPATCHED)


def test_each_line_of_the_table_of_writable_columns_has_a_state_that_takes_it(world):
    """Where a state is not in the table, the column has a door of its own."""
    issue = world.issue()
    for status, one in product(Status, writable.TABLE):
        issue.status = status
        taken_here = one.heading in writable.writable(one.book, issue)
        assert taken_here == (status in one.states)
        assert taken_here or writable.door(one.heading) != writable.ELSE
    assert writable.writable("problems", issue) == writable.writable("issues", None) == {}


def test_a_change_taken_back_leaves_the_draft_as_it_was(client, world, listed):
    draft, _ = listed
    book = openpyxl.load_workbook(BytesIO(downloaded(client, world.clerk, "issues", world.round)))
    row = dict(cells_of(book, "问题台账", LISTED))
    row["问题"].value, row["牵头单位"].value = "改过的问题", "市教育局"
    batch = written(world, taken(world, saved(book)))
    import_undo.undo(batch=batch, by=world.clerk)
    again = Issue.objects.get(pk=draft.pk)
    assert (again.title, again.lead_unit) == (draft.title, draft.lead_unit)


def test_a_column_that_no_file_changes_is_said_with_its_door(client, world, listed):
    for name, sheet, heads in (("issues", "问题台账", LISTED), ("tasks", "任务清单", "序号")):
        book = openpyxl.load_workbook(BytesIO(downloaded(client, world.head, name, world.round)))
        headings = [heading for heading, _ in cells_of(book, sheet, heads)]
        taken_by = {one.heading for one in writable.TABLE} if name == "issues" else {"序号"}
        for place, heading in enumerate(headings):
            if not heading or heading in taken_by:
                continue
            again = openpyxl.load_workbook(BytesIO(downloaded(client, world.head, name, world.round)))
            cell = [c for _, c in cells_of(again, sheet, heads)][place]
            cell.value = "改过"
            batch = taken(world, saved(again))
            [row] = batch.rows.filter(change="differs")
            [remark] = row.complaints
            assert remark["cell"] == cell.coordinate
            assert "改过" in remark["text"]
            assert remark["text"].endswith(("不能改", "不从表里改", "里改", "延期", "上改", "改派", "一栏")), remark[
                "text"
            ]
            assert batch.layout["figures"]["same"] == batch.total - 1, heading


def test_a_row_of_ours_in_any_order_and_with_rows_left_out(client, world, listed):
    book = openpyxl.load_workbook(BytesIO(downloaded(client, world.clerk, "issues", world.round)))
    page = book["问题台账"]
    top = next(row[0].row for row in page.iter_rows() if row[0].value == "编号")
    rows = [[cell.value for cell in row] for row in page.iter_rows(min_row=top + 1, max_row=top + 2)]
    for at, line in enumerate(reversed(rows), start=top + 1):
        for column, value in enumerate(line, start=1):
            page.cell(at, column).value = value
    assert outcome(taken(world, saved(book))) == UNTOUCHED
    page.delete_rows(top + 1)
    assert outcome(taken(world, saved(book))) == UNTOUCHED


def test_rows_foreign_and_rows_that_never_were_are_told_alike(client, world, listed):
    """A number that was invented, an issue of another round, one that its reader's office does not run."""
    later = world.later_round()
    world.issue(round_=later, title="另一轮的问题")
    body = downloaded(client, world.clerk, "issues", later)
    told = [row.complaints[0]["text"] for row in taken(world, body).rows.all()]
    book = openpyxl.load_workbook(BytesIO(downloaded(client, world.clerk, "issues", world.round)))
    row = dict(cells_of(book, "问题台账", LISTED))
    row["编号"].value, row["问题"].value, row["原文"].value = "77-777", "没有过的问题", "没有过的原文"
    told += [row.complaints[0]["text"] for row in taken(world, saved(book)).rows.all() if row.complaints]
    assert len(told) == 2
    assert all(text.endswith(differing.FOREIGN) for text in told)


def test_a_cell_that_was_changed_here_meanwhile_is_not_written_over(client, world, listed):
    draft, _ = listed
    book = openpyxl.load_workbook(BytesIO(downloaded(client, world.clerk, "issues", world.round)))
    dict(cells_of(book, "问题台账", LISTED))["问题"].value = "表里改的"
    Issue.objects.filter(pk=draft.pk).update(title="库里改的")
    [row] = taken(world, saved(book)).rows.filter(change="differs")
    assert "库里又改成了“库里改的”，没有覆盖" in row.complaints[0]["text"]


def broken(lines: list[list]) -> Iterator[list[list]]:
    """The hidden sheet with another key, another print, a line more, a line less, another's signature."""
    for at, change in product((2,), ("key", "print", "more", "less")):
        other = [list(line) for line in lines]
        if change == "key":
            other[at][0] += "1"
        elif change == "print":
            other[at][2] = "0" * len(other[at][2])
        elif change == "more":
            other.insert(at, other[at])
        else:
            del other[at]
        yield other
    yield [*lines[:-1], [provenance.SEAL, "0" * 64]]
    yield lines[:-1]


def test_a_hidden_sheet_that_was_touched_proves_nothing(client, world, listed):
    body = downloaded(client, world.clerk, "issues", world.round)
    lines = [
        [c.value for c in row if c.value is not None]
        for row in openpyxl.load_workbook(BytesIO(body))["来源"].iter_rows()
    ]
    assert provenance.read(lines)
    for other in broken(lines):
        assert provenance.read(other) == []


def test_another_installation_cannot_vouch_for_a_row(client, world, listed, settings):
    body = downloaded(client, world.clerk, "issues", world.round)
    settings.SECRET_KEY = "another-installation-0123456789-abcdefghijklmnopqrstuvwxyz"
    batch = taken(world, body)
    assert outcome(batch) == UNTOUCHED, "known by its headings, its numbers and titles"
    Issue.objects.all().update(title="别处另有一事，与此无关")
    assert not taken(world, body).layout["sheets"][0].get("ours")


def test_an_unsigned_copy_with_columns_less_and_more_says_what_is_new_in_it_alone(client, world, listed):
    """As it comes back from another program: no hidden sheet, two columns deleted, one written beside, one cell changed."""
    draft, under_way = listed
    body = downloaded(client, world.clerk, "issues", world.round)
    book = openpyxl.load_workbook(BytesIO(with_cell(body, draft.number, "问题", "第 1 个问题，改过")))
    del book[provenance.NAME]
    page = book["问题台账"]
    top = next(row[0].row for row in page.iter_rows() if row[0].value == LISTED)
    for heading in ("退回次数", "原文"):
        page.delete_cols(next(cell.column for cell in page[top] if cell.value == heading))
    last = page.max_column + 1
    for line, text in enumerate(["备注", "问过了", "在等"], start=top):
        page.cell(line, last).value = text
    batch = taken(world, saved(book))
    assert outcome(batch) == ("ready", {"update": 1}, 0, [], [])
    assert batch.rows.get(change="update").about["told"] == [["问题", draft.title, "第 1 个问题，改过"]]
    [strange] = [one for one in passed_over(batch.layout) if "备注" in one.where]
    assert (strange.words, strange.kind) == ("问过了", "")
    counted = sums(batch.layout)
    assert counted.filled == counted.accounted


@pytest.mark.parametrize("name", ["issues", "problems", "tasks", "duties"])
def test_a_copy_without_its_hidden_sheet_is_known_by_number_and_title(client, world, listed, name):
    book = openpyxl.load_workbook(BytesIO(downloaded(client, world.clerk, name, world.round)))
    del book[provenance.NAME]
    assert outcome(taken(world, saved(book))) == UNTOUCHED


def test_the_reader_of_a_file_knows_every_key_sheet_without_rows(client, world, listed, tmp_path):
    from ledgers.reading.workbooks import read_safely

    path = Path(tmp_path / "台账.xlsx")
    path.write_bytes(downloaded(client, world.clerk, "issues", world.round))
    book = read_safely(path)
    [keys] = [sheet for sheet in book.sheets if sheet.name == provenance.NAME]
    assert (keys.kind, list(keys.rows), keys.questions, keys.skipped, keys.hidden) == ("other", [], [], [], True)
    assert [table.book for table in book.tables] == ["issues"]
    assert book.account()["filled"] == sum(
        one["taken"] + one["asked"] + one["other"] + sum(one["skipped"].values()) for one in book.account()["sheets"]
    )
