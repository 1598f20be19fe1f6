"""A cell that names several units is answered by a list: who leads, who shares."""

import pytest
from django.conf import settings
from django.urls import reverse

from issues.models import Issue, IssueUnit
from ledgers.tests.intake import open_questions, taken, workbook, written
from ledgers.tests.test_import import reader, row, store  # noqa: F401 (fixtures)

pytestmark = [pytest.mark.model, pytest.mark.slow]

HEADS = ["序号", "具体问题", "整改措施", "牵头单位", "完成时限"]


def line(units: str) -> list[str]:
    return ["1", "党费收缴不及时", "1.补缴。", units, "2026年12月31日前"]


@pytest.fixture
def office(client, world):
    client.force_login(world.clerk, backend=settings.AUTHENTICATION_BACKENDS[-1])
    return client


def said(client, batch, slots: list[str]):
    [key] = open_questions(batch)
    url = reverse("ledgers:import_answer", args=[batch.public_id])
    page = client.post(url, {"key": key, "say": "slots", "slot": slots}, follow=True)
    batch.refresh_from_db()
    return page.content.decode()


def test_two_names_are_asked_for_with_a_word_each_and_put_where_the_answer_says(office, world):
    batch = taken(world, workbook(line("市教育局、市住建局"), heads=HEADS))
    page = office.get(reverse("ledgers:import_batch", args=[batch.public_id])).content.decode()
    assert "“市教育局、市住建局”哪一家牵头" in page
    assert page.count('name="slot"') == 2
    page = said(office, batch, ["supporting", "lead"])
    assert "牵头：市住建局；配合：市教育局" in page
    written(world, batch)
    issue = Issue.objects.get()
    assert issue.lead_unit == world.lead
    assert [(share.unit, share.slot) for share in issue.shares.all()] == [(world.other, IssueUnit.Slot.SUPPORTING)]
    assert "牵头：市住建局" in issue.handler


@pytest.mark.parametrize("text", ["市教育局、市住建局等部门", "市教育局配合，市住建局牵头"])
def test_several_inspected_units_are_asked_as_a_list_too(office, world, text):
    batch = taken(world, workbook(["1", "党费收缴不及时", text], heads=["序号", "具体问题", "被巡察单位"]))
    assert open_questions(batch) == [f"list:{text}"]
    said(office, batch, ["supporting", "lead"])
    written(world, batch)
    issue = Issue.objects.get()
    assert issue.lead_unit == world.lead
    assert [(share.unit, share.slot) for share in issue.shares.all()] == [(world.other, IssueUnit.Slot.SUPPORTING)]


def test_the_unit_that_leads_is_asked_for_where_nobody_knows_it(office, world):
    batch = taken(
        world, workbook(["1", "党费收缴不及时", "量子办、市住建局"], heads=["序号", "具体问题", "被巡察单位"])
    )
    said(office, batch, ["lead", "supporting"])
    assert open_questions(batch) == ["unit:量子办"]


@pytest.mark.parametrize("slots", [[], ["lead"], ["lead", "lead"], ["lead", "所有"], ["lead", "responsible", "none"]])
def test_a_list_that_does_not_answer_for_every_name_is_not_taken(office, world, slots):
    batch = taken(world, workbook(line("市教育局、市住建局"), heads=HEADS))
    assert "每一家选一个" in said(office, batch, slots)
    assert open_questions(batch) == ["list:市教育局、市住建局"]


def test_no_name_of_the_list_becomes_the_alias_of_a_unit(office, world):
    batch = taken(world, workbook(line("市教育局、市住建局"), heads=HEADS))
    said(office, batch, ["lead", "responsible"])
    written(world, batch)
    assert not world.other.aliases.exists()
