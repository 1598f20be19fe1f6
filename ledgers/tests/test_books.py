"""Books as data: what the page shows is what the file holds, for every book and every role."""

import io
import json
import re
from datetime import timedelta
from decimal import Decimal
from html import unescape
from itertools import product
from operator import itemgetter

import openpyxl
import pytest
from django.conf import settings
from django.urls import reverse

from issues.actions import extensions, lasting, outcomes, regulations
from issues.models import ExtensionReason, Issue, IssueUnit, OutcomeKind, Recommendation, SavedView, Status
from issues.tests.paper_acts import advised
from ledgers import books
from ledgers.columns import shown
from ledgers.kinds import KINDS
from ledgers.models import IssuedPaper
from ledgers.tests.moves import letter
from rectify.accounts.filing import filing
from rectify.accounts.roles import Role
from rectify.audit.models import Event
from rectify.lib.dates import today
from rectify.roof.testing.counting import counted
from rectify.roof.testing.seed import some
from rectify.roof.testing.world import again, person, unit

pytestmark = [pytest.mark.workflow, pytest.mark.django_db]

ROLES = ("clerk", "head", "liaison", "principal", "other_liaison", "leader")
RISKY = ("=1+1", "+86 前缀", "-减号", "@SUM(A1)", '=HYPERLINK("http://x")')


@pytest.fixture(scope="module")
def city(shared_world):
    """Every state at both units, one issue shared, titles that a spreadsheet would take for formulas."""
    world = shared_world
    for place, status in enumerate(Status):
        world.issue(at=status, title=RISKY[place % len(RISKY)], handler=RISKY[(place + 1) % len(RISKY)])
    for status in (Status.PLANNING, Status.CLOSED):
        world.issue(at=status, lead_unit=world.other)
    shared = world.issue(at=Status.RECTIFYING, lead_unit=world.other, title="共同负责的一件")
    IssueUnit.objects.create(issue=shared, unit=world.lead)
    overdue(world.issue(at=Status.RECTIFYING, title="过了期限的一件"))
    bring(world, shared)
    put_off(world, shared)
    advised(world, "plan_review")
    letter(world, "received")
    return world


def put_off(world, issue):
    """More time asked for, and a long-term item looked at once."""
    reason = ExtensionReason.objects.get_or_create(code="books", defaults={"name": "=等专户", "kind": "objective"})[0]
    extensions.apply(
        issue=issue, reason=reason, text="等专户开出", to_due=issue.due + timedelta(days=9), by=world.other_principal
    )
    asked = lasting.apply(
        issue=issue,
        stage_goal="=每季抽查",
        next_review=today() + timedelta(days=9),
        rhythm="monthly",
        reason="要一直做",
        by=world.other_liaison,
    )
    world.move(asked, "approve", "head")
    issue.refresh_from_db()
    lasting.review(issue=issue, declared="met", text="抽查无新增", by=world.other_liaison)


def bring(world, issue):
    """A number and a rule that came of the issue."""
    kind = OutcomeKind.objects.create(code="criticised", name="批评教育", unit="人")
    measure = issue.measures.first()
    row = {"measure": measure, "kind": kind, "value": Decimal(3)}
    outcomes.declare(issue=issue, rows=[row], by=world.other_liaison)
    outcomes.declare(
        issue=issue,
        rows=[row | {"measure": issue.measures.last(), "value": None, "text": "**"}],
        by=world.other_liaison,
    )
    regulations.add(issue=issue, title="=住房管理办法", kind="new", by=world.other_liaison, measure=measure)


def overdue(issue):
    type(issue).objects.filter(pk=issue.pk).update(due="2026-01-05")


def log_in(client, user):
    client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[-1])


def file_rows(kind, user, asked):
    """The rows of the workbook: what stands between the header and the totals, without 序号."""
    target = io.BytesIO()
    count = books.write(kind, user, asked, target)
    sheet = openpyxl.load_workbook(target).active
    rows = [[cell.value for cell in row][1:] for row in sheet.iter_rows()]
    start = next(n for n, row in enumerate(rows) if row[0] == kind.columns[0].title)
    start += 2 if kind.groups else 1
    return count, rows[start : start + count], sheet


def sent_rows(client, kind):
    """The rows of the workbook as it comes through the door."""
    answer = client.get(reverse("ledgers:book_file", args=[kind.slug]))
    cells = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content))).active.iter_rows()
    rows = [[cell.value for cell in row][1:] for row in cells]
    start = next(n for n, row in enumerate(rows) if row[0] == kind.columns[0].title) + (2 if kind.groups else 1)
    return rows[start : next(n for n, row in enumerate(rows) if row[0] == "合计")]


def words(values):
    """Cells as text, days without their hour, so that a date of the page equals a date of the file."""
    return [re.sub(r" 00:00:00$", "", shown(v) if not hasattr(v, "hour") else str(v)) for v in values]


