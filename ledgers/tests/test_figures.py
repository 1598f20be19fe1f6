"""Figure = list: in random worlds, for every role, each number that is a link opens a list of exactly so many issues.

The worlds are known ones, of which a day looks at some, with the eyes of some.
"""

import random
import re
from datetime import date, datetime, timedelta

import pytest
import time_machine
from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from issues.actions import extensions, knowing
from issues.models import ExtensionReason, Grade, Issue, IssueUnit, RoundUnit, Status
from issues.models.extension import ReasonKind
from issues.workload import Workload
from ledgers.figures.board import FIVE, Board
from ledgers.figures.change import last_monday
from ledgers.figures.figure import Scope
from rectify.lib.dates import SHANGHAI, today
from rectify.roof.testing.counting import counted
from rectify.roof.testing.seed import some
from rectify.roof.testing.world import reopening
from rectify.workflow.move import offered

pytestmark = [pytest.mark.workflow, pytest.mark.slow, pytest.mark.sampled]

BEGIN = datetime(2026, 9, 7, 9, tzinfo=SHANGHAI)
ROLES = ("clerk", "head", "liaison", "principal", "other_liaison", "leader", "other_leader")
LINK = re.compile(r'<a [^>]*href="(/issues/\?slice=[^"]+)"[^>]*>(.*?)</a>', re.S)
BESIDE = (
    Status.DRAFT,
    Status.CONTESTED,
    Status.TERMINATED,
    Status.JOINT_REVIEW,
    Status.OBJECTION_WINDOW,
    Status.ARCHIVED,
)
STEPS = [s for s in Status if s not in BESIDE]  # the short path, in its order


def wild(world, seed: int, days: int = 16, size: int = 10) -> datetime:
    """A world that grew by real moves over some weeks; gives the moment at which it stands."""
    dice, at = random.Random(seed), BEGIN
    reason = ExtensionReason.objects.get_or_create(
        code="approval", defaults={"name": "等批复", "kind": ReasonKind.OBJECTIVE}
    )[0]
    for unit, number in ((world.lead, 1), (world.other, 2), (world.branch, 3)):
        RoundUnit.objects.get_or_create(round=world.round, unit=unit, defaults={"number": number})
    world.round.report_due = (at + timedelta(days=50)).date()
    world.round.save(update_fields=["report_due"])
    issues: list[Issue] = []
    for _ in range(days):
        at += timedelta(days=dice.randint(0, 2), minutes=5)
        with time_machine.travel(at, tick=False):
            if len(issues) < size:
                due = at.date() + timedelta(days=dice.randint(-40, 30))
                unit = dice.choice([world.lead, world.other])
                issues.append(world.issue(due=due, lead_unit=unit, is_focus=dice.random() < 0.3))
            step(world, dice.choice(issues), dice, reason)
            step(world, dice.choice(issues), dice, reason)
    with time_machine.travel(at, tick=False):
        for issue in issues[::4]:  # some are read by the heads alone, and count for everybody
            knowing.restrict(issue=issue, why="person", reason="涉及干部", by=world.head)
    return at + timedelta(days=1)


def step(world, issue: Issue, dice: random.Random, reason) -> None:
    """One thing that people do to an issue, by its state."""
    issue.refresh_from_db()
    status, chance = issue.status, dice.random()
    if status == Status.DRAFT:
        world.bring(issue, dice.choice(STEPS))
    elif status == Status.CLOSED and chance < 0.5:
        world.move(issue, "reopen", "second_head", note="群众来信反映反弹", data=reopening("letter"))
    elif status == Status.CLOSED and chance < 0.7:
        world.bring(issue, Status.ARCHIVED)
    elif status == Status.DISPATCHED and chance < 0.3:
        world.move(issue, "contest", "liaison", note="不属于我单位职责")
    elif status == Status.CONTESTED:
        other = world.other if issue.lead_unit_id == world.lead.pk else world.lead
        data = {"unit": other} if chance < 0.5 else {}
        world.move(issue, "reassign" if data else "uphold", "head", note="答复", data=data)
    elif status == Status.RECTIFYING and chance < 0.3:
        ask_for_time(world, issue, dice, reason)
    elif status == Status.FIRST_REVIEW and chance < 0.3:
        world.move(issue, "return_review", "checker", note="第 1 条标准没有佐证")
    elif status in STEPS and status != Status.CLOSED and chance < 0.1:
        world.move(issue, "terminate", "head", note="政策已调整", data={"ending": "not_applicable"})
    elif status in STEPS and status != Status.CLOSED and chance < 0.8:
        onward(world, issue, dice)


def onward(world, issue, dice) -> None:
    waiting = issue.extensions.filter(status="waiting").first()
    if waiting:
        world.move(waiting, "approve", "head") if waiting.number == 1 else None
        return
    if issue.status == Status.AWAITING_DECISION:
        grade = dice.choice(list(Grade)[:2])
        data = {"grade": grade, "site_check": True, "site_note": "属实", "site_by": "督查科"}
        world.move(issue, "approve", "head", data=data)
    else:
        later = STEPS[STEPS.index(issue.status) + 1 : STEPS.index(Status.CLOSED)]
        world.bring(issue, dice.choice(later)) if later else None


def ask_for_time(world, issue, dice, reason) -> None:
    if issue.extensions.filter(status__in=["waiting", "consented"]).exists():
        return
    to = max(issue.due, timezone.localdate()) + timedelta(days=dice.randint(1, 30))
    who = world.actor(issue, "principal")
    extensions.apply(issue=issue, reason=reason, text="等上级批复，批复后 5 天内办结", to_due=to, by=who)


