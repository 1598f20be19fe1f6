"""The week's acts, by the clock (`tick`) and by hand. Each is done once: under the lock of its round the plan is made anew,
so that the second of two beats finds nothing due; rows have unique keys besides."""

from collections import Counter
from collections.abc import Collection
from datetime import date, datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from issues import advice, policies
from issues.effects import week as telling
from issues.models import OPEN, DispatchLine, Issue, Report, Round, Standing, Week
from issues.models.status import UNDER_WAY
from issues.weeks import counting, facts, owing, summary
from issues.weeks.announced import changed, expected
from issues.weeks.moments import Moments, Times, moments_of
from issues.weeks.planner import ACTS, DueAct, plan
from rectify.accounts.models import Holding, Unit, User
from rectify.accounts.roles import UNIT_ROLES
from rectify.audit.trail import record
from rectify.calendars import days
from rectify.lib.columns import set_columns
from rectify.lib.dates import SHANGHAI, monday
from rectify.lib.digests import digest_of
from rectify.lib.errors import Conflict, Refused
from rectify.lib.locks import lock
from rectify.lib.text import within
from rectify.lib.verdict import by_post
from rectify.options.stored import option
from rectify.workflow.move import demand_all

MOST_ACTS = 24  # of one round in one tick: a bound for a slip of the pen, not a rule
ROWS = 500


def times_of(office: Unit) -> Times:
    """The hours and days of the week as the office has set them."""

    def of(name):
        return option(f"week.{name}", office)

    return Times(
        preview=of("preview"),
        opens=of("opens"),
        dispatch=of("dispatch"),
        nudge_day=of("nudge_day"),
        nudge=of("nudge"),
        report_day=of("deadline_day"),
        report=of("deadline"),
        missed_day=of("missed_day"),
        missed=of("missed"),
        summary=of("summary"),
        shortest=of("shortest"),
    )


def running() -> QuerySet:
    """Rounds with something to do: an open issue, or a week that is not finished."""
    unfinished = Q(opened_at__isnull=False) & (Q(missed_at=None) | Q(summarised_at=None))
    open_issue = Issue.objects.filter(round=OuterRef("pk"), status__in=OPEN)
    return Round.objects.filter(Q(pk__in=Week.objects.filter(unfinished).values("round")) | Exists(open_issue))


def due(round_: Round, *, at: datetime) -> list[DueAct]:
    """What is due for a round at `at`. Reads only; two statements."""
    if not option("week.on", round_.office_id):
        return []
    recent = Q(starts__gte=monday(at.astimezone(SHANGHAI).date()))
    unfinished = Q(opened_at__isnull=False) & (Q(missed_at=None) | Q(summarised_at=None))
    weeks = list(round_.weeks.light().filter(recent | unfinished))
    return plan(weeks, at=at, calendar=days.current(), times=times_of(round_.office))


def tick(*, at: datetime, round_: Round | None = None) -> list[str]:
    """Do everything due at `at`, for one round or all; gives a line for each thing done. Safe to run at any time, twice, at
    once."""
    done = []
    for each in [round_] if round_ else running().select_related("office"):
        for _ in range(MOST_ACTS):
            line = do_next(each, at=at)
            if not line:
                break
            done.append(line)
    return done


def do_next(round_: Round, *, at: datetime) -> str:
    """Do the first thing due for a round, in a transaction of its own; empty when there is nothing."""
    if not due(round_, at=at):
        return ""
    with transaction.atomic():
        lock(round_)
        acts = due(round_, at=at)
        if not acts:
            return ""
        result = BY_NAME[acts[0].name](round_, acts[0], at=at)
        return f"{round_} {acts[0].starts:%m-%d} 周　{ACTS[acts[0].name]}：{result}"


# ---- by the clock ---------------------------------------------------------------------------------------------------


def week_for(round_: Round, moments: Moments) -> Week:
    """The row of a week; made with the moments of now when it is the first to ask."""
    fields = {
        "number": moments.starts.isocalendar().week,
        "opens_due": moments.opens,
        "dispatch_due": moments.dispatch,
        "nudge_due": moments.nudge,
        "report_due": moments.report,
        "missed_due": moments.missed,
        "summary_due": moments.summary,
    }
    return Week.objects.get_or_create(round=round_, starts=moments.starts, defaults=fields)[0]


