"""转段: an act with a date, once and forwards only; open issues roll over untouched, the day's list and numbers stay."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from issues.actions.phases import begin_phase
from issues.actions.rounds import edit_round
from issues.models import Issue, Phase, PhaseKind, Status
from issues.slices import condition
from issues.weeks.owing import concentrated
from rectify.lib.dates import today
from rectify.lib.errors import Refused
from rectify.lib.pages import form_key

pytestmark = pytest.mark.django_db
K = PhaseKind


def as_(user):
    client = Client()
    client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[-1])
    return client


@pytest.fixture
def begun(world):
    Phase.objects.create(round=world.round, kind=K.CONCENTRATED, starts=today() - timedelta(days=90))
    Phase.objects.create(round=world.round, kind=K.DEEPENING, starts=today() + timedelta(days=30))
    return world


def enter(world, kind=K.DEEPENING, on=None, who="head", note="领导小组议定"):
    return begin_phase(round_=world.round, kind=kind, on=on or today(), note=note, by=getattr(world, who))


def test_open_issues_roll_over_untouched_and_the_day_is_kept(begun):
    world = begun
    issues = [world.issue(at=status) for status in (Status.RECTIFYING, Status.FIRST_REVIEW, Status.CLOSED)]
    before = list(Issue.objects.order_by("pk").values("status", "due", "version"))
    assert concentrated(world.round, today())
    change = enter(world)
    assert list(Issue.objects.order_by("pk").values("status", "due", "version")) == before
    assert not concentrated(world.round, today())
    assert set(change.rolled.all()) == set(issues[:2])
    assert (change.counts["open"], change.counts["closed"], change.before) == (2, 1, K.CONCENTRATED)
    world.bring(issues[0], Status.CLOSED)
    world.issue(at=Status.PLANNING)
    change.refresh_from_db()
    assert change.counts["open"] == 2
    rolled = Issue.objects.filter(condition(f"rolled_over:{change.public_id}", today()))
    assert set(rolled) == set(issues[:2])
    spans = {phase.kind: (phase.starts, phase.ends) for phase in world.round.phases.all()}
    assert spans[K.CONCENTRATED][1] == today() - timedelta(days=1)
    assert spans[K.DEEPENING] == (today(), None)


def test_it_goes_forwards_once_by_the_head_with_a_reason(begun):
    world = begun
    for who in ("clerk", "liaison", "leader", "stranger"):
        with pytest.raises(Refused, match="督查负责人"):
            enter(world, who=who)
    for words, match in (
        ({"note": " "}, "请写依据"),
        ({"on": today() + timedelta(days=1)}, "日子还没有到"),
        ({"on": today() - timedelta(days=90)}, "要晚于"),
        ({"kind": K.CONCENTRATED}, "不能退回"),
    ):
        with pytest.raises(Refused, match=match):
            enter(world, **words)
    enter(world, on=today() - timedelta(days=2))
    with pytest.raises(Refused, match="不能退回，也不能进入两次"):
        enter(world)
    enter(world, K.NORMAL)
    fields = ("term", "number", "name", "level", "kind", "profile")
    said = {name: getattr(world.round, name) for name in fields}
    with pytest.raises(Refused, match="转段进入"):
        edit_round(round_=world.round, phases={K.NORMAL: {"starts": None}}, by=world.head, **said)


def test_a_plan_that_was_overtaken_is_dropped(begun):
    world = begun
    enter(world, K.NORMAL)  # 深化提升期 was planned for later and is skipped
    assert [phase.kind for phase in world.round.phases.all()] == [K.CONCENTRATED, K.NORMAL]


def test_the_pages_show_what_rolls_over(begun):
    world = begun
    world.issue(at=Status.RECTIFYING)
    head, page = as_(world.head), reverse("issues:phase_begin", args=[world.round.public_id])
    assert as_(world.clerk).get(page).status_code == 404
    text = head.get(page).content.decode()
    assert "没有哪一件会因此销号" in text
    assert f"?slice=open&amp;round={world.round.public_id}" in text
    sent = {"kind": K.DEEPENING, "on": today().isoformat(), "note": "议定", "key": form_key()}
    answer = head.post(page, sent)
    assert answer.status_code == 302
    assert "转入的 1 件" in as_(world.clerk).get(answer.url).content.decode()
    assert "转段" in head.get(reverse("issues:round", args=[world.round.public_id])).content.decode()
