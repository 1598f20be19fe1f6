"""What the demo's offices began in the last days: a draw for look-backs, a meeting to come, an issue handed down, numbers."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

from issues.actions import handing, outcomes
from issues.effects.handing import takers
from issues.models import Issue, OutcomeKind, Round, Status
from ledgers.actions import draws, meetings
from rectify.lib.dates import today
from rectify.roof.demo.cast import Cast
from rectify.roof.demo.clock import Life, clock_at

NUMBERS = {"institution": Decimal(2), "refunded": Decimal("3.46"), "recovered": Decimal(0), "same_class": None}


def lives(city: Any, county: Cast) -> list[Life]:
    """One life each: the draw of the city's office, the county's meeting, what a unit hands down and what it declares."""
    return [drawing(city), meeting(city, county), handed_down(city), numbers(city)]


def drawing(city: Any) -> Life:
    """The pool is frozen with the seed's source named, the seed comes two days later."""
    yield clock_at((city.evening - timedelta(days=3)).date(), 10)
    cast, rounds = city.cast, list(Round.objects.filter(office=city.cast.office).order_by("number")[:2])
    draw = draws.freeze(
        office=cast.office,
        title="回头看抽查",
        scope=draws.DrawScope(rounds),
        by=cast.head,
        size=6,
        source="锁定名单次日福利彩票双色球开奖号码，六个红球由小到大",
    )
    yield clock_at((city.evening - timedelta(days=1)).date(), 9, 30)
    draws.enter_seed(draw=draw, seed="03 08 14 21 27 32", by=cast.clerk)
    draws.make(draw=draw, by=cast.clerk)


def meeting(city: Any, county: Cast) -> Life:
    """The county's leading group will decide what its procedures keep for it."""
    yield clock_at((city.evening - timedelta(days=1)).date(), 15)
    waiting = Issue.objects.filter(round__office=county.office, status=Status.AWAITING_DECISION).order_by("pk")
    coming = meetings.call(
        office=county.office,
        title="县委巡察工作领导小组会议",
        held_on=today() + timedelta(days=5),
        by=county.head,
        chair="县委书记",
    )
    meetings.put(meeting=coming, issues=list(waiting), by=county.head)


def handed_down(city: Any) -> Life:
    """A principal hands the handling of one issue to a unit below; the main responsibility stays."""
    yield clock_at((city.evening - timedelta(days=2)).date(), 11)
    under_way = Issue.objects.filter(round__office=city.cast.office, status=Status.RECTIFYING).select_related(
        "lead_unit"
    )
    for issue in under_way.order_by("pk"):
        below = takers(issue).first()
        if below:
            by = city.cast.principal(issue.lead_unit_id)
            handing.hand_down(issue=issue, unit=below, reason="该事项由下属单位具体经办，主体责任不变。", by=by)
            return


def numbers(city: Any) -> Life:
    """What three issues under way have brought so far, as their units declare it; zero, a sum and a box left empty."""
    yield clock_at((city.evening - timedelta(days=2)).date(), 14)
    kinds = {kind.code: kind for kind in OutcomeKind.objects.filter(code__in=NUMBERS)}
    under_way = Issue.objects.filter(round__office=city.cast.office, status=Status.RECTIFYING).order_by("pk")[:3]
    for issue in under_way:
        measure = issue.measures.order_by("order").first()
        if measure is not None:
            rows = [
                {"measure": measure, "kind": kinds[code], "value": value}
                for code, value in NUMBERS.items()
                if code in kinds
            ]
            outcomes.declare(issue=issue, rows=rows, by=city.cast.liaison(issue.lead_unit_id))
