"""A corrected file comes again: what differs is shown cell by cell before it writes, and can be taken back afterwards."""

import re
from datetime import date
from io import BytesIO

import pytest
from django.conf import settings
from django.urls import reverse

from issues.actions import issues as issue_actions
from issues.models import Issue, Measure, Status
from ledgers import books
from ledgers.actions import import_undo, import_writing, imports
from ledgers.importing.changes import excerpt
from ledgers.importing.settling import fingerprint
from ledgers.kinds import KINDS
from ledgers.models import Batch
from ledgers.tests.intake import HEADS, taken, workbook, written
from ledgers.tests.test_import import reader, row, store  # noqa: F401 (fixtures)
from rectify.audit.models import Event
from rectify.audit.sentences import sentence
from rectify.lib.errors import Refused
from rectify.roof.testing.markup import flat

pytestmark = [pytest.mark.model, pytest.mark.slow]


def told(batch: Batch, order: int) -> dict[str, tuple[str, str]]:
    return {name: (old, new) for name, old, new in batch.rows.get(order=order).about["told"]}


def test_what_differs_is_told_cell_by_cell_before_it_writes(client, world):
    written(world, taken(world, workbook(row(1), row(2), row(3))))
    second = Issue.objects.get(number="01-002")
    Issue.objects.filter(pk=second.pk).update(category=world.category)
    second.refresh_from_db()
    world.move(second, "dispatch", "head")
    body = workbook(
        row(1, leader="局长", due="2026年11月底前，并长期坚持", measures="1.改一条。", units="市教育局"),
        row(2, leader="书记"),
        row(3),
    )
    batch = taken(world, body)
    assert told(batch, 1) == {
        "lead_leader": ("副局长", "局长"),
        "due_text": ("2026年12月31日前", "2026年11月底前，并长期坚持"),
        "due": ("2026-12-31", "2026-11-30"),
        "long_term": ("否", "是"),
        "handler": ("责任：财务科", "责任：市教育局"),
        "measures": ("1.成立专班。\n2.逐户核查。", "1.改一条。"),
        "shares": ("（空）", "教育局" if world.other.short_name else "市教育局"),
    }
    assert told(batch, 2) == {"lead_leader": ("副局长", "书记")}
    assert told(batch, 3) == {}
    client.force_login(world.clerk, backend=settings.AUTHENTICATION_BACKENDS[-1])
    page = flat(client.get(reverse("ledgers:import_batch", args=[batch.public_id])).content.decode())
    assert '<del><span class="visually-hidden">现在是</span>副局长</del>' in page
    assert '<ins><span class="visually-hidden">表里是</span>局长</ins>' in page
    assert "与表里不同，不改" in page
    only = flat(
        client.get(reverse("ledgers:import_batch", args=[batch.public_id]), {"show": "update"}).content.decode()
    )
    assert len(re.findall(r"data-tick\s", only)) == 1
    written(world, batch)
    first = Issue.objects.get(number="01-001")
    assert (first.lead_leader, first.due, [share.unit for share in first.shares.all()]) == (
        "局长",
        date(2026, 11, 30),
        [world.other],
    )


def test_a_draft_edited_after_the_preview_is_looked_at_again(world):
    written(world, taken(world, workbook(row(1))))
    batch = taken(world, workbook(row(1, leader="局长")))
    issue_actions.edit(issue=Issue.objects.get(), lead_leader="常务副局长", by=world.checker)
    with pytest.raises(Refused, match="又被人改动了，这次一行都没有写"):
        written(world, batch)
    batch.refresh_from_db()
    assert (batch.state, Issue.objects.get().lead_leader) == ("ready", "常务副局长")
    assert told(batch, 1)["lead_leader"] == ("常务副局长", "局长")
    written(world, batch)
    assert Issue.objects.get().lead_leader == "局长"


def snapshot() -> list:
    issues = Issue.objects.order_by("pk").values(
        "title", "lead_leader", "due", "due_text", "handler", "source_key", "edited_by"
    )
    measures = Measure.objects.order_by("issue", "order").values_list("public_id", "text", "due", "person")
    return [
        list(issues),
        list(measures),
        [[share.unit for share in one.shares.all()] for one in Issue.objects.order_by("pk")],
    ]


def test_an_update_is_undone_to_the_letter_and_then_what_was_before_it(world):
    first = written(world, taken(world, workbook(row(1), row(2))))
    before = snapshot()
    changed = row(1, leader="局长", due="2026-11-30", measures="1.改一条。", units="市教育局")
    second = written(world, taken(world, workbook(changed, row(2), row(3)), by=world.checker))
    assert (second.added, second.updated) == (1, 1)
    assert snapshot() != before
    with pytest.raises(Refused, match="01-001 导入后已经改过"):
        import_undo.undo(batch=first, by=world.clerk)
    assert import_undo.undo(batch=second, by=world.clerk) == 2
    assert snapshot() == before
    issue = Issue.objects.get(number="01-001")
    assert (issue.version, second.state) == (3, "dropped")
    said = sentence(Event.objects.about(issue).last())
    assert said == "撤回导入“台账.xlsx”：期限原话、期限、牵头领导、承办、措施、责任、配合单位恢复原样"
    assert import_undo.undo(batch=first, by=world.clerk) == 2
    assert Issue.objects.count() == 0


