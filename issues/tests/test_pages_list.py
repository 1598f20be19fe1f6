"""The issue list: what it finds, what it costs, and that its numbers are its lists."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.db import connection
from django.urls import reverse
from openpyxl import load_workbook

from issues.models import Issue, RoundUnit, Status
from issues.pages.listing.page import Listing
from rectify.audit.models import Event
from rectify.lib.capped import words
from rectify.lib.dates import today
from rectify.roof.testing.behind import owning
from rectify.roof.testing.counting import counted

LIST = reverse("issues:list")


@pytest.fixture
def enter(client, settings):
    def go(user):
        client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[-1])
        return client

    return go


def many(world, count, since=0):
    """Issues in bulk, in the shape of a round: most of them open. Loading is no move, so states are given at birth."""
    RoundUnit.objects.get_or_create(round=world.round, unit=world.lead, defaults={"number": 90})
    states = [Status.RECTIFYING, Status.PLANNING, Status.FIRST_REVIEW, Status.DISPATCHED, Status.RECTIFYING]
    Issue.objects.bulk_create(
        Issue(
            round=world.round,
            number=f"90-{n:04d}",
            title=f"第 {n} 件",
            original="原文",
            lead_unit=world.lead,
            category=world.category,
            due=today() + timedelta(days=n % 90 - 30),
            original_due=today(),
            status=states[n % 5],
            created_by=world.clerk,
            dispatched_by=world.head,
            dispatched_at="2026-01-01T00:00Z",
        )
        for n in range(since, count)
    )


def test_the_list_costs_the_same_for_twenty_and_two_thousand_rows(world, enter):
    people, few = ("clerk", "head", "liaison", "leader"), {}
    many(world, 20)
    for who in people:
        client = enter(getattr(world, who))
        client.get(LIST)
        with counted() as asked:
            client.get(LIST)
        few[who] = len(asked)
    many(world, 2000, since=20)
    for who in people:
        client = enter(getattr(world, who))
        client.get(LIST)
        with counted() as lots:
            answer = client.get(LIST)
        # One more for a head: what waits for their word stands in the menu.
        assert few[who] == len(lots) <= 16 + (who == "head"), who + "\n".join(q["sql"][:120] for q in lots)
        assert answer.content.count(b'class="title"') == 50


def test_the_open_ones_by_deadline_are_read_from_an_index(world, enter, rf):
    if connection.vendor != "postgresql":
        pytest.skip("EXPLAIN is asked of PostgreSQL")
    many(world, 2000)
    with owning(connection), connection.cursor() as cursor:
        cursor.execute("ANALYZE issues_issue")
    client = enter(world.clerk)
    with counted() as asked:
        client.get(f"{LIST}?slice=open")
    rows = next(q["sql"] for q in asked if q["sql"].endswith("LIMIT 51"))
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN {rows}")
        plan = "\n".join(row[0] for row in cursor.fetchall())
    assert "Seq Scan on issues_issue" not in plan
    assert "Sort" not in plan
    assert "issue_open_due" in plan


def test_every_number_is_the_list_it_opens(world, enter, rf):
    for status in Status:
        world.issue(at=status)
    world.issue(at=Status.RECTIFYING, due=today() - timedelta(days=3))
    for who in ("clerk", "liaison", "leader"):
        client = enter(getattr(world, who))
        page = client.get(LIST).context
        for figure in [*page["figs"], *(view for view in page["views"] if view.count != "")]:
            opened = client.get(f"{LIST}{figure.url}").context
            assert figure.count == words(len(opened["rows"])), (who, figure.name)


def test_pages_follow_one_another_without_gap_or_double(world, enter):
    many(world, 120)
    client, seen, url = enter(world.clerk), [], LIST
    while url:
        page = client.get(url).context
        seen += [row.number for row in page["rows"]]
        after = page["listing"].page.after
        url = f"{LIST}?after={after}" if after else ""
    assert len(seen) == len(set(seen)) == 120


@pytest.mark.parametrize("query", ["q=%E4%BF%9D%E9%9A%9C", "overdue=on", "focus=on", "state=planning", "side=unit"])
def test_a_filter_shows_itself_as_a_chip(world, enter, query):
    answer = enter(world.clerk).get(f"{LIST}?{query}")
    assert len(answer.context["chips"]) == 1
    assert answer.context["chips"][0].url == "?"


def test_a_number_typed_whole_leads_to_its_issue(world, enter):
    issue = world.issue(at=Status.PLANNING)
    assert enter(world.liaison).get(f"{LIST}?q={issue.number}").url == issue.get_absolute_url()
    assert enter(world.other_liaison).get(f"{LIST}?q={issue.number}").status_code == 200


def test_an_unknown_slice_or_date_finds_nothing_rather_than_everything(world, enter):
    world.issue(at=Status.PLANNING)
    client = enter(world.clerk)
    for query in ("slice=nonsense", "due_from=tomorrow", "state=cheerful", "unit=zzz", "slice=status:zzz"):
        answer = client.get(f"{LIST}?{query}")
        assert (answer.status_code, answer.context["rows"]) == (200, []), query


def test_the_neighbours_of_an_issue_are_those_of_its_list(world, enter, rf):
    late, soon, later = (world.issue(at=Status.PLANNING, due=today() + timedelta(days=n)) for n in (1, 5, 9))
    world.issue(at=Status.DISPATCHED, due=today() + timedelta(days=3))
    page = enter(world.clerk).get(f"{soon.get_absolute_url()}?list=slice%3Dstatus%3Aplanning").context["back"]
    assert page.previous.startswith(late.get_absolute_url())
    assert page.next.startswith(later.get_absolute_url())
    assert page.url.endswith("?slice=status:planning")


def test_a_unit_sees_no_drafts_and_no_other_units_issues(world, enter):
    mine, shared = world.issue(at=Status.PLANNING), world.issue(at=Status.PLANNING, lead_unit=world.other)
    shared.shares.create(unit=world.lead)
    world.issue()
    world.issue(at=Status.PLANNING, lead_unit=world.other)
    rows = enter(world.liaison).get(LIST).context["rows"]
    assert {row.number for row in rows} == {mine.number, shared.number}


def test_a_listing_without_a_round_is_empty(world, enter):
    answer = enter(world.stranger).get(LIST)
    assert (answer.status_code, answer.context["rows"]) == (200, [])
    assert Listing(answer.wsgi_request).count[""] == 0


def test_a_unit_that_only_shares_an_issue_finds_it(world, enter):
    shared = world.issue(at=Status.PLANNING, lead_unit=world.other)
    shared.shares.create(unit=world.lead)
    page = enter(world.liaison).get(LIST).context
    assert [row.number for row in page["rows"]] == [shared.number]
    assert page["total"] == "1"


def test_the_workbook_holds_the_rows_of_the_page_and_is_recorded(world, enter):
    shown = world.issue(at=Status.PLANNING, title="=1+1 农村公路养护资金拨付滞后")
    world.issue(at=Status.DISPATCHED)
    answer = enter(world.liaison).get(f"{reverse('issues:export')}?state=planning")
    sheet = load_workbook(BytesIO(b"".join(answer.streaming_content))).active
    cells = [str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value]
    assert shown.title in cells
    assert sum(text == shown.number for text in cells) == 1
    event = Event.objects.get(kind="issues.round.export")
    assert (event.facts["rows"], event.facts["conditions"]) == (1, "环节：方案编制")
    assert enter(world.stranger).get(reverse("issues:export")).url == LIST
