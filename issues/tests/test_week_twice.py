"""Two beats at once, and processes that die: on real PostgreSQL the same rows, once."""

import threading
from datetime import date, datetime

import pytest
import time_machine
from django.db import connection

from issues.actions import weeks
from issues.models import DispatchLine, Phase, PhaseKind, Report, Standing, Status, Week
from rectify.audit.models import Event
from rectify.audit.trail import verify
from rectify.calendars import days
from rectify.lib.dates import SHANGHAI
from rectify.notices.models import Notice
from rectify.roof.testing.world import build

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


@pytest.fixture
def city(transactional_db):
    world = build()
    days.seed()
    Phase.objects.create(round=world.round, kind=PhaseKind.CONCENTRATED, starts=date(2026, 9, 8))
    for unit in (world.lead, world.lead, world.other):
        world.issue(at=Status.RECTIFYING, lead_unit=unit, due=date(2026, 12, 20))
    return world


def together(number: int, moment: datetime) -> list[str]:
    """`tick` from several threads that start at once; what each of them says it did."""
    gate, done, broken = threading.Barrier(number), [], []

    def beat():
        try:
            gate.wait()
            done.extend(weeks.tick(at=moment))
        except Exception as error:
            broken.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=beat) for _ in range(number)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert broken == []
    return sorted(line.split("　")[1].split("：")[0] for line in done)


def test_two_beats_over_two_rounds_lose_no_line(city):
    """Each round is locked by itself: what two beats tell one person at once stands in one notice."""
    later = city.later_round()
    with time_machine.travel(at("2026-11-20T09:00"), tick=False):
        city.issue(at=Status.RECTIFYING, round_=later)
    with time_machine.travel(at("2026-11-23T08:45"), tick=True):
        together(2, at("2026-11-23T08:45"))
    notice = Notice.objects.get(to=city.liaison, key="week.dispatch:2026-11-23")
    assert [name in notice.text for name in (city.round.name, later.name)] == [True, True]


@pytest.mark.parametrize("beats", [2, 6])
def test_two_beats_leave_the_rows_of_one(city, beats):
    with time_machine.travel(at("2026-11-23T08:45"), tick=True):
        assert together(beats, at("2026-11-23T08:45")) == sorted(["启动本周调度", "发周调度清单"])
    assert (Week.objects.count(), Report.objects.count(), DispatchLine.objects.count()) == (1, 3, 2)
    assert Notice.objects.filter(kind="week").count() == 4
    with time_machine.travel(at("2026-11-27T14:00"), tick=True):
        assert together(beats, at("2026-11-27T14:00")) == sorted(["核定未报", "拟周小结"])
    assert (Standing.objects.count(), Report.objects.filter(missed_at__isnull=False).count()) == (2, 3)
    assert list(Standing.objects.values_list("weeks_in_row", "times")) == [(1, 1), (1, 1)]
    assert Event.objects.filter(kind__startswith="issues.week.").count() == 4
    assert verify()[1] is None


def test_an_act_that_dies_half_way_leaves_nothing_and_is_done_by_the_next(city, monkeypatch):
    moment = at("2026-11-23T08:45")
    with monkeypatch.context() as broken, time_machine.travel(moment, tick=True):
        broken.setattr(weeks, "stamp", lambda *args, **kwargs: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            weeks.tick(at=moment)
    assert (Week.objects.count(), Report.objects.count()) == (0, 0)
    with time_machine.travel(moment, tick=True):
        assert len(weeks.tick(at=moment)) == 2