def preview(round_: Round, act: DueAct, *, at: datetime) -> str:
    if act.moments is None:
        raise ValueError("A preview is of a week that is not kept yet.")
    week = week_for(round_, act.moments)
    asked = owing.owed(round_, on=week.opens_due.astimezone(SHANGHAI).date(), due_days=due_days(round_))
    units = Counter(issue.lead_unit_id for issue, _, _ in asked)
    count = units.total()
    outcome = telling.preview(week, count=count)
    record("issues.week.preview", week, by=None, week=week.number, count=count, units=_by_public_id(units))
    return f"{count} 件应报，告知督查办 {outcome} 人"


def _by_public_id(counts: Counter[int]) -> dict[str, int]:
    """Numbers of units as a fact keeps them."""
    return {unit.public_id: counts[unit.pk] for unit in Unit.objects.filter(pk__in=counts)}


def open_(round_: Round, act: DueAct, *, at: datetime, by: User | None = None, post: Holding | None = None) -> str:
    week = week_for(round_, act.moments or moments_now(round_, act.starts))
    on = week.opens_due.astimezone(SHANGHAI).date()
    rows = [
        Report(week=week, issue=issue, unit_id=issue.lead_unit_id, why=why, promise=promise)
        for issue, why, promise in owing.owed(round_, on=on, due_days=due_days(round_))
    ]
    Report.objects.bulk_create(rows, ignore_conflicts=True, batch_size=ROWS)
    stamp(week, opened_at=at)
    record("issues.week.open", week, by=by, post=post, week=week.number, count=len(rows))
    return f"{len(rows)} 件应报"


def dispatch(round_: Round, act: DueAct, *, at: datetime, by: User | None = None, post: Holding | None = None) -> str:
    week = round_.weeks.get(starts=act.starts)
    on = at.astimezone(SHANGHAI).date()
    soon = option("week.soon_days", round_.office_id)
    lines = counting.lines_of(week, on=on, soon_days=soon, due_days=due_days(round_))
    DispatchLine.objects.bulk_create(lines, ignore_conflicts=True, batch_size=ROWS)
    outcome = telling.dispatch(week, lines, advice.reminders(round_, on=on, soon_days=soon))
    stamp(week, dispatched_at=at)
    record("issues.week.dispatch", week, by=by, post=post, week=week.number, units=len(lines))
    return f"{len(lines)} 家，通知 {outcome} 人"


def nudge(round_: Round, act: DueAct, *, at: datetime) -> str:
    week = round_.weeks.get(starts=act.starts)
    waiting = week.reports.filter(sent_at=None, issue__status__in=UNDER_WAY).select_related("unit")
    units, people = telling.nudge(week, waiting)
    stamp(week, nudged_at=at)
    record("issues.week.nudge", week, by=None, week=week.number, units=units)
    return f"{units} 家未报齐，提醒 {people} 人"


def fix_missed(round_: Round, act: DueAct, *, at: datetime) -> str:
    week = round_.weeks.get(starts=act.starts)
    missed = week.reports.filter(sent_at=None, missed_at=None, issue__status__in=UNDER_WAY)
    ids = list(missed.select_for_update(of=("self",), no_key=True).values_list("pk", flat=True))
    Report.objects.filter(pk__in=ids).update(missed_at=at)
    rows = counting.standings_of(week)
    Standing.objects.bulk_create(rows, ignore_conflicts=True, batch_size=ROWS)
    stamp(week, missed_at=at)
    telling.missed(week, [row for row in rows if row.missed])
    units = sum(1 for row in rows if row.missed)
    record("issues.week.missed", week, by=None, week=week.number, count=len(ids), units=units)
    return f"{len(ids)} 件，{units} 家"


def summarise(round_: Round, act: DueAct, *, at: datetime, by: User | None = None, post: Holding | None = None) -> str:
    week = round_.weeks.get(starts=act.starts)
    gathered = facts.gather(week, on=at.astimezone(SHANGHAI).date(), calendar=days.current())
    stamp(week, summarised_at=at, facts=gathered | {"at": at.isoformat()}, words=week.words or summary.draft(gathered))
    telling.drafted(week)
    record("issues.week.summarise", week, by=by, post=post, week=week.number)
    return "等督查办改定发布"


