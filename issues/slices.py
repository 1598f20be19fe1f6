"""Named slices of the issues a reader may see. A figure counts a slice, its link opens the same slice: one definition.

A code is a name with arguments, `status:planning` or `overdue_days:8:30:unit`. Every slice is a Q over Issue, so that a
list filters by it and an aggregate counts by it in the same words; one that looks at the issue's own columns alone is asked of
an issue in hand by the same Q (`holds`). To build a Q asks the database nothing.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import Any

from django.db.models import (
    Expression,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
)
from django.utils.functional import SimpleLazyObject

from issues.models import (
    COUNTED,
    OPEN,
    STRUCK_OFF,
    WITH_OFFICE,
    WITH_REVIEWERS,
    WITH_UNIT,
    Colour,
    Extension,
    Grade,
    Handing,
    Issue,
    PhaseChange,
    ReasonKind,
    Side,
    Status,
)
from rectify.accounts.vacancies import units_short
from rectify.lib.dates import at_time, day_asked, monday
from rectify.lib.predicate import true_of

REVIEWED = COUNTED - {Status.DISPATCHED, Status.CONTESTED}  # where a long-term item is looked at
SOON_DAYS = 14  # what is called 临期 wherever no office's own number is asked
# Of an issue in hand: the column that lists are ordered by is the database's own, and a relation is known by its id.
IN_HAND = {"due_order": "due", "lead_unit": "lead_unit_id", "recurrence_of": "recurrence_of_id"}
SIDES = {Side.UNIT: WITH_UNIT, Side.OFFICE: WITH_OFFICE, Side.REVIEWERS: WITH_REVIEWERS}

Moment = Expression | F | Subquery
STATE_BEGAN = F("status_since")


@dataclass(frozen=True)
class Slice:
    """`build(on, *args)` gives the Q; `name` is how a list headed by it calls itself, `definition` the 口径; `since`, when an
    issue came into it, is said where that is not when its state began. One that is its person's `own` opens for nobody else: it
    tells what others must not know. `page` names where an issue of it is dealt with, if not on its own page."""

    code: str
    name: str
    definition: str
    build: Callable[..., Q]
    since: Moment = STATE_BEGAN
    own: bool = False
    page: str = ""


_SLICES: dict[str, Slice] = {}


def declare(code: str, name: str, definition: str, *, since: Moment = STATE_BEGAN, own: bool = False, page: str = ""):
    """Decorator: make a slice known under `code`. The books add theirs from `AppConfig.ready`."""

    def keep(build: Callable[..., Q]) -> Callable[..., Q]:
        _SLICES[code] = Slice(code, name, definition, build, since, own, page)
        return build

    return keep


def find(code: str) -> tuple[Slice, list[str]]:
    """The slice named by `code` and its arguments. Raises LookupError for one that is not known."""
    name, *args = code.split(":")
    if name not in _SLICES:
        raise LookupError(code)
    return _SLICES[name], args


def condition(code: str, on: date) -> Q:
    """The Q of a slice on a day. Raises LookupError for a code that is unknown or has unfit arguments."""
    named, args = find(code)
    try:
        return named.build(on, *args)
    except (TypeError, ValueError, OverflowError) as error:
        raise LookupError(code) from error


def since(code: str) -> Moment:
    """When an issue came into the slice."""
    return find(code)[0].since


def earliest(rows: QuerySet, moment: str, *, issue: str = "issue") -> Subquery:
    """The first moment of the issue's rows of another table; `issue` leads from one to the issue."""
    return Subquery(rows.filter(**{issue: OuterRef("pk")}).order_by(moment).values(moment)[:1])


def predicate(code: str, on: date) -> Callable[[Any], bool]:
    """The slice as a question to issues in hand. Raises LookupError, also for a slice that looks at other tables."""
    asked = condition(code, on)
    return lambda issue: true_of(asked, issue, IN_HAND)


def holds(code: str, issue: Any, on: date) -> bool:
    """Whether an issue in hand (or a row with its columns) lies in a slice. Raises as `predicate` does."""
    return predicate(code, on)(issue)


