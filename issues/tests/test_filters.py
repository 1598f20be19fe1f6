"""A condition that is not understood shows nothing and says so; every choice of a list gives its part of it."""

import pytest
from django.conf import settings
from django.test import Client

from issues.filters import IssueFilter
from issues.leads import WHOLE
from issues.models import Issue, Status
from rectify.accounts.models import FormerName, Unit, UnitAlias

pytestmark = [pytest.mark.django_db, pytest.mark.engines]
WRONG = [
    ("unit", "nonsense"),
    ("unit", WHOLE),
    ("lead", "nonsense"),
    ("state", "zzz"),
    ("category", "none"),
    ("side", "both"),
    ("slice", "no:such"),
    ("due_from", "2026-99-99"),
    ("due_to", "soon"),
    ("overdue", "perhaps"),
    ("q", "a" * 101),
    ("colour", "red"),
    ("round", "nobody"),
    ("sort", "colour"),
]


@pytest.fixture(scope="module")
def full(shared_world):
    for status in (Status.RECTIFYING, Status.CLOSED, Status.DISPATCHED):
        shared_world.issue(at=status)
    for unit in (shared_world.branch, shared_world.other):
        shared_world.issue(at=Status.DISPATCHED, lead_unit=unit)
    return shared_world


def entered(user):
    client = Client()
    client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[-1])
    return client


@pytest.mark.parametrize("name,value", WRONG)
def test_what_is_not_understood_is_never_everything(full, name, value):
    client = entered(full.clerk)
    page = client.get("/issues/", {name: value}).content.decode()
    assert "没有符合这些条件的问题" in page
    assert "看不懂的条件" in page
    assert "去掉这个条件" in page
    answer = client.get("/api/v1/issues/", {name: value})
    assert answer.status_code == 400
    assert name in answer.json()


@pytest.mark.parametrize("query", [{"round": "nobody"}, {"colour": "red"}, {"单位": "1"}, {"unit": "x", "stat": "1"}])
def test_what_the_api_does_not_know_it_names(full, query):
    answer = entered(full.clerk).get("/api/v1/issues/", query)
    assert answer.status_code == 400
    assert {name for name in query if name != "unit"} <= set(answer.json())


@pytest.mark.parametrize("who", ["clerk", "liaison", "leader"])
def test_every_choice_of_a_list_gives_its_part_of_it(full, who):
    user = getattr(full, who)
    issues = Issue.objects.visible_to(user)
    known = Unit.objects.visible_to(user)
    choices = IssueFilter({}, issues, units=known).filters["unit"].extra["choices"]()
    parts = {value: set(IssueFilter({"unit": value}, issues, units=known).understood()) for value, _ in choices}
    assert parts
    assert all(parts.values())
    alone = [rows for value, rows in parts.items() if not value.endswith(WHOLE)]
    assert set().union(*alone) == set(issues)
    assert sum(map(len, alone)) == issues.count()


def test_a_system_holds_a_unit_and_all_below_it(full):
    issues, known = Issue.objects.visible_to(full.clerk), Unit.objects.visible_to(full.clerk)
    whole = IssueFilter({"unit": full.lead.public_id + WHOLE}, issues, units=known)
    assert {issue.lead_unit for issue in whole.understood()} == {full.lead, full.branch}
    page = entered(full.clerk).get("/issues/").content.decode()
    assert f"{full.lead}（全系统）" in page
    assert f'value="{full.other.public_id}"' in page


def test_a_unit_that_leads_nothing_is_an_answer(full):
    issues, known = Issue.objects.visible_to(full.clerk), Unit.objects.visible_to(full.clerk)
    idle = known.exclude(pk__in=issues.values("lead_unit")).first()
    asked = IssueFilter({"unit": idle.public_id}, issues, units=known)
    assert asked.is_valid()
    assert not asked.understood().exists()


def test_a_choice_of_a_unit_carries_every_name_it_is_found_by(full):
    UnitAlias.objects.create(unit=full.lead, name="市建委老楼")
    FormerName.objects.create(unit=full.lead, name="市房产局", until="2020-01-01")
    choices = IssueFilter({}, Issue.objects.visible_to(full.clerk), units=Unit.objects.visible_to(full.clerk)).form
    words = {value: label.words for value, label in choices.fields["unit"].choices if value}
    for value in (full.lead.public_id, full.lead.public_id + WHOLE):
        assert all(word in words[value] for word in ("市建委老楼", "市房产局", full.lead.name, full.lead.pinyin))
