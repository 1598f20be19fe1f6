"""What somebody types finds what was meant: numbers in any spelling, several words, units by each of their names."""

import pytest
from django.urls import reverse

from issues.filters import IssueFilter
from issues.models import Issue, Status
from issues.searching import number_of
from rectify.accounts.actions import units
from rectify.accounts.models import UnitAlias

SPELT = ["06-003", "6-3", "06—003", "０６-003", "０６－３", "06–003", "06 - 003", "06003", "６－００３", "06－0003"]


@pytest.mark.parametrize("typed", SPELT)
def test_a_number_in_any_spelling(typed):
    assert number_of(typed) == "06-003"


@pytest.mark.parametrize("typed", ["2026-11", "12.5", "1234", "123456", "06-", "-3", "6-3-x", "第3", ""])
def test_what_is_no_number(typed):
    assert number_of(typed) == ""


def test_a_part_of_an_issue_has_a_number_too():
    assert number_of("6-3-2") == "06-003-2"


@pytest.fixture
def issue(world):
    """Led by a unit with all kinds of names."""
    issue = world.issue(at=Status.PLANNING)
    unit = issue.lead_unit
    units.edit(unit=unit, by=world.sysadmin, name="临江县住房和城乡建设局", short_name="县住建局")
    UnitAlias.objects.create(name="县建委", unit=unit)
    return issue


def finds(typed: str) -> list[Issue]:
    asked = IssueFilter({"q": typed}, Issue.objects.all())
    assert not asked.wrong
    return list(asked.qs)


@pytest.mark.parametrize(
    "typed", ["住建局", "住房和城乡", "县建委", "zfhcx", "zhu fang", "住建局 {word}", "　{word}　住建局 "]
)
def test_each_name_of_its_unit_finds_an_issue(issue, world, typed):
    other = world.issue(at=Status.PLANNING, lead_unit=world.other)
    found = finds(typed.format(word=issue.original[2:5]))
    assert issue in found
    assert other not in found


def test_every_word_must_be_found(issue):
    assert finds(f"住建局 {issue.original[:3]} 没有的字样") == []
    assert finds("没有的字样") == []


def test_a_unit_that_shares_an_issue_finds_it(issue, world):
    issue.shares.create(unit=world.other)
    assert issue in finds(world.other.name)


def test_a_number_typed_any_way_leads_to_its_issue_from_any_round(client, world, settings):
    issue = world.issue(at=Status.PLANNING)
    client.force_login(world.liaison, backend=settings.AUTHENTICATION_BACKENDS[-1])
    place, number = issue.number.split("-")
    for typed in (f"{int(place)}—{int(number)}", f" {place}{number} "):
        assert client.get(reverse("issues:list"), {"q": typed}).url == issue.get_absolute_url()
