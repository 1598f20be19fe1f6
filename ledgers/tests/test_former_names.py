"""A unit that was renamed is found by the names it bore, and read by them until another bears them."""

from datetime import date

import pytest
import time_machine

from issues.models import Issue, Status
from issues.searching import finds
from ledgers.importing.names import Names
from rectify.accounts.actions import units

pytestmark = pytest.mark.django_db


def test_a_unit_is_found_and_read_by_the_name_it_bore(world):
    issue = world.issue(at=Status.PLANNING)
    with time_machine.travel("2026-03-02T10:00+08:00"):
        units.edit(unit=world.lead, name="江州市住房保障局", by=world.sysadmin)
    with time_machine.travel("2026-06-01T10:00+08:00"):
        units.edit(unit=world.lead, name="江州市住建与人防局", by=world.sysadmin)
        units.edit(unit=world.lead, name="江州市住房和人防局", by=world.sysadmin)
    former = world.lead.former_names.values_list("name", "since", "until")
    assert list(former)[0] == ("江州市住房保障局", date(2026, 3, 2), date(2026, 6, 1))
    assert len(former) == 2
    for old in ("住房保障局", "江州市住房和人防局"):
        assert issue in Issue.objects.filter(finds(old))
    assert Names.for_user(world.clerk).find("江州市住房保障局") == world.lead
    units.edit(unit=world.other, name="江州市住房保障局", by=world.sysadmin)
    assert Names.for_user(world.clerk).find("江州市住房保障局") == world.other
