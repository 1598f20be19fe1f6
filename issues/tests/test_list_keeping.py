"""What a person keeps of the list: columns and density, views of one's own and shared ones; what is set of many drafts; what is
taken away of the ticked rows."""

from datetime import date
from io import BytesIO

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from issues.actions import feedback, rounds
from issues.models import Feedback, Issue, ListLook, Nature, SavedView, Status
from issues.pages.listing.columns import COLUMNS, USUAL, chosen
from rectify.accounts.roles import Role
from rectify.audit.models import Event
from rectify.roof.testing.world import person, track

pytestmark = pytest.mark.django_db
LIST, BULK, EXPORT = reverse("issues:list"), reverse("issues:bulk"), reverse("issues:export")


def entered(user) -> Client:
    client = Client()
    client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[-1])
    return client


def labels(page) -> list[str]:
    return [column.label for column in page.context["columns"]]


@pytest.mark.parametrize("keys", [[], ["nature"], ["gone_column"], list(COLUMNS), ["weeks", "number"]])
def test_number_and_title_stand_in_every_choice_of_columns(keys):
    shown = chosen(keys)
    assert {"number", "title"} <= set(shown)
    assert set(keys) & COLUMNS.keys() <= set(shown)
    assert list(shown) == [key for key in COLUMNS if key in shown]
    assert shown == USUAL or set(keys) & COLUMNS.keys()


def test_every_column_has_a_cell_in_every_row(world):
    world.issue(at=Status.RECTIFYING, nature=Nature.COMMON, handler="住保科")
    page = entered(world.clerk).get(LIST, {"cols": ".".join(COLUMNS)})
    cells = page.context["rows"][0].cells
    assert cells.count("<td") == len(COLUMNS) == len(labels(page))
    for words in ("住保科", Nature.COMMON.label, "责任单位", str(world.round.name)):
        assert words in cells


def test_saved_views_stand_on_the_line_of_tabs(world):
    world.issue(at=Status.PLANNING)
    clerk = entered(world.clerk)
    clerk.post(reverse("issues:view_save"), {"name": "在办的", "back": "slice=open", "shared_with": ""})
    views = clerk.get(LIST, {"slice": "open"}).context["views"]
    assert len(views) > 2
    assert [view.name for view in views if view.current] == ["在办的"]


def test_columns_and_density_are_kept_for_the_person_and_the_address_goes_before(world):
    world.issue(at=Status.PLANNING)
    clerk, colleague = entered(world.clerk), entered(world.head)
    sent = {"columns": ["side", "due"], "density": "airy", "back": "slice=open&cols=weeks"}
    assert clerk.post(reverse("issues:look"), sent).url == f"{LIST}?slice=open"
    assert labels(clerk.get(LIST)) == ["编号", "问题（工作表述）", "当前办理方", "期限"]
    assert 'class="tbl airy"' in clerk.get(LIST).content.decode()
    assert 'class="tbl dense"' in clerk.get(LIST, {"density": "dense"}).content.decode()
    assert "前 4 周" in labels(clerk.get(LIST, {"cols": "weeks"}))
    assert len(labels(colleague.get(LIST))) == len(USUAL)
    clerk.post(reverse("issues:look"), {"columns": ["nonsense"], "density": "airy", "back": ""})
    assert ListLook.objects.get().columns == ["side", "due"]


@pytest.mark.parametrize("asked", [{"cols": "nonsense"}, {"density": "loose"}])
def test_a_look_that_is_not_understood_is_told(world, asked):
    world.issue(at=Status.PLANNING)
    page = entered(world.clerk).get(LIST, asked)
    assert page.context["rows"] == []
    assert "看不懂的条件" in page.content.decode()


def test_a_view_keeps_conditions_and_columns_and_is_shared_with_colleagues_alone(world):
    world.issue(at=Status.PLANNING)
    clerk = entered(world.clerk)
    clerk.post(reverse("issues:look"), {"columns": ["side"], "density": "dense", "back": ""})
    save = {"back": "state=planning", "name": "编方案的", "shared_with": world.office.public_id}
    clerk.post(reverse("issues:view_save"), save)
    view = SavedView.objects.get()
    assert (view.query, view.shared_with) == ("state=planning&cols=number.title.side", world.office)
    shown = entered(world.head).get(f"{LIST}?{view.query}")
    assert [link.name for link in shown.context["kept"].links if link.current] == ["编方案的（共用）"]
    assert labels(shown) == ["编号", "问题（工作表述）", "当前办理方"]
    assert "编方案的" not in entered(world.liaison).get(LIST).content.decode()


def test_a_shared_view_is_dropped_by_its_owner_or_the_head_alone(world):
    world.issue(at=Status.PLANNING)
    entered(world.clerk).post(
        reverse("issues:view_save"), {"back": "focus=on", "name": "重点", "shared_with": world.office.public_id}
    )
    view, colleague = SavedView.objects.get(), person("colleague", (Role.OFFICE_CLERK, world.office))
    drop = reverse("issues:view_drop")
    assert entered(world.liaison).post(drop, {"view": view.pk}).status_code == 404
    entered(colleague).post(drop, {"view": view.pk})
    assert SavedView.objects.exists()
    entered(world.head).post(drop, {"view": view.pk})
    assert not SavedView.objects.exists()


