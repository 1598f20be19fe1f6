"""Whatever is changed behind the application's back, `manage.py prove` names it; of a sound city it names nothing."""

import json
import shutil
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command

from issues.actions import weeks
from issues.models import Report
from issues.weeks import summary
from ledgers.tests.damage import DAMAGE
from rectify.accounts.models import Holding
from rectify.audit import checks
from rectify.audit.trail import record
from rectify.lib.dates import business_now
from rectify.roof.testing.life import Life, build_life, on_friday

TABLE = Path(settings.BASE_DIR).parent / "shared" / "cases" / "damage.tsv"
pytestmark = pytest.mark.engines


def build_proven() -> Life:
    """The two cities with what they lack: a report that was read, a published week, an opinion, and the grants of the posts,
    which the builder of worlds writes by hand."""
    for_life = build_life()
    with on_friday():
        for holding in Holding.objects.select_related("user", "unit"):
            facts = {"person": holding.user.name, "unit": holding.unit.name, "role": holding.role, "span": ""}
            record("accounts.holding.grant", holding.user, by=None, holding=holding.pk, **facts)
        world, objects = for_life.here.world, for_life.here.objects
        report = Report.objects.get(pk=objects.report.pk)
        world.move(report, "read", "clerk")
        weeks.publish(week=objects.week, words=summary.DRAFT, at=business_now(), by=world.clerk)
    return for_life


@pytest.fixture(scope="module")
def city(prebuilt):
    with prebuilt(build_proven) as made, on_friday():
        yield made


@pytest.fixture(autouse=True)
def places(settings, tmp_path):
    """Heads and files of one test are no other test's."""
    settings.HEADS_DIR = str(tmp_path / "heads")
    shutil.copytree(settings.MEDIA_ROOT, tmp_path / "files")
    settings.MEDIA_ROOT = tmp_path / "files"


def faults() -> list:
    return [fault for check in checks.every() for piece in check.slices(0, None) for fault in piece.faults]


def test_two_sound_cities_are_named_by_nothing(city, db):
    assert faults() == []
    pieces = {check.code: sum(piece.looked for piece in check.slices(0, None)) for check in checks.every()}
    print(pieces)


@pytest.mark.parametrize("number", sorted(DAMAGE))
def test_each_kind_of_damage_is_named_and_nothing_else(city, db, number):
    named = DAMAGE[number]()
    found = faults()
    rows = {fault.row for fault in found}
    assert rows == named.rows if named.alone else rows >= named.rows, found
    told = "\n".join(f"{fault.about}：{fault.why}" for fault in found if fault.row in named.rows)
    assert [word for word in named.words if word not in told] == [], told


def test_every_kind_of_the_table_is_done():
    if not TABLE.exists():
        pytest.skip("没有 ../shared/cases/damage.tsv，损坏的种类没有核对")
    lines = [line for line in TABLE.read_text(encoding="utf-8").splitlines() if line and line[0] == "D"]
    assert {line.split("\t")[0] for line in lines} == set(DAMAGE)


def test_the_command_exits_1_and_names_the_row(city, db):
    out = StringIO()
    call_command("prove", stdout=out)
    assert "全部相符" in out.getvalue()
    named = DAMAGE["D27"]()
    out = StringIO()
    with pytest.raises(SystemExit, match="1"):
        call_command("prove", "--json", stdout=out)
    told = json.loads(out.getvalue())
    assert (told["sound"], {fault["row"] for fault in told["faults"]}) == (False, named.rows)
