"""挂图作战: each step says when it was passed or when it is due, in words; at most 26 rows a sheet."""

from datetime import date, timedelta

import pytest
import time_machine
from django.conf import settings
from django.urls import reverse

from issues.models import Issue, Milestone, Status
from ledgers.figures.wall import BEFORE, HEADS, planned_day, sheets
from rectify.lib.dates import today
from rectify.roof.testing.counting import counted

pytestmark = [pytest.mark.workflow, pytest.mark.django_db]
MONDAY = "2026-06-01 10:00+08:00"


def cells_of(issue) -> dict[str, tuple[str, str]]:
    [sheet] = sheets(Issue.objects.filter(pk=issue.pk).select_related("lead_unit", "procedure", "round"), today())
    [row] = sheet.groups[0].rows
    return {head: (cell.css, cell.words) for head, cell in zip(HEADS, row.cells, strict=True)}


@time_machine.travel(MONDAY, tick=False)
@pytest.mark.parametrize(
    ("status", "due", "expected"),
    [
        (
            Status.DISPATCHED,
            date(2026, 7, 31),
            {"签收": ("m-now", "正在办"), "整改": ("m-todo", "07-17"), "销号": ("m-todo", "07-31")},
        ),
        (Status.RECTIFYING, date(2026, 7, 31), {"方案": ("m-ok", "√ 06-01"), "整改": ("m-now", "到 07-17")}),
        (Status.RECTIFYING, date(2026, 6, 4), {"整改": ("m-late", "误 05-21"), "销号": ("m-soon", "近 06-04")}),
        (Status.FIRST_REVIEW, date(2026, 7, 31), {"审签": ("m-ok", "√ 06-01"), "初审": ("m-now", "到 07-24")}),
        (Status.CLOSED, date(2026, 7, 31), {"销号": ("m-ok", "√ 06-01"), "初审": ("m-ok", "√ 06-01")}),
    ],
)
def test_a_step_says_when_it_was_passed_or_is_due(world, status, due, expected):
    cells = cells_of(world.issue(at=status, due=due))
    assert {name: cells[name] for name in expected} == expected


def test_what_the_procedure_does_not_ask_for_has_no_day(world):
    assert cells_of(world.issue(at=Status.RECTIFYING))["联审"] == ("m-none", "—")
    assert cells_of(world.issue(at=Status.JOINT_REVIEW))["联审"][0] in ("m-now", "m-todo", "m-soon", "m-late")


@time_machine.travel(MONDAY, tick=False)
def test_milestones_are_counted_and_the_next_one_named(world):
    issue = world.issue(at=Status.RECTIFYING)
    measure = issue.measures.first()
    for order, day in ((1, date(2026, 5, 20)), (2, date(2026, 8, 20))):
        Milestone.objects.create(measure=measure, order=order, text="公示名单", due=day)
    assert cells_of(issue)["节点"] == ("m-late", "0/2 误 05-20")


def test_days_go_backwards_with_the_steps():
    days = [planned_day(name, date(2026, 12, 8)) for name, ahead in BEFORE.items() if ahead is not None]
    assert days == sorted(days)
    assert days[-1] == date(2026, 12, 8)


def test_a_sheet_takes_26_rows_and_costs_the_same_for_many(world, client):
    client.force_login(world.head, backend=settings.AUTHENTICATION_BACKENDS[-1])
    costs = []
    for more in (2, 28):
        for _ in range(more):
            world.issue(at=Status.DISPATCHED)
        client.get(reverse("ledgers:wall"), {"slice": "open"})
        with counted() as asked:
            page = client.get(reverse("ledgers:wall"), {"slice": "open"}).context
        costs.append(len(asked))
    assert [sum(len(group.rows) for group in sheet.groups) for sheet in page["sheets"]] == [26, 4]
    assert costs[0] == costs[1]


def test_the_wall_hangs_what_the_list_was_cut_down_to(world, client):
    mine, late = world.issue(at=Status.RECTIFYING), world.issue(at=Status.RECTIFYING, due=today() - timedelta(days=3))
    world.issue(at=Status.RECTIFYING, lead_unit=world.other)
    world.issue(at=Status.DRAFT)
    client.force_login(world.liaison, backend=settings.AUTHENTICATION_BACKENDS[-1])
    for query, issues in (({}, {mine, late}), ({"slice": "overdue"}, {late}), ({"state": "nonsense"}, set())):
        page = client.get(reverse("ledgers:wall"), query).context
        hung = {row.issue for sheet in page["sheets"] for group in sheet.groups for row in group.rows}
        assert (hung, page["count"]) == (issues, len(issues))


def test_the_list_leads_to_the_wall_of_the_same_issues(world, client):
    late = world.issue(at=Status.RECTIFYING, due=today() - timedelta(days=3))
    world.issue(at=Status.RECTIFYING)
    client.force_login(world.head, backend=settings.AUTHENTICATION_BACKENDS[-1])
    places = client.get(reverse("issues:list"), {"slice": "overdue", "sort": "-due"}).context["places"]
    page = client.get(places.wall).context
    assert [row.issue for sheet in page["sheets"] for group in sheet.groups for row in group.rows] == [late]