def log_in(client, user) -> None:
    client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[-1])


def numbers(html: str) -> dict[str, int]:
    """Every link of the page to a list of issues with the number it carries."""
    found = {}
    for url, inside in LINK.findall(html):
        words = re.sub(r"<[^>]+>", " ", inside).replace(",", "")
        digits = re.findall(r"(?<![\d:-])\d+(?= 件|\s|$)", words.replace("\n", " ").strip())
        if digits:
            found[url.replace("&amp;", "&")] = int(digits[0])
    return found


@pytest.mark.parametrize("seed", some([3, 11]))
def test_every_number_opens_exactly_the_list_it_counts(world, client, seed):
    at = wild(world, seed)
    if seed == 11:
        led = Issue.objects.filter(lead_unit=world.other).first()
        IssueUnit.objects.create(issue=led, unit=world.lead)
    with time_machine.travel(at, tick=False):
        checked = 0
        roles = some(ROLES, lambda role: role in ("clerk", "head"), least=3, about=seed)
        for role in roles:
            log_in(client, getattr(world, role))
            totals = {}  # one list is opened once, however many numbers of the three pages lead to it
            for page in ("ledgers:board", "issues:home", "ledgers:reconcile"):
                answer = client.get(reverse(page), follow=True)
                for url, number in numbers(answer.content.decode()).items():
                    if url not in totals:
                        totals[url] = client.get(url).context["total"]
                    assert (role, page, url, totals[url]) == (role, page, url, f"{number:,}")
                    checked += 1
    assert checked > 50 * len(roles)


@pytest.mark.parametrize("seed", [5])
def test_every_cell_and_bar_counts_its_slice(world, seed):
    """The same without pages: also the zeros, which are no links."""
    at = wild(world, seed)
    with time_machine.travel(at, tick=False):
        for role in ROLES:
            scope = Scope(getattr(world, role), world.round, today())
            board = Board(scope)
            for figure in board.five:
                assert figure.count == scope.sliced(figure.slice).count(), figure
            for line in board.matrix.lines:
                for (code, _, _), cell in zip(board.matrix.columns, line.cells, strict=True):
                    assert cell.count == scope.sliced(code).filter(lead_unit=line.unit).count()
            late = sum(band.count for band in board.ageing)
            assert late == scope.sliced("overdue").count()
            assert [s.plan for s in board.course.steps] == [
                scope.sliced(f"planned_by:{s.ends}").count() for s in board.course.steps
            ]
            strict, lenient = board.rates
            assert strict.part == scope.sliced("grade:full").count()
            assert strict.whole == scope.sliced("counted").count()
            assert lenient.part == scope.sliced("accepted").count()


@pytest.mark.parametrize("seed", some([1, 6]))
def test_a_change_is_what_was_counted_then_against_now(world, seed):
    """The world is looked at when 上周一 begins, and goes on; what is computed later from facts agrees with what was seen."""
    at = wild(world, seed)
    morning = datetime.combine(date(2026, 10, 12), datetime.min.time(), tzinfo=SHANGHAI)
    assert at < morning
    codes = [code for code, _, _ in FIVE]
    with time_machine.travel(morning, tick=False):
        then = {role: seen(world, role, codes) for role in ("head", "leader")}
    dice, reason = random.Random(seed), ExtensionReason.objects.get(code="approval")
    moment = morning + timedelta(hours=9)
    for _ in range(16):
        moment += timedelta(hours=dice.randint(2, 18))
        with time_machine.travel(moment, tick=False):
            step(world, dice.choice(list(Issue.objects.exclude(status=Status.CONTESTED))), dice, reason)
    with time_machine.travel(morning + timedelta(days=11, hours=8), tick=False):
        assert last_monday(today()) == morning.date()
        moved = 0
        for role, before in then.items():
            board = Board(Scope(getattr(world, role), world.round, today()))
            now = seen(world, role, codes)
            moved += sum(map(abs, board.changes.values()))
            assert {c: board.changes[c] for c in codes} == {c: now[c] - before[c] for c in codes}
        assert moved, "nothing happened in this world: take another seed"


def seen(world, role, codes):
    scope = Scope(getattr(world, role), world.round, today())
    return {code: scope.sliced(code).count() for code in codes}


def test_the_board_costs_the_same_for_few_and_many(world, client):
    pages = (("ledgers:board", "leader"), ("ledgers:board", "head"), ("issues:home", "head"))
    for status in (Status.PLAN_REVIEW, Status.FIRST_REVIEW, Status.CLOSED, Status.DRAFT, Status.RECTIFYING):
        world.issue(at=status)
    few = [statements(client, world, role, page) for page, role in pages]
    for status in (*STEPS, Status.DRAFT):
        world.issue(at=status)
    assert [statements(client, world, role, page) for page, role in pages] == few
    assert max(few) <= 40


def statements(client, world, role, page) -> int:
    log_in(client, getattr(world, role))
    client.get(reverse(page))
    with counted() as told:
        assert client.get(reverse(page)).status_code == 200
    return len(told)


def test_what_is_offered_is_what_waits(world):
    """Whoever has a queue has a move for what stands in it."""
    issue = world.issue(at=Status.FIRST_REVIEW)
    assert {j.move.name for j in offered(issue, world.checker)} >= {"return_review"}
    assert [item.issue for item in Workload(world.checker, today()).longest()] == [issue]
