"""抽查: the pool first, then the seed, then the draw; nothing changes afterwards; anybody can draw again."""

import os
import shutil
import subprocess
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from issues.models import Round, Status
from ledgers.actions import draws, visits
from ledgers.models import Draw, DrawLine, Visit
from ledgers.redrawing import MARK, differences, lines, recipe
from rectify.lib import drawing
from rectify.lib.errors import Conflict, Refused
from rectify.roof.testing.behind import lifted

pytestmark = [pytest.mark.django_db, pytest.mark.model]


def closed(world, count, **fields):
    return [world.issue(at=Status.CLOSED, **fields) for _ in range(count)]


def frozen(world, **more):
    given = {"title": "十一月抽查", "source": "12月1日双色球红球号码，由小到大", "size": 2} | more
    return draws.freeze(office=world.office, scope=draws.DrawScope((world.round,)), by=world.clerk, **given)


def drawn(world, **more):
    draw = frozen(world, **more)
    draws.enter_seed(draw=draw, seed="03 07 11 19 22 30", by=world.head)
    return draws.make(draw=draw, by=world.head)


def test_the_pool_is_what_was_struck_off_and_is_frozen_before_the_seed(world):
    issues = closed(world, 3)
    world.issue(at=Status.RECTIFYING)
    world.issue(at=Status.ARCHIVED)
    draw = frozen(world)
    assert lines(draw) == sorted((issue.number, issue.lead_unit.name) for issue in issues)
    assert draw.pool_digest == drawing.pool_digest(lines(draw))
    assert draw.step == "frozen"
    closed(world, 1)
    assert DrawLine.objects.filter(draw=draw).count() == 3, "what is struck off later is not in it"


def test_it_goes_step_by_step_and_each_step_once(world):
    closed(world, 3)
    draw = frozen(world)
    with pytest.raises(Refused, match="还没有录入随机数"):
        draws.make(draw=draw, by=world.clerk)
    draws.enter_seed(draw=draw, seed="  03 07  11 ", by=world.head)
    assert draw.seed == "03 07 11"
    with pytest.raises(Conflict, match="不能再改"):
        draws.enter_seed(draw=draw, seed="别的", by=world.clerk)
    draws.make(draw=draw, by=world.clerk)
    assert draw.result == drawing.draw(lines(draw), "03 07 11", 2)
    at = draw.drawn_at
    draws.make(draw=draw, by=world.clerk)
    assert draw.drawn_at == at


def test_sizes_that_do_not_fit_are_refused_with_the_numbers(world):
    closed(world, 2)
    world.issue(at=Status.CLOSED, lead_unit=world.other, feedback=None)
    for given, said in (
        ({"size": 4}, "1 到 3"),
        ({"size": 0}, "1 到 3"),
        ({"size": None}, "写一个"),
        ({"percent": 10}, "写一个"),
        ({"size": 1, "each_unit": True}, "共 2 家"),
    ):
        with pytest.raises(Refused, match=said):
            frozen(world, **given)
    assert frozen(world, size=None, percent=34).size == 2, "rounded up"
    scope = draws.DrawScope((world.round,), since=timezone.localdate().replace(year=2099))
    with pytest.raises(Refused, match="没有已销号"):
        draws.freeze(office=world.office, title="空", scope=scope, source="s", size=1, by=world.clerk)


def test_only_the_office_draws_and_sees(world):
    closed(world, 2)
    for who in ("liaison", "leader", "stranger", "discipline"):
        with pytest.raises(Refused):
            draws.freeze(
                office=world.office,
                title="t",
                scope=draws.DrawScope((world.round,)),
                source="s",
                size=1,
                by=getattr(world, who),
            )
    draw = frozen(world)
    assert set(Draw.objects.visible_to(world.clerk)) == {draw}
    for who in ("liaison", "principal", "leader", "stranger", "sysadmin"):
        assert not Draw.objects.visible_to(getattr(world, who)).exists()
        assert not DrawLine.objects.visible_to(getattr(world, who)).exists()