BY_NAME = {
    "preview": preview,
    "open": open_,
    "dispatch": dispatch,
    "nudge": nudge,
    "missed": fix_missed,
    "summary": summarise,
}


def due_days(round_: Round) -> int:
    return option("week.due_days", round_.office_id)


def moments_now(round_: Round, starts: date) -> Moments:
    moments = moments_of(starts, calendar=days.current(), times=times_of(round_.office))
    if moments is None:
        raise Refused("这一周工作日太少，并入下一周，不单独启动调度")
    return moments


def stamp(week: Week, **fields) -> None:
    """Set fields of a week and write just these."""
    set_columns(week, fields)
    week.save(update_fields=list(fields))


# ---- by hand --------------------------------------------------------------------------------------------------------


def demand_office(week: Week, by: User) -> Holding | None:
    """Lock round and week, in this order as the clock does, and demand that `by` works for the office; gives the post."""
    lock(week.round)
    lock(week)
    return demand_all([policies.runs_round(by, week.round)])


@transaction.atomic
def start(*, round_: Round, at: datetime, by: User) -> Week:
    """Open the present week by hand, where the clock is switched off or came too late. Raises Refused when it is too late
    for people to report in it."""
    lock(round_)
    post = demand_all([policies.runs_round(by, round_)])
    moments = moments_now(round_, monday(at.astimezone(SHANGHAI).date()))
    if at >= moments.report:
        raise Refused(f"本周 {moments.report:%m-%d %H:%M} 的截止时间已过，请等下周启动调度")
    week = week_for(round_, moments)
    if week.opened_at is None:
        open_(round_, DueAct("open", moments.starts, moments.opens, moments), at=at, by=by, post=post)
        week.refresh_from_db()
    return week


@transaction.atomic
def hold(*, week: Week, reason: str, at: datetime, by: User) -> None:
    """Keep Monday's list from going out by itself. Raises Refused when it has gone out, or without a reason."""
    post = demand_office(week, by)
    if week.dispatched_at:
        raise Refused(f"清单已于 {week.dispatched_at.astimezone(SHANGHAI):%m-%d %H:%M} 发出，不能再暂缓")
    if not reason.strip():
        raise Refused("请写明暂缓的理由，同事会看到")
    if week.held_at:
        return
    stamp(week, held_at=at, held_by=by, held_reason=within(reason, 200, "暂缓的理由"))
    record("issues.week.hold", week, by=by, post=post, note=reason, week=week.number)


@transaction.atomic
def release(*, week: Week, by: User) -> None:
    """Take the hold off: the list goes out with the next tick after its hour."""
    post = demand_office(week, by)
    if not week.held_at:
        return
    stamp(week, held_at=None, held_by=None, held_reason="")
    record("issues.week.release", week, by=by, post=post, week=week.number)


@transaction.atomic
def send_now(*, week: Week, at: datetime, by: User, units: Collection[str] = ()) -> None:
    """Send the list earlier than its hour, or in spite of a hold; opens the week when it is not open yet. `units` (public ids)
    were looked at one by one. Raises Refused with those that differ from the preview and were not."""
    post = demand_office(week, by)
    if week.dispatched_at:
        raise Refused(f"清单已于 {week.dispatched_at.astimezone(SHANGHAI):%m-%d %H:%M} 发出，每周只发一次")
    differing = changed(week, expected(week, at.astimezone(SHANGHAI).date())) if week.opened_at else []
    if unseen := [one.words for one in differing if one.unit.public_id not in units]:
        raise Refused(f"与预告不一样的，请逐家核对后勾选：{'；'.join(unseen)}")
    if week.opened_at is None:
        if at >= week.report_due:
            raise Refused("本周截止时间已过，不能再启动")
        open_(week.round, DueAct("open", week.starts, week.opens_due), at=at, by=by, post=post)
    if week.held_at:
        stamp(week, held_at=None, held_by=None, held_reason="")
    dispatch(week.round, DueAct("dispatch", week.starts, week.dispatch_due), at=at, by=by, post=post)
    week.refresh_from_db()


