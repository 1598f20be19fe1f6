"""按类分看: every number is the count of the list its address opens; what nobody has said has a line of its own."""

from urllib.parse import parse_qsl, urlsplit

import pytest
from django.conf import settings
from django.core.management import call_command
from django.urls import reverse

from issues.filters import IssueFilter
from issues.grouping import follow
from issues.models import Category, Issue, Measure, Status
from ledgers.figures.figure import Scope
from ledgers.figures.sorts import SortedIssues
from rectify.lib.dates import today

pytestmark = pytest.mark.model


@pytest.fixture
def figures(world):
    call_command("load_defaults")
    for code, cause in (("C01", "subjective"), ("C21", ""), ("C21", "institutional")):
        issue = world.issue(at=Status.RECTIFYING)
        Issue.objects.filter(pk=issue.pk).update(category=Category.objects.get(code=code), cause=cause)
    follow(Issue.objects.all())
    Measure.objects.filter(pk=Measure.objects.first().pk).update(horizon="lasting")
    return SortedIssues(Scope(world.clerk, world.round, today()))


def test_every_number_is_the_count_of_its_list(world, figures):
    rows = Issue.objects.visible_to(world.clerk).filter(round=world.round)
    cells = [cell for table in figures.tables for line in table.lines for cell in line.cells if cell.url]
    assert sum(cell.count for cell in cells) > 10
    for cell in cells:
        asked = dict(parse_qsl(urlsplit(cell.url).query))
        asked.pop("round")
        listed = IssueFilter(asked, rows)
        assert (listed.wrong, listed.understood().count()) == ({}, cell.count)


def test_the_tables_say_what_there_is(world, figures, client):
    tables = {table.title: [(line.name, line.cells[0].count) for line in table.lines] for table in figures.tables}
    assert ("落实巡视等监督发现问题整改", 2) in tables["四个落实"]
    assert tables["根源类型"] == [("体制机制", 1), ("主观层面", 1), ("没有定", 1)]
    assert [(line.name, line.measures) for line in figures.horizons if line.name == "长久立"] == [("长久立", 1)]
    client.force_login(world.clerk, backend=settings.AUTHENTICATION_BACKENDS[-1])
    page = client.get(reverse("ledgers:sorts")).content.decode()
    assert "体制机制" in page
    assert "按类分看" in client.get(reverse("ledgers:board")).content.decode()