def test_numbers_of_several_rounds_go_with_their_round(world):
    closed(world, 2)
    first = world.round
    world.round = Round.objects.create(
        term=first.term, number=6, name="第六轮", kind=first.kind, office=world.office, profile=first.profile
    )
    closed(world, 1)
    scope = draws.DrawScope((first, world.round))
    draw = draws.freeze(office=world.office, title="两轮", scope=scope, source="s", size=1, by=world.clerk)
    assert draw.pool_size == 3
    assert all(number.startswith((str(first), "第六轮")) for number, _ in lines(draw))


CHANGES = (
    "UPDATE ledgers_draw SET title = 'x'",
    "UPDATE ledgers_draw SET size = 1",
    "UPDATE ledgers_draw SET seed = 'x'",
    "UPDATE ledgers_draw SET result = '[]'",
    "UPDATE ledgers_draw SET drawn_at = NULL, drawn_by_id = NULL",
    "UPDATE ledgers_drawline SET number = 'x'",
    "DELETE FROM ledgers_drawline",
    "DELETE FROM ledgers_draw",
)


def test_the_database_keeps_a_draw_as_it_was(world):
    closed(world, 3)
    drawn(world)
    for change in CHANGES:
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(change)


def test_redraw_says_that_it_agrees_and_what_does_not(world):
    closed(world, 4)
    draw, told = drawn(world), StringIO()
    call_command("redraw", draw.public_id, stdout=told)
    assert "一致" in told.getvalue()
    assert not differences(draw)
    with lifted(connection), connection.cursor() as cursor:
        cursor.execute("UPDATE ledgers_draw SET result = '[\"05-999\"]' WHERE id = %s", [draw.pk])
    draw.refresh_from_db()
    assert "记录的是 05-999" in differences(draw)[0]
    with pytest.raises(CommandError, match="重抽得到"):
        call_command("redraw", draw.public_id, stdout=told)
    with pytest.raises(CommandError, match="没有编号"):
        call_command("redraw", "nowhere", stdout=told)


@pytest.mark.skipif(not shutil.which("sha256sum"), reason="no sha256sum on this machine")
def test_the_recipe_that_is_handed_out_works_in_a_shell(world, tmp_path):
    closed(world, 4)
    draw = drawn(world)
    text = recipe(draw)
    (tmp_path / "draw.txt").write_text(text, encoding="utf-8")
    steps = text.partition("SEED 里）：\n")[2].partition(MARK)[0].strip()
    said = subprocess.run(
        ["bash", "-c", steps],
        cwd=tmp_path,
        env=os.environ | {"SEED": draw.seed},
        capture_output=True,
        text=True,
        check=True,
    ).stdout.splitlines()
    assert said[0].split()[0] == draw.pool_digest
    assert [line.split()[1] for line in said[1:]] == draw.result


def test_visits_are_planned_for_all_drawn_each_with_its_answer(world):
    closed(world, 3)
    draw = drawn(world, size=3)
    closures = [line.closure for line in draw.lines.filter(number__in=draw.result).order_by("number")]
    visits.plan(
        closure=closures[0],
        kind=Visit.Kind.LOOK_BACK,
        on=timezone.localdate(),
        visitors=[world.visitor],
        by=world.clerk,
    )
    found = visits.plan_each(
        closures=closures,
        kind=Visit.Kind.LOOK_BACK,
        on=timezone.localdate(),
        visitors=[world.visitor],
        by=world.clerk,
        draw=draw,
    )
    assert [bool(visit) for _, visit, _ in found] == [False, True, True]
    assert "已经安排了回头看" in found[0][2][0]
    assert draw.visits.count() == 2
    refused = visits.plan_each(
        closures=closures, kind=Visit.Kind.LOOK_BACK, on=timezone.localdate(), visitors=[world.checker], by=world.clerk
    )
    assert all("checker参与过这件的销号" in reasons[0] for _, _, reasons in refused)
