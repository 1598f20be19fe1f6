"""What the demo's offices and administrators did in the last days: looked back, drew for look-backs, called a meeting, handed an
issue down, declared numbers, asked for changes that need a second hand."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal
from typing import Any

from issues.actions import handing, outcomes
from issues.effects.handing import takers
from issues.models import Issue, OutcomeKind, Recommendation, Round, Status
from ledgers.actions import draws, meetings, offline, visits
from ledgers.conditions import hands_in
from ledgers.models import Closure, Visit
from rectify.accounts.actions import changes, people_changes, units
from rectify.accounts.roles import Role
from rectify.lib.dates import today
from rectify.roof.demo.cast import Cast
from rectify.roof.demo.clock import Life, clock_at
from rectify.workflow.move import make
from rectify.workflow.moves import moves_of

NUMBERS = {"institution": Decimal(2), "refunded": Decimal("3.46"), "recovered": Decimal(0), "same_class": None}
SEEN: dict[str, dict[str, Any]] = {
    Visit.Finding.HOLDS: {
        "place": "责任单位，基层两处",
        "people": "分管负责人、经办人，群众四人",
        "seen": "制度还在用，近三个月的台账逐笔看过",
        "asked": "随机问了四人，都说得出现在怎么办",
        "note": "与销号时的材料一致。",
    },
    Visit.Finding.PARTLY: {
        "place": "责任单位，基层一处",
        "people": "分管负责人、经办人",
        "seen": "制度还在用，最近一个月的台账没有登记",
        "asked": "问了三人，一人不知道要登记",
        "note": "补登记、再培训一次，过两个月再看。",
    },
}


def lives(city: Any, county: Cast) -> list[Life]:
    """A life each: look-backs and the draw of the city's office, the county's meeting, what a unit hands down, what it declares,
    a town that has no network, and what comes of the recommendations."""
    return [
        went_back(city),
        drawing(city),
        meeting(city, county),
        handed_down(city),
        numbers(city),
        off_line(city),
        second_hands(city),
        *advice(city),
    ]


def went_back(city: Any) -> Life:
    """Somebody who had no hand in the closing goes to look at the issues longest due: two hold, one holds in part."""
    yield clock_at((city.evening - timedelta(days=4)).date(), 14)
    cast, finding = city.cast, Visit.Finding
    due = Issue.objects.filter(round__office=cast.office, status=Status.CLOSED, look_back_on__lte=today())
    closures = Closure.objects.filter(issue__in=due, outcome=Closure.Outcome.APPROVED).select_related("issue")
    oldest = closures.order_by("issue__look_back_on", "issue__pk")
    for closure, how in zip(oldest, (finding.HOLDS, finding.PARTLY, finding.HOLDS), strict=False):
        who = next(one for one in (cast.clerk, cast.clerk2, cast.clerk3) if one.pk not in hands_in(closure))
        visit = visits.plan(closure=closure, kind=Visit.Kind.LOOK_BACK, on=today(), visitors=[who], by=cast.head)
        again: dict[str, Any] = {"look_back_on": today() + timedelta(days=60)} if how == finding.PARTLY else {}
        visits.record_visit(visit=visit, by=who, on=today(), finding=how, **SEEN[how], **again)
        if how == finding.HOLDS:
            closed = Issue.objects.get(pk=closure.issue_id)
            make(moves_of(closed)["hold_up"], closed, by=who, data={}, note="措施还在执行，没有新的同类情况。")


def drawing(city: Any) -> Life:
    """The pool is frozen with the seed's source named, the seed comes two days later."""
    yield clock_at((city.evening - timedelta(days=3)).date(), 10)
    cast, rounds = city.cast, list(Round.objects.filter(office=city.cast.office).order_by("number")[:2])
    draw = draws.freeze(
        office=cast.office,
        title="回头看抽查",
        scope=draws.DrawScope(tuple(rounds)),
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


def off_line(city: Any) -> Life:
    """A town has lost its line: it is marked, and gets its issues as a workbook."""
    yield clock_at((city.evening - timedelta(days=1)).date(), 10)
    town = city.cast.units["tbsq"]
    units.edit(unit=town, by=city.cast.sysadmin, is_offline=True)
    yield clock_at((city.evening - timedelta(days=1)).date(), 10, 30)
    round_ = Round.objects.filter(office=city.cast.office, round_units__unit=town).order_by("-number").first()
    if round_ is not None:
        offline.give_out(unit=town, round_=round_, by=city.cast.clerk)


@dataclass(frozen=True)
class AdviceStep:
    """A move of a recommendation in the demo: by the unit or the office, with what is filled in."""

    name: str
    by_unit: bool = False
    given: Mapping[str, Any] = field(default_factory=dict)
    note: str = ""


LINE = {"measure": "", "text": "把巡察整改列入党组会固定议题，每月听一次进展。", "person": "办公室主任", "due_text": ""}
ANSWER, PASS = AdviceStep("answer", True, {"measures": [LINE]}), AdviceStep("pass_measures")
RETURN = AdviceStep("return_measures", note="请写明每月哪一天听、听谁的。")
REPORT = AdviceStep("report", True, {"result": "已开三次专题会，议定事项逐条办结。"})
ADVICE_WAYS = (
    (ANSWER, PASS, REPORT, AdviceStep("settle")),
    (ANSWER, PASS, REPORT),
    (ANSWER, PASS),
    (ANSWER, RETURN),
    (ANSWER,),
)


def advice(city: Any) -> list[Life]:
    """What became of the first recommendations of the newest round, each a step less far."""
    return [advised(city, place, way) for place, way in enumerate(ADVICE_WAYS)]


def advised(city: Any, place: int, way: Sequence[AdviceStep]) -> Life:
    for day, step in enumerate(way):
        yield clock_at((city.evening - timedelta(days=5 - day)).date(), 10 + place)
        newest = Round.objects.filter(office=city.cast.office).order_by("-number").first()
        one = Recommendation.objects.filter(round=newest).order_by("number")[place]
        by = city.cast.liaison(one.lead_unit_id) if step.by_unit else city.cast.head
        words = dict(step.given)
        if "measures" in words:
            words["measures"] = [LINE | {"due": one.due}]
        make(moves_of(one)[step.name], one, by=by, data=words, note=step.note)


def second_hands(city: Any) -> Life:
    """What one administrator asked and another person agreed to, declined, or has not looked at yet."""
    cast, (first, second, third) = city.cast, list(city.cast.rounds)[:3]
    ask = people_changes.ask_grant
    yield clock_at((city.evening - timedelta(days=6)).date(), 9)
    change = ask(
        user=cast.people[f"{first}1"],
        role=Role.UNIT_LIAISON,
        unit=cast.units[second],
        starts=today(),
        ends=today() + timedelta(days=2),
        note="联络员出差，代三天",
        by=cast.secadmin,
    )
    reset = people_changes.ask_reset(user=cast.people[f"{third}1"], by=cast.sysadmin)
    yield clock_at((city.evening - timedelta(days=6)).date(), 10)
    changes.confirm(change=change, by=cast.sysadmin)
    changes.decline(change=reset, reason="已打电话问本人，没有忘记密码", by=cast.people[f"{third}2"])
    yield clock_at((city.evening - timedelta(days=1)).date(), 15)
    note = "新任办公室副主任，任职文件已报督查办"
    ask(user=cast.people[f"{second}1"], role=Role.UNIT_LIAISON, unit=cast.units[first], note=note, by=cast.secadmin)
