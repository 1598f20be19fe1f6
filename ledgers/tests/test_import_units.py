"""A unit that the workbook names and nobody knows: matched by likeness, or asked for in one step."""

import re

import pytest
from django.conf import settings
from django.urls import reverse

from ledgers.actions import imports
from ledgers.tests.intake import open_questions, taken, workbook, written
from ledgers.tests.test_import import reader, row, store  # noqa: F401 (fixtures)
from rectify.accounts.actions import unit_requests, units
from rectify.accounts.models import Unit, UnitAlias, UnitRequest
from rectify.roof.testing.markup import flat

pytestmark = [pytest.mark.model, pytest.mark.slow]


@pytest.fixture
def office(client, world):
    client.force_login(world.clerk, backend=settings.AUTHENTICATION_BACKENDS[-1])
    return client


def page_of(client, batch) -> str:
    return flat(client.get(reverse("ledgers:import_batch", args=[batch.public_id])).content.decode())


def test_unknown_units_are_asked_for_in_one_step_and_go_in_when_they_are_there(office, world):
    batch = taken(
        world, workbook(row(1, unit="量子办"), row(2, unit="量子办"), row(3, unit="住建局"), row(4, unit="海渔署"))
    )
    page = page_of(office, batch)
    assert "申请新增 2 家" in page
    assert "量子办、海渔署" in page
    ask = reverse("ledgers:import_ask_units", args=[batch.public_id])
    office.post(ask, {"names": ["量子办", "海渔署", "谁也没有提到的局"]})
    rows = list(UnitRequest.objects.all())
    assert [(row.name, row.asked_by, row.office) for row in rows] == [
        ("量子办", world.clerk, world.office),
        ("海渔署", world.clerk, world.office),
    ]
    page = page_of(office, batch)
    assert page.count("已申请新增，等系统管理员办理") == 2
    assert "申请新增 2 家" not in page
    unit_requests.make(requests=rows[:1], parent=world.city, sector=None, by=world.sysadmin)
    unit_requests.decline(requests=rows[1:], reason="已并入农业农村局", by=world.sysadmin)
    page = page_of(office, batch)
    assert "单位库里新有了 1 家" in page
    assert "没有新增：已并入农业农村局" in page
    office.post(reverse("ledgers:import_check", args=[batch.public_id]))
    batch.refresh_from_db()
    assert "unit:量子办" not in open_questions(batch)
    written(world, batch)
    assert batch.rows.filter(issue__lead_unit=Unit.objects.get(name="量子办")).count() == 2


def test_a_likely_unit_is_proposed_and_not_asked_for_by_the_way(office, world):
    batch = taken(world, workbook(row(1, unit="江州市住建局")))
    page = page_of(office, batch)
    assert "像这些" in page
    assert "申请新增 1 家" not in page
    assert re.search(r"申请新增\s*</button>", page)


def test_a_section_is_not_asked_for_where_the_unit_itself_is_unknown(world):
    batch = taken(world, workbook(row(1, unit="量子办", units="人事科"), row(2)))
    assert open_questions(batch) == ["unit:量子办"]


def test_nobody_asks_for_units_in_anothers_import(client, world):
    batch = taken(world, workbook(row(1, unit="量子办")))
    client.force_login(world.liaison, backend=settings.AUTHENTICATION_BACKENDS[-1])
    for name in ("ask_units", "check"):
        assert client.post(reverse(f"ledgers:import_{name}", args=[batch.public_id])).status_code == 404
    assert UnitRequest.objects.count() == 0


def test_a_name_that_several_units_bear_is_asked_each_time_and_shown_with_the_unit_above(office, world):
    for parent in (world.lead, world.other):
        units.create(name="办公室", parent=parent, supervising_office=world.office, by=world.sysadmin)
    batch = taken(world, workbook(row(1, unit="办公室"), row(2, unit="教育局办公室"), row(3, unit="市教育局办公室")))
    assert "unit:办公室" in open_questions(batch)
    assert "unit:市教育局办公室" not in open_questions(batch)
    page = page_of(office, batch)
    assert "市住建局办公室</option>" in page
    chosen = Unit.objects.get(name="办公室", parent=world.lead)
    answers = {key: {"unit": chosen.public_id} for key in open_questions(batch)}
    imports.answer(batch=batch, answers=answers, by=world.clerk)
    batch.refresh_from_db()
    written(world, batch)
    assert not UnitAlias.objects.filter(name="办公室").exists()
    assert "unit:办公室" in open_questions(taken(world, workbook(row(9, unit="办公室"))))