def test_a_view_is_not_shared_with_a_unit_where_one_holds_no_post(world):
    world.issue(at=Status.PLANNING)
    sent = {"back": "focus=on", "name": "重点", "shared_with": world.lead.public_id}
    entered(world.clerk).post(reverse("issues:view_save"), sent)
    entered(world.clerk).post(reverse("issues:view_save"), {"back": "", "name": "没有条件"})
    entered(world.clerk).post(reverse("issues:view_save"), {"back": "q=" + "长" * 100, "name": "条件太长" * 2})
    assert list(SavedView.objects.values_list("name", flat=True)) == ["条件太长" * 2]


def test_the_class_of_many_drafts_is_a_change_of_that_person(world):
    drafts = [world.issue(category=None) for _ in range(2)]
    gone = world.issue(at=Status.DISPATCHED)
    ids = [issue.public_id for issue in (*drafts, gone)]
    head = entered(world.head)
    asked = head.post(BULK, {"act": "set_class", "ids": ids, "back": ""}).content.decode()
    assert "已经下发，不能再改录入内容" in asked
    done = head.post(
        BULK, {"act": "set_class", "ids": ids, "confirm": "1", "category": world.category.code}
    ).content.decode()
    assert "已定类别 2 件，1 件没有办成" in done
    for draft in Issue.objects.filter(pk__in=[draft.pk for draft in drafts]):
        assert (draft.category, draft.edited_by) == (world.category, world.head)
        assert Event.objects.about(draft).filter(kind="issues.issue.edit", by=world.head).count() == 1
    barred = head.post(BULK, {"act": "dispatch", "ids": ids[:1], "back": ""}).content.decode()
    assert "须由另一人办理" in barred
    allowed = entered(world.clerk).post(BULK, {"act": "dispatch", "ids": ids[:1], "back": ""}).content.decode()
    assert "下发 1 件" in allowed


def test_a_period_for_many_drafts_counts_from_the_feedback_of_each(world):
    rounds.set_units(round_=world.round, numbers={world.lead: None, world.other: None}, by=world.clerk)
    papers = [
        paper(world, unit, day) for unit, day in ((world.lead, date(2026, 3, 2)), (world.other, date(2026, 5, 6)))
    ]
    drafts = [world.issue(due=None, feedback=paper, lead_unit=paper.unit) for paper in papers]
    sent = {"act": "set_due", "ids": [draft.public_id for draft in drafts], "confirm": "1", "back": ""}
    assert "请" in entered(world.clerk).post(BULK, sent | {"due": ""}).content.decode()
    entered(world.clerk).post(BULK, sent | {"due": "3个月内", "meant": "3个月内"})
    dues = Issue.objects.filter(pk__in=[draft.pk for draft in drafts]).order_by("pk").values_list("due", "due_text")
    assert list(dues) == [(date(2026, 6, 2), "3个月内"), (date(2026, 8, 6), "3个月内")]


def paper(world, unit, day) -> Feedback:
    told = {"delivered_on": day, "title": "反馈意见", "text": "存在的问题。", "track": track()}
    return feedback.register(round_=world.round, unit=unit, by=world.clerk, **told)


def written(answer) -> list[list[str]]:
    sheet = load_workbook(BytesIO(b"".join(answer.streaming_content))).active
    return [[str(cell.value) for cell in row if cell.value is not None] for row in sheet.iter_rows()]


def test_only_what_is_ticked_and_seen_is_taken_away(world):
    one, other = world.issue(at=Status.PLANNING), world.issue(at=Status.PLANNING)
    foreign = world.issue(at=Status.PLANNING, lead_unit=world.other)
    answer = entered(world.liaison).post(EXPORT, {"ids": [one.public_id, foreign.public_id], "back": "state=planning"})
    numbers = {cell for row in written(answer) for cell in row}
    assert one.number in numbers
    assert not {other.number, foreign.number} & numbers
    event = Event.objects.get(kind="issues.round.export")
    assert (event.facts["rows"], event.facts["conditions"]) == (1, "环节：方案编制；只导出勾选的")


def test_a_workbook_of_all_rounds_names_the_round_of_each_row(world):
    later = world.later_round()
    here, there = world.issue(at=Status.PLANNING), world.issue(at=Status.PLANNING, round_=later)
    rows = written(entered(world.clerk).get(EXPORT, {"round": "all"}))
    for issue in (here, there):
        assert any(row[:2] == [issue.round.name, issue.number] for row in rows), issue


def test_a_zero_is_no_link(world):
    world.issue(at=Status.PLANNING)
    page = entered(world.clerk).get(LIST).content.decode()
    assert 'href="?slice=open"' in page
    assert 'href="?slice=overdue"' not in page.partition('class="figs')[2].partition("</ul>")[0]