@transaction.atomic
def take_back(*, week: Week, reason: str, at: datetime, by: User) -> None:
    """Withdraw a list that went out, as long as no unit has signed for it: what it said stays in the trail, its readers are told
    once, and it is held until somebody sends it. Raises Refused later, or without a reason."""
    post = demand_office(week, by)
    lines = list(week.lines.select_related("unit"))
    if not week.dispatched_at:
        raise Refused("清单还没有发出，不用撤回")
    if signed := [str(line.unit) for line in lines if line.seen_at]:
        raise Refused(f"{'、'.join(signed[:3])}{'等' if len(signed) > 3 else ''}已经签收，清单不能再撤回")
    if at >= week.report_due:
        raise Refused("本周周报已经截止，清单不能再撤回")
    if not reason.strip():
        raise Refused("请写撤回的理由，收到清单的人会看到")
    words = within(reason.strip(), 200, "撤回的理由")
    listed = {str(line.unit): telling.numbers(line) for line in lines}
    telling.withdrawn(week, lines, words)
    week.lines.all().delete()
    stamp(week, dispatched_at=None, withdrawn_at=at, held_at=at, held_by=by, held_reason=words)
    record(
        "issues.week.take_back", week, by=by, post=post, note=words, week=week.number, units=len(lines), listed=listed
    )


@transaction.atomic
def sign(*, line: DispatchLine, at: datetime, by: User) -> None:
    """签收 of a unit's line; the first of its people counts."""
    lock(line)
    post = demand_all([by_post(by.post(*UNIT_ROLES, at=line.unit), "只有本单位的联络员和主要负责人可以签收")])
    if line.seen_at:
        return
    line.seen_at, line.seen_by = at, by
    line.save(update_fields=["seen_at", "seen_by"])
    record("issues.dispatchline.sign", line, by=by, post=post, week=line.week.number, unit=str(line.unit))


@transaction.atomic
def redraft(*, week: Week, at: datetime, by: User) -> None:
    """Count the figures of the draft anew; what a person has written stays."""
    post = demand_office(week, by)
    if week.published_at or not week.summarised_at:
        raise Refused("小结已经发布，数字不能再取" if week.published_at else "还没有到拟小结的时间")
    summarise(week.round, DueAct("summary", week.starts, week.summary_due), at=at, by=by, post=post)
    week.refresh_from_db()


@transaction.atomic
def write(*, week: Week, words: str, by: User) -> None:
    """Keep the edited draft. Its places for numbers must be known ones, the chief ones present."""
    post = demand_office(week, by)
    refuse_words(week, words)
    stamp(week, words=words.strip())
    record("issues.week.write", week, by=by, post=post, week=week.number)


@transaction.atomic
def publish(*, week: Week, words: str, at: datetime, by: User, seen: str = "") -> None:
    """Freeze words and figures with their hash and tell the units; each sees its own part.

    Raises Conflict when the draft is no longer the one that was `seen` (its `print_of`): what goes out cannot be taken back.
    """
    post = demand_office(week, by)
    refuse_words(week, words)
    if seen and seen != print_of(week):
        raise Conflict("小结在您打开这一页之后有改动，还没有发布。下面是现在的全文，请看过再发布")
    words = words.strip()
    frozen = {"week": week.public_id, "facts": week.facts, "words": words}
    stamp(week, words=words, published_at=at, published_by=by, digest=digest_of(frozen))
    telling.published(week, counting.units_of(week.round))
    record("issues.week.publish", week, by=by, post=post, week=week.number, digest=week.digest)


def print_of(week: Week) -> str:
    """The draft in short: other words or other figures give another one."""
    return digest_of({"facts": week.facts, "words": week.words})


def refuse_words(week: Week, words: str) -> None:
    if week.published_at:
        raise Refused(f"小结已由{week.published_by}发布并冻结，不能再改")
    if not week.summarised_at:
        raise Refused("还没有到拟小结的时间")
    if unknown := summary.unknown_places(words):
        raise Refused("没有这样的数：" + "、".join("{" + place + "}" for place in unknown) + "。请用草稿里已有的写法")
    if missing := summary.missing_places(words):
        raise Refused("小结里须写 " + "、".join("{" + word + "}" for word in missing) + " 的数，不能删去")


@transaction.atomic
def exported(*, week: Week, what: str, by: User) -> None:
    """Keep who took a workbook of the week out of the application."""
    record("issues.week.export", week, by=by, what=what)
