"""专项, 对应四落, 性质, 根源类型 of a ledger go into their fields, other words are asked; the list brings them back."""

from datetime import date
from io import BytesIO

import openpyxl
import pytest
from django.conf import settings
from django.core.management import call_command
from django.urls import reverse

from issues.models import Category, Feedback, Issue, OfficeClass, Track
from ledgers.actions import import_undo, imports
from ledgers.importing.sorting import KnownSorts
from ledgers.tests.intake import HEADS, taken, workbook, written
from ledgers.tests.ourbooks import UNTOUCHED, downloaded, outcome
from ledgers.tests.test_import import reader, row, store  # noqa: F401 (fixtures)
from ledgers.tests.test_returned import with_cell

pytestmark = pytest.mark.model
HEADS_SORTS = [*HEADS, "整改专项", "对应四落", "性质", "根源类型"]


@pytest.fixture(autouse=True)
def defaults(db):
    call_command("load_defaults")


def book(*sorts: str, number: int = 1, heads: list = HEADS_SORTS) -> bytes:
    return workbook([*row(number), *sorts], heads=heads)


def asked(batch) -> list[str]:
    return [q["key"] for q in batch.layout["questions"] if q["key"].startswith("sort:") and not q["answered"]]


def sorts_of(issue: Issue) -> tuple:
    groups = dict(issue.groups.values_list("scheme__code", "code"))
    return str(issue.track or ""), groups.get("four_implement"), issue.nature, issue.cause


TABLE = [
    (("选人用人", "落实一", "共性问题", "体制机制"), ("选人用人", "1", "common", "institutional")),
    (("选人用人专项", "落实四", "共性", "主观层面"), ("选人用人", "4", "common", "subjective")),
    (("意识形态专题", "3", "个性", "领导干部"), ("意识形态", "3", "individual", "leadership")),
    ((" 审 计 ", "落实新时代党的组织路线。", "个性问题", "主观原因"), ("审计", "3", "individual", "subjective")),
    (("", "第二个落实", "", ""), ("", "2", "individual", "")),
    (("", "３．落实新时代党的组织路线", "", ""), ("", "3", "individual", "")),
    (
        ("", "四个落实：其他", "", ""),
        ("", "9", "individual", ""),
    ),
]


@pytest.mark.parametrize(("said", "stands"), TABLE, ids=[str(number) for number in range(len(TABLE))])
def test_what_our_tables_call_so_is_taken(world, said, stands):
    written(world, taken(world, book(*said)))
    issue = Issue.objects.get()
    assert sorts_of(issue) == stands
    assert not any(heading in issue.ledger_note for heading in ("专项", "四落", "性质", "根源类型"))


def test_another_word_is_asked_and_noted_until_it_is_answered(world, client):
    said = ("扫黄打非", "落实甲", "个别现象", "客观条件")
    batch = taken(world, book(*said))
    keys = ["sort:track:扫黄打非", "sort:four_implement:落实甲", "sort:nature:个别现象", "sort:cause:客观条件"]
    assert sorted(asked(batch)) == sorted(keys)
    client.force_login(world.clerk, backend=settings.AUTHENTICATION_BACKENDS[-1])
    page = client.get(reverse("ledgers:import_batch", args=[batch.public_id])).content.decode()
    assert "“落实甲”是哪一样" in page
    for key, choice in zip(keys, ("personnel", "2", "", "nonsense"), strict=True):
        say = {"key": key, "say": "sort" if choice else "keep", "sort": choice}
        client.post(reverse("ledgers:import_answer", args=[batch.public_id]), say)
    batch.refresh_from_db()
    assert asked(batch) == [keys[-1]]
    written(world, batch)
    issue = Issue.objects.get()
    assert sorts_of(issue) == ("选人用人", "2", "individual", "")
    assert "性质：个别现象\n根源类型：客观条件" in issue.ledger_note
    assert "扫黄打非" not in issue.ledger_note
    assert OfficeClass.objects.get().name == "四个落实：落实甲"
    assert asked(taken(world, book("", "落实甲", "", "", number=2), name="再来.xlsx")) == []
    again = taken(world, book(*said))
    assert (asked(again), again.layout["figures"]["same"]) == ([], 1)