def page_cells(html):
    body = re.search(r"<tbody>(.*?)</tbody>", html, re.S)
    if not body:
        return []
    rows = re.findall(r"<tr>(.*?)</tr>", body.group(1), re.S)
    return [
        [
            unescape(re.sub(r"<svg.*?</svg>|<[^>]+>", "", cell.strip().replace("<br>", "\n")))
            for cell in re.findall(r"<td[^>]*>(.*?)</td>", row, re.S)
        ]
        for row in rows
    ]


@pytest.mark.slow  # whether four doors agree does not hang on the engine; how it sorts and filters does, see below
@pytest.mark.sampled
@pytest.mark.parametrize("role", ROLES)
def test_page_file_print_and_api_hold_the_same(city, client, role):
    """Every book for some of its readers, by night for all."""
    user = getattr(city, role)
    for reader, slug in some(product(ROLES, KINDS), itemgetter(0), itemgetter(1), least=2 * len(KINDS)):
        if reader == role:
            agrees(client, KINDS[slug], user)


def agrees(client, kind, user):
    """All four doors hold the same rows in the same order, and none that the reader may not see."""
    asked = books.ask(kind, user, {})
    log_in(client, user)
    rows = [words(row) for row in sent_rows(client, kind)]
    for door in ("ledgers:book", "ledgers:book_print"):
        page = client.get(reverse(door, args=[kind.slug]))
        assert page_cells(page.content.decode()) == rows, (kind.slug, door)
    answer = client.get(f"/api/v1/books/{kind.slug}/")
    assert answer.status_code == 200, kind.slug
    assert [words(row.values()) for row in answer.json()["rows"]] == rows, kind.slug
    assert len(rows) == books.totals(kind, user, asked)["rows_in_book"]
    seen = visible(user)
    assert {kind.issue(row) for row in books.ordered(kind, user, asked)} <= seen


def visible(user):
    """What rows may be about: issues, recommendations, papers."""
    models = (Issue, Recommendation, IssuedPaper)
    return {row for model in models for row in model.objects.visible_to(user)}


def test_the_books_are_not_empty(city):
    user = city.clerk
    assert {
        slug: books.totals(kind, user, books.ask(kind, user, {}))["rows_in_book"] > 0 for slug, kind in KINDS.items()
    } == dict.fromkeys(KINDS, True)


@pytest.mark.parametrize("slug", ["outcomes", "institutions", "tasks"])
@pytest.mark.parametrize("role", ["clerk", "other_liaison", "liaison"])
def test_what_issues_brought_is_the_same_on_page_and_in_the_file(city, client, slug, role):
    agrees(client, KINDS[slug], getattr(city, role))


def test_numbers_are_summed_by_kind_and_never_across_columns(city, client):
    log_in(client, city.clerk)
    page = client.get(reverse("ledgers:book", args=["outcomes"])).content.decode()
    assert "批评教育（人）" in page[page.index("按类型合计") :]
    print_ = client.get(reverse("ledgers:book_print", args=["outcomes"])).content.decode()
    assert "合计：批评教育：申报 3 人，只有文字 1；认定 0 人，未认定 2" in print_


def test_texts_that_look_like_formulas_stay_texts(city):
    kind = KINDS["duties"]
    _, rows, sheet = file_rows(kind, city.clerk, books.ask(kind, city.clerk, {}))
    kinds = {cell.data_type for row in sheet.iter_rows() for cell in row if str(cell.value or "")[:1] in "=+-@"}
    assert kinds <= {"s", "n"}
    assert {row[1] for row in rows} >= set(RISKY)
    assert "f" not in {cell.data_type for row in sheet.iter_rows() for cell in row}


def test_the_file_is_laid_out_as_an_office_does(city):
    for kind in KINDS.values():
        laid_out(city, kind)


def laid_out(city, kind):
    _, _, sheet = file_rows(kind, city.clerk, books.ask(kind, city.clerk, {}))
    merged = {str(area) for area in sheet.merged_cells.ranges}
    assert sheet["A1"].value == f"{city.round.name}整改{kind.title}"
    assert any(area.startswith("A1:") for area in merged)
    assert "口径" in sheet["A3"].value
    assert "轮次" in sheet["A2"].value
    assert sheet.freeze_panes
    assert sheet.page_setup.orientation == "landscape"
    assert sheet.print_title_rows
    assert city.clerk.name in sheet.oddHeader.right.text


@pytest.mark.sampled
@pytest.mark.slow
def test_a_book_costs_the_same_for_few_rows_and_for_many(city, client, db):
    world, few, many = city, [], []
    for rounds, costs in ((1, few), (4, many)):
        for _ in range(rounds):
            overdue(world.issue(at=Status.RECTIFYING))
            world.issue(at=Status.CLOSED)
        for name in ("ledgers:book", "ledgers:book_file", "ledgers:book_print"):
            costs += [cost(client, world.clerk, reverse(name, args=[slug])) for slug in KINDS]
    assert few == many


