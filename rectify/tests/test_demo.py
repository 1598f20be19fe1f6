"""The demo city: lived through by real moves, so its books balance and its trail holds; nobody's data is emptied for it."""

import pytest
from django.core.management import CommandError, call_command

from issues.models import Extension, Issue, Report, Status
from ledgers.reconcile import everything
from rectify.audit.models import Event
from rectify.audit.trail import verify
from rectify.demo import city
from rectify.demo.findings import catalogue
from rectify.testing.world import build


@pytest.fixture
def story(db):
    """The city is built once for all that is asked of it: half a minute."""
    call_command("load_defaults", verbosity=0)
    said = []
    city.build(said.append)
    return said


def test_the_city_is_in_every_state_and_in_order(story):
    assert set(Issue.objects.values_list("status", flat=True)) == set(Status.values)
    assert 110 <= Issue.objects.count() <= 135
    assert set(Extension.objects.values_list("status", flat=True)) >= {"waiting", "consented", "approved", "refused"}
    assert set(Report.objects.values_list("kept", flat=True)) == {"", "kept", "not_kept"}
    assert Report.objects.filter(is_late=True).exists()
    assert everything().differences == []
    count, broken = verify()
    assert broken is None
    moments = list(Event.objects.order_by("number").values_list("at", flat=True))
    assert count == len(moments)
    assert moments == sorted(moments)
    assert city.is_demo()
    assert any("月" in line for line in story)


def test_every_common_problem_has_its_findings():
    assert list(catalogue()) == [f"C{number:02d}" for number in range(1, 23)]
    assert all(len(group["findings"]) >= 3 and len(group["measures"]) >= 3 for group in catalogue().values())


def test_a_database_with_people_is_left_alone(db, settings):
    settings.DEMO = True
    build()
    with pytest.raises(CommandError, match="不是演示城市"):
        call_command("demo", "--rebuild")
    with pytest.raises(CommandError, match="已经有人员"):
        call_command("demo")


def test_outside_a_demo_nothing_is_built(db, settings):
    settings.DEMO = False
    with pytest.raises(CommandError, match="没有改动任何数据"):
        call_command("demo")