def title(code: str) -> str:
    """What a list of this slice is called."""
    named, args = find(code)
    words = {**dict(Status.choices), **dict(Side.choices), **dict(Grade.choices), **dict(Colour.choices)}
    words |= dict(ReasonKind.choices)
    return named.name.format(*(words.get(arg, arg) for arg in args))


def display(one: Slice) -> str:
    """Its name where no arguments are given: places are shown as dots."""
    return one.name.replace("{0}", "…").replace("{1}", "…").replace("{2}", "…")


def known() -> list[Slice]:
    """Every slice, for the page of definitions."""
    return list(_SLICES.values())


@declare("drafts", "草稿", "已录入、还没有下发")
def drafts(on):
    return Q(status=Status.DRAFT)


@declare("counted", "应整改", "已下发、未终止的问题（件）")
def counted(on):
    return Q(status__in=COUNTED)


@declare("open", "推进中", "已下发，未销号、未终止")
def open_(on):
    return Q(status__in=OPEN)


@declare("closed", "已销号", "经审定销号，现仍销号")
def closed(on):
    return Q(status__in=STRUCK_OFF)


@declare("grade", "已销号（{0}）", "已销号，监督认定为该档")
def graded(on, grade):
    return Q(status__in=STRUCK_OFF, grade=Grade(grade).value)


@declare("accepted", "已销号（全面、基本）", "已销号，监督认定为全面完成或基本完成：宽口径的分子")
def accepted(on):
    return Q(status__in=STRUCK_OFF, grade__in=[Grade.FULL, Grade.MOSTLY])


@declare("terminated", "终止", "不再适用、合并或转出；不进任何率")
def terminated(on):
    return Q(status=Status.TERMINATED)


@declare("status", "{0}", "当前处于该环节")
def in_status(on, status):
    return Q(status=Status(status).value)


@declare("status_since", "{0}，{1} 以前到的", "当前处于该环节，该日零时以前就到了")
def waiting_since(on, status, day):
    return Q(status=Status(status).value, status_since__lt=at_time(day_asked(day), time.min))


@declare("before_plan", "方案以前", "待签收、异议待复、方案编制、方案待审")
def before_plan(on):
    return Q(status__in=[Status.DISPATCHED, Status.CONTESTED, Status.PLANNING, Status.PLAN_REVIEW])


@declare("between_reviews", "联审、异议期", "规程要求的联审还没有完，或在异议期")
def between_reviews(on):
    return Q(status__in=[Status.JOINT_REVIEW, Status.OBJECTION_WINDOW])


@declare("overdue", "逾期", "推进中，已过最近一次批准的期限（自然日）")
def overdue(on):
    return Q(status__in=OPEN, due_order__lt=on)


@declare("due", "期限未到", "推进中，还没有过最近一次批准的期限")
def due(on):
    return Q(status__in=OPEN, due__gte=on)


@declare("due_soon", "两周内到期", "推进中，期限在今天起 14 天内")
def due_soon(on):
    return due_within(on, SOON_DAYS)


@declare("due_within", "{0} 天内到期", "推进中，期限在今天起这么多天内")
def due_within(on, days):
    return Q(status__in=OPEN, due_order__range=(on, on + timedelta(days=int(days))))


@declare("due_between", "{0} 至 {1} 到期", "推进中，期限在这两天之间（含）")
def due_between(on, first, last):
    return Q(status__in=OPEN, due__range=(day_asked(first), day_asked(last)))


@declare("overdue_days", "逾期 {0}—{1} 天，现由{2}办", "推进中，逾期天数在此区间；当前办理方按当前环节")
def overdue_days(on, least, most, side):
    sides = SIDES[Side(side)]
    earliest = Q() if most == "more" else Q(due__gte=on - timedelta(days=int(most)))
    return Q(status__in=sides, due__lte=on - timedelta(days=int(least))) & earliest


@declare("side", "现由{0}办", "推进中，按当前环节该由这一方办")
def with_side(on, side):
    return Q(status__in=SIDES[Side(side)])


@declare("long_term", "长期坚持（推进中）", "推进中并列入长期坚持；不进严口径")
def long_term(on):
    return Q(status__in=OPEN, long_term=True)