def cost(client, user, url):
    log_in(client, user)
    client.get(url)
    with counted() as told:
        answer = client.get(url)
        assert answer.status_code == 200
        b"".join(answer.streaming_content) if answer.streaming else None
    return len(told)


@pytest.mark.sampled
def test_every_sort_keeps_every_row(city, client):
    log_in(client, city.clerk)
    for slug, kind in KINDS.items():
        every = {row["number"] for row in books.rows(kind, city.clerk, {})}
        for column in kind.columns:
            for sign in ("", "-") if column.sort else ():
                found = list(books.rows(kind, city.clerk, {"sort": f"{sign}{column.key}"}))
                assert {row["number"] for row in found} == every
                assert (
                    client.get(reverse("ledgers:book", args=[slug]), {"sort": f"{sign}{column.key}"}).status_code == 200
                )


@pytest.mark.parametrize(
    "params", [{"unit": "nobody"}, {"state": "gone"}, {"due_from": "soon"}, {"slice": "no:such"}, {"round": "x"}]
)
def test_what_cannot_be_understood_finds_nothing(city, params):
    kind = KINDS["problems"]
    assert list(books.rows(kind, city.clerk, params)) == []


def test_filters_narrow_page_and_file_alike(city, client):
    kind, unit = KINDS["problems"], city.other
    given = {"unit": unit.public_id, "state": Status.CLOSED.value}
    found = list(books.rows(kind, city.clerk, given))
    assert [row["lead_unit"] for row in found] == [str(unit)]
    log_in(client, city.clerk)
    page = client.get(reverse("ledgers:book", args=["problems"]), given)
    assert len(page_cells(page.content.decode())) == 1
    assert f"单位：{unit}" in page.content.decode()


def test_an_export_is_in_the_trail(city, client):
    log_in(client, city.liaison)
    answer = client.get(reverse("ledgers:book_file", args=["problems"]), {"state": Status.CLOSED.value})
    assert b"".join(answer.streaming_content)[:2] == b"PK"
    event = Event.objects.filter(kind="ledgers.book.export").get()
    assert (event.by, event.facts["book"], event.facts["rows"]) == (city.liaison, "问题清单", 1)
    assert "已销号" in event.facts["conditions"]


def test_a_view_is_kept_for_its_owner_alone(city, client):
    log_in(client, city.clerk)
    save = reverse("ledgers:view_save", args=["problems"])
    client.post(f"{save}?state=closed", {"name": "已销号的"})
    view = SavedView.objects.get()
    assert (view.user, view.query) == (city.clerk, "state=closed")
    assert "已销号的" in client.get(reverse("ledgers:book", args=["problems"])).content.decode()
    log_in(client, city.head)
    assert "已销号的" not in client.get(reverse("ledgers:book", args=["problems"])).content.decode()
    drop = reverse("ledgers:view_drop", args=["problems"])
    assert client.post(drop, {"view": view.pk}).status_code == 404
    log_in(client, city.clerk)
    assert client.post(drop, {"view": view.pk}).status_code == 302
    assert not SavedView.objects.exists()


def test_a_stranger_has_no_book(city, client):
    log_in(client, city.stranger)
    assert client.get(reverse("ledgers:book_file", args=["problems"])).status_code == 302
    assert list(books.rows(KINDS["problems"], city.stranger, {})) == []
    assert client.get(reverse("ledgers:book", args=["nosuch"])).status_code == 404


@pytest.mark.parametrize("slug", sorted(KINDS))
def test_a_book_is_the_same_through_its_four_doors(city, client, slug):
    log_in(client, city.clerk)
    kind, given = KINDS[slug], {"round": city.round.public_id}
    whole = list(books.rows(kind, city.clerk, given))
    answer = client.get(f"/api/v1/books/{slug}/", given)
    assert answer.status_code == 200
    assert answer.json()["rows"] == json.loads(json.dumps(whole[:50]))
    assert b"".join(client.get(f"/books/{slug}.xlsx", given).streaming_content)[:2] == b"PK"
    assert client.get(f"/books/{slug}/print/", given).status_code == 200
    assert len(page_cells(client.get(f"/books/{slug}/", given).content.decode())) == len(whole[:50])


@pytest.mark.parametrize("query", [{"unit": "nobody"}, {"due_from": "soon"}, {"sort": "colour"}, {"colour": "red"}])
def test_the_api_names_what_it_does_not_understand_of_a_book(city, client, query):
    log_in(client, city.clerk)
    answer = client.get("/api/v1/books/problems/", query)
    assert (answer.status_code, set(answer.json())) == (400, set(query))


def test_who_works_for_two_offices_files_for_that_of_the_round(city):
    """The other office stands first among the posts."""
    other = unit("前一个办公室", parent=city.city, order=0, is_office=True)
    both = person("both_offices", (Role.OFFICE_CLERK, other), (Role.OFFICE_CLERK, city.office))
    for office, name in ((other, other.name), (city.office, city.office.name), (city.lead, other.name)):
        assert filing(again(both), today(), office.pk).startswith(f"填报单位：{name}　")