def test_an_update_that_was_built_on_stays(world):
    written(world, taken(world, workbook(row(1), row(2))))
    second = written(world, taken(world, workbook(row(1, leader="局长"), row(2, leader="局长"))))
    issue_actions.edit(issue=Issue.objects.get(number="01-002"), goal="到位", by=world.checker)
    with pytest.raises(Refused, match="^01-002 导入后已经改过或下发，不能撤回$"):
        import_undo.undo(batch=second, by=world.clerk)
    assert set(Issue.objects.values_list("lead_leader", flat=True)) == {"局长"}


def test_an_update_of_which_the_old_words_were_not_kept_is_not_undone(world):
    written(world, taken(world, workbook(row(1))))
    second = written(world, taken(world, workbook(row(1, leader="局长"))))
    kept = second.rows.get()
    kept.about.pop("before")
    kept.save(update_fields=["about"])
    with pytest.raises(Refused, match="旧内容已不在"):
        import_undo.undo(batch=second, by=world.clerk)


def test_a_mapping_is_remembered_by_the_office_and_goes_on_being(world):
    heads = [*HEADS[:2], "情况说明", *HEADS[3:]]
    batch = taken(world, workbook(row(1), heads=heads))
    assert "recalled" not in batch.layout["sheets"][0] or not batch.layout["sheets"][0]["recalled"]
    imports.remap(batch=batch, sheet="台账", mapping={"C": "issue"}, by=world.clerk)
    written(world, batch)
    second = written(world, taken(world, workbook(row(2), heads=heads)))
    Batch.objects.filter(pk=batch.pk).update(layout={"sheets": []})
    third = taken(world, workbook(row(3), heads=heads))
    assert [b.layout["sheets"][0]["recalled"] for b in (second, third)] == [True, True]
    assert third.layout["figures"]["ready"] == 1
    other = [*heads[:2], "具体问题", *heads[3:]]
    assert not taken(world, workbook(row(4), heads=other)).layout["sheets"][0]["recalled"]


def test_what_is_written_over_is_part_of_what_was_seen(world):
    written(world, taken(world, workbook(row(1))))
    batch = taken(world, workbook(row(1, leader="局长")))
    seen = fingerprint(batch)
    Issue.objects.update(lead_leader="书记")
    imports.check(batch=batch, by=world.clerk)
    with pytest.raises(Refused, match="又改动了"):
        import_writing.confirm(batch=batch, seen=seen, by=world.clerk)


@pytest.mark.parametrize(
    ("old", "new", "shown"),
    [
        ("", "局长", ("（空）", "局长")),
        ("甲", "乙", ("甲", "乙")),
        ("同" * 100 + "甲", "同" * 100 + "乙", ("…" + "同" * 12 + "甲", "…" + "同" * 12 + "乙")),
        ("甲" + "同" * 100, "乙" + "同" * 100, ("甲" + "同" * 47 + "…", "乙" + "同" * 47 + "…")),
    ],
)
def test_long_words_are_shown_where_they_part(old, new, shown):
    assert excerpt(old, new) == shown


@pytest.mark.parametrize("slug", ["problems", "tasks"])
def test_a_book_that_is_read_back_changes_nothing(world, slug):
    for _ in range(2):
        world.issue(at=Status.RECTIFYING)
    kind, file = KINDS[slug], BytesIO()
    books.write(kind, world.clerk, books.ask(kind, world.clerk, {}, world.round), file)
    counts = taken(world, file.getvalue()).layout["figures"]
    assert (counts["new"], counts["update"], counts["same"]) == (0, 0, 2)


def test_an_undone_import_gives_its_numbers_back_unless_others_came_after(world):
    world.issue()
    first = written(world, taken(world, workbook(row(1), row(2))))
    import_undo.undo(batch=first, by=world.clerk)
    second = written(world, taken(world, workbook(row(1), row(2))))
    assert list(Issue.objects.order_by("number").values_list("number", flat=True)) == ["01-001", "01-002", "01-003"]
    world.issue()
    import_undo.undo(batch=second, by=world.clerk)
    assert world.issue().number == "01-005"


def test_our_number_says_which_issue_a_row_is_where_the_words_are_alike(world):
    """In a ledger of the office's own making; a number that stands by other words is a number of theirs."""
    issue = world.issue(title="老旧小区改造进度迟缓", original="老旧小区改造进度迟缓，三个小区没有开工。")
    heads = ["序号", "编号", *HEADS[1:3]]
    same = taken(world, workbook(["1", issue.number, "市住建局", issue.title], heads=heads))
    assert same.rows.get().issue == issue
    assert "original" not in same.rows.get().about["changes"]
    other = taken(world, workbook(["1", issue.number, "市住建局", "党费收缴管理混乱"], heads=heads))
    assert (other.rows.get().issue, other.layout["figures"]["new"]) == (None, 1)
