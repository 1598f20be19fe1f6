"""The weeks of the demo city: the clock's acts at their own moments, units that report (or do not), clerks who read."""

from datetime import date, datetime, timedelta
from random import Random

from django.db import transaction

from issues.actions import reports, weeks
from issues.models import DispatchLine, Phrase, Report, Week
from issues.weeks.moments import Moments, moments_of
from rectify.calendars import days
from rectify.lib.dates import business_now, monday
from rectify.notices.actions import read_all
from rectify.roof.demo.cast import Cast
from rectify.roof.demo.clock import Life, clock_at
from rectify.roof.demo.findings import catalogue, filled

MINUTE = timedelta(minutes=1)
# on time, late, with a reason why nothing moved, promise kept
MANNERS = {"diligent": (0.99, 0.9, 0.05, 0.92), "ordinary": (0.94, 0.7, 0.12, 0.78), "slack": (0.62, 0.6, 0.25, 0.5)}
NEXT = (
    "下周三前完成“{}”的现场核对",
    "下周内把“{}”提交党组会",
    "下周五前补齐“{}”的凭证",
    "下周完成“{}”剩余部分并拍照留存",
)
STUCK = (
    "分管领导外出，方案没有上会",
    "资料在档案馆，还没有调到",
    "对方单位没有回函，已电话催过两次",
    "经办人借调，接手的人在熟悉情况",
)
TROUBLES = ("", "", "", "", "", "需市财政局明确资金渠道", "需与住建部门共同确认权属", "涉及历史资料，正在向档案馆调取")


def calendar_of(now: datetime, count: int) -> list[Moments]:
    """The moments of the last `count` weeks, this one included; weeks that merge are left out."""
    this, calendar = monday(now.date()), days.current()
    moments = [
        moments_of(this - timedelta(weeks=back), calendar=calendar, times=weeks.Times())
        for back in range(count - 1, -1, -1)
    ]
    return [each for each in moments if each]


def clockwork(plan: list[Moments]) -> Life:
    """The planner's tick, a minute after each of its moments."""
    for each in plan:
        for moment in (each.preview, each.opens, each.dispatch, each.nudge, each.missed, each.summary):
            yield moment + MINUTE
            weeks.tick(at=business_now())


def reporting(cast: Cast, code: str, plan: list[Moments], rng: Random) -> Life:
    """One unit: signs for Monday's list, reports by Thursday or on the Monday after, or not at all."""
    manner = MANNERS[cast.manner[code]]
    for each in plan:
        yield each.dispatch + timedelta(minutes=rng.randint(10, 400))
        if rng.random() < manner[0]:
            sign(cast, code)
        # Within office hours: on the day itself, or the day before.
        yield each.report - timedelta(minutes=rng.choice([rng.randint(15, 480), 1440 + rng.randint(0, 480)]))
        report(cast, code, starts=each.starts, manner=manner, rng=rng, share=manner[0])
        yield clock_at(each.starts + timedelta(days=7), 9) + timedelta(minutes=rng.randint(0, 500))
        if rng.random() < manner[1]:
            report(cast, code, starts=each.starts, manner=manner, rng=rng, share=0.7)


def sign(cast: Cast, code: str) -> None:
    lines = DispatchLine.objects.filter(unit=cast.units[code], seen_at=None, week__dispatched_at__isnull=False)
    for line in lines.order_by("-week__starts")[:1]:
        weeks.sign(line=line, at=business_now(), by=cast.people[f"{code}1"])


def report(cast: Cast, code: str, *, starts: date, manner: tuple, rng: Random, share: float) -> None:
    """Send what the unit owes of a week, each with the chance `share`; what was returned comes first."""
    owed = Report.objects.filter(week__starts=starts, issue__lead_unit=cast.units[code], status__in=["due", "returned"])
    for each in owed.select_related("issue__category", "week").order_by("pk"):
        if each.issue.is_open and rng.random() < share:
            send(each, by=cast.people[f"{code}1"], manner=manner, rng=rng)


def send(each: Report, *, by, manner: tuple, rng: Random) -> None:
    answer = {}
    if each.promise:
        answer = (
            {"kept": "kept"} if rng.random() < manner[3] else {"kept": "not_kept", "kept_note": rng.choice(reasons())}
        )
    if rng.random() < manner[2]:
        reason = rng.choice(reasons())
        why = f"{each.week.starts:%m月%d日}那周：{rng.choice(STUCK)}"
        reports.no_progress(report=each, reason=reason, why=why, by=by, **answer)
        return
    measure = rng.choice(list(each.issue.measures.all()) or [None])
    progress = catalogue()[each.issue.category.code]["progress"]
    about = (measure.text if measure else "整改方案").split("，")[0]
    done = filled(rng.choice(progress), rng=rng) + f"；“{about}”按计划推进"
    if each.issue.status == "planning":
        done = f"方案正在起草，{about}已征求科室意见"
    reports.send(
        report=each, by=by, problems=rng.choice(TROUBLES), next_step=rng.choice(NEXT).format(about), text=done, **answer
    )


def reasons() -> list[str]:
    return list(Phrase.objects.filter(use=Phrase.Use.NO_PROGRESS).values_list("text", flat=True))


def reading(cast: Cast, plan: list[Moments], rng: Random) -> Life:
    """The office: a clerk reads on Friday, the head publishes the summary; the newest is left as a draft."""
    for number, each in enumerate(plan):
        yield each.summary + timedelta(minutes=rng.randint(20, 60))
        read(cast, rng)
        yield each.summary + timedelta(minutes=rng.randint(90, 160))
        if number < len(plan) - 1:
            publish(cast, each.starts)


def inboxes(cast: Cast, plan: list[Moments]) -> Life:
    """Everybody reads what came, on Fridays; what came since is what the bell counts."""
    for each in plan:
        yield each.summary - timedelta(hours=1)
        for person in cast.people.values():
            read_all(by=person)


def read(cast: Cast, rng: Random) -> None:
    waiting = (
        Report.objects.filter(status="sent", issue__round__office=cast.office)
        .select_related("issue__round", "week")
        .order_by("pk")
    )
    for each in waiting:
        if not each.issue.is_open or rng.random() < 0.12:
            continue
        clerk = rng.choice([cast.clerk, cast.clerk2, cast.clerk3])
        if rng.random() < 0.03:
            reports.send_back(report=each, by=clerk, note="只写了“正在推进”，请写清本周做了什么、做到哪一步。")
        else:
            reports.read(report=each, by=clerk)


def publish(cast: Cast, starts: date) -> None:
    for week in Week.objects.filter(
        round__office=cast.office, starts=starts, summarised_at__isnull=False, published_at=None
    ):
        with transaction.atomic():
            weeks.publish(week=week, words=week.words, at=business_now(), by=cast.head)
