"""抽查: freezing the pool, entering the seed when it has become public, drawing once. What follows are visits."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from math import ceil

from django.db import transaction
from django.utils import timezone

from issues.models import Category, Issue, Round, Status
from ledgers import policies
from ledgers.models import Closure, Draw, DrawLine
from rectify.accounts.models import Unit, User
from rectify.audit.trail import Facts, record
from rectify.lib import drawing
from rectify.lib.errors import Conflict, Refused
from rectify.lib.locks import lock
from rectify.lib.verdict import Verdict
from rectify.workflow.form_keys import first_time
from rectify.workflow.move import demand_all

MOST = 20_000  # lines of a pool: what one page and one text file still carry


@dataclass(frozen=True)
class DrawScope:
    """Which struck-off issues may be drawn: of these rounds, struck off between two days, of one class."""

    rounds: tuple[Round, ...]
    since: date | None = None
    until: date | None = None
    category: Category | None = None

    def closures(self, user: User):
        """The standing closures of the pool, for this reader; archived issues are past being looked at."""
        seen = Issue.objects.counted_for(user).filter(round__in=self.rounds, status=Status.CLOSED)
        seen = seen.filter(closed_on__gte=self.since) if self.since else seen
        seen = seen.filter(closed_on__lte=self.until) if self.until else seen
        seen = seen.filter(category=self.category) if self.category else seen
        return Closure.objects.filter(outcome=Closure.Outcome.APPROVED, issue__in=seen)

    @property
    def words(self) -> str:
        """The scope as it is published."""
        span = (
            f"销号日期 {self.since or '不限'} 至 {self.until or '锁定名单之日'}"
            if self.since or self.until
            else "销号日期不限"
        )
        kind = f"，类别 {self.category}" if self.category else ""
        return f"{'、'.join(map(str, self.rounds))}；已销号、在观察期，{span}{kind}"[:500]


@transaction.atomic
def freeze(
    *,
    office: Unit,
    title: str,
    scope: DrawScope,
    source: str,
    by: User,
    size: int | None = None,
    percent: int | None = None,
    each_unit: bool = False,
    key: str = "",
) -> Draw | None:
    """Fix the pool, its digest, how many are drawn and where the seed will come from, all before the seed is known.

    None when the same form was sent before. Raises Refused for an empty or too large pool and for a size that does not fit.
    """
    post = demand_all([policies.works_in_office(by, office), *_keeps_books(by, scope)])
    filled = {"title": title, "scope": scope.words, "source": source, "size": size, "percent": percent}
    if not first_time(by=by, key=key, what=f"ledgers.draw.freeze:{office.pk}", content=filled):
        return None
    if not title.strip() or not source.strip():
        raise Refused("请写名称，并写明随机数从哪里来")
    lines = _pool(scope, by)
    pool = [(line.number, line.unit) for line in lines]
    draw = Draw.objects.create(
        office=office,
        title=title.strip(),
        scope=scope.words,
        pool_size=len(pool),
        source=source.strip(),
        pool_digest=drawing.pool_digest(pool),
        size=_size(pool, size, percent, each_unit),
        each_unit=each_unit,
        frozen_by=by,
    )
    _keep(lines, draw)
    facts: Facts = {"count": draw.pool_size, "size": draw.size, "digest": draw.pool_digest}
    record("ledgers.draw.freeze", draw, by=by, post=post, title=draw.title, source=draw.source, **facts)
    return draw


def _pool(scope: DrawScope, by: User) -> list[DrawLine]:
    closures = list(scope.closures(by).select_related("issue__lead_unit", "issue__round")[: MOST + 1])
    lines = _lines(closures, several=len(scope.rounds) > 1)
    if not lines or len(lines) > MOST:
        raise Refused("这个范围里没有已销号、在观察期的问题" if not lines else f"超过 {MOST} 件，请把范围缩小")
    return lines


def _keep(lines: list[DrawLine], draw: Draw) -> None:
    for line in lines:
        line.draw = draw
    DrawLine.objects.bulk_create(lines, batch_size=500)


def _keeps_books(by: User, scope: DrawScope) -> Iterable[Verdict]:
    return (policies.keeps_books(by, each) for each in scope.rounds)


def _lines(closures: Iterable[Closure], *, several: bool) -> list[DrawLine]:
    """The pool; numbers repeat from round to round, so that of several rounds each goes with its round."""
    lines = []
    for closure in closures:
        issue = closure.issue
        number = f"{issue.round} {issue.number}" if several else issue.number
        lines.append(DrawLine(issue=issue, closure=closure, number=number, unit=issue.lead_unit.full_name))
    return sorted(lines, key=lambda line: line.number)


def _size(pool: list[drawing.Line], size: int | None, percent: int | None, each_unit: bool) -> int:
    """How many are drawn: so many, or so many of a hundred rounded up."""
    if size is not None and percent is None:
        wanted = size
    elif size is None and percent is not None:
        wanted = ceil(len(pool) * percent / 100)
    else:
        raise Refused("请写抽几件，或者抽百分之几，二者写一个")
    if not 1 <= wanted <= len(pool):
        raise Refused(f"备抽名单有 {len(pool)} 件，抽的件数应在 1 到 {len(pool)} 之间")
    units = len({unit for _, unit in pool})
    if each_unit and wanted < units:
        raise Refused(f"每家至少一件，共 {units} 家，抽的件数不能少于 {units}")
    return wanted


@transaction.atomic
def enter_seed(*, draw: Draw, seed: str, by: User, key: str = "") -> Draw:
    """Enter the seed from the source that was named when the pool was frozen. Once; a trigger holds it."""
    lock(draw)
    post = demand_all([policies.works_in_office(by, draw.office)])
    if not first_time(by=by, key=key, what=f"ledgers.draw.seed:{draw.pk}", content={"seed": seed}):
        return draw
    if draw.seeded_at:
        raise Conflict(f"随机数已由{draw.seeded_by}录入：{draw.seed}，不能再改")
    if not (seed := " ".join(seed.split())):
        raise Refused("请写随机数")
    draw.seed, draw.seeded_at, draw.seeded_by = seed, timezone.now(), by
    draw.save(update_fields=["seed", "seeded_at", "seeded_by"])
    record("ledgers.draw.enter_seed", draw, by=by, post=post, title=draw.title, seed=seed)
    return draw


@transaction.atomic
def make(*, draw: Draw, by: User) -> Draw:
    """Draw, by the recipe of rectify/lib/drawing.py. Once."""
    lock(draw)
    post = demand_all([policies.works_in_office(by, draw.office)])
    if draw.drawn_at:
        return draw
    if not draw.seeded_at:
        raise Refused("还没有录入随机数，不能抽")
    lines = list(draw.lines.values_list("number", "unit"))
    if drawing.pool_digest(lines) != draw.pool_digest:
        raise Refused("备抽名单的校验码与锁定时不一致，不能抽，请告诉系统管理员")
    draw.result = drawing.draw(lines, draw.seed, draw.size, each_group=draw.each_unit)
    draw.drawn_at, draw.drawn_by = timezone.now(), by
    draw.save(update_fields=["result", "drawn_at", "drawn_by"])
    record("ledgers.draw.make", draw, by=by, post=post, title=draw.title, numbers="、".join(draw.result))
    return draw
