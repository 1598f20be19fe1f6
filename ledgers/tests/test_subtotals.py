"""小计: a book in parts says at all four doors the same, every part is the list that its number opens, and the parts come to the
whole."""

from io import BytesIO

import openpyxl
import pytest
from django.conf import settings
from django.core.management import call_command
from django.urls import reverse

from issues.grouping import follow
from issues.models import Category, Issue, Status
from ledgers import books, subtotals
from ledgers.kinds import KINDS
from ledgers.tests.intake import taken
from ledgers.tests.ourbooks import UNTOUCHED, outcome
from ledgers.tests.test_import import reader, store  # noqa: F401 (fixtures)

pytestmark = pytest.mark.model
CUT = {slug: kind for slug, kind in KINDS.items() if subtotals.cuts_of(kind)}


@pytest.fixture
def sorted_world(world):
    call_command("load_defaults")
    for code, cause, unit in (
        ("C01", "subjective", world.lead),
        ("C21", "", world.other),
        ("C21", "institutional", world.lead),
    ):
        issue = world.issue(at=Status.RECTIFYING, lead_unit=unit, category=Category.objects.get(code=code))
        Issue.objects.filter(pk=issue.pk).update(cause=cause, returns=2)
    follow(Issue.objects.all())
    return world


def test_books_about_issues_can_be_cut_and_others_say_that_they_cannot(sorted_world, client):
    assert {"problems", "measures", "overdue"} <= set(CUT)
    assert "recommendations" not in CUT
    client.force_login(sorted_world.clerk, backend=settings.AUTHENTICATION_BACKENDS[-1])
    for slug, by, status in (
        ("problems", "nonsense", 400),
        ("recommendations", "unit", 400),
        ("problems", "unit", 200),
    ):
        assert client.get(f"/api/v1/books/{slug}/?by={by}").status_code == status


@pytest.mark.sampled
@pytest.mark.parametrize("by", subtotals.CUTS)
def test_every_part_is_the_book_that_its_number_opens(sorted_world, by):
    """For all books that can be cut: count and sums; the parts of one scheme, or of anything else, come to the whole."""
    for kind in CUT.values():
        whole = books.ask(kind, sorted_world.clerk, {"by": by})
        totals = books.totals(kind, sorted_world.clerk, whole)
        parts = books.parts(kind, sorted_world.clerk, whole)
        for part in parts:
            if part.value:
                asked = books.ask(kind, sorted_world.clerk, {subtotals.CUTS[by].asks: part.value})
                assert asked.wrong == {}
                assert books.totals(kind, sorted_world.clerk, asked) == {"rows_in_book": part.rows, **part.sums}
        if by != "group":
            assert sum(part.rows for part in parts) == totals["rows_in_book"]
            assert {key: sum(part.sums[key] for part in parts) for key in (c.key for c in subtotals.summed(kind))} == {
                key: value for key, value in totals.items() if key != "rows_in_book"
            }


def test_the_parts_are_named_as_people_name_them(sorted_world):
    kind = KINDS["problems"]

    def names(by):
        return [
            (part.name, part.rows, part.sums["returns"])
            for part in books.parts(kind, sorted_world.clerk, books.ask(kind, sorted_world.clerk, {"by": by}))
        ]

    assert names("cause") == [("体制机制", 1, 2), ("主观层面", 1, 2), ("没有定", 1, 2)]
    assert names("unit") == [("市住建局", 2, 4), ("市教育局", 1, 2)]
    assert ("四个落实：落实巡视等监督发现问题整改", 2, 4) in names("group")


def test_all_four_doors_say_the_same(sorted_world, client):
    world = sorted_world
    client.force_login(world.clerk, backend=settings.AUTHENTICATION_BACKENDS[-1])
    query = f"?round={world.round.public_id}&by=unit"
    parts = client.get(f"/api/v1/books/problems/{query}").json()["parts"]
    assert [(part["name"], part["rows"], part["sums"]["returns"]) for part in parts] == [
        ("市住建局", 2, 4),
        ("市教育局", 1, 2),
    ]
    for address in ("ledgers:book", "ledgers:book_print"):
        page = client.get(reverse(address, args=["problems"]) + query).content.decode()
        assert "按单位小计" in page
        assert f"lead={world.other.public_id}" in page
    answer = client.get(reverse("ledgers:book_file", args=["problems"]) + query)
    body = b"".join(answer.streaming_content)
    rows = [[cell.value for cell in row] for row in openpyxl.load_workbook(BytesIO(body))["小计"].iter_rows()]
    assert ["市住建局", 2, 4, 0] in rows
    assert ["市教育局", 1, 2, 0] in rows
    assert outcome(taken(world, body)) == UNTOUCHED