def test_a_class_without_its_scheme_is_asked_with_all_of_them(world):
    heads = [*HEADS, "整改专项", "分类", "性质", "根源类型"]
    batch = taken(world, book("", "四个落实：其他\n三大问题：党的建设缺失\n其他", "", "", heads=heads))
    assert asked(batch) == ["sort:scheme_code:其他"]
    imports.answer(batch=batch, answers={"sort:scheme_code:其他": {"sort": "four_focus/9"}}, by=world.clerk)
    batch.refresh_from_db()
    written(world, batch)
    stands = dict(Issue.objects.get().groups.values_list("scheme__code", "code"))
    assert stands == {"four_implement": "9", "three_problems": "2", "four_focus": "9"}


def test_the_track_of_a_row_says_which_feedback_it_is_of(world):
    for code in ("main", "personnel"):
        about = {"track": Track.objects.get(code=code), "delivered_on": date(2026, 9, 8), "title": f"{code} 反馈"}
        Feedback.objects.create(round=world.round, unit=world.lead, registered_by=world.clerk, **about)
    written(world, taken(world, book("选人用人", "", "", "")))
    assert Issue.objects.get().feedback.title == "personnel 反馈"


def test_a_changed_file_changes_the_draft_and_is_taken_back(world):
    written(world, taken(world, book("审计", "落实一", "个性", "领导干部")))
    batch = taken(world, book("选人用人", "落实三", "共性", "体制机制"), name="改.xlsx")
    told = {name: (old, new) for name, old, new in batch.rows.get().about["told"]}
    assert told["track_id"] == ("审计", "选人用人")
    assert told["nature"] == ("个性问题", "共性问题")
    assert told["groups"][1] == "落实新时代党的组织路线"
    written(world, batch)
    assert sorts_of(Issue.objects.get()) == ("选人用人", "3", "common", "institutional")
    import_undo.undo(batch=batch, by=world.clerk)
    assert sorts_of(Issue.objects.get()) == ("审计", "1", "individual", "leadership")


def test_the_list_writes_them_and_takes_back_what_was_changed(world, client):
    written(world, taken(world, book("审计", "落实一", "个性", "领导干部")))
    body = downloaded(client, world.clerk, "issues", world.round)
    assert outcome(taken(world, body)) == UNTOUCHED
    issue = Issue.objects.get()
    changes = {
        "专项": ("选人用人", ("选人用人", "1", "individual", "leadership")),
        "分类": (
            "四个落实：落实新时代党的组织路线\n三大问题：党的领导弱化",
            ("选人用人", "3", "individual", "leadership"),
        ),
        "性质": ("共性问题", ("选人用人", "3", "common", "leadership")),
        "根源类型": ("", ("选人用人", "3", "common", "")),
    }
    for heading, (text, stands) in changes.items():
        body = with_cell(downloaded(client, world.clerk, "issues", world.round), issue.number, heading, text)
        batch = taken(world, body)
        assert outcome(batch) == ("ready", {"update": 1}, 0, [], []), heading
        written(world, batch)
        assert sorts_of(Issue.objects.get()) == stands
        assert outcome(taken(world, downloaded(client, world.clerk, "issues", world.round))) == UNTOUCHED
    import_undo.undo(batch=batch, by=world.clerk)
    assert Issue.objects.get().cause == "leadership"


def test_a_list_that_lost_its_hidden_sheet_and_its_numbers_is_read_by_its_headings(world, client):
    """As a ledger of another round would be: every class finds its field without a question."""
    written(world, taken(world, book("审计", "落实一", "共性", "领导干部")))
    whole = openpyxl.load_workbook(BytesIO(downloaded(client, world.clerk, "issues", world.round)))
    del whole["来源"]
    page = whole["问题台账"]
    top = next(line[0].row for line in page.iter_rows() if line[0].value == "编号")
    page.cell(top + 1, 1).value = "9"
    page.cell(top + 1, 3).value = page.cell(top + 1, 4).value = "另外一个问题"
    target = BytesIO()
    whole.save(target)
    batch = taken(world, target.getvalue(), name="另.xlsx")
    assert asked(batch) == []
    written(world, batch)
    assert sorts_of(Issue.objects.latest("pk")) == ("审计", "1", "common", "leadership")


def test_every_name_of_every_table_finds_itself(world):
    tables = KnownSorts.of(world.round.office_id)
    for table in (*tables.plain.values(), *tables.schemes.values()):
        assert {code: table.find(name) for code, name in table.names.items()} == {code: code for code in table.names}
    rows = Category.objects.filter(scheme__code="four_focus", scheme__is_current=True)
    groups = [f"{row.scheme.name}：{row.name}" for row in rows]
    assert all(tables.groups(text) for text in groups)
    assert tables.groups("四个聚焦：没有这一类") is None