@declare("extended", "延过期", "应整改的问题中，批准过延期的；一件算一次")
def extended(on):
    granted = Extension.objects.filter(status=Extension.Status.APPROVED)
    return Q(status__in=COUNTED, pk__in=granted.values("issue"))


@declare("extended_for", "延过期，理由属{0}", "应整改的问题中，批准过这一类理由的延期；一件两类都有的两边都算")
def extended_for(on, kind):
    granted = Extension.objects.filter(status=Extension.Status.APPROVED, reason__kind=ReasonKind(kind).value)
    return Q(status__in=COUNTED, pk__in=granted.values("issue"))


@declare("rolled_over", "转段时推进中", "办转段那天推进中、结转下一阶段的问题，名单当天定下不再变")
def rolled_over(on, change):
    return Q(pk__in=PhaseChange.rolled.through.objects.filter(phasechange__public_id=change).values("issue"))


@declare("returned", "退回过", "推进中，方案或初审、审定退回过")
def returned(on):
    return Q(status__in=OPEN, returns__gt=0)


@declare("relapsed", "反弹", "销号后重开过")
def relapsed(on):
    return Q(reopenings__gt=0)


@declare("recurrent", "屡查屡犯", "应整改的问题中，督查办认定与以前发现的问题相同、已连到那一件")
def recurrent(on):
    return Q(status__in=COUNTED, recurrence_of__isnull=False)


@declare("focus", "重点关注", "推进中并列为重点关注")
def focus(on):
    return Q(status__in=OPEN, is_focus=True)


@declare("planned_by", "计划到 {0} 应销号", "应整改的问题中，原定期限不晚于该日")
def planned_by(on, day):
    return Q(status__in=COUNTED, original_due__lte=day_asked(day))


@declare("closed_by", "到 {0} 已销号", "现仍销号，销号日期不晚于该日")
def closed_by(on, day):
    return Q(status__in=STRUCK_OFF, closed_on__lte=day_asked(day))


@declare("closed_this_week", "本周销号", "本周一以来审定销号，现仍销号")
def closed_this_week(on):
    return Q(status__in=STRUCK_OFF, closed_on__range=(monday(on), on))


@declare("closed_since", "{0} 以来销号", "该日以来审定销号，现仍销号")
def closed_since(on, day):
    return Q(status__in=STRUCK_OFF, closed_on__range=(day_asked(day), on))


@declare("overdue_since", "{0} 以来新逾期", "推进中，期限在该日至昨天之间")
def overdue_since(on, day):
    return Q(status__in=OPEN, due__gte=day_asked(day), due__lt=on)


@declare("extended_since", "{0} 以来准予延期", "该日以来批准过延期，未终止")
def extended_since(on, day):
    return Q(status__in=COUNTED, pk__in=granted_since(day_asked(day)).values("issue"))


def granted_since(day: date) -> QuerySet[Extension]:
    """The extensions approved on `day` or later."""
    return Extension.objects.filter(status=Extension.Status.APPROVED, decided_at__gte=at_time(day, time.min))


@declare("claimed", "已认领", "已下发、未终止，牵头单位已签收；认领率 = 已认领 ÷ 已下发（未终止）")
def claimed(on):
    return Q(status__in=COUNTED - {Status.DISPATCHED, Status.CONTESTED})


@declare("handed_down", "曾转办", "已下发、未终止，牵头单位曾交给下属或责任单位经办；收回的也算，一件算一次")
def handed_down(on):
    down = Handing.objects.filter(kind=Handing.Kind.HANDED_DOWN)
    return Q(status__in=COUNTED, pk__in=down.values("issue"))


@declare("unstaffed", "岗位空缺", "推进中，牵头单位和它的上级都没有账号在用的联络员，或都没有主要负责人")
def unstaffed(on):
    return Q(status__in=OPEN, lead_unit__in=SimpleLazyObject(units_short))


def sliced(issues, code: str, on: date):
    """`issues` (already scoped by `visible_to`) cut down to a slice."""
    assert issues.model is Issue
    return issues.filter(condition(code, on))
