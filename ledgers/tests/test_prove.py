"""Whatever is changed behind the application's back, `manage.py prove` names it; of a sound city it names nothing."""

import json
import shutil
from contextlib import suppress
from datetime import date, timedelta
from decimal import Decimal
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import DatabaseError, transaction
from django.db.models import Field, Model

from issues.actions import weeks
from issues.models import Report
from issues.weeks import summary
from ledgers.tests.damage import DAMAGE, written
from rectify.audit import checks, seals
from rectify.audit.models import Event
from rectify.audit.models import named as label_of_model
from rectify.audit.seals import Witnessed, name_of
from rectify.audit.trail import record
from rectify.lib.dates import business_now
from rectify.roof.testing.grants import granted
from rectify.roof.testing.life import Life, build_life, on_friday

TABLE = Path(settings.BASE_DIR).parent / "shared" / "cases" / "damage.tsv"
pytestmark = pytest.mark.engines


def build_proven() -> Life:
    """The two cities with what they lack: a report that was read, a published week, an opinion, and the grants of the posts."""
    for_life = build_life()
    with on_friday():
        granted()
        world, objects = for_life.here.world, for_life.here.objects
        report = Report.objects.get(pk=objects.report.pk)
        world.move(report, "read", "clerk")
        weeks.publish(week=objects.week, words=summary.DRAFT, at=business_now(), by=world.clerk)
        call_command("load_defaults", verbosity=0)  # lists that the cities left empty
        for line in seals.witnessed():
            seal(line)
    return for_life


def sealed_rows(line: Witnessed) -> set[int]:
    """The ids of the rows of which the trail holds columns of this line."""
    label = label_of_model(line.model)
    return {
        int(name.partition(":")[2])
        for event in Event.objects.exclude(facts__seal=None)
        for name, columns in event.facts["seal"].items()
        if name.startswith(f"{label}:") and columns and any(column in columns for column in line.columns)
    }


def seal(line: Witnessed) -> None:
    """What nobody did in these two cities is written into the trail as the act would, on a row that stands there."""
    kind = f"{line.kinds[0]}act" if line.kinds[0].endswith(".") else line.kinds[0]
    for row in (*line.model._base_manager.order_by("pk")[:20], *line.subject._base_manager.order_by("pk")[:20]):
        if sealed_rows(line):
            return
        with suppress(AttributeError), transaction.atomic():  # a row of the line asked for what hangs on its subject
            record(kind, row, by=None)


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


def others(field: Field, value: object) -> list[object]:
    """Other values of a column, of which the database may refuse some."""
    if isinstance(value, bool):
        return [not value]
    if isinstance(value, int | Decimal):
        return [value + 1] if field.is_relation is False else []
    if isinstance(value, date):
        return [value + timedelta(days=1), value - timedelta(days=1)]
    codes = [code for code, _ in field.flatchoices if code != value]
    return codes or ([f"{value[1:]}改"] if isinstance(value, str) else [])


def changed(line: Witnessed, row: Model) -> str:
    """A sealed column of `row` that was changed past every rule; nothing where the database refuses all of them."""
    for name in line.columns:
        for value in others(row._meta.get_field(name), getattr(row, name)):
            with suppress(DatabaseError), transaction.atomic():
                written([row], **{name: value})
                return name
    return ""


LINES = {f"{line.model.__name__} {line.what} {line.kinds[0]}": line for line in seals.witnessed()}


@pytest.mark.parametrize("line", LINES.values(), ids=LINES)
def test_whatever_line_seals_a_row_names_it_when_a_column_was_changed(city, db, line):
    """The same law for every line of the table, those that come later included."""
    (check,) = [check for check in checks.every() if check.code == f"trail.{line.subject._meta.label_lower}"]
    rows = [row for row in line.model._base_manager.filter(pk__in=sealed_rows(line)).order_by("pk") if line.stands(row)]
    assert rows, f"no {line.what} was sealed in the two cities"
    row, name = next((row, name) for row in rows if (name := changed(line, row)))
    told = [fault for piece in check.slices(0, None) for fault in piece.faults if fault.row == name_of(row)]
    word = str(line.model._meta.get_field(name).verbose_name)
    assert [fault for fault in told if word in fault.why or line.hidden], (name, told)


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
